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
r[i]=o:r.setAttribute(i,o===!0?"":String(o));return r.append(...Nc(n)),r}var Nc=t=>t.filter(e=>e!=null&&e!==!1&&e!=="").map(e=>typeof e=="number"?String(e):e);function ct(t,e,...n){
let r=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[i,o]of Object.entries(e))r.setAttribute(i,String(o));return r.append(...n),r}var lt=(t,e,n={})=>p(
"button",{type:"button",onclick:e,...n},t),_t=t=>getComputedStyle(document.documentElement).getPropertyValue(`--${t}`).trim(),T=t=>t.toLocaleString("en"),Bt=(t,e,n=`${e}\
s`)=>`${T(t)} ${t===1?e:n}`,Rt=(t,e)=>e?`${Math.round(100*t/e)} %`:"0 %",gt=(t,e=2)=>t==null||Number.isNaN(t)?"\u2013":t.toFixed(e),Jt=t=>t===0?"0":Math.abs(t)>=
.01&&Math.abs(t)<1e3?t.toPrecision(3):t.toExponential(2),yn=t=>t.replace(/[_-]+/g," ");function Qt(t){B("#live").textContent=t}var ts=0;function vn(t){let e=B("\
#toast");e.textContent=t,e.hidden=!1,Qt(t),clearTimeout(ts),ts=setTimeout(()=>{e.hidden=!0},4e3)}function pi(t,e){let n=0,r=-1/0;return()=>{clearTimeout(n);let i=()=>{
r=performance.now(),t()},o=r+e-performance.now();o<=0?i():n=setTimeout(i,o)}}function es(t,e){let n=0;return()=>{clearTimeout(n),n=setTimeout(t,e)}}function Ke(t){
let e=0;return()=>{e||=requestAnimationFrame(()=>{e=0,t()})}}function di(t,e,n){let r=URL.createObjectURL(new Blob([e],{type:n})),i=p("a",{href:r,download:t.replace(
/[^\p{L}\p{N}._ -]+/gu,"_")});document.body.append(i),i.click(),i.remove(),setTimeout(()=>URL.revokeObjectURL(r),1e4)}var vt=Uint8Array,St=Uint16Array,Mi=Int32Array,pr=new vt([0,0,0,0,0,0,0,0,1,1,1,1,2,2,2,2,3,3,3,3,4,4,4,4,5,5,5,5,0,0,0,0]),dr=new vt([0,0,0,0,1,1,2,2,3,3,4,4,5,
5,6,6,7,7,8,8,9,9,10,10,11,11,12,12,13,13,0,0]),vi=new vt([16,17,18,0,8,7,9,6,10,5,11,4,12,3,13,2,14,1,15]),os=function(t,e){for(var n=new St(31),r=0;r<31;++r)n[r]=
e+=1<<t[r-1];for(var i=new Mi(n[30]),r=1;r<30;++r)for(var o=n[r];o<n[r+1];++o)i[o]=o-n[r]<<5|r;return{b:n,r:i}},ss=os(pr,2),as=ss.b,wi=ss.r;as[28]=258,wi[258]=28;
var ls=os(dr,0),Ic=ls.b,ns=ls.r,xi=new St(32768);for(K=0;K<32768;++K)oe=(K&43690)>>1|(K&21845)<<1,oe=(oe&52428)>>2|(oe&13107)<<2,oe=(oe&61680)>>4|(oe&3855)<<4,xi[K]=
((oe&65280)>>8|(oe&255)<<8)>>1;var oe,K,te=(function(t,e,n){for(var r=t.length,i=0,o=new St(e);i<r;++i)t[i]&&++o[t[i]-1];var s=new St(e);for(i=1;i<e;++i)s[i]=s[i-
1]+o[i-1]<<1;var a;if(n){a=new St(1<<e);var l=15-e;for(i=0;i<r;++i)if(t[i])for(var c=i<<4|t[i],u=e-t[i],d=s[t[i]-1]++<<u,m=d|(1<<u)-1;d<=m;++d)a[xi[d]>>l]=c}else
for(a=new St(r),i=0;i<r;++i)t[i]&&(a[i]=xi[s[t[i]-1]++]>>15-t[i]);return a}),we=new vt(288);for(K=0;K<144;++K)we[K]=8;var K;for(K=144;K<256;++K)we[K]=9;var K;for(K=
256;K<280;++K)we[K]=7;var K;for(K=280;K<288;++K)we[K]=8;var K,bn=new vt(32);for(K=0;K<32;++K)bn[K]=5;var K,Oc=te(we,9,0),Tc=te(we,9,1),Lc=te(bn,5,0),Fc=te(bn,5,
1),mi=function(t){for(var e=t[0],n=1;n<t.length;++n)t[n]>e&&(e=t[n]);return e},Ut=function(t,e,n){var r=e/8|0;return(t[r]|t[r+1]<<8)>>(e&7)&n},gi=function(t,e){
var n=e/8|0;return(t[n]|t[n+1]<<8|t[n+2]<<16)>>(e&7)},ki=function(t){return(t+7)/8|0},cs=function(t,e,n){return(e==null||e<0)&&(e=0),(n==null||n>t.length)&&(n=t.
length),new vt(t.subarray(e,n))};var Dc=["unexpected EOF","invalid block type","invalid length/literal","invalid distance","stream finished","no stream handler",,"no callback","invalid UTF-8 da\
ta","extra field too long","date not in range 1980-2099","filename too long","stream finishing","invalid zip data"],Pt=function(t,e,n){var r=new Error(e||Dc[t]);
if(r.code=t,Error.captureStackTrace&&Error.captureStackTrace(r,Pt),!n)throw r;return r},us=function(t,e,n,r){var i=t.length,o=r?r.length:0;if(!i||e.f&&!e.l)return n||
new vt(0);var s=!n,a=s||e.i!=2,l=e.i;s&&(n=new vt(i*3));var c=function(mn){var gn=n.length;if(mn>gn){var Ve=new vt(Math.max(gn*2,mn));Ve.set(n),n=Ve}},u=e.f||0,
d=e.p||0,m=e.b||0,f=e.l,y=e.d,v=e.m,k=e.n,M=i*8;do{if(!f){u=Ut(t,d,1);var E=Ut(t,d+1,3);if(d+=3,E)if(E==1)f=Tc,y=Fc,v=9,k=5;else if(E==2){var V=Ut(t,d,31)+257,Y=Ut(
t,d+10,15)+4,j=V+Ut(t,d+5,31)+1;d+=14;for(var I=new vt(j),J=new vt(19),Q=0;Q<Y;++Q)J[vi[Q]]=Ut(t,d+Q*3,7);d+=Y*3;for(var it=mi(J),bt=(1<<it)-1,w=te(J,it,1),Q=0;Q<
j;){var $=w[Ut(t,d,bt)];d+=$&15;var C=$>>4;if(C<16)I[Q++]=C;else{var g=0,x=0;for(C==16?(x=3+Ut(t,d,3),d+=2,g=I[Q-1]):C==17?(x=3+Ut(t,d,7),d+=3):C==18&&(x=11+Ut(
t,d,127),d+=7);x--;)I[Q++]=g}}var b=I.subarray(0,V),_=I.subarray(V);v=mi(b),k=mi(_),f=te(b,v,1),y=te(_,k,1)}else Pt(1);else{var C=ki(d)+4,H=t[C-4]|t[C-3]<<8,P=C+
H;if(P>i){l&&Pt(0);break}a&&c(m+H),n.set(t.subarray(C,P),m),e.b=m+=H,e.p=d=P*8,e.f=u;continue}if(d>M){l&&Pt(0);break}}a&&c(m+131072);for(var A=(1<<v)-1,z=(1<<k)-
1,F=d;;F=d){var g=f[gi(t,d)&A],R=g>>4;if(d+=g&15,d>M){l&&Pt(0);break}if(g||Pt(2),R<256)n[m++]=R;else if(R==256){F=d,f=null;break}else{var N=R-254;if(R>264){var Q=R-
257,D=pr[Q];N=Ut(t,d,(1<<D)-1)+as[Q],d+=D}var G=y[gi(t,d)&z],ot=G>>4;G||Pt(3),d+=G&15;var _=Ic[ot];if(ot>3){var D=dr[ot];_+=gi(t,d)&(1<<D)-1,d+=D}if(d>M){l&&Pt(
0);break}a&&c(m+131072);var X=m+N;if(m<_){var Tt=o-_,hr=Math.min(_,X);for(Tt+m<0&&Pt(3);m<hr;++m)n[m]=r[Tt+m]}for(;m<X;++m)n[m]=n[m-_]}}e.l=f,e.p=F,e.b=m,e.f=u,
f&&(u=1,e.m=v,e.d=y,e.n=k)}while(!u);return m!=n.length&&s?cs(n,0,m):n.subarray(0,m)},se=function(t,e,n){n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8},wn=function(t,e,n){
n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8,t[r+2]|=n>>16},yi=function(t,e){for(var n=[],r=0;r<t.length;++r)t[r]&&n.push({s:r,f:t[r]});var i=n.length,o=n.slice();if(!i)
return{t:hs,l:0};if(i==1){var s=new vt(n[0].s+1);return s[n[0].s]=1,{t:s,l:1}}n.sort(function(P,V){return P.f-V.f}),n.push({s:-1,f:25001});var a=n[0],l=n[1],c=0,
u=1,d=2;for(n[0]={s:-1,f:a.f+l.f,l:a,r:l};u!=i-1;)a=n[n[c].f<n[d].f?c++:d++],l=n[c!=u&&n[c].f<n[d].f?c++:d++],n[u++]={s:-1,f:a.f+l.f,l:a,r:l};for(var m=o[0].s,r=1;r<
i;++r)o[r].s>m&&(m=o[r].s);var f=new St(m+1),y=bi(n[u-1],f,0);if(y>e){var r=0,v=0,k=y-e,M=1<<k;for(o.sort(function(V,Y){return f[Y.s]-f[V.s]||V.f-Y.f});r<i;++r){
var E=o[r].s;if(f[E]>e)v+=M-(1<<y-f[E]),f[E]=e;else break}for(v>>=k;v>0;){var C=o[r].s;f[C]<e?v-=1<<e-f[C]++-1:++r}for(;r>=0&&v;--r){var H=o[r].s;f[H]==e&&(--f[H],
++v)}y=e}return{t:new vt(f),l:y}},bi=function(t,e,n){return t.s==-1?Math.max(bi(t.l,e,n+1),bi(t.r,e,n+1)):e[t.s]=n},rs=function(t){for(var e=t.length;e&&!t[--e];)
;for(var n=new St(++e),r=0,i=t[0],o=1,s=function(l){n[r++]=l},a=1;a<=e;++a)if(t[a]==i&&a!=e)++o;else{if(!i&&o>2){for(;o>138;o-=138)s(32754);o>2&&(s(o>10?o-11<<5|
28690:o-3<<5|12305),o=0)}else if(o>3){for(s(i),--o;o>6;o-=6)s(8304);o>2&&(s(o-3<<5|8208),o=0)}for(;o--;)s(i);o=1,i=t[a]}return{c:n.subarray(0,r),n:e}},xn=function(t,e){
for(var n=0,r=0;r<e.length;++r)n+=t[r]*e[r];return n},fs=function(t,e,n){var r=n.length,i=ki(e+2);t[i]=r&255,t[i+1]=r>>8,t[i+2]=t[i]^255,t[i+3]=t[i+1]^255;for(var o=0;o<
r;++o)t[i+o+4]=n[o];return(i+4+r)*8},is=function(t,e,n,r,i,o,s,a,l,c,u){se(e,u++,n),++i[256];for(var d=yi(i,15),m=d.t,f=d.l,y=yi(o,15),v=y.t,k=y.l,M=rs(m),E=M.c,
C=M.n,H=rs(v),P=H.c,V=H.n,Y=new St(19),j=0;j<E.length;++j)++Y[E[j]&31];for(var j=0;j<P.length;++j)++Y[P[j]&31];for(var I=yi(Y,7),J=I.t,Q=I.l,it=19;it>4&&!J[vi[it-
1]];--it);var bt=c+5<<3,w=xn(i,we)+xn(o,bn)+s,$=xn(i,m)+xn(o,v)+s+14+3*it+xn(Y,J)+2*Y[16]+3*Y[17]+7*Y[18];if(l>=0&&bt<=w&&bt<=$)return fs(e,u,t.subarray(l,l+c));
var g,x,b,_;if(se(e,u,1+($<w)),u+=2,$<w){g=te(m,f,0),x=m,b=te(v,k,0),_=v;var A=te(J,Q,0);se(e,u,C-257),se(e,u+5,V-1),se(e,u+10,it-4),u+=14;for(var j=0;j<it;++j)
se(e,u+3*j,J[vi[j]]);u+=3*it;for(var z=[E,P],F=0;F<2;++F)for(var R=z[F],j=0;j<R.length;++j){var N=R[j]&31;se(e,u,A[N]),u+=J[N],N>15&&(se(e,u,R[j]>>5&127),u+=R[j]>>
12)}}else g=Oc,x=we,b=Lc,_=bn;for(var j=0;j<a;++j){var D=r[j];if(D>255){var N=D>>18&31;wn(e,u,g[N+257]),u+=x[N+257],N>7&&(se(e,u,D>>23&31),u+=pr[N]);var G=D&31;
wn(e,u,b[G]),u+=_[G],G>3&&(wn(e,u,D>>5&8191),u+=dr[G])}else wn(e,u,g[D]),u+=x[D]}return wn(e,u,g[256]),u+x[256]},jc=new Mi([65540,131080,131088,131104,262176,1048704,
1048832,2114560,2117632]),hs=new vt(0),Bc=function(t,e,n,r,i,o){var s=o.z||t.length,a=new vt(r+s+5*(1+Math.ceil(s/7e3))+i),l=a.subarray(r,a.length-i),c=o.l,u=(o.
r||0)&7;if(e){u&&(l[0]=o.r>>3);for(var d=jc[e-1],m=d>>13,f=d&8191,y=(1<<n)-1,v=o.p||new St(32768),k=o.h||new St(y+1),M=Math.ceil(n/3),E=2*M,C=function(hi){return(t[hi]^
t[hi+1]<<M^t[hi+2]<<E)&y},H=new Mi(25e3),P=new St(288),V=new St(32),Y=0,j=0,I=o.i||0,J=0,Q=o.w||0,it=0;I+2<s;++I){var bt=C(I),w=I&32767,$=k[bt];if(v[w]=$,k[bt]=
w,Q<=I){var g=s-I;if((Y>7e3||J>24576)&&(g>423||!c)){u=is(t,l,0,H,P,V,j,J,it,I-it,u),J=Y=j=0,it=I;for(var x=0;x<286;++x)P[x]=0;for(var x=0;x<30;++x)V[x]=0}var b=2,
_=0,A=f,z=w-$&32767;if(g>2&&bt==C(I-z))for(var F=Math.min(m,g)-1,R=Math.min(32767,I),N=Math.min(258,g);z<=R&&--A&&w!=$;){if(t[I+b]==t[I+b-z]){for(var D=0;D<N&&t[I+
D]==t[I+D-z];++D);if(D>b){if(b=D,_=z,D>F)break;for(var G=Math.min(z,D-2),ot=0,x=0;x<G;++x){var X=I-z+x&32767,Tt=v[X],hr=X-Tt&32767;hr>ot&&(ot=hr,$=X)}}}w=$,$=v[w],
z+=w-$&32767}if(_){H[J++]=268435456|wi[b]<<18|ns[_];var mn=wi[b]&31,gn=ns[_]&31;j+=pr[mn]+dr[gn],++P[257+mn],++V[gn],Q=I+b,++Y}else H[J++]=t[I],++P[t[I]]}}for(I=
Math.max(I,Q);I<s;++I)H[J++]=t[I],++P[t[I]];u=is(t,l,c,H,P,V,j,J,it,I-it,u),c||(o.r=u&7|l[u/8|0]<<3,u-=7,o.h=k,o.p=v,o.i=I,o.w=Q)}else{for(var I=o.w||0;I<s+c;I+=
65535){var Ve=I+65535;Ve>=s&&(l[u/8|0]=c,Ve=s),u=fs(l,u+1,t.subarray(I,Ve))}o.i=s}return cs(a,0,r+ki(u)+i)};var Rc=function(t,e,n,r,i){if(!i&&(i={l:1},e.dictionary)){var o=e.dictionary.subarray(-32768),s=new vt(o.length+t.length);s.set(o),s.set(t,o.length),t=s,i.w=o.length}
return Bc(t,e.level==null?6:e.level,e.mem==null?i.l?Math.ceil(Math.max(8,Math.min(13,Math.log(t.length)))*1.5):20:12+e.mem,n,r,i)};var Uc=function(t,e){return((t[0]&15)!=8||t[0]>>4>7||(t[0]<<8|t[1])%31)&&Pt(6,"invalid zlib data"),(t[1]>>5&1)==+!e&&Pt(6,"invalid zlib data: "+(t[1]&32?"need":
"unexpected")+" dictionary"),(t[1]>>3&4)+2};function ps(t,e){return Rc(t,e||{},0,0)}function ds(t,e){return us(t,{i:2},e&&e.out,e&&e.dictionary)}function ms(t,e){return us(t.subarray(Uc(t,e&&e.dictionary),-4),{i:2},e&&e.out,e&&e.dictionary)}var Pc=typeof TextDecoder<"u"&&new TextDecoder,qc=0;try{Pc.decode(hs,{stream:!0}),qc=1}catch{}function qt(t){let e=atob(t),n=new Uint8Array(e.length);for(let r=0;r<e.length;r++)n[r]=e.charCodeAt(r);return n}var mr=({zlib:t,data:e})=>t?ms(qt(e)):qt(e);function _i(t,e){
let{buffer:n}=t.byteOffset||t.byteLength!==t.buffer.byteLength?t.slice():t;switch(e){case"u1":return new Uint8Array(n);case"i1":return new Int8Array(n);case"u2":
return new Uint16Array(n);case"i2":return new Int16Array(n);case"i4":return new Int32Array(n);case"f4":return new Float32Array(n);default:throw new Error(`numbe\
rs of the unknown type ${e}`)}}var ae=t=>typeof t=="string"?new Int32Array(qt(t).buffer):_i(mr(t),t.type),$i=t=>typeof t=="string"?new Float32Array(qt(t).buffer):
_i(mr(t),t.type);function gs(t,e){if(typeof t=="string")return new Float32Array(qt(t).buffer);let n=_i(mr(t),t.type),r=new Float32Array(n.length);for(let i=0;i<
n.length;i++){let o=Math.floor(i/e),s=t.low[o];r[i]=s+(t.high[o]-s)*(n[i]/65535)}return r}function gr(t){return Array.isArray(t)?t:"joined"in t?new TextDecoder().
decode(mr(t.joined)).split("\0"):Array.from(ae(t.codes),e=>t.values[e])}var _n=t=>document.querySelector(`script[type="application/json"][data-name=${JSON.stringify(t)}]`)?.textContent??null,tt=JSON.parse(_n("manifest")??"{}"),$t=[tt,
...tt.more??[]],xe=t=>t<0?tt.palette.noise:tt.palette.clusters[t%tt.palette.clusters.length],ut=t=>t<0?"noise":`cluster ${t}`,Ai=new Map,kn=new Map,ys=window;ys.
sprayChapter=t=>kn.set(t.key,t);ys.sprayIndex=t=>kn.set("index",t);function yr(t,e){let n=Ai.get(e.key);return n||(n=(e.address?vs(e.address,e.key,e.name):Hc(e)).
then(i=>Vc(i,t.key)),Ai.set(e.key,n),n.catch(()=>Ai.delete(e.key))),n}async function Hc(t){let e=_n(`chapter ${t.key}`);if(e===null)throw new Error(`The page ho\
lds nothing of \u201C${t.name}\u201D. Build it again.`);let{chapter:n,files:r}=JSON.parse(e),i=o=>{let[s,a]=r[o].split(",");return URL.createObjectURL(new Blob(
[qt(a)],{type:s.slice(5).split(";")[0]}))};for(let o of Object.values(n.pictures))o.files=o.files.map(i);return n}function vs(t,e,n){return new Promise((r,i)=>{
let o=t.split("?")[0],s=p("script",{src:t});s.onload=()=>kn.has(e)?r(kn.get(e)):i(new Error(`${o} is damaged: it holds no \u201C${n}\u201D.`)),s.onerror=()=>i(new Error(
`${o} is missing. The page needs the folders beside it: copy the whole site, or build it again.`)),document.head.append(s)}).finally(()=>kn.delete(e))}function Vc(t,e){
let n=gr(t.ids),r=n.length,i=t.analyses.map(s=>({...s,neighbours:s.neighbours?{count:s.neighbours.count,positions:ae(s.neighbours.positions)}:null,embeddings:s.
embeddings.map(a=>{let l=gs(a.points,r);return{...a,column:u=>u<a.axes.length?l.subarray(u*r,(u+1)*r):new Float32Array(r)}}),clusterings:s.clusterings.map(a=>({
...a,labels:ae(a.labels)}))})),o=(s,a)=>Object.fromEntries(Object.entries(s).map(([l,c])=>[l,a(c)]));return{...t,project:e,ids:n,size:r,analyses:i,rows:ae(t.rows),
label:ae(t.label),prediction:ae(t.prediction),score:$i(t.score),labels:t.labels?{starts:ae(t.labels.starts),indices:ae(t.labels.indices)}:null,metadata:o(t.metadata,
gr),pictures:o(t.pictures,s=>({...s,scale:s.scale?$i(s.scale):null}))}}var Mn=null;function ws(){if(!Mn){let t=_n("index");Mn=(t!==null?Promise.resolve(JSON.parse(
t)):tt.index?vs(tt.index,"index","index"):Promise.resolve({projects:[]})).then(({projects:n})=>new Map(n.map(r=>[r.key,gr(r.ids)]))),Mn.catch(()=>{Mn=null})}return Mn}
var $n=t=>t.slice(t.lastIndexOf("/")+1);function at(t){let e=0;for(let n=0;n<t.length;n++)e+=t[n];return{mask:t,size:e}}var ee=t=>({mask:new Uint8Array(t),size:0});function Ye(t,e){let n=new Uint8Array(
t);for(let r of e)r>=0&&r<t&&(n[r]=1);return at(n)}function vr(t,e){let n=new Uint8Array(t.length);for(let r=0;r<n.length;r++)t[r]===e&&(n[r]=1);return at(n)}function Ge({
mask:t,size:e}){let n=new Array(e);for(let r=0,i=0;r<t.length;r++)t[r]&&(n[i++]=r);return n}function At(t,e,n){let r=new Uint8Array(t.mask.length);for(let i=0;i<
r.length;i++)n==="add"?r[i]=t.mask[i]|e[i]:n==="remove"?r[i]=t.mask[i]&(e[i]^1):n==="toggle"?r[i]=t.mask[i]^e[i]:r[i]=e[i];return at(r)}function xs(t,e){if(t===
e)return!0;if(t.size!==e.size||t.mask.length!==e.mask.length)return!1;for(let n=0;n<t.mask.length;n++)if(t.mask[n]!==e.mask[n])return!1;return!0}var Xe=t=>t.altKey?
"remove":t.shiftKey||t.ctrlKey||t.metaKey?"add":"replace";var zi=new Map;function S(t,e){for(let n of t.split(" "))zi.set(n,[...zi.get(n)??[],e])}var W=t=>(zi.get(t)??[]).forEach(e=>e(t)),Ht=Object.freeze({k:1,u:.5,v:.5}),
h={project:0,open:-1,chapter:null,error:"",missing:[],views:new Map,mode:"pair",colormap:"",opacity:90,pixels:"auto",scale:"sample",order:"data",tile:0,colour:"\
cluster",tool:"lasso",beside:{category:"",embedding:""},hover:null,live:!1,hot:null},q=()=>$t[h.project],An=()=>q().categories[h.open],Lt=t=>q().classes[t]??(t<
0?"unknown":`class ${t}`);function Z(t){let e=h.views.get(t.key);return e||h.views.set(t.key,e=Kc(t)),e}var L=()=>Z(h.chapter);function Kc(t){let{analysis:e,clustering:n,
embedding:r,suspect:i}=t.first,o=t.analyses.find(a=>a.name===e)?.clusterings.find(a=>a.name===n)?.labels,s=i!==null&&o?vr(o,i):ee(t.size);return{analysis:e,clustering:n,
embedding:r,x:0,y:1,selection:s,camera:Ht,filter:Ze()}}function O(t=h.chapter){if(!t)return{};let e=Z(t),n=t.analyses.find(o=>o.name===e.analysis)??t.analyses[0],
r=n?.embeddings.find(o=>o.name===e.embedding)??Si(n),i=n?.clusterings.find(o=>o.name===e.clustering)??n?.clusterings[0];return{analysis:n,embedding:r,clustering:i}}
var Si=t=>t?.embeddings.find(e=>e.axes.length===2)??t?.embeddings[0];async function yt(t,{project:e=h.project,prepare:n}={}){let r=h.chapter;if(r&&h.project===e&&
h.open===t)return n?.(r),W("open");let i=$t[e].categories[t];if(Object.assign(h,{project:e,open:t,chapter:null,error:"",hover:null,hot:null}),W("open"),!!i){try{
let o=await yr($t[e],i);if(h.project!==e||h.open!==t)return;r&&r.project!==o.project&&r.name===o.name&&Yc(r,o),n?.(o),h.chapter=o}catch(o){if(h.project!==e||h.open!==
t)return;h.error=o instanceof Error?o.message:String(o)}W("open")}}function Yc(t,e){let n=Z(t),r=Z(e),i=new Map(e.ids.map((l,c)=>[l,c])),o=new Uint8Array(e.size),
s=0;if(t.ids.forEach((l,c)=>{let u=i.get(l);u!==void 0&&s++,n.selection.mask[c]&&u!==void 0&&(o[u]=1)}),!s)return;r.selection=at(o);for(let l of["analysis","emb\
edding","clustering","x","y"])Object.assign(r,{[l]:n[l]});let{embedding:a}=O(e);r.x=Math.min(r.x,(a?.axes.length??1)-1),r.y=Math.min(r.y,Math.max(0,(a?.axes.length??
1)-1))}function bs(t){let e=An()?.name,n=$t[t].categories.findIndex(r=>r.name===e);return yt(Math.max(0,n),{project:t})}function Se(t){if(!h.chapter)return;let e=L();
(t.clustering!==void 0||t.analysis!==void 0)&&(e.filter={...e.filter,hidden:new Set}),(t.embedding!==void 0||t.x!==void 0||t.y!==void 0||t.analysis!==void 0)&&(e.
camera=Ht),Object.assign(e,t),W("plot")}function Ct(t){Object.assign(h,t),W("look")}function We(t){L().filter={...L().filter,...t},W("filter")}function et(t,{live:e=!1,
chapter:n=h.chapter}={}){if(!n)return;let r=Z(n);e&&xs(r.selection,t)||(r.selection=t,h.live=e,W("selection"))}function wr(){if(!h.chapter)return;let t=wt(h.chapter),
{mask:e}=L().selection;et(at(e.map((n,r)=>t&&!t[r]?0:n^1)))}function xr(){if(!h.chapter)return;let t=wt(h.chapter);et(t?at(t.slice()):at(new Uint8Array(h.chapter.
size).fill(1)))}function Ft(t,e,n){let r=h.hover;(r?.i??-1)===e&&r?.from===n||(h.hover=t&&e>=0?{chapter:t,i:e,from:n}:null,W("hover"))}function Ci(t){h.hot!==t&&
(h.hot=t,W("hover"))}var Ze=()=>({hidden:new Set,prediction:null,verdict:"all"}),Ce=({hidden:t,prediction:e,verdict:n})=>t.size>0||e!==null||n!=="all";function Ee(t,e){if(t.labels){
let{starts:n,indices:r}=t.labels;return Array.from({length:n[e+1]-n[e]},(i,o)=>r[n[e]+o])}return t.label[e]>=0?[t.label[e]]:[]}function Vt(t,e){if(t.prediction[e]<
0)return"unknown";if(t.labels){let n=Ee(t,e);return n.length?n.includes(t.prediction[e])?"right":"wrong":"unknown"}return t.label[e]<0?"unknown":t.label[e]===t.
prediction[e]?"right":"wrong"}var Ms=new WeakMap;function wt(t){let{filter:e}=Z(t),n=O(t).clustering?.labels;if(!Ce(e))return null;let r=Ms.get(e);if(r&&r.labels===
n)return r.mask;let i=new Uint8Array(t.size);for(let o=0;o<i.length;o++){let s=n!==void 0&&e.hidden.has(n[o]),a=e.prediction!==null&&t.prediction[o]!==e.prediction;
i[o]=s||a||e.verdict!=="all"&&Vt(t,o)!==e.verdict?0:1}return Ms.set(e,{labels:n,mask:i}),i}var ks=[Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,Float32Array,Float64Array],Ei=1,zn=8,nt=new Uint32Array(96),Cn=class t{static from(e){
if(!e||e.byteLength===void 0||e.buffer)throw new Error("Data must be an instance of ArrayBuffer or SharedArrayBuffer.");let[n,r]=new Uint8Array(e,0,2);if(n!==219)
throw new Error("Data does not appear to be in a KDBush format.");let i=r>>4;if(i!==Ei)throw new Error(`Got v${i} data when expected v${Ei}.`);let o=ks[r&15];if(!o)
throw new Error("Unrecognized array type.");let[s]=new Uint16Array(e,2,1),[a]=new Uint32Array(e,4,1);return new t(a,s,o,void 0,e)}constructor(e,n=64,r=Float64Array,i=ArrayBuffer,o){
if(isNaN(e)||e<0)throw new Error(`Unexpected numItems value: ${e}.`);this.numItems=+e,this.nodeSize=Math.min(Math.max(+n,2),65535),this.ArrayType=r,this.IndexArrayType=
e<65536?Uint16Array:Uint32Array;let s=ks.indexOf(this.ArrayType),a=e*2*this.ArrayType.BYTES_PER_ELEMENT,l=e*this.IndexArrayType.BYTES_PER_ELEMENT,c=(8-l%8)%8;if(s<
0)throw new Error(`Unexpected typed array class: ${r}.`);if(o)this.data=o,this.ids=new this.IndexArrayType(o,zn,e),this.coords=new r(o,zn+l+c,e*2),this._pos=e*2,
this._finished=!0;else{let u=this.data=new i(zn+a+l+c);this.ids=new this.IndexArrayType(u,zn,e),this.coords=new r(u,zn+l+c,e*2),this._pos=0,this._finished=!1,new Uint8Array(
u,0,2).set([219,(Ei<<4)+s]),new Uint16Array(u,2,1)[0]=n,new Uint32Array(u,4,1)[0]=e}}add(e,n){let r=this._pos>>1;return this.ids[r]=r,this.coords[this._pos++]=e,
this.coords[this._pos++]=n,r}finish(){let e=this._pos>>1;if(e!==this.numItems)throw new Error(`Added ${e} items when expected ${this.numItems}.`);return Ii(this.
ids,this.coords,this.nodeSize,0,this.numItems-1,0),this._finished=!0,this}range(e,n,r,i){if(!this._finished)throw new Error("Data not yet indexed - call index.f\
inish().");let{ids:o,coords:s,nodeSize:a}=this;nt[0]=0,nt[1]=o.length-1,nt[2]=0;let l=3,c=[];for(;l>0;){let u=nt[--l],d=nt[--l],m=nt[--l];if(d-m<=a){for(let k=m;k<=
d;k++){let M=s[2*k],E=s[2*k+1];M>=e&&M<=r&&E>=n&&E<=i&&c.push(o[k])}continue}let f=m+d>>1,y=s[2*f],v=s[2*f+1];y>=e&&y<=r&&v>=n&&v<=i&&c.push(o[f]),(u===0?e<=y:n<=
v)&&(nt[l++]=m,nt[l++]=f-1,nt[l++]=1-u),(u===0?r>=y:i>=v)&&(nt[l++]=f+1,nt[l++]=d,nt[l++]=1-u)}return c}within(e,n,r){let i=[];return this.withinInto(e,n,r,i),i}withinInto(e,n,r,i){
if(!this._finished)throw new Error("Data not yet indexed - call index.finish().");let{ids:o,coords:s,nodeSize:a}=this;nt[0]=0,nt[1]=o.length-1,nt[2]=0;let l=3,c=0,
u=r*r;for(;l>0;){let d=nt[--l],m=nt[--l],f=nt[--l];if(m-f<=a){for(let M=f;M<=m;M++)_s(s[2*M],s[2*M+1],e,n)<=u&&(i[c++]=o[M]);continue}let y=f+m>>1,v=s[2*y],k=s[2*
y+1];_s(v,k,e,n)<=u&&(i[c++]=o[y]),(d===0?e-r<=v:n-r<=k)&&(nt[l++]=f,nt[l++]=y-1,nt[l++]=1-d),(d===0?e+r>=v:n+r>=k)&&(nt[l++]=y+1,nt[l++]=m,nt[l++]=1-d)}return c}};
function Ii(t,e,n,r,i,o){if(i-r<=n)return;let s=r+i>>1;$s(t,e,s,r,i,o),Ii(t,e,n,r,s-1,1-o),Ii(t,e,n,s+1,i,1-o)}function $s(t,e,n,r,i,o){for(;i>r;){if(i-r>600){let c=i-
r+1,u=n-r+1,d=Math.log(c),m=.5*Math.exp(2*d/3),f=.5*Math.sqrt(d*m*(c-m)/c)*(u-c/2<0?-1:1),y=Math.max(r,Math.floor(n-u*m/c+f)),v=Math.min(i,Math.floor(n+(c-u)*m/
c+f));$s(t,e,n,y,v,o)}let s=e[2*n+o],a=r,l=i;for(Sn(t,e,r,n),e[2*i+o]>s&&Sn(t,e,r,i);a<l;){for(Sn(t,e,a,l),a++,l--;e[2*a+o]<s;)a++;for(;e[2*l+o]>s;)l--}e[2*r+o]===
s?Sn(t,e,r,l):(l++,Sn(t,e,l,i)),l<=n&&(r=l+1),n<=l&&(i=l-1)}}function Sn(t,e,n,r){Ni(t,n,r),Ni(e,2*n,2*r),Ni(e,2*n+1,2*r+1)}function Ni(t,e,n){let r=t[e];t[e]=t[n],
t[n]=r}function _s(t,e,n,r){let i=t-n,o=e-r;return i*i+o*o}var As=new WeakMap;function Je(t,e,n){let r=As.get(t)??new Map;As.set(t,r);let i=r.get(`${e} ${n}`);if(!i){let o=zs(t.column(e)),s=zs(t.column(n)),a=new Cn(Math.
max(1,o.length),64,Float32Array);for(let l=0;l<o.length;l++)a.add(o[l],s[l]);o.length||a.add(-9,-9),a.finish(),r.set(`${e} ${n}`,i={u:o,v:s,index:a})}return i}function zs(t){
let e=1/0,n=-1/0;for(let o of t)o<e&&(e=o),o>n&&(n=o);let r=new Float32Array(t.length),i=n-e;for(let o=0;o<r.length;o++)r[o]=i>0?(t[o]-e)/i:.5;return r}function Ss({
u:t,v:e,index:n},r,i,o,s,a){let l=-1,c=1;for(let u of n.range(r-o,i-s,r+o,i+s)){if(u>=t.length||a&&!a[u])continue;let d=((t[u]-r)/o)**2+((e[u]-i)/s)**2;d<c&&(c=
d,l=u)}return l}function Cs(t,e,n){let r=t.axes.map((a,l)=>t.column(l)),i=r[0].length,o=new Float64Array(i);for(let a of r)for(let l=0;l<i;l++)o[l]+=(a[l]-a[e])**
2;let s=[];for(let a=0;a<i;a++){if(a===e||s.length===n&&o[a]>=o[s[n-1]])continue;let l=s.length;for(;l>0&&o[s[l-1]]>o[a];)l--;s.splice(l,0,a),s.length>n&&s.pop()}
return s}var Gc=t=>btoa(Array.from(t,e=>String.fromCharCode(e)).join("")).replace(/\+/g,"-").replace(/\//g,"_").replace(/=/g,""),Xc=t=>Uint8Array.from(atob(t.replace(/-/g,
"+").replace(/_/g,"/")),e=>e.charCodeAt(0));function Wc(t,{mask:e}){if(!t)return null;let n=new Map;for(let o=0;o<e.length;o++)e[o]&&n.set(t.labels[o],(n.get(t.
labels[o])??0)+1);let r=new Map(t.clusters.map(o=>[o.label,o.size])),i=[...n.keys()].sort((o,s)=>o-s);return i.every(o=>n.get(o)===r.get(o))?i:null}function Ns({
embedding:t,x:e,y:n},r){if(!t)return null;let{ids:i}=Je(t,e,n).index;return i.length===r?i:null}function Es(t,e){let n=new Uint8Array(Math.ceil(t.length/8));for(let r=0;r<
t.length;r++)t[e?e[r]:r]&&(n[r>>3]|=1<<(r&7));return Gc(ps(n,{level:9}))}var le=null;function Is(t,e,n){let{embedding:r,clustering:i,x:o,y:s}=e;return le&&le.selection===
n&&le.embedding===r&&le.clustering===i&&le.x===o&&le.y===s||(le={selection:n,embedding:r,clustering:i,x:o,y:s,text:Zc(t,e,n)}),le.text}function Zc(t,e,n){if(!n.
size)return"";if(n.size===t.size)return"a";let r=Wc(e.clustering,n);if(r)return`k${r.join(".")}`;let i=[`b${Es(n.mask,null)}`];n.size<=1e3&&i.push(`l${Ge(n).map(
(s,a,l)=>(s-(a?l[a-1]:0)).toString(36)).join(".")}`);let o=Ns(e,t.size);return o&&i.push(`s${Es(n.mask,o)}`),`${i.reduce((s,a)=>a.length<s.length?a:s)}~${t.digest}`}
function Os(t,e,n){let[r,i]=n.slice(1).split("~");if(!n)return ee(t.size);if(n==="a")return at(new Uint8Array(t.size).fill(1));if(n[0]==="k"){let l=new Set(r.split(
".").map(Number)),c=e.clustering?.labels,u=at(Uint8Array.from({length:t.size},(d,m)=>c&&l.has(c[m])?1:0));if(!u.size)throw new Error(`cluster ${r}`);return u}if(i!==
t.digest)throw new Error("that selection: it was made on other samples");if(n[0]==="l"){let l=0;return Ye(t.size,r.split(".").map(c=>l+=parseInt(c,36)))}let o=n[0]===
"s"?Ns(e,t.size):null;if(n[0]==="s"&&!o)throw new Error("that selection: the embedding it was drawn on is not here");let s;try{s=ds(Xc(r),{out:new Uint8Array(Math.
ceil(t.size/8))})}catch{throw new Error("that selection: the link is damaged")}let a=new Uint8Array(t.size);for(let l=0;l<a.length;l++)s[l>>3]>>(l&7)&1&&(a[o?o[l]:
l]=1);return at(a)}var Ls={m:"mode",p:"colormap",i:"pixels",g:"scale",r:"order",b:"colour"},ce={mode:"",colormap:"",pixels:"auto",scale:"sample",order:"data",colour:"cluster",opacity:90,
tile:0},Jc=t=>[...document.querySelectorAll(`[data-choice="${t}"] :is(button, option)`)].map(e=>e.value);function Ne(){let{chapter:t}=h;if(!t)return location.hash;
let{analysis:e,embedding:n,clustering:r}=O(),i=L(),o=[["j",h.project>0&&q().key],["c",t.key],["a",e?.name],["e",n?.name],["k",r?.name]];n&&n.axes.length>2&&o.push(
["x",i.x],["y",i.y]);for(let[m,f]of Object.entries(Ls))o.push([m,h[f]!==ce[f]&&h[f]]);o.push(["o",h.opacity!==ce.opacity&&h.opacity],["n",h.tile>0&&h.tile]);let{
hidden:s,prediction:a,verdict:l}=i.filter;Ce(i.filter)&&o.push(["h",s.size>0&&[...s].join(".")],["q",a??void 0],["w",l!=="all"&&l]);let{k:c,u,v:d}=i.camera;return i.
camera!==Ht&&o.push(["z",[c.toPrecision(4),u.toFixed(4),d.toFixed(4)].map(Number).join("_")]),h.beside.category&&o.push(["d",`${h.beside.category}~${h.beside.embedding}`]),
o.push(["s",Is(t,{clustering:r,embedding:n,x:i.x,y:i.y},i.selection)]),`#${new URLSearchParams(o.filter(([,m])=>m!==void 0&&m!==!1).map(([m,f])=>[m,String(f)]))}`}
var Nn=()=>Number(history.state?.depth??0),Oi=!1;function Ti(t){if(!h.chapter||Oi)return;let e=Ne();location.hash!==e&&(t&&!Ts?(Li=Nn()+1,history.pushState({depth:Li},
"",e)):history.replaceState(history.state,"",e),Ts=!1)}var Ts=!0,Qc=es(()=>Ti(!1),120),br=()=>{Nn()>0&&history.back()},Mr=()=>history.forward(),Fs=()=>Nn()>0,Ds=()=>Nn()<
Li,Li=Nn();function En(t){let e=new URLSearchParams(t.slice(1)),n=[],r=(f,y,v)=>{let k=e.get(f);if(k!==null){if(y.includes(k))return k;n.push(`${v} \u201C${k}\u201D`)}};
for(let[f,y]of Object.entries(Ls)){let v=y==="colormap"?Object.keys(tt.colormaps):y==="colour"?null:Jc(y);h[y]=v?r(f,v,y==="colormap"?"colour map":y)??ce[y]:e.get(
f)??ce[y]}let i=(f,y,v,k)=>{let M=e.has(f)?Number(e.get(f)):NaN;return M>=y&&M<=v?M:k};h.opacity=i("o",0,100,ce.opacity),h.tile=i("n",0,512,ce.tile),h.missing=n;
let o=$t.map(f=>f.key??""),s=e.has("j")?Math.max(0,o.indexOf(r("j",o,"project")??"")):0,a=$t[s].categories.map(f=>f.key),l=r("c",a,"category"),[c,u=""]=(e.get("\
d")??"").split("~");c&&!a.includes(c)&&n.push(`category \u201C${c}\u201D`),h.beside=c&&a.includes(c)?{category:c,embedding:u}:{category:"",embedding:""},W("look");
let d=e.has("c")&&l===void 0,m=f=>{d||tu(f,e,n,r,i)};return yt(a.length?Math.max(0,a.indexOf(l??"")):-1,{project:s,prepare:m})}function tu(t,e,n,r,i){let o=Z(t),
s=v=>v.map(k=>k.name);o.analysis=r("a",s(t.analyses),"analysis")??o.analysis;let{analysis:a}=O(t);o.embedding=r("e",s(a?.embeddings??[]),"embedding")??o.embedding,
o.clustering=r("k",s(a?.clusterings??[]),"clustering")??o.clustering;let{embedding:l,clustering:c}=O(t),u=Math.max(0,(l?.axes.length??1)-1);o.x=Math.round(i("x",
0,u,0)),o.y=Math.round(i("y",0,u,Math.min(1,u)));let[d,m,f]=(e.get("z")??"").split("_").map(Number);if(o.camera=d>=.1&&d<=1e4&&Number.isFinite(m)&&Number.isFinite(
f)?{k:d,u:m,v:f}:Ht,o.filter=Ze(),["h","q","w"].some(v=>e.has(v))){let v=new Set((e.get("h")??"").split(".").filter(Boolean).map(Number).filter(M=>c?.clusters.some(
E=>E.label===M))),k=["right","wrong"].find(M=>M===e.get("w"))??"all";o.filter={hidden:v,prediction:e.has("q")?i("q",-1,1e9,-1):null,verdict:k}}let y=h.colour.startsWith(
"column ")?h.colour.slice(7):null;if((y===null?!["cluster","label","prediction","verdict","score"].includes(h.colour):!Object.hasOwn(t.metadata,y))&&(n.push(`co\
lour \u201C${y??h.colour}\u201D`),h.colour=ce.colour),!!e.has("s"))try{o.selection=Os(t,{clustering:c,embedding:l,x:o.x,y:o.y},e.get("s")??"")}catch(v){n.push(v instanceof
Error?v.message:String(v))}}function js(){return ce.mode=h.mode,ce.colormap=h.colormap,S("open plot filter",()=>Ti(!0)),S("selection",()=>{h.live||Ti(!0)}),S("l\
ook camera layout",Qc),addEventListener("popstate",async()=>{if(location.hash!==Ne()){Oi=!0;try{await En(location.hash)}finally{Oi=!1}}}),En(location.hash)}var In=t=>document.querySelector(`[data-choice="${t}"]`);function Et(t,e,n,r=2){let i=In(t);i&&(i.hidden=e.length<r,Kt(B("select",i),e,n))}function Kt(t,e,n){t.
replaceChildren(...e.map(([r,i])=>p("option",{value:r},i))),n!==void 0&&(t.value=n)}function Mt(t,e){let n=In(t);if(!n)return;let r=i=>i.target.value;n.getAttribute(
"role")==="radiogroup"?On(n,e):n.addEventListener(n.classList.contains("slider")?"input":"change",i=>e(r(i)))}function On(t,e){let n=()=>[...t.querySelectorAll(
"button")];t.addEventListener("click",r=>{let i=r.target.closest("button");i&&e(i.value)}),t.addEventListener("keydown",r=>{let i={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,
ArrowUp:-1}[r.key],o=n(),s=o.indexOf(r.target);if(!i||s<0)return;let a=o[(s+i+o.length)%o.length];a.focus(),e(a.value),r.preventDefault(),r.stopPropagation()})}
function Tn(t,e){for(let n of t?.querySelectorAll("button")??[])n.setAttribute("aria-checked",String(n.value===e)),n.tabIndex=n.value===e?0:-1}function be(t,e,n){
let r=In(t);if(!r)return;if(r.getAttribute("role")==="radiogroup")return Tn(r,String(e));let i=B("select, input",r);i.value=String(e);let o=r.querySelector("out\
put");o&&n!==void 0&&(o.textContent=n)}var eu={lasso:"M8 2.5c3.3 0 6 1.8 6 4s-2.7 4-6 4c-.8 0-1.6-.1-2.3-.3M8 2.5c-3.3 0-6 1.8-6 4 0 1.3 1 2.5 2.5 3.2M4.5 9.5a1.2 1.2 0 1 0 1.2 1.6c.3 1.1-.3 2.2-1.5 \
2.7",box:"M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7",pan:"M8 1.5v13M1.5 8h13M8 1.5 6 3.5M8 1.5l2 2M8 14.5l-2-2M8 \
14.5l2-2M1.5 8l2-2M1.5 8l2 2M14.5 8l-2-2M14.5 8l-2 2",fit:"M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",selection:"M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8\
 0 0 0 0-5.6M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3",plus:"M8 3v10M3 8h10",minus:"M3 8h10",beside:"M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z",swap:"M3 6h9M9.5 3.5 12 6M13\
 10H4M6.5 7.5 4 10l2.5 2.5",close:"M4 4l8 8M12 4l-8 8",undo:"M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6",redo:"M10 3.5l3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H\
10",eye:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",solo:"M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 \
0-11M8 6.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4",hidden:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM3 14 13 2",left:"M10 3 5 8l5\
 5",right:"M6 3l5 5-5 5",grid:"M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z"},Ie=t=>ct("svg",{class:"icon-drawing",viewBox:"0 0 16 16",width:16,
height:16,"aria-hidden":"true"},ct("path",{d:eu[t],fill:"none",stroke:"currentColor","stroke-width":1.4,"stroke-linecap":"round","stroke-linejoin":"round"})),rt=(t,e,n,r={})=>p(
"button",{type:"button",class:"icon",title:e,"aria-label":e,onclick:n,...r},Ie(t));var Fi=new WeakMap,nu=new IntersectionObserver(t=>{for(let{isIntersecting:e,target:n}of t){let r=n,i=Fi.get(r);Object.assign(r,e&&i?{width:2*i.width,height:2*i.
height}:{width:0,height:0}),e&&Bs(r)}},{rootMargin:"200px"});function kr(t,e,n,r){let i=p("canvas",{class:"thumbnail",width:0,height:0,"aria-hidden":"true",style:{
width:`${n}px`,height:`${r}px`}});return Fi.set(i,{entry:t,most:e,width:n,height:r}),nu.observe(i),i}function Bs(t){let e=Fi.get(t),n=t.getContext("2d");if(!e||
!n||!t.width)return;let{entry:{thumbnail:r,suspect:i,strangeness:o},most:s}=e,a=qt(r),l=t.width>200?1.6:1;n.clearRect(0,0,t.width,t.height);for(let c=0;c<a.length;c+=
3)n.globalAlpha=a[c+2]?.2+.8*((o??0)/(s||1))**3:1,n.fillStyle=a[c+2]?xe(i??0):_t("quiet"),n.beginPath(),n.arc(6+a[c]/255*(t.width-12),t.height-6-a[c+1]/255*(t.height-
12),l*(a[c+2]?3.2:2.2),0,7),n.fill()}S("theme",()=>{for(let t of document.querySelectorAll("canvas.thumbnail"))Bs(t)});var Ln=new Map,Rs=-1,Us="";function Fn(){let{rankings:t,categories:e}=q(),n=t.find(o=>o.name===Us)??t[0],r=n?.values??e.map(o=>o.strangeness),i=r.map((o,s)=>s).
sort((o,s)=>(r[s]??-1/0)-(r[o]??-1/0)||o-s);return{title:n?.title??"strangeness",hint:n?.hint??"",name:n?.name??"",values:r,order:i}}var Di=t=>t!==null&&Number.
isInteger(t)&&Math.abs(t)>1?T(t):gt(t);function Ps(){let t=U("categories"),{categories:e,rankings:n}=q();if(Rs=h.project,Et("ranking",n.map(l=>[l.name,l.title]),
Fn().name),Ln=new Map,!e.length)return t.replaceChildren(p("p",{class:"empty"},"These results hold no category: nothing was analysed."));let{order:r,values:i,title:o,
hint:s}=Fn(),a=Math.max(...e.map(l=>l.strangeness??0));for(let l of r){let c=e[l],u=p("span",{class:"category-text"},p("span",{class:"category-name",title:c.name,
dir:"auto"},c.name),p("span",{class:"muted category-size",title:Bt(c.size,"sample")+(c.wrong?`, ${T(c.wrong)} predicted wrongly`:"")},c.wrong?`${T(c.size)} \xB7 ${T(
c.wrong)} wrong`:Bt(c.size,"sample")));Ln.set(l,p("button",{type:"button",class:"category","data-key":c.key,onclick:()=>yt(l)},kr(c,a,55,40),u,p("span",{class:"\
score",title:s||o},Di(i[l]))))}return t.replaceChildren(...Ln.values()),qs()}function qs(){Ln.forEach((t,e)=>e===h.open?t.setAttribute("aria-current","true"):t.
removeAttribute("aria-current")),Ln.get(h.open)?.scrollIntoView({block:"nearest",inline:"nearest"})}function ji(t){let{order:e}=Fn(),n=e[e.indexOf(h.open)+t];n!==
void 0&&yt(n)}function Bi(t){Us=t,Ps()}function Hs(t){B("#categories > h2").append(rt("grid","Overview of all categories (o)",t)),Mt("ranking",Bi),In("ranking")?.
setAttribute("title","What the categories are sorted by"),S("open",()=>Rs===h.project?qs():Ps())}var _r=254,Vs=new Map(Object.entries(tt.colormaps).map(([t,e])=>[t,qt(e)])),$r=()=>Vs.get(h.colormap)??Vs.get(tt.colormap),Ar=ct("svg",{class:"filters","aria-hi\
dden":"true",width:0,height:0});document.body.append(Ar);var Pi=(t,...e)=>ct("filter",{id:t,x:"0",y:"0",width:"100%",height:"100%","color-interpolation-filters":"\
sRGB"},...e),Gs=(t,e)=>ct("feColorMatrix",{type:"matrix",values:t.join(" "),...e}),Ri="0.299 0.587 0.114 0 0";Ar.append(Pi("luma",Gs([Ri,Ri,Ri,"0 0 0 1 0"],{})));
var Xs=t=>Array.from({length:256},(e,n)=>t(n).toFixed(4)).join(" ");function Ks(t){let e=$r(),n=i=>Math.max(0,Math.min(255,128+Math.round(t*(i-128)))),r=["R","G",
"B"].map((i,o)=>ct(`feFunc${i}`,{type:"table",tableValues:Xs(s=>e[3*n(s)+o]/255)}));return ct("feComponentTransfer",{in:"SourceGraphic",result:"colour"},...r)}function ru(t){
let e=Xs(n=>Math.min(1,h.opacity/100*t*Math.abs((n-128)/127)));return ct("feComponentTransfer",{in:"q",result:"alpha"},ct("feFuncA",{type:"table",tableValues:e}))}
var Ui="0 0 0 0 0",Ws={attribution:(t,e)=>Pi(t,Ks(e)),overlay:(t,e)=>Pi(t,Ks(e),Gs([Ui,Ui,Ui,"1 0 0 0 0"],{in:"SourceGraphic",result:"q"}),ru(e),ct("feComposite",
{in:"colour",in2:"alpha",operator:"in"}))};function Zs(t,e){let n=Math.round(Math.max(0,Math.min(1,e))*_r),r=n===_r?t:`${t}-${n}`;return document.getElementById(
r)||Ar.append(Ws[t](r,n/_r)),`url(#${r})`}var Ys="";S("look",()=>{let t=`${h.colormap} ${h.opacity}`;if(t!==Ys){Ys=t;for(let e of Ar.querySelectorAll("filter")){
let[n,r]=e.id.split("-");n!=="luma"&&e.replaceWith(Ws[n](e.id,r===void 0?1:Number(r)/_r))}document.documentElement.style.setProperty("--neutral",`rgb(${$r().slice(
384,387).join(" ")})`)}});var Qe={input:"Input",attribution:"Attribution",overlay:"Overlay"},Me=()=>h.mode==="pair"?["input","attribution"]:[h.mode];function ue(t,e){let{width:n,height:r}=t.
pictures.input,i=Math.max(n,r),o=i*1.5<e?Math.max(1,Math.round(e/i)):e/i;return{width:Math.round(n*o),height:Math.round(r*o)}}var Js=new WeakMap;function Oe(t){
let e=Js.get(t);if(e===void 0){e=0;for(let n=0;n<(t.scale?.length??0);n++)e=Math.max(e,t.scale[n]);Js.set(t,e)}return e}function iu(t,e){if(h.scale==="sample"||
!t.scale)return 1;let n=Oe(t);return n>0?t.scale[e]/n:1}function Nt(t,e,n,r,{name:i=t.ids[e],input:o="input",relevance:s="relevance"}={}){let a=[],l=t.pictures[s];
n!=="attribution"&&a.push(Qs(t.pictures[o],e,r,n==="overlay"?"url(#luma)":"")),n!=="input"&&a.push(Qs(l,e,r,Zs(n,s==="relevance"?iu(l,e):1)));let c={width:`${r.
width}px`,height:`${r.height}px`};return p("div",{class:`picture ${n}`,style:c,role:"img","aria-label":`${Qe[n]} of ${i}`},...a)}function Qs(t,e,n,r){let{columns:i,
rows:o,gutter:s}=t,a=e%(i*o),l=n.width/t.width,c=n.height/t.height,u=a%i*(t.width+2*s)+s,d=Math.floor(a/i)*(t.height+2*s)+s,m=h.pixels==="pixelated"||h.pixels===
"auto"&&l>1.5,f={"background-image":`url("${new URL(t.files[Math.floor(e/(i*o))],document.baseURI).href}")`,"background-size":`${i*(t.width+2*s)*l}px ${o*(t.height+
2*s)*c}px`,"background-position":`${-u*l}px ${-d*c}px`,"image-rendering":m?"pixelated":"auto",filter:r};return p("div",{class:"layer",style:f})}function Yt(t,e){
return{label:Ee(t,e).map(Lt).join(", ")||"unknown",prediction:Lt(t.prediction[e]),score:t.score[e],wrong:Vt(t,e)==="wrong"}}var fe=t=>p("span",{class:t<0?"dot n\
oise":"dot",style:{"--cluster":xe(t)}});function Dn(t,e){let{clustering:n}=O(t);return n?[fe(n.labels[e]),` ${ut(n.labels[e])}`]:[]}var kt=U("samples"),tn=kt.appendChild(p("div",{class:"tiles"})),ta=kt.appendChild(p("p",{class:"empty"})),Cr=480,Bn=!1,na=p("p",{class:"printed",dir:"auto"}),ou=[
192,160,128,96],su=36,jn=8,st=[],Rn="",Un=0,ra=()=>st,ea={data:({rows:t})=>(e,n)=>t[e]-t[n],score:({score:t,rows:e})=>(n,r)=>t[n]-t[r]||e[n]-e[r],sure:({score:t,
rows:e})=>(n,r)=>t[r]-t[n]||e[n]-e[r],relevance:({pictures:t,rows:e})=>{let n=t.relevance?.scale;return(r,i)=>(n?.[i]??0)-(n?.[r]??0)||e[r]-e[i]},wrong:t=>(e,n)=>+(Vt(
t,n)==="wrong")-+(Vt(t,e)==="wrong")||t.prediction[e]-t.prediction[n]||t.rows[e]-t.rows[n],cluster:({rows:t})=>{let e=O().clustering?.labels??[];return(n,r)=>(e[n]??
0)-(e[r]??0)||t[n]-t[r]}};function ia(){let t=h.chapter,e=Me().length,n=(h.tile?[h.tile]:ou).map(r=>{let i=ue(t,r),o=Math.max(i.width*e+3*(e-1),84),s=o+jn,a=i.height+
su+jn;return{size:i,width:o,pitch:s,height:a,columns:Math.max(1,Math.floor((kt.clientWidth-3*jn+jn)/s))}});return n.find(({columns:r,height:i})=>Math.ceil(st.length/
r)*i<=kt.clientHeight-jn)??n[n.length-1]}function zr(){let{chapter:t}=h,e=t?wt(t):null,n=t?Ge(L().selection):[];st=e?n.filter(r=>e[r]):n,Un=n.length-st.length,t&&
st.sort((ea[h.order]??ea.data)(t)),Rn="",ta.hidden=st.length>0||!t,ta.textContent=t?Un?"All selected samples are hidden by the filters.":t.size?"Nothing is sele\
cted. Draw around points, or click a cluster, to see its samples.":"This category has no samples.":"",fu(),Sr()}function Sr(){if(!h.chapter||!st.length){tn.replaceChildren(),
tn.style.height="0";return}let t=ia(),e=Math.ceil((Bn?Math.min(Cr,st.length):st.length)/t.columns);tn.style.height=`${e*t.height}px`;let n=Bn?0:Math.max(0,Math.
floor(kt.scrollTop/t.height)-1),r=Bn?e:Math.min(e,Math.ceil((kt.scrollTop+kt.clientHeight)/t.height)+1),i=`${n} ${r} ${t.columns} ${t.width}`;if(i===Rn)return;Rn=
i;let o=document.activeElement?.closest(".tile")?.dataset.position,s=[];for(let a=n*t.columns;a<Math.min(Bn?Cr:st.length,st.length,r*t.columns);a++)s.push(lu(a,
t));tn.replaceChildren(...s),o!==void 0&&tn.querySelector(`[data-position="${o}"] .tile-open`)?.focus({preventScroll:!0})}function au(){let t=i=>document.querySelector(
`[data-choice="${i}"] select`)?.selectedOptions[0]?.textContent??"",e=st.length>Cr?`The first ${T(Cr)} of ${T(st.length)} selected samples; Export CSV gives the\
 list of all.`:`All ${T(st.length)} selected samples${Un?" that the filters show":""}.`,n=h.scale==="shared"&&h.chapter?.pictures.relevance?`on a shared scale, \
\xB1 ${Jt(Oe(h.chapter.pictures.relevance))} relevance`:"\xB1 the sample's own largest relevance",r=Me().map(i=>Qe[i].toLowerCase()).join(" and ")+(Me().includes(
"overlay")?`, ${h.opacity} % opaque`:"");na.textContent=`${e} Sorted ${t("order")}. Pictures: ${r}; colours ${h.colormap}, ${n}.`}function lu(t,{size:e,width:n,
pitch:r,height:i,columns:o}){let s=st[t],a=h.chapter,{label:l,prediction:c,score:u,wrong:d}=Yt(a,s),m={transform:`translate(${t%o*r}px, ${Math.floor(t/o)*i}px)`,
width:`${n}px`},{clustering:f}=O();return p("div",{class:"tile",style:m,"data-position":String(s),onpointerenter:()=>Ft(a,s,"tile"),onpointerleave:()=>Ft(null,-1,
"tile")},p("button",{type:"button",class:"tile-open",title:`${a.ids[s]}
label ${l}, predicted ${c} (${gt(u)})`,onclick:()=>Te(a,s),onfocus:()=>Ft(a,s,"tile")},p("span",{class:"pictures"},...Me().map(y=>Nt(a,s,y,e))),p("span",{class:"\
tile-label",dir:"auto"},f?fe(f.labels[s]):"",` ${l}`),p("span",{class:d?"tile-verdict wrong":"tile-verdict"},p("span",{class:"tile-prediction",dir:"auto"},`\u2192 ${c}`),
p("span",{class:"tile-score"},gt(u)))),rt("close","Take out of the selection",()=>cu(a,s),{class:"icon tile-drop",tabIndex:-1}))}function cu(t,e){let n=new Uint8Array(
t.size);n[e]=1,et(At(L().selection,n,"remove"))}function Pn(t){let e=st.indexOf(t);if(e<0)return;let{columns:n,height:r}=ia(),i=Math.floor(e/n)*r;(i<kt.scrollTop||
i+r>kt.scrollTop+kt.clientHeight)&&(kt.scrollTop=i)}function uu(){let t=U("selection").querySelector(".selected-count"),{chapter:e}=h;h.live&&t&&e&&(t.textContent=
`${T(L().selection.size)} of ${T(e.size)} selected`)}function qi(t){let e=new Map;for(let n of t)e.set(n,(e.get(n)??0)+1);return[...e].reduce((n,r)=>r[1]>n[1]?r:
n,[void 0,0])}function fu(){let t=U("selection"),{chapter:e}=h;if(!e)return t.replaceChildren();let{size:n}=L().selection,r=st.length,i=`${T(n)} of ${T(e.size)}\
 selected`,o=Un?[`${T(Un)} of them hidden by the filters`]:[];if(r){let{clustering:s}=O();if(s){let[u,d]=qi(st.map(m=>s.labels[m]));o.push(`${Rt(d,r)} ${ut(u??-1)}`)}
let[a,l]=qi(st.map(u=>e.prediction[u]));o.push(`${Rt(l,r)} predicted ${Lt(a??-1)}`);let c=st.filter(u=>Vt(e,u)==="wrong").length;c&&o.push(`${T(c)} wrong`);for(let[
u,d]of Object.entries(e.metadata)){let[m,f]=qi(st.map(y=>d[y]));r>1&&f/r>=.5&&m!==void 0&&m!==""&&o.push(`${u} = ${m}, ${Rt(f,r)}`)}}t.replaceChildren(p("strong",
{class:"selected-count"},i),p("span",{class:"muted composition",dir:"auto",title:o.join(" \xB7 ")},o.join(" \xB7 "))),h.live||Qt([i,...o].join(", "))}function oa(){
let t=rt("undo","Undo (Ctrl z)",br),e=rt("redo","Redo (Ctrl Shift z)",Mr),n=(s,a,l)=>p("button",{type:"button",title:a,onclick:l},s);U("selection").after(p("div",
{class:"selection-tools",role:"group","aria-label":"Selection"},n("all","Select all that are shown (a)",xr),n("invert","Select the others instead (i)",wr),n("no\
ne","Select nothing (Esc)",()=>{h.chapter&&et(ee(h.chapter.size))}),t,e)),Et("order",[["data","as in the data"],["cluster","by cluster"],["score","least sure fi\
rst"],["sure","surest first"],["wrong","wrong first"],["relevance","most relevance first"]],"data");for(let s of["mode","order","pixels","scale"])Mt(s,a=>Ct({[s]:a}));
Mt("opacity",s=>Ct({opacity:Number(s)})),Mt("tile",s=>Ct({tile:Number(s)?40+4*Number(s):0}));let r=pi(()=>{h.live&&zr()},400),i=pi(uu,100),o="";S("open plot fil\
ter",zr),S("selection",()=>h.live?(i(),r()):zr()),S("open selection",()=>{h.live||(kt.scrollTop=0)}),S("open plot filter selection",()=>queueMicrotask(()=>{t.disabled=
!Fs(),e.disabled=!Ds()})),S("look",()=>{for(let l of["mode","order","pixels","scale"])be(l,h[l]);be("opacity",h.opacity,`${h.opacity} %`),be("tile",h.tile?(h.tile-
40)/4:0,h.tile?`${h.tile} px`:"fit");let s=document.querySelector('[data-choice="opacity"] input');s&&(s.disabled=!Me().includes("overlay"));let a=[h.mode,h.order,
h.pixels,h.scale,h.tile].join(" ");a!==o&&(o=a,zr())}),S("hover",()=>{for(let s of tn.children)s.classList.toggle("hot",h.hover?.chapter===h.chapter&&String(h.hover?.
i)===s.dataset.position)}),kt.before(na);for(let s of["beforeprint","afterprint"])addEventListener(s,()=>{Bn=s==="beforeprint",Rn="",Sr(),au()});kt.addEventListener(
"scroll",Ke(Sr),{passive:!0}),new ResizeObserver(()=>{Rn="",Sr()}).observe(kt)}var en=64,hu=[[0,34,78],[53,69,108],[102,105,112],[148,142,119],[200,184,102],[254,232,56]],pu=[[58,84,140],[84,108,150],[116,126,140],[156,150,124],[204,188,104],
[254,232,56]];function du(t){let e=document.documentElement.dataset.theme==="dark"?pu:hu,n=Math.max(0,Math.min(1,t))*(e.length-1),r=Math.min(e.length-2,Math.floor(
n)),i=n-r;return`rgb(${e[r].map((o,s)=>Math.round(o+i*(e[r+1][s]-o))).join(" ")})`}var aa=()=>[["cluster","cluster"],["label","label"],["prediction","prediction"],
["verdict","right or wrong"],["score","score"],...Object.keys(h.chapter?.metadata??{}).map(t=>[`column ${t}`,t])];function Er(t){let e=h.colour;return e==="labe\
l"?sa("label",t.label):e==="prediction"?sa("prediction",t.prediction):e==="score"?la("score",t.score):e==="verdict"?gu(t):e.startsWith("column ")&&t.metadata[e.
slice(7)]?yu(e.slice(7),t.metadata[e.slice(7)]):mu(t)}function mu(t){let{clustering:e}=O(t);return Hi("cluster",e?.labels??new Int32Array(t.size),ut)}var sa=(t,e)=>Hi(
t,e,Lt);function Hi(t,e,n){let r=new Uint16Array(e.length),i=tt.palette.clusters.length,o=new Map;for(let l=0;l<r.length;l++)r[l]=e[l]<0?0:1+e[l]%i,o.set(e[l],(o.
get(e[l])??0)+1);let a=[...o].sort((l,c)=>c[1]-l[1]||l[0]-c[0]).map(([l])=>l).map(l=>({text:n(l),colour:xe(l),hollow:l<0}));return{name:t,index:r,colours:[tt.palette.
noise,...tt.palette.clusters],hollow:[!0,...tt.palette.clusters.map(()=>!1)],keys:a,ends:null}}function gu(t){let e=["right","wrong","unknown"],n=Uint16Array.from(
{length:t.size},(i,o)=>e.indexOf(Vt(t,o))),r=[tt.palette.clusters[0],_t("warn"),tt.palette.noise];return{name:"prediction",index:n,colours:r,hollow:[!1,!1,!0],keys:e.
map((i,o)=>({text:i,colour:r[o],hollow:o===2})).filter((i,o)=>n.includes(o)),ends:null}}function la(t,e){let n=1/0,r=-1/0;for(let l=0;l<e.length;l++)Number.isFinite(
e[l])&&(n=Math.min(n,e[l]),r=Math.max(r,e[l]));let i=r>n?r-n:1,o=Uint16Array.from({length:e.length},(l,c)=>Number.isFinite(e[c])?Math.min(en-1,Math.floor((e[c]-
n)/i*en)):en),s=[...Array.from({length:en},(l,c)=>du(c/(en-1))),tt.palette.noise],a=l=>Number.isFinite(l)?String(Number(l.toPrecision(3))):"\u2013";return{name:t,
index:o,colours:s,hollow:s.map((l,c)=>c===en),keys:[],ends:[a(n),a(r)]}}function yu(t,e){let n=q().columns?.find(a=>a.name===t)?.kind,r=e.map(a=>a.trim()===""?NaN:
Number(a)),i=[...new Set(e)];if(n==="number"||n===void 0&&i.length>12&&r.every(Number.isFinite))return la(t,r);let o=i.sort((a,l)=>a.localeCompare(l,"en",{numeric:!0})),
s=new Map(o.map((a,l)=>[a,l]));return Hi(t,e.map(a=>s.get(a)??-1),a=>o[a])}var Vi="http://www.w3.org/1999/xhtml",ca={svg:"http://www.w3.org/2000/svg",xhtml:Vi,xlink:"http://www.w3.org/1999/xlink",xml:"http://www.w3.org/XML/1998/namespa\
ce",xmlns:"http://www.w3.org/2000/xmlns/"};function qn(t){var e=t+="",n=e.indexOf(":");return n>=0&&(e=t.slice(0,n))!=="xmlns"&&(t=t.slice(n+1)),ca.hasOwnProperty(
e)?{space:ca[e],local:t}:t}function vu(t){return function(){var e=this.ownerDocument,n=this.namespaceURI;return n===Vi&&e.documentElement.namespaceURI===Vi?e.createElement(
t):e.createElementNS(n,t)}}function wu(t){return function(){return this.ownerDocument.createElementNS(t.space,t.local)}}function ua(t){var e=qn(t);return(e.local?
wu:vu)(e)}function xu(){}function Ir(t){return t==null?xu:function(){return this.querySelector(t)}}function bu(t){typeof t!="function"&&(t=Ir(t));for(var e=this.
_groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=new Array(s),l,c,u=0;u<s;++u)(l=o[u])&&(c=t.call(l,l.__data__,u,o))&&("__data__"in
l&&(c.__data__=l.__data__),a[u]=c);return new It(r,this._parents)}function Mu(t){return t==null?[]:Array.isArray(t)?t:Array.from(t)}function ku(){return[]}function Yi(t){
return t==null?ku:function(){return this.querySelectorAll(t)}}function _u(t){return function(){return Mu(t.apply(this,arguments))}}function $u(t){typeof t=="fun\
ction"?t=_u(t):t=Yi(t);for(var e=this._groups,n=e.length,r=[],i=[],o=0;o<n;++o)for(var s=e[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&(r.push(t.call(l,l.__data__,c,s)),
i.push(l));return new It(r,i)}function Gi(t){return function(){return this.matches(t)}}function fa(t){return function(e){return e.matches(t)}}var Au=Array.prototype.
find;function zu(t){return function(){return Au.call(this.children,t)}}function Su(){return this.firstElementChild}function Cu(t){return this.select(t==null?Su:
zu(typeof t=="function"?t:fa(t)))}var Eu=Array.prototype.filter;function Nu(){return Array.from(this.children)}function Iu(t){return function(){return Eu.call(this.
children,t)}}function Ou(t){return this.selectAll(t==null?Nu:Iu(typeof t=="function"?t:fa(t)))}function Tu(t){typeof t!="function"&&(t=Gi(t));for(var e=this._groups,
n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new It(r,this._parents)}
function ha(t){return new Array(t.length)}function Lu(){return new It(this._enter||this._groups.map(ha),this._parents)}function Nr(t,e){this.ownerDocument=t.ownerDocument,
this.namespaceURI=t.namespaceURI,this._next=null,this._parent=t,this.__data__=e}Nr.prototype={constructor:Nr,appendChild:function(t){return this._parent.insertBefore(
t,this._next)},insertBefore:function(t,e){return this._parent.insertBefore(t,e)},querySelector:function(t){return this._parent.querySelector(t)},querySelectorAll:function(t){
return this._parent.querySelectorAll(t)}};function Fu(t){return function(){return t}}function Du(t,e,n,r,i,o){for(var s=0,a,l=e.length,c=o.length;s<c;++s)(a=e[s])?
(a.__data__=o[s],r[s]=a):n[s]=new Nr(t,o[s]);for(;s<l;++s)(a=e[s])&&(i[s]=a)}function ju(t,e,n,r,i,o,s){var a,l,c=new Map,u=e.length,d=o.length,m=new Array(u),f;
for(a=0;a<u;++a)(l=e[a])&&(m[a]=f=s.call(l,l.__data__,a,e)+"",c.has(f)?i[a]=l:c.set(f,l));for(a=0;a<d;++a)f=s.call(t,o[a],a,o)+"",(l=c.get(f))?(r[a]=l,l.__data__=
o[a],c.delete(f)):n[a]=new Nr(t,o[a]);for(a=0;a<u;++a)(l=e[a])&&c.get(m[a])===l&&(i[a]=l)}function Bu(t){return t.__data__}function Ru(t,e){if(!arguments.length)
return Array.from(this,Bu);var n=e?ju:Du,r=this._parents,i=this._groups;typeof t!="function"&&(t=Fu(t));for(var o=i.length,s=new Array(o),a=new Array(o),l=new Array(
o),c=0;c<o;++c){var u=r[c],d=i[c],m=d.length,f=Uu(t.call(u,u&&u.__data__,c,r)),y=f.length,v=a[c]=new Array(y),k=s[c]=new Array(y),M=l[c]=new Array(m);n(u,d,v,k,
M,f,e);for(var E=0,C=0,H,P;E<y;++E)if(H=v[E]){for(E>=C&&(C=E+1);!(P=k[C])&&++C<y;);H._next=P||null}}return s=new It(s,r),s._enter=a,s._exit=l,s}function Uu(t){return typeof t==
"object"&&"length"in t?t:Array.from(t)}function Pu(){return new It(this._exit||this._groups.map(ha),this._parents)}function qu(t,e,n){var r=this.enter(),i=this,
o=this.exit();return typeof t=="function"?(r=t(r),r&&(r=r.selection())):r=r.append(t+""),e!=null&&(i=e(i),i&&(i=i.selection())),n==null?o.remove():n(o),r&&i?r.merge(
i).order():i}function Hu(t){for(var e=t.selection?t.selection():t,n=this._groups,r=e._groups,i=n.length,o=r.length,s=Math.min(i,o),a=new Array(i),l=0;l<s;++l)for(var c=n[l],
u=r[l],d=c.length,m=a[l]=new Array(d),f,y=0;y<d;++y)(f=c[y]||u[y])&&(m[y]=f);for(;l<i;++l)a[l]=n[l];return new It(a,this._parents)}function Vu(){for(var t=this.
_groups,e=-1,n=t.length;++e<n;)for(var r=t[e],i=r.length-1,o=r[i],s;--i>=0;)(s=r[i])&&(o&&s.compareDocumentPosition(o)^4&&o.parentNode.insertBefore(s,o),o=s);return this}
function Ku(t){t||(t=Yu);function e(d,m){return d&&m?t(d.__data__,m.__data__):!d-!m}for(var n=this._groups,r=n.length,i=new Array(r),o=0;o<r;++o){for(var s=n[o],
a=s.length,l=i[o]=new Array(a),c,u=0;u<a;++u)(c=s[u])&&(l[u]=c);l.sort(e)}return new It(i,this._parents).order()}function Yu(t,e){return t<e?-1:t>e?1:t>=e?0:NaN}
function Gu(){var t=arguments[0];return arguments[0]=this,t.apply(null,arguments),this}function Xu(){return Array.from(this)}function Wu(){for(var t=this._groups,
e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length;i<o;++i){var s=r[i];if(s)return s}return null}function Zu(){let t=0;for(let e of this)++t;return t}function Ju(){
return!this.node()}function Qu(t){for(var e=this._groups,n=0,r=e.length;n<r;++n)for(var i=e[n],o=0,s=i.length,a;o<s;++o)(a=i[o])&&t.call(a,a.__data__,o,i);return this}
function tf(t){return function(){this.removeAttribute(t)}}function ef(t){return function(){this.removeAttributeNS(t.space,t.local)}}function nf(t,e){return function(){
this.setAttribute(t,e)}}function rf(t,e){return function(){this.setAttributeNS(t.space,t.local,e)}}function of(t,e){return function(){var n=e.apply(this,arguments);
n==null?this.removeAttribute(t):this.setAttribute(t,n)}}function sf(t,e){return function(){var n=e.apply(this,arguments);n==null?this.removeAttributeNS(t.space,
t.local):this.setAttributeNS(t.space,t.local,n)}}function af(t,e){var n=qn(t);if(arguments.length<2){var r=this.node();return n.local?r.getAttributeNS(n.space,n.
local):r.getAttribute(n)}return this.each((e==null?n.local?ef:tf:typeof e=="function"?n.local?sf:of:n.local?rf:nf)(n,e))}function pa(t){return t.ownerDocument&&
t.ownerDocument.defaultView||t.document&&t||t.defaultView}function lf(t){return function(){this.style.removeProperty(t)}}function cf(t,e,n){return function(){this.
style.setProperty(t,e,n)}}function uf(t,e,n){return function(){var r=e.apply(this,arguments);r==null?this.style.removeProperty(t):this.style.setProperty(t,r,n)}}
function ff(t,e,n){return arguments.length>1?this.each((e==null?lf:typeof e=="function"?uf:cf)(t,e,n??"")):Le(this.node(),t)}function Le(t,e){return t.style.getPropertyValue(
e)||pa(t).getComputedStyle(t,null).getPropertyValue(e)}function hf(t){return function(){delete this[t]}}function pf(t,e){return function(){this[t]=e}}function df(t,e){
return function(){var n=e.apply(this,arguments);n==null?delete this[t]:this[t]=n}}function mf(t,e){return arguments.length>1?this.each((e==null?hf:typeof e=="fu\
nction"?df:pf)(t,e)):this.node()[t]}function da(t){return t.trim().split(/^|\s+/)}function Xi(t){return t.classList||new ma(t)}function ma(t){this._node=t,this.
_names=da(t.getAttribute("class")||"")}ma.prototype={add:function(t){var e=this._names.indexOf(t);e<0&&(this._names.push(t),this._node.setAttribute("class",this.
_names.join(" ")))},remove:function(t){var e=this._names.indexOf(t);e>=0&&(this._names.splice(e,1),this._node.setAttribute("class",this._names.join(" ")))},contains:function(t){
return this._names.indexOf(t)>=0}};function ga(t,e){for(var n=Xi(t),r=-1,i=e.length;++r<i;)n.add(e[r])}function ya(t,e){for(var n=Xi(t),r=-1,i=e.length;++r<i;)n.
remove(e[r])}function gf(t){return function(){ga(this,t)}}function yf(t){return function(){ya(this,t)}}function vf(t,e){return function(){(e.apply(this,arguments)?
ga:ya)(this,t)}}function wf(t,e){var n=da(t+"");if(arguments.length<2){for(var r=Xi(this.node()),i=-1,o=n.length;++i<o;)if(!r.contains(n[i]))return!1;return!0}return this.
each((typeof e=="function"?vf:e?gf:yf)(n,e))}function xf(){this.textContent=""}function bf(t){return function(){this.textContent=t}}function Mf(t){return function(){
var e=t.apply(this,arguments);this.textContent=e??""}}function kf(t){return arguments.length?this.each(t==null?xf:(typeof t=="function"?Mf:bf)(t)):this.node().textContent}
function _f(){this.innerHTML=""}function $f(t){return function(){this.innerHTML=t}}function Af(t){return function(){var e=t.apply(this,arguments);this.innerHTML=
e??""}}function zf(t){return arguments.length?this.each(t==null?_f:(typeof t=="function"?Af:$f)(t)):this.node().innerHTML}function Sf(){this.nextSibling&&this.parentNode.
appendChild(this)}function Cf(){return this.each(Sf)}function Ef(){this.previousSibling&&this.parentNode.insertBefore(this,this.parentNode.firstChild)}function Nf(){
return this.each(Ef)}function If(t){var e=typeof t=="function"?t:ua(t);return this.select(function(){return this.appendChild(e.apply(this,arguments))})}function Of(){
return null}function Tf(t,e){var n=typeof t=="function"?t:ua(t),r=e==null?Of:typeof e=="function"?e:Ir(e);return this.select(function(){return this.insertBefore(
n.apply(this,arguments),r.apply(this,arguments)||null)})}function Lf(){var t=this.parentNode;t&&t.removeChild(this)}function Ff(){return this.each(Lf)}function Df(){
var t=this.cloneNode(!1),e=this.parentNode;return e?e.insertBefore(t,this.nextSibling):t}function jf(){var t=this.cloneNode(!0),e=this.parentNode;return e?e.insertBefore(
t,this.nextSibling):t}function Bf(t){return this.select(t?jf:Df)}function Rf(t){return arguments.length?this.property("__data__",t):this.node().__data__}function Uf(t){
return function(e){t.call(this,e,this.__data__)}}function Pf(t){return t.trim().split(/^|\s+/).map(function(e){var n="",r=e.indexOf(".");return r>=0&&(n=e.slice(
r+1),e=e.slice(0,r)),{type:e,name:n}})}function qf(t){return function(){var e=this.__on;if(e){for(var n=0,r=-1,i=e.length,o;n<i;++n)o=e[n],(!t.type||o.type===t.
type)&&o.name===t.name?this.removeEventListener(o.type,o.listener,o.options):e[++r]=o;++r?e.length=r:delete this.__on}}}function Hf(t,e,n){return function(){var r=this.
__on,i,o=Uf(e);if(r){for(var s=0,a=r.length;s<a;++s)if((i=r[s]).type===t.type&&i.name===t.name){this.removeEventListener(i.type,i.listener,i.options),this.addEventListener(
i.type,i.listener=o,i.options=n),i.value=e;return}}this.addEventListener(t.type,o,n),i={type:t.type,name:t.name,value:e,listener:o,options:n},r?r.push(i):this.__on=
[i]}}function Vf(t,e,n){var r=Pf(t+""),i,o=r.length,s;if(arguments.length<2){var a=this.node().__on;if(a){for(var l=0,c=a.length,u;l<c;++l)for(i=0,u=a[l];i<o;++i)
if((s=r[i]).type===u.type&&s.name===u.name)return u.value}return}for(a=e?Hf:qf,i=0;i<o;++i)this.each(a(r[i],e,n));return this}function va(t,e,n){var r=pa(t),i=r.
CustomEvent;typeof i=="function"?i=new i(e,n):(i=r.document.createEvent("Event"),n?(i.initEvent(e,n.bubbles,n.cancelable),i.detail=n.detail):i.initEvent(e,!1,!1)),
t.dispatchEvent(i)}function Kf(t,e){return function(){return va(this,t,e)}}function Yf(t,e){return function(){return va(this,t,e.apply(this,arguments))}}function Gf(t,e){
return this.each((typeof e=="function"?Yf:Kf)(t,e))}function*Xf(){for(var t=this._groups,e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length,s;i<o;++i)(s=r[i])&&
(yield s)}var wa=[null];function It(t,e){this._groups=t,this._parents=e}function Fe(){return new It([[document.documentElement]],wa)}function Wf(){return this}It.
prototype=Fe.prototype={constructor:It,select:bu,selectAll:$u,selectChild:Cu,selectChildren:Ou,filter:Tu,data:Ru,enter:Lu,exit:Pu,join:qu,merge:Hu,selection:Wf,
order:Vu,sort:Ku,call:Gu,nodes:Xu,node:Wu,size:Zu,empty:Ju,each:Qu,attr:af,style:ff,property:mf,classed:wf,text:kf,html:zf,raise:Cf,lower:Nf,append:If,insert:Tf,
remove:Ff,clone:Bf,datum:Rf,on:Vf,dispatch:Gf,[Symbol.iterator]:Xf};function Gt(t){return typeof t=="string"?new It([[document.querySelector(t)]],[document.documentElement]):
new It([[t]],wa)}var Zf=0;function Jf(){return new Ki}function Ki(){this._="@"+(++Zf).toString(36)}Ki.prototype=Jf.prototype={constructor:Ki,get:function(t){for(var e=this._;!(e in
t);)if(!(t=t.parentNode))return;return t[e]},set:function(t,e){return t[this._]=e},remove:function(t){return this._ in t&&delete t[this._]},toString:function(){
return this._}};function Qf(t){let e;for(;e=t.sourceEvent;)t=e;return t}function he(t,e){if(t=Qf(t),e===void 0&&(e=t.currentTarget),e){var n=e.ownerSVGElement||
e;if(n.createSVGPoint){var r=n.createSVGPoint();return r.x=t.clientX,r.y=t.clientY,r=r.matrixTransform(e.getScreenCTM().inverse()),[r.x,r.y]}if(e.getBoundingClientRect){
var i=e.getBoundingClientRect();return[t.clientX-i.left-e.clientLeft,t.clientY-i.top-e.clientTop]}}return[t.pageX,t.pageY]}var th={value:()=>{}};function Hn(){for(var t=0,e=arguments.length,n={},r;t<e;++t){if(!(r=arguments[t]+"")||r in n||/[\s.]/.test(r))throw new Error("illegal typ\
e: "+r);n[r]=[]}return new Or(n)}function Or(t){this._=t}function eh(t,e){return t.trim().split(/^|\s+/).map(function(n){var r="",i=n.indexOf(".");if(i>=0&&(r=n.
slice(i+1),n=n.slice(0,i)),n&&!e.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:r}})}Or.prototype=Hn.prototype={constructor:Or,on:function(t,e){
var n=this._,r=eh(t+"",n),i,o=-1,s=r.length;if(arguments.length<2){for(;++o<s;)if((i=(t=r[o]).type)&&(i=nh(n[i],t.name)))return i;return}if(e!=null&&typeof e!="\
function")throw new Error("invalid callback: "+e);for(;++o<s;)if(i=(t=r[o]).type)n[i]=xa(n[i],t.name,e);else if(e==null)for(i in n)n[i]=xa(n[i],t.name,null);return this},
copy:function(){var t={},e=this._;for(var n in e)t[n]=e[n].slice();return new Or(t)},call:function(t,e){if((i=arguments.length-2)>0)for(var n=new Array(i),r=0,i,
o;r<i;++r)n[r]=arguments[r+2];if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(o=this._[t],r=0,i=o.length;r<i;++r)o[r].value.apply(e,n)},apply:function(t,e,n){
if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(var r=this._[t],i=0,o=r.length;i<o;++i)r[i].value.apply(e,n)}};function nh(t,e){for(var n=0,
r=t.length,i;n<r;++n)if((i=t[n]).name===e)return i.value}function xa(t,e,n){for(var r=0,i=t.length;r<i;++r)if(t[r].name===e){t[r]=th,t=t.slice(0,r).concat(t.slice(
r+1));break}return n!=null&&t.push({name:e,value:n}),t}var Wi={capture:!0,passive:!1};function Zi(t){t.preventDefault(),t.stopImmediatePropagation()}function ba(t){var e=t.document.documentElement,n=Gt(t).on("dragstart.drag",Zi,Wi);"onselectstart"in
e?n.on("selectstart.drag",Zi,Wi):(e.__noselect=e.style.MozUserSelect,e.style.MozUserSelect="none")}function Ma(t,e){var n=t.document.documentElement,r=Gt(t).on(
"dragstart.drag",null);e&&(r.on("click.drag",Zi,Wi),setTimeout(function(){r.on("click.drag",null)},0)),"onselectstart"in n?r.on("selectstart.drag",null):(n.style.
MozUserSelect=n.__noselect,delete n.__noselect)}function rh(t,{sourceEvent:e,subject:n,target:r,identifier:i,active:o,x:s,y:a,dx:l,dy:c,dispatch:u}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},
sourceEvent:{value:e,enumerable:!0,configurable:!0},subject:{value:n,enumerable:!0,configurable:!0},target:{value:r,enumerable:!0,configurable:!0},identifier:{value:i,
enumerable:!0,configurable:!0},active:{value:o,enumerable:!0,configurable:!0},x:{value:s,enumerable:!0,configurable:!0},y:{value:a,enumerable:!0,configurable:!0},
dx:{value:l,enumerable:!0,configurable:!0},dy:{value:c,enumerable:!0,configurable:!0},_:{value:u}})}rh.prototype.on=function(){var t=this._.on.apply(this._,arguments);
return t===this._?this:t};function sn(t,e,n){t.prototype=e.prototype=n,n.constructor=t}function Yn(t,e){var n=Object.create(t.prototype);for(var r in e)n[r]=e[r];return n}function ke(){}
var Re=.7,on=1/Re,nn="\\s*([+-]?\\d+)\\s*",Vn="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*",ne="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*",ih=/^#([0-9a-f]{3,8})$/,
oh=new RegExp(`^rgb\\(${nn},${nn},${nn}\\)$`),sh=new RegExp(`^rgb\\(${ne},${ne},${ne}\\)$`),ah=new RegExp(`^rgba\\(${nn},${nn},${nn},${Vn}\\)$`),lh=new RegExp(`\
^rgba\\(${ne},${ne},${ne},${Vn}\\)$`),ch=new RegExp(`^hsl\\(${Vn},${ne},${ne}\\)$`),uh=new RegExp(`^hsla\\(${Vn},${ne},${ne},${Vn}\\)$`),ka={aliceblue:15792383,
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
sn(ke,Ue,{copy(t){return Object.assign(new this.constructor,this,t)},displayable(){return this.rgb().displayable()},hex:_a,formatHex:_a,formatHex8:fh,formatHsl:hh,
formatRgb:$a,toString:$a});function _a(){return this.rgb().formatHex()}function fh(){return this.rgb().formatHex8()}function hh(){return Ta(this).formatHsl()}function $a(){
return this.rgb().formatRgb()}function Ue(t){var e,n;return t=(t+"").trim().toLowerCase(),(e=ih.exec(t))?(n=e[1].length,e=parseInt(e[1],16),n===6?Aa(e):n===3?new ft(
e>>8&15|e>>4&240,e>>4&15|e&240,(e&15)<<4|e&15,1):n===8?Tr(e>>24&255,e>>16&255,e>>8&255,(e&255)/255):n===4?Tr(e>>12&15|e>>8&240,e>>8&15|e>>4&240,e>>4&15|e&240,((e&
15)<<4|e&15)/255):null):(e=oh.exec(t))?new ft(e[1],e[2],e[3],1):(e=sh.exec(t))?new ft(e[1]*255/100,e[2]*255/100,e[3]*255/100,1):(e=ah.exec(t))?Tr(e[1],e[2],e[3],
e[4]):(e=lh.exec(t))?Tr(e[1]*255/100,e[2]*255/100,e[3]*255/100,e[4]):(e=ch.exec(t))?Ca(e[1],e[2]/100,e[3]/100,1):(e=uh.exec(t))?Ca(e[1],e[2]/100,e[3]/100,e[4]):
ka.hasOwnProperty(t)?Aa(ka[t]):t==="transparent"?new ft(NaN,NaN,NaN,0):null}function Aa(t){return new ft(t>>16&255,t>>8&255,t&255,1)}function Tr(t,e,n,r){return r<=
0&&(t=e=n=NaN),new ft(t,e,n,r)}function ro(t){return t instanceof ke||(t=Ue(t)),t?(t=t.rgb(),new ft(t.r,t.g,t.b,t.opacity)):new ft}function Gn(t,e,n,r){return arguments.
length===1?ro(t):new ft(t,e,n,r??1)}function ft(t,e,n,r){this.r=+t,this.g=+e,this.b=+n,this.opacity=+r}sn(ft,Gn,Yn(ke,{brighter(t){return t=t==null?on:Math.pow(
on,t),new ft(this.r*t,this.g*t,this.b*t,this.opacity)},darker(t){return t=t==null?Re:Math.pow(Re,t),new ft(this.r*t,this.g*t,this.b*t,this.opacity)},rgb(){return this},
clamp(){return new ft(je(this.r),je(this.g),je(this.b),Fr(this.opacity))},displayable(){return-.5<=this.r&&this.r<255.5&&-.5<=this.g&&this.g<255.5&&-.5<=this.b&&
this.b<255.5&&0<=this.opacity&&this.opacity<=1},hex:za,formatHex:za,formatHex8:ph,formatRgb:Sa,toString:Sa}));function za(){return`#${De(this.r)}${De(this.g)}${De(
this.b)}`}function ph(){return`#${De(this.r)}${De(this.g)}${De(this.b)}${De((isNaN(this.opacity)?1:this.opacity)*255)}`}function Sa(){let t=Fr(this.opacity);return`${t===
1?"rgb(":"rgba("}${je(this.r)}, ${je(this.g)}, ${je(this.b)}${t===1?")":`, ${t})`}`}function Fr(t){return isNaN(t)?1:Math.max(0,Math.min(1,t))}function je(t){return Math.
max(0,Math.min(255,Math.round(t)||0))}function De(t){return t=je(t),(t<16?"0":"")+t.toString(16)}function Ca(t,e,n,r){return r<=0?t=e=n=NaN:n<=0||n>=1?t=e=NaN:e<=
0&&(t=NaN),new Xt(t,e,n,r)}function Ta(t){if(t instanceof Xt)return new Xt(t.h,t.s,t.l,t.opacity);if(t instanceof ke||(t=Ue(t)),!t)return new Xt;if(t instanceof
Xt)return t;t=t.rgb();var e=t.r/255,n=t.g/255,r=t.b/255,i=Math.min(e,n,r),o=Math.max(e,n,r),s=NaN,a=o-i,l=(o+i)/2;return a?(e===o?s=(n-r)/a+(n<r)*6:n===o?s=(r-e)/
a+2:s=(e-n)/a+4,a/=l<.5?o+i:2-o-i,s*=60):a=l>0&&l<1?0:s,new Xt(s,a,l,t.opacity)}function jr(t,e,n,r){return arguments.length===1?Ta(t):new Xt(t,e,n,r??1)}function Xt(t,e,n,r){
this.h=+t,this.s=+e,this.l=+n,this.opacity=+r}sn(Xt,jr,Yn(ke,{brighter(t){return t=t==null?on:Math.pow(on,t),new Xt(this.h,this.s,this.l*t,this.opacity)},darker(t){
return t=t==null?Re:Math.pow(Re,t),new Xt(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=this.h%360+(this.h<0)*360,e=isNaN(t)||isNaN(this.s)?0:this.s,n=this.
l,r=n+(n<.5?n:1-n)*e,i=2*n-r;return new ft(Ji(t>=240?t-240:t+120,i,r),Ji(t,i,r),Ji(t<120?t+240:t-120,i,r),this.opacity)},clamp(){return new Xt(Ea(this.h),Lr(this.
s),Lr(this.l),Fr(this.opacity))},displayable(){return(0<=this.s&&this.s<=1||isNaN(this.s))&&0<=this.l&&this.l<=1&&0<=this.opacity&&this.opacity<=1},formatHsl(){
let t=Fr(this.opacity);return`${t===1?"hsl(":"hsla("}${Ea(this.h)}, ${Lr(this.s)*100}%, ${Lr(this.l)*100}%${t===1?")":`, ${t})`}`}}));function Ea(t){return t=(t||
0)%360,t<0?t+360:t}function Lr(t){return Math.max(0,Math.min(1,t||0))}function Ji(t,e,n){return(t<60?e+(n-e)*t/60:t<180?n:t<240?e+(n-e)*(240-t)/60:e)*255}var La=Math.
PI/180,Fa=180/Math.PI,Dr=18,Da=.96422,ja=1,Ba=.82521,Ra=4/29,rn=6/29,Ua=3*rn*rn,dh=rn*rn*rn;function Pa(t){if(t instanceof re)return new re(t.l,t.a,t.b,t.opacity);
if(t instanceof pe)return Ha(t);t instanceof ft||(t=ro(t));var e=no(t.r),n=no(t.g),r=no(t.b),i=Qi((.2225045*e+.7168786*n+.0606169*r)/ja),o,s;return e===n&&n===r?
o=s=i:(o=Qi((.4360747*e+.3850649*n+.1430804*r)/Da),s=Qi((.0139322*e+.0971045*n+.7141733*r)/Ba)),new re(116*i-16,500*(o-i),200*(i-s),t.opacity)}function qa(t,e,n,r){return arguments.length===1?Pa(t):new re(t,e,n,r??1)}function re(t,e,n,r){this.l=+t,this.a=+e,this.b=+n,this.opacity=+r}sn(re,qa,Yn(ke,{brighter(t){
return new re(this.l+Dr*(t??1),this.a,this.b,this.opacity)},darker(t){return new re(this.l-Dr*(t??1),this.a,this.b,this.opacity)},rgb(){var t=(this.l+16)/116,e=isNaN(
this.a)?t:t+this.a/500,n=isNaN(this.b)?t:t-this.b/200;return e=Da*to(e),t=ja*to(t),n=Ba*to(n),new ft(eo(3.1338561*e-1.6168667*t-.4906146*n),eo(-.9787684*e+1.9161415*
t+.033454*n),eo(.0719453*e-.2289914*t+1.4052427*n),this.opacity)}}));function Qi(t){return t>dh?Math.pow(t,1/3):t/Ua+Ra}function to(t){return t>rn?t*t*t:Ua*(t-Ra)}
function eo(t){return 255*(t<=.0031308?12.92*t:1.055*Math.pow(t,1/2.4)-.055)}function no(t){return(t/=255)<=.04045?t/12.92:Math.pow((t+.055)/1.055,2.4)}function mh(t){
if(t instanceof pe)return new pe(t.h,t.c,t.l,t.opacity);if(t instanceof re||(t=Pa(t)),t.a===0&&t.b===0)return new pe(NaN,0<t.l&&t.l<100?0:NaN,t.l,t.opacity);var e=Math.
atan2(t.b,t.a)*Fa;return new pe(e<0?e+360:e,Math.sqrt(t.a*t.a+t.b*t.b),t.l,t.opacity)}function Br(t,e,n,r){return arguments.length===1?mh(t):new pe(t,e,n,r??1)}function pe(t,e,n,r){this.h=+t,this.c=+e,this.l=+n,this.opacity=+r}function Ha(t){if(isNaN(
t.h))return new re(t.l,0,0,t.opacity);var e=t.h*La;return new re(t.l,Math.cos(e)*t.c,Math.sin(e)*t.c,t.opacity)}sn(pe,Br,Yn(ke,{brighter(t){return new pe(this.h,
this.c,this.l+Dr*(t??1),this.opacity)},darker(t){return new pe(this.h,this.c,this.l-Dr*(t??1),this.opacity)},rgb(){return Ha(this).rgb()}}));var Va=-.14861,io=1.78277,
oo=-.29227,Rr=-.90649,Kn=1.97294,Na=Kn*Rr,Ia=Kn*io,Oa=io*oo-Rr*Va;function gh(t){if(t instanceof Be)return new Be(t.h,t.s,t.l,t.opacity);t instanceof ft||(t=ro(
t));var e=t.r/255,n=t.g/255,r=t.b/255,i=(Oa*r+Na*e-Ia*n)/(Oa+Na-Ia),o=r-i,s=(Kn*(n-i)-oo*o)/Rr,a=Math.sqrt(s*s+o*o)/(Kn*i*(1-i)),l=a?Math.atan2(s,o)*Fa-120:NaN;
return new Be(l<0?l+360:l,a,i,t.opacity)}function Ur(t,e,n,r){return arguments.length===1?gh(t):new Be(t,e,n,r??1)}function Be(t,e,n,r){this.h=+t,this.s=+e,this.
l=+n,this.opacity=+r}sn(Be,Ur,Yn(ke,{brighter(t){return t=t==null?on:Math.pow(on,t),new Be(this.h,this.s,this.l*t,this.opacity)},darker(t){return t=t==null?Re:Math.
pow(Re,t),new Be(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=isNaN(this.h)?0:(this.h+120)*La,e=+this.l,n=isNaN(this.s)?0:this.s*e*(1-e),r=Math.cos(t),i=Math.
sin(t);return new ft(255*(e+n*(Va*r+io*i)),255*(e+n*(oo*r+Rr*i)),255*(e+n*(Kn*r)),this.opacity)}}));function Ga(t,e,n,r,i){var o=t*t,s=o*t;return((1-3*t+3*o-s)*e+(4-6*o+3*s)*n+(1+3*t+3*o-3*s)*r+s*i)/6}function yh(t){var e=t.length-1;return function(n){var r=n<=
0?n=0:n>=1?(n=1,e-1):Math.floor(n*e),i=t[r],o=t[r+1],s=r>0?t[r-1]:2*i-o,a=r<e-1?t[r+2]:2*o-i;return Ga((n-r/e)*e,s,i,o,a)}}function vh(t){var e=t.length;return function(n){
var r=Math.floor(((n%=1)<0?++n:n)*e),i=t[(r+e-1)%e],o=t[r%e],s=t[(r+1)%e],a=t[(r+2)%e];return Ga((n-r/e)*e,i,o,s,a)}}var co=t=>()=>t;function Xa(t,e){return function(n){
return t+n*e}}function wh(t,e,n){return t=Math.pow(t,n),e=Math.pow(e,n)-t,n=1/n,function(r){return Math.pow(t+r*e,n)}}function uo(t,e){var n=e-t;return n?Xa(t,n>
180||n<-180?n-360*Math.round(n/360):n):co(isNaN(t)?e:t)}function xh(t){return(t=+t)==1?zt:function(e,n){return n-e?wh(e,n,t):co(isNaN(e)?n:e)}}function zt(t,e){
var n=e-t;return n?Xa(t,n):co(isNaN(t)?e:t)}var fo=(function t(e){var n=xh(e);function r(i,o){var s=n((i=Gn(i)).r,(o=Gn(o)).r),a=n(i.g,o.g),l=n(i.b,o.b),c=zt(i.
opacity,o.opacity);return function(u){return i.r=s(u),i.g=a(u),i.b=l(u),i.opacity=c(u),i+""}}return r.gamma=t,r})(1);function Wa(t){return function(e){var n=e.length,
r=new Array(n),i=new Array(n),o=new Array(n),s,a;for(s=0;s<n;++s)a=Gn(e[s]),r[s]=a.r||0,i[s]=a.g||0,o[s]=a.b||0;return r=t(r),i=t(i),o=t(o),a.opacity=1,function(l){
return a.r=r(l),a.g=i(l),a.b=o(l),a+""}}}var f0=Wa(yh),h0=Wa(vh);function de(t,e){return t=+t,e=+e,function(n){return t*(1-n)+e*n}}var ao=/[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g,so=new RegExp(ao.source,"g");function bh(t){return function(){return t}}function Mh(t){return function(e){return t(
e)+""}}function Za(t,e){var n=ao.lastIndex=so.lastIndex=0,r,i,o,s=-1,a=[],l=[];for(t=t+"",e=e+"";(r=ao.exec(t))&&(i=so.exec(e));)(o=i.index)>n&&(o=e.slice(n,o),
a[s]?a[s]+=o:a[++s]=o),(r=r[0])===(i=i[0])?a[s]?a[s]+=i:a[++s]=i:(a[++s]=null,l.push({i:s,x:de(r,i)})),n=so.lastIndex;return n<e.length&&(o=e.slice(n),a[s]?a[s]+=
o:a[++s]=o),a.length<2?l[0]?Mh(l[0].x):bh(e):(e=l.length,function(c){for(var u=0,d;u<e;++u)a[(d=l[u]).i]=d.x(c);return a.join("")})}var Ka=180/Math.PI,lo={translateX:0,translateY:0,rotate:0,skewX:0,scaleX:1,scaleY:1};function Ja(t,e,n,r,i,o){var s,a,l;return(s=Math.sqrt(t*t+e*e))&&(t/=s,e/=s),
(l=t*n+e*r)&&(n-=t*l,r-=e*l),(a=Math.sqrt(n*n+r*r))&&(n/=a,r/=a,l/=a),t*r<e*n&&(t=-t,e=-e,l=-l,s=-s),{translateX:i,translateY:o,rotate:Math.atan2(e,t)*Ka,skewX:Math.
atan(l)*Ka,scaleX:s,scaleY:a}}var Pr;function kh(t){let e=new(typeof DOMMatrix=="function"?DOMMatrix:WebKitCSSMatrix)(t+"");return e.isIdentity?lo:Ja(e.a,e.b,e.
c,e.d,e.e,e.f)}function _h(t){return t==null||(Pr||(Pr=document.createElementNS("http://www.w3.org/2000/svg","g")),Pr.setAttribute("transform",t),!(t=Pr.transform.
baseVal.consolidate()))?lo:(t=t.matrix,Ja(t.a,t.b,t.c,t.d,t.e,t.f))}function Qa(t,e,n,r){function i(c){return c.length?c.pop()+" ":""}function o(c,u,d,m,f,y){if(c!==
d||u!==m){var v=f.push("translate(",null,e,null,n);y.push({i:v-4,x:de(c,d)},{i:v-2,x:de(u,m)})}else(d||m)&&f.push("translate("+d+e+m+n)}function s(c,u,d,m){c!==
u?(c-u>180?u+=360:u-c>180&&(c+=360),m.push({i:d.push(i(d)+"rotate(",null,r)-2,x:de(c,u)})):u&&d.push(i(d)+"rotate("+u+r)}function a(c,u,d,m){c!==u?m.push({i:d.push(
i(d)+"skewX(",null,r)-2,x:de(c,u)}):u&&d.push(i(d)+"skewX("+u+r)}function l(c,u,d,m,f,y){if(c!==d||u!==m){var v=f.push(i(f)+"scale(",null,",",null,")");y.push({
i:v-4,x:de(c,d)},{i:v-2,x:de(u,m)})}else(d!==1||m!==1)&&f.push(i(f)+"scale("+d+","+m+")")}return function(c,u){var d=[],m=[];return c=t(c),u=t(u),o(c.translateX,
c.translateY,u.translateX,u.translateY,d,m),s(c.rotate,u.rotate,d,m),a(c.skewX,u.skewX,d,m),l(c.scaleX,c.scaleY,u.scaleX,u.scaleY,d,m),c=u=null,function(f){for(var y=-1,
v=m.length,k;++y<v;)d[(k=m[y]).i]=k.x(f);return d.join("")}}}var tl=Qa(kh,"px, ","px)","deg)"),el=Qa(_h,", ",")",")"),$h=1e-12;function Ya(t){return((t=Math.exp(
t))+1/t)/2}function Ah(t){return((t=Math.exp(t))-1/t)/2}function zh(t){return((t=Math.exp(2*t))-1)/(t+1)}var nl=(function t(e,n,r){function i(o,s){var a=o[0],l=o[1],
c=o[2],u=s[0],d=s[1],m=s[2],f=u-a,y=d-l,v=f*f+y*y,k,M;if(v<$h)M=Math.log(m/c)/e,k=function(Y){return[a+Y*f,l+Y*y,c*Math.exp(e*Y*M)]};else{var E=Math.sqrt(v),C=(m*
m-c*c+r*v)/(2*c*n*E),H=(m*m-c*c-r*v)/(2*m*n*E),P=Math.log(Math.sqrt(C*C+1)-C),V=Math.log(Math.sqrt(H*H+1)-H);M=(V-P)/e,k=function(Y){var j=Y*M,I=Ya(P),J=c/(n*E)*
(I*zh(e*j+P)-Ah(P));return[a+J*f,l+J*y,c*I/Ya(e*j+P)]}}return k.duration=Math.abs(M)*1e3*e/Math.SQRT2,k}return i.rho=function(o){var s=Math.max(.001,+o),a=s*s,l=a*
a;return t(s,a,l)},i})(Math.SQRT2,2,4);function rl(t){return function(e,n){var r=t((e=jr(e)).h,(n=jr(n)).h),i=zt(e.s,n.s),o=zt(e.l,n.l),s=zt(e.opacity,n.opacity);
return function(a){return e.h=r(a),e.s=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var p0=rl(uo),d0=rl(zt);function il(t){return function(e,n){var r=t((e=Br(e)).h,(n=Br(n)).h),i=zt(e.c,n.c),o=zt(e.l,n.l),s=zt(e.opacity,n.opacity);return function(a){return e.h=r(a),e.
c=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var m0=il(uo),g0=il(zt);function ol(t){return(function e(n){n=+n;function r(i,o){var s=t((i=Ur(i)).h,(o=Ur(o)).h),a=zt(i.s,
o.s),l=zt(i.l,o.l),c=zt(i.opacity,o.opacity);return function(u){return i.h=s(u),i.s=a(u),i.l=l(Math.pow(u,n)),i.opacity=c(u),i+""}}return r.gamma=e,r})(1)}var y0=ol(
uo),v0=ol(zt);var an=0,Wn=0,Xn=0,al=1e3,qr,Zn,Hr=0,Pe=0,Kr=0,Jn=typeof performance=="object"&&performance.now?performance:Date,ll=typeof window=="object"&&window.requestAnimationFrame?
window.requestAnimationFrame.bind(window):function(t){setTimeout(t,17)};function Yr(){return Pe||(ll(Sh),Pe=Jn.now()+Kr)}function Sh(){Pe=0}function Vr(){this._call=
this._time=this._next=null}Vr.prototype=po.prototype={constructor:Vr,restart:function(t,e,n){if(typeof t!="function")throw new TypeError("callback is not a func\
tion");n=(n==null?Yr():+n)+(e==null?0:+e),!this._next&&Zn!==this&&(Zn?Zn._next=this:qr=this,Zn=this),this._call=t,this._time=n,ho()},stop:function(){this._call&&
(this._call=null,this._time=1/0,ho())}};function po(t,e,n){var r=new Vr;return r.restart(t,e,n),r}function Ch(){Yr(),++an;for(var t=qr,e;t;)(e=Pe-t._time)>=0&&t.
_call.call(void 0,e),t=t._next;--an}function sl(){Pe=(Hr=Jn.now())+Kr,an=Wn=0;try{Ch()}finally{an=0,Nh(),Pe=0}}function Eh(){var t=Jn.now(),e=t-Hr;e>al&&(Kr-=e,
Hr=t)}function Nh(){for(var t,e=qr,n,r=1/0;e;)e._call?(r>e._time&&(r=e._time),t=e,e=e._next):(n=e._next,e._next=null,e=t?t._next=n:qr=n);Zn=t,ho(r)}function ho(t){
if(!an){Wn&&(Wn=clearTimeout(Wn));var e=t-Pe;e>24?(t<1/0&&(Wn=setTimeout(sl,Math.ceil(t-Jn.now()-Kr)+1)),Xn&&(Xn=clearInterval(Xn))):(Xn||(Hr=Jn.now(),Xn=setInterval(
Eh,al)),an=1,ll(sl))}}function mo(t,e,n){var r=new Vr;return e=e==null?0:+e,r.restart(i=>{r.stop(),t(i+e)},e,n),r}function ul(t){return((t*=2)<=1?t*t*t:(t-=2)*t*t+2)/2}var go=3,b0=(function t(e){e=+e;function n(r){return Math.pow(r,e)}return n.exponent=t,n})(go),M0=(function t(e){
e=+e;function n(r){return 1-Math.pow(1-r,e)}return n.exponent=t,n})(go),k0=(function t(e){e=+e;function n(r){return((r*=2)<=1?Math.pow(r,e):2-Math.pow(2-r,e))/2}
return n.exponent=t,n})(go),Ih=Math.PI,_0=Ih/2;function Gr(t){return(Math.pow(2,-10*t)-.0009765625)*1.0009775171065494}var cl=4/11,$0=6/11,A0=8/11,z0=3/4,S0=9/11,C0=10/11,E0=15/16,N0=21/22,I0=63/64,O0=1/cl/cl;var yo=1.70158,T0=(function t(e){e=+e;function n(r){return(r=+r)*r*(e*(r-1)+r)}return n.overshoot=t,n})(yo),L0=(function t(e){e=+e;function n(r){return--r*r*((r+
1)*e+r)+1}return n.overshoot=t,n})(yo),F0=(function t(e){e=+e;function n(r){return((r*=2)<1?r*r*((e+1)*r-e):(r-=2)*r*((e+1)*r+e)+2)/2}return n.overshoot=t,n})(yo),
ln=2*Math.PI,vo=1,wo=.3,D0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=ln);function i(o){return e*Gr(- --o)*Math.sin((r-o)/n)}return i.amplitude=function(o){
return t(o,n*ln)},i.period=function(o){return t(e,o)},i})(vo,wo),j0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=ln);function i(o){return 1-e*Gr(o=
+o)*Math.sin((o+r)/n)}return i.amplitude=function(o){return t(o,n*ln)},i.period=function(o){return t(e,o)},i})(vo,wo),B0=(function t(e,n){var r=Math.asin(1/(e=Math.
max(1,e)))*(n/=ln);function i(o){return((o=o*2-1)<0?e*Gr(-o)*Math.sin((r-o)/n):2-e*Gr(o)*Math.sin((r+o)/n))/2}return i.amplitude=function(o){return t(o,n*ln)},i.
period=function(o){return t(e,o)},i})(vo,wo);var Oh=Hn("start","end","cancel","interrupt"),Th=[],pl=0,fl=1,xo=2,Xr=3,hl=4,bo=5,Wr=6;function Zr(t,e,n,r,i,o){var s=t.__transition;if(!s)t.__transition={};else if(n in
s)return;Lh(t,n,{name:e,index:r,group:i,on:Oh,tween:Th,time:o.time,delay:o.delay,duration:o.duration,ease:o.ease,timer:null,state:pl})}function Mo(t,e){var n=Wt(
t,e);if(n.state>pl)throw new Error("too late; already scheduled");return n}function ie(t,e){var n=Wt(t,e);if(n.state>Xr)throw new Error("too late; already runni\
ng");return n}function Wt(t,e){var n=t.__transition;if(!n||!(n=n[e]))throw new Error("transition not found");return n}function Lh(t,e,n){var r=t.__transition,i;
r[e]=n,n.timer=po(o,0,n.time);function o(c){n.state=fl,n.timer.restart(s,n.delay,n.time),n.delay<=c&&s(c-n.delay)}function s(c){var u,d,m,f;if(n.state!==fl)return l();
for(u in r)if(f=r[u],f.name===n.name){if(f.state===Xr)return mo(s);f.state===hl?(f.state=Wr,f.timer.stop(),f.on.call("interrupt",t,t.__data__,f.index,f.group),delete r[u]):
+u<e&&(f.state=Wr,f.timer.stop(),f.on.call("cancel",t,t.__data__,f.index,f.group),delete r[u])}if(mo(function(){n.state===Xr&&(n.state=hl,n.timer.restart(a,n.delay,
n.time),a(c))}),n.state=xo,n.on.call("start",t,t.__data__,n.index,n.group),n.state===xo){for(n.state=Xr,i=new Array(m=n.tween.length),u=0,d=-1;u<m;++u)(f=n.tween[u].
value.call(t,t.__data__,n.index,n.group))&&(i[++d]=f);i.length=d+1}}function a(c){for(var u=c<n.duration?n.ease.call(null,c/n.duration):(n.timer.restart(l),n.state=
bo,1),d=-1,m=i.length;++d<m;)i[d].call(t,u);n.state===bo&&(n.on.call("end",t,t.__data__,n.index,n.group),l())}function l(){n.state=Wr,n.timer.stop(),delete r[e];
for(var c in r)return;delete t.__transition}}function Qn(t,e){var n=t.__transition,r,i,o=!0,s;if(n){e=e==null?null:e+"";for(s in n){if((r=n[s]).name!==e){o=!1;continue}
i=r.state>xo&&r.state<bo,r.state=Wr,r.timer.stop(),r.on.call(i?"interrupt":"cancel",t,t.__data__,r.index,r.group),delete n[s]}o&&delete t.__transition}}function Fh(t){
return this.each(function(){Qn(this,t)})}function Dh(t,e){var n,r;return function(){var i=ie(this,t),o=i.tween;if(o!==n){r=n=o;for(var s=0,a=r.length;s<a;++s)if(r[s].
name===e){r=r.slice(),r.splice(s,1);break}}i.tween=r}}function jh(t,e,n){var r,i;if(typeof n!="function")throw new Error;return function(){var o=ie(this,t),s=o.
tween;if(s!==r){i=(r=s).slice();for(var a={name:e,value:n},l=0,c=i.length;l<c;++l)if(i[l].name===e){i[l]=a;break}l===c&&i.push(a)}o.tween=i}}function Bh(t,e){var n=this.
_id;if(t+="",arguments.length<2){for(var r=Wt(this.node(),n).tween,i=0,o=r.length,s;i<o;++i)if((s=r[i]).name===t)return s.value;return null}return this.each((e==
null?Dh:jh)(n,t,e))}function ko(t,e,n){var r=t._id;return t.each(function(){var i=ie(this,r);(i.value||(i.value={}))[e]=n.apply(this,arguments)}),function(i){return Wt(
i,r).value[e]}}function dl(t,e){var n;return(typeof e=="number"?de:e instanceof Ue?fo:(n=Ue(e))?(e=n,fo):Za)(t,e)}function Rh(t){return function(){this.removeAttribute(
t)}}function Uh(t){return function(){this.removeAttributeNS(t.space,t.local)}}function Ph(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttribute(t);return s===
i?null:s===r?o:o=e(r=s,n)}}function qh(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttributeNS(t.space,t.local);return s===i?null:s===r?o:o=e(r=s,n)}}
function Hh(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttribute(t):(s=this.getAttribute(t),l=a+"",s===l?null:s===r&&l===
i?o:(i=l,o=e(r=s,a)))}}function Vh(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttributeNS(t.space,t.local):(s=this.getAttributeNS(
t.space,t.local),l=a+"",s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a)))}}function Kh(t,e){var n=qn(t),r=n==="transform"?el:dl;return this.attrTween(t,typeof e=="fun\
ction"?(n.local?Vh:Hh)(n,r,ko(this,"attr."+t,e)):e==null?(n.local?Uh:Rh)(n):(n.local?qh:Ph)(n,r,e))}function Yh(t,e){return function(n){this.setAttribute(t,e.call(
this,n))}}function Gh(t,e){return function(n){this.setAttributeNS(t.space,t.local,e.call(this,n))}}function Xh(t,e){var n,r;function i(){var o=e.apply(this,arguments);
return o!==r&&(n=(r=o)&&Gh(t,o)),n}return i._value=e,i}function Wh(t,e){var n,r;function i(){var o=e.apply(this,arguments);return o!==r&&(n=(r=o)&&Yh(t,o)),n}return i.
_value=e,i}function Zh(t,e){var n="attr."+t;if(arguments.length<2)return(n=this.tween(n))&&n._value;if(e==null)return this.tween(n,null);if(typeof e!="function")
throw new Error;var r=qn(t);return this.tween(n,(r.local?Xh:Wh)(r,e))}function Jh(t,e){return function(){Mo(this,t).delay=+e.apply(this,arguments)}}function Qh(t,e){
return e=+e,function(){Mo(this,t).delay=e}}function tp(t){var e=this._id;return arguments.length?this.each((typeof t=="function"?Jh:Qh)(e,t)):Wt(this.node(),e).
delay}function ep(t,e){return function(){ie(this,t).duration=+e.apply(this,arguments)}}function np(t,e){return e=+e,function(){ie(this,t).duration=e}}function rp(t){
var e=this._id;return arguments.length?this.each((typeof t=="function"?ep:np)(e,t)):Wt(this.node(),e).duration}function ip(t,e){if(typeof e!="function")throw new Error;
return function(){ie(this,t).ease=e}}function op(t){var e=this._id;return arguments.length?this.each(ip(e,t)):Wt(this.node(),e).ease}function sp(t,e){return function(){
var n=e.apply(this,arguments);if(typeof n!="function")throw new Error;ie(this,t).ease=n}}function ap(t){if(typeof t!="function")throw new Error;return this.each(
sp(this._id,t))}function lp(t){typeof t!="function"&&(t=Gi(t));for(var e=this._groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],
l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new ge(r,this._parents,this._name,this._id)}function cp(t){if(t._id!==this._id)throw new Error;
for(var e=this._groups,n=t._groups,r=e.length,i=n.length,o=Math.min(r,i),s=new Array(r),a=0;a<o;++a)for(var l=e[a],c=n[a],u=l.length,d=s[a]=new Array(u),m,f=0;f<
u;++f)(m=l[f]||c[f])&&(d[f]=m);for(;a<r;++a)s[a]=e[a];return new ge(s,this._parents,this._name,this._id)}function up(t){return(t+"").trim().split(/^|\s+/).every(
function(e){var n=e.indexOf(".");return n>=0&&(e=e.slice(0,n)),!e||e==="start"})}function fp(t,e,n){var r,i,o=up(e)?Mo:ie;return function(){var s=o(this,t),a=s.
on;a!==r&&(i=(r=a).copy()).on(e,n),s.on=i}}function hp(t,e){var n=this._id;return arguments.length<2?Wt(this.node(),n).on.on(t):this.each(fp(n,t,e))}function pp(t){
return function(){var e=this.parentNode;for(var n in this.__transition)if(+n!==t)return;e&&e.removeChild(this)}}function dp(){return this.on("end.remove",pp(this.
_id))}function mp(t){var e=this._name,n=this._id;typeof t!="function"&&(t=Ir(t));for(var r=this._groups,i=r.length,o=new Array(i),s=0;s<i;++s)for(var a=r[s],l=a.
length,c=o[s]=new Array(l),u,d,m=0;m<l;++m)(u=a[m])&&(d=t.call(u,u.__data__,m,a))&&("__data__"in u&&(d.__data__=u.__data__),c[m]=d,Zr(c[m],e,n,m,c,Wt(u,n)));return new ge(
o,this._parents,e,n)}function gp(t){var e=this._name,n=this._id;typeof t!="function"&&(t=Yi(t));for(var r=this._groups,i=r.length,o=[],s=[],a=0;a<i;++a)for(var l=r[a],
c=l.length,u,d=0;d<c;++d)if(u=l[d]){for(var m=t.call(u,u.__data__,d,l),f,y=Wt(u,n),v=0,k=m.length;v<k;++v)(f=m[v])&&Zr(f,e,n,v,m,y);o.push(m),s.push(u)}return new ge(
o,s,e,n)}var yp=Fe.prototype.constructor;function vp(){return new yp(this._groups,this._parents)}function wp(t,e){var n,r,i;return function(){var o=Le(this,t),s=(this.
style.removeProperty(t),Le(this,t));return o===s?null:o===n&&s===r?i:i=e(n=o,r=s)}}function ml(t){return function(){this.style.removeProperty(t)}}function xp(t,e,n){
var r,i=n+"",o;return function(){var s=Le(this,t);return s===i?null:s===r?o:o=e(r=s,n)}}function bp(t,e,n){var r,i,o;return function(){var s=Le(this,t),a=n(this),
l=a+"";return a==null&&(l=a=(this.style.removeProperty(t),Le(this,t))),s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a))}}function Mp(t,e){var n,r,i,o="style."+e,s="en\
d."+o,a;return function(){var l=ie(this,t),c=l.on,u=l.value[o]==null?a||(a=ml(e)):void 0;(c!==n||i!==u)&&(r=(n=c).copy()).on(s,i=u),l.on=r}}function kp(t,e,n){var r=(t+=
"")=="transform"?tl:dl;return e==null?this.styleTween(t,wp(t,r)).on("end.style."+t,ml(t)):typeof e=="function"?this.styleTween(t,bp(t,r,ko(this,"style."+t,e))).
each(Mp(this._id,t)):this.styleTween(t,xp(t,r,e),n).on("end.style."+t,null)}function _p(t,e,n){return function(r){this.style.setProperty(t,e.call(this,r),n)}}function $p(t,e,n){
var r,i;function o(){var s=e.apply(this,arguments);return s!==i&&(r=(i=s)&&_p(t,s,n)),r}return o._value=e,o}function Ap(t,e,n){var r="style."+(t+="");if(arguments.
length<2)return(r=this.tween(r))&&r._value;if(e==null)return this.tween(r,null);if(typeof e!="function")throw new Error;return this.tween(r,$p(t,e,n??""))}function zp(t){
return function(){this.textContent=t}}function Sp(t){return function(){var e=t(this);this.textContent=e??""}}function Cp(t){return this.tween("text",typeof t=="\
function"?Sp(ko(this,"text",t)):zp(t==null?"":t+""))}function Ep(t){return function(e){this.textContent=t.call(this,e)}}function Np(t){var e,n;function r(){var i=t.
apply(this,arguments);return i!==n&&(e=(n=i)&&Ep(i)),e}return r._value=t,r}function Ip(t){var e="text";if(arguments.length<1)return(e=this.tween(e))&&e._value;if(t==
null)return this.tween(e,null);if(typeof t!="function")throw new Error;return this.tween(e,Np(t))}function Op(){for(var t=this._name,e=this._id,n=gl(),r=this._groups,
i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)if(l=s[c]){var u=Wt(l,e);Zr(l,t,n,c,s,{time:u.time+u.delay+u.duration,delay:0,duration:u.duration,
ease:u.ease})}return new ge(r,this._parents,t,n)}function Tp(){var t,e,n=this,r=n._id,i=n.size();return new Promise(function(o,s){var a={value:s},l={value:function(){
--i===0&&o()}};n.each(function(){var c=ie(this,r),u=c.on;u!==t&&(e=(t=u).copy(),e._.cancel.push(a),e._.interrupt.push(a),e._.end.push(l)),c.on=e}),i===0&&o()})}
var Lp=0;function ge(t,e,n,r){this._groups=t,this._parents=e,this._name=n,this._id=r}function Fp(t){return Fe().transition(t)}function gl(){return++Lp}var me=Fe.
prototype;ge.prototype=Fp.prototype={constructor:ge,select:mp,selectAll:gp,selectChild:me.selectChild,selectChildren:me.selectChildren,filter:lp,merge:cp,selection:vp,
transition:Op,call:me.call,nodes:me.nodes,node:me.node,size:me.size,empty:me.empty,each:me.each,on:hp,attr:Kh,attrTween:Zh,style:kp,styleTween:Ap,text:Cp,textTween:Ip,
remove:dp,tween:Bh,delay:tp,duration:rp,ease:op,easeVarying:ap,end:Tp,[Symbol.iterator]:me[Symbol.iterator]};var Dp={time:null,delay:0,duration:250,ease:ul};function jp(t,e){
for(var n;!(n=t.__transition)||!(n=n[e]);)if(!(t=t.parentNode))throw new Error(`transition ${e} not found`);return n}function Bp(t){var e,n;t instanceof ge?(e=t.
_id,t=t._name):(e=gl(),(n=Dp).time=Yr(),t=t==null?null:t+"");for(var r=this._groups,i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&Zr(
l,t,e,c,s,n||jp(l,e));return new ge(r,this._parents,t,e)}Fe.prototype.interrupt=Fh;Fe.prototype.transition=Bp;var Jr=t=>()=>t;function Rp(t,{sourceEvent:e,target:n,transform:r,dispatch:i}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},sourceEvent:{
value:e,enumerable:!0,configurable:!0},target:{value:n,enumerable:!0,configurable:!0},transform:{value:r,enumerable:!0,configurable:!0},_:{value:i}})}function ye(t,e,n){
this.k=t,this.x=e,this.y=n}ye.prototype={constructor:ye,scale:function(t){return t===1?this:new ye(this.k*t,this.x,this.y)},translate:function(t,e){return t===0&
e===0?this:new ye(this.k,this.x+this.k*t,this.y+this.k*e)},apply:function(t){return[t[0]*this.k+this.x,t[1]*this.k+this.y]},applyX:function(t){return t*this.k+this.
x},applyY:function(t){return t*this.k+this.y},invert:function(t){return[(t[0]-this.x)/this.k,(t[1]-this.y)/this.k]},invertX:function(t){return(t-this.x)/this.k},
invertY:function(t){return(t-this.y)/this.k},rescaleX:function(t){return t.copy().domain(t.range().map(this.invertX,this).map(t.invert,t))},rescaleY:function(t){
return t.copy().domain(t.range().map(this.invertY,this).map(t.invert,t))},toString:function(){return"translate("+this.x+","+this.y+") scale("+this.k+")"}};var cn=new ye(
1,0,0);Up.prototype=ye.prototype;function Up(t){for(;!t.__zoom;)if(!(t=t.parentNode))return cn;return t.__zoom}function _o(t){t.stopImmediatePropagation()}function tr(t){
t.preventDefault(),t.stopImmediatePropagation()}function Pp(t){return(!t.ctrlKey||t.type==="wheel")&&!t.button}function qp(){var t=this;return t instanceof SVGElement?
(t=t.ownerSVGElement||t,t.hasAttribute("viewBox")?(t=t.viewBox.baseVal,[[t.x,t.y],[t.x+t.width,t.y+t.height]]):[[0,0],[t.width.baseVal.value,t.height.baseVal.value]]):
[[0,0],[t.clientWidth,t.clientHeight]]}function yl(){return this.__zoom||cn}function Hp(t){return-t.deltaY*(t.deltaMode===1?.05:t.deltaMode?1:.002)*(t.ctrlKey?10:
1)}function Vp(){return navigator.maxTouchPoints||"ontouchstart"in this}function Kp(t,e,n){var r=t.invertX(e[0][0])-n[0][0],i=t.invertX(e[1][0])-n[1][0],o=t.invertY(
e[0][1])-n[0][1],s=t.invertY(e[1][1])-n[1][1];return t.translate(i>r?(r+i)/2:Math.min(0,r)||Math.max(0,i),s>o?(o+s)/2:Math.min(0,o)||Math.max(0,s))}function vl(){
var t=Pp,e=qp,n=Kp,r=Hp,i=Vp,o=[0,1/0],s=[[-1/0,-1/0],[1/0,1/0]],a=250,l=nl,c=Hn("start","zoom","end"),u,d,m,f=500,y=150,v=0,k=10;function M(w){w.property("__zo\
om",yl).on("wheel.zoom",j,{passive:!1}).on("mousedown.zoom",I).on("dblclick.zoom",J).filter(i).on("touchstart.zoom",Q).on("touchmove.zoom",it).on("touchend.zoom\
 touchcancel.zoom",bt).style("-webkit-tap-highlight-color","rgba(0,0,0,0)")}M.transform=function(w,$,g,x){var b=w.selection?w.selection():w;b.property("__zoom",
yl),w!==b?P(w,$,g,x):b.interrupt().each(function(){V(this,arguments).event(x).start().zoom(null,typeof $=="function"?$.apply(this,arguments):$).end()})},M.scaleBy=
function(w,$,g,x){M.scaleTo(w,function(){var b=this.__zoom.k,_=typeof $=="function"?$.apply(this,arguments):$;return b*_},g,x)},M.scaleTo=function(w,$,g,x){M.transform(
w,function(){var b=e.apply(this,arguments),_=this.__zoom,A=g==null?H(b):typeof g=="function"?g.apply(this,arguments):g,z=_.invert(A),F=typeof $=="function"?$.apply(
this,arguments):$;return n(C(E(_,F),A,z),b,s)},g,x)},M.translateBy=function(w,$,g,x){M.transform(w,function(){return n(this.__zoom.translate(typeof $=="function"?
$.apply(this,arguments):$,typeof g=="function"?g.apply(this,arguments):g),e.apply(this,arguments),s)},null,x)},M.translateTo=function(w,$,g,x,b){M.transform(w,function(){
var _=e.apply(this,arguments),A=this.__zoom,z=x==null?H(_):typeof x=="function"?x.apply(this,arguments):x;return n(cn.translate(z[0],z[1]).scale(A.k).translate(
typeof $=="function"?-$.apply(this,arguments):-$,typeof g=="function"?-g.apply(this,arguments):-g),_,s)},x,b)};function E(w,$){return $=Math.max(o[0],Math.min(o[1],
$)),$===w.k?w:new ye($,w.x,w.y)}function C(w,$,g){var x=$[0]-g[0]*w.k,b=$[1]-g[1]*w.k;return x===w.x&&b===w.y?w:new ye(w.k,x,b)}function H(w){return[(+w[0][0]+ +w[1][0])/
2,(+w[0][1]+ +w[1][1])/2]}function P(w,$,g,x){w.on("start.zoom",function(){V(this,arguments).event(x).start()}).on("interrupt.zoom end.zoom",function(){V(this,arguments).
event(x).end()}).tween("zoom",function(){var b=this,_=arguments,A=V(b,_).event(x),z=e.apply(b,_),F=g==null?H(z):typeof g=="function"?g.apply(b,_):g,R=Math.max(z[1][0]-
z[0][0],z[1][1]-z[0][1]),N=b.__zoom,D=typeof $=="function"?$.apply(b,_):$,G=l(N.invert(F).concat(R/N.k),D.invert(F).concat(R/D.k));return function(ot){if(ot===1)
ot=D;else{var X=G(ot),Tt=R/X[2];ot=new ye(Tt,F[0]-X[0]*Tt,F[1]-X[1]*Tt)}A.zoom(null,ot)}})}function V(w,$,g){return!g&&w.__zooming||new Y(w,$)}function Y(w,$){this.
that=w,this.args=$,this.active=0,this.sourceEvent=null,this.extent=e.apply(w,$),this.taps=0}Y.prototype={event:function(w){return w&&(this.sourceEvent=w),this},
start:function(){return++this.active===1&&(this.that.__zooming=this,this.emit("start")),this},zoom:function(w,$){return this.mouse&&w!=="mouse"&&(this.mouse[1]=
$.invert(this.mouse[0])),this.touch0&&w!=="touch"&&(this.touch0[1]=$.invert(this.touch0[0])),this.touch1&&w!=="touch"&&(this.touch1[1]=$.invert(this.touch1[0])),
this.that.__zoom=$,this.emit("zoom"),this},end:function(){return--this.active===0&&(delete this.that.__zooming,this.emit("end")),this},emit:function(w){var $=Gt(
this.that).datum();c.call(w,this.that,new Rp(w,{sourceEvent:this.sourceEvent,target:M,transform:this.that.__zoom,dispatch:c}),$)}};function j(w,...$){if(!t.apply(
this,arguments))return;var g=V(this,$).event(w),x=this.__zoom,b=Math.max(o[0],Math.min(o[1],x.k*Math.pow(2,r.apply(this,arguments)))),_=he(w);if(g.wheel)(g.mouse[0][0]!==
_[0]||g.mouse[0][1]!==_[1])&&(g.mouse[1]=x.invert(g.mouse[0]=_)),clearTimeout(g.wheel);else{if(x.k===b)return;g.mouse=[_,x.invert(_)],Qn(this),g.start()}tr(w),g.
wheel=setTimeout(A,y),g.zoom("mouse",n(C(E(x,b),g.mouse[0],g.mouse[1]),g.extent,s));function A(){g.wheel=null,g.end()}}function I(w,...$){if(m||!t.apply(this,arguments))
return;var g=w.currentTarget,x=V(this,$,!0).event(w),b=Gt(w.view).on("mousemove.zoom",F,!0).on("mouseup.zoom",R,!0),_=he(w,g),A=w.clientX,z=w.clientY;ba(w.view),
_o(w),x.mouse=[_,this.__zoom.invert(_)],Qn(this),x.start();function F(N){if(tr(N),!x.moved){var D=N.clientX-A,G=N.clientY-z;x.moved=D*D+G*G>v}x.event(N).zoom("m\
ouse",n(C(x.that.__zoom,x.mouse[0]=he(N,g),x.mouse[1]),x.extent,s))}function R(N){b.on("mousemove.zoom mouseup.zoom",null),Ma(N.view,x.moved),tr(N),x.event(N).end()}}
function J(w,...$){if(t.apply(this,arguments)){var g=this.__zoom,x=he(w.changedTouches?w.changedTouches[0]:w,this),b=g.invert(x),_=g.k*(w.shiftKey?.5:2),A=n(C(E(
g,_),x,b),e.apply(this,$),s);tr(w),a>0?Gt(this).transition().duration(a).call(P,A,x,w):Gt(this).call(M.transform,A,x,w)}}function Q(w,...$){if(t.apply(this,arguments)){
var g=w.touches,x=g.length,b=V(this,$,w.changedTouches.length===x).event(w),_,A,z,F;for(_o(w),A=0;A<x;++A)z=g[A],F=he(z,this),F=[F,this.__zoom.invert(F),z.identifier],
b.touch0?!b.touch1&&b.touch0[2]!==F[2]&&(b.touch1=F,b.taps=0):(b.touch0=F,_=!0,b.taps=1+!!u);u&&(u=clearTimeout(u)),_&&(b.taps<2&&(d=F[0],u=setTimeout(function(){
u=null},f)),Qn(this),b.start())}}function it(w,...$){if(this.__zooming){var g=V(this,$).event(w),x=w.changedTouches,b=x.length,_,A,z,F;for(tr(w),_=0;_<b;++_)A=x[_],
z=he(A,this),g.touch0&&g.touch0[2]===A.identifier?g.touch0[0]=z:g.touch1&&g.touch1[2]===A.identifier&&(g.touch1[0]=z);if(A=g.that.__zoom,g.touch1){var R=g.touch0[0],
N=g.touch0[1],D=g.touch1[0],G=g.touch1[1],ot=(ot=D[0]-R[0])*ot+(ot=D[1]-R[1])*ot,X=(X=G[0]-N[0])*X+(X=G[1]-N[1])*X;A=E(A,Math.sqrt(ot/X)),z=[(R[0]+D[0])/2,(R[1]+
D[1])/2],F=[(N[0]+G[0])/2,(N[1]+G[1])/2]}else if(g.touch0)z=g.touch0[0],F=g.touch0[1];else return;g.zoom("touch",n(C(A,z,F),g.extent,s))}}function bt(w,...$){if(this.
__zooming){var g=V(this,$).event(w),x=w.changedTouches,b=x.length,_,A;for(_o(w),m&&clearTimeout(m),m=setTimeout(function(){m=null},f),_=0;_<b;++_)A=x[_],g.touch0&&
g.touch0[2]===A.identifier?delete g.touch0:g.touch1&&g.touch1[2]===A.identifier&&delete g.touch1;if(g.touch1&&!g.touch0&&(g.touch0=g.touch1,delete g.touch1),g.touch0)
g.touch0[1]=this.__zoom.invert(g.touch0[0]);else if(g.end(),g.taps===2&&(A=he(A,this),Math.hypot(d[0]-A[0],d[1]-A[1])<k)){var z=Gt(this).on("dblclick.zoom");z&&
z.apply(this,arguments)}}}return M.wheelDelta=function(w){return arguments.length?(r=typeof w=="function"?w:Jr(+w),M):r},M.filter=function(w){return arguments.length?
(t=typeof w=="function"?w:Jr(!!w),M):t},M.touchable=function(w){return arguments.length?(i=typeof w=="function"?w:Jr(!!w),M):i},M.extent=function(w){return arguments.
length?(e=typeof w=="function"?w:Jr([[+w[0][0],+w[0][1]],[+w[1][0],+w[1][1]]]),M):e},M.scaleExtent=function(w){return arguments.length?(o[0]=+w[0],o[1]=+w[1],M):
[o[0],o[1]]},M.translateExtent=function(w){return arguments.length?(s[0][0]=+w[0][0],s[1][0]=+w[1][0],s[0][1]=+w[0][1],s[1][1]=+w[1][1],M):[[s[0][0],s[0][1]],[s[1][0],
s[1][1]]]},M.constrain=function(w){return arguments.length?(n=w,M):n},M.duration=function(w){return arguments.length?(a=+w,M):a},M.interpolate=function(w){return arguments.
length?(l=w,M):l},M.on=function(){var w=c.on.apply(c,arguments);return w===c?M:w},M.clickDistance=function(w){return arguments.length?(v=(w=+w)*w,M):Math.sqrt(v)},
M.tapDistance=function(w){return arguments.length?(k=+w,M):k},M}var Yp=()=>getComputedStyle(document.body).fontFamily,Gp=()=>({background:"transparent",font:Yp(),view:{stroke:null},axis:{labelColor:_t("muted"),titleColor:_t(
"muted"),domainColor:_t("line"),tickColor:_t("line"),gridColor:_t("line"),labelFontSize:11,titleFontSize:11,titleFontWeight:400,tickSize:4}});function wl(t){let e=JSON.
parse(_n(`chart ${t}`)??"null");for(let n of e?.params??[])n.name.startsWith("token_")&&(n.value=_t(n.name.slice(6)));return e}async function $o(t,e,n){let r={actions:!1,
renderer:"canvas",ast:!0,defaultStyle:!1,config:Gp(),tooltip:{disableDefaultStyle:!0}};return(await window.vegaEmbed(t,{...wl(e),datasets:n},r)).view}var xl=()=>Number(
wl("points")?.usermeta?.limit??0);function bl(){let t=p("div",{class:"points-chart"}),e=null,n=null,r=!1,i=!1;$o(t,"points",{points:[]}).then(s=>i?s.finalize():
(e=s,o()));async function o(){if(!(!e||r)){for(r=!0;n&&!i;){let s=n;n=null;let{width:a,height:l,radius:c}=s;e.width(a).height(l),e.signal("right",a).signal("bot\
tom",l).signal("size",(2*c)**2),await e.data("points",Xp(s)).runAsync()}r=!1}}return{element:t,paint(s){n=s,o()},end(){i=!0,e?.finalize(),t.remove()}}}function Xp({
x:t,y:e,width:n,height:r,radius:i,colouring:{index:o,colours:s,hollow:a},shown:l,lit:c,selected:u,recede:d,ink:m,surface:f}){let y=[[],[],[]];for(let v=0;v<t.length;v++){
if(l&&!l[v]||t[v]<-i||e[v]<-i||t[v]>n+i||e[v]>r+i)continue;let k=u[v]?2:c&&c[v]?1:0,M=s[o[v]],E=a[o[v]]?k===2?f:"transparent":M;y[k].push({x:t[v],y:e[v],fill:E,
stroke:k===2?m:M,opacity:k===0&&d?.28:1,wide:k===2?1.56:1})}return y.flat()}var _e=null;function Ml(t,e,n,r,i,o){let s=new Uint8Array(e.length);if(_e??=document.createElement("canvas").getContext("2d",{willReadFrequently:!0}),!_e||t.length<
3)return s;let[a,l,c,u]=[1/0,1/0,-1/0,-1/0];for(let[y,v]of t)a=Math.min(a,y),c=Math.max(c,y),l=Math.min(l,v),u=Math.max(u,v);a=Math.max(0,Math.floor(a)-1),l=Math.
max(0,Math.floor(l)-1);let d=Math.min(Math.ceil(r),Math.ceil(c)+2)-a,m=Math.min(Math.ceil(i),Math.ceil(u)+2)-l;if(d<=0||m<=0)return s;_e.canvas.width=d,_e.canvas.
height=m,_e.beginPath(),t.forEach(([y,v])=>_e?.lineTo(y-a,v-l)),_e.fill("nonzero");let{data:f}=_e.getImageData(0,0,d,m);for(let y=0;y<e.length;y++){let v=Math.floor(
e[y])-a,k=Math.floor(n[y])-l;v<0||k<0||v>=d||k>=m||o&&!o[y]||f[4*(k*d+v)+3]>127&&(s[y]=1)}return s}var kl=([t,e],[n,r])=>[[t,e],[n,e],[n,r],[t,r]];var Wp=4,$e={held:!1};function _l(t){let{surface:e,marks:n}=t,r=ct("polygon",{class:"lasso",points:""});n.append(r);let i=null,o=new Set,s=f=>{let{left:y,top:v}=e.
getBoundingClientRect();return[f.clientX-y,f.clientY-v]},a=Ke(()=>{!i?.moved||!i.draws||(r.setAttribute("points",l(i).map(([f,y])=>`${f.toFixed(1)},${y.toFixed(
1)}`).join(" ")),et(At(i.base,c(i),i.way),{live:!0,chapter:i.chapter}))}),l=({path:f})=>h.tool==="box"?kl(f[0],f[f.length-1]):f,c=f=>Ml(l(f),t.x,t.y,t.width,t.height,
wt(f.chapter));function u(){i=null,r.setAttribute("points",""),e.classList.remove("drawing")}e.addEventListener("pointerdown",f=>{if(o.add(f.pointerId),!t.plot||
f.button!==0)return;if(o.size>1)return i?.moved&&et(i.base,{chapter:i.chapter}),u();e.focus({preventScroll:!0});let{chapter:y}=t.plot,v=h.tool!=="pan"&&!$e.held;
i={id:f.pointerId,path:[s(f)],way:Xe(f),base:Z(y).selection,moved:!1,chapter:y,draws:v},v&&e.setPointerCapture(f.pointerId)}),e.addEventListener("pointermove",f=>{
if(!i)return f.buttons||f.pointerType==="touch"?void 0:Ft(t.plot?.chapter??null,t.nearest(...s(f)),t.name);if(f.pointerId!==i.id)return;let y=s(f),[v,k]=i.path[0];
if(!i.moved&&Math.hypot(y[0]-v,y[1]-k)<Wp)return;i.moved||(i.moved=!0,Ft(null,-1,t.name),i.draws&&e.classList.add("drawing"));let[M,E]=i.path[i.path.length-1];return h.
tool==="box"&&i.path.length>1?i.path[1]=y:Math.hypot(y[0]-M,y[1]-E)>=2&&i.path.push(y),a()});function d(f){if(o.delete(f.pointerId),!i||f.pointerId!==i.id)return;
let y=i;if(u(),f.type==="pointercancel")return et(y.base,{chapter:y.chapter});if(!y.moved)return m(f,y);y.draws&&et(At(y.base,c(y),y.way),{chapter:y.chapter})}function m(f,y){
let v=t.nearest(...s(f),f.pointerType==="touch"?20:void 0);if(v<0)return;let k=new Uint8Array(y.chapter.size);k[v]=1,et(At(y.base,k,y.way==="replace"?"toggle":y.
way),{chapter:y.chapter}),t.clicked(v),f.pointerType==="touch"&&Ft(y.chapter,v,t.name)}e.addEventListener("pointerup",d),e.addEventListener("pointercancel",d),e.
addEventListener("pointerleave",()=>Ft(null,-1,t.name)),e.addEventListener("mousedown",f=>{f.button===1&&f.preventDefault()}),e.addEventListener("dblclick",f=>{
let y=t.nearest(...s(f));y>=0&&t.opened(y)})}var Zp=.28;function Al(){let t=p("canvas",{class:"points-raster","aria-hidden":"true"}),e=t.getContext("2d"),n=null,r=new Uint32Array,i=0;function o(a,l,c){n&&t.
width===a&&t.height===l&&i===c||(t.width=a,t.height=l,i=c,n=new ImageData(a+2*i,l+2*i),r=new Uint32Array(n.data.buffer))}function s(a){let l=window.devicePixelRatio||
1,c=Math.max(1,Math.round(a.width*l)),u=Math.max(1,Math.round(a.height*l)),d=a.radius>=2.2,m=(a.radius+(d?.6:0))*l;o(c,u,Math.ceil(m*1.6)+2),t.style.width=`${a.
width}px`,t.style.height=`${a.height}px`;let f=c+2*i,y=Ao(a.surface),v=Ao(a.ink);r.fill(y);let{index:k,colours:M,hollow:E}=a.colouring,C=Uint32Array.from(M,Ao),
H=Uint32Array.from(C,b=>$l(b,y,Zp)),P=Math.max(1,1.1*l),V=er(m,0,f),Y=er(m,m-P,f),j=er(m*1.25,0,f),I=er(m*1.25+P,0,f),J=er(m*1.25-P,0,f),{x:Q,y:it,shown:bt,lit:w,
selected:$}=a;function g(b){let _=b===0&&a.recede,A=_?H:C;for(let z=0;z<Q.length;z++){if(($[z]?2:w&&w[z]?1:0)!==b||bt&&!bt[z])continue;let R=Math.round(Q[z]*l),
N=Math.round(it[z]*l);if(R<-i/2||N<-i/2||R>=c+i/2||N>=u+i/2)continue;let D=(N+i)*f+R+i,G=k[z];b<2?x(E[G]?Y:V,D,A[G]):(d&&x(I,D,v),x(j,D,C[G]),E[G]&&x(J,D,y))}}function x({
offsets:b,cover:_},A,z){for(let F=0;F<b.length;F++){let R=A+b[F],N=_[F];r[R]=N===255?z:$l(z,r[R],N/255)}}g(0),w&&g(1),g(2),e.putImageData(n,-i,-i)}return{element:t,
paint:s,end:()=>t.remove()}}var Qr=new Map;function er(t,e,n){let r=`${t} ${e} ${n}`,i=Qr.get(r);if(i)return i;Qr.size>200&&Qr.clear();let o=[],s=[],a=Math.ceil(
t),l=4;for(let u=-a;u<=a;u++)for(let d=-a;d<=a;d++){let m=0;for(let f=0;f<l;f++)for(let y=0;y<l;y++){let v=Math.hypot(d+(f+.5)/l-.5,u+(y+.5)/l-.5);v<t&&v>=e&&m++}
m&&(o.push(u*n+d),s.push(Math.round(255*m/(l*l))))}let c={offsets:Int32Array.from(o),cover:Uint8Array.from(s)};return Qr.set(r,c),c}var Jp=new Uint8Array(new Uint32Array(
[1]).buffer)[0]===1;function Ao(t){let[e,n,r]=t.startsWith("#")?Qp(t):(t.match(/\d+/g)??["0","0","0"]).map(Number);return(Jp?255<<24|r<<16|n<<8|e:e<<24|n<<16|r<<
8|255)>>>0}var Qp=t=>t.length===4?[1,2,3].map(e=>17*parseInt(t[e],16)):[1,3,5].map(e=>parseInt(t.slice(e,e+2),16)),un=16711935;function $l(t,e,n){let r=Math.round(
n*256),i=256-r,o=(t&un)*r+(e&un)*i>>>8&un,s=(t>>>8&un)*r+(e>>>8&un)*i&~un;return(o|s)>>>0}var ht=.07,td=10,ed=24;function zo(t,e,n){let r=ct("svg",{class:"overlay-marks","aria-hidden":"true"}),i=ct("g",{class:"cluster-names"});r.append(i);let o=p("di\
v",{class:"ring",hidden:!0}),s=p("p",{class:"empty stage-empty",hidden:!0}),a=p("div",{class:"axis-names","aria-hidden":"true"}),l=p("div",{class:"surface",tabIndex:0,
role:"application","aria-roledescription":"embedding","aria-keyshortcuts":"ArrowRight ArrowLeft ArrowUp ArrowDown Enter Space","data-stage":e});t.append(r,o,s,a,
l);let c=xl(),u=null,d="",m=null,f={name:e,host:t,surface:l,marks:r,plot:null,width:0,height:0,x:new Float32Array,y:new Float32Array,clicked:n.clicked,opened:n.
opened,show:Y,fit:H,zoomBy:P,zoomTo:V,nearest:it,pixel:bt,repaint:Ke(J),get kind(){return d}},y=(g,x)=>[(g+ht)/(1+2*ht)*f.width,(1-(x+ht)/(1+2*ht))*f.height],v=cn,
k=vl().scaleExtent([.5,400]).clickDistance(4).filter(g=>{if(g.type==="dblclick"||!f.plot)return!1;if(g.type==="wheel")return!0;let x=h.tool==="pan"||$e.held;return g.
type.startsWith("touch")?g.touches.length>1||x:g.button===1||g.button===0&&x}).on("start",()=>l.classList.add("moving")).on("end",()=>l.classList.remove("moving")).
on("zoom",g=>{v=g.transform,g.sourceEvent&&f.plot&&(h.hover=null,W("hover"),n.moved(f.plot,E()),W("camera")),f.repaint()}),M=Gt(l).call(k);function E(){let[g,x]=v.
invert([f.width/2,f.height/2]),b=g/(f.width||1)*(1+2*ht)-ht,_=(1-x/(f.height||1))*(1+2*ht)-ht;return Math.abs(v.k-1)<1e-6&&Math.abs(b-.5)<1e-4&&Math.abs(_-.5)<1e-4?
Ht:{k:v.k,u:b,v:_}}function C(g,x=!1){let[b,_]=y(g.u,g.v),A=cn.translate(f.width/2-g.k*b,f.height/2-g.k*_).scale(g.k);M.call(k.transform,A),!(!x||!f.plot)&&(n.moved(
f.plot,g),W("camera"))}function H(){C(Ht,!0)}function P(g){if(!f.plot)return;let{k:x,u:b,v:_}=n.camera(f.plot);C({k:Math.max(.5,Math.min(400,x*g)),u:b,v:_},!0)}
function V(g){if(!f.plot)return;let{u:x,v:b}=Je(f.plot.embedding,f.plot.x,f.plot.y),[_,A,z,F]=[1/0,-1/0,1/0,-1/0];for(let N=0;N<g.length;N++)g[N]&&(_=Math.min(_,
x[N]),A=Math.max(A,x[N]),z=Math.min(z,b[N]),F=Math.max(F,b[N]));if(_>A)return H();let R=Math.min(40,1/Math.max(A-_,F-z,1e-9));return C({k:Math.max(1,R*.92),u:(_+
A)/2,v:(z+F)/2},!0)}function Y(g,x=""){if(f.plot=g,s.hidden=!!g,s.textContent=x,a.replaceChildren(),i.replaceChildren(),m=null,!g){u?.end(),u=null,d="",o.hidden=
!0;return}let b=g.chapter.size>c?"raster":"chart";b!==d&&(u?.end(),u=b==="raster"?Al():bl(),d=b,t.prepend(u.element),t.dataset.painter=d),a.append(p("span",{class:"\
axis-x"},`${g.embedding.axes[g.x]} \u2192`)),g.embedding.axes.length>1&&a.append(p("span",{class:"axis-y"},`\u2191 ${g.embedding.axes[g.y]}`));let _=g.clustering&&
g.clustering.clusters.length<=ed?g.clustering.clusters.filter(A=>A.label>=0):[];for(let A of _)i.append(ct("text",{"data-i":A.medoid,"data-label":A.label},String(
A.label)));j(),C(n.camera(g)),f.repaint()}function j(){let{plot:g}=f;if(!g)return;let{selection:x}=Z(g.chapter);l.setAttribute("aria-label",`${g.embedding.name}\
 embedding of ${g.chapter.name}: ${g.chapter.size} samples, ${x.size} selected${g.clustering?`, ${g.clustering.clusters.length} clusters`:""}. Arrow keys step t\
hrough the samples, Space selects, Enter enlarges.`)}let I=g=>g<300?4.5:g<2e3?3.5:g<1e4?2.6:g<4e4?2:1.5;function J(){let{plot:g}=f;if(!g||!u||!f.width||!f.height)
return;let{chapter:x}=g,{u:b,v:_}=Je(g.embedding,g.x,g.y);f.x.length!==b.length&&(f.x=new Float32Array(b.length),f.y=new Float32Array(b.length));let{k:A,x:z,y:F}=v,
R=A*f.width/(1+2*ht),N=A*f.height/(1+2*ht);for(let X=0;X<b.length;X++)f.x[X]=z+(b[X]+ht)*R,f.y[X]=F+A*f.height-(_[X]+ht)*N;m??=Er(x);let{selection:D}=Z(x),G=wt(
x),ot=Q(g);u.paint({width:f.width,height:f.height,x:f.x,y:f.y,radius:I(x.size)*Math.min(2,Math.max(1,Math.sqrt(A)*.9)),colouring:m,shown:G,lit:ot,selected:D.mask,
recede:ot!==null||D.size>0,surface:_t("surface"),ink:_t("ink")});for(let X of i.children){let Tt=Number(X.dataset.i);X.setAttribute("x",f.x[Tt].toFixed(1)),X.setAttribute(
"y",(f.y[Tt]-10).toFixed(1)),X.setAttribute("visibility",G&&!G[Tt]?"hidden":"visible")}w()}function Q({chapter:g,clustering:x}){if(h.hot===null||!x)return null;
let b=new Uint8Array(g.size);for(let _=0;_<b.length;_++)x.labels[_]===h.hot&&(b[_]=1);return b}function it(g,x,b=td){if(!f.plot||!f.width)return-1;let[_,A]=v.invert(
[g,x]),z=_/f.width*(1+2*ht)-ht,F=(1-A/f.height)*(1+2*ht)-ht,R=b/v.k/f.width*(1+2*ht),N=b/v.k/f.height*(1+2*ht);return Ss(Je(f.plot.embedding,f.plot.x,f.plot.y),
z,F,R,N,wt(f.plot.chapter))}function bt(g){let{left:x,top:b}=l.getBoundingClientRect();return{left:x+f.x[g],top:b+f.y[g]}}function w(){let g=h.hover,{plot:x}=f,
b=g&&x?g.chapter===x.chapter?g.i:x.chapter.ids.indexOf(g.chapter.ids[g.i]):-1;o.hidden=b<0||!(f.x[b]>=0&&f.y[b]>=0&&f.x[b]<=f.width&&f.y[b]<=f.height),l.classList.
toggle("on-point",b>=0&&g?.from===e),o.hidden||(o.style.transform=`translate(${f.x[b]}px, ${f.y[b]}px)`)}new ResizeObserver(()=>{let{clientWidth:g,clientHeight:x}=l;
g===f.width&&x===f.height||(Object.assign(f,{width:g,height:x}),k.extent([[0,0],[g,x]]).translateExtent([[-g,-x],[2*g,2*x]]),f.plot&&C(n.camera(f.plot)))}).observe(
l);let $=h.hot;return S("hover",()=>{$!==h.hot&&($=h.hot,f.repaint()),w()}),S("selection",()=>{h.live||j(),f.repaint()}),S("filter",f.repaint),S("look theme",()=>{
m=null,f.repaint()}),_l(f),f}function So(t,e,n){let{label:r,prediction:i,score:o}=Yt(t,e),s=Z(t).selection.mask[e]?", selected":"";return`${$n(t.ids[e])}, label\
 ${r}, predicted ${i} ${o.toFixed(2)}${n?`, ${ut(n.labels[e])}`:""}${s}`}function nd({chapter:t,clustering:e}){let n=wt(t),r=new Map(e?.clusters.map((o,s)=>[o.label,s])),i=Array.from({length:t.size},(o,s)=>s).filter(o=>!n||n[o]);return e?
i.sort((o,s)=>(r.get(e.labels[o])??0)-(r.get(e.labels[s])??0)||t.rows[o]-t.rows[s]):i}function zl(t){let e=`${t.name} keys`,n=()=>h.hover?.chapter===t.plot?.chapter?
h.hover?.i??-1:-1;function r(s,a){let{plot:l}=t;if(!l)return;let c=nd(l);if(!c.length)return;let u=c.indexOf(n());if(u<0)u=s>0?0:c.length-1;else if(!a||!l.clustering)
u=(u+s+c.length)%c.length;else{let{labels:d}=l.clustering,m=d[c[u]],f=c.map((v,k)=>k).filter(v=>v===0||d[c[v]]!==d[c[v-1]]),y=f.findLastIndex(v=>d[c[v]]===m);u=
f[(y+s+f.length)%f.length]}Ft(l.chapter,c[u],e),Qt(`${So(l.chapter,c[u],l.clustering)}, ${u+1} of ${c.length}`)}function i(){let{plot:s}=t,a=n();if(!s||a<0)return;
let l=new Uint8Array(s.chapter.size);l[a]=1,et(At(Z(s.chapter).selection,l,"toggle"),{chapter:s.chapter}),Qt(So(s.chapter,a,s.clustering))}let o=!1;t.surface.addEventListener(
"keydown",s=>{if(s.ctrlKey||s.metaKey||s.altKey)return;let a={ArrowRight:[1,!1],ArrowLeft:[-1,!1],ArrowDown:[1,!0],ArrowUp:[-1,!0]}[s.key];if(a)r(...a);else if(s.
key==="Enter"&&n()>=0)t.opened(n());else if(s.key===" ")s.repeat||(o=!0),$e.held=!0,t.surface.classList.add("panning");else return;s.preventDefault(),s.stopPropagation()}),
t.surface.addEventListener("pointerdown",()=>{o=!1}),t.surface.addEventListener("keyup",s=>{s.key===" "&&o&&(o=!1,i())}),t.surface.addEventListener("blur",()=>{
h.hover?.from===e&&Ft(null,-1,e)})}var rd=60;function Sl(t){let e=B("#card"),n=0;function r(){let i=h.hover,o=t.find(C=>C.name===i?.from||`${C.name} keys`===i?.from);if(!i||!o||!o.plot)return;let{
chapter:s,i:a}=i,{label:l,prediction:c,score:u,wrong:d}=Yt(s,a),m=ue(s,128);e.replaceChildren(p("div",{class:"pictures"},...Me().map(C=>Nt(s,a,C,m))),p("div",{class:d?
"verdict wrong":"verdict",dir:"auto"},`${l} \u2192 ${c} ${gt(u)}`),p("div",{class:"muted"},...Dn(s,a)),p("div",{class:"muted id",dir:"auto"},s.ids[a])),e.hidden=
!1;let{left:f,top:y}=o.pixel(a),v=16,{width:k,height:M}=e.getBoundingClientRect(),E=f+v+k<innerWidth-4;e.style.left=`${E?f+v:Math.max(4,f-v-k)}px`,e.style.top=`${Math.
max(4,Math.min(innerHeight-M-4,y-M/2))}px`}S("hover",()=>{if(clearTimeout(n),!h.hover){e.hidden=!0;return}e.hidden?n=setTimeout(r,rd):r()}),S("open plot selecti\
on",()=>{h.live&&(e.hidden=!0)}),S("look",()=>{e.hidden||r()})}var Eo=U("points"),ei=Eo.appendChild(p("div",{class:"pane"})),No=Eo.appendChild(p("div",{class:"pane",hidden:!0})),Nl=No.appendChild(p("div",{class:"pane-bar"})),
id=No.appendChild(p("div",{class:"pane-stage"})),ti=ei.appendChild(p("div",{class:"colour-legend",hidden:!0})),Cl=new Map,El=({chapter:t,embedding:e})=>`${t.key}\
 ${e.name}`,pt=zo(ei,"main",{camera:()=>h.chapter?L().camera:Ht,moved:(t,e)=>{h.chapter&&(L().camera=e)},clicked:t=>Pn(t),opened:t=>{h.chapter&&Te(h.chapter,t)}}),
