/*
Built from templates/js by templates/build.js. It holds these libraries:

d3-color 3.1.1

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.

d3-dispatch 3.0.2

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.

d3-drag 3.0.1

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.

d3-ease 3.0.2

Copyright 2010-2026 Mike Bostock
Copyright 2001 Robert Penner
All rights reserved.

Redistribution and use in source and binary forms, with or without modification,
are permitted provided that the following conditions are met:

* Redistributions of source code must retain the above copyright notice, this
  list of conditions and the following disclaimer.

* Redistributions in binary form must reproduce the above copyright notice,
  this list of conditions and the following disclaimer in the documentation
  and/or other materials provided with the distribution.

* Neither the name of the author nor the names of contributors may be used to
  endorse or promote products derived from this software without specific prior
  written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE FOR
ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON
ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
(INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

d3-interpolate 3.0.2

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.

d3-selection 3.0.1

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.

d3-timer 3.0.2

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.

d3-transition 3.0.2

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.

d3-zoom 3.0.1

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.

fflate 0.8.3

MIT License

Copyright (c) 2026 Arjun Barrett

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.

kdbush 4.1.0

ISC License

Copyright (c) 2026, Vladimir Agafonkin

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.
*/
"use strict";(()=>{function B(t,e=document){let n=e.querySelector(t);if(!n)throw new Error(`the page has no ${t}`);return n}function U(t){return document.querySelector(`[data-bloc\
k="${t}"]`)??document.createElement("div")}function p(t,e={},...n){let r=document.createElement(t);for(let[i,o]of Object.entries(e))if(!(o==null||o===!1))if(i.startsWith(
"on"))r.addEventListener(i.slice(2),o);else if(i==="style")for(let[s,a]of Object.entries(o))r.style.setProperty(s,String(a));else i in r&&i!=="role"&&i!=="list"?
r[i]=o:r.setAttribute(i,o===!0?"":String(o));return r.append(...zc(n)),r}var zc=t=>t.filter(e=>e!=null&&e!==!1&&e!=="").map(e=>typeof e=="number"?String(e):e);function lt(t,e,...n){
let r=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[i,o]of Object.entries(e))r.setAttribute(i,String(o));return r.append(...n),r}var at=(t,e,n={})=>p(
"button",{type:"button",onclick:e,...n},t),kt=t=>getComputedStyle(document.documentElement).getPropertyValue(`--${t}`).trim(),L=t=>t.toLocaleString("en"),Bt=(t,e,n=`${e}\
s`)=>`${L(t)} ${t===1?e:n}`,Rt=(t,e)=>e?`${Math.round(100*t/e)} %`:"0 %",mt=(t,e=2)=>t==null||Number.isNaN(t)?"\u2013":t.toFixed(e),ve=t=>t===0?"0":Math.abs(t)>=
.01&&Math.abs(t)<1e3?t.toPrecision(3):t.toExponential(2),mn=t=>t.replace(/[_-]+/g," ");function Jt(t){B("#live").textContent=t}var Qo=0;function gn(t){let e=B("\
#toast");e.textContent=t,e.hidden=!1,Jt(t),clearTimeout(Qo),Qo=setTimeout(()=>{e.hidden=!0},4e3)}function yn(t,e){let n=0,r=-1/0;return()=>{clearTimeout(n);let i=()=>{
r=performance.now(),t()},o=r+e-performance.now();o<=0?i():n=setTimeout(i,o)}}function qe(t){let e=0;return()=>{e||=requestAnimationFrame(()=>{e=0,t()})}}function pi(t,e,n){
let r=URL.createObjectURL(new Blob([e],{type:n})),i=p("a",{href:r,download:t.replace(/[^\p{L}\p{N}._ -]+/gu,"_")});document.body.append(i),i.click(),i.remove(),
setTimeout(()=>URL.revokeObjectURL(r),1e4)}var yt=Uint8Array,St=Uint16Array,bi=Int32Array,fr=new yt([0,0,0,0,0,0,0,0,1,1,1,1,2,2,2,2,3,3,3,3,4,4,4,4,5,5,5,5,0,0,0,0]),hr=new yt([0,0,0,0,1,1,2,2,3,3,4,4,5,
5,6,6,7,7,8,8,9,9,10,10,11,11,12,12,13,13,0,0]),yi=new yt([16,17,18,0,8,7,9,6,10,5,11,4,12,3,13,2,14,1,15]),rs=function(t,e){for(var n=new St(31),r=0;r<31;++r)n[r]=
e+=1<<t[r-1];for(var i=new bi(n[30]),r=1;r<30;++r)for(var o=n[r];o<n[r+1];++o)i[o]=o-n[r]<<5|r;return{b:n,r:i}},is=rs(fr,2),os=is.b,vi=is.r;os[28]=258,vi[258]=28;
var ss=rs(hr,0),Sc=ss.b,ts=ss.r,wi=new St(32768);for(K=0;K<32768;++K)ie=(K&43690)>>1|(K&21845)<<1,ie=(ie&52428)>>2|(ie&13107)<<2,ie=(ie&61680)>>4|(ie&3855)<<4,wi[K]=
((ie&65280)>>8|(ie&255)<<8)>>1;var ie,K,Qt=(function(t,e,n){for(var r=t.length,i=0,o=new St(e);i<r;++i)t[i]&&++o[t[i]-1];var s=new St(e);for(i=1;i<e;++i)s[i]=s[i-
1]+o[i-1]<<1;var a;if(n){a=new St(1<<e);var l=15-e;for(i=0;i<r;++i)if(t[i])for(var c=i<<4|t[i],u=e-t[i],d=s[t[i]-1]++<<u,m=d|(1<<u)-1;d<=m;++d)a[wi[d]>>l]=c}else
for(a=new St(r),i=0;i<r;++i)t[i]&&(a[i]=wi[s[t[i]-1]++]>>15-t[i]);return a}),we=new yt(288);for(K=0;K<144;++K)we[K]=8;var K;for(K=144;K<256;++K)we[K]=9;var K;for(K=
256;K<280;++K)we[K]=7;var K;for(K=280;K<288;++K)we[K]=8;var K,xn=new yt(32);for(K=0;K<32;++K)xn[K]=5;var K,Cc=Qt(we,9,0),Ec=Qt(we,9,1),Nc=Qt(xn,5,0),Ic=Qt(xn,5,
1),di=function(t){for(var e=t[0],n=1;n<t.length;++n)t[n]>e&&(e=t[n]);return e},Ut=function(t,e,n){var r=e/8|0;return(t[r]|t[r+1]<<8)>>(e&7)&n},mi=function(t,e){
var n=e/8|0;return(t[n]|t[n+1]<<8|t[n+2]<<16)>>(e&7)},Mi=function(t){return(t+7)/8|0},as=function(t,e,n){return(e==null||e<0)&&(e=0),(n==null||n>t.length)&&(n=t.
length),new yt(t.subarray(e,n))};var Oc=["unexpected EOF","invalid block type","invalid length/literal","invalid distance","stream finished","no stream handler",,"no callback","invalid UTF-8 da\
ta","extra field too long","date not in range 1980-2099","filename too long","stream finishing","invalid zip data"],Pt=function(t,e,n){var r=new Error(e||Oc[t]);
if(r.code=t,Error.captureStackTrace&&Error.captureStackTrace(r,Pt),!n)throw r;return r},ls=function(t,e,n,r){var i=t.length,o=r?r.length:0;if(!i||e.f&&!e.l)return n||
new yt(0);var s=!n,a=s||e.i!=2,l=e.i;s&&(n=new yt(i*3));var c=function(pn){var dn=n.length;if(pn>dn){var Pe=new yt(Math.max(dn*2,pn));Pe.set(n),n=Pe}},u=e.f||0,
d=e.p||0,m=e.b||0,f=e.l,y=e.d,v=e.m,k=e.n,M=i*8;do{if(!f){u=Ut(t,d,1);var F=Ut(t,d+1,3);if(d+=3,F)if(F==1)f=Ec,y=Ic,v=9,k=5;else if(F==2){var V=Ut(t,d,31)+257,Y=Ut(
t,d+10,15)+4,j=V+Ut(t,d+5,31)+1;d+=14;for(var E=new yt(j),J=new yt(19),Q=0;Q<Y;++Q)J[yi[Q]]=Ut(t,d+Q*3,7);d+=Y*3;for(var it=di(J),bt=(1<<it)-1,w=Qt(J,it,1),Q=0;Q<
j;){var A=w[Ut(t,d,bt)];d+=A&15;var I=A>>4;if(I<16)E[Q++]=I;else{var g=0,x=0;for(I==16?(x=3+Ut(t,d,3),d+=2,g=E[Q-1]):I==17?(x=3+Ut(t,d,7),d+=3):I==18&&(x=11+Ut(
t,d,127),d+=7);x--;)E[Q++]=g}}var b=E.subarray(0,V),_=E.subarray(V);v=di(b),k=di(_),f=Qt(b,v,1),y=Qt(_,k,1)}else Pt(1);else{var I=Mi(d)+4,H=t[I-4]|t[I-3]<<8,P=I+
H;if(P>i){l&&Pt(0);break}a&&c(m+H),n.set(t.subarray(I,P),m),e.b=m+=H,e.p=d=P*8,e.f=u;continue}if(d>M){l&&Pt(0);break}}a&&c(m+131072);for(var $=(1<<v)-1,z=(1<<k)-
1,T=d;;T=d){var g=f[mi(t,d)&$],R=g>>4;if(d+=g&15,d>M){l&&Pt(0);break}if(g||Pt(2),R<256)n[m++]=R;else if(R==256){T=d,f=null;break}else{var C=R-254;if(R>264){var Q=R-
257,D=fr[Q];C=Ut(t,d,(1<<D)-1)+os[Q],d+=D}var G=y[mi(t,d)&z],ot=G>>4;G||Pt(3),d+=G&15;var _=Sc[ot];if(ot>3){var D=hr[ot];_+=mi(t,d)&(1<<D)-1,d+=D}if(d>M){l&&Pt(
0);break}a&&c(m+131072);var X=m+C;if(m<_){var Tt=o-_,ur=Math.min(_,X);for(Tt+m<0&&Pt(3);m<ur;++m)n[m]=r[Tt+m]}for(;m<X;++m)n[m]=n[m-_]}}e.l=f,e.p=T,e.b=m,e.f=u,
f&&(u=1,e.m=v,e.d=y,e.n=k)}while(!u);return m!=n.length&&s?as(n,0,m):n.subarray(0,m)},oe=function(t,e,n){n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8},vn=function(t,e,n){
n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8,t[r+2]|=n>>16},gi=function(t,e){for(var n=[],r=0;r<t.length;++r)t[r]&&n.push({s:r,f:t[r]});var i=n.length,o=n.slice();if(!i)
return{t:us,l:0};if(i==1){var s=new yt(n[0].s+1);return s[n[0].s]=1,{t:s,l:1}}n.sort(function(P,V){return P.f-V.f}),n.push({s:-1,f:25001});var a=n[0],l=n[1],c=0,
u=1,d=2;for(n[0]={s:-1,f:a.f+l.f,l:a,r:l};u!=i-1;)a=n[n[c].f<n[d].f?c++:d++],l=n[c!=u&&n[c].f<n[d].f?c++:d++],n[u++]={s:-1,f:a.f+l.f,l:a,r:l};for(var m=o[0].s,r=1;r<
i;++r)o[r].s>m&&(m=o[r].s);var f=new St(m+1),y=xi(n[u-1],f,0);if(y>e){var r=0,v=0,k=y-e,M=1<<k;for(o.sort(function(V,Y){return f[Y.s]-f[V.s]||V.f-Y.f});r<i;++r){
var F=o[r].s;if(f[F]>e)v+=M-(1<<y-f[F]),f[F]=e;else break}for(v>>=k;v>0;){var I=o[r].s;f[I]<e?v-=1<<e-f[I]++-1:++r}for(;r>=0&&v;--r){var H=o[r].s;f[H]==e&&(--f[H],
++v)}y=e}return{t:new yt(f),l:y}},xi=function(t,e,n){return t.s==-1?Math.max(xi(t.l,e,n+1),xi(t.r,e,n+1)):e[t.s]=n},es=function(t){for(var e=t.length;e&&!t[--e];)
;for(var n=new St(++e),r=0,i=t[0],o=1,s=function(l){n[r++]=l},a=1;a<=e;++a)if(t[a]==i&&a!=e)++o;else{if(!i&&o>2){for(;o>138;o-=138)s(32754);o>2&&(s(o>10?o-11<<5|
28690:o-3<<5|12305),o=0)}else if(o>3){for(s(i),--o;o>6;o-=6)s(8304);o>2&&(s(o-3<<5|8208),o=0)}for(;o--;)s(i);o=1,i=t[a]}return{c:n.subarray(0,r),n:e}},wn=function(t,e){
for(var n=0,r=0;r<e.length;++r)n+=t[r]*e[r];return n},cs=function(t,e,n){var r=n.length,i=Mi(e+2);t[i]=r&255,t[i+1]=r>>8,t[i+2]=t[i]^255,t[i+3]=t[i+1]^255;for(var o=0;o<
r;++o)t[i+o+4]=n[o];return(i+4+r)*8},ns=function(t,e,n,r,i,o,s,a,l,c,u){oe(e,u++,n),++i[256];for(var d=gi(i,15),m=d.t,f=d.l,y=gi(o,15),v=y.t,k=y.l,M=es(m),F=M.c,
I=M.n,H=es(v),P=H.c,V=H.n,Y=new St(19),j=0;j<F.length;++j)++Y[F[j]&31];for(var j=0;j<P.length;++j)++Y[P[j]&31];for(var E=gi(Y,7),J=E.t,Q=E.l,it=19;it>4&&!J[yi[it-
1]];--it);var bt=c+5<<3,w=wn(i,we)+wn(o,xn)+s,A=wn(i,m)+wn(o,v)+s+14+3*it+wn(Y,J)+2*Y[16]+3*Y[17]+7*Y[18];if(l>=0&&bt<=w&&bt<=A)return cs(e,u,t.subarray(l,l+c));
var g,x,b,_;if(oe(e,u,1+(A<w)),u+=2,A<w){g=Qt(m,f,0),x=m,b=Qt(v,k,0),_=v;var $=Qt(J,Q,0);oe(e,u,I-257),oe(e,u+5,V-1),oe(e,u+10,it-4),u+=14;for(var j=0;j<it;++j)
oe(e,u+3*j,J[yi[j]]);u+=3*it;for(var z=[F,P],T=0;T<2;++T)for(var R=z[T],j=0;j<R.length;++j){var C=R[j]&31;oe(e,u,$[C]),u+=J[C],C>15&&(oe(e,u,R[j]>>5&127),u+=R[j]>>
12)}}else g=Cc,x=we,b=Nc,_=xn;for(var j=0;j<a;++j){var D=r[j];if(D>255){var C=D>>18&31;vn(e,u,g[C+257]),u+=x[C+257],C>7&&(oe(e,u,D>>23&31),u+=fr[C]);var G=D&31;
vn(e,u,b[G]),u+=_[G],G>3&&(vn(e,u,D>>5&8191),u+=hr[G])}else vn(e,u,g[D]),u+=x[D]}return vn(e,u,g[256]),u+x[256]},Tc=new bi([65540,131080,131088,131104,262176,1048704,
1048832,2114560,2117632]),us=new yt(0),Lc=function(t,e,n,r,i,o){var s=o.z||t.length,a=new yt(r+s+5*(1+Math.ceil(s/7e3))+i),l=a.subarray(r,a.length-i),c=o.l,u=(o.
r||0)&7;if(e){u&&(l[0]=o.r>>3);for(var d=Tc[e-1],m=d>>13,f=d&8191,y=(1<<n)-1,v=o.p||new St(32768),k=o.h||new St(y+1),M=Math.ceil(n/3),F=2*M,I=function(hi){return(t[hi]^
t[hi+1]<<M^t[hi+2]<<F)&y},H=new bi(25e3),P=new St(288),V=new St(32),Y=0,j=0,E=o.i||0,J=0,Q=o.w||0,it=0;E+2<s;++E){var bt=I(E),w=E&32767,A=k[bt];if(v[w]=A,k[bt]=
w,Q<=E){var g=s-E;if((Y>7e3||J>24576)&&(g>423||!c)){u=ns(t,l,0,H,P,V,j,J,it,E-it,u),J=Y=j=0,it=E;for(var x=0;x<286;++x)P[x]=0;for(var x=0;x<30;++x)V[x]=0}var b=2,
_=0,$=f,z=w-A&32767;if(g>2&&bt==I(E-z))for(var T=Math.min(m,g)-1,R=Math.min(32767,E),C=Math.min(258,g);z<=R&&--$&&w!=A;){if(t[E+b]==t[E+b-z]){for(var D=0;D<C&&t[E+
D]==t[E+D-z];++D);if(D>b){if(b=D,_=z,D>T)break;for(var G=Math.min(z,D-2),ot=0,x=0;x<G;++x){var X=E-z+x&32767,Tt=v[X],ur=X-Tt&32767;ur>ot&&(ot=ur,A=X)}}}w=A,A=v[w],
z+=w-A&32767}if(_){H[J++]=268435456|vi[b]<<18|ts[_];var pn=vi[b]&31,dn=ts[_]&31;j+=fr[pn]+hr[dn],++P[257+pn],++V[dn],Q=E+b,++Y}else H[J++]=t[E],++P[t[E]]}}for(E=
Math.max(E,Q);E<s;++E)H[J++]=t[E],++P[t[E]];u=ns(t,l,c,H,P,V,j,J,it,E-it,u),c||(o.r=u&7|l[u/8|0]<<3,u-=7,o.h=k,o.p=v,o.i=E,o.w=Q)}else{for(var E=o.w||0;E<s+c;E+=
65535){var Pe=E+65535;Pe>=s&&(l[u/8|0]=c,Pe=s),u=cs(l,u+1,t.subarray(E,Pe))}o.i=s}return as(a,0,r+Mi(u)+i)};var Fc=function(t,e,n,r,i){if(!i&&(i={l:1},e.dictionary)){var o=e.dictionary.subarray(-32768),s=new yt(o.length+t.length);s.set(o),s.set(t,o.length),t=s,i.w=o.length}
return Lc(t,e.level==null?6:e.level,e.mem==null?i.l?Math.ceil(Math.max(8,Math.min(13,Math.log(t.length)))*1.5):20:12+e.mem,n,r,i)};var Dc=function(t,e){return((t[0]&15)!=8||t[0]>>4>7||(t[0]<<8|t[1])%31)&&Pt(6,"invalid zlib data"),(t[1]>>5&1)==+!e&&Pt(6,"invalid zlib data: "+(t[1]&32?"need":
"unexpected")+" dictionary"),(t[1]>>3&4)+2};function fs(t,e){return Fc(t,e||{},0,0)}function hs(t,e){return ls(t,{i:2},e&&e.out,e&&e.dictionary)}function ps(t,e){return ls(t.subarray(Dc(t,e&&e.dictionary),-4),{i:2},e&&e.out,e&&e.dictionary)}var jc=typeof TextDecoder<"u"&&new TextDecoder,Bc=0;try{jc.decode(us,{stream:!0}),Bc=1}catch{}function qt(t){let e=atob(t),n=new Uint8Array(e.length);for(let r=0;r<e.length;r++)n[r]=e.charCodeAt(r);return n}var pr=({zlib:t,data:e})=>t?ps(qt(e)):qt(e);function ki(t,e){
let{buffer:n}=t.byteOffset||t.byteLength!==t.buffer.byteLength?t.slice():t;switch(e){case"u1":return new Uint8Array(n);case"i1":return new Int8Array(n);case"u2":
return new Uint16Array(n);case"i2":return new Int16Array(n);case"i4":return new Int32Array(n);case"f4":return new Float32Array(n);default:throw new Error(`numbe\
rs of the unknown type ${e}`)}}var se=t=>typeof t=="string"?new Int32Array(qt(t).buffer):ki(pr(t),t.type),_i=t=>typeof t=="string"?new Float32Array(qt(t).buffer):
ki(pr(t),t.type);function ds(t,e){if(typeof t=="string")return new Float32Array(qt(t).buffer);let n=ki(pr(t),t.type),r=new Float32Array(n.length);for(let i=0;i<
n.length;i++){let o=Math.floor(i/e),s=t.low[o];r[i]=s+(t.high[o]-s)*(n[i]/65535)}return r}function dr(t){return Array.isArray(t)?t:"joined"in t?new TextDecoder().
decode(pr(t.joined)).split("\0"):Array.from(se(t.codes),e=>t.values[e])}var kn=t=>document.querySelector(`script[type="application/json"][data-name=${JSON.stringify(t)}]`)?.textContent??null,tt=JSON.parse(kn("manifest")??"{}"),_t=[tt,
...tt.more??[]],xe=t=>t<0?tt.palette.noise:tt.palette.clusters[t%tt.palette.clusters.length],ct=t=>t<0?"noise":`cluster ${t}`,Ai=new Map,Mn=new Map,ms=window;ms.
sprayChapter=t=>Mn.set(t.key,t);ms.sprayIndex=t=>Mn.set("index",t);function mr(t,e){let n=Ai.get(e.key);return n||(n=(e.address?gs(e.address,e.key,e.name):Rc(e)).
then(i=>Uc(i,t.key)),Ai.set(e.key,n),n.catch(()=>Ai.delete(e.key))),n}async function Rc(t){let e=kn(`chapter ${t.key}`);if(e===null)throw new Error(`The page ho\
lds nothing of \u201C${t.name}\u201D. Build it again.`);let{chapter:n,files:r}=JSON.parse(e),i=o=>{let[s,a]=r[o].split(",");return URL.createObjectURL(new Blob(
[qt(a)],{type:s.slice(5).split(";")[0]}))};for(let o of Object.values(n.pictures))o.files=o.files.map(i);return n}function gs(t,e,n){return new Promise((r,i)=>{
let o=t.split("?")[0],s=p("script",{src:t});s.onload=()=>Mn.has(e)?r(Mn.get(e)):i(new Error(`${o} is damaged: it holds no \u201C${n}\u201D.`)),s.onerror=()=>i(new Error(
`${o} is missing. The page needs the folders beside it: copy the whole site, or build it again.`)),document.head.append(s)}).finally(()=>Mn.delete(e))}function Uc(t,e){
let n=dr(t.ids),r=n.length,i=t.analyses.map(s=>({...s,neighbours:s.neighbours?{count:s.neighbours.count,positions:se(s.neighbours.positions)}:null,embeddings:s.
embeddings.map(a=>{let l=ds(a.points,r);return{...a,column:u=>u<a.axes.length?l.subarray(u*r,(u+1)*r):new Float32Array(r)}}),clusterings:s.clusterings.map(a=>({
...a,labels:se(a.labels)}))})),o=(s,a)=>Object.fromEntries(Object.entries(s).map(([l,c])=>[l,a(c)]));return{...t,project:e,ids:n,size:r,analyses:i,rows:se(t.rows),
label:se(t.label),prediction:se(t.prediction),score:_i(t.score),labels:t.labels?{starts:se(t.labels.starts),indices:se(t.labels.indices)}:null,metadata:o(t.metadata,
dr),pictures:o(t.pictures,s=>({...s,scale:s.scale?_i(s.scale):null}))}}var bn=null;function ys(){if(!bn){let t=kn("index");bn=(t!==null?Promise.resolve(JSON.parse(
t)):tt.index?gs(tt.index,"index","index"):Promise.resolve({projects:[]})).then(({projects:n})=>new Map(n.map(r=>[r.key,dr(r.ids)]))),bn.catch(()=>{bn=null})}return bn}
var _n=t=>t.slice(t.lastIndexOf("/")+1);function st(t){let e=0;for(let n=0;n<t.length;n++)e+=t[n];return{mask:t,size:e}}var te=t=>({mask:new Uint8Array(t),size:0});function He(t,e){let n=new Uint8Array(
t);for(let r of e)r>=0&&r<t&&(n[r]=1);return st(n)}function gr(t,e){let n=new Uint8Array(t.length);for(let r=0;r<n.length;r++)t[r]===e&&(n[r]=1);return st(n)}function Ve({
mask:t,size:e}){let n=new Array(e);for(let r=0,i=0;r<t.length;r++)t[r]&&(n[i++]=r);return n}function At(t,e,n){let r=new Uint8Array(t.mask.length);for(let i=0;i<
r.length;i++)n==="add"?r[i]=t.mask[i]|e[i]:n==="remove"?r[i]=t.mask[i]&(e[i]^1):n==="toggle"?r[i]=t.mask[i]^e[i]:r[i]=e[i];return st(r)}function vs(t,e){if(t===
e)return!0;if(t.size!==e.size||t.mask.length!==e.mask.length)return!1;for(let n=0;n<t.mask.length;n++)if(t.mask[n]!==e.mask[n])return!1;return!0}var Ke=t=>t.altKey?
"remove":t.shiftKey||t.ctrlKey||t.metaKey?"add":"replace";var $i=new Map;function S(t,e){for(let n of t.split(" "))$i.set(n,[...$i.get(n)??[],e])}var W=t=>($i.get(t)??[]).forEach(e=>e(t)),Ht=Object.freeze({k:1,u:.5,v:.5}),
h={project:0,open:-1,chapter:null,error:"",missing:[],views:new Map,mode:"pair",colormap:"",opacity:90,pixels:"auto",scale:"sample",order:"data",tile:0,colour:"\
cluster",tool:"lasso",beside:{category:"",embedding:""},hover:null,live:!1,hot:null},q=()=>_t[h.project],An=()=>q().categories[h.open],Lt=t=>q().classes[t]??(t<
0?"unknown":`class ${t}`);function Z(t){let e=h.views.get(t.key);return e||h.views.set(t.key,e=Pc(t)),e}var O=()=>Z(h.chapter);function Pc(t){let{analysis:e,clustering:n,
embedding:r,suspect:i}=t.first,o=t.analyses.find(a=>a.name===e)?.clusterings.find(a=>a.name===n)?.labels,s=i!==null&&o?gr(o,i):te(t.size);return{analysis:e,clustering:n,
embedding:r,x:0,y:1,selection:s,camera:Ht,filter:Ge()}}function N(t=h.chapter){if(!t)return{};let e=Z(t),n=t.analyses.find(o=>o.name===e.analysis)??t.analyses[0],
r=n?.embeddings.find(o=>o.name===e.embedding)??zi(n),i=n?.clusterings.find(o=>o.name===e.clustering)??n?.clusterings[0];return{analysis:n,embedding:r,clustering:i}}
var zi=t=>t?.embeddings.find(e=>e.axes.length===2)??t?.embeddings[0];async function gt(t,{project:e=h.project,prepare:n}={}){let r=h.chapter;if(r&&h.project===e&&
h.open===t)return n?.(r),W("open");let i=_t[e].categories[t];if(Object.assign(h,{project:e,open:t,chapter:null,error:"",hover:null,hot:null}),W("open"),!!i){try{
let o=await mr(_t[e],i);if(h.project!==e||h.open!==t)return;r&&r.project!==o.project&&r.name===o.name&&qc(r,o),n?.(o),h.chapter=o}catch(o){if(h.project!==e||h.open!==
t)return;h.error=o instanceof Error?o.message:String(o)}W("open")}}function qc(t,e){let n=Z(t),r=Z(e),i=new Map(e.ids.map((l,c)=>[l,c])),o=new Uint8Array(e.size),
s=0;if(t.ids.forEach((l,c)=>{let u=i.get(l);u!==void 0&&s++,n.selection.mask[c]&&u!==void 0&&(o[u]=1)}),!s)return;r.selection=st(o);for(let l of["analysis","emb\
edding","clustering","x","y"])Object.assign(r,{[l]:n[l]});let{embedding:a}=N(e);r.x=Math.min(r.x,(a?.axes.length??1)-1),r.y=Math.min(r.y,Math.max(0,(a?.axes.length??
1)-1))}function ws(t){let e=An()?.name,n=_t[t].categories.findIndex(r=>r.name===e);return gt(Math.max(0,n),{project:t})}function ze(t){if(!h.chapter)return;let e=O();
(t.clustering!==void 0||t.analysis!==void 0)&&(e.filter={...e.filter,hidden:new Set}),(t.embedding!==void 0||t.x!==void 0||t.y!==void 0||t.analysis!==void 0)&&(e.
camera=Ht),Object.assign(e,t),W("plot")}function Ct(t){Object.assign(h,t),W("look")}function Ye(t){O().filter={...O().filter,...t},W("filter")}function et(t,{live:e=!1,
chapter:n=h.chapter}={}){if(!n)return;let r=Z(n);e&&vs(r.selection,t)||(r.selection=t,h.live=e,W("selection"))}function yr(){if(!h.chapter)return;let t=vt(h.chapter),
{mask:e}=O().selection;et(st(e.map((n,r)=>t&&!t[r]?0:n^1)))}function vr(){if(!h.chapter)return;let t=vt(h.chapter);et(t?st(t.slice()):st(new Uint8Array(h.chapter.
size).fill(1)))}function Ft(t,e,n){let r=h.hover;(r?.i??-1)===e&&r?.from===n||(h.hover=t&&e>=0?{chapter:t,i:e,from:n}:null,W("hover"))}function Si(t){h.hot!==t&&
(h.hot=t,W("hover"))}var Ge=()=>({hidden:new Set,prediction:null,verdict:"all"}),Se=({hidden:t,prediction:e,verdict:n})=>t.size>0||e!==null||n!=="all";function Ce(t,e){if(t.labels){
let{starts:n,indices:r}=t.labels;return Array.from({length:n[e+1]-n[e]},(i,o)=>r[n[e]+o])}return t.label[e]>=0?[t.label[e]]:[]}function Vt(t,e){if(t.prediction[e]<
0)return"unknown";if(t.labels){let n=Ce(t,e);return n.length?n.includes(t.prediction[e])?"right":"wrong":"unknown"}return t.label[e]<0?"unknown":t.label[e]===t.
prediction[e]?"right":"wrong"}var xs=new WeakMap;function vt(t){let{filter:e}=Z(t),n=N(t).clustering?.labels;if(!Se(e))return null;let r=xs.get(e);if(r&&r.labels===
n)return r.mask;let i=new Uint8Array(t.size);for(let o=0;o<i.length;o++){let s=n!==void 0&&e.hidden.has(n[o]),a=e.prediction!==null&&t.prediction[o]!==e.prediction;
i[o]=s||a||e.verdict!=="all"&&Vt(t,o)!==e.verdict?0:1}return xs.set(e,{labels:n,mask:i}),i}var bs=[Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,Float32Array,Float64Array],Ci=1,$n=8,nt=new Uint32Array(96),Sn=class t{static from(e){
if(!e||e.byteLength===void 0||e.buffer)throw new Error("Data must be an instance of ArrayBuffer or SharedArrayBuffer.");let[n,r]=new Uint8Array(e,0,2);if(n!==219)
throw new Error("Data does not appear to be in a KDBush format.");let i=r>>4;if(i!==Ci)throw new Error(`Got v${i} data when expected v${Ci}.`);let o=bs[r&15];if(!o)
throw new Error("Unrecognized array type.");let[s]=new Uint16Array(e,2,1),[a]=new Uint32Array(e,4,1);return new t(a,s,o,void 0,e)}constructor(e,n=64,r=Float64Array,i=ArrayBuffer,o){
if(isNaN(e)||e<0)throw new Error(`Unexpected numItems value: ${e}.`);this.numItems=+e,this.nodeSize=Math.min(Math.max(+n,2),65535),this.ArrayType=r,this.IndexArrayType=
e<65536?Uint16Array:Uint32Array;let s=bs.indexOf(this.ArrayType),a=e*2*this.ArrayType.BYTES_PER_ELEMENT,l=e*this.IndexArrayType.BYTES_PER_ELEMENT,c=(8-l%8)%8;if(s<
0)throw new Error(`Unexpected typed array class: ${r}.`);if(o)this.data=o,this.ids=new this.IndexArrayType(o,$n,e),this.coords=new r(o,$n+l+c,e*2),this._pos=e*2,
this._finished=!0;else{let u=this.data=new i($n+a+l+c);this.ids=new this.IndexArrayType(u,$n,e),this.coords=new r(u,$n+l+c,e*2),this._pos=0,this._finished=!1,new Uint8Array(
u,0,2).set([219,(Ci<<4)+s]),new Uint16Array(u,2,1)[0]=n,new Uint32Array(u,4,1)[0]=e}}add(e,n){let r=this._pos>>1;return this.ids[r]=r,this.coords[this._pos++]=e,
this.coords[this._pos++]=n,r}finish(){let e=this._pos>>1;if(e!==this.numItems)throw new Error(`Added ${e} items when expected ${this.numItems}.`);return Ni(this.
ids,this.coords,this.nodeSize,0,this.numItems-1,0),this._finished=!0,this}range(e,n,r,i){if(!this._finished)throw new Error("Data not yet indexed - call index.f\
inish().");let{ids:o,coords:s,nodeSize:a}=this;nt[0]=0,nt[1]=o.length-1,nt[2]=0;let l=3,c=[];for(;l>0;){let u=nt[--l],d=nt[--l],m=nt[--l];if(d-m<=a){for(let k=m;k<=
d;k++){let M=s[2*k],F=s[2*k+1];M>=e&&M<=r&&F>=n&&F<=i&&c.push(o[k])}continue}let f=m+d>>1,y=s[2*f],v=s[2*f+1];y>=e&&y<=r&&v>=n&&v<=i&&c.push(o[f]),(u===0?e<=y:n<=
v)&&(nt[l++]=m,nt[l++]=f-1,nt[l++]=1-u),(u===0?r>=y:i>=v)&&(nt[l++]=f+1,nt[l++]=d,nt[l++]=1-u)}return c}within(e,n,r){let i=[];return this.withinInto(e,n,r,i),i}withinInto(e,n,r,i){
if(!this._finished)throw new Error("Data not yet indexed - call index.finish().");let{ids:o,coords:s,nodeSize:a}=this;nt[0]=0,nt[1]=o.length-1,nt[2]=0;let l=3,c=0,
u=r*r;for(;l>0;){let d=nt[--l],m=nt[--l],f=nt[--l];if(m-f<=a){for(let M=f;M<=m;M++)Ms(s[2*M],s[2*M+1],e,n)<=u&&(i[c++]=o[M]);continue}let y=f+m>>1,v=s[2*y],k=s[2*
y+1];Ms(v,k,e,n)<=u&&(i[c++]=o[y]),(d===0?e-r<=v:n-r<=k)&&(nt[l++]=f,nt[l++]=y-1,nt[l++]=1-d),(d===0?e+r>=v:n+r>=k)&&(nt[l++]=y+1,nt[l++]=m,nt[l++]=1-d)}return c}};
function Ni(t,e,n,r,i,o){if(i-r<=n)return;let s=r+i>>1;ks(t,e,s,r,i,o),Ni(t,e,n,r,s-1,1-o),Ni(t,e,n,s+1,i,1-o)}function ks(t,e,n,r,i,o){for(;i>r;){if(i-r>600){let c=i-
r+1,u=n-r+1,d=Math.log(c),m=.5*Math.exp(2*d/3),f=.5*Math.sqrt(d*m*(c-m)/c)*(u-c/2<0?-1:1),y=Math.max(r,Math.floor(n-u*m/c+f)),v=Math.min(i,Math.floor(n+(c-u)*m/
c+f));ks(t,e,n,y,v,o)}let s=e[2*n+o],a=r,l=i;for(zn(t,e,r,n),e[2*i+o]>s&&zn(t,e,r,i);a<l;){for(zn(t,e,a,l),a++,l--;e[2*a+o]<s;)a++;for(;e[2*l+o]>s;)l--}e[2*r+o]===
s?zn(t,e,r,l):(l++,zn(t,e,l,i)),l<=n&&(r=l+1),n<=l&&(i=l-1)}}function zn(t,e,n,r){Ei(t,n,r),Ei(e,2*n,2*r),Ei(e,2*n+1,2*r+1)}function Ei(t,e,n){let r=t[e];t[e]=t[n],
t[n]=r}function Ms(t,e,n,r){let i=t-n,o=e-r;return i*i+o*o}var _s=new WeakMap;function Xe(t,e,n){let r=_s.get(t)??new Map;_s.set(t,r);let i=r.get(`${e} ${n}`);if(!i){let o=As(t.column(e)),s=As(t.column(n)),a=new Sn(Math.
max(1,o.length),64,Float32Array);for(let l=0;l<o.length;l++)a.add(o[l],s[l]);o.length||a.add(-9,-9),a.finish(),r.set(`${e} ${n}`,i={u:o,v:s,index:a})}return i}function As(t){
let e=1/0,n=-1/0;for(let o of t)o<e&&(e=o),o>n&&(n=o);let r=new Float32Array(t.length),i=n-e;for(let o=0;o<r.length;o++)r[o]=i>0?(t[o]-e)/i:.5;return r}function $s({
u:t,v:e,index:n},r,i,o,s,a){let l=-1,c=1;for(let u of n.range(r-o,i-s,r+o,i+s)){if(u>=t.length||a&&!a[u])continue;let d=((t[u]-r)/o)**2+((e[u]-i)/s)**2;d<c&&(c=
d,l=u)}return l}function zs(t,e,n){let r=t.axes.map((a,l)=>t.column(l)),i=r[0].length,o=new Float64Array(i);for(let a of r)for(let l=0;l<i;l++)o[l]+=(a[l]-a[e])**
2;let s=[];for(let a=0;a<i;a++){if(a===e||s.length===n&&o[a]>=o[s[n-1]])continue;let l=s.length;for(;l>0&&o[s[l-1]]>o[a];)l--;s.splice(l,0,a),s.length>n&&s.pop()}
return s}var Hc=t=>btoa(Array.from(t,e=>String.fromCharCode(e)).join("")).replace(/\+/g,"-").replace(/\//g,"_").replace(/=/g,""),Vc=t=>Uint8Array.from(atob(t.replace(/-/g,
"+").replace(/_/g,"/")),e=>e.charCodeAt(0));function Kc(t,{mask:e}){if(!t)return null;let n=new Map;for(let o=0;o<e.length;o++)e[o]&&n.set(t.labels[o],(n.get(t.
labels[o])??0)+1);let r=new Map(t.clusters.map(o=>[o.label,o.size])),i=[...n.keys()].sort((o,s)=>o-s);return i.every(o=>n.get(o)===r.get(o))?i:null}function Cs({
embedding:t,x:e,y:n},r){if(!t)return null;let{ids:i}=Xe(t,e,n).index;return i.length===r?i:null}function Ss(t,e){let n=new Uint8Array(Math.ceil(t.length/8));for(let r=0;r<
t.length;r++)t[e?e[r]:r]&&(n[r>>3]|=1<<(r&7));return Hc(fs(n,{level:9}))}var ae=null;function Es(t,e,n){let{embedding:r,clustering:i,x:o,y:s}=e;return ae&&ae.selection===
n&&ae.embedding===r&&ae.clustering===i&&ae.x===o&&ae.y===s||(ae={selection:n,embedding:r,clustering:i,x:o,y:s,text:Yc(t,e,n)}),ae.text}function Yc(t,e,n){if(!n.
size)return"";if(n.size===t.size)return"a";let r=Kc(e.clustering,n);if(r)return`k${r.join(".")}`;let i=[`b${Ss(n.mask,null)}`];n.size<=1e3&&i.push(`l${Ve(n).map(
(s,a,l)=>(s-(a?l[a-1]:0)).toString(36)).join(".")}`);let o=Cs(e,t.size);return o&&i.push(`s${Ss(n.mask,o)}`),`${i.reduce((s,a)=>a.length<s.length?a:s)}~${t.digest}`}
function Ns(t,e,n){let[r,i]=n.slice(1).split("~");if(!n)return te(t.size);if(n==="a")return st(new Uint8Array(t.size).fill(1));if(n[0]==="k"){let l=new Set(r.split(
".").map(Number)),c=e.clustering?.labels,u=st(Uint8Array.from({length:t.size},(d,m)=>c&&l.has(c[m])?1:0));if(!u.size)throw new Error(`cluster ${r}`);return u}if(i!==
t.digest)throw new Error("that selection: it was made on other samples");if(n[0]==="l"){let l=0;return He(t.size,r.split(".").map(c=>l+=parseInt(c,36)))}let o=n[0]===
"s"?Cs(e,t.size):null;if(n[0]==="s"&&!o)throw new Error("that selection: the embedding it was drawn on is not here");let s;try{s=hs(Vc(r),{out:new Uint8Array(Math.
ceil(t.size/8))})}catch{throw new Error("that selection: the link is damaged")}let a=new Uint8Array(t.size);for(let l=0;l<a.length;l++)s[l>>3]>>(l&7)&1&&(a[o?o[l]:
l]=1);return st(a)}var Os={m:"mode",p:"colormap",i:"pixels",g:"scale",r:"order",b:"colour"},le={mode:"",colormap:"",pixels:"auto",scale:"sample",order:"data",colour:"cluster",opacity:90,
tile:0},Gc=t=>[...document.querySelectorAll(`[data-choice="${t}"] :is(button, option)`)].map(e=>e.value);function Ee(){let{chapter:t}=h;if(!t)return location.hash;
let{analysis:e,embedding:n,clustering:r}=N(),i=O(),o=[["j",h.project>0&&q().key],["c",t.key],["a",e?.name],["e",n?.name],["k",r?.name]];n&&n.axes.length>2&&o.push(
["x",i.x],["y",i.y]);for(let[m,f]of Object.entries(Os))o.push([m,h[f]!==le[f]&&h[f]]);o.push(["o",h.opacity!==le.opacity&&h.opacity],["n",h.tile>0&&h.tile]);let{
hidden:s,prediction:a,verdict:l}=i.filter;Se(i.filter)&&o.push(["h",s.size>0&&[...s].join(".")],["q",a??void 0],["w",l!=="all"&&l]);let{k:c,u,v:d}=i.camera;return i.
camera!==Ht&&o.push(["z",[c.toPrecision(4),u.toFixed(4),d.toFixed(4)].map(Number).join("_")]),h.beside.category&&o.push(["d",`${h.beside.category}~${h.beside.embedding}`]),
o.push(["s",Es(t,{clustering:r,embedding:n,x:i.x,y:i.y},i.selection)]),`#${new URLSearchParams(o.filter(([,m])=>m!==void 0&&m!==!1).map(([m,f])=>[m,String(f)]))}`}
var En=()=>Number(history.state?.depth??0),Ii=!1;function Oi(t){if(!h.chapter||Ii)return;let e=Ee();location.hash!==e&&(t&&!Is?(Ti=En()+1,history.pushState({depth:Ti},
"",e)):history.replaceState(history.state,"",e),Is=!1)}var Is=!0,Xc=yn(()=>Oi(!1),200),wr=()=>{En()>0&&history.back()},xr=()=>history.forward(),Ts=()=>En()>0,Ls=()=>En()<
Ti,Ti=En();function Cn(t){let e=new URLSearchParams(t.slice(1)),n=[],r=(f,y,v)=>{let k=e.get(f);if(k!==null){if(y.includes(k))return k;n.push(`${v} \u201C${k}\u201D`)}};
for(let[f,y]of Object.entries(Os)){let v=y==="colormap"?Object.keys(tt.colormaps):y==="colour"?null:Gc(y);h[y]=v?r(f,v,y==="colormap"?"colour map":y)??le[y]:e.get(
f)??le[y]}let i=(f,y,v,k)=>{let M=e.has(f)?Number(e.get(f)):NaN;return M>=y&&M<=v?M:k};h.opacity=i("o",0,100,le.opacity),h.tile=i("n",0,512,le.tile),h.missing=n;
let o=_t.map(f=>f.key??""),s=e.has("j")?Math.max(0,o.indexOf(r("j",o,"project")??"")):0,a=_t[s].categories.map(f=>f.key),l=r("c",a,"category"),[c,u=""]=(e.get("\
d")??"").split("~");c&&!a.includes(c)&&n.push(`category \u201C${c}\u201D`),h.beside=c&&a.includes(c)?{category:c,embedding:u}:{category:"",embedding:""},W("look");
let d=e.has("c")&&l===void 0,m=f=>{d||Wc(f,e,n,r,i)};return gt(a.length?Math.max(0,a.indexOf(l??"")):-1,{project:s,prepare:m})}function Wc(t,e,n,r,i){let o=Z(t),
s=v=>v.map(k=>k.name);o.analysis=r("a",s(t.analyses),"analysis")??o.analysis;let{analysis:a}=N(t);o.embedding=r("e",s(a?.embeddings??[]),"embedding")??o.embedding,
o.clustering=r("k",s(a?.clusterings??[]),"clustering")??o.clustering;let{embedding:l,clustering:c}=N(t),u=Math.max(0,(l?.axes.length??1)-1);o.x=Math.round(i("x",
0,u,0)),o.y=Math.round(i("y",0,u,Math.min(1,u)));let[d,m,f]=(e.get("z")??"").split("_").map(Number);if(o.camera=d>=.1&&d<=1e4&&Number.isFinite(m)&&Number.isFinite(
f)?{k:d,u:m,v:f}:Ht,o.filter=Ge(),["h","q","w"].some(v=>e.has(v))){let v=new Set((e.get("h")??"").split(".").filter(Boolean).map(Number).filter(M=>c?.clusters.some(
F=>F.label===M))),k=["right","wrong"].find(M=>M===e.get("w"))??"all";o.filter={hidden:v,prediction:e.has("q")?i("q",-1,1e9,-1):null,verdict:k}}let y=h.colour.startsWith(
"column ")?h.colour.slice(7):null;if((y===null?!["cluster","label","prediction","verdict","score"].includes(h.colour):!Object.hasOwn(t.metadata,y))&&(n.push(`co\
lour \u201C${y??h.colour}\u201D`),h.colour=le.colour),!!e.has("s"))try{o.selection=Ns(t,{clustering:c,embedding:l,x:o.x,y:o.y},e.get("s")??"")}catch(v){n.push(v instanceof
Error?v.message:String(v))}}function Fs(){return le.mode=h.mode,le.colormap=h.colormap,S("open plot filter",()=>Oi(!0)),S("selection",()=>{h.live||Oi(!0)}),S("l\
ook camera layout",Xc),addEventListener("popstate",async()=>{if(location.hash!==Ee()){Ii=!0;try{await Cn(location.hash)}finally{Ii=!1}}}),Cn(location.hash)}var Nn=t=>document.querySelector(`[data-choice="${t}"]`);function Et(t,e,n,r=2){let i=Nn(t);i&&(i.hidden=e.length<r,Kt(B("select",i),e,n))}function Kt(t,e,n){t.
replaceChildren(...e.map(([r,i])=>p("option",{value:r},i))),n!==void 0&&(t.value=n)}function Mt(t,e){let n=Nn(t);if(!n)return;let r=i=>i.target.value;n.getAttribute(
"role")==="radiogroup"?In(n,e):n.addEventListener(n.classList.contains("slider")?"input":"change",i=>e(r(i)))}function In(t,e){let n=()=>[...t.querySelectorAll(
"button")];t.addEventListener("click",r=>{let i=r.target.closest("button");i&&e(i.value)}),t.addEventListener("keydown",r=>{let i={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,
ArrowUp:-1}[r.key],o=n(),s=o.indexOf(r.target);if(!i||s<0)return;let a=o[(s+i+o.length)%o.length];a.focus(),e(a.value),r.preventDefault(),r.stopPropagation()})}
function On(t,e){for(let n of t?.querySelectorAll("button")??[])n.setAttribute("aria-checked",String(n.value===e)),n.tabIndex=n.value===e?0:-1}function be(t,e,n){
let r=Nn(t);if(!r)return;if(r.getAttribute("role")==="radiogroup")return On(r,String(e));let i=B("select, input",r);i.value=String(e);let o=r.querySelector("out\
put");o&&n!==void 0&&(o.textContent=n)}var Zc={lasso:"M8 2.5c3.3 0 6 1.8 6 4s-2.7 4-6 4c-.8 0-1.6-.1-2.3-.3M8 2.5c-3.3 0-6 1.8-6 4 0 1.3 1 2.5 2.5 3.2M4.5 9.5a1.2 1.2 0 1 0 1.2 1.6c.3 1.1-.3 2.2-1.5 \
2.7",box:"M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7",pan:"M8 1.5v13M1.5 8h13M8 1.5 6 3.5M8 1.5l2 2M8 14.5l-2-2M8 \
14.5l2-2M1.5 8l2-2M1.5 8l2 2M14.5 8l-2-2M14.5 8l-2 2",fit:"M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",selection:"M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8\
 0 0 0 0-5.6M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3",plus:"M8 3v10M3 8h10",minus:"M3 8h10",beside:"M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z",swap:"M3 6h9M9.5 3.5 12 6M13\
 10H4M6.5 7.5 4 10l2.5 2.5",close:"M4 4l8 8M12 4l-8 8",undo:"M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6",redo:"M10 3.5l3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H\
10",eye:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",solo:"M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 \
0-11M8 6.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4",hidden:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM3 14 13 2",left:"M10 3 5 8l5\
 5",right:"M6 3l5 5-5 5",grid:"M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z"},Ne=t=>lt("svg",{class:"icon-drawing",viewBox:"0 0 16 16",width:16,
height:16,"aria-hidden":"true"},lt("path",{d:Zc[t],fill:"none",stroke:"currentColor","stroke-width":1.4,"stroke-linecap":"round","stroke-linejoin":"round"})),rt=(t,e,n,r={})=>p(
"button",{type:"button",class:"icon",title:e,"aria-label":e,onclick:n,...r},Ne(t));var Li=new WeakMap,Jc=new IntersectionObserver(t=>{for(let{isIntersecting:e,target:n}of t){let r=n,i=Li.get(r);Object.assign(r,e&&i?{width:2*i.width,height:2*i.
height}:{width:0,height:0}),e&&Ds(r)}},{rootMargin:"200px"});function br(t,e,n,r){let i=p("canvas",{class:"thumbnail",width:0,height:0,"aria-hidden":"true",style:{
width:`${n}px`,height:`${r}px`}});return Li.set(i,{entry:t,most:e,width:n,height:r}),Jc.observe(i),i}function Ds(t){let e=Li.get(t),n=t.getContext("2d");if(!e||
!n||!t.width)return;let{entry:{thumbnail:r,suspect:i,strangeness:o},most:s}=e,a=qt(r),l=t.width>200?1.6:1;n.clearRect(0,0,t.width,t.height);for(let c=0;c<a.length;c+=
3)n.globalAlpha=a[c+2]?.2+.8*((o??0)/(s||1))**3:1,n.fillStyle=a[c+2]?xe(i??0):kt("quiet"),n.beginPath(),n.arc(6+a[c]/255*(t.width-12),t.height-6-a[c+1]/255*(t.height-
12),l*(a[c+2]?3.2:2.2),0,7),n.fill()}S("theme",()=>{for(let t of document.querySelectorAll("canvas.thumbnail"))Ds(t)});var Tn=new Map,js=-1,Bs="";function Ln(){let{rankings:t,categories:e}=q(),n=t.find(o=>o.name===Bs)??t[0],r=n?.values??e.map(o=>o.strangeness),i=r.map((o,s)=>s).
sort((o,s)=>(r[s]??-1/0)-(r[o]??-1/0)||o-s);return{title:n?.title??"strangeness",hint:n?.hint??"",name:n?.name??"",values:r,order:i}}var Fi=t=>t!==null&&Number.
isInteger(t)&&Math.abs(t)>1?L(t):mt(t);function Rs(){let t=U("categories"),{categories:e,rankings:n}=q();if(js=h.project,Et("ranking",n.map(l=>[l.name,l.title]),
Ln().name),Tn=new Map,!e.length)return t.replaceChildren(p("p",{class:"empty"},"These results hold no category: nothing was analysed."));let{order:r,values:i,title:o,
hint:s}=Ln(),a=Math.max(...e.map(l=>l.strangeness??0));for(let l of r){let c=e[l],u=p("span",{class:"category-text"},p("span",{class:"category-name",title:c.name,
dir:"auto"},c.name),p("span",{class:"muted category-size",title:Bt(c.size,"sample")+(c.wrong?`, ${L(c.wrong)} predicted wrongly`:"")},c.wrong?`${L(c.size)} \xB7 ${L(
c.wrong)} wrong`:Bt(c.size,"sample")));Tn.set(l,p("button",{type:"button",class:"category","data-key":c.key,onclick:()=>gt(l)},br(c,a,55,40),u,p("span",{class:"\
score",title:s||o},Fi(i[l]))))}return t.replaceChildren(...Tn.values()),Us()}function Us(){Tn.forEach((t,e)=>e===h.open?t.setAttribute("aria-current","true"):t.
removeAttribute("aria-current")),Tn.get(h.open)?.scrollIntoView({block:"nearest",inline:"nearest"})}function Di(t){let{order:e}=Ln(),n=e[e.indexOf(h.open)+t];n!==
void 0&&gt(n)}function ji(t){Bs=t,Rs()}function Ps(t){B("#categories > h2").append(rt("grid","Overview of all categories (o)",t)),Mt("ranking",ji),Nn("ranking")?.
setAttribute("title","What the categories are sorted by"),S("open",()=>js===h.project?Us():Rs())}var Mr=254,qs=new Map(Object.entries(tt.colormaps).map(([t,e])=>[t,qt(e)])),kr=()=>qs.get(h.colormap)??qs.get(tt.colormap),_r=lt("svg",{class:"filters","aria-hi\
dden":"true",width:0,height:0});document.body.append(_r);var Ui=(t,...e)=>lt("filter",{id:t,x:"0",y:"0",width:"100%",height:"100%","color-interpolation-filters":"\
sRGB"},...e),Ks=(t,e)=>lt("feColorMatrix",{type:"matrix",values:t.join(" "),...e}),Bi="0.299 0.587 0.114 0 0";_r.append(Ui("luma",Ks([Bi,Bi,Bi,"0 0 0 1 0"],{})));
var Ys=t=>Array.from({length:256},(e,n)=>t(n).toFixed(4)).join(" ");function Hs(t){let e=kr(),n=i=>Math.max(0,Math.min(255,128+Math.round(t*(i-128)))),r=["R","G",
"B"].map((i,o)=>lt(`feFunc${i}`,{type:"table",tableValues:Ys(s=>e[3*n(s)+o]/255)}));return lt("feComponentTransfer",{in:"SourceGraphic",result:"colour"},...r)}function Qc(t){
let e=Ys(n=>Math.min(1,h.opacity/100*t*Math.abs((n-128)/127)));return lt("feComponentTransfer",{in:"q",result:"alpha"},lt("feFuncA",{type:"table",tableValues:e}))}
var Ri="0 0 0 0 0",Gs={attribution:(t,e)=>Ui(t,Hs(e)),overlay:(t,e)=>Ui(t,Hs(e),Ks([Ri,Ri,Ri,"1 0 0 0 0"],{in:"SourceGraphic",result:"q"}),Qc(e),lt("feComposite",
{in:"colour",in2:"alpha",operator:"in"}))};function Xs(t,e){let n=Math.round(Math.max(0,Math.min(1,e))*Mr),r=n===Mr?t:`${t}-${n}`;return document.getElementById(
r)||_r.append(Gs[t](r,n/Mr)),`url(#${r})`}var Vs="";S("look",()=>{let t=`${h.colormap} ${h.opacity}`;if(t!==Vs){Vs=t;for(let e of _r.querySelectorAll("filter")){
let[n,r]=e.id.split("-");n!=="luma"&&e.replaceWith(Gs[n](e.id,r===void 0?1:Number(r)/Mr))}document.documentElement.style.setProperty("--neutral",`rgb(${kr().slice(
384,387).join(" ")})`)}});var Ar={input:"Input",attribution:"Attribution",overlay:"Overlay"},We=()=>h.mode==="pair"?["input","attribution"]:[h.mode];function ce(t,e){let{width:n,height:r}=t.
pictures.input,i=Math.max(n,r),o=i*1.5<e?Math.max(1,Math.round(e/i)):e/i;return{width:Math.round(n*o),height:Math.round(r*o)}}var Ws=new WeakMap;function Fn(t){
let e=Ws.get(t);if(e===void 0){e=0;for(let n=0;n<(t.scale?.length??0);n++)e=Math.max(e,t.scale[n]);Ws.set(t,e)}return e}function tu(t,e){if(h.scale==="sample"||
!t.scale)return 1;let n=Fn(t);return n>0?t.scale[e]/n:1}function Nt(t,e,n,r,{name:i=t.ids[e],input:o="input",relevance:s="relevance"}={}){let a=[],l=t.pictures[s];
n!=="attribution"&&a.push(Zs(t.pictures[o],e,r,n==="overlay"?"url(#luma)":"")),n!=="input"&&a.push(Zs(l,e,r,Xs(n,s==="relevance"?tu(l,e):1)));let c={width:`${r.
width}px`,height:`${r.height}px`};return p("div",{class:`picture ${n}`,style:c,role:"img","aria-label":`${Ar[n]} of ${i}`},...a)}function Zs(t,e,n,r){let{columns:i,
rows:o,gutter:s}=t,a=e%(i*o),l=n.width/t.width,c=n.height/t.height,u=a%i*(t.width+2*s)+s,d=Math.floor(a/i)*(t.height+2*s)+s,m=h.pixels==="pixelated"||h.pixels===
"auto"&&l>1.5,f={"background-image":`url("${new URL(t.files[Math.floor(e/(i*o))],document.baseURI).href}")`,"background-size":`${i*(t.width+2*s)*l}px ${o*(t.height+
2*s)*c}px`,"background-position":`${-u*l}px ${-d*c}px`,"image-rendering":m?"pixelated":"auto",filter:r};return p("div",{class:"layer",style:f})}function Yt(t,e){
return{label:Ce(t,e).map(Lt).join(", ")||"unknown",prediction:Lt(t.prediction[e]),score:t.score[e],wrong:Vt(t,e)==="wrong"}}var ue=t=>p("span",{class:t<0?"dot n\
oise":"dot",style:{"--cluster":xe(t)}});function Dn(t,e){let{clustering:n}=N(t);return n?[ue(n.labels[e]),` ${ct(n.labels[e])}`]:[]}var $t=U("samples"),Ze=$t.appendChild(p("div",{class:"tiles"})),Js=$t.appendChild(p("p",{class:"empty"})),eu=60,zr=!1,nu=[192,160,128,96],ru=36,jn=8,wt=[],Bn="",
Cr=0,ta=()=>wt,Qs={data:({rows:t})=>(e,n)=>t[e]-t[n],score:({score:t,rows:e})=>(n,r)=>t[n]-t[r]||e[n]-e[r],sure:({score:t,rows:e})=>(n,r)=>t[r]-t[n]||e[n]-e[r],
relevance:({pictures:t,rows:e})=>{let n=t.relevance?.scale;return(r,i)=>(n?.[i]??0)-(n?.[r]??0)||e[r]-e[i]},wrong:t=>(e,n)=>+(Vt(t,n)==="wrong")-+(Vt(t,e)==="wr\
ong")||t.prediction[e]-t.prediction[n]||t.rows[e]-t.rows[n],cluster:({rows:t})=>{let e=N().clustering?.labels??[];return(n,r)=>(e[n]??0)-(e[r]??0)||t[n]-t[r]}};
function ea(){let t=h.chapter,e=We().length,n=(h.tile?[h.tile]:nu).map(r=>{let i=ce(t,r),o=Math.max(i.width*e+3*(e-1),84),s=o+jn,a=i.height+ru+jn;return{size:i,
width:o,pitch:s,height:a,columns:Math.max(1,Math.floor(($t.clientWidth-3*jn+jn)/s))}});return n.find(({columns:r,height:i})=>Math.ceil(wt.length/r)*i<=$t.clientHeight-
jn)??n[n.length-1]}function $r(){let{chapter:t}=h,e=t?vt(t):null,n=t?Ve(O().selection):[];wt=e?n.filter(r=>e[r]):n,Cr=n.length-wt.length,t&&wt.sort((Qs[h.order]??
Qs.data)(t)),Bn="",Js.hidden=wt.length>0||!t,Js.textContent=t?Cr?"All selected samples are hidden by the filters.":t.size?"Nothing is selected. Draw around poin\
ts, or click a cluster, to see its samples.":"This category has no samples.":"",au(),Sr()}function Sr(){if(!h.chapter||!wt.length){Ze.replaceChildren(),Ze.style.
height="0";return}let t=ea(),e=Math.ceil(wt.length/t.columns),n=zr?Math.min(eu,e):e;Ze.style.height=`${n*t.height}px`;let r=zr?0:Math.max(0,Math.floor($t.scrollTop/
t.height)-1),i=zr?n:Math.min(n,Math.ceil(($t.scrollTop+$t.clientHeight)/t.height)+1),o=`${r} ${i} ${t.columns} ${t.width}`;if(o===Bn)return;Bn=o;let s=document.
activeElement?.closest(".tile")?.dataset.position,a=[];for(let l=r*t.columns;l<Math.min(wt.length,i*t.columns);l++)a.push(iu(l,t));Ze.replaceChildren(...a),s!==
void 0&&Ze.querySelector(`[data-position="${s}"] .tile-open`)?.focus({preventScroll:!0})}function iu(t,{size:e,width:n,pitch:r,height:i,columns:o}){let s=wt[t],
a=h.chapter,{label:l,prediction:c,score:u,wrong:d}=Yt(a,s),m={transform:`translate(${t%o*r}px, ${Math.floor(t/o)*i}px)`,width:`${n}px`},{clustering:f}=N();return p(
"div",{class:"tile",style:m,"data-position":String(s),onpointerenter:()=>Ft(a,s,"tile"),onpointerleave:()=>Ft(null,-1,"tile")},p("button",{type:"button",class:"\
tile-open",title:`${a.ids[s]}
label ${l}, predicted ${c} (${mt(u)})`,onclick:()=>Ie(a,s),onfocus:()=>Ft(a,s,"tile")},p("span",{class:"pictures"},...We().map(y=>Nt(a,s,y,e))),p("span",{class:"\
tile-label",dir:"auto"},f?ue(f.labels[s]):"",` ${l}`),p("span",{class:d?"tile-verdict wrong":"tile-verdict"},p("span",{class:"tile-prediction",dir:"auto"},`\u2192 ${c}`),
p("span",{class:"tile-score"},mt(u)))),rt("close","Take out of the selection",()=>ou(a,s),{class:"icon tile-drop",tabIndex:-1}))}function ou(t,e){let n=new Uint8Array(
t.size);n[e]=1,et(At(O().selection,n,"remove"))}function Rn(t){let e=wt.indexOf(t);if(e<0)return;let{columns:n,height:r}=ea(),i=Math.floor(e/n)*r;(i<$t.scrollTop||
i+r>$t.scrollTop+$t.clientHeight)&&($t.scrollTop=i)}function su(){let t=U("selection").querySelector(".selected-count"),{chapter:e}=h;h.live&&t&&e&&(t.textContent=
`${L(O().selection.size)} of ${L(e.size)} selected`)}function Pi(t){let e=new Map;for(let n of t)e.set(n,(e.get(n)??0)+1);return[...e].reduce((n,r)=>r[1]>n[1]?r:
n,[void 0,0])}function au(){let t=U("selection"),{chapter:e}=h;if(!e)return t.replaceChildren();let{size:n}=O().selection,r=wt.length,i=`${L(n)} of ${L(e.size)}\
 selected`,o=Cr?[`${L(Cr)} of them hidden by the filters`]:[];if(r){let{clustering:s}=N();if(s){let[u,d]=Pi(wt.map(m=>s.labels[m]));o.push(`${Rt(d,r)} ${ct(u??-1)}`)}
let[a,l]=Pi(wt.map(u=>e.prediction[u]));o.push(`${Rt(l,r)} predicted ${Lt(a??-1)}`);let c=wt.filter(u=>Vt(e,u)==="wrong").length;c&&o.push(`${L(c)} wrong`);for(let[
u,d]of Object.entries(e.metadata)){let[m,f]=Pi(wt.map(y=>d[y]));r>1&&f/r>=.5&&m!==void 0&&m!==""&&o.push(`${u} = ${m}, ${Rt(f,r)}`)}}t.replaceChildren(p("strong",
{class:"selected-count"},i),p("span",{class:"muted composition",dir:"auto",title:o.join(" \xB7 ")},o.join(" \xB7 "))),h.live||Jt([i,...o].join(", "))}function na(){
let t=rt("undo","Undo (Ctrl z)",wr),e=rt("redo","Redo (Ctrl Shift z)",xr),n=(s,a,l)=>p("button",{type:"button",title:a,onclick:l},s);U("selection").after(p("div",
{class:"selection-tools",role:"group","aria-label":"Selection"},n("all","Select all that are shown (a)",vr),n("invert","Select the others instead (i)",yr),n("no\
ne","Select nothing (Esc)",()=>{h.chapter&&et(te(h.chapter.size))}),t,e)),Et("order",[["data","as in the data"],["cluster","by cluster"],["score","least sure fi\
rst"],["sure","surest first"],["wrong","wrong first"],["relevance","most relevance first"]],"data");for(let s of["mode","order","pixels","scale"])Mt(s,a=>Ct({[s]:a}));
Mt("opacity",s=>Ct({opacity:Number(s)})),Mt("tile",s=>Ct({tile:Number(s)?40+4*Number(s):0}));let r=yn(()=>{h.live&&$r()},400),i=yn(su,100),o="";S("open plot fil\
ter",$r),S("selection",()=>h.live?(i(),r()):$r()),S("open selection",()=>{h.live||($t.scrollTop=0)}),S("open plot filter selection",()=>queueMicrotask(()=>{t.disabled=
!Ts(),e.disabled=!Ls()})),S("look",()=>{for(let l of["mode","order","pixels","scale"])be(l,h[l]);be("opacity",h.opacity,`${h.opacity} %`),be("tile",h.tile?(h.tile-
40)/4:0,h.tile?`${h.tile} px`:"fit");let s=document.querySelector('[data-choice="opacity"] input');s&&(s.disabled=!We().includes("overlay"));let a=[h.mode,h.order,
h.pixels,h.scale,h.tile].join(" ");a!==o&&(o=a,$r())}),S("hover",()=>{for(let s of Ze.children)s.classList.toggle("hot",h.hover?.chapter===h.chapter&&String(h.hover?.
i)===s.dataset.position)});for(let s of["beforeprint","afterprint"])addEventListener(s,()=>{zr=s==="beforeprint",Bn="",Sr()});$t.addEventListener("scroll",qe(Sr),
{passive:!0}),new ResizeObserver(()=>{Bn="",Sr()}).observe($t)}var Je=64,lu=[[0,34,78],[53,69,108],[102,105,112],[148,142,119],[200,184,102],[254,232,56]],cu=[[58,84,140],[84,108,150],[116,126,140],[156,150,124],[204,188,104],
[254,232,56]];function uu(t){let e=document.documentElement.dataset.theme==="dark"?cu:lu,n=Math.max(0,Math.min(1,t))*(e.length-1),r=Math.min(e.length-2,Math.floor(
n)),i=n-r;return`rgb(${e[r].map((o,s)=>Math.round(o+i*(e[r+1][s]-o))).join(" ")})`}var ia=()=>[["cluster","cluster"],["label","label"],["prediction","prediction"],
["verdict","right or wrong"],["score","score"],...Object.keys(h.chapter?.metadata??{}).map(t=>[`column ${t}`,t])];function Er(t){let e=h.colour;return e==="labe\
l"?ra("label",t.label):e==="prediction"?ra("prediction",t.prediction):e==="score"?oa("score",t.score):e==="verdict"?hu(t):e.startsWith("column ")&&t.metadata[e.
slice(7)]?pu(e.slice(7),t.metadata[e.slice(7)]):fu(t)}function fu(t){let{clustering:e}=N(t);return qi("cluster",e?.labels??new Int32Array(t.size),ct)}var ra=(t,e)=>qi(
t,e,Lt);function qi(t,e,n){let r=new Uint16Array(e.length),i=tt.palette.clusters.length,o=new Map;for(let l=0;l<r.length;l++)r[l]=e[l]<0?0:1+e[l]%i,o.set(e[l],(o.
get(e[l])??0)+1);let a=[...o].sort((l,c)=>c[1]-l[1]||l[0]-c[0]).map(([l])=>l).map(l=>({text:n(l),colour:xe(l),hollow:l<0}));return{name:t,index:r,colours:[tt.palette.
noise,...tt.palette.clusters],hollow:[!0,...tt.palette.clusters.map(()=>!1)],keys:a,ends:null}}function hu(t){let e=["right","wrong","unknown"],n=Uint16Array.from(
{length:t.size},(i,o)=>e.indexOf(Vt(t,o))),r=[tt.palette.clusters[0],kt("warn"),tt.palette.noise];return{name:"prediction",index:n,colours:r,hollow:[!1,!1,!0],keys:e.
map((i,o)=>({text:i,colour:r[o],hollow:o===2})).filter((i,o)=>n.includes(o)),ends:null}}function oa(t,e){let n=1/0,r=-1/0;for(let l=0;l<e.length;l++)Number.isFinite(
e[l])&&(n=Math.min(n,e[l]),r=Math.max(r,e[l]));let i=r>n?r-n:1,o=Uint16Array.from({length:e.length},(l,c)=>Number.isFinite(e[c])?Math.min(Je-1,Math.floor((e[c]-
n)/i*Je)):Je),s=[...Array.from({length:Je},(l,c)=>uu(c/(Je-1))),tt.palette.noise],a=l=>Number.isFinite(l)?String(Number(l.toPrecision(3))):"\u2013";return{name:t,
index:o,colours:s,hollow:s.map((l,c)=>c===Je),keys:[],ends:[a(n),a(r)]}}function pu(t,e){let n=q().columns?.find(a=>a.name===t)?.kind,r=e.map(a=>a.trim()===""?NaN:
Number(a)),i=[...new Set(e)];if(n==="number"||n===void 0&&i.length>12&&r.every(Number.isFinite))return oa(t,r);let o=i.sort((a,l)=>a.localeCompare(l,"en",{numeric:!0})),
s=new Map(o.map((a,l)=>[a,l]));return qi(t,e.map(a=>s.get(a)??-1),a=>o[a])}var Hi="http://www.w3.org/1999/xhtml",sa={svg:"http://www.w3.org/2000/svg",xhtml:Hi,xlink:"http://www.w3.org/1999/xlink",xml:"http://www.w3.org/XML/1998/namespa\
ce",xmlns:"http://www.w3.org/2000/xmlns/"};function Un(t){var e=t+="",n=e.indexOf(":");return n>=0&&(e=t.slice(0,n))!=="xmlns"&&(t=t.slice(n+1)),sa.hasOwnProperty(
e)?{space:sa[e],local:t}:t}function du(t){return function(){var e=this.ownerDocument,n=this.namespaceURI;return n===Hi&&e.documentElement.namespaceURI===Hi?e.createElement(
t):e.createElementNS(n,t)}}function mu(t){return function(){return this.ownerDocument.createElementNS(t.space,t.local)}}function aa(t){var e=Un(t);return(e.local?
mu:du)(e)}function gu(){}function Ir(t){return t==null?gu:function(){return this.querySelector(t)}}function yu(t){typeof t!="function"&&(t=Ir(t));for(var e=this.
_groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=new Array(s),l,c,u=0;u<s;++u)(l=o[u])&&(c=t.call(l,l.__data__,u,o))&&("__data__"in
l&&(c.__data__=l.__data__),a[u]=c);return new It(r,this._parents)}function vu(t){return t==null?[]:Array.isArray(t)?t:Array.from(t)}function wu(){return[]}function Ki(t){
return t==null?wu:function(){return this.querySelectorAll(t)}}function xu(t){return function(){return vu(t.apply(this,arguments))}}function bu(t){typeof t=="fun\
ction"?t=xu(t):t=Ki(t);for(var e=this._groups,n=e.length,r=[],i=[],o=0;o<n;++o)for(var s=e[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&(r.push(t.call(l,l.__data__,c,s)),
i.push(l));return new It(r,i)}function Yi(t){return function(){return this.matches(t)}}function la(t){return function(e){return e.matches(t)}}var Mu=Array.prototype.
find;function ku(t){return function(){return Mu.call(this.children,t)}}function _u(){return this.firstElementChild}function Au(t){return this.select(t==null?_u:
ku(typeof t=="function"?t:la(t)))}var $u=Array.prototype.filter;function zu(){return Array.from(this.children)}function Su(t){return function(){return $u.call(this.
children,t)}}function Cu(t){return this.selectAll(t==null?zu:Su(typeof t=="function"?t:la(t)))}function Eu(t){typeof t!="function"&&(t=Yi(t));for(var e=this._groups,
n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new It(r,this._parents)}
function ca(t){return new Array(t.length)}function Nu(){return new It(this._enter||this._groups.map(ca),this._parents)}function Nr(t,e){this.ownerDocument=t.ownerDocument,
this.namespaceURI=t.namespaceURI,this._next=null,this._parent=t,this.__data__=e}Nr.prototype={constructor:Nr,appendChild:function(t){return this._parent.insertBefore(
t,this._next)},insertBefore:function(t,e){return this._parent.insertBefore(t,e)},querySelector:function(t){return this._parent.querySelector(t)},querySelectorAll:function(t){
return this._parent.querySelectorAll(t)}};function Iu(t){return function(){return t}}function Ou(t,e,n,r,i,o){for(var s=0,a,l=e.length,c=o.length;s<c;++s)(a=e[s])?
(a.__data__=o[s],r[s]=a):n[s]=new Nr(t,o[s]);for(;s<l;++s)(a=e[s])&&(i[s]=a)}function Tu(t,e,n,r,i,o,s){var a,l,c=new Map,u=e.length,d=o.length,m=new Array(u),f;
for(a=0;a<u;++a)(l=e[a])&&(m[a]=f=s.call(l,l.__data__,a,e)+"",c.has(f)?i[a]=l:c.set(f,l));for(a=0;a<d;++a)f=s.call(t,o[a],a,o)+"",(l=c.get(f))?(r[a]=l,l.__data__=
o[a],c.delete(f)):n[a]=new Nr(t,o[a]);for(a=0;a<u;++a)(l=e[a])&&c.get(m[a])===l&&(i[a]=l)}function Lu(t){return t.__data__}function Fu(t,e){if(!arguments.length)
return Array.from(this,Lu);var n=e?Tu:Ou,r=this._parents,i=this._groups;typeof t!="function"&&(t=Iu(t));for(var o=i.length,s=new Array(o),a=new Array(o),l=new Array(
o),c=0;c<o;++c){var u=r[c],d=i[c],m=d.length,f=Du(t.call(u,u&&u.__data__,c,r)),y=f.length,v=a[c]=new Array(y),k=s[c]=new Array(y),M=l[c]=new Array(m);n(u,d,v,k,
M,f,e);for(var F=0,I=0,H,P;F<y;++F)if(H=v[F]){for(F>=I&&(I=F+1);!(P=k[I])&&++I<y;);H._next=P||null}}return s=new It(s,r),s._enter=a,s._exit=l,s}function Du(t){return typeof t==
"object"&&"length"in t?t:Array.from(t)}function ju(){return new It(this._exit||this._groups.map(ca),this._parents)}function Bu(t,e,n){var r=this.enter(),i=this,
o=this.exit();return typeof t=="function"?(r=t(r),r&&(r=r.selection())):r=r.append(t+""),e!=null&&(i=e(i),i&&(i=i.selection())),n==null?o.remove():n(o),r&&i?r.merge(
i).order():i}function Ru(t){for(var e=t.selection?t.selection():t,n=this._groups,r=e._groups,i=n.length,o=r.length,s=Math.min(i,o),a=new Array(i),l=0;l<s;++l)for(var c=n[l],
u=r[l],d=c.length,m=a[l]=new Array(d),f,y=0;y<d;++y)(f=c[y]||u[y])&&(m[y]=f);for(;l<i;++l)a[l]=n[l];return new It(a,this._parents)}function Uu(){for(var t=this.
_groups,e=-1,n=t.length;++e<n;)for(var r=t[e],i=r.length-1,o=r[i],s;--i>=0;)(s=r[i])&&(o&&s.compareDocumentPosition(o)^4&&o.parentNode.insertBefore(s,o),o=s);return this}
function Pu(t){t||(t=qu);function e(d,m){return d&&m?t(d.__data__,m.__data__):!d-!m}for(var n=this._groups,r=n.length,i=new Array(r),o=0;o<r;++o){for(var s=n[o],
a=s.length,l=i[o]=new Array(a),c,u=0;u<a;++u)(c=s[u])&&(l[u]=c);l.sort(e)}return new It(i,this._parents).order()}function qu(t,e){return t<e?-1:t>e?1:t>=e?0:NaN}
function Hu(){var t=arguments[0];return arguments[0]=this,t.apply(null,arguments),this}function Vu(){return Array.from(this)}function Ku(){for(var t=this._groups,
e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length;i<o;++i){var s=r[i];if(s)return s}return null}function Yu(){let t=0;for(let e of this)++t;return t}function Gu(){
return!this.node()}function Xu(t){for(var e=this._groups,n=0,r=e.length;n<r;++n)for(var i=e[n],o=0,s=i.length,a;o<s;++o)(a=i[o])&&t.call(a,a.__data__,o,i);return this}
function Wu(t){return function(){this.removeAttribute(t)}}function Zu(t){return function(){this.removeAttributeNS(t.space,t.local)}}function Ju(t,e){return function(){
this.setAttribute(t,e)}}function Qu(t,e){return function(){this.setAttributeNS(t.space,t.local,e)}}function tf(t,e){return function(){var n=e.apply(this,arguments);
n==null?this.removeAttribute(t):this.setAttribute(t,n)}}function ef(t,e){return function(){var n=e.apply(this,arguments);n==null?this.removeAttributeNS(t.space,
t.local):this.setAttributeNS(t.space,t.local,n)}}function nf(t,e){var n=Un(t);if(arguments.length<2){var r=this.node();return n.local?r.getAttributeNS(n.space,n.
local):r.getAttribute(n)}return this.each((e==null?n.local?Zu:Wu:typeof e=="function"?n.local?ef:tf:n.local?Qu:Ju)(n,e))}function ua(t){return t.ownerDocument&&
t.ownerDocument.defaultView||t.document&&t||t.defaultView}function rf(t){return function(){this.style.removeProperty(t)}}function of(t,e,n){return function(){this.
style.setProperty(t,e,n)}}function sf(t,e,n){return function(){var r=e.apply(this,arguments);r==null?this.style.removeProperty(t):this.style.setProperty(t,r,n)}}
function af(t,e,n){return arguments.length>1?this.each((e==null?rf:typeof e=="function"?sf:of)(t,e,n??"")):Oe(this.node(),t)}function Oe(t,e){return t.style.getPropertyValue(
e)||ua(t).getComputedStyle(t,null).getPropertyValue(e)}function lf(t){return function(){delete this[t]}}function cf(t,e){return function(){this[t]=e}}function uf(t,e){
return function(){var n=e.apply(this,arguments);n==null?delete this[t]:this[t]=n}}function ff(t,e){return arguments.length>1?this.each((e==null?lf:typeof e=="fu\
nction"?uf:cf)(t,e)):this.node()[t]}function fa(t){return t.trim().split(/^|\s+/)}function Gi(t){return t.classList||new ha(t)}function ha(t){this._node=t,this.
_names=fa(t.getAttribute("class")||"")}ha.prototype={add:function(t){var e=this._names.indexOf(t);e<0&&(this._names.push(t),this._node.setAttribute("class",this.
_names.join(" ")))},remove:function(t){var e=this._names.indexOf(t);e>=0&&(this._names.splice(e,1),this._node.setAttribute("class",this._names.join(" ")))},contains:function(t){
return this._names.indexOf(t)>=0}};function pa(t,e){for(var n=Gi(t),r=-1,i=e.length;++r<i;)n.add(e[r])}function da(t,e){for(var n=Gi(t),r=-1,i=e.length;++r<i;)n.
remove(e[r])}function hf(t){return function(){pa(this,t)}}function pf(t){return function(){da(this,t)}}function df(t,e){return function(){(e.apply(this,arguments)?
pa:da)(this,t)}}function mf(t,e){var n=fa(t+"");if(arguments.length<2){for(var r=Gi(this.node()),i=-1,o=n.length;++i<o;)if(!r.contains(n[i]))return!1;return!0}return this.
each((typeof e=="function"?df:e?hf:pf)(n,e))}function gf(){this.textContent=""}function yf(t){return function(){this.textContent=t}}function vf(t){return function(){
var e=t.apply(this,arguments);this.textContent=e??""}}function wf(t){return arguments.length?this.each(t==null?gf:(typeof t=="function"?vf:yf)(t)):this.node().textContent}
function xf(){this.innerHTML=""}function bf(t){return function(){this.innerHTML=t}}function Mf(t){return function(){var e=t.apply(this,arguments);this.innerHTML=
e??""}}function kf(t){return arguments.length?this.each(t==null?xf:(typeof t=="function"?Mf:bf)(t)):this.node().innerHTML}function _f(){this.nextSibling&&this.parentNode.
appendChild(this)}function Af(){return this.each(_f)}function $f(){this.previousSibling&&this.parentNode.insertBefore(this,this.parentNode.firstChild)}function zf(){
return this.each($f)}function Sf(t){var e=typeof t=="function"?t:aa(t);return this.select(function(){return this.appendChild(e.apply(this,arguments))})}function Cf(){
return null}function Ef(t,e){var n=typeof t=="function"?t:aa(t),r=e==null?Cf:typeof e=="function"?e:Ir(e);return this.select(function(){return this.insertBefore(
n.apply(this,arguments),r.apply(this,arguments)||null)})}function Nf(){var t=this.parentNode;t&&t.removeChild(this)}function If(){return this.each(Nf)}function Of(){
var t=this.cloneNode(!1),e=this.parentNode;return e?e.insertBefore(t,this.nextSibling):t}function Tf(){var t=this.cloneNode(!0),e=this.parentNode;return e?e.insertBefore(
t,this.nextSibling):t}function Lf(t){return this.select(t?Tf:Of)}function Ff(t){return arguments.length?this.property("__data__",t):this.node().__data__}function Df(t){
return function(e){t.call(this,e,this.__data__)}}function jf(t){return t.trim().split(/^|\s+/).map(function(e){var n="",r=e.indexOf(".");return r>=0&&(n=e.slice(
r+1),e=e.slice(0,r)),{type:e,name:n}})}function Bf(t){return function(){var e=this.__on;if(e){for(var n=0,r=-1,i=e.length,o;n<i;++n)o=e[n],(!t.type||o.type===t.
type)&&o.name===t.name?this.removeEventListener(o.type,o.listener,o.options):e[++r]=o;++r?e.length=r:delete this.__on}}}function Rf(t,e,n){return function(){var r=this.
__on,i,o=Df(e);if(r){for(var s=0,a=r.length;s<a;++s)if((i=r[s]).type===t.type&&i.name===t.name){this.removeEventListener(i.type,i.listener,i.options),this.addEventListener(
i.type,i.listener=o,i.options=n),i.value=e;return}}this.addEventListener(t.type,o,n),i={type:t.type,name:t.name,value:e,listener:o,options:n},r?r.push(i):this.__on=
[i]}}function Uf(t,e,n){var r=jf(t+""),i,o=r.length,s;if(arguments.length<2){var a=this.node().__on;if(a){for(var l=0,c=a.length,u;l<c;++l)for(i=0,u=a[l];i<o;++i)
if((s=r[i]).type===u.type&&s.name===u.name)return u.value}return}for(a=e?Rf:Bf,i=0;i<o;++i)this.each(a(r[i],e,n));return this}function ma(t,e,n){var r=ua(t),i=r.
CustomEvent;typeof i=="function"?i=new i(e,n):(i=r.document.createEvent("Event"),n?(i.initEvent(e,n.bubbles,n.cancelable),i.detail=n.detail):i.initEvent(e,!1,!1)),
t.dispatchEvent(i)}function Pf(t,e){return function(){return ma(this,t,e)}}function qf(t,e){return function(){return ma(this,t,e.apply(this,arguments))}}function Hf(t,e){
return this.each((typeof e=="function"?qf:Pf)(t,e))}function*Vf(){for(var t=this._groups,e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length,s;i<o;++i)(s=r[i])&&
(yield s)}var ga=[null];function It(t,e){this._groups=t,this._parents=e}function Te(){return new It([[document.documentElement]],ga)}function Kf(){return this}It.
prototype=Te.prototype={constructor:It,select:yu,selectAll:bu,selectChild:Au,selectChildren:Cu,filter:Eu,data:Fu,enter:Nu,exit:ju,join:Bu,merge:Ru,selection:Kf,
order:Uu,sort:Pu,call:Hu,nodes:Vu,node:Ku,size:Yu,empty:Gu,each:Xu,attr:nf,style:af,property:ff,classed:mf,text:wf,html:kf,raise:Af,lower:zf,append:Sf,insert:Ef,
remove:If,clone:Lf,datum:Ff,on:Uf,dispatch:Hf,[Symbol.iterator]:Vf};function Gt(t){return typeof t=="string"?new It([[document.querySelector(t)]],[document.documentElement]):
new It([[t]],ga)}var Yf=0;function Gf(){return new Vi}function Vi(){this._="@"+(++Yf).toString(36)}Vi.prototype=Gf.prototype={constructor:Vi,get:function(t){for(var e=this._;!(e in
t);)if(!(t=t.parentNode))return;return t[e]},set:function(t,e){return t[this._]=e},remove:function(t){return this._ in t&&delete t[this._]},toString:function(){
return this._}};function Xf(t){let e;for(;e=t.sourceEvent;)t=e;return t}function fe(t,e){if(t=Xf(t),e===void 0&&(e=t.currentTarget),e){var n=e.ownerSVGElement||
e;if(n.createSVGPoint){var r=n.createSVGPoint();return r.x=t.clientX,r.y=t.clientY,r=r.matrixTransform(e.getScreenCTM().inverse()),[r.x,r.y]}if(e.getBoundingClientRect){
var i=e.getBoundingClientRect();return[t.clientX-i.left-e.clientLeft,t.clientY-i.top-e.clientTop]}}return[t.pageX,t.pageY]}var Wf={value:()=>{}};function Pn(){for(var t=0,e=arguments.length,n={},r;t<e;++t){if(!(r=arguments[t]+"")||r in n||/[\s.]/.test(r))throw new Error("illegal typ\
e: "+r);n[r]=[]}return new Or(n)}function Or(t){this._=t}function Zf(t,e){return t.trim().split(/^|\s+/).map(function(n){var r="",i=n.indexOf(".");if(i>=0&&(r=n.
slice(i+1),n=n.slice(0,i)),n&&!e.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:r}})}Or.prototype=Pn.prototype={constructor:Or,on:function(t,e){
var n=this._,r=Zf(t+"",n),i,o=-1,s=r.length;if(arguments.length<2){for(;++o<s;)if((i=(t=r[o]).type)&&(i=Jf(n[i],t.name)))return i;return}if(e!=null&&typeof e!="\
function")throw new Error("invalid callback: "+e);for(;++o<s;)if(i=(t=r[o]).type)n[i]=ya(n[i],t.name,e);else if(e==null)for(i in n)n[i]=ya(n[i],t.name,null);return this},
copy:function(){var t={},e=this._;for(var n in e)t[n]=e[n].slice();return new Or(t)},call:function(t,e){if((i=arguments.length-2)>0)for(var n=new Array(i),r=0,i,
o;r<i;++r)n[r]=arguments[r+2];if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(o=this._[t],r=0,i=o.length;r<i;++r)o[r].value.apply(e,n)},apply:function(t,e,n){
if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(var r=this._[t],i=0,o=r.length;i<o;++i)r[i].value.apply(e,n)}};function Jf(t,e){for(var n=0,
r=t.length,i;n<r;++n)if((i=t[n]).name===e)return i.value}function ya(t,e,n){for(var r=0,i=t.length;r<i;++r)if(t[r].name===e){t[r]=Wf,t=t.slice(0,r).concat(t.slice(
r+1));break}return n!=null&&t.push({name:e,value:n}),t}var Xi={capture:!0,passive:!1};function Wi(t){t.preventDefault(),t.stopImmediatePropagation()}function va(t){var e=t.document.documentElement,n=Gt(t).on("dragstart.drag",Wi,Xi);"onselectstart"in
e?n.on("selectstart.drag",Wi,Xi):(e.__noselect=e.style.MozUserSelect,e.style.MozUserSelect="none")}function wa(t,e){var n=t.document.documentElement,r=Gt(t).on(
"dragstart.drag",null);e&&(r.on("click.drag",Wi,Xi),setTimeout(function(){r.on("click.drag",null)},0)),"onselectstart"in n?r.on("selectstart.drag",null):(n.style.
MozUserSelect=n.__noselect,delete n.__noselect)}function Qf(t,{sourceEvent:e,subject:n,target:r,identifier:i,active:o,x:s,y:a,dx:l,dy:c,dispatch:u}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},
sourceEvent:{value:e,enumerable:!0,configurable:!0},subject:{value:n,enumerable:!0,configurable:!0},target:{value:r,enumerable:!0,configurable:!0},identifier:{value:i,
enumerable:!0,configurable:!0},active:{value:o,enumerable:!0,configurable:!0},x:{value:s,enumerable:!0,configurable:!0},y:{value:a,enumerable:!0,configurable:!0},
dx:{value:l,enumerable:!0,configurable:!0},dy:{value:c,enumerable:!0,configurable:!0},_:{value:u}})}Qf.prototype.on=function(){var t=this._.on.apply(this._,arguments);
return t===this._?this:t};function nn(t,e,n){t.prototype=e.prototype=n,n.constructor=t}function Vn(t,e){var n=Object.create(t.prototype);for(var r in e)n[r]=e[r];return n}function Me(){}
var je=.7,en=1/je,Qe="\\s*([+-]?\\d+)\\s*",qn="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*",ee="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*",th=/^#([0-9a-f]{3,8})$/,
eh=new RegExp(`^rgb\\(${Qe},${Qe},${Qe}\\)$`),nh=new RegExp(`^rgb\\(${ee},${ee},${ee}\\)$`),rh=new RegExp(`^rgba\\(${Qe},${Qe},${Qe},${qn}\\)$`),ih=new RegExp(`\
^rgba\\(${ee},${ee},${ee},${qn}\\)$`),oh=new RegExp(`^hsl\\(${qn},${ee},${ee}\\)$`),sh=new RegExp(`^hsla\\(${qn},${ee},${ee},${qn}\\)$`),xa={aliceblue:15792383,
antiquewhite:16444375,aqua:65535,aquamarine:8388564,azure:15794175,beige:16119260,bisque:16770244,black:0,blanchedalmond:16772045,blue:255,blueviolet:9055202,brown:10824234,
burlywood:14596231,cadetblue:6266528,chartreuse:8388352,chocolate:13789470,coral:16744272,cornflowerblue:6591981,cornsilk:16775388,crimson:14423100,cyan:65535,darkblue:139,
darkcyan:35723,darkgoldenrod:12092939,darkgray:11119017,darkgreen:25600,darkgrey:11119017,darkkhaki:12433259,darkmagenta:9109643,darkolivegreen:5597999,darkorange:16747520,
darkorchid:10040012,darkred:9109504,darksalmon:15308410,darkseagreen:9419919,darkslateblue:4734347,darkslategray:3100495,darkslategrey:3100495,darkturquoise:52945,
darkviolet:9699539,deeppink:16716947,deepskyblue:49151,dimgray:6908265,dimgrey:6908265,dodgerblue:2003199,firebrick:11674146,floralwhite:16775920,forestgreen:2263842,
fuchsia:16711935,gainsboro:14474460,ghostwhite:16316671,gold:16766720,goldenrod:14329120,gray:8421504,green:32768,greenyellow:11403055,grey:8421504,honeydew:15794160,
hotpink:16738740,indianred:13458524,indigo:4915330,ivory:16777200,khaki:15787660,lavender:15132410,lavenderblush:16773365,lawngreen:8190976,lemonchiffon:16775885,
lightblue:11393254,lightcoral:15761536,lightcyan:14745599,lightgoldenrodyellow:16448210,lightgray:13882323,lightgreen:9498256,lightgrey:13882323,lightpink:16758465,
lightsalmon:16752762,lightseagreen:2142890,lightskyblue:8900346,lightslategray:7833753,lightslategrey:7833753,lightsteelblue:11584734,lightyellow:16777184,lime:65280,
limegreen:3329330,linen:16445670,magenta:16711935,maroon:8388608,mediumaquamarine:6737322,mediumblue:205,mediumorchid:12211667,mediumpurple:9662683,mediumseagreen:3978097,
mediumslateblue:8087790,mediumspringgreen:64154,mediumturquoise:4772300,mediumvioletred:13047173,midnightblue:1644912,mintcream:16121850,mistyrose:16770273,moccasin:16770229,
navajowhite:16768685,navy:128,oldlace:16643558,olive:8421376,olivedrab:7048739,orange:16753920,orangered:16729344,orchid:14315734,palegoldenrod:15657130,palegreen:10025880,
paleturquoise:11529966,palevioletred:14381203,papayawhip:16773077,peachpuff:16767673,peru:13468991,pink:16761035,plum:14524637,powderblue:11591910,purple:8388736,
rebeccapurple:6697881,red:16711680,rosybrown:12357519,royalblue:4286945,saddlebrown:9127187,salmon:16416882,sandybrown:16032864,seagreen:3050327,seashell:16774638,
sienna:10506797,silver:12632256,skyblue:8900331,slateblue:6970061,slategray:7372944,slategrey:7372944,snow:16775930,springgreen:65407,steelblue:4620980,tan:13808780,
teal:32896,thistle:14204888,tomato:16737095,turquoise:4251856,violet:15631086,wheat:16113331,white:16777215,whitesmoke:16119285,yellow:16776960,yellowgreen:10145074};
nn(Me,Be,{copy(t){return Object.assign(new this.constructor,this,t)},displayable(){return this.rgb().displayable()},hex:ba,formatHex:ba,formatHex8:ah,formatHsl:lh,
formatRgb:Ma,toString:Ma});function ba(){return this.rgb().formatHex()}function ah(){return this.rgb().formatHex8()}function lh(){return Na(this).formatHsl()}function Ma(){
return this.rgb().formatRgb()}function Be(t){var e,n;return t=(t+"").trim().toLowerCase(),(e=th.exec(t))?(n=e[1].length,e=parseInt(e[1],16),n===6?ka(e):n===3?new ut(
e>>8&15|e>>4&240,e>>4&15|e&240,(e&15)<<4|e&15,1):n===8?Tr(e>>24&255,e>>16&255,e>>8&255,(e&255)/255):n===4?Tr(e>>12&15|e>>8&240,e>>8&15|e>>4&240,e>>4&15|e&240,((e&
15)<<4|e&15)/255):null):(e=eh.exec(t))?new ut(e[1],e[2],e[3],1):(e=nh.exec(t))?new ut(e[1]*255/100,e[2]*255/100,e[3]*255/100,1):(e=rh.exec(t))?Tr(e[1],e[2],e[3],
e[4]):(e=ih.exec(t))?Tr(e[1]*255/100,e[2]*255/100,e[3]*255/100,e[4]):(e=oh.exec(t))?$a(e[1],e[2]/100,e[3]/100,1):(e=sh.exec(t))?$a(e[1],e[2]/100,e[3]/100,e[4]):
xa.hasOwnProperty(t)?ka(xa[t]):t==="transparent"?new ut(NaN,NaN,NaN,0):null}function ka(t){return new ut(t>>16&255,t>>8&255,t&255,1)}function Tr(t,e,n,r){return r<=
0&&(t=e=n=NaN),new ut(t,e,n,r)}function no(t){return t instanceof Me||(t=Be(t)),t?(t=t.rgb(),new ut(t.r,t.g,t.b,t.opacity)):new ut}function Kn(t,e,n,r){return arguments.
length===1?no(t):new ut(t,e,n,r??1)}function ut(t,e,n,r){this.r=+t,this.g=+e,this.b=+n,this.opacity=+r}nn(ut,Kn,Vn(Me,{brighter(t){return t=t==null?en:Math.pow(
en,t),new ut(this.r*t,this.g*t,this.b*t,this.opacity)},darker(t){return t=t==null?je:Math.pow(je,t),new ut(this.r*t,this.g*t,this.b*t,this.opacity)},rgb(){return this},
clamp(){return new ut(Fe(this.r),Fe(this.g),Fe(this.b),Fr(this.opacity))},displayable(){return-.5<=this.r&&this.r<255.5&&-.5<=this.g&&this.g<255.5&&-.5<=this.b&&
this.b<255.5&&0<=this.opacity&&this.opacity<=1},hex:_a,formatHex:_a,formatHex8:ch,formatRgb:Aa,toString:Aa}));function _a(){return`#${Le(this.r)}${Le(this.g)}${Le(
this.b)}`}function ch(){return`#${Le(this.r)}${Le(this.g)}${Le(this.b)}${Le((isNaN(this.opacity)?1:this.opacity)*255)}`}function Aa(){let t=Fr(this.opacity);return`${t===
1?"rgb(":"rgba("}${Fe(this.r)}, ${Fe(this.g)}, ${Fe(this.b)}${t===1?")":`, ${t})`}`}function Fr(t){return isNaN(t)?1:Math.max(0,Math.min(1,t))}function Fe(t){return Math.
max(0,Math.min(255,Math.round(t)||0))}function Le(t){return t=Fe(t),(t<16?"0":"")+t.toString(16)}function $a(t,e,n,r){return r<=0?t=e=n=NaN:n<=0||n>=1?t=e=NaN:e<=
0&&(t=NaN),new Xt(t,e,n,r)}function Na(t){if(t instanceof Xt)return new Xt(t.h,t.s,t.l,t.opacity);if(t instanceof Me||(t=Be(t)),!t)return new Xt;if(t instanceof
Xt)return t;t=t.rgb();var e=t.r/255,n=t.g/255,r=t.b/255,i=Math.min(e,n,r),o=Math.max(e,n,r),s=NaN,a=o-i,l=(o+i)/2;return a?(e===o?s=(n-r)/a+(n<r)*6:n===o?s=(r-e)/
a+2:s=(e-n)/a+4,a/=l<.5?o+i:2-o-i,s*=60):a=l>0&&l<1?0:s,new Xt(s,a,l,t.opacity)}function jr(t,e,n,r){return arguments.length===1?Na(t):new Xt(t,e,n,r??1)}function Xt(t,e,n,r){
this.h=+t,this.s=+e,this.l=+n,this.opacity=+r}nn(Xt,jr,Vn(Me,{brighter(t){return t=t==null?en:Math.pow(en,t),new Xt(this.h,this.s,this.l*t,this.opacity)},darker(t){
return t=t==null?je:Math.pow(je,t),new Xt(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=this.h%360+(this.h<0)*360,e=isNaN(t)||isNaN(this.s)?0:this.s,n=this.
l,r=n+(n<.5?n:1-n)*e,i=2*n-r;return new ut(Zi(t>=240?t-240:t+120,i,r),Zi(t,i,r),Zi(t<120?t+240:t-120,i,r),this.opacity)},clamp(){return new Xt(za(this.h),Lr(this.
s),Lr(this.l),Fr(this.opacity))},displayable(){return(0<=this.s&&this.s<=1||isNaN(this.s))&&0<=this.l&&this.l<=1&&0<=this.opacity&&this.opacity<=1},formatHsl(){
let t=Fr(this.opacity);return`${t===1?"hsl(":"hsla("}${za(this.h)}, ${Lr(this.s)*100}%, ${Lr(this.l)*100}%${t===1?")":`, ${t})`}`}}));function za(t){return t=(t||
0)%360,t<0?t+360:t}function Lr(t){return Math.max(0,Math.min(1,t||0))}function Zi(t,e,n){return(t<60?e+(n-e)*t/60:t<180?n:t<240?e+(n-e)*(240-t)/60:e)*255}var Ia=Math.
PI/180,Oa=180/Math.PI,Dr=18,Ta=.96422,La=1,Fa=.82521,Da=4/29,tn=6/29,ja=3*tn*tn,uh=tn*tn*tn;function Ba(t){if(t instanceof ne)return new ne(t.l,t.a,t.b,t.opacity);
if(t instanceof he)return Ua(t);t instanceof ut||(t=no(t));var e=eo(t.r),n=eo(t.g),r=eo(t.b),i=Ji((.2225045*e+.7168786*n+.0606169*r)/La),o,s;return e===n&&n===r?
o=s=i:(o=Ji((.4360747*e+.3850649*n+.1430804*r)/Ta),s=Ji((.0139322*e+.0971045*n+.7141733*r)/Fa)),new ne(116*i-16,500*(o-i),200*(i-s),t.opacity)}function Ra(t,e,n,r){return arguments.length===1?Ba(t):new ne(t,e,n,r??1)}function ne(t,e,n,r){this.l=+t,this.a=+e,this.b=+n,this.opacity=+r}nn(ne,Ra,Vn(Me,{brighter(t){
return new ne(this.l+Dr*(t??1),this.a,this.b,this.opacity)},darker(t){return new ne(this.l-Dr*(t??1),this.a,this.b,this.opacity)},rgb(){var t=(this.l+16)/116,e=isNaN(
this.a)?t:t+this.a/500,n=isNaN(this.b)?t:t-this.b/200;return e=Ta*Qi(e),t=La*Qi(t),n=Fa*Qi(n),new ut(to(3.1338561*e-1.6168667*t-.4906146*n),to(-.9787684*e+1.9161415*
t+.033454*n),to(.0719453*e-.2289914*t+1.4052427*n),this.opacity)}}));function Ji(t){return t>uh?Math.pow(t,1/3):t/ja+Da}function Qi(t){return t>tn?t*t*t:ja*(t-Da)}
function to(t){return 255*(t<=.0031308?12.92*t:1.055*Math.pow(t,1/2.4)-.055)}function eo(t){return(t/=255)<=.04045?t/12.92:Math.pow((t+.055)/1.055,2.4)}function fh(t){
if(t instanceof he)return new he(t.h,t.c,t.l,t.opacity);if(t instanceof ne||(t=Ba(t)),t.a===0&&t.b===0)return new he(NaN,0<t.l&&t.l<100?0:NaN,t.l,t.opacity);var e=Math.
atan2(t.b,t.a)*Oa;return new he(e<0?e+360:e,Math.sqrt(t.a*t.a+t.b*t.b),t.l,t.opacity)}function Br(t,e,n,r){return arguments.length===1?fh(t):new he(t,e,n,r??1)}function he(t,e,n,r){this.h=+t,this.c=+e,this.l=+n,this.opacity=+r}function Ua(t){if(isNaN(
t.h))return new ne(t.l,0,0,t.opacity);var e=t.h*Ia;return new ne(t.l,Math.cos(e)*t.c,Math.sin(e)*t.c,t.opacity)}nn(he,Br,Vn(Me,{brighter(t){return new he(this.h,
this.c,this.l+Dr*(t??1),this.opacity)},darker(t){return new he(this.h,this.c,this.l-Dr*(t??1),this.opacity)},rgb(){return Ua(this).rgb()}}));var Pa=-.14861,ro=1.78277,
io=-.29227,Rr=-.90649,Hn=1.97294,Sa=Hn*Rr,Ca=Hn*ro,Ea=ro*io-Rr*Pa;function hh(t){if(t instanceof De)return new De(t.h,t.s,t.l,t.opacity);t instanceof ut||(t=no(
t));var e=t.r/255,n=t.g/255,r=t.b/255,i=(Ea*r+Sa*e-Ca*n)/(Ea+Sa-Ca),o=r-i,s=(Hn*(n-i)-io*o)/Rr,a=Math.sqrt(s*s+o*o)/(Hn*i*(1-i)),l=a?Math.atan2(s,o)*Oa-120:NaN;
return new De(l<0?l+360:l,a,i,t.opacity)}function Ur(t,e,n,r){return arguments.length===1?hh(t):new De(t,e,n,r??1)}function De(t,e,n,r){this.h=+t,this.s=+e,this.
l=+n,this.opacity=+r}nn(De,Ur,Vn(Me,{brighter(t){return t=t==null?en:Math.pow(en,t),new De(this.h,this.s,this.l*t,this.opacity)},darker(t){return t=t==null?je:Math.
pow(je,t),new De(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=isNaN(this.h)?0:(this.h+120)*Ia,e=+this.l,n=isNaN(this.s)?0:this.s*e*(1-e),r=Math.cos(t),i=Math.
sin(t);return new ut(255*(e+n*(Pa*r+ro*i)),255*(e+n*(io*r+Rr*i)),255*(e+n*(Hn*r)),this.opacity)}}));function Va(t,e,n,r,i){var o=t*t,s=o*t;return((1-3*t+3*o-s)*e+(4-6*o+3*s)*n+(1+3*t+3*o-3*s)*r+s*i)/6}function ph(t){var e=t.length-1;return function(n){var r=n<=
0?n=0:n>=1?(n=1,e-1):Math.floor(n*e),i=t[r],o=t[r+1],s=r>0?t[r-1]:2*i-o,a=r<e-1?t[r+2]:2*o-i;return Va((n-r/e)*e,s,i,o,a)}}function dh(t){var e=t.length;return function(n){
var r=Math.floor(((n%=1)<0?++n:n)*e),i=t[(r+e-1)%e],o=t[r%e],s=t[(r+1)%e],a=t[(r+2)%e];return Va((n-r/e)*e,i,o,s,a)}}var lo=t=>()=>t;function Ka(t,e){return function(n){
return t+n*e}}function mh(t,e,n){return t=Math.pow(t,n),e=Math.pow(e,n)-t,n=1/n,function(r){return Math.pow(t+r*e,n)}}function co(t,e){var n=e-t;return n?Ka(t,n>
180||n<-180?n-360*Math.round(n/360):n):lo(isNaN(t)?e:t)}function gh(t){return(t=+t)==1?zt:function(e,n){return n-e?mh(e,n,t):lo(isNaN(e)?n:e)}}function zt(t,e){
var n=e-t;return n?Ka(t,n):lo(isNaN(t)?e:t)}var uo=(function t(e){var n=gh(e);function r(i,o){var s=n((i=Kn(i)).r,(o=Kn(o)).r),a=n(i.g,o.g),l=n(i.b,o.b),c=zt(i.
opacity,o.opacity);return function(u){return i.r=s(u),i.g=a(u),i.b=l(u),i.opacity=c(u),i+""}}return r.gamma=t,r})(1);function Ya(t){return function(e){var n=e.length,
r=new Array(n),i=new Array(n),o=new Array(n),s,a;for(s=0;s<n;++s)a=Kn(e[s]),r[s]=a.r||0,i[s]=a.g||0,o[s]=a.b||0;return r=t(r),i=t(i),o=t(o),a.opacity=1,function(l){
return a.r=r(l),a.g=i(l),a.b=o(l),a+""}}}var s0=Ya(ph),a0=Ya(dh);function pe(t,e){return t=+t,e=+e,function(n){return t*(1-n)+e*n}}var so=/[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g,oo=new RegExp(so.source,"g");function yh(t){return function(){return t}}function vh(t){return function(e){return t(
e)+""}}function Ga(t,e){var n=so.lastIndex=oo.lastIndex=0,r,i,o,s=-1,a=[],l=[];for(t=t+"",e=e+"";(r=so.exec(t))&&(i=oo.exec(e));)(o=i.index)>n&&(o=e.slice(n,o),
a[s]?a[s]+=o:a[++s]=o),(r=r[0])===(i=i[0])?a[s]?a[s]+=i:a[++s]=i:(a[++s]=null,l.push({i:s,x:pe(r,i)})),n=oo.lastIndex;return n<e.length&&(o=e.slice(n),a[s]?a[s]+=
o:a[++s]=o),a.length<2?l[0]?vh(l[0].x):yh(e):(e=l.length,function(c){for(var u=0,d;u<e;++u)a[(d=l[u]).i]=d.x(c);return a.join("")})}var qa=180/Math.PI,ao={translateX:0,translateY:0,rotate:0,skewX:0,scaleX:1,scaleY:1};function Xa(t,e,n,r,i,o){var s,a,l;return(s=Math.sqrt(t*t+e*e))&&(t/=s,e/=s),
(l=t*n+e*r)&&(n-=t*l,r-=e*l),(a=Math.sqrt(n*n+r*r))&&(n/=a,r/=a,l/=a),t*r<e*n&&(t=-t,e=-e,l=-l,s=-s),{translateX:i,translateY:o,rotate:Math.atan2(e,t)*qa,skewX:Math.
atan(l)*qa,scaleX:s,scaleY:a}}var Pr;function wh(t){let e=new(typeof DOMMatrix=="function"?DOMMatrix:WebKitCSSMatrix)(t+"");return e.isIdentity?ao:Xa(e.a,e.b,e.
c,e.d,e.e,e.f)}function xh(t){return t==null||(Pr||(Pr=document.createElementNS("http://www.w3.org/2000/svg","g")),Pr.setAttribute("transform",t),!(t=Pr.transform.
baseVal.consolidate()))?ao:(t=t.matrix,Xa(t.a,t.b,t.c,t.d,t.e,t.f))}function Wa(t,e,n,r){function i(c){return c.length?c.pop()+" ":""}function o(c,u,d,m,f,y){if(c!==
d||u!==m){var v=f.push("translate(",null,e,null,n);y.push({i:v-4,x:pe(c,d)},{i:v-2,x:pe(u,m)})}else(d||m)&&f.push("translate("+d+e+m+n)}function s(c,u,d,m){c!==
u?(c-u>180?u+=360:u-c>180&&(c+=360),m.push({i:d.push(i(d)+"rotate(",null,r)-2,x:pe(c,u)})):u&&d.push(i(d)+"rotate("+u+r)}function a(c,u,d,m){c!==u?m.push({i:d.push(
i(d)+"skewX(",null,r)-2,x:pe(c,u)}):u&&d.push(i(d)+"skewX("+u+r)}function l(c,u,d,m,f,y){if(c!==d||u!==m){var v=f.push(i(f)+"scale(",null,",",null,")");y.push({
i:v-4,x:pe(c,d)},{i:v-2,x:pe(u,m)})}else(d!==1||m!==1)&&f.push(i(f)+"scale("+d+","+m+")")}return function(c,u){var d=[],m=[];return c=t(c),u=t(u),o(c.translateX,
c.translateY,u.translateX,u.translateY,d,m),s(c.rotate,u.rotate,d,m),a(c.skewX,u.skewX,d,m),l(c.scaleX,c.scaleY,u.scaleX,u.scaleY,d,m),c=u=null,function(f){for(var y=-1,
v=m.length,k;++y<v;)d[(k=m[y]).i]=k.x(f);return d.join("")}}}var Za=Wa(wh,"px, ","px)","deg)"),Ja=Wa(xh,", ",")",")"),bh=1e-12;function Ha(t){return((t=Math.exp(
t))+1/t)/2}function Mh(t){return((t=Math.exp(t))-1/t)/2}function kh(t){return((t=Math.exp(2*t))-1)/(t+1)}var Qa=(function t(e,n,r){function i(o,s){var a=o[0],l=o[1],
c=o[2],u=s[0],d=s[1],m=s[2],f=u-a,y=d-l,v=f*f+y*y,k,M;if(v<bh)M=Math.log(m/c)/e,k=function(Y){return[a+Y*f,l+Y*y,c*Math.exp(e*Y*M)]};else{var F=Math.sqrt(v),I=(m*
m-c*c+r*v)/(2*c*n*F),H=(m*m-c*c-r*v)/(2*m*n*F),P=Math.log(Math.sqrt(I*I+1)-I),V=Math.log(Math.sqrt(H*H+1)-H);M=(V-P)/e,k=function(Y){var j=Y*M,E=Ha(P),J=c/(n*F)*
(E*kh(e*j+P)-Mh(P));return[a+J*f,l+J*y,c*E/Ha(e*j+P)]}}return k.duration=Math.abs(M)*1e3*e/Math.SQRT2,k}return i.rho=function(o){var s=Math.max(.001,+o),a=s*s,l=a*
a;return t(s,a,l)},i})(Math.SQRT2,2,4);function tl(t){return function(e,n){var r=t((e=jr(e)).h,(n=jr(n)).h),i=zt(e.s,n.s),o=zt(e.l,n.l),s=zt(e.opacity,n.opacity);
return function(a){return e.h=r(a),e.s=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var l0=tl(co),c0=tl(zt);function el(t){return function(e,n){var r=t((e=Br(e)).h,(n=Br(n)).h),i=zt(e.c,n.c),o=zt(e.l,n.l),s=zt(e.opacity,n.opacity);return function(a){return e.h=r(a),e.
c=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var u0=el(co),f0=el(zt);function nl(t){return(function e(n){n=+n;function r(i,o){var s=t((i=Ur(i)).h,(o=Ur(o)).h),a=zt(i.s,
o.s),l=zt(i.l,o.l),c=zt(i.opacity,o.opacity);return function(u){return i.h=s(u),i.s=a(u),i.l=l(Math.pow(u,n)),i.opacity=c(u),i+""}}return r.gamma=e,r})(1)}var h0=nl(
co),p0=nl(zt);var rn=0,Gn=0,Yn=0,il=1e3,qr,Xn,Hr=0,Re=0,Kr=0,Wn=typeof performance=="object"&&performance.now?performance:Date,ol=typeof window=="object"&&window.requestAnimationFrame?
window.requestAnimationFrame.bind(window):function(t){setTimeout(t,17)};function Yr(){return Re||(ol(_h),Re=Wn.now()+Kr)}function _h(){Re=0}function Vr(){this._call=
this._time=this._next=null}Vr.prototype=ho.prototype={constructor:Vr,restart:function(t,e,n){if(typeof t!="function")throw new TypeError("callback is not a func\
tion");n=(n==null?Yr():+n)+(e==null?0:+e),!this._next&&Xn!==this&&(Xn?Xn._next=this:qr=this,Xn=this),this._call=t,this._time=n,fo()},stop:function(){this._call&&
(this._call=null,this._time=1/0,fo())}};function ho(t,e,n){var r=new Vr;return r.restart(t,e,n),r}function Ah(){Yr(),++rn;for(var t=qr,e;t;)(e=Re-t._time)>=0&&t.
_call.call(void 0,e),t=t._next;--rn}function rl(){Re=(Hr=Wn.now())+Kr,rn=Gn=0;try{Ah()}finally{rn=0,zh(),Re=0}}function $h(){var t=Wn.now(),e=t-Hr;e>il&&(Kr-=e,
Hr=t)}function zh(){for(var t,e=qr,n,r=1/0;e;)e._call?(r>e._time&&(r=e._time),t=e,e=e._next):(n=e._next,e._next=null,e=t?t._next=n:qr=n);Xn=t,fo(r)}function fo(t){
if(!rn){Gn&&(Gn=clearTimeout(Gn));var e=t-Re;e>24?(t<1/0&&(Gn=setTimeout(rl,Math.ceil(t-Wn.now()-Kr)+1)),Yn&&(Yn=clearInterval(Yn))):(Yn||(Hr=Wn.now(),Yn=setInterval(
$h,il)),rn=1,ol(rl))}}function po(t,e,n){var r=new Vr;return e=e==null?0:+e,r.restart(i=>{r.stop(),t(i+e)},e,n),r}function al(t){return((t*=2)<=1?t*t*t:(t-=2)*t*t+2)/2}var mo=3,g0=(function t(e){e=+e;function n(r){return Math.pow(r,e)}return n.exponent=t,n})(mo),y0=(function t(e){
e=+e;function n(r){return 1-Math.pow(1-r,e)}return n.exponent=t,n})(mo),v0=(function t(e){e=+e;function n(r){return((r*=2)<=1?Math.pow(r,e):2-Math.pow(2-r,e))/2}
return n.exponent=t,n})(mo),Sh=Math.PI,w0=Sh/2;function Gr(t){return(Math.pow(2,-10*t)-.0009765625)*1.0009775171065494}var sl=4/11,x0=6/11,b0=8/11,M0=3/4,k0=9/11,_0=10/11,A0=15/16,$0=21/22,z0=63/64,S0=1/sl/sl;var go=1.70158,C0=(function t(e){e=+e;function n(r){return(r=+r)*r*(e*(r-1)+r)}return n.overshoot=t,n})(go),E0=(function t(e){e=+e;function n(r){return--r*r*((r+
1)*e+r)+1}return n.overshoot=t,n})(go),N0=(function t(e){e=+e;function n(r){return((r*=2)<1?r*r*((e+1)*r-e):(r-=2)*r*((e+1)*r+e)+2)/2}return n.overshoot=t,n})(go),
on=2*Math.PI,yo=1,vo=.3,I0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=on);function i(o){return e*Gr(- --o)*Math.sin((r-o)/n)}return i.amplitude=function(o){
return t(o,n*on)},i.period=function(o){return t(e,o)},i})(yo,vo),O0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=on);function i(o){return 1-e*Gr(o=
+o)*Math.sin((o+r)/n)}return i.amplitude=function(o){return t(o,n*on)},i.period=function(o){return t(e,o)},i})(yo,vo),T0=(function t(e,n){var r=Math.asin(1/(e=Math.
max(1,e)))*(n/=on);function i(o){return((o=o*2-1)<0?e*Gr(-o)*Math.sin((r-o)/n):2-e*Gr(o)*Math.sin((r+o)/n))/2}return i.amplitude=function(o){return t(o,n*on)},i.
period=function(o){return t(e,o)},i})(yo,vo);var Ch=Pn("start","end","cancel","interrupt"),Eh=[],ul=0,ll=1,wo=2,Xr=3,cl=4,xo=5,Wr=6;function Zr(t,e,n,r,i,o){var s=t.__transition;if(!s)t.__transition={};else if(n in
s)return;Nh(t,n,{name:e,index:r,group:i,on:Ch,tween:Eh,time:o.time,delay:o.delay,duration:o.duration,ease:o.ease,timer:null,state:ul})}function bo(t,e){var n=Wt(
t,e);if(n.state>ul)throw new Error("too late; already scheduled");return n}function re(t,e){var n=Wt(t,e);if(n.state>Xr)throw new Error("too late; already runni\
ng");return n}function Wt(t,e){var n=t.__transition;if(!n||!(n=n[e]))throw new Error("transition not found");return n}function Nh(t,e,n){var r=t.__transition,i;
r[e]=n,n.timer=ho(o,0,n.time);function o(c){n.state=ll,n.timer.restart(s,n.delay,n.time),n.delay<=c&&s(c-n.delay)}function s(c){var u,d,m,f;if(n.state!==ll)return l();
for(u in r)if(f=r[u],f.name===n.name){if(f.state===Xr)return po(s);f.state===cl?(f.state=Wr,f.timer.stop(),f.on.call("interrupt",t,t.__data__,f.index,f.group),delete r[u]):
+u<e&&(f.state=Wr,f.timer.stop(),f.on.call("cancel",t,t.__data__,f.index,f.group),delete r[u])}if(po(function(){n.state===Xr&&(n.state=cl,n.timer.restart(a,n.delay,
n.time),a(c))}),n.state=wo,n.on.call("start",t,t.__data__,n.index,n.group),n.state===wo){for(n.state=Xr,i=new Array(m=n.tween.length),u=0,d=-1;u<m;++u)(f=n.tween[u].
value.call(t,t.__data__,n.index,n.group))&&(i[++d]=f);i.length=d+1}}function a(c){for(var u=c<n.duration?n.ease.call(null,c/n.duration):(n.timer.restart(l),n.state=
xo,1),d=-1,m=i.length;++d<m;)i[d].call(t,u);n.state===xo&&(n.on.call("end",t,t.__data__,n.index,n.group),l())}function l(){n.state=Wr,n.timer.stop(),delete r[e];
for(var c in r)return;delete t.__transition}}function Zn(t,e){var n=t.__transition,r,i,o=!0,s;if(n){e=e==null?null:e+"";for(s in n){if((r=n[s]).name!==e){o=!1;continue}
i=r.state>wo&&r.state<xo,r.state=Wr,r.timer.stop(),r.on.call(i?"interrupt":"cancel",t,t.__data__,r.index,r.group),delete n[s]}o&&delete t.__transition}}function Ih(t){
return this.each(function(){Zn(this,t)})}function Oh(t,e){var n,r;return function(){var i=re(this,t),o=i.tween;if(o!==n){r=n=o;for(var s=0,a=r.length;s<a;++s)if(r[s].
name===e){r=r.slice(),r.splice(s,1);break}}i.tween=r}}function Th(t,e,n){var r,i;if(typeof n!="function")throw new Error;return function(){var o=re(this,t),s=o.
tween;if(s!==r){i=(r=s).slice();for(var a={name:e,value:n},l=0,c=i.length;l<c;++l)if(i[l].name===e){i[l]=a;break}l===c&&i.push(a)}o.tween=i}}function Lh(t,e){var n=this.
_id;if(t+="",arguments.length<2){for(var r=Wt(this.node(),n).tween,i=0,o=r.length,s;i<o;++i)if((s=r[i]).name===t)return s.value;return null}return this.each((e==
null?Oh:Th)(n,t,e))}function Mo(t,e,n){var r=t._id;return t.each(function(){var i=re(this,r);(i.value||(i.value={}))[e]=n.apply(this,arguments)}),function(i){return Wt(
i,r).value[e]}}function fl(t,e){var n;return(typeof e=="number"?pe:e instanceof Be?uo:(n=Be(e))?(e=n,uo):Ga)(t,e)}function Fh(t){return function(){this.removeAttribute(
t)}}function Dh(t){return function(){this.removeAttributeNS(t.space,t.local)}}function jh(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttribute(t);return s===
i?null:s===r?o:o=e(r=s,n)}}function Bh(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttributeNS(t.space,t.local);return s===i?null:s===r?o:o=e(r=s,n)}}
function Rh(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttribute(t):(s=this.getAttribute(t),l=a+"",s===l?null:s===r&&l===
i?o:(i=l,o=e(r=s,a)))}}function Uh(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttributeNS(t.space,t.local):(s=this.getAttributeNS(
t.space,t.local),l=a+"",s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a)))}}function Ph(t,e){var n=Un(t),r=n==="transform"?Ja:fl;return this.attrTween(t,typeof e=="fun\
ction"?(n.local?Uh:Rh)(n,r,Mo(this,"attr."+t,e)):e==null?(n.local?Dh:Fh)(n):(n.local?Bh:jh)(n,r,e))}function qh(t,e){return function(n){this.setAttribute(t,e.call(
this,n))}}function Hh(t,e){return function(n){this.setAttributeNS(t.space,t.local,e.call(this,n))}}function Vh(t,e){var n,r;function i(){var o=e.apply(this,arguments);
return o!==r&&(n=(r=o)&&Hh(t,o)),n}return i._value=e,i}function Kh(t,e){var n,r;function i(){var o=e.apply(this,arguments);return o!==r&&(n=(r=o)&&qh(t,o)),n}return i.
_value=e,i}function Yh(t,e){var n="attr."+t;if(arguments.length<2)return(n=this.tween(n))&&n._value;if(e==null)return this.tween(n,null);if(typeof e!="function")
throw new Error;var r=Un(t);return this.tween(n,(r.local?Vh:Kh)(r,e))}function Gh(t,e){return function(){bo(this,t).delay=+e.apply(this,arguments)}}function Xh(t,e){
return e=+e,function(){bo(this,t).delay=e}}function Wh(t){var e=this._id;return arguments.length?this.each((typeof t=="function"?Gh:Xh)(e,t)):Wt(this.node(),e).
delay}function Zh(t,e){return function(){re(this,t).duration=+e.apply(this,arguments)}}function Jh(t,e){return e=+e,function(){re(this,t).duration=e}}function Qh(t){
var e=this._id;return arguments.length?this.each((typeof t=="function"?Zh:Jh)(e,t)):Wt(this.node(),e).duration}function tp(t,e){if(typeof e!="function")throw new Error;
return function(){re(this,t).ease=e}}function ep(t){var e=this._id;return arguments.length?this.each(tp(e,t)):Wt(this.node(),e).ease}function np(t,e){return function(){
var n=e.apply(this,arguments);if(typeof n!="function")throw new Error;re(this,t).ease=n}}function rp(t){if(typeof t!="function")throw new Error;return this.each(
np(this._id,t))}function ip(t){typeof t!="function"&&(t=Yi(t));for(var e=this._groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],
l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new me(r,this._parents,this._name,this._id)}function op(t){if(t._id!==this._id)throw new Error;
for(var e=this._groups,n=t._groups,r=e.length,i=n.length,o=Math.min(r,i),s=new Array(r),a=0;a<o;++a)for(var l=e[a],c=n[a],u=l.length,d=s[a]=new Array(u),m,f=0;f<
u;++f)(m=l[f]||c[f])&&(d[f]=m);for(;a<r;++a)s[a]=e[a];return new me(s,this._parents,this._name,this._id)}function sp(t){return(t+"").trim().split(/^|\s+/).every(
function(e){var n=e.indexOf(".");return n>=0&&(e=e.slice(0,n)),!e||e==="start"})}function ap(t,e,n){var r,i,o=sp(e)?bo:re;return function(){var s=o(this,t),a=s.
on;a!==r&&(i=(r=a).copy()).on(e,n),s.on=i}}function lp(t,e){var n=this._id;return arguments.length<2?Wt(this.node(),n).on.on(t):this.each(ap(n,t,e))}function cp(t){
return function(){var e=this.parentNode;for(var n in this.__transition)if(+n!==t)return;e&&e.removeChild(this)}}function up(){return this.on("end.remove",cp(this.
_id))}function fp(t){var e=this._name,n=this._id;typeof t!="function"&&(t=Ir(t));for(var r=this._groups,i=r.length,o=new Array(i),s=0;s<i;++s)for(var a=r[s],l=a.
length,c=o[s]=new Array(l),u,d,m=0;m<l;++m)(u=a[m])&&(d=t.call(u,u.__data__,m,a))&&("__data__"in u&&(d.__data__=u.__data__),c[m]=d,Zr(c[m],e,n,m,c,Wt(u,n)));return new me(
o,this._parents,e,n)}function hp(t){var e=this._name,n=this._id;typeof t!="function"&&(t=Ki(t));for(var r=this._groups,i=r.length,o=[],s=[],a=0;a<i;++a)for(var l=r[a],
c=l.length,u,d=0;d<c;++d)if(u=l[d]){for(var m=t.call(u,u.__data__,d,l),f,y=Wt(u,n),v=0,k=m.length;v<k;++v)(f=m[v])&&Zr(f,e,n,v,m,y);o.push(m),s.push(u)}return new me(
o,s,e,n)}var pp=Te.prototype.constructor;function dp(){return new pp(this._groups,this._parents)}function mp(t,e){var n,r,i;return function(){var o=Oe(this,t),s=(this.
style.removeProperty(t),Oe(this,t));return o===s?null:o===n&&s===r?i:i=e(n=o,r=s)}}function hl(t){return function(){this.style.removeProperty(t)}}function gp(t,e,n){
var r,i=n+"",o;return function(){var s=Oe(this,t);return s===i?null:s===r?o:o=e(r=s,n)}}function yp(t,e,n){var r,i,o;return function(){var s=Oe(this,t),a=n(this),
l=a+"";return a==null&&(l=a=(this.style.removeProperty(t),Oe(this,t))),s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a))}}function vp(t,e){var n,r,i,o="style."+e,s="en\
d."+o,a;return function(){var l=re(this,t),c=l.on,u=l.value[o]==null?a||(a=hl(e)):void 0;(c!==n||i!==u)&&(r=(n=c).copy()).on(s,i=u),l.on=r}}function wp(t,e,n){var r=(t+=
"")=="transform"?Za:fl;return e==null?this.styleTween(t,mp(t,r)).on("end.style."+t,hl(t)):typeof e=="function"?this.styleTween(t,yp(t,r,Mo(this,"style."+t,e))).
each(vp(this._id,t)):this.styleTween(t,gp(t,r,e),n).on("end.style."+t,null)}function xp(t,e,n){return function(r){this.style.setProperty(t,e.call(this,r),n)}}function bp(t,e,n){
var r,i;function o(){var s=e.apply(this,arguments);return s!==i&&(r=(i=s)&&xp(t,s,n)),r}return o._value=e,o}function Mp(t,e,n){var r="style."+(t+="");if(arguments.
length<2)return(r=this.tween(r))&&r._value;if(e==null)return this.tween(r,null);if(typeof e!="function")throw new Error;return this.tween(r,bp(t,e,n??""))}function kp(t){
return function(){this.textContent=t}}function _p(t){return function(){var e=t(this);this.textContent=e??""}}function Ap(t){return this.tween("text",typeof t=="\
function"?_p(Mo(this,"text",t)):kp(t==null?"":t+""))}function $p(t){return function(e){this.textContent=t.call(this,e)}}function zp(t){var e,n;function r(){var i=t.
apply(this,arguments);return i!==n&&(e=(n=i)&&$p(i)),e}return r._value=t,r}function Sp(t){var e="text";if(arguments.length<1)return(e=this.tween(e))&&e._value;if(t==
null)return this.tween(e,null);if(typeof t!="function")throw new Error;return this.tween(e,zp(t))}function Cp(){for(var t=this._name,e=this._id,n=pl(),r=this._groups,
i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)if(l=s[c]){var u=Wt(l,e);Zr(l,t,n,c,s,{time:u.time+u.delay+u.duration,delay:0,duration:u.duration,
ease:u.ease})}return new me(r,this._parents,t,n)}function Ep(){var t,e,n=this,r=n._id,i=n.size();return new Promise(function(o,s){var a={value:s},l={value:function(){
--i===0&&o()}};n.each(function(){var c=re(this,r),u=c.on;u!==t&&(e=(t=u).copy(),e._.cancel.push(a),e._.interrupt.push(a),e._.end.push(l)),c.on=e}),i===0&&o()})}
var Np=0;function me(t,e,n,r){this._groups=t,this._parents=e,this._name=n,this._id=r}function Ip(t){return Te().transition(t)}function pl(){return++Np}var de=Te.
prototype;me.prototype=Ip.prototype={constructor:me,select:fp,selectAll:hp,selectChild:de.selectChild,selectChildren:de.selectChildren,filter:ip,merge:op,selection:dp,
transition:Cp,call:de.call,nodes:de.nodes,node:de.node,size:de.size,empty:de.empty,each:de.each,on:lp,attr:Ph,attrTween:Yh,style:wp,styleTween:Mp,text:Ap,textTween:Sp,
remove:up,tween:Lh,delay:Wh,duration:Qh,ease:ep,easeVarying:rp,end:Ep,[Symbol.iterator]:de[Symbol.iterator]};var Op={time:null,delay:0,duration:250,ease:al};function Tp(t,e){
for(var n;!(n=t.__transition)||!(n=n[e]);)if(!(t=t.parentNode))throw new Error(`transition ${e} not found`);return n}function Lp(t){var e,n;t instanceof me?(e=t.
_id,t=t._name):(e=pl(),(n=Op).time=Yr(),t=t==null?null:t+"");for(var r=this._groups,i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&Zr(
l,t,e,c,s,n||Tp(l,e));return new me(r,this._parents,t,e)}Te.prototype.interrupt=Ih;Te.prototype.transition=Lp;var Jr=t=>()=>t;function Fp(t,{sourceEvent:e,target:n,transform:r,dispatch:i}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},sourceEvent:{
value:e,enumerable:!0,configurable:!0},target:{value:n,enumerable:!0,configurable:!0},transform:{value:r,enumerable:!0,configurable:!0},_:{value:i}})}function ge(t,e,n){
this.k=t,this.x=e,this.y=n}ge.prototype={constructor:ge,scale:function(t){return t===1?this:new ge(this.k*t,this.x,this.y)},translate:function(t,e){return t===0&
e===0?this:new ge(this.k,this.x+this.k*t,this.y+this.k*e)},apply:function(t){return[t[0]*this.k+this.x,t[1]*this.k+this.y]},applyX:function(t){return t*this.k+this.
x},applyY:function(t){return t*this.k+this.y},invert:function(t){return[(t[0]-this.x)/this.k,(t[1]-this.y)/this.k]},invertX:function(t){return(t-this.x)/this.k},
invertY:function(t){return(t-this.y)/this.k},rescaleX:function(t){return t.copy().domain(t.range().map(this.invertX,this).map(t.invert,t))},rescaleY:function(t){
return t.copy().domain(t.range().map(this.invertY,this).map(t.invert,t))},toString:function(){return"translate("+this.x+","+this.y+") scale("+this.k+")"}};var sn=new ge(
1,0,0);Dp.prototype=ge.prototype;function Dp(t){for(;!t.__zoom;)if(!(t=t.parentNode))return sn;return t.__zoom}function ko(t){t.stopImmediatePropagation()}function Jn(t){
t.preventDefault(),t.stopImmediatePropagation()}function jp(t){return(!t.ctrlKey||t.type==="wheel")&&!t.button}function Bp(){var t=this;return t instanceof SVGElement?
(t=t.ownerSVGElement||t,t.hasAttribute("viewBox")?(t=t.viewBox.baseVal,[[t.x,t.y],[t.x+t.width,t.y+t.height]]):[[0,0],[t.width.baseVal.value,t.height.baseVal.value]]):
[[0,0],[t.clientWidth,t.clientHeight]]}function dl(){return this.__zoom||sn}function Rp(t){return-t.deltaY*(t.deltaMode===1?.05:t.deltaMode?1:.002)*(t.ctrlKey?10:
1)}function Up(){return navigator.maxTouchPoints||"ontouchstart"in this}function Pp(t,e,n){var r=t.invertX(e[0][0])-n[0][0],i=t.invertX(e[1][0])-n[1][0],o=t.invertY(
e[0][1])-n[0][1],s=t.invertY(e[1][1])-n[1][1];return t.translate(i>r?(r+i)/2:Math.min(0,r)||Math.max(0,i),s>o?(o+s)/2:Math.min(0,o)||Math.max(0,s))}function ml(){
var t=jp,e=Bp,n=Pp,r=Rp,i=Up,o=[0,1/0],s=[[-1/0,-1/0],[1/0,1/0]],a=250,l=Qa,c=Pn("start","zoom","end"),u,d,m,f=500,y=150,v=0,k=10;function M(w){w.property("__zo\
om",dl).on("wheel.zoom",j,{passive:!1}).on("mousedown.zoom",E).on("dblclick.zoom",J).filter(i).on("touchstart.zoom",Q).on("touchmove.zoom",it).on("touchend.zoom\
 touchcancel.zoom",bt).style("-webkit-tap-highlight-color","rgba(0,0,0,0)")}M.transform=function(w,A,g,x){var b=w.selection?w.selection():w;b.property("__zoom",
dl),w!==b?P(w,A,g,x):b.interrupt().each(function(){V(this,arguments).event(x).start().zoom(null,typeof A=="function"?A.apply(this,arguments):A).end()})},M.scaleBy=
function(w,A,g,x){M.scaleTo(w,function(){var b=this.__zoom.k,_=typeof A=="function"?A.apply(this,arguments):A;return b*_},g,x)},M.scaleTo=function(w,A,g,x){M.transform(
w,function(){var b=e.apply(this,arguments),_=this.__zoom,$=g==null?H(b):typeof g=="function"?g.apply(this,arguments):g,z=_.invert($),T=typeof A=="function"?A.apply(
this,arguments):A;return n(I(F(_,T),$,z),b,s)},g,x)},M.translateBy=function(w,A,g,x){M.transform(w,function(){return n(this.__zoom.translate(typeof A=="function"?
A.apply(this,arguments):A,typeof g=="function"?g.apply(this,arguments):g),e.apply(this,arguments),s)},null,x)},M.translateTo=function(w,A,g,x,b){M.transform(w,function(){
var _=e.apply(this,arguments),$=this.__zoom,z=x==null?H(_):typeof x=="function"?x.apply(this,arguments):x;return n(sn.translate(z[0],z[1]).scale($.k).translate(
typeof A=="function"?-A.apply(this,arguments):-A,typeof g=="function"?-g.apply(this,arguments):-g),_,s)},x,b)};function F(w,A){return A=Math.max(o[0],Math.min(o[1],
A)),A===w.k?w:new ge(A,w.x,w.y)}function I(w,A,g){var x=A[0]-g[0]*w.k,b=A[1]-g[1]*w.k;return x===w.x&&b===w.y?w:new ge(w.k,x,b)}function H(w){return[(+w[0][0]+ +w[1][0])/
2,(+w[0][1]+ +w[1][1])/2]}function P(w,A,g,x){w.on("start.zoom",function(){V(this,arguments).event(x).start()}).on("interrupt.zoom end.zoom",function(){V(this,arguments).
event(x).end()}).tween("zoom",function(){var b=this,_=arguments,$=V(b,_).event(x),z=e.apply(b,_),T=g==null?H(z):typeof g=="function"?g.apply(b,_):g,R=Math.max(z[1][0]-
z[0][0],z[1][1]-z[0][1]),C=b.__zoom,D=typeof A=="function"?A.apply(b,_):A,G=l(C.invert(T).concat(R/C.k),D.invert(T).concat(R/D.k));return function(ot){if(ot===1)
ot=D;else{var X=G(ot),Tt=R/X[2];ot=new ge(Tt,T[0]-X[0]*Tt,T[1]-X[1]*Tt)}$.zoom(null,ot)}})}function V(w,A,g){return!g&&w.__zooming||new Y(w,A)}function Y(w,A){this.
that=w,this.args=A,this.active=0,this.sourceEvent=null,this.extent=e.apply(w,A),this.taps=0}Y.prototype={event:function(w){return w&&(this.sourceEvent=w),this},
start:function(){return++this.active===1&&(this.that.__zooming=this,this.emit("start")),this},zoom:function(w,A){return this.mouse&&w!=="mouse"&&(this.mouse[1]=
A.invert(this.mouse[0])),this.touch0&&w!=="touch"&&(this.touch0[1]=A.invert(this.touch0[0])),this.touch1&&w!=="touch"&&(this.touch1[1]=A.invert(this.touch1[0])),
this.that.__zoom=A,this.emit("zoom"),this},end:function(){return--this.active===0&&(delete this.that.__zooming,this.emit("end")),this},emit:function(w){var A=Gt(
this.that).datum();c.call(w,this.that,new Fp(w,{sourceEvent:this.sourceEvent,target:M,transform:this.that.__zoom,dispatch:c}),A)}};function j(w,...A){if(!t.apply(
this,arguments))return;var g=V(this,A).event(w),x=this.__zoom,b=Math.max(o[0],Math.min(o[1],x.k*Math.pow(2,r.apply(this,arguments)))),_=fe(w);if(g.wheel)(g.mouse[0][0]!==
_[0]||g.mouse[0][1]!==_[1])&&(g.mouse[1]=x.invert(g.mouse[0]=_)),clearTimeout(g.wheel);else{if(x.k===b)return;g.mouse=[_,x.invert(_)],Zn(this),g.start()}Jn(w),g.
wheel=setTimeout($,y),g.zoom("mouse",n(I(F(x,b),g.mouse[0],g.mouse[1]),g.extent,s));function $(){g.wheel=null,g.end()}}function E(w,...A){if(m||!t.apply(this,arguments))
return;var g=w.currentTarget,x=V(this,A,!0).event(w),b=Gt(w.view).on("mousemove.zoom",T,!0).on("mouseup.zoom",R,!0),_=fe(w,g),$=w.clientX,z=w.clientY;va(w.view),
ko(w),x.mouse=[_,this.__zoom.invert(_)],Zn(this),x.start();function T(C){if(Jn(C),!x.moved){var D=C.clientX-$,G=C.clientY-z;x.moved=D*D+G*G>v}x.event(C).zoom("m\
ouse",n(I(x.that.__zoom,x.mouse[0]=fe(C,g),x.mouse[1]),x.extent,s))}function R(C){b.on("mousemove.zoom mouseup.zoom",null),wa(C.view,x.moved),Jn(C),x.event(C).end()}}
function J(w,...A){if(t.apply(this,arguments)){var g=this.__zoom,x=fe(w.changedTouches?w.changedTouches[0]:w,this),b=g.invert(x),_=g.k*(w.shiftKey?.5:2),$=n(I(F(
g,_),x,b),e.apply(this,A),s);Jn(w),a>0?Gt(this).transition().duration(a).call(P,$,x,w):Gt(this).call(M.transform,$,x,w)}}function Q(w,...A){if(t.apply(this,arguments)){
var g=w.touches,x=g.length,b=V(this,A,w.changedTouches.length===x).event(w),_,$,z,T;for(ko(w),$=0;$<x;++$)z=g[$],T=fe(z,this),T=[T,this.__zoom.invert(T),z.identifier],
b.touch0?!b.touch1&&b.touch0[2]!==T[2]&&(b.touch1=T,b.taps=0):(b.touch0=T,_=!0,b.taps=1+!!u);u&&(u=clearTimeout(u)),_&&(b.taps<2&&(d=T[0],u=setTimeout(function(){
u=null},f)),Zn(this),b.start())}}function it(w,...A){if(this.__zooming){var g=V(this,A).event(w),x=w.changedTouches,b=x.length,_,$,z,T;for(Jn(w),_=0;_<b;++_)$=x[_],
z=fe($,this),g.touch0&&g.touch0[2]===$.identifier?g.touch0[0]=z:g.touch1&&g.touch1[2]===$.identifier&&(g.touch1[0]=z);if($=g.that.__zoom,g.touch1){var R=g.touch0[0],
C=g.touch0[1],D=g.touch1[0],G=g.touch1[1],ot=(ot=D[0]-R[0])*ot+(ot=D[1]-R[1])*ot,X=(X=G[0]-C[0])*X+(X=G[1]-C[1])*X;$=F($,Math.sqrt(ot/X)),z=[(R[0]+D[0])/2,(R[1]+
D[1])/2],T=[(C[0]+G[0])/2,(C[1]+G[1])/2]}else if(g.touch0)z=g.touch0[0],T=g.touch0[1];else return;g.zoom("touch",n(I($,z,T),g.extent,s))}}function bt(w,...A){if(this.
__zooming){var g=V(this,A).event(w),x=w.changedTouches,b=x.length,_,$;for(ko(w),m&&clearTimeout(m),m=setTimeout(function(){m=null},f),_=0;_<b;++_)$=x[_],g.touch0&&
g.touch0[2]===$.identifier?delete g.touch0:g.touch1&&g.touch1[2]===$.identifier&&delete g.touch1;if(g.touch1&&!g.touch0&&(g.touch0=g.touch1,delete g.touch1),g.touch0)
g.touch0[1]=this.__zoom.invert(g.touch0[0]);else if(g.end(),g.taps===2&&($=fe($,this),Math.hypot(d[0]-$[0],d[1]-$[1])<k)){var z=Gt(this).on("dblclick.zoom");z&&
z.apply(this,arguments)}}}return M.wheelDelta=function(w){return arguments.length?(r=typeof w=="function"?w:Jr(+w),M):r},M.filter=function(w){return arguments.length?
(t=typeof w=="function"?w:Jr(!!w),M):t},M.touchable=function(w){return arguments.length?(i=typeof w=="function"?w:Jr(!!w),M):i},M.extent=function(w){return arguments.
length?(e=typeof w=="function"?w:Jr([[+w[0][0],+w[0][1]],[+w[1][0],+w[1][1]]]),M):e},M.scaleExtent=function(w){return arguments.length?(o[0]=+w[0],o[1]=+w[1],M):
[o[0],o[1]]},M.translateExtent=function(w){return arguments.length?(s[0][0]=+w[0][0],s[1][0]=+w[1][0],s[0][1]=+w[0][1],s[1][1]=+w[1][1],M):[[s[0][0],s[0][1]],[s[1][0],
s[1][1]]]},M.constrain=function(w){return arguments.length?(n=w,M):n},M.duration=function(w){return arguments.length?(a=+w,M):a},M.interpolate=function(w){return arguments.
length?(l=w,M):l},M.on=function(){var w=c.on.apply(c,arguments);return w===c?M:w},M.clickDistance=function(w){return arguments.length?(v=(w=+w)*w,M):Math.sqrt(v)},
M.tapDistance=function(w){return arguments.length?(k=+w,M):k},M}var qp=()=>getComputedStyle(document.body).fontFamily,Hp=()=>({background:"transparent",font:qp(),view:{stroke:null},axis:{labelColor:kt("muted"),titleColor:kt(
"muted"),domainColor:kt("line"),tickColor:kt("line"),gridColor:kt("line"),labelFontSize:11,titleFontSize:11,titleFontWeight:400,tickSize:4}});function gl(t){let e=JSON.
parse(kn(`chart ${t}`)??"null");for(let n of e?.params??[])n.name.startsWith("token_")&&(n.value=kt(n.name.slice(6)));return e}async function _o(t,e,n){let r={actions:!1,
renderer:"canvas",ast:!0,defaultStyle:!1,config:Hp(),tooltip:{disableDefaultStyle:!0}};return(await window.vegaEmbed(t,{...gl(e),datasets:n},r)).view}var yl=()=>Number(
gl("points")?.usermeta?.limit??0);function vl(){let t=p("div",{class:"points-chart"}),e=null,n=null,r=!1,i=!1;_o(t,"points",{points:[]}).then(s=>i?s.finalize():
(e=s,o()));async function o(){if(!(!e||r)){for(r=!0;n&&!i;){let s=n;n=null;let{width:a,height:l,radius:c}=s;e.width(a).height(l),e.signal("right",a).signal("bot\
tom",l).signal("size",(2*c)**2),await e.data("points",Vp(s)).runAsync()}r=!1}}return{element:t,paint(s){n=s,o()},end(){i=!0,e?.finalize(),t.remove()}}}function Vp({
x:t,y:e,width:n,height:r,radius:i,colouring:{index:o,colours:s,hollow:a},shown:l,lit:c,selected:u,recede:d,ink:m,surface:f}){let y=[[],[],[]];for(let v=0;v<t.length;v++){
if(l&&!l[v]||t[v]<-i||e[v]<-i||t[v]>n+i||e[v]>r+i)continue;let k=u[v]?2:c&&c[v]?1:0,M=s[o[v]],F=a[o[v]]?k===2?f:"transparent":M;y[k].push({x:t[v],y:e[v],fill:F,
stroke:k===2?m:M,opacity:k===0&&d?.28:1,wide:k===2?1.56:1})}return y.flat()}var ke=null;function wl(t,e,n,r,i,o){let s=new Uint8Array(e.length);if(ke??=document.createElement("canvas").getContext("2d",{willReadFrequently:!0}),!ke||t.length<
3)return s;let[a,l,c,u]=[1/0,1/0,-1/0,-1/0];for(let[y,v]of t)a=Math.min(a,y),c=Math.max(c,y),l=Math.min(l,v),u=Math.max(u,v);a=Math.max(0,Math.floor(a)-1),l=Math.
max(0,Math.floor(l)-1);let d=Math.min(Math.ceil(r),Math.ceil(c)+2)-a,m=Math.min(Math.ceil(i),Math.ceil(u)+2)-l;if(d<=0||m<=0)return s;ke.canvas.width=d,ke.canvas.
height=m,ke.beginPath(),t.forEach(([y,v])=>ke?.lineTo(y-a,v-l)),ke.fill("nonzero");let{data:f}=ke.getImageData(0,0,d,m);for(let y=0;y<e.length;y++){let v=Math.floor(
e[y])-a,k=Math.floor(n[y])-l;v<0||k<0||v>=d||k>=m||o&&!o[y]||f[4*(k*d+v)+3]>127&&(s[y]=1)}return s}var xl=([t,e],[n,r])=>[[t,e],[n,e],[n,r],[t,r]];var Kp=4,_e={held:!1};function bl(t){let{surface:e,marks:n}=t,r=lt("polygon",{class:"lasso",points:""});n.append(r);let i=null,o=new Set,s=f=>{let{left:y,top:v}=e.
getBoundingClientRect();return[f.clientX-y,f.clientY-v]},a=qe(()=>{!i?.moved||!i.draws||(r.setAttribute("points",l(i).map(([f,y])=>`${f.toFixed(1)},${y.toFixed(
1)}`).join(" ")),et(At(i.base,c(i),i.way),{live:!0,chapter:i.chapter}))}),l=({path:f})=>h.tool==="box"?xl(f[0],f[f.length-1]):f,c=f=>wl(l(f),t.x,t.y,t.width,t.height,
vt(f.chapter));function u(){i=null,r.setAttribute("points",""),e.classList.remove("drawing")}e.addEventListener("pointerdown",f=>{if(o.add(f.pointerId),!t.plot||
f.button!==0)return;if(o.size>1)return i?.moved&&et(i.base,{chapter:i.chapter}),u();e.focus({preventScroll:!0});let{chapter:y}=t.plot,v=h.tool!=="pan"&&!_e.held;
i={id:f.pointerId,path:[s(f)],way:Ke(f),base:Z(y).selection,moved:!1,chapter:y,draws:v},v&&e.setPointerCapture(f.pointerId)}),e.addEventListener("pointermove",f=>{
if(!i)return f.buttons||f.pointerType==="touch"?void 0:Ft(t.plot?.chapter??null,t.nearest(...s(f)),t.name);if(f.pointerId!==i.id)return;let y=s(f),[v,k]=i.path[0];
if(!i.moved&&Math.hypot(y[0]-v,y[1]-k)<Kp)return;i.moved||(i.moved=!0,Ft(null,-1,t.name),i.draws&&e.classList.add("drawing"));let[M,F]=i.path[i.path.length-1];return h.
tool==="box"&&i.path.length>1?i.path[1]=y:Math.hypot(y[0]-M,y[1]-F)>=2&&i.path.push(y),a()});function d(f){if(o.delete(f.pointerId),!i||f.pointerId!==i.id)return;
let y=i;if(u(),f.type==="pointercancel")return et(y.base,{chapter:y.chapter});if(!y.moved)return m(f,y);y.draws&&et(At(y.base,c(y),y.way),{chapter:y.chapter})}function m(f,y){
let v=t.nearest(...s(f),f.pointerType==="touch"?20:void 0);if(v<0)return;let k=new Uint8Array(y.chapter.size);k[v]=1,et(At(y.base,k,y.way==="replace"?"toggle":y.
way),{chapter:y.chapter}),t.clicked(v),f.pointerType==="touch"&&Ft(y.chapter,v,t.name)}e.addEventListener("pointerup",d),e.addEventListener("pointercancel",d),e.
addEventListener("pointerleave",()=>Ft(null,-1,t.name)),e.addEventListener("mousedown",f=>{f.button===1&&f.preventDefault()}),e.addEventListener("dblclick",f=>{
let y=t.nearest(...s(f));y>=0&&t.opened(y)})}var Yp=.28;function kl(){let t=p("canvas",{class:"points-raster","aria-hidden":"true"}),e=t.getContext("2d"),n=null,r=new Uint32Array,i=0;function o(a,l,c){n&&t.
width===a&&t.height===l&&i===c||(t.width=a,t.height=l,i=c,n=new ImageData(a+2*i,l+2*i),r=new Uint32Array(n.data.buffer))}function s(a){let l=window.devicePixelRatio||
1,c=Math.max(1,Math.round(a.width*l)),u=Math.max(1,Math.round(a.height*l)),d=a.radius>=2.2,m=(a.radius+(d?.6:0))*l;o(c,u,Math.ceil(m*1.6)+2),t.style.width=`${a.
width}px`,t.style.height=`${a.height}px`;let f=c+2*i,y=Ao(a.surface),v=Ao(a.ink);r.fill(y);let{index:k,colours:M,hollow:F}=a.colouring,I=Uint32Array.from(M,Ao),
H=Uint32Array.from(I,b=>Ml(b,y,Yp)),P=Math.max(1,1.1*l),V=Qn(m,0,f),Y=Qn(m,m-P,f),j=Qn(m*1.25,0,f),E=Qn(m*1.25+P,0,f),J=Qn(m*1.25-P,0,f),{x:Q,y:it,shown:bt,lit:w,
selected:A}=a;function g(b){let _=b===0&&a.recede,$=_?H:I;for(let z=0;z<Q.length;z++){if((A[z]?2:w&&w[z]?1:0)!==b||bt&&!bt[z])continue;let R=Math.round(Q[z]*l),
C=Math.round(it[z]*l);if(R<-i/2||C<-i/2||R>=c+i/2||C>=u+i/2)continue;let D=(C+i)*f+R+i,G=k[z];b<2?x(F[G]?Y:V,D,$[G]):(d&&x(E,D,v),x(j,D,I[G]),F[G]&&x(J,D,y))}}function x({
offsets:b,cover:_},$,z){for(let T=0;T<b.length;T++){let R=$+b[T],C=_[T];r[R]=C===255?z:Ml(z,r[R],C/255)}}g(0),w&&g(1),g(2),e.putImageData(n,-i,-i)}return{element:t,
paint:s,end:()=>t.remove()}}var Qr=new Map;function Qn(t,e,n){let r=`${t} ${e} ${n}`,i=Qr.get(r);if(i)return i;Qr.size>200&&Qr.clear();let o=[],s=[],a=Math.ceil(
t),l=4;for(let u=-a;u<=a;u++)for(let d=-a;d<=a;d++){let m=0;for(let f=0;f<l;f++)for(let y=0;y<l;y++){let v=Math.hypot(d+(f+.5)/l-.5,u+(y+.5)/l-.5);v<t&&v>=e&&m++}
m&&(o.push(u*n+d),s.push(Math.round(255*m/(l*l))))}let c={offsets:Int32Array.from(o),cover:Uint8Array.from(s)};return Qr.set(r,c),c}var Gp=new Uint8Array(new Uint32Array(
[1]).buffer)[0]===1;function Ao(t){let[e,n,r]=t.startsWith("#")?Xp(t):(t.match(/\d+/g)??["0","0","0"]).map(Number);return(Gp?255<<24|r<<16|n<<8|e:e<<24|n<<16|r<<
8|255)>>>0}var Xp=t=>t.length===4?[1,2,3].map(e=>17*parseInt(t[e],16)):[1,3,5].map(e=>parseInt(t.slice(e,e+2),16)),an=16711935;function Ml(t,e,n){let r=Math.round(
n*256),i=256-r,o=(t&an)*r+(e&an)*i>>>8&an,s=(t>>>8&an)*r+(e>>>8&an)*i&~an;return(o|s)>>>0}var ft=.07,Wp=10,Zp=24;function $o(t,e,n){let r=lt("svg",{class:"overlay-marks","aria-hidden":"true"}),i=lt("g",{class:"cluster-names"});r.append(i);let o=p("di\
v",{class:"ring",hidden:!0}),s=p("p",{class:"empty stage-empty",hidden:!0}),a=p("div",{class:"axis-names","aria-hidden":"true"}),l=p("div",{class:"surface",tabIndex:0,
role:"application","aria-roledescription":"embedding","aria-keyshortcuts":"ArrowRight ArrowLeft ArrowUp ArrowDown Enter Space","data-stage":e});t.append(r,o,s,a,
l);let c=yl(),u=null,d="",m=null,f={name:e,host:t,surface:l,marks:r,plot:null,width:0,height:0,x:new Float32Array,y:new Float32Array,clicked:n.clicked,opened:n.
opened,show:Y,fit:H,zoomBy:P,zoomTo:V,nearest:it,pixel:bt,repaint:qe(J),get kind(){return d}},y=(g,x)=>[(g+ft)/(1+2*ft)*f.width,(1-(x+ft)/(1+2*ft))*f.height],v=sn,
k=ml().scaleExtent([.5,400]).clickDistance(4).filter(g=>{if(g.type==="dblclick"||!f.plot)return!1;if(g.type==="wheel")return!0;let x=h.tool==="pan"||_e.held;return g.
type.startsWith("touch")?g.touches.length>1||x:g.button===1||g.button===0&&x}).on("start",()=>l.classList.add("moving")).on("end",()=>l.classList.remove("moving")).
on("zoom",g=>{v=g.transform,g.sourceEvent&&f.plot&&(h.hover=null,W("hover"),n.moved(f.plot,F()),W("camera")),f.repaint()}),M=Gt(l).call(k);function F(){let[g,x]=v.
invert([f.width/2,f.height/2]),b=g/(f.width||1)*(1+2*ft)-ft,_=(1-x/(f.height||1))*(1+2*ft)-ft;return Math.abs(v.k-1)<1e-6&&Math.abs(b-.5)<1e-4&&Math.abs(_-.5)<1e-4?
Ht:{k:v.k,u:b,v:_}}function I(g,x=!1){let[b,_]=y(g.u,g.v),$=sn.translate(f.width/2-g.k*b,f.height/2-g.k*_).scale(g.k);M.call(k.transform,$),!(!x||!f.plot)&&(n.moved(
f.plot,g),W("camera"))}function H(){I(Ht,!0)}function P(g){if(!f.plot)return;let{k:x,u:b,v:_}=n.camera(f.plot);I({k:Math.max(.5,Math.min(400,x*g)),u:b,v:_},!0)}
function V(g){if(!f.plot)return;let{u:x,v:b}=Xe(f.plot.embedding,f.plot.x,f.plot.y),[_,$,z,T]=[1/0,-1/0,1/0,-1/0];for(let C=0;C<g.length;C++)g[C]&&(_=Math.min(_,
x[C]),$=Math.max($,x[C]),z=Math.min(z,b[C]),T=Math.max(T,b[C]));if(_>$)return H();let R=Math.min(40,1/Math.max($-_,T-z,1e-9));return I({k:Math.max(1,R*.92),u:(_+
$)/2,v:(z+T)/2},!0)}function Y(g,x=""){if(f.plot=g,s.hidden=!!g,s.textContent=x,a.replaceChildren(),i.replaceChildren(),m=null,!g){u?.end(),u=null,d="",o.hidden=
!0;return}let b=g.chapter.size>c?"raster":"chart";b!==d&&(u?.end(),u=b==="raster"?kl():vl(),d=b,t.prepend(u.element),t.dataset.painter=d),a.append(p("span",{class:"\
axis-x"},`${g.embedding.axes[g.x]} \u2192`)),g.embedding.axes.length>1&&a.append(p("span",{class:"axis-y"},`\u2191 ${g.embedding.axes[g.y]}`));let _=g.clustering&&
g.clustering.clusters.length<=Zp?g.clustering.clusters.filter($=>$.label>=0):[];for(let $ of _)i.append(lt("text",{"data-i":$.medoid,"data-label":$.label},String(
$.label)));j(),I(n.camera(g)),f.repaint()}function j(){let{plot:g}=f;if(!g)return;let{selection:x}=Z(g.chapter);l.setAttribute("aria-label",`${g.embedding.name}\
 embedding of ${g.chapter.name}: ${g.chapter.size} samples, ${x.size} selected${g.clustering?`, ${g.clustering.clusters.length} clusters`:""}. Arrow keys step t\
hrough the samples, Space selects, Enter enlarges.`)}let E=g=>g<300?4.5:g<2e3?3.5:g<1e4?2.6:g<4e4?2:1.5;function J(){let{plot:g}=f;if(!g||!u||!f.width||!f.height)
return;let{chapter:x}=g,{u:b,v:_}=Xe(g.embedding,g.x,g.y);f.x.length!==b.length&&(f.x=new Float32Array(b.length),f.y=new Float32Array(b.length));let{k:$,x:z,y:T}=v,
R=$*f.width/(1+2*ft),C=$*f.height/(1+2*ft);for(let X=0;X<b.length;X++)f.x[X]=z+(b[X]+ft)*R,f.y[X]=T+$*f.height-(_[X]+ft)*C;m??=Er(x);let{selection:D}=Z(x),G=vt(
x),ot=Q(g);u.paint({width:f.width,height:f.height,x:f.x,y:f.y,radius:E(x.size)*Math.min(2,Math.max(1,Math.sqrt($)*.9)),colouring:m,shown:G,lit:ot,selected:D.mask,
recede:ot!==null||D.size>0,surface:kt("surface"),ink:kt("ink")});for(let X of i.children){let Tt=Number(X.dataset.i);X.setAttribute("x",f.x[Tt].toFixed(1)),X.setAttribute(
"y",(f.y[Tt]-10).toFixed(1)),X.setAttribute("visibility",G&&!G[Tt]?"hidden":"visible")}w()}function Q({chapter:g,clustering:x}){if(h.hot===null||!x)return null;
let b=new Uint8Array(g.size);for(let _=0;_<b.length;_++)x.labels[_]===h.hot&&(b[_]=1);return b}function it(g,x,b=Wp){if(!f.plot||!f.width)return-1;let[_,$]=v.invert(
[g,x]),z=_/f.width*(1+2*ft)-ft,T=(1-$/f.height)*(1+2*ft)-ft,R=b/v.k/f.width*(1+2*ft),C=b/v.k/f.height*(1+2*ft);return $s(Xe(f.plot.embedding,f.plot.x,f.plot.y),
z,T,R,C,vt(f.plot.chapter))}function bt(g){let{left:x,top:b}=l.getBoundingClientRect();return{left:x+f.x[g],top:b+f.y[g]}}function w(){let g=h.hover,{plot:x}=f,
b=g&&x?g.chapter===x.chapter?g.i:x.chapter.ids.indexOf(g.chapter.ids[g.i]):-1;o.hidden=b<0||!(f.x[b]>=0&&f.y[b]>=0&&f.x[b]<=f.width&&f.y[b]<=f.height),l.classList.
toggle("on-point",b>=0&&g?.from===e),o.hidden||(o.style.transform=`translate(${f.x[b]}px, ${f.y[b]}px)`)}new ResizeObserver(()=>{let{clientWidth:g,clientHeight:x}=l;
g===f.width&&x===f.height||(Object.assign(f,{width:g,height:x}),k.extent([[0,0],[g,x]]).translateExtent([[-g,-x],[2*g,2*x]]),f.plot&&I(n.camera(f.plot)))}).observe(
l);let A=h.hot;return S("hover",()=>{A!==h.hot&&(A=h.hot,f.repaint()),w()}),S("selection",()=>{h.live||j(),f.repaint()}),S("filter",f.repaint),S("look theme",()=>{
m=null,f.repaint()}),bl(f),f}function zo(t,e,n){let{label:r,prediction:i,score:o}=Yt(t,e),s=Z(t).selection.mask[e]?", selected":"";return`${_n(t.ids[e])}, label\
 ${r}, predicted ${i} ${o.toFixed(2)}${n?`, ${ct(n.labels[e])}`:""}${s}`}function Jp({chapter:t,clustering:e}){let n=vt(t),r=new Map(e?.clusters.map((o,s)=>[o.label,s])),i=Array.from({length:t.size},(o,s)=>s).filter(o=>!n||n[o]);return e?
i.sort((o,s)=>(r.get(e.labels[o])??0)-(r.get(e.labels[s])??0)||t.rows[o]-t.rows[s]):i}function _l(t){let e=`${t.name} keys`,n=()=>h.hover?.chapter===t.plot?.chapter?
h.hover?.i??-1:-1;function r(s,a){let{plot:l}=t;if(!l)return;let c=Jp(l);if(!c.length)return;let u=c.indexOf(n());if(u<0)u=s>0?0:c.length-1;else if(!a||!l.clustering)
u=(u+s+c.length)%c.length;else{let{labels:d}=l.clustering,m=d[c[u]],f=c.map((v,k)=>k).filter(v=>v===0||d[c[v]]!==d[c[v-1]]),y=f.findLastIndex(v=>d[c[v]]===m);u=
f[(y+s+f.length)%f.length]}Ft(l.chapter,c[u],e),Jt(`${zo(l.chapter,c[u],l.clustering)}, ${u+1} of ${c.length}`)}function i(){let{plot:s}=t,a=n();if(!s||a<0)return;
let l=new Uint8Array(s.chapter.size);l[a]=1,et(At(Z(s.chapter).selection,l,"toggle"),{chapter:s.chapter}),Jt(zo(s.chapter,a,s.clustering))}let o=!1;t.surface.addEventListener(
"keydown",s=>{if(s.ctrlKey||s.metaKey||s.altKey)return;let a={ArrowRight:[1,!1],ArrowLeft:[-1,!1],ArrowDown:[1,!0],ArrowUp:[-1,!0]}[s.key];if(a)r(...a);else if(s.
key==="Enter"&&n()>=0)t.opened(n());else if(s.key===" ")s.repeat||(o=!0),_e.held=!0,t.surface.classList.add("panning");else return;s.preventDefault(),s.stopPropagation()}),
t.surface.addEventListener("pointerdown",()=>{o=!1}),t.surface.addEventListener("keyup",s=>{s.key===" "&&o&&(o=!1,i())}),t.surface.addEventListener("blur",()=>{
h.hover?.from===e&&Ft(null,-1,e)})}var Qp=80;function Al(t){let e=B("#card"),n=0;function r(){let i=h.hover,o=t.find(I=>I.name===i?.from||`${I.name} keys`===i?.from);if(!i||!o||!o.plot)return;let{
chapter:s,i:a}=i,{label:l,prediction:c,score:u,wrong:d}=Yt(s,a),m=ce(s,128);e.replaceChildren(p("div",{class:"pictures"},...We().map(I=>Nt(s,a,I,m))),p("div",{class:d?
"verdict wrong":"verdict",dir:"auto"},`${l} \u2192 ${c} ${mt(u)}`),p("div",{class:"muted"},...Dn(s,a)),p("div",{class:"muted id",dir:"auto"},s.ids[a])),e.hidden=
!1;let{left:f,top:y}=o.pixel(a),v=16,{width:k,height:M}=e.getBoundingClientRect(),F=f+v+k<innerWidth-4;e.style.left=`${F?f+v:Math.max(4,f-v-k)}px`,e.style.top=`${Math.
max(4,Math.min(innerHeight-M-4,y-M/2))}px`}S("hover",()=>{if(clearTimeout(n),!h.hover){e.hidden=!0;return}e.hidden?n=setTimeout(r,Qp):r()}),S("open plot selecti\
on",()=>{h.live&&(e.hidden=!0)}),S("look",()=>{e.hidden||r()})}var Co=U("points"),ei=Co.appendChild(p("div",{class:"pane"})),Eo=Co.appendChild(p("div",{class:"pane",hidden:!0})),Sl=Eo.appendChild(p("div",{class:"pane-bar"})),
td=Eo.appendChild(p("div",{class:"pane-stage"})),ti=ei.appendChild(p("div",{class:"colour-legend",hidden:!0})),$l=new Map,zl=({chapter:t,embedding:e})=>`${t.key}\
 ${e.name}`,ht=$o(ei,"main",{camera:()=>h.chapter?O().camera:Ht,moved:(t,e)=>{h.chapter&&(O().camera=e)},clicked:t=>Rn(t),opened:t=>{h.chapter&&Ie(h.chapter,t)}}),
Zt=$o(td,"beside",{camera:t=>$l.get(zl(t))??Ht,moved:(t,e)=>$l.set(zl(t),e),clicked:t=>{Zt.plot?.chapter===h.chapter&&Rn(t)},opened:t=>{Zt.plot&&Ie(Zt.plot.chapter,
t)}});function ed(){let{chapter:t}=h,{embedding:e,clustering:n}=N(),r=(e?.axes.length??1)-1;ht.show(t&&e?{chapter:t,embedding:e,clustering:n,x:Math.min(O().x,r),
y:Math.min(O().y,r)}:null,t?"This category has no embedding; its samples are below.":""),nd(),Cl()}function nd(){let{analysis:t,embedding:e,clustering:n}=N(),r=a=>(a??
[]).map(l=>[l.name,l.name]);Et("analysis",r(h.chapter?.analyses),t?.name),Et("embedding",r(t?.embeddings),e?.name,1),Et("clustering",r(t?.clusterings),n?.name,1);
let i=e?.eigenvalues,o=(e?.axes??[]).map((a,l)=>[String(l),i?.[l]===void 0||i[l]===null?a:`${a} (\u03BB ${i[l].toPrecision(2)})`]);Et("x",o,String(h.chapter?O().
x:0),3),Et("y",o,String(h.chapter?O().y:1),3);let s=ia();h.chapter&&!s.some(([a])=>a===h.colour)&&(h.colour="cluster"),Et("colour",s,h.colour)}function Cl(){if(ti.
hidden=!h.chapter||h.colour==="cluster",!h.chapter||ti.hidden)return;let{name:t,keys:e,ends:n,colours:r}=Er(h.chapter),i=9;if(n){let o=`linear-gradient(to right\
, ${Array.from({length:9},(s,a)=>r[Math.round(a/8*(r.length-2))]).join(", ")})`;ti.replaceChildren(p("span",{class:"legend-name",dir:"auto"},t),p("span",{},n[0]),
p("span",{class:"legend-ramp",style:{background:o}}),p("span",{},n[1]));return}ti.replaceChildren(p("span",{class:"legend-name",dir:"auto"},t),...e.slice(0,i).map(
({text:o,colour:s,hollow:a})=>p("span",{class:"legend-key"},p("span",{class:a?"dot noise":"dot",style:{"--cluster":s}}),p("span",{dir:"auto"},o))),e.length>i?p(
"span",{class:"muted"},`and ${e.length-i} more`):"")}var Ae={category:p("select",{"aria-label":"Category beside"}),embedding:p("select",{"aria-label":"Embedding\
 beside"})},Ue=null;function No(){let{analysis:t,embedding:e}=N();if(h.beside.category||!h.chapter)return tr("","");let n=t?.embeddings??[],r=n.findIndex(i=>i===
e);return tr(h.chapter.key,n[(r+1)%Math.max(1,n.length)]?.name??"")}function tr(t,e){h.beside={category:t,embedding:e},W("layout")}async function rd(){let t=q().
categories.find(s=>s.key===h.beside.category);if(Eo.hidden=!t,ei.classList.toggle("with-side",!!t),B("[data-beside]").setAttribute("aria-pressed",String(!!t)),!t)
return Ue=null,Zt.show(null);Kt(Ae.category,q().categories.map(s=>[s.key,s.name]),t.key);try{let s=await mr(q(),t);if(h.beside.category!==t.key)return;Ue=s}catch(s){
return Zt.show(null,s instanceof Error?s.message:String(s))}let e=N().analysis?.name,n=Ue===h.chapter,r=Ue.analyses.find(s=>s.name===e)??Ue.analyses[0],i=r?.embeddings.
find(s=>s.name===h.beside.embedding)??zi(r),o=n?N().clustering:r?.clusterings.find(s=>s.name===Z(Ue).clustering)??r?.clusterings[0];return Kt(Ae.embedding,(r?.embeddings??
[]).map(s=>[s.name,s.name]),i?.name),Zt.show(i?{chapter:Ue,embedding:i,clustering:o,x:0,y:Math.min(1,i.axes.length-1)}:null,"This category has no embedding."),El()}
function El(){let t=Zt.plot?.chapter;h.live||(B(".beside-count",Sl).textContent=t?`${Z(t).selection.size} of ${t.size} selected`:"")}function id(){let t=Zt.plot,
e=h.chapter,{embedding:n}=N();!t||!e||(h.beside={category:e.key,embedding:n?.name??""},t.chapter===e?ze({embedding:t.embedding.name,x:0,y:1}):(Object.assign(Z(t.
chapter),{embedding:t.embedding.name,x:0,y:1}),gt(q().categories.findIndex(r=>r.key===t.chapter.key))),W("layout"))}var So=p("div",{class:"stage-tools buttons",
role:"radiogroup","aria-label":"Tool"},...[["lasso","Lasso: draw around points (l)"],["box","Box: drag over points (b)"],["pan","Pan: drag the view (p); with an\
y tool Space or the middle button pans"]].map(([t,e])=>p("button",{type:"button",class:"icon",value:t,role:"radio",title:e,"aria-label":e,"aria-checked":"false"},
Ne(t)))),er=t=>Ct({tool:t});function Nl(){let t=p("div",{class:"zoom-bar"},rt("plus","Zoom in (+)",()=>ht.zoomBy(1.5)),rt("minus","Zoom out (\u2212)",()=>ht.zoomBy(
.6666666666666666)),rt("selection","Zoom to the selection (s)",()=>ht.zoomTo(O().selection.mask)),rt("fit","Show all points (f)",ht.fit),rt("beside","Another em\
bedding or category beside (v)",No,{"data-beside":"","aria-pressed":"false"}));ei.append(So,t),In(So,er),Sl.append(Ae.category,Ae.embedding,p("span",{class:"bes\
ide-count muted"}),p("span",{class:"stretch"}),rt("swap","Make this the open one",id),rt("fit","Show all points of this one",()=>Zt.fit()),rt("close","Close",()=>tr(
"",""))),Ae.category.addEventListener("change",()=>tr(Ae.category.value,h.beside.embedding)),Ae.embedding.addEventListener("change",()=>tr(h.beside.category,Ae.
embedding.value));for(let e of["analysis","clustering"])Mt(e,n=>ze({[e]:n}));Mt("embedding",e=>ze({embedding:e,x:0,y:1}));for(let e of["x","y"])Mt(e,n=>ze({[e]:Number(
n)}));Mt("colour",e=>Ct({colour:e})),[ht,Zt].forEach(_l),Al([ht,Zt]),S("open plot",ed),S("open plot layout",rd),S("look theme",()=>{On(So,h.tool),Co.dataset.tool=
h.tool,be("colour",h.colour),Cl()}),S("selection",El)}var Il=8,Ot=B("#lightbox"),xt=null;function Ie(t,e){let n=t===h.chapter?ta():[],r=vt(t),i=n.includes(e)?[...n]:Array.from({length:t.size},(o,s)=>s).filter(o=>!r||
r[o]||o===e);xt={chapter:t,i:e,order:i},nr(),Ot.open||Ot.showModal()}function Io(t){if(!xt)return;let{order:e,i:n}=xt,r=e.indexOf(n);xt.i=e[(r+t+e.length)%e.length],
nr()}function Ol(){if(!xt)return;let t=new Uint8Array(xt.chapter.size);t[xt.i]=1,et(At(Z(xt.chapter).selection,t,"toggle"),{chapter:xt.chapter}),nr()}function nr(){
if(!xt)return;let{chapter:t,i:e,order:n}=xt,{label:r,prediction:i,score:o,wrong:s}=Yt(t,e),a=document.activeElement instanceof HTMLElement?document.activeElement.
getAttribute("aria-label"):null,l=ce(t,Math.max(96,Math.min(400,(innerWidth-160)/3,innerHeight-400))),c=t.pictures.relevance.scale?.[e]??0,u=Z(t).selection.mask[e]===
1,d=h.scale==="sample"?c:Fn(t.pictures.relevance),m=`${L(n.indexOf(e)+1)} of ${L(n.length)} ${n.length===t.size?"samples":n.every(v=>Z(t).selection.mask[v])?"se\
lected":"shown"}`,f=Dn(t,e),y=[["label",r],["prediction",`${i}, ${mt(o,3)}${s?" (wrong)":""}`],["cluster",...f.length?[p("span",{},...f)]:["\u2013"]],["largest \
relevance",c?ve(c):"0: this heatmap is zero everywhere"],["colours reach",d?`\xB1 ${ve(d)} relevance`:"nowhere"],["row",String(t.rows[e])],...Object.entries(t.metadata).
map(([v,k])=>[v,k[e]])];Ot.replaceChildren(p("header",{},p("h2",{class:"id",dir:"auto"},t.ids[e]),p("span",{class:"muted"},m),at(u?"selected":"select",Ol,{"aria\
-pressed":String(u),title:"Select, or take out of the selection (Space)",class:"toggle"}),at("show in the embedding",()=>{Ot.close(),ht.zoomTo(od(t,e))},{hidden:t!==
h.chapter}),rt("left","Previous sample",()=>Io(-1)),rt("right","Next sample",()=>Io(1)),p("button",{type:"button",class:"icon","aria-label":"Close",onclick:()=>Ot.
close()},Ne("close"))),p("div",{class:"threefold"},...Object.keys(Ar).map(v=>p("figure",{},Nt(t,e,v,l),p("figcaption",{},Ar[v])))),p("div",{class:"about"},p("dl",
{},...y.flatMap(([v,...k])=>[p("dt",{dir:"auto"},v),p("dd",{dir:"auto"},...k)])),sd(t,e))),a&&([...Ot.querySelectorAll("button")].find(v=>v.getAttribute("aria-l\
abel")===a)??null)?.focus(),Ot.open&&Jt(`${t.ids[e]}, label ${r}, predicted ${i}, ${m}`)}function od(t,e){let n=new Uint8Array(t.size),r=Tl(t,e);for(let i of[e,
...r.found])n[i]=1;return n}function Tl(t,e){let{analysis:n,embedding:r}=N(t),i=n?.neighbours;return i?{found:Array.from({length:Math.min(Il,i.count)},(o,s)=>i.
positions[e*i.count+s]).filter(o=>o>=0),where:`by ${n.name}`}:{found:r?zs(r,e,Il):[],where:r?`in ${r.name}`:""}}function sd(t,e){let{found:n,where:r}=Tl(t,e),i=ce(
t,64);return n.length?p("div",{class:"neighbours"},p("h3",{},`Nearest ${r}`),p("div",{class:"neighbour-row"},...n.map(o=>{let{label:s,prediction:a}=Yt(t,o);return p(
"button",{type:"button",class:"neighbour",title:`${t.ids[o]}
label ${s}, predicted ${a}`,"data-position":String(o),onclick:()=>{xt&&(xt.i=o,xt.order.includes(o)||(xt.order=Array.from({length:t.size},(l,c)=>c)),nr())}},Nt(
t,o,"input",i),Nt(t,o,"attribution",i),p("span",{class:"neighbour-cluster"},...Dn(t,o)))}))):""}function Ll(){Ot.addEventListener("keydown",t=>{let e={ArrowRight:1,
ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[t.key];if(e)Io(e);else if(t.key===" "&&!(t.target instanceof HTMLButtonElement))Ol();else return;t.preventDefault()}),Ot.addEventListener(
"click",t=>{t.target===Ot&&Ot.close()}),Ot.addEventListener("close",()=>{xt=null}),S("look",()=>{Ot.open&&nr()})}var ad=t=>[...t.clusters].sort((e,n)=>+(e.label<0)-+(n.label<0)||(n.suspicion??0)-(e.suspicion??0)||e.label-n.label);function ld(){let t=U("clusters"),{clustering:e}=N();
if(Dl(),!e)return t.replaceChildren(p("p",{class:"empty"},h.chapter?"This category was not clustered.":""));let n=Math.max(...e.clusters.map(i=>i.size)),r=Object.
entries(e.scores);return t.replaceChildren(p("div",{class:"list-head"},p("span",{},"by suspicion"),p("span",{},"samples"),p("span",{},"suspicion")),p("div",{class:"\
cluster-rows"},...ad(e).map((i,o)=>cd(e,i,n,o===0&&(i.suspicion??0)>0))),r.length?p("details",{class:"scores"},p("summary",{},`scores of ${e.name}`),p("dl",{},...r.
flatMap(([i,o])=>[p("dt",{},mn(i)),p("dd",{},mt(o))]))):""),Oo()}function cd(t,e,n,r){let{label:i}=e,o=ct(i),a=Object.entries(e.purity).filter(([,[,f]])=>(f??0)>=
.5).sort((f,y)=>(y[1][1]??0)-(f[1][1]??0)).map(([f,[y,v]])=>`${f} = ${y}, ${Rt(v??0,1)}`),l=Object.entries(e.scores??{}).map(([f,y])=>`${mn(f)} ${mt(y)}`),c=()=>{
Si(i),hd(e,m)},u=()=>{Si(null),Dl()},d=p("button",{type:"button",class:"cluster","data-label":String(i),"aria-pressed":"false",title:[`separability ${mt(e.separability)}\
, ${Rt(e.share??0,1)} of the category`,...l].join(", "),onclick:f=>Fl(i,f),ondblclick:()=>h.chapter&&Ie(h.chapter,e.medoid),onfocus:c,onblur:u},ue(i),p("span",{
class:"cluster-name"},o),p("span",{class:"cluster-bar","aria-hidden":"true"},p("span",{style:{width:`${100*e.size/n}%`,background:xe(i)}})),p("span",{class:"clu\
ster-size"},L(e.size)),p("span",{class:r?"score first":"score"},i<0?"\u2013":mt(e.suspicion)),a.length?p("span",{class:"cluster-purity muted",dir:"auto"},a.join(
" \xB7 ")):""),m=p("div",{class:"cluster-row","data-row":String(i),onpointerenter:c,onpointerleave:u},d,p("span",{class:"cluster-tools"},rt("solo",`Show ${o} al\
one`,()=>fd(i),{class:"icon solo","aria-pressed":"false"}),rt("eye",`Hide ${o}`,()=>ud(i),{class:"icon eye","aria-pressed":"false"})));return m}function Fl(t,e={}){
let{clustering:n}=N();n&&et(At(O().selection,gr(n.labels,t).mask,Ke(e)))}function ud(t){let e=new Set(O().filter.hidden);e.delete(t)||e.add(t),Ye({hidden:e})}function fd(t){
let e=(N().clustering?.clusters??[]).map(i=>i.label).filter(i=>i!==t),{hidden:n}=O().filter,r=e.every(i=>n.has(i))&&!n.has(t);Ye({hidden:new Set(r?[]:e)})}function Oo(){
let{clustering:t}=N(),{chapter:e}=h;if(!t||!e)return;let{mask:n}=O().selection,{hidden:r}=O().filter,i=new Map;for(let o=0;o<n.length;o++)n[o]&&i.set(t.labels[o],
(i.get(t.labels[o])??0)+1);for(let o of U("clusters").querySelectorAll(".cluster-row")){let s=Number(o.dataset.row),a=t.clusters.find(m=>m.label===s);if(!a)continue;
let l=i.get(s)??0,c=r.has(s),u=B(".eye",o);B(".cluster",o).setAttribute("aria-pressed",l===a.size?"true":l?"mixed":"false"),B(".cluster-size",o).textContent=l&&
l<a.size?`${L(l)} / ${L(a.size)}`:L(a.size),o.classList.toggle("off",c),u.setAttribute("aria-pressed",String(c)),u.replaceChildren(Ne(c?"hidden":"eye"));let d=`${c?
"Show":"Hide"} ${ct(s)}`;u.title=d,u.setAttribute("aria-label",d),B(".solo",o).setAttribute("aria-pressed",String(!c&&r.size>0&&r.size===t.clusters.length-1))}}
var ln=B("#cluster-card"),To=0;function Dl(){clearTimeout(To),ln.hidden=!0}function hd(t,e){clearTimeout(To),To=setTimeout(()=>{let{chapter:n}=h;if(!n||!e.isConnected||
!n.pictures.input)return;let r=ce(n,64),i=ct(t.label),o=n.pictures.mean_relevance&&n.pictures.mean_input,a=(t.prototypes?.length?t.prototypes:[t.medoid]).slice(
0,4).map((d,m)=>p("figure",{},Nt(n,d,"input",r),Nt(n,d,"attribution",r),p("figcaption",{},m?"":"most central")));if(o&&t.mean!==void 0&&t.mean!==null){let d={name:`\
the mean of ${i}`,input:"mean_input",relevance:"mean_relevance"};a.unshift(p("figure",{class:"mean"},Nt(n,t.mean,"input",r,d),Nt(n,t.mean,"attribution",r,d),p("\
figcaption",{},"mean")))}ln.replaceChildren(p("div",{class:"card-head"},ue(t.label),` ${i}, ${L(t.size)} samples`),p("div",{class:"prototypes"},...a)),ln.hidden=
!1;let l=e.getBoundingClientRect(),{width:c,height:u}=ln.getBoundingClientRect();ln.style.left=`${Math.max(4,l.left-c-8)}px`,ln.style.top=`${Math.max(4,Math.min(
innerHeight-u-4,l.top+l.height/2-u/2))}px`},120)}function Lo(t){let e=[...U("clusters").querySelectorAll(".cluster")];if(!e.length)return;let n=e.findIndex(i=>i.
getAttribute("aria-pressed")==="true"),r=e[(n<0&&t<0?e.length-1:n+t+e.length)%e.length];r.scrollIntoView({block:"nearest"}),Fl(Number(r.dataset.label))}function pd(){
let{clustering:t}=N(),e=h.hover,n=e&&t&&e.chapter===h.chapter?t.labels[e.i]:h.hot;for(let r of U("clusters").querySelectorAll(".cluster-row"))r.classList.toggle(
"hot",n!==null&&Number(r.dataset.row)===n)}function jl(){S("open plot",ld),S("selection",()=>{h.live||Oo()}),S("filter",Oo),S("hover",pd)}function dd(){let t=U("colorbar"),e=kr(),n=h.chapter?.pictures.relevance,r=p("canvas",{width:255,height:1,class:"bar-colours","aria-hidden":"true"}),i=r.getContext(
"2d");if(!i)return;let o=i.createImageData(255,1);for(let c=0;c<255;c++)o.data.set([...e.slice(3*(c+1),3*(c+2)),255],4*c);i.putImageData(o,0,0);let s=h.scale===
"shared"&&n?Fn(n):0,a=[-1,-.5,0,.5,1].map(c=>(s?ve(Math.abs(c)*s):String(Math.abs(c))).replace(/^/,c<0?"\u2212":"")),l=s?"relevance":"of the sample's largest |r\
elevance|";t.replaceChildren(r,p("span",{class:"bar-ticks"},...a.map(c=>p("span",{},c)))),t.title=`${l}: left speaks against the explained class, right for it`,
t.setAttribute("aria-label",`Relevance by colour, from ${a[0]} to ${a[4]} ${l}`)}function Bl(){Mt("colormap",t=>Ct({colormap:t})),S("look open",dd),S("look",()=>be(
"colormap",h.colormap))}var ni=document.querySelector("#contingency")??p("dialog"),cn=[p("select",{"aria-label":"Rows"}),p("select",{"aria-label":"Columns"})],Fo=({clusters:t})=>[...t].
sort((e,n)=>+(e.label<0)-+(n.label<0)||e.label-n.label).map(e=>e.label);function Do(){let{analysis:t}=N(),{chapter:e}=h;if(!t||!e)return;let[n,r]=cn.map(m=>t.clusterings.
find(f=>f.name===m.value)??t.clusterings[0]),{mask:i,size:o}=O().selection,s=new Map;for(let m=0;m<e.size;m++){let f=`${n.labels[m]} ${r.labels[m]}`,y=s.get(f)??
{all:0,part:0};y.all++,y.part+=i[m],s.set(f,y)}let a=Math.max(...[...s.values()].map(m=>m.all)),l=Fo(r),c=p("tr",{},p("td",{}),...l.map(m=>p("th",{scope:"col"},
ue(m),` ${ct(m)}`))),u=Fo(n).map(m=>p("tr",{},p("th",{scope:"row"},ue(m),` ${ct(m)}`),...l.map(f=>{let{all:y,part:v}=s.get(`${m} ${f}`)??{all:0,part:0};if(!y)return p(
"td",{class:"none"},"\xB7");let k=`${ct(m)} of ${n.name} and ${ct(f)} of ${r.name}`;return p("td",{style:{"--share":String(Math.sqrt(y/a))}},p("button",{type:"b\
utton",title:`Select ${k}`,onclick:M=>md(n,r,m,f,M)},p("span",{},L(y)),v?p("span",{class:"part"},`${L(v)} selected`):""))})));B("[data-table]",ni).replaceChildren(
p("table",{class:"contingency"},p("thead",{},c),p("tbody",{},...u)));let d=l.map(m=>({label:m,part:Fo(n).reduce((f,y)=>f+(s.get(`${y} ${m}`)?.part??0),0)})).filter(
({part:m})=>m).sort((m,f)=>f.part-m.part);B("[data-told]",ni).textContent=o?`Of the ${L(o)} selected, ${r.name} puts ${d.map(({label:m,part:f})=>`${Rt(f,o)} int\
o ${ct(m)}`).join(", ")}.`:"Select samples to see where each clustering puts them."}function md(t,e,n,r,i){let{mask:o}=O().selection;et(st(o.map((s,a)=>{let l=t.
labels[a]===n&&e.labels[a]===r?1:0;return i.altKey?s&(l^1):i.shiftKey||i.ctrlKey||i.metaKey?s|l:l}))),Do()}function gd(){let{analysis:t,clustering:e}=N();if(!t||
!e)return;let n=t.clusterings.map(i=>[i.name,i.name]),r=t.clusterings.indexOf(e);Kt(cn[0],n,e.name),Kt(cn[1],n,n[(r+1)%n.length][0]),Do(),ni.showModal()}function Rl(){
if(!ni.isConnected)return;U("contingency").replaceChildren(p("div",{class:"bar"},p("label",{class:"choice"},"rows ",cn[0]),p("label",{class:"choice"},"columns ",
cn[1])),p("p",{"data-told":""}),p("div",{"data-table":"",class:"table-scroll"}),p("p",{class:"muted small"},"A number counts the samples that both clusters shar\
e. Click it to select them; Shift adds, Alt takes away.")),cn.forEach(e=>e.addEventListener("change",Do));let t=at("compare clusterings",gd,{class:"link"});B("#\
clusters > h2").append(t),S("open plot",()=>{t.hidden=(N().analysis?.clusterings.length??0)<2})}var ri=U("eigenvalues"),yd=ri.appendChild(p("div",{class:"mount"})),Ro=p("div",{class:"muted small gap"}),rr=null;function Ul(){let{analysis:t,embedding:e}=N();
return[e,...t?.embeddings??[]].find(n=>n?.eigenvalues)}function Pl({eigenvalues:t,gap:e}){let n=ir(N().clustering);return{values:(t??[]).map((r,i)=>({k:i+1,from:i+
.6,to:i+1.4,value:r??0,before:i<(e??0),chosen:i+1===n})),gap:e?[{at:e+.5}]:[]}}async function vd(){let t=Ul();if(document.querySelector("#eigenvalues")?.classList.
toggle("without",!t),Ro.replaceChildren(...t?wd(t):[h.chapter?"This analysis has no spectral embedding.":""]),!t||!ri.isConnected)return;if(!rr)return ql();let e=await rr;
for(let[n,r]of Object.entries(Pl(t)))e.data(n,r);await e.runAsync()}function wd({eigenvalues:t,gap:e}){if(!e||!t)return["Too few eigenvalues for a gap."];let n=(t[e]??
0)-(t[e-1]??0),r=p("span",{},`Largest gap, ${ve(n)}, after k = ${e}: about ${e} ${e===1?"group":"groups"}.`),i=p("select",{"aria-label":"Choose a clustering by \
its number of clusters",onchange:o=>Bo(Number(o.target.value))},...t.map((o,s)=>p("option",{value:String(s+1),selected:s+1===ir(N().clustering)},`k = ${s+1}: ${o===
null?"\u2013":ve(o)}`)));return jo().includes(Number(i.value))||i.prepend(p("option",{value:"",selected:!0},"eigenvalues")),[r,p("span",{class:"gap-choice"},i,jo().
includes(e)&&ir(N().clustering)!==e?at(`cluster into ${e}`,()=>Bo(e)):"")]}var ir=t=>t?.clusters.filter(e=>e.label>=0).length??0,jo=()=>N().analysis?.clusterings.
map(ir)??[];function Bo(t){if(!t)return;let{analysis:e,clustering:n}=N(),r=e?.clusterings.filter(o=>ir(o)===t)??[],i=r.find(o=>o.method===n?.method)??r[0];i?ze(
{clustering:i.name}):B("span",Ro).textContent=`No clustering here has ${t} ${t===1?"cluster":"clusters"}: there are ${[...new Set(jo())].sort((o,s)=>o-s).join("\
, ")}.`}async function ql(){let t=Ul();if(!t||!ri.isConnected)return;let e=rr;rr=_o(yd,"eigenvalues",Pl(t)),(await e)?.finalize(),(await rr).addEventListener("c\
lick",(n,r)=>{r?.datum?.k&&Bo(r.datum.k)})}function Hl(){ri.after(Ro),S("open plot",vd),S("theme",ql)}var un=p("select",{"aria-label":"Predicted as"}),ii=p("div",{class:"buttons",role:"radiogroup","aria-label":"Right or wrong"}),Vl=p("p",{class:"muted small filt\
er-told",role:"status"});function xd(){let{chapter:t}=h;if(!t)return;let e=new Map,n={right:0,wrong:0,unknown:0};for(let i=0;i<t.size;i++)e.set(t.prediction[i],
(e.get(t.prediction[i])??0)+1),n[Vt(t,i)]++;let r=[...e].sort((i,o)=>o[1]-i[1]||i[0]-o[0]);Kt(un,[["","any class"],...r.map(([i,o])=>[String(i),`${Lt(i)} (${L(o)}\
)`])],""),ii.replaceChildren(...[["all","all"],["right",`right ${L(n.right)}`],["wrong",`wrong ${L(n.wrong)}`]].map(([i,o])=>p("button",{type:"button",role:"rad\
io",value:i},o))),Kl()}function Kl(){let{chapter:t}=h;if(!t)return;let{filter:e}=O(),n=vt(t);un.value=e.prediction===null?"":String(e.prediction),On(ii,e.verdict);
let r=n?n.reduce((i,o)=>i+o,0):t.size;U("filters").classList.toggle("filtering",Se(e)),Vl.replaceChildren(...Se(e)?[p("span",{},`${L(r)} of ${L(t.size)} samples\
 shown (${Rt(r,t.size)})`),at("show all",Uo,{class:"link"})]:[])}function Uo(){!h.chapter||!Se(O().filter)||(O().filter=Ge(),W("filter"))}function Yl(){U("filte\
rs").append(p("div",{class:"filter-row"},p("span",{class:"muted"},"predicted"),un),ii,Vl),un.addEventListener("change",()=>Ye({prediction:un.value===""?null:Number(
un.value)})),In(ii,t=>Ye({verdict:t})),S("open",xd),S("plot filter",Kl)}function bd(){let t=U("finding"),e=An();if(!e)return t.replaceChildren(p("p",{class:"empty"},"Nothing to show."));let n=[Bt(e.size,"sample"),`rank ${h.open+1} o\
f ${L(q().categories.length)}`,`strangeness ${mt(e.strangeness)}`];for(let[i,o]of Object.entries(h.chapter?.scores??{}))i!=="strangeness"&&n.push(`${mn(i)} ${mt(
o)}`);let r=[p("div",{class:"finding-head"},p("h3",{class:"category-title",dir:"auto"},e.name),p("span",{class:"muted about-line",title:n.join(" \xB7 ")},n.join(
" \xB7 ")))];if(h.error)r.push(p("div",{class:"note failed",role:"alert"},p("span",{},h.error),at("Try again",()=>gt(h.open))));else if(!h.chapter)r.push(p("p",
{class:"loading"},"Loading \u2026"));else{h.chapter.summary&&r.push(p("p",{class:"summary",dir:"auto"},h.chapter.summary));for(let i of[...h.chapter.notes,...N().
analysis?.notes??[]])r.push(p("p",{class:"note",dir:"auto"},i))}return h.missing.length&&r.push(p("p",{class:"note",role:"alert"},`The link names what this page\
 does not have: ${h.missing.join(", ")}.`)),t.replaceChildren(...r)}var Gl=()=>S("open plot",bd);var oi=1,Po=t=>Ve(O().selection).sort((e,n)=>t.rows[e]-t.rows[n]);function Wl(t,e){let n=h.chapter,{analysis:r,embedding:i,clustering:o}=N(),s=Po(n);return{name:t,
note:e,created:new Date().toISOString(),address:Ee(),project:q().project,method:r?.name??"",category:n.name,embedding:i?.name??"",clustering:o?.name??"",indices:s.
map(a=>n.rows[a]),ids:s.map(a=>n.ids[a])}}function Xl(t){return Object.values(q().provenance??{}).flatMap(n=>Object.entries(n)).find(([n])=>t.includes(n.toLowerCase()))?.[1]??
""}function Zl(t,e){let n=h.chapter,{analysis:r,embedding:i,clustering:o}=N(),s=Po(n),a=u=>o?.labels[u]??-1,l=Array.from({length:n.size},(u,d)=>d).sort((u,d)=>n.
rows[u]-n.rows[d]),c=u=>u<0?null:Lt(u);return{projectId:h.project,projectName:q().project,modelName:Xl(["factory","model"]),datasetName:Xl(["dataset","data","im\
ages","hdf5"])||q().project,selectedAnalysisMethod:r?.name??"",selectedAnalysisCategory:n.name,selectedCategoryHumanReadableName:n.name,selectedEmbeddingName:i?.
name??"",selectedClustering:o?.name??"",numberOfClusters:o?.clusters.length??0,selectedColorMap:h.colormap,selectedImageMode:h.mode,selectedEmbeddingVectorsIndices:s.
map(u=>n.rows[u]),selectedEmbeddingVectorsClusters:s.map(a),allEmbeddingVectorsIndices:l.map(u=>n.rows[u]),allEmbeddingVectorsClusters:l.map(a),selectionVersion:oi,
created:new Date().toISOString(),categoryKey:n.key,projectKey:q().key,embeddingAxes:[O().x,O().y],address:Ee(),provenance:q().provenance??{},selectedSamples:s.map(
u=>({id:n.ids[u],label:Ce(n,u).map(Lt).join(", ")||null,prediction:c(n.prediction[u]),score:n.prediction[u]<0?null:n.score[u]})),note:t,findings:e}}function Jl(){
let t=h.chapter,{clustering:e}=N(),n=Object.entries(t.metadata),r=o=>/[",\r\n]/.test(String(o))?`"${String(o).replace(/"/g,'""')}"`:String(o),i=Po(t).map(o=>{let{
label:s,prediction:a,score:l}=Yt(t,o);return[t.rows[o],t.ids[o],s,a,l,e?.labels[o]??"",...n.map(([,c])=>c[o])]});return[["index","id","label","prediction","scor\
e","cluster",...n.map(([o])=>o)],...i].map(o=>`${o.map(r).join(",")}\r
`).join("")}function qo(t){let e=new Date,n=i=>String(i).padStart(2,"0");return`${`${e.getFullYear()}-${n(e.getMonth()+1)}-${n(e.getDate())}-${n(e.getHours())}-${n(
e.getMinutes())}-${n(e.getSeconds())}`} ${q().project} - ${h.chapter?.name??""}.${t}`}var Ql=256e6,ec=t=>typeof t=="object"&&t!==null&&!Array.isArray(t),$e=t=>typeof t=="string",nc=t=>Array.isArray(t)&&t.every(e=>Number.isInteger(e)),tc=t=>t.replace(
/[-/\s]/g,"_").toLowerCase(),Ho=(t,e)=>t.find(n=>n.name===e)??($e(e)?t.find(n=>tc(n.name)===tc(e)):void 0);async function rc(t){if(t.size>Ql)throw new Error(`${t.
name} is larger than ${Ql/1e6} MB: it is no exported selection.`);let e;try{e=JSON.parse(await t.text())}catch{throw new Error(`${t.name} is not JSON, or was cu\
t off. Choose a file that this page or ViRelAy has exported.`)}if(!ec(e)||!$e(e.selectedAnalysisMethod)||!nc(e.selectedEmbeddingVectorsIndices))throw new Error(
`${t.name} is no exported selection: it has no \u201CselectedEmbeddingVectorsIndices\u201D. Choose a file that this page or ViRelAy has exported.`);if(e.selectionVersion>
oi)throw new Error(`${t.name} is of version ${e.selectionVersion}; this page reads up to ${oi}. Build the site with a newer spray.`);return e}function ic(t){let e=[
"name","note","created","address","project","method","category","embedding","clustering"];return(Array.isArray(t.findings)?t.findings:[]).filter(n=>ec(n)&&e.every(
r=>$e(n[r]))&&nc(n.indices)&&Array.isArray(n.ids)&&n.ids.every($e))}async function oc(t){t.selectionVersion&&$e(t.address)&&t.address.startsWith("#")?await Cn(t.
address):await Md(t);let{chapter:e}=h;if(!e)return;let n=Array.isArray(t.selectedSamples)?new Set(t.selectedSamples.map(r=>r?.id)):null;ac(e,n,new Set(t.selectedEmbeddingVectorsIndices))}
async function sc(t){await Cn(t.address),h.chapter&&ac(h.chapter,new Set(t.ids),new Set(t.indices))}function ac(t,e,n){let r=st(Uint8Array.from({length:t.size},
(o,s)=>(e?e.has(t.ids[s]):n.has(t.rows[s]))?1:0)),i=(e??n).size-r.size;i?h.missing.push(`${i} of the ${(e??n).size} selected samples`):h.missing=h.missing.filter(
o=>!o.startsWith("that selection")),(i||h.missing.length===0)&&W("plot"),(r.size||!O().selection.size)&&et(r)}async function Md(t){let e=[],n=_t.findIndex(l=>l.
project===t.projectName),r=n>=0?n:Number.isInteger(t.projectId)&&_t[t.projectId]?t.projectId:0;n<0&&$e(t.projectName)&&e.push(`project \u201C${t.projectName}\u201D`);
let{categories:i}=_t[r],o=t.selectedAnalysisCategory,s=[t.selectedCategoryHumanReadableName,o].map(l=>i.findIndex(c=>c.name===l||c.key===l));s.push(/^\d+$/.test(
String(o))?i.findIndex(l=>l.index===Number(o)):-1);let a=s.find(l=>l>=0)??-1;if(a<0)throw new Error(`The file is about the category \u201C${t.selectedCategoryHumanReadableName||
o}\u201D, which this page does not have.`);h.missing=e,$e(t.selectedColorMap)&&Object.hasOwn(tt.colormaps,t.selectedColorMap)?h.colormap=t.selectedColorMap:$e(t.
selectedColorMap)&&e.push(`colour map \u201C${t.selectedColorMap}\u201D`),["input","overlay","attribution"].includes(t.selectedImageMode)&&(h.mode=t.selectedImageMode),
W("look"),await gt(a,{project:r,prepare(l){let c=Z(l),u=Ho(l.analyses,t.selectedAnalysisMethod);u?c.analysis=u.name:e.push(`analysis \u201C${t.selectedAnalysisMethod}\
\u201D`);let d=N(l).analysis,m=Ho(d?.embeddings??[],t.selectedEmbeddingName),f=Ho(d?.clusterings??[],t.selectedClustering);m?c.embedding=m.name:e.push(`embeddin\
g \u201C${t.selectedEmbeddingName}\u201D`),f?c.clustering=f.name:e.push(`clustering \u201C${t.selectedClustering}\u201D`)}})}var Yo=`spray.findings.${tt.project}`,pt=[],Ko=!0;function lc(){try{let t=JSON.parse(localStorage.getItem(Yo)??"[]");pt=Array.isArray(t)?t.filter(e=>typeof e?.name==
"string"&&typeof e.address=="string"&&Array.isArray(e.ids)&&Array.isArray(e.indices)):[]}catch{pt=[]}}function fn(){try{localStorage.setItem(Yo,JSON.stringify(pt)),
Ko=!0}catch{Ko=!1}W("findings")}var Go=()=>pt;function cc(t){let e=new Set(pt.map(r=>`${r.created} ${r.name}`)),n=t.filter(r=>!e.has(`${r.created} ${r.name}`));
return pt=[...pt,...n],n.length&&fn(),n.length}function Xo(){if(!h.chapter||!O().selection.size)return gn("Select samples first: a finding is a selection with a\
 name.");let t=Wl(`finding ${pt.length+1}`,"");pt=[...pt,t],fn();let e=U("findings").querySelector(".finding-item:last-of-type .finding-name");return e?.focus(),
e?.select()}function kd(t){let e=p("input",{class:"finding-name",value:t.name,"aria-label":"Name of the finding",dir:"auto",onchange:()=>{t.name=e.value.trim()||
t.name,fn()}}),n=p("textarea",{class:"finding-note",value:t.note,rows:2,placeholder:"note","aria-label":`Note on ${t.name}`,dir:"auto",hidden:!t.note,onchange:()=>{
t.note=n.value,fn()}});return p("div",{class:"finding-item"},p("div",{class:"finding-line"},e,at("note",()=>{n.hidden=!n.hidden,n.hidden||n.focus()},{class:"lin\
k","aria-label":`Note on ${t.name}`}),rt("close",`Delete ${t.name}`,()=>_d(t))),n,p("button",{type:"button",class:"finding-open link",dir:"auto",title:`${t.method}\
, ${t.embedding}, ${t.clustering}`,onclick:()=>sc(t)},`${Bt(t.ids.length,"sample")} of ${t.category}`))}function _d(t){let e=pt.indexOf(t);pt=pt.filter(r=>r!==t),
fn();let n=U("findings").appendChild(p("p",{class:"small removed"},`\u201C${t.name}\u201D deleted. `,at("undo",()=>{pt=[...pt.slice(0,e),t,...pt.slice(e)],fn()},
{class:"link"})));setTimeout(()=>n.remove(),15e3)}function Vo(){let t=pt.map(kd);U("findings").replaceChildren(p("div",{class:"finding-items"},...t),pt.length?"":
p("p",{class:"muted small hint"},"Select samples, keep them under a name, and export or share what you found."),Ko?"":p("p",{class:"note"},"This browser keeps n\
othing for local files: export your findings before you leave."))}function uc(){lc(),document.querySelector("#findings > h2")?.append(at("keep selection",Xo,{class:"\
link",title:"Keep the selection as a finding (Enter a name)"})),S("findings",Vo),Vo(),addEventListener("storage",t=>{t.key===Yo&&(lc(),Vo())})}var ye=B("#overview"),si=p("select",{"aria-label":"Sort by"}),ai=p("input",{type:"search",placeholder:"find a category","aria-label":"Find a category"});function li(){
let{categories:t,rankings:e}=q(),{order:n,values:r,title:i,hint:o,name:s}=Ln(),a=Math.max(...t.map(u=>u.strangeness??0));Kt(si,e.map(u=>[u.name,u.title]),s);let l=ai.
value.trim().toLowerCase(),c=n.filter(u=>t[u].name.toLowerCase().includes(l)).map(u=>{let d=t[u],m=[Bt(d.size,"sample"),d.suspects?`${L(d.suspects)} apart`:"",d.
wrong?`${L(d.wrong)} wrong`:""].filter(Boolean).join(" \xB7 ");return p("button",{type:"button",class:"small-multiple","data-key":d.key,title:d.summary??"","ari\
a-current":d===An()?"true":null,onclick:()=>{ye.close(),gt(u)}},p("span",{class:"small-head"},p("span",{class:"category-name",dir:"auto"},d.name),p("span",{class:"\
score",title:o||i},Fi(r[u]))),br(d,a,208,128),p("span",{class:"muted"},m))});B(".cards",ye).replaceChildren(...c.length?c:[p("p",{class:"empty"},"No category is\
 called so.")])}function ci(){return ye.open?ye.close():(li(),ye.showModal(),(ye.querySelector(".small-multiple[aria-current]")??ye.querySelector(".small-multip\
le"))?.focus())}function fc(){si.addEventListener("change",()=>{ji(si.value),li()}),ai.addEventListener("input",li),U("overview").replaceChildren(p("div",{class:"\
bar"},p("label",{class:"choice"},"sorted by ",si),ai,p("span",{class:"muted small"},"Every card is one category. Coloured points are its most suspicious cluster\
, the stronger the stranger.")),p("div",{class:"cards"})),S("theme",()=>{ye.open&&li()}),ye.addEventListener("close",()=>{ai.value=""})}var or=6,dt=p("input",{type:"search",placeholder:"find \u2026  ( / )",title:"Find a category, a sample by id or file name, a label, a prediction",role:"combobox",
"aria-label":"Find","aria-expanded":"false","aria-controls":"found","aria-autocomplete":"list",autocomplete:"off",spellcheck:!1}),hn=p("div",{class:"found",id:"\
found",role:"listbox","aria-label":"Found",hidden:!0}),Dt=[],jt=-1,Wo=0;function ui(t,e){et(At(O().selection,t,Ke(e)))}function Ad(t){let{chapter:e}=h,{categories:n}=q(),
r=n.map((a,l)=>({one:a,at:l})).filter(({one:a})=>a.name.toLowerCase().includes(t)||a.key===t).slice(0,or).map(({one:a,at:l})=>({kind:"category",text:a.name,more:Bt(
a.size,"sample"),action:()=>gt(l)}));if(!e)return r;let i=q().classes.map((a,l)=>({name:a,index:l})).filter(({name:a})=>a.toLowerCase().includes(t)).slice(0,or);
for(let{name:a,index:l}of i){let c=st(Uint8Array.from(e.prediction,d=>d===l?1:0)),u=st(Uint8Array.from({length:e.size},(d,m)=>Ce(e,m).includes(l)?1:0));u.size&&
u.size<e.size&&r.push({kind:"label",text:a,more:`select ${L(u.size)} here`,action:d=>ui(u.mask,d)}),c.size&&r.push({kind:"predicted",text:a,more:`select ${L(c.size)}\
 here`,action:d=>ui(c.mask,d)})}let o=Uint8Array.from(e.ids,a=>a.toLowerCase().includes(t)?1:0),s=st(o);s.size>1&&r.push({kind:"samples",text:`all ${L(s.size)} \
with \u201C${t}\u201D`,more:"select",action:a=>ui(o,a)});for(let a=0,l=or;a<e.size&&l;a++)o[a]&&(l--,r.push({kind:"sample",text:_n(e.ids[a]),more:e.ids[a],action:c=>$d(
a,c)}));return r}function $d(t,e){let{chapter:n}=h;n&&(ui(He(n.size,[t]).mask,e),n.size>400&&ht.zoomTo(He(n.size,[t]).mask),Rn(t))}async function zd(t){let{key:e,
categories:n}=q(),r=(await ys()).get(e)??[],i=[],o=0;for(let s=0;s<n.length&&i.length<or;s++){let a=n[s],l=o+a.size;for(let c=o;c<l&&i.length<or&&s!==h.open;c++){
if(!r[c]?.toLowerCase().includes(t))continue;let u=r[c];i.push({kind:`in ${a.name}`,text:_n(u),more:u,action:()=>gt(s,{prepare:d=>{let m=d.ids.indexOf(u);queueMicrotask(
()=>et(m<0?te(d.size):He(d.size,[m])))}})})}o=l}return i}async function hc(){let t=dt.value.trim().toLowerCase(),e=++Wo;if(!t)return sr();Dt=Ad(t),pc();let n=await zd(
t).catch(()=>[]);if(e===Wo)return Dt=[...Dt,...n],pc()}function pc(){jt=Dt.length?Math.max(0,Math.min(jt,Dt.length-1)):-1,hn.replaceChildren(...Dt.length?Dt.map(
({kind:t,text:e,more:n,action:r},i)=>p("div",{class:"hit",role:"option",id:`hit-${i}`,"aria-selected":String(i===jt),onpointerdown:o=>o.preventDefault(),onclick:o=>{
sr(),r(o)}},p("span",{class:"hit-kind muted",dir:"auto"},t),p("span",{class:"hit-text",dir:"auto"},e),p("span",{class:"hit-more muted",dir:"auto"},n))):[p("p",{
class:"empty"},"Nothing is called so.")]),hn.hidden=!1,dt.setAttribute("aria-expanded","true"),dc()}function dc(){[...hn.children].forEach((t,e)=>t.setAttribute(
"aria-selected",String(e===jt))),jt>=0?dt.setAttribute("aria-activedescendant",`hit-${jt}`):dt.removeAttribute("aria-activedescendant"),hn.children[jt]?.scrollIntoView(
{block:"nearest"})}function sr(){Wo++,hn.hidden=!0,dt.setAttribute("aria-expanded","false"),dt.removeAttribute("aria-activedescendant")}var mc=()=>{dt.focus(),dt.
select()};function gc(){U("search").append(dt,hn),dt.addEventListener("input",()=>{jt=0,hc()}),dt.addEventListener("focus",()=>{dt.value&&hc()}),dt.addEventListener(
"blur",sr),dt.addEventListener("keydown",t=>{let e={ArrowDown:1,ArrowUp:-1}[t.key];if(e&&Dt.length)jt=(jt+e+Dt.length)%Dt.length,dc(),t.preventDefault();else if(t.
key==="Enter"&&Dt[jt]){let{action:n}=Dt[jt];sr(),dt.blur(),n(t),t.preventDefault()}else t.key==="Escape"&&(dt.value?dt.value="":dt.blur(),sr(),t.stopPropagation(),
t.preventDefault())})}var Zo=document.documentElement,Sd=()=>{try{return localStorage.getItem("spray.theme")}catch{return null}};function yc(t){Zo.dataset.theme=t,W("theme")}function vc(){
let t=Zo.dataset.theme==="dark"?"light":"dark";try{localStorage.setItem("spray.theme",t)}catch{}yc(t)}var wc=t=>B(`#${t}`);function Cd(){for(let t of document.querySelectorAll(
"[data-open]"))t.addEventListener("click",()=>wc(t.dataset.open??"").showModal());for(let t of document.querySelectorAll("dialog.sheet"))t.addEventListener("cli\
ck",e=>{(e.target===t||e.target.closest("[data-close]"))&&t.close()})}function Ed(){let t=B("#divider"),e=t.parentElement,n=()=>e.getBoundingClientRect().height,
r=()=>t.setAttribute("aria-valuenow",String(Math.round(100*n()/innerHeight))),i=o=>{Zo.style.setProperty("--tray",`${Math.round(Math.max(120,Math.min(innerHeight-
260,o)))}px`),r()};r(),t.addEventListener("pointerdown",o=>{t.setPointerCapture(o.pointerId);let s=o.clientY,a=n();t.onpointermove=l=>i(a+s-l.clientY)}),t.addEventListener(
"pointerup",()=>{t.onpointermove=null}),t.addEventListener("keydown",o=>{let s={ArrowUp:40,ArrowDown:-40}[o.key];s&&(o.preventDefault(),i(n()+s))})}var Nd=["inp\
ut","attribution","overlay","pair"],Id={j:()=>Di(1),k:()=>Di(-1),c:()=>Lo(1),C:()=>Lo(-1),...Object.fromEntries(Nd.map((t,e)=>[String(e+1),()=>Ct({mode:t})])),a:vr,
i:yr,n:Xo,x:Uo,f:()=>ht.fit(),s:()=>ht.zoomTo(O().selection.mask),"+":()=>ht.zoomBy(1.5),"=":()=>ht.zoomBy(1.5),"-":()=>ht.zoomBy(1/1.5),l:()=>er("lasso"),b:()=>er(
"box"),p:()=>er("pan"),v:No,o:ci,t:vc,"/":mc,"?":()=>wc("help").showModal(),Escape:()=>{h.chapter&&O().selection.size&&et(te(h.chapter.size))}},Od=new Set(["j",
"k","o","t","/","?"]);function Td(t){let e=t.target;if(document.querySelector("dialog[open]")||e.closest?.("input, select, textarea")||t.isComposing)return;if((t.
ctrlKey||t.metaKey)&&["z","y"].includes(t.key.toLowerCase()))return t.preventDefault(),t.shiftKey||t.key.toLowerCase()==="y"?xr():wr();if(t.ctrlKey||t.metaKey||
t.altKey)return;if(t.key===" "&&!e.closest?.("button, a, [role=separator]")){t.preventDefault(),_e.held=!0,ht.surface.classList.add("panning");return}let n=Id[t.
key];if(!(!n||!(h.chapter||Od.has(t.key))))return t.preventDefault(),n()}function Ld(){let t=!1;addEventListener("pointerdown",()=>{t=!0},!0),addEventListener("\
keydown",()=>{t=!1},!0),addEventListener("change",({target:e})=>{t&&(e instanceof HTMLSelectElement||e instanceof HTMLInputElement&&e.type==="range")&&e.blur()})}
function xc(){Ld(),B("#theme").addEventListener("click",vc),matchMedia("(prefers-color-scheme: dark)").addEventListener("change",e=>{Sd()||yc(e.matches?"dark":"\
light")}),Cd(),Ed(),addEventListener("keydown",Td);let t=()=>{_e.held=!1;for(let e of document.querySelectorAll(".surface"))e.classList.remove("panning")};addEventListener(
"keyup",e=>{e.key===" "&&t()}),addEventListener("blur",t)}var bc=0;function Mc(){Mt("project",t=>ws(Number(t))),S("open",()=>{if(Et("project",_t.map((s,a)=>[String(a),s.project]),String(h.project)),bc===h.project)return;
bc=h.project;let{facts:t,title:e,project:n,provenance:r,notes:i}=q(),o=Object.entries(r).map(([s,a])=>p("table",{class:"facts-table"},p("caption",{dir:"auto"},s),
...Object.entries(a).map(([l,c])=>p("tr",{},p("th",{scope:"row"},l),p("td",{},c)))));document.querySelector("#provenance .sheet-body")?.replaceChildren(...o),B(
".banner").replaceChildren(...i.length?[p("section",{class:"panel","aria-label":"Notes"},...i.map(s=>p("p",{class:"note",dir:"auto"},s)))]:[]),B("#title").textContent=
e,B(".facts").replaceChildren(...n!==e?[p("span",{class:"fact",title:"project"},n)]:[],...t.map(([s,a])=>p("span",{class:"fact"},p("span",{class:"fact-name"},s),
" ",p("span",{title:a},a))))})}var ar=B("#share"),fi=p("textarea",{readOnly:!0,rows:3,"aria-label":"Link to this view",class:"link-text"}),_c=p("textarea",{rows:2,"aria-label":"Note in the fi\
le",placeholder:"note (goes into the JSON file)",dir:"auto"}),Ac=p("p",{class:"muted small"}),cr=p("p",{class:"note",role:"alert",hidden:!0}),lr=p("input",{type:"\
file",accept:".json,application/json","aria-label":"File to import"});async function Fd(){fi.select();try{await navigator.clipboard.writeText(fi.value)}catch{if(!document.
execCommand("copy")){Jt("The browser does not allow copying: press Ctrl C.");return}}gn("Link copied.")}function Dd(){h.chapter&&pi(qo("json"),`${JSON.stringify(
Zl(_c.value,Go()),null,2)}
`,"application/json")}function jd(){h.chapter&&pi(qo("csv"),Jl(),"text/csv")}async function kc(t){cr.hidden=!0;try{let e=await rc(t),n=cc(ic(e));await oc(e),ar.
close(),gn(`Opened ${t.name}${n?`, with ${L(n)} findings`:""}.`)}catch(e){cr.textContent=e instanceof Error?e.message:String(e),cr.hidden=!1}}function Jo(){fi.value=
`${location.href.split("#")[0]}${Ee()}`,Ac.textContent=h.chapter?`${L(O().selection.size)} selected samples of ${h.chapter.name}; ${L(Go().length)} findings`:"",
cr.hidden=!0,lr.value=""}function $c(){U("share").replaceChildren(p("h3",{},"Link"),p("p",{class:"muted small"},"It opens this view on any copy of this page: th\
e same folder on a stick, in a mail, or on the web."),fi,at("Copy link",Fd,{class:"primary"}),p("h3",{},"Files"),Ac,_c,p("p",{class:"bar"},at("Export JSON",Dd),
at("Export CSV",jd),p("span",{class:"muted small"},"spray selection FILE reads the JSON in Python")),p("h3",{},"Import"),p("p",{class:"muted small"},"A file exp\
orted here or by ViRelAy; it can also be dropped on the page."),lr,cr),ar.addEventListener("toggle",()=>{ar.open&&Jo()}),B('[data-open="share"]').addEventListener(
"click",Jo),lr.addEventListener("change",()=>{lr.files?.[0]&&kc(lr.files[0])}),addEventListener("dragover",t=>t.preventDefault()),addEventListener("drop",t=>{t.
preventDefault();let e=t.dataTransfer?.files[0];e&&(ar.open||(Jo(),ar.showModal()),kc(e))})}h.colormap=tt.colormap;Mc();Ps(ci);Gl();Nl();jl();Yl();Hl();Rl();na();Ll();uc();Bl();gc();$c();fc();xc();Ct({});Fs();})();