Zt=zo(id,"beside",{camera:t=>Cl.get(El(t))??Ht,moved:(t,e)=>Cl.set(El(t),e),clicked:t=>{Zt.plot?.chapter===h.chapter&&Pn(t)},opened:t=>{Zt.plot&&Te(Zt.plot.chapter,
t)}});function od(){let{chapter:t}=h,{embedding:e,clustering:n}=O(),r=(e?.axes.length??1)-1;pt.show(t&&e?{chapter:t,embedding:e,clustering:n,x:Math.min(L().x,r),
y:Math.min(L().y,r)}:null,t?"This category has no embedding; its samples are below.":""),sd(),Il()}function sd(){let{analysis:t,embedding:e,clustering:n}=O(),r=a=>(a??
[]).map(l=>[l.name,l.name]);Et("analysis",r(h.chapter?.analyses),t?.name),Et("embedding",r(t?.embeddings),e?.name,1),Et("clustering",r(t?.clusterings),n?.name,1);
let i=e?.eigenvalues,o=(e?.axes??[]).map((a,l)=>[String(l),i?.[l]===void 0||i[l]===null?a:`${a} (\u03BB ${i[l].toPrecision(2)})`]);Et("x",o,String(h.chapter?L().
x:0),3),Et("y",o,String(h.chapter?L().y:1),3);let s=aa();h.chapter&&!s.some(([a])=>a===h.colour)&&(h.colour="cluster"),Et("colour",s,h.colour)}function Il(){if(ti.
hidden=!h.chapter||h.colour==="cluster",!h.chapter||ti.hidden)return;let{name:t,keys:e,ends:n,colours:r}=Er(h.chapter),i=9;if(n){let o=`linear-gradient(to right\
, ${Array.from({length:9},(s,a)=>r[Math.round(a/8*(r.length-2))]).join(", ")})`;ti.replaceChildren(p("span",{class:"legend-name",dir:"auto"},t),p("span",{},n[0]),
p("span",{class:"legend-ramp",style:{background:o}}),p("span",{},n[1]));return}ti.replaceChildren(p("span",{class:"legend-name",dir:"auto"},t),...e.slice(0,i).map(
({text:o,colour:s,hollow:a})=>p("span",{class:"legend-key"},p("span",{class:a?"dot noise":"dot",style:{"--cluster":s}}),p("span",{dir:"auto"},o))),e.length>i?p(
"span",{class:"muted"},`and ${e.length-i} more`):"")}var Ae={category:p("select",{"aria-label":"Category beside"}),embedding:p("select",{"aria-label":"Embedding\
 beside"})},qe=null;function Io(){let{analysis:t,embedding:e}=O();if(h.beside.category||!h.chapter)return nr("","");let n=t?.embeddings??[],r=n.findIndex(i=>i===
e);return nr(h.chapter.key,n[(r+1)%Math.max(1,n.length)]?.name??"")}function nr(t,e){h.beside={category:t,embedding:e},W("layout")}async function ad(){let t=q().
categories.find(s=>s.key===h.beside.category);if(No.hidden=!t,ei.classList.toggle("with-side",!!t),B("[data-beside]").setAttribute("aria-pressed",String(!!t)),!t)
return qe=null,Zt.show(null);Kt(Ae.category,q().categories.map(s=>[s.key,s.name]),t.key);try{let s=await yr(q(),t);if(h.beside.category!==t.key)return;qe=s}catch(s){
return Zt.show(null,s instanceof Error?s.message:String(s))}let e=O().analysis?.name,n=qe===h.chapter,r=qe.analyses.find(s=>s.name===e)??qe.analyses[0],i=r?.embeddings.
find(s=>s.name===h.beside.embedding)??Si(r),o=n?O().clustering:r?.clusterings.find(s=>s.name===Z(qe).clustering)??r?.clusterings[0];return Kt(Ae.embedding,(r?.embeddings??
[]).map(s=>[s.name,s.name]),i?.name),Zt.show(i?{chapter:qe,embedding:i,clustering:o,x:0,y:Math.min(1,i.axes.length-1)}:null,"This category has no embedding."),Ol()}
function Ol(){let t=Zt.plot?.chapter;h.live||(B(".beside-count",Nl).textContent=t?`${Z(t).selection.size} of ${t.size} selected`:"")}function ld(){let t=Zt.plot,
e=h.chapter,{embedding:n}=O();!t||!e||(h.beside={category:e.key,embedding:n?.name??""},t.chapter===e?Se({embedding:t.embedding.name,x:0,y:1}):(Object.assign(Z(t.
chapter),{embedding:t.embedding.name,x:0,y:1}),yt(q().categories.findIndex(r=>r.key===t.chapter.key))),W("layout"))}var Co=p("div",{class:"stage-tools buttons",
role:"radiogroup","aria-label":"Tool"},...[["lasso","Lasso: draw around points (l)"],["box","Box: drag over points (b)"],["pan","Pan: drag the view (p); with an\
y tool Space or the middle button pans"]].map(([t,e])=>p("button",{type:"button",class:"icon",value:t,role:"radio",title:e,"aria-label":e,"aria-checked":"false"},
Ie(t)))),rr=t=>Ct({tool:t});function Tl(){let t=p("div",{class:"zoom-bar"},rt("plus","Zoom in (+)",()=>pt.zoomBy(1.5)),rt("minus","Zoom out (\u2212)",()=>pt.zoomBy(
.6666666666666666)),rt("selection","Zoom to the selection (s)",()=>pt.zoomTo(L().selection.mask)),rt("fit","Show all points (f)",pt.fit),rt("beside","Another em\
bedding or category beside (v)",Io,{"data-beside":"","aria-pressed":"false"}));ei.append(Co,t),On(Co,rr),Nl.append(Ae.category,Ae.embedding,p("span",{class:"bes\
ide-count muted"}),p("span",{class:"stretch"}),rt("swap","Make this the open one",ld),rt("fit","Show all points of this one",()=>Zt.fit()),rt("close","Close",()=>nr(
"",""))),Ae.category.addEventListener("change",()=>nr(Ae.category.value,h.beside.embedding)),Ae.embedding.addEventListener("change",()=>nr(h.beside.category,Ae.
embedding.value));for(let e of["analysis","clustering"])Mt(e,n=>Se({[e]:n}));Mt("embedding",e=>Se({embedding:e,x:0,y:1}));for(let e of["x","y"])Mt(e,n=>Se({[e]:Number(
n)}));Mt("colour",e=>Ct({colour:e})),[pt,Zt].forEach(zl),Sl([pt,Zt]),S("open plot",od),S("open plot layout",ad),S("look theme",()=>{Tn(Co,h.tool),Eo.dataset.tool=
h.tool,be("colour",h.colour),Il()}),S("selection",Ol)}var Ll=8,Ot=B("#lightbox"),xt=null;function Te(t,e){let n=t===h.chapter?ra():[],r=wt(t),i=n.includes(e)?[...n]:Array.from({length:t.size},(o,s)=>s).filter(o=>!r||
r[o]||o===e);xt={chapter:t,i:e,order:i},ir(),Ot.open||Ot.showModal()}function Oo(t){if(!xt)return;let{order:e,i:n}=xt,r=e.indexOf(n);xt.i=e[(r+t+e.length)%e.length],
ir()}function Fl(){if(!xt)return;let t=new Uint8Array(xt.chapter.size);t[xt.i]=1,et(At(Z(xt.chapter).selection,t,"toggle"),{chapter:xt.chapter}),ir()}function ir(){
if(!xt)return;let{chapter:t,i:e,order:n}=xt,{label:r,prediction:i,score:o,wrong:s}=Yt(t,e),a=document.activeElement instanceof HTMLElement?document.activeElement.
getAttribute("aria-label"):null,l=ue(t,Math.max(96,Math.min(400,(innerWidth-160)/3,innerHeight-400))),c=t.pictures.relevance.scale?.[e]??0,u=Z(t).selection.mask[e]===
1,d=h.scale==="sample"?c:Oe(t.pictures.relevance),m=`${T(n.indexOf(e)+1)} of ${T(n.length)} ${n.length===t.size?"samples":n.every(v=>Z(t).selection.mask[v])?"se\
lected":"shown"}`,f=Dn(t,e),y=[["label",r],["prediction",`${i}, ${gt(o,3)}${s?" (wrong)":""}`],["cluster",...f.length?[p("span",{},...f)]:["\u2013"]],["largest \
relevance",c?Jt(c):"0: this heatmap is zero everywhere"],["colours reach",d?`\xB1 ${Jt(d)} relevance`:"nowhere"],["row",String(t.rows[e])],...Object.entries(t.metadata).
map(([v,k])=>[v,k[e]])];Ot.replaceChildren(p("header",{},p("h2",{class:"id",dir:"auto"},t.ids[e]),p("span",{class:"muted"},m),lt(u?"selected":"select",Fl,{"aria\
-pressed":String(u),title:"Select, or take out of the selection (Space)",class:"toggle"}),lt("show in the embedding",()=>{Ot.close(),pt.zoomTo(cd(t,e))},{hidden:t!==
h.chapter}),rt("left","Previous sample",()=>Oo(-1)),rt("right","Next sample",()=>Oo(1)),p("button",{type:"button",class:"icon","aria-label":"Close",onclick:()=>Ot.
close()},Ie("close"))),p("div",{class:"threefold"},...Object.keys(Qe).map(v=>p("figure",{},Nt(t,e,v,l),p("figcaption",{},Qe[v])))),p("div",{class:"about"},p("dl",
{},...y.flatMap(([v,...k])=>[p("dt",{dir:"auto"},v),p("dd",{dir:"auto"},...k)])),ud(t,e))),a&&([...Ot.querySelectorAll("button")].find(v=>v.getAttribute("aria-l\
abel")===a)??null)?.focus(),Ot.open&&Qt(`${t.ids[e]}, label ${r}, predicted ${i}, ${m}`)}function cd(t,e){let n=new Uint8Array(t.size),r=Dl(t,e);for(let i of[e,
...r.found])n[i]=1;return n}function Dl(t,e){let{analysis:n,embedding:r}=O(t),i=n?.neighbours;return i?{found:Array.from({length:Math.min(Ll,i.count)},(o,s)=>i.
positions[e*i.count+s]).filter(o=>o>=0),where:`by ${n.name}`}:{found:r?Cs(r,e,Ll):[],where:r?`in ${r.name}`:""}}function ud(t,e){let{found:n,where:r}=Dl(t,e),i=ue(
t,64);return n.length?p("div",{class:"neighbours"},p("h3",{},`Nearest ${r}`),p("div",{class:"neighbour-row"},...n.map(o=>{let{label:s,prediction:a}=Yt(t,o);return p(
"button",{type:"button",class:"neighbour",title:`${t.ids[o]}
label ${s}, predicted ${a}`,"data-position":String(o),onclick:()=>{xt&&(xt.i=o,xt.order.includes(o)||(xt.order=Array.from({length:t.size},(l,c)=>c)),ir())}},Nt(
t,o,"input",i),Nt(t,o,"attribution",i),p("span",{class:"neighbour-cluster"},...Dn(t,o)))}))):""}function jl(){Ot.addEventListener("keydown",t=>{let e={ArrowRight:1,
ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[t.key];if(e)Oo(e);else if(t.key===" "&&!(t.target instanceof HTMLButtonElement))Fl();else return;t.preventDefault()}),Ot.addEventListener(
"click",t=>{t.target===Ot&&Ot.close()}),Ot.addEventListener("close",()=>{xt=null}),S("look",()=>{Ot.open&&ir()})}var fd=t=>[...t.clusters].sort((e,n)=>+(e.label<0)-+(n.label<0)||(n.suspicion??0)-(e.suspicion??0)||e.label-n.label);function hd(){let t=U("clusters"),{clustering:e}=O();
if(Ul(),!e)return t.replaceChildren(p("p",{class:"empty"},h.chapter?"This category was not clustered.":""));let n=Math.max(...e.clusters.map(i=>i.size)),r=Object.
entries(e.scores);return t.replaceChildren(p("div",{class:"list-head"},p("span",{},"by suspicion"),p("span",{},"samples"),p("span",{},"suspicion")),p("div",{class:"\
cluster-rows"},...fd(e).map((i,o)=>pd(e,i,n,o===0&&(i.suspicion??0)>0))),r.length?p("details",{class:"scores"},p("summary",{},`scores of ${e.name}`),p("dl",{},...r.
flatMap(([i,o])=>[p("dt",{},yn(i)),p("dd",{},gt(o))]))):""),To()}function pd(t,e,n,r){let{label:i}=e,o=ut(i),a=Object.entries(e.purity).filter(([,[,f]])=>(f??0)>=
.5).sort((f,y)=>(y[1][1]??0)-(f[1][1]??0)).map(([f,[y,v]])=>`${f} = ${y}, ${Rt(v??0,1)}`),l=Object.entries(e.scores??{}).map(([f,y])=>`${yn(f)} ${gt(y)}`),c=()=>{
Ci(i),yd(e,m)},u=()=>{Ci(null),Ul()},d=p("button",{type:"button",class:"cluster","data-label":String(i),"aria-pressed":"false",title:[`separability ${gt(e.separability)}\
, ${Rt(e.share??0,1)} of the category`,...l].join(", "),onclick:f=>Rl(i,f),ondblclick:()=>h.chapter&&Te(h.chapter,e.medoid),onfocus:c,onblur:u},fe(i),p("span",{
class:"cluster-name"},o),p("span",{class:"cluster-bar","aria-hidden":"true"},p("span",{style:{width:`${100*e.size/n}%`,background:xe(i)}})),p("span",{class:"clu\
ster-size"},T(e.size)),p("span",{class:r?"score first":"score"},i<0?"\u2013":gt(e.suspicion)),a.length?p("span",{class:"cluster-purity muted",dir:"auto"},a.join(
" \xB7 ")):""),m=p("div",{class:"cluster-row","data-row":String(i),onpointerenter:c,onpointerleave:u},d,p("span",{class:"cluster-tools"},rt("solo",`Show ${o} al\
one`,()=>md(i),{class:"icon solo","aria-pressed":"false"}),rt("eye",`Hide ${o}`,()=>dd(i),{class:"icon eye","aria-pressed":"false"})));return m}function Rl(t,e={}){
let{clustering:n}=O();n&&et(At(L().selection,vr(n.labels,t).mask,Xe(e)))}function dd(t){let e=new Set(L().filter.hidden);e.delete(t)||e.add(t),We({hidden:e})}function md(t){
let e=(O().clustering?.clusters??[]).map(i=>i.label).filter(i=>i!==t),{hidden:n}=L().filter,r=e.every(i=>n.has(i))&&!n.has(t);We({hidden:new Set(r?[]:e)})}function To(){
let{clustering:t}=O(),{chapter:e}=h;if(!t||!e)return;let{mask:n}=L().selection,{hidden:r}=L().filter,i=new Map;for(let o=0;o<n.length;o++)n[o]&&i.set(t.labels[o],
(i.get(t.labels[o])??0)+1);for(let o of U("clusters").querySelectorAll(".cluster-row")){let s=Number(o.dataset.row),a=t.clusters.find(m=>m.label===s);if(!a)continue;
let l=i.get(s)??0,c=r.has(s),u=B(".eye",o);B(".cluster",o).setAttribute("aria-pressed",l===a.size?"true":l?"mixed":"false"),B(".cluster-size",o).textContent=l&&
l<a.size?`${T(l)} / ${T(a.size)}`:T(a.size),o.classList.toggle("off",c),u.setAttribute("aria-pressed",String(c)),u.replaceChildren(Ie(c?"hidden":"eye"));let d=`${c?
"Show":"Hide"} ${ut(s)}`;u.title=d,u.setAttribute("aria-label",d),B(".solo",o).setAttribute("aria-pressed",String(!c&&r.size>0&&r.size===t.clusters.length-1))}}
var He=B("#cluster-card"),gd=13,Bl=6,Lo=0;function Ul(){clearTimeout(Lo),He.hidden=!0}function yd(t,e){clearTimeout(Lo),Lo=setTimeout(()=>{let{chapter:n}=h,r=e.
parentElement;if(!n||!r?.isConnected||!n.pictures.input)return;let{left:i,top:o,bottom:s,width:a}=r.getBoundingClientRect(),l=ue(n,56),c=ut(t.label),d=!!(n.pictures.
mean_relevance&&n.pictures.mean_input&&t.mean!==void 0&&t.mean!==null),m=Math.floor((a-2*gd-(d?l.width+13:0)+Bl)/(l.width+Bl)),y=(t.prototypes?.length?t.prototypes:
[t.medoid]).slice(0,Math.max(1,Math.min(5,m))).map((E,C)=>p("figure",{},Nt(n,E,"input",l),Nt(n,E,"attribution",l),p("figcaption",{},C?"":"most central")));if(d){
let E={name:`the mean of ${c}`,input:"mean_input",relevance:"mean_relevance"},C=Number(t.mean);y.unshift(p("figure",{class:"mean"},Nt(n,C,"input",l,E),Nt(n,C,"a\
ttribution",l,E),p("figcaption",{},"mean")))}He.replaceChildren(p("div",{class:"card-head"},fe(t.label),` ${c}, ${T(t.size)} samples`),p("div",{class:"prototype\
s"},...y)),He.style.width=`${a-8}px`,He.hidden=!1;let{height:v}=He.getBoundingClientRect(),k=s+4,M=o-v-4;He.style.left=`${i+4}px`,He.style.top=`${k+v<=innerHeight-
4||M<4?Math.min(k,innerHeight-v-4):M}px`},120)}function Fo(t){let e=[...U("clusters").querySelectorAll(".cluster")];if(!e.length)return;let n=e.findIndex(i=>i.getAttribute(
"aria-pressed")==="true"),r=e[(n<0&&t<0?e.length-1:n+t+e.length)%e.length];r.scrollIntoView({block:"nearest"}),Rl(Number(r.dataset.label))}function vd(){let{clustering:t}=O(),
e=h.hover,n=e&&t&&e.chapter===h.chapter?t.labels[e.i]:h.hot;for(let r of U("clusters").querySelectorAll(".cluster-row"))r.classList.toggle("hot",n!==null&&Number(
r.dataset.row)===n)}function Pl(){S("open plot",hd),S("selection",()=>{h.live||To()}),S("filter",To),S("hover",vd)}function wd(){let t=U("colorbar"),e=$r(),n=h.chapter?.pictures.relevance,r=p("canvas",{width:255,height:1,class:"bar-colours","aria-hidden":"true"}),i=r.getContext(
"2d");if(!i)return;let o=i.createImageData(255,1);for(let c=0;c<255;c++)o.data.set([...e.slice(3*(c+1),3*(c+2)),255],4*c);i.putImageData(o,0,0);let s=h.scale===
"shared"&&n?Oe(n):0,a=[-1,-.5,0,.5,1].map(c=>(s?Jt(Math.abs(c)*s):String(Math.abs(c))).replace(/^/,c<0?"\u2212":"")),l=s?"relevance":"of the sample's largest |r\
elevance|";t.replaceChildren(r,p("span",{class:"bar-ticks"},...a.map(c=>p("span",{},c)))),t.title=`${l}: left speaks against the explained class, right for it`,
t.setAttribute("aria-label",`Relevance by colour, from ${a[0]} to ${a[4]} ${l}`)}function ql(){Mt("colormap",t=>Ct({colormap:t})),S("look open",wd),S("look",()=>be(
"colormap",h.colormap))}var ni=document.querySelector("#contingency")??p("dialog"),fn=[p("select",{"aria-label":"Rows"}),p("select",{"aria-label":"Columns"})],Do=({clusters:t})=>[...t].
sort((e,n)=>+(e.label<0)-+(n.label<0)||e.label-n.label).map(e=>e.label);function jo(){let{analysis:t}=O(),{chapter:e}=h;if(!t||!e)return;let[n,r]=fn.map(m=>t.clusterings.
find(f=>f.name===m.value)??t.clusterings[0]),{mask:i,size:o}=L().selection,s=new Map;for(let m=0;m<e.size;m++){let f=`${n.labels[m]} ${r.labels[m]}`,y=s.get(f)??
{all:0,part:0};y.all++,y.part+=i[m],s.set(f,y)}let a=Math.max(...[...s.values()].map(m=>m.all)),l=Do(r),c=p("tr",{},p("td",{}),...l.map(m=>p("th",{scope:"col"},
fe(m),` ${ut(m)}`))),u=Do(n).map(m=>p("tr",{},p("th",{scope:"row"},fe(m),` ${ut(m)}`),...l.map(f=>{let{all:y,part:v}=s.get(`${m} ${f}`)??{all:0,part:0};if(!y)return p(
"td",{class:"none"},"\xB7");let k=`${ut(m)} of ${n.name} and ${ut(f)} of ${r.name}`;return p("td",{style:{"--share":String(Math.sqrt(y/a))}},p("button",{type:"b\
utton",title:`Select ${k}`,onclick:M=>xd(n,r,m,f,M)},p("span",{},T(y)),v?p("span",{class:"part"},`${T(v)} selected`):""))})));B("[data-table]",ni).replaceChildren(
p("table",{class:"contingency"},p("thead",{},c),p("tbody",{},...u)));let d=l.map(m=>({label:m,part:Do(n).reduce((f,y)=>f+(s.get(`${y} ${m}`)?.part??0),0)})).filter(
({part:m})=>m).sort((m,f)=>f.part-m.part);B("[data-told]",ni).textContent=o?`Of the ${T(o)} selected, ${r.name} puts ${d.map(({label:m,part:f})=>`${Rt(f,o)} int\
o ${ut(m)}`).join(", ")}.`:"Select samples to see where each clustering puts them."}function xd(t,e,n,r,i){let{mask:o}=L().selection;et(at(o.map((s,a)=>{let l=t.
labels[a]===n&&e.labels[a]===r?1:0;return i.altKey?s&(l^1):i.shiftKey||i.ctrlKey||i.metaKey?s|l:l}))),jo()}function bd(){let{analysis:t,clustering:e}=O();if(!t||
!e)return;let n=t.clusterings.map(i=>[i.name,i.name]),r=t.clusterings.indexOf(e);Kt(fn[0],n,e.name),Kt(fn[1],n,n[(r+1)%n.length][0]),jo(),ni.showModal()}function Hl(){
if(!ni.isConnected)return;U("contingency").replaceChildren(p("div",{class:"bar"},p("label",{class:"choice"},"rows ",fn[0]),p("label",{class:"choice"},"columns ",
fn[1])),p("p",{"data-told":""}),p("div",{"data-table":"",class:"table-scroll"}),p("p",{class:"muted small"},"A number counts the samples that both clusters shar\
e. Click it to select them; Shift adds, Alt takes away.")),fn.forEach(e=>e.addEventListener("change",jo));let t=lt("compare clusterings",bd,{class:"link"});B("#\
clusters > h2").append(t),S("open plot",()=>{t.hidden=(O().analysis?.clusterings.length??0)<2})}var ri=U("eigenvalues"),Md=ri.appendChild(p("div",{class:"mount"})),Uo=p("div",{class:"muted small gap"}),or=null;function Vl(){let{analysis:t,embedding:e}=O();
return[e,...t?.embeddings??[]].find(n=>n?.eigenvalues)}function Kl({eigenvalues:t,gap:e}){let n=sr(O().clustering);return{values:(t??[]).map((r,i)=>({k:i+1,from:i+
.6,to:i+1.4,value:r??0,before:i<(e??0),chosen:i+1===n})),gap:e?[{at:e+.5}]:[]}}async function kd(){let t=Vl();if(document.querySelector("#eigenvalues")?.classList.
toggle("without",!t),Uo.replaceChildren(...t?_d(t):[h.chapter?"This analysis has no spectral embedding.":""]),!t||!ri.isConnected)return;if(!or)return Yl();let e=await or;
for(let[n,r]of Object.entries(Kl(t)))e.data(n,r);await e.runAsync()}function _d({eigenvalues:t,gap:e}){if(!e||!t)return["Too few eigenvalues for a gap."];let n=(t[e]??
0)-(t[e-1]??0),r=p("span",{},`Largest gap, ${Jt(n)}, after k = ${e}: about ${e} ${e===1?"group":"groups"}.`),i=p("select",{"aria-label":"Choose a clustering by \
its number of clusters",onchange:o=>Ro(Number(o.target.value))},...t.map((o,s)=>p("option",{value:String(s+1),selected:s+1===sr(O().clustering)},`k = ${s+1}: ${o===
null?"\u2013":Jt(o)}`)));return Bo().includes(Number(i.value))||i.prepend(p("option",{value:"",selected:!0},"eigenvalues")),[r,p("span",{class:"gap-choice"},i,Bo().
includes(e)&&sr(O().clustering)!==e?lt(`cluster into ${e}`,()=>Ro(e)):"")]}var sr=t=>t?.clusters.filter(e=>e.label>=0).length??0,Bo=()=>O().analysis?.clusterings.
map(sr)??[];function Ro(t){if(!t)return;let{analysis:e,clustering:n}=O(),r=e?.clusterings.filter(o=>sr(o)===t)??[],i=r.find(o=>o.method===n?.method)??r[0];i?Se(
{clustering:i.name}):B("span",Uo).textContent=`No clustering here has ${t} ${t===1?"cluster":"clusters"}: there are ${[...new Set(Bo())].sort((o,s)=>o-s).join("\
, ")}.`}async function Yl(){let t=Vl();if(!t||!ri.isConnected)return;let e=or;or=$o(Md,"eigenvalues",Kl(t)),(await e)?.finalize(),(await or).addEventListener("c\
lick",(n,r)=>{r?.datum?.k&&Ro(r.datum.k)})}function Gl(){ri.after(Uo),S("open plot",kd),S("theme",Yl)}var hn=p("select",{"aria-label":"Predicted as"}),ii=p("div",{class:"buttons",role:"radiogroup","aria-label":"Right or wrong"}),Xl=p("p",{class:"muted small filt\
er-told",role:"status"});function $d(){let{chapter:t}=h;if(!t)return;let e=new Map,n={right:0,wrong:0,unknown:0};for(let i=0;i<t.size;i++)e.set(t.prediction[i],
(e.get(t.prediction[i])??0)+1),n[Vt(t,i)]++;let r=[...e].sort((i,o)=>o[1]-i[1]||i[0]-o[0]);Kt(hn,[["","any class"],...r.map(([i,o])=>[String(i),`${Lt(i)} (${T(o)}\
)`])],""),ii.replaceChildren(...[["all","all"],["right",`right ${T(n.right)}`],["wrong",`wrong ${T(n.wrong)}`]].map(([i,o])=>p("button",{type:"button",role:"rad\
io",value:i},o))),Wl()}function Wl(){let{chapter:t}=h;if(!t)return;let{filter:e}=L(),n=wt(t);hn.value=e.prediction===null?"":String(e.prediction),Tn(ii,e.verdict);
let r=n?n.reduce((i,o)=>i+o,0):t.size;U("filters").classList.toggle("filtering",Ce(e)),Xl.replaceChildren(...Ce(e)?[p("span",{},`${T(r)} of ${T(t.size)} samples\
 shown (${Rt(r,t.size)})`),lt("show all",Po,{class:"link"})]:[])}function Po(){!h.chapter||!Ce(L().filter)||(L().filter=Ze(),W("filter"))}function Zl(){U("filte\
rs").append(p("div",{class:"filter-row"},p("span",{class:"muted"},"predicted"),hn),ii,Xl),hn.addEventListener("change",()=>We({prediction:hn.value===""?null:Number(
hn.value)})),On(ii,t=>We({verdict:t})),S("open",$d),S("plot filter",Wl)}function Ad(){let t=U("finding"),e=An();if(!e)return t.replaceChildren(p("p",{class:"empty"},"Nothing to show."));let n=[Bt(e.size,"sample"),`rank ${h.open+1} o\
f ${T(q().categories.length)}`,`strangeness ${gt(e.strangeness)}`];for(let[i,o]of Object.entries(h.chapter?.scores??{}))i!=="strangeness"&&n.push(`${yn(i)} ${gt(
o)}`);let r=[p("div",{class:"finding-head"},p("h3",{class:"category-title",dir:"auto"},e.name),p("span",{class:"muted about-line",title:n.join(" \xB7 ")},n.join(
" \xB7 ")))];if(h.error)r.push(p("div",{class:"note failed",role:"alert"},p("span",{},h.error),lt("Try again",()=>yt(h.open))));else if(!h.chapter)r.push(p("p",
{class:"loading"},"Loading \u2026"));else{h.chapter.summary&&r.push(p("p",{class:"summary",dir:"auto"},h.chapter.summary));for(let i of[...h.chapter.notes,...O().
analysis?.notes??[]])r.push(p("p",{class:"note",dir:"auto"},i))}return h.missing.length&&r.push(p("p",{class:"note",role:"alert"},`The link names what this page\
 does not have: ${h.missing.join(", ")}.`)),t.replaceChildren(...r)}var Jl=()=>S("open plot",Ad);var oi=1,qo=t=>Ge(L().selection).sort((e,n)=>t.rows[e]-t.rows[n]);function tc(t,e){let n=h.chapter,{analysis:r,embedding:i,clustering:o}=O(),s=qo(n);return{name:t,
note:e,created:new Date().toISOString(),address:Ne(),project:q().project,method:r?.name??"",category:n.name,embedding:i?.name??"",clustering:o?.name??"",indices:s.
map(a=>n.rows[a]),ids:s.map(a=>n.ids[a])}}function Ql(t){return Object.values(q().provenance??{}).flatMap(n=>Object.entries(n)).find(([n])=>t.includes(n.toLowerCase()))?.[1]??
""}function ec(t,e){let n=h.chapter,{analysis:r,embedding:i,clustering:o}=O(),s=qo(n),a=u=>o?.labels[u]??-1,l=Array.from({length:n.size},(u,d)=>d).sort((u,d)=>n.
rows[u]-n.rows[d]),c=u=>u<0?null:Lt(u);return{projectId:h.project,projectName:q().project,modelName:Ql(["factory","model"]),datasetName:Ql(["dataset","data set",
"source"])||q().project,selectedAnalysisMethod:r?.name??"",selectedAnalysisCategory:n.name,selectedCategoryHumanReadableName:n.name,selectedEmbeddingName:i?.name??
"",selectedClustering:o?.name??"",numberOfClusters:o?.clusters.length??0,selectedColorMap:h.colormap,selectedImageMode:h.mode,selectedEmbeddingVectorsIndices:s.
map(u=>n.rows[u]),selectedEmbeddingVectorsClusters:s.map(a),allEmbeddingVectorsIndices:l.map(u=>n.rows[u]),allEmbeddingVectorsClusters:l.map(a),selectionVersion:oi,
created:new Date().toISOString(),categoryKey:n.key,projectKey:q().key,embeddingAxes:[L().x,L().y],address:Ne(),provenance:q().provenance??{},selectedSamples:s.map(
u=>({id:n.ids[u],label:Ee(n,u).map(Lt).join(", ")||null,prediction:c(n.prediction[u]),score:n.prediction[u]<0?null:n.score[u]})),note:t,findings:e}}function nc(){
let t=h.chapter,{clustering:e}=O(),n=Object.entries(t.metadata),r=o=>/[",\r\n]/.test(String(o))?`"${String(o).replace(/"/g,'""')}"`:String(o),i=qo(t).map(o=>{let{
label:s,prediction:a,score:l}=Yt(t,o);return[t.rows[o],t.ids[o],s,a,l,e?.labels[o]??"",...n.map(([,c])=>c[o])]});return[["index","id","label","prediction","scor\
e","cluster",...n.map(([o])=>o)],...i].map(o=>`${o.map(r).join(",")}\r
`).join("")}function Ho(t){let e=new Date,n=i=>String(i).padStart(2,"0");return`${`${e.getFullYear()}-${n(e.getMonth()+1)}-${n(e.getDate())}-${n(e.getHours())}-${n(
e.getMinutes())}-${n(e.getSeconds())}`} ${q().project} - ${h.chapter?.name??""}.${t}`}var rc=256e6,oc=t=>typeof t=="object"&&t!==null&&!Array.isArray(t),ze=t=>typeof t=="string",sc=t=>Array.isArray(t)&&t.every(e=>Number.isInteger(e)),ic=t=>t.replace(
/[-/\s]/g,"_").toLowerCase(),Vo=(t,e)=>t.find(n=>n.name===e)??(ze(e)?t.find(n=>ic(n.name)===ic(e)):void 0);async function ac(t){if(t.size>rc)throw new Error(`${t.
name} is larger than ${rc/1e6} MB: it is no exported selection.`);let e;try{e=JSON.parse(await t.text())}catch{throw new Error(`${t.name} is not JSON, or was cu\
t off. Choose a file that this page or ViRelAy has exported.`)}if(!oc(e)||!ze(e.selectedAnalysisMethod)||!sc(e.selectedEmbeddingVectorsIndices))throw new Error(
`${t.name} is no exported selection: it has no \u201CselectedEmbeddingVectorsIndices\u201D. Choose a file that this page or ViRelAy has exported.`);if(e.selectionVersion>
oi)throw new Error(`${t.name} is of version ${e.selectionVersion}; this page reads up to ${oi}. Build the site with a newer spray.`);return e}function lc(t){let e=[
"name","note","created","address","project","method","category","embedding","clustering"];return(Array.isArray(t.findings)?t.findings:[]).filter(n=>oc(n)&&e.every(
r=>ze(n[r]))&&sc(n.indices)&&Array.isArray(n.ids)&&n.ids.every(ze))}async function cc(t){t.selectionVersion&&ze(t.address)&&t.address.startsWith("#")?await En(t.
address):await zd(t);let{chapter:e}=h;if(!e)return;let n=Array.isArray(t.selectedSamples)?new Set(t.selectedSamples.map(r=>r?.id)):null;fc(e,n,new Set(t.selectedEmbeddingVectorsIndices))}
async function uc(t){await En(t.address),h.chapter&&fc(h.chapter,new Set(t.ids),new Set(t.indices))}function fc(t,e,n){let r=at(Uint8Array.from({length:t.size},
(o,s)=>(e?e.has(t.ids[s]):n.has(t.rows[s]))?1:0)),i=(e??n).size-r.size;i?h.missing.push(`${i} of the ${(e??n).size} selected samples`):h.missing=h.missing.filter(
o=>!o.startsWith("that selection")),(i||h.missing.length===0)&&W("plot"),(r.size||!L().selection.size)&&et(r)}async function zd(t){let e=[],n=$t.findIndex(l=>l.
project===t.projectName),r=n>=0?n:Number.isInteger(t.projectId)&&$t[t.projectId]?t.projectId:0;n<0&&ze(t.projectName)&&e.push(`project \u201C${t.projectName}\u201D`);
let{categories:i}=$t[r],o=t.selectedAnalysisCategory,s=[t.selectedCategoryHumanReadableName,o].map(l=>i.findIndex(c=>c.name===l||c.key===l));s.push(/^\d+$/.test(
String(o))?i.findIndex(l=>l.index===Number(o)):-1);let a=s.find(l=>l>=0)??-1;if(a<0)throw new Error(`The file is about the category \u201C${t.selectedCategoryHumanReadableName||
o}\u201D, which this page does not have.`);h.missing=e,ze(t.selectedColorMap)&&Object.hasOwn(tt.colormaps,t.selectedColorMap)?h.colormap=t.selectedColorMap:ze(t.
selectedColorMap)&&e.push(`colour map \u201C${t.selectedColorMap}\u201D`),["input","overlay","attribution"].includes(t.selectedImageMode)&&(h.mode=t.selectedImageMode),
W("look"),await yt(a,{project:r,prepare(l){let c=Z(l),u=Vo(l.analyses,t.selectedAnalysisMethod);u?c.analysis=u.name:e.push(`analysis \u201C${t.selectedAnalysisMethod}\
\u201D`);let d=O(l).analysis,m=Vo(d?.embeddings??[],t.selectedEmbeddingName),f=Vo(d?.clusterings??[],t.selectedClustering);m?c.embedding=m.name:e.push(`embeddin\
g \u201C${t.selectedEmbeddingName}\u201D`),f?c.clustering=f.name:e.push(`clustering \u201C${t.selectedClustering}\u201D`)}})}var Go=`spray.findings.${tt.project}`,dt=[],Yo=!0;function hc(){try{let t=JSON.parse(localStorage.getItem(Go)??"[]");dt=Array.isArray(t)?t.filter(e=>typeof e?.name==
"string"&&typeof e.address=="string"&&Array.isArray(e.ids)&&Array.isArray(e.indices)):[]}catch{dt=[]}}function pn(){try{localStorage.setItem(Go,JSON.stringify(dt)),
Yo=!0}catch{Yo=!1}W("findings")}var Xo=()=>dt;function pc(t){let e=new Set(dt.map(r=>`${r.created} ${r.name}`)),n=t.filter(r=>!e.has(`${r.created} ${r.name}`));
return dt=[...dt,...n],n.length&&pn(),n.length}function Wo(){if(!h.chapter||!L().selection.size)return vn("Select samples first: a finding is a selection with a\
 name.");let t=tc(`finding ${dt.length+1}`,"");dt=[...dt,t],pn();let e=U("findings").querySelector(".finding-item:last-of-type .finding-name");return e?.focus(),
e?.select()}function Sd(t){let e=p("input",{class:"finding-name",value:t.name,"aria-label":"Name of the finding",dir:"auto",onchange:()=>{t.name=e.value.trim()||
t.name,pn()}}),n=p("textarea",{class:"finding-note",value:t.note,rows:2,placeholder:"note","aria-label":`Note on ${t.name}`,dir:"auto",hidden:!t.note,onchange:()=>{
t.note=n.value,pn()}});return p("div",{class:"finding-item"},p("div",{class:"finding-line"},e,lt("note",()=>{n.hidden=!n.hidden,n.hidden||n.focus()},{class:"lin\
k","aria-label":`Note on ${t.name}`}),rt("close",`Delete ${t.name}`,()=>Cd(t))),n,p("button",{type:"button",class:"finding-open link",dir:"auto",title:`${t.method}\
, ${t.embedding}, ${t.clustering}`,onclick:()=>uc(t)},`${Bt(t.ids.length,"sample")} of ${t.category}`))}function Cd(t){let e=dt.indexOf(t);dt=dt.filter(r=>r!==t),
pn();let n=U("findings").appendChild(p("p",{class:"small removed"},`\u201C${t.name}\u201D deleted. `,lt("undo",()=>{dt=[...dt.slice(0,e),t,...dt.slice(e)],pn()},
{class:"link"})));setTimeout(()=>n.remove(),15e3)}function Ko(){let t=dt.map(Sd);U("findings").replaceChildren(p("div",{class:"finding-items"},...t),dt.length?"":
p("p",{class:"muted small hint"},"Select samples, keep them under a name, and export or share what you found."),Yo?"":p("p",{class:"note"},"This browser keeps n\
othing for local files: export your findings before you leave."))}function dc(){hc(),document.querySelector("#findings > h2")?.append(lt("keep selection",Wo,{class:"\
link",title:"Keep the selection as a finding (Enter a name)"})),S("findings",Ko),Ko(),addEventListener("storage",t=>{t.key===Go&&(hc(),Ko())})}var ve=B("#overview"),si=p("select",{"aria-label":"Sort by"}),ai=p("input",{type:"search",placeholder:"find a category","aria-label":"Find a category"});function li(){
let{categories:t,rankings:e}=q(),{order:n,values:r,title:i,hint:o,name:s}=Fn(),a=Math.max(...t.map(u=>u.strangeness??0));Kt(si,e.map(u=>[u.name,u.title]),s);let l=ai.
value.trim().toLowerCase(),c=n.filter(u=>t[u].name.toLowerCase().includes(l)).map(u=>{let d=t[u],m=[Bt(d.size,"sample"),d.suspects?`${T(d.suspects)} apart`:"",d.
wrong?`${T(d.wrong)} wrong`:""].filter(Boolean).join(" \xB7 ");return p("button",{type:"button",class:"small-multiple","data-key":d.key,title:d.summary??"","ari\
a-current":d===An()?"true":null,onclick:()=>{ve.close(),yt(u)}},p("span",{class:"small-head"},p("span",{class:"category-name",dir:"auto"},d.name),p("span",{class:"\
score",title:o||i},Di(r[u]))),kr(d,a,208,128),p("span",{class:"muted"},m))});B(".cards",ve).replaceChildren(...c.length?c:[p("p",{class:"empty"},"No category is\
 called so.")])}function ci(){return ve.open?ve.close():(li(),ve.showModal(),(ve.querySelector(".small-multiple[aria-current]")??ve.querySelector(".small-multip\
le"))?.focus())}function mc(){si.addEventListener("change",()=>{Bi(si.value),li()}),ai.addEventListener("input",li),U("overview").replaceChildren(p("div",{class:"\
bar"},p("label",{class:"choice"},"sorted by ",si),ai,p("span",{class:"muted small"},"Every card is one category. Coloured points are its most suspicious cluster\
, the stronger the stranger.")),p("div",{class:"cards"})),S("theme",()=>{ve.open&&li()}),ve.addEventListener("close",()=>{ai.value=""})}var ar=6,mt=p("input",{type:"search",placeholder:"find \u2026  ( / )",title:"Find a category, a sample by id or file name, a label, a prediction",role:"combobox",
"aria-label":"Find","aria-expanded":"false","aria-controls":"found","aria-autocomplete":"list",autocomplete:"off",spellcheck:!1}),dn=p("div",{class:"found",id:"\
found",role:"listbox","aria-label":"Found",hidden:!0}),Dt=[],jt=-1,Zo=0;function ui(t,e){et(At(L().selection,t,Xe(e)))}function Ed(t){let{chapter:e}=h,{categories:n}=q(),
r=n.map((a,l)=>({one:a,at:l})).filter(({one:a})=>a.name.toLowerCase().includes(t)||a.key===t).slice(0,ar).map(({one:a,at:l})=>({kind:"category",text:a.name,more:Bt(
a.size,"sample"),action:()=>yt(l)}));if(!e)return r;let i=q().classes.map((a,l)=>({name:a,index:l})).filter(({name:a})=>a.toLowerCase().includes(t)).slice(0,ar);
for(let{name:a,index:l}of i){let c=at(Uint8Array.from(e.prediction,d=>d===l?1:0)),u=at(Uint8Array.from({length:e.size},(d,m)=>Ee(e,m).includes(l)?1:0));u.size&&
u.size<e.size&&r.push({kind:"label",text:a,more:`select ${T(u.size)} here`,action:d=>ui(u.mask,d)}),c.size&&r.push({kind:"predicted",text:a,more:`select ${T(c.size)}\
 here`,action:d=>ui(c.mask,d)})}let o=Uint8Array.from(e.ids,a=>a.toLowerCase().includes(t)?1:0),s=at(o);s.size>1&&r.push({kind:"samples",text:`all ${T(s.size)} \
with \u201C${t}\u201D`,more:"select",action:a=>ui(o,a)});for(let a=0,l=ar;a<e.size&&l;a++)o[a]&&(l--,r.push({kind:"sample",text:$n(e.ids[a]),more:e.ids[a],action:c=>Nd(
a,c)}));return r}function Nd(t,e){let{chapter:n}=h;n&&(ui(Ye(n.size,[t]).mask,e),n.size>400&&pt.zoomTo(Ye(n.size,[t]).mask),Pn(t))}async function Id(t){let{key:e,
categories:n}=q(),r=(await ws()).get(e)??[],i=[],o=0;for(let s=0;s<n.length&&i.length<ar;s++){let a=n[s],l=o+a.size;for(let c=o;c<l&&i.length<ar&&s!==h.open;c++){
if(!r[c]?.toLowerCase().includes(t))continue;let u=r[c];i.push({kind:`in ${a.name}`,text:$n(u),more:u,action:()=>yt(s,{prepare:d=>{let m=d.ids.indexOf(u);queueMicrotask(
()=>et(m<0?ee(d.size):Ye(d.size,[m])))}})})}o=l}return i}async function gc(){let t=mt.value.trim().toLowerCase(),e=++Zo;if(!t)return lr();Dt=Ed(t),yc();let n=await Id(
t).catch(()=>[]);if(e===Zo)return Dt=[...Dt,...n],yc()}function yc(){jt=Dt.length?Math.max(0,Math.min(jt,Dt.length-1)):-1,dn.replaceChildren(...Dt.length?Dt.map(
({kind:t,text:e,more:n,action:r},i)=>p("div",{class:"hit",role:"option",id:`hit-${i}`,"aria-selected":String(i===jt),onpointerdown:o=>o.preventDefault(),onclick:o=>{
lr(),r(o)}},p("span",{class:"hit-kind muted",dir:"auto"},t),p("span",{class:"hit-text",dir:"auto"},e),p("span",{class:"hit-more muted",dir:"auto"},n))):[p("p",{
class:"empty"},"Nothing is called so.")]),dn.hidden=!1,mt.setAttribute("aria-expanded","true"),vc()}function vc(){[...dn.children].forEach((t,e)=>t.setAttribute(
"aria-selected",String(e===jt))),jt>=0?mt.setAttribute("aria-activedescendant",`hit-${jt}`):mt.removeAttribute("aria-activedescendant"),dn.children[jt]?.scrollIntoView(
{block:"nearest"})}function lr(){Zo++,dn.hidden=!0,mt.setAttribute("aria-expanded","false"),mt.removeAttribute("aria-activedescendant")}var wc=()=>{mt.focus(),mt.
select()};function xc(){U("search").append(mt,dn),mt.addEventListener("input",()=>{jt=0,gc()}),mt.addEventListener("focus",()=>{mt.value&&gc()}),mt.addEventListener(
"blur",lr),mt.addEventListener("keydown",t=>{let e={ArrowDown:1,ArrowUp:-1}[t.key];if(e&&Dt.length)jt=(jt+e+Dt.length)%Dt.length,vc(),t.preventDefault();else if(t.
key==="Enter"&&Dt[jt]){let{action:n}=Dt[jt];lr(),mt.blur(),n(t),t.preventDefault()}else t.key==="Escape"&&(mt.value?mt.value="":mt.blur(),lr(),t.stopPropagation(),
t.preventDefault())})}var Jo=document.documentElement,Od=()=>{try{return localStorage.getItem("spray.theme")}catch{return null}};function bc(t){Jo.dataset.theme=t,W("theme")}function Mc(){
let t=Jo.dataset.theme==="dark"?"light":"dark";try{localStorage.setItem("spray.theme",t)}catch{}bc(t)}var kc=t=>B(`#${t}`);function Td(){for(let t of document.querySelectorAll(
"[data-open]"))t.addEventListener("click",()=>kc(t.dataset.open??"").showModal());for(let t of document.querySelectorAll("dialog.sheet"))t.addEventListener("cli\
ck",e=>{(e.target===t||e.target.closest("[data-close]"))&&t.close()})}function Ld(){let t=B("#divider"),e=t.parentElement,n=()=>e.getBoundingClientRect().height,
r=()=>t.setAttribute("aria-valuenow",String(Math.round(100*n()/innerHeight))),i=o=>{Jo.style.setProperty("--tray",`${Math.round(Math.max(120,Math.min(innerHeight-
260,o)))}px`),r()};r(),t.addEventListener("pointerdown",o=>{t.setPointerCapture(o.pointerId);let s=o.clientY,a=n();t.onpointermove=l=>i(a+s-l.clientY)}),t.addEventListener(
"pointerup",()=>{t.onpointermove=null}),t.addEventListener("keydown",o=>{let s={ArrowUp:40,ArrowDown:-40}[o.key];s&&(o.preventDefault(),i(n()+s))})}var Fd=["inp\
ut","attribution","overlay","pair"],Dd={j:()=>ji(1),k:()=>ji(-1),c:()=>Fo(1),C:()=>Fo(-1),...Object.fromEntries(Fd.map((t,e)=>[String(e+1),()=>Ct({mode:t})])),a:xr,
i:wr,n:Wo,x:Po,f:()=>pt.fit(),s:()=>pt.zoomTo(L().selection.mask),"+":()=>pt.zoomBy(1.5),"=":()=>pt.zoomBy(1.5),"-":()=>pt.zoomBy(1/1.5),l:()=>rr("lasso"),b:()=>rr(
"box"),p:()=>rr("pan"),v:Io,o:ci,t:Mc,"/":wc,"?":()=>kc("help").showModal(),Escape:()=>{h.chapter&&L().selection.size&&et(ee(h.chapter.size))}},jd=new Set(["j",
"k","o","t","/","?"]);function Bd(t){let e=t.target;if(document.querySelector("dialog[open]")||e.closest?.("input, select, textarea")||t.isComposing)return;if((t.
ctrlKey||t.metaKey)&&["z","y"].includes(t.key.toLowerCase()))return t.preventDefault(),t.shiftKey||t.key.toLowerCase()==="y"?Mr():br();if(t.ctrlKey||t.metaKey||
t.altKey)return;if(t.key===" "&&!e.closest?.("button, a, [role=separator]")){t.preventDefault(),$e.held=!0,pt.surface.classList.add("panning");return}let n=Dd[t.
key];if(!(!n||!(h.chapter||jd.has(t.key))))return t.preventDefault(),n()}function Rd(){let t=!1;addEventListener("pointerdown",()=>{t=!0},!0),addEventListener("\
keydown",()=>{t=!1},!0),addEventListener("change",({target:e})=>{t&&(e instanceof HTMLSelectElement||e instanceof HTMLInputElement&&e.type==="range")&&e.blur()})}
function _c(){Rd(),B("#theme").addEventListener("click",Mc),matchMedia("(prefers-color-scheme: dark)").addEventListener("change",e=>{Od()||bc(e.matches?"dark":"\
light")}),Td(),Ld(),addEventListener("keydown",Bd);let t=()=>{$e.held=!1;for(let e of document.querySelectorAll(".surface"))e.classList.remove("panning")};addEventListener(
"keyup",e=>{e.key===" "&&t()}),addEventListener("blur",t)}var $c=0;function Ac(){Mt("project",t=>bs(Number(t))),S("open",()=>{if(Et("project",$t.map((a,l)=>[String(l),a.project]),String(h.project)),$c===h.project)return;
$c=h.project;let{facts:t,title:e,project:n,provenance:r,counts:i,notes:o}=q(),s=Object.entries({Counts:i,...r}).map(([a,l])=>p("table",{class:"facts-table"},p("\
caption",{dir:"auto"},a),...Object.entries(l).map(([c,u])=>p("tr",{},p("th",{scope:"row"},c),p("td",{},u)))));document.querySelector("#provenance .sheet-body")?.
replaceChildren(...s),B(".banner").replaceChildren(...o.length?[p("section",{class:"panel","aria-label":"Notes"},...o.map(a=>p("p",{class:"note",dir:"auto"},a)))]:
[]),B("#title").textContent=e,B(".facts").replaceChildren(...n!==e?[p("span",{class:"fact",title:"project"},n)]:[],...t.map(([a,l])=>p("span",{class:"fact"},p("\
span",{class:"fact-name"},a)," ",p("span",{title:l},l))))})}var cr=B("#share"),fi=p("textarea",{readOnly:!0,rows:3,"aria-label":"Link to this view",class:"link-text"}),Sc=p("textarea",{rows:2,"aria-label":"Note in the fi\
le",placeholder:"note (goes into the JSON file)",dir:"auto"}),Cc=p("p",{class:"muted small"}),fr=p("p",{class:"note",role:"alert",hidden:!0}),ur=p("input",{type:"\
file",accept:".json,application/json","aria-label":"File to import"});async function Ud(){fi.select();try{await navigator.clipboard.writeText(fi.value)}catch{if(!document.
execCommand("copy")){Qt("The browser does not allow copying: press Ctrl C.");return}}vn("Link copied.")}function Pd(){h.chapter&&di(Ho("json"),`${JSON.stringify(
ec(Sc.value,Xo()),null,2)}
`,"application/json")}function qd(){h.chapter&&di(Ho("csv"),nc(),"text/csv")}async function zc(t){fr.hidden=!0;try{let e=await ac(t),n=pc(lc(e));await cc(e),cr.
close(),vn(`Opened ${t.name}${n?`, with ${T(n)} findings`:""}.`)}catch(e){fr.textContent=e instanceof Error?e.message:String(e),fr.hidden=!1}}function Qo(){fi.value=
`${location.href.split("#")[0]}${Ne()}`,Cc.textContent=h.chapter?`${T(L().selection.size)} selected samples of ${h.chapter.name}; ${T(Xo().length)} findings`:"",
fr.hidden=!0,ur.value=""}function Ec(){U("share").replaceChildren(p("h3",{},"Link"),p("p",{class:"muted small"},"It opens this view on any copy of this page: th\
e same folder on a stick, in a mail, or on the web."),fi,lt("Copy link",Ud,{class:"primary"}),p("h3",{},"Files"),Cc,Sc,p("p",{class:"bar"},lt("Export JSON",Pd),
lt("Export CSV",qd),p("span",{class:"muted small"},"spray selection FILE reads the JSON in Python")),p("h3",{},"Import"),p("p",{class:"muted small"},"A file exp\
orted here or by ViRelAy; it can also be dropped on the page."),ur,fr),cr.addEventListener("toggle",()=>{cr.open&&Qo()}),B('[data-open="share"]').addEventListener(
"click",Qo),ur.addEventListener("change",()=>{ur.files?.[0]&&zc(ur.files[0])}),addEventListener("dragover",t=>t.preventDefault()),addEventListener("drop",t=>{t.
preventDefault();let e=t.dataTransfer?.files[0];e&&(cr.open||(Qo(),cr.showModal()),zc(e))})}h.colormap=tt.colormap;Ac();Hs(ci);Jl();Tl();Pl();Zl();Gl();Hl();oa();jl();dc();ql();xc();Ec();mc();_c();Ct({});js();})();
