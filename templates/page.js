/*
Built from templates/js by templates/build.js. It holds these libraries:

@tanstack/virtual-core 3.19.11

MIT License

Copyright (c) 2021-present Tanner Linsley

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
"use strict";(()=>{function q(t,e=document){let n=e.querySelector(t);if(!n)throw new Error(`the page has no ${t}`);return n}function V(t){return document.querySelector(`[data-bloc\
k="${t}"]`)??document.createElement("div")}function m(t,e={},...n){let r=document.createElement(t);for(let[i,o]of Object.entries(e))if(!(o==null||o===!1))if(i.startsWith(
"on"))r.addEventListener(i.slice(2),o);else if(i==="style")for(let[s,a]of Object.entries(o))r.style.setProperty(s,String(a));else i in r&&i!=="role"&&i!=="list"?
r[i]=o:r.setAttribute(i,o===!0?"":String(o));return r.append(...au(n)),r}var au=t=>t.filter(e=>e!=null&&e!==!1&&e!=="").map(e=>typeof e=="number"?String(e):e);function ut(t,e,...n){
let r=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[i,o]of Object.entries(e))r.setAttribute(i,String(o));return r.append(...n),r}var at=(t,e,n={})=>m(
"button",{type:"button",onclick:e,...n},t),St=t=>getComputedStyle(document.documentElement).getPropertyValue(`--${t}`).trim(),I=t=>t.toLocaleString("en"),Dt=(t,e,n=`${e}\
s`)=>`${I(t)} ${t===1?e:n}`,jt=(t,e)=>e?`${Math.round(100*t/e)} %`:"0 %",vt=(t,e=2)=>t==null||Number.isNaN(t)?"\u2013":t.toFixed(e),Zt=t=>t===0?"0":Math.abs(t)>=
.01&&Math.abs(t)<1e3?t.toPrecision(3):t.toExponential(2),bn=t=>t.replace(/[_-]+/g," ");function Jt(t){q("#live").textContent=t}var ds=0;function xn(t){let e=q("\
#toast");e.textContent=t,e.hidden=!1,Jt(t),clearTimeout(ds),ds=setTimeout(()=>{e.hidden=!0},4e3)}function xi(t,e){let n=0,r=-1/0;return()=>{clearTimeout(n);let i=()=>{
r=performance.now(),t()},o=r+e-performance.now();o<=0?i():n=setTimeout(i,o)}}function ps(t,e){let n=0;return()=>{clearTimeout(n),n=setTimeout(t,e)}}function yr(t){
let e=0;return()=>{e||=requestAnimationFrame(()=>{e=0,t()})}}function _i(t,e,n){let r=URL.createObjectURL(new Blob([e],{type:n})),i=m("a",{href:r,download:t.replace(
/[^\p{L}\p{N}._ -]+/gu,"_")});document.body.append(i),i.click(),i.remove(),setTimeout(()=>URL.revokeObjectURL(r),1e4)}var wt=Uint8Array,Et=Uint16Array,Oi=Int32Array,wr=new wt([0,0,0,0,0,0,0,0,1,1,1,1,2,2,2,2,3,3,3,3,4,4,4,4,5,5,5,5,0,0,0,0]),br=new wt([0,0,0,0,1,1,2,2,3,3,4,4,5,
5,6,6,7,7,8,8,9,9,10,10,11,11,12,12,13,13,0,0]),Ai=new wt([16,17,18,0,8,7,9,6,10,5,11,4,12,3,13,2,14,1,15]),ys=function(t,e){for(var n=new Et(31),r=0;r<31;++r)n[r]=
e+=1<<t[r-1];for(var i=new Oi(n[30]),r=1;r<30;++r)for(var o=n[r];o<n[r+1];++o)i[o]=o-n[r]<<5|r;return{b:n,r:i}},ws=ys(wr,2),bs=ws.b,Ei=ws.r;bs[28]=258,Ei[258]=28;
var xs=ys(br,0),lu=xs.b,ms=xs.r,zi=new Et(32768);for(Y=0;Y<32768;++Y)ie=(Y&43690)>>1|(Y&21845)<<1,ie=(ie&52428)>>2|(ie&13107)<<2,ie=(ie&61680)>>4|(ie&3855)<<4,zi[Y]=
((ie&65280)>>8|(ie&255)<<8)>>1;var ie,Y,Qt=(function(t,e,n){for(var r=t.length,i=0,o=new Et(e);i<r;++i)t[i]&&++o[t[i]-1];var s=new Et(e);for(i=1;i<e;++i)s[i]=s[i-
1]+o[i-1]<<1;var a;if(n){a=new Et(1<<e);var l=15-e;for(i=0;i<r;++i)if(t[i])for(var c=i<<4|t[i],u=e-t[i],h=s[t[i]-1]++<<u,p=h|(1<<u)-1;h<=p;++h)a[zi[h]>>l]=c}else
for(a=new Et(r),i=0;i<r;++i)t[i]&&(a[i]=zi[s[t[i]-1]++]>>15-t[i]);return a}),we=new wt(288);for(Y=0;Y<144;++Y)we[Y]=8;var Y;for(Y=144;Y<256;++Y)we[Y]=9;var Y;for(Y=
256;Y<280;++Y)we[Y]=7;var Y;for(Y=280;Y<288;++Y)we[Y]=8;var Y,Mn=new wt(32);for(Y=0;Y<32;++Y)Mn[Y]=5;var Y,cu=Qt(we,9,0),uu=Qt(we,9,1),fu=Qt(Mn,5,0),hu=Qt(Mn,5,
1),Si=function(t){for(var e=t[0],n=1;n<t.length;++n)t[n]>e&&(e=t[n]);return e},Bt=function(t,e,n){var r=e/8|0;return(t[r]|t[r+1]<<8)>>(e&7)&n},Mi=function(t,e){
var n=e/8|0;return(t[n]|t[n+1]<<8|t[n+2]<<16)>>(e&7)},$i=function(t){return(t+7)/8|0},_s=function(t,e,n){return(e==null||e<0)&&(e=0),(n==null||n>t.length)&&(n=t.
length),new wt(t.subarray(e,n))};var du=["unexpected EOF","invalid block type","invalid length/literal","invalid distance","stream finished","no stream handler",,"no callback","invalid UTF-8 da\
ta","extra field too long","date not in range 1980-2099","filename too long","stream finishing","invalid zip data"],Pt=function(t,e,n){var r=new Error(e||du[t]);
if(r.code=t,Error.captureStackTrace&&Error.captureStackTrace(r,Pt),!n)throw r;return r},Ss=function(t,e,n,r){var i=t.length,o=r?r.length:0;if(!i||e.f&&!e.l)return n||
new wt(0);var s=!n,a=s||e.i!=2,l=e.i;s&&(n=new wt(i*3));var c=function(yn){var wn=n.length;if(yn>wn){var Ge=new wt(Math.max(wn*2,yn));Ge.set(n),n=Ge}},u=e.f||0,
h=e.p||0,p=e.b||0,f=e.l,v=e.d,y=e.m,_=e.n,x=i*8;do{if(!f){u=Bt(t,h,1);var k=Bt(t,h+1,3);if(h+=3,k)if(k==1)f=uu,v=hu,y=9,_=5;else if(k==2){var U=Bt(t,h,31)+257,F=Bt(
t,h+10,15)+4,D=U+Bt(t,h+5,31)+1;h+=14;for(var $=new wt(D),W=new wt(19),K=0;K<F;++K)W[Ai[K]]=Bt(t,h+K*3,7);h+=F*3;for(var X=Si(W),ct=(1<<X)-1,w=Qt(W,X,1),K=0;K<D;){
var E=w[Bt(t,h,ct)];h+=E&15;var M=E>>4;if(M<16)$[K++]=M;else{var g=0,b=0;for(M==16?(b=3+Bt(t,h,3),h+=2,g=$[K-1]):M==17?(b=3+Bt(t,h,7),h+=3):M==18&&(b=11+Bt(t,h,
127),h+=7);b--;)$[K++]=g}}var S=$.subarray(0,U),A=$.subarray(U);y=Si(S),_=Si(A),f=Qt(S,y,1),v=Qt(A,_,1)}else Pt(1);else{var M=$i(h)+4,P=t[M-4]|t[M-3]<<8,T=M+P;if(T>
i){l&&Pt(0);break}a&&c(p+P),n.set(t.subarray(M,T),p),e.b=p+=P,e.p=h=T*8,e.f=u;continue}if(h>x){l&&Pt(0);break}}a&&c(p+131072);for(var z=(1<<y)-1,C=(1<<_)-1,j=h;;j=
h){var g=f[Mi(t,h)&z],H=g>>4;if(h+=g&15,h>x){l&&Pt(0);break}if(g||Pt(2),H<256)n[p++]=H;else if(H==256){j=h,f=null;break}else{var N=H-254;if(H>264){var K=H-257,B=wr[K];
N=Bt(t,h,(1<<B)-1)+bs[K],h+=B}var Z=v[Mi(t,h)&C],ot=Z>>4;Z||Pt(3),h+=Z&15;var A=lu[ot];if(ot>3){var B=br[ot];A+=Mi(t,h)&(1<<B)-1,h+=B}if(h>x){l&&Pt(0);break}a&&
c(p+131072);var J=p+N;if(p<A){var Tt=o-A,vr=Math.min(A,J);for(Tt+p<0&&Pt(3);p<vr;++p)n[p]=r[Tt+p]}for(;p<J;++p)n[p]=n[p-A]}}e.l=f,e.p=j,e.b=p,e.f=u,f&&(u=1,e.m=
y,e.d=v,e.n=_)}while(!u);return p!=n.length&&s?_s(n,0,p):n.subarray(0,p)},oe=function(t,e,n){n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8},_n=function(t,e,n){n<<=e&
7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8,t[r+2]|=n>>16},ki=function(t,e){for(var n=[],r=0;r<t.length;++r)t[r]&&n.push({s:r,f:t[r]});var i=n.length,o=n.slice();if(!i)return{
t:ks,l:0};if(i==1){var s=new wt(n[0].s+1);return s[n[0].s]=1,{t:s,l:1}}n.sort(function(T,U){return T.f-U.f}),n.push({s:-1,f:25001});var a=n[0],l=n[1],c=0,u=1,h=2;
for(n[0]={s:-1,f:a.f+l.f,l:a,r:l};u!=i-1;)a=n[n[c].f<n[h].f?c++:h++],l=n[c!=u&&n[c].f<n[h].f?c++:h++],n[u++]={s:-1,f:a.f+l.f,l:a,r:l};for(var p=o[0].s,r=1;r<i;++r)
o[r].s>p&&(p=o[r].s);var f=new Et(p+1),v=Ci(n[u-1],f,0);if(v>e){var r=0,y=0,_=v-e,x=1<<_;for(o.sort(function(U,F){return f[F.s]-f[U.s]||U.f-F.f});r<i;++r){var k=o[r].
s;if(f[k]>e)y+=x-(1<<v-f[k]),f[k]=e;else break}for(y>>=_;y>0;){var M=o[r].s;f[M]<e?y-=1<<e-f[M]++-1:++r}for(;r>=0&&y;--r){var P=o[r].s;f[P]==e&&(--f[P],++y)}v=e}
return{t:new wt(f),l:v}},Ci=function(t,e,n){return t.s==-1?Math.max(Ci(t.l,e,n+1),Ci(t.r,e,n+1)):e[t.s]=n},gs=function(t){for(var e=t.length;e&&!t[--e];);for(var n=new Et(
++e),r=0,i=t[0],o=1,s=function(l){n[r++]=l},a=1;a<=e;++a)if(t[a]==i&&a!=e)++o;else{if(!i&&o>2){for(;o>138;o-=138)s(32754);o>2&&(s(o>10?o-11<<5|28690:o-3<<5|12305),
o=0)}else if(o>3){for(s(i),--o;o>6;o-=6)s(8304);o>2&&(s(o-3<<5|8208),o=0)}for(;o--;)s(i);o=1,i=t[a]}return{c:n.subarray(0,r),n:e}},Sn=function(t,e){for(var n=0,
r=0;r<e.length;++r)n+=t[r]*e[r];return n},Ms=function(t,e,n){var r=n.length,i=$i(e+2);t[i]=r&255,t[i+1]=r>>8,t[i+2]=t[i]^255,t[i+3]=t[i+1]^255;for(var o=0;o<r;++o)
t[i+o+4]=n[o];return(i+4+r)*8},vs=function(t,e,n,r,i,o,s,a,l,c,u){oe(e,u++,n),++i[256];for(var h=ki(i,15),p=h.t,f=h.l,v=ki(o,15),y=v.t,_=v.l,x=gs(p),k=x.c,M=x.n,
P=gs(y),T=P.c,U=P.n,F=new Et(19),D=0;D<k.length;++D)++F[k[D]&31];for(var D=0;D<T.length;++D)++F[T[D]&31];for(var $=ki(F,7),W=$.t,K=$.l,X=19;X>4&&!W[Ai[X-1]];--X)
;var ct=c+5<<3,w=Sn(i,we)+Sn(o,Mn)+s,E=Sn(i,p)+Sn(o,y)+s+14+3*X+Sn(F,W)+2*F[16]+3*F[17]+7*F[18];if(l>=0&&ct<=w&&ct<=E)return Ms(e,u,t.subarray(l,l+c));var g,b,S,
A;if(oe(e,u,1+(E<w)),u+=2,E<w){g=Qt(p,f,0),b=p,S=Qt(y,_,0),A=y;var z=Qt(W,K,0);oe(e,u,M-257),oe(e,u+5,U-1),oe(e,u+10,X-4),u+=14;for(var D=0;D<X;++D)oe(e,u+3*D,W[Ai[D]]);
u+=3*X;for(var C=[k,T],j=0;j<2;++j)for(var H=C[j],D=0;D<H.length;++D){var N=H[D]&31;oe(e,u,z[N]),u+=W[N],N>15&&(oe(e,u,H[D]>>5&127),u+=H[D]>>12)}}else g=cu,b=we,
S=fu,A=Mn;for(var D=0;D<a;++D){var B=r[D];if(B>255){var N=B>>18&31;_n(e,u,g[N+257]),u+=b[N+257],N>7&&(oe(e,u,B>>23&31),u+=wr[N]);var Z=B&31;_n(e,u,S[Z]),u+=A[Z],
Z>3&&(_n(e,u,B>>5&8191),u+=br[Z])}else _n(e,u,g[B]),u+=b[B]}return _n(e,u,g[256]),u+b[256]},pu=new Oi([65540,131080,131088,131104,262176,1048704,1048832,2114560,
2117632]),ks=new wt(0),mu=function(t,e,n,r,i,o){var s=o.z||t.length,a=new wt(r+s+5*(1+Math.ceil(s/7e3))+i),l=a.subarray(r,a.length-i),c=o.l,u=(o.r||0)&7;if(e){u&&
(l[0]=o.r>>3);for(var h=pu[e-1],p=h>>13,f=h&8191,v=(1<<n)-1,y=o.p||new Et(32768),_=o.h||new Et(v+1),x=Math.ceil(n/3),k=2*x,M=function(bi){return(t[bi]^t[bi+1]<<
x^t[bi+2]<<k)&v},P=new Oi(25e3),T=new Et(288),U=new Et(32),F=0,D=0,$=o.i||0,W=0,K=o.w||0,X=0;$+2<s;++$){var ct=M($),w=$&32767,E=_[ct];if(y[w]=E,_[ct]=w,K<=$){var g=s-
$;if((F>7e3||W>24576)&&(g>423||!c)){u=vs(t,l,0,P,T,U,D,W,X,$-X,u),W=F=D=0,X=$;for(var b=0;b<286;++b)T[b]=0;for(var b=0;b<30;++b)U[b]=0}var S=2,A=0,z=f,C=w-E&32767;
if(g>2&&ct==M($-C))for(var j=Math.min(p,g)-1,H=Math.min(32767,$),N=Math.min(258,g);C<=H&&--z&&w!=E;){if(t[$+S]==t[$+S-C]){for(var B=0;B<N&&t[$+B]==t[$+B-C];++B)
;if(B>S){if(S=B,A=C,B>j)break;for(var Z=Math.min(C,B-2),ot=0,b=0;b<Z;++b){var J=$-C+b&32767,Tt=y[J],vr=J-Tt&32767;vr>ot&&(ot=vr,E=J)}}}w=E,E=y[w],C+=w-E&32767}if(A){
P[W++]=268435456|Ei[S]<<18|ms[A];var yn=Ei[S]&31,wn=ms[A]&31;D+=wr[yn]+br[wn],++T[257+yn],++U[wn],K=$+S,++F}else P[W++]=t[$],++T[t[$]]}}for($=Math.max($,K);$<s;++$)
P[W++]=t[$],++T[t[$]];u=vs(t,l,c,P,T,U,D,W,X,$-X,u),c||(o.r=u&7|l[u/8|0]<<3,u-=7,o.h=_,o.p=y,o.i=$,o.w=K)}else{for(var $=o.w||0;$<s+c;$+=65535){var Ge=$+65535;Ge>=
s&&(l[u/8|0]=c,Ge=s),u=Ms(l,u+1,t.subarray($,Ge))}o.i=s}return _s(a,0,r+$i(u)+i)};var gu=function(t,e,n,r,i){if(!i&&(i={l:1},e.dictionary)){var o=e.dictionary.subarray(-32768),s=new wt(o.length+t.length);s.set(o),s.set(t,o.length),t=s,i.w=o.length}
return mu(t,e.level==null?6:e.level,e.mem==null?i.l?Math.ceil(Math.max(8,Math.min(13,Math.log(t.length)))*1.5):20:12+e.mem,n,r,i)};var vu=function(t,e){return((t[0]&15)!=8||t[0]>>4>7||(t[0]<<8|t[1])%31)&&Pt(6,"invalid zlib data"),(t[1]>>5&1)==+!e&&Pt(6,"invalid zlib data: "+(t[1]&32?"need":
"unexpected")+" dictionary"),(t[1]>>3&4)+2};function As(t,e){return gu(t,e||{},0,0)}function Es(t,e){return Ss(t,{i:2},e&&e.out,e&&e.dictionary)}function zs(t,e){return Ss(t.subarray(vu(t,e&&e.dictionary),-4),{i:2},e&&e.out,e&&e.dictionary)}var yu=typeof TextDecoder<"u"&&new TextDecoder,wu=0;try{yu.decode(ks,{stream:!0}),wu=1}catch{}function Ut(t){let e=atob(t),n=new Uint8Array(e.length);for(let r=0;r<e.length;r++)n[r]=e.charCodeAt(r);return n}var xr=({zlib:t,data:e})=>t?zs(Ut(e)):Ut(e);function Ii(t,e){
let{buffer:n}=t.byteOffset||t.byteLength!==t.buffer.byteLength?t.slice():t;switch(e){case"u1":return new Uint8Array(n);case"i1":return new Int8Array(n);case"u2":
return new Uint16Array(n);case"i2":return new Int16Array(n);case"i4":return new Int32Array(n);case"f4":return new Float32Array(n);default:throw new Error(`numbe\
rs of the unknown type ${e}`)}}var se=t=>typeof t=="string"?new Int32Array(Ut(t).buffer):Ii(xr(t),t.type),Ti=t=>typeof t=="string"?new Float32Array(Ut(t).buffer):
Ii(xr(t),t.type);function Cs(t,e){if(typeof t=="string")return new Float32Array(Ut(t).buffer);let n=Ii(xr(t),t.type),r=new Float32Array(n.length);for(let i=0;i<
n.length;i++){let o=Math.floor(i/e),s=t.low[o];r[i]=s+(t.high[o]-s)*(n[i]/65535)}return r}function _r(t){return Array.isArray(t)?t:"joined"in t?new TextDecoder().
decode(xr(t.joined)).split("\0"):Array.from(se(t.codes),e=>t.values[e])}var En=t=>document.querySelector(`script[type="application/json"][data-name=${JSON.stringify(t)}]`)?.textContent??null,et=JSON.parse(En("manifest")??"{}"),Mt=[et,
...et.more??[]],be=t=>t<0?et.palette.noise:et.palette.clusters[t%et.palette.clusters.length],ft=t=>t<0?"noise":`cluster ${t}`,Ni=new Map,An=new Map,Os=window;Os.
sprayChapter=t=>An.set(t.key,t);Os.sprayIndex=t=>An.set("index",t);function Sr(t,e){let n=Ni.get(e.key);return n||(n=(e.address?$s(e.address,e.key,e.name):bu(e)).
then(i=>xu(i,t.key)),Ni.set(e.key,n),n.catch(()=>Ni.delete(e.key))),n}async function bu(t){let e=En(`chapter ${t.key}`);if(e===null)throw new Error(`The page ho\
lds nothing of \u201C${t.name}\u201D. Build it again.`);let{chapter:n,files:r}=JSON.parse(e),i=o=>{let[s,a]=r[o].split(",");return URL.createObjectURL(new Blob(
[Ut(a)],{type:s.slice(5).split(";")[0]}))};for(let o of Object.values(n.pictures))o.files=o.files.map(i);return n}function $s(t,e,n){return new Promise((r,i)=>{
let o=t.split("?")[0],s=m("script",{src:t});s.onload=()=>An.has(e)?r(An.get(e)):i(new Error(`${o} is damaged: it holds no \u201C${n}\u201D.`)),s.onerror=()=>i(new Error(
`${o} is missing. The page needs the folders beside it: copy the whole site, or build it again.`)),document.head.append(s)}).finally(()=>An.delete(e))}function xu(t,e){
let n=_r(t.ids),r=n.length,i=t.analyses.map(s=>({...s,neighbours:s.neighbours?{count:s.neighbours.count,positions:se(s.neighbours.positions)}:null,embeddings:s.
embeddings.map(a=>{let l=Cs(a.points,r);return{...a,column:u=>u<a.axes.length?l.subarray(u*r,(u+1)*r):new Float32Array(r)}}),clusterings:s.clusterings.map(a=>({
...a,labels:se(a.labels)}))})),o=(s,a)=>Object.fromEntries(Object.entries(s).map(([l,c])=>[l,a(c)]));return{...t,project:e,ids:n,size:r,analyses:i,rows:se(t.rows),
label:se(t.label),prediction:se(t.prediction),score:Ti(t.score),labels:t.labels?{starts:se(t.labels.starts),indices:se(t.labels.indices)}:null,metadata:o(t.metadata,
_r),pictures:o(t.pictures,s=>({...s,scale:s.scale?Ti(s.scale):null}))}}var kn=null;function Is(){if(!kn){let t=En("index");kn=(t!==null?Promise.resolve(JSON.parse(
t)):et.index?$s(et.index,"index","index"):Promise.resolve({projects:[]})).then(({projects:n})=>new Map(n.map(r=>[r.key,_r(r.ids)]))),kn.catch(()=>{kn=null})}return kn}
var zn=t=>t.slice(t.lastIndexOf("/")+1);function st(t){let e=0;for(let n=0;n<t.length;n++)e+=t[n];return{mask:t,size:e}}var te=t=>({mask:new Uint8Array(t),size:0});function Ye(t,e){let n=new Uint8Array(
t);for(let r of e)r>=0&&r<t&&(n[r]=1);return st(n)}function Mr(t,e){let n=new Uint8Array(t.length);for(let r=0;r<n.length;r++)t[r]===e&&(n[r]=1);return st(n)}function Xe({
mask:t,size:e}){let n=new Array(e);for(let r=0,i=0;r<t.length;r++)t[r]&&(n[i++]=r);return n}function kt(t,e,n){let r=new Uint8Array(t.mask.length);for(let i=0;i<
r.length;i++)n==="add"?r[i]=t.mask[i]|e[i]:n==="remove"?r[i]=t.mask[i]&(e[i]^1):n==="toggle"?r[i]=t.mask[i]^e[i]:r[i]=e[i];return st(r)}function Ts(t,e){if(t===
e)return!0;if(t.size!==e.size||t.mask.length!==e.mask.length)return!1;for(let n=0;n<t.mask.length;n++)if(t.mask[n]!==e.mask[n])return!1;return!0}var Ze=t=>t.altKey?
"remove":t.shiftKey||t.ctrlKey||t.metaKey?"add":"replace";var Li=new Map;function O(t,e){for(let n of t.split(" "))Li.set(n,[...Li.get(n)??[],e])}var Q=t=>(Li.get(t)??[]).forEach(e=>e(t)),qt=Object.freeze({k:1,u:.5,v:.5}),
d={project:0,open:-1,chapter:null,error:"",missing:[],views:new Map,mode:"pair",colormap:"",opacity:90,pixels:"auto",scale:"sample",order:"data",tile:0,colour:"\
cluster",tool:"lasso",beside:{category:"",embedding:""},hover:null,live:!1,hot:null},G=()=>Mt[d.project],Cn=()=>G().categories[d.open],Nt=t=>G().classes[t]??(t<
0?"unknown":`class ${t}`);function tt(t){let e=d.views.get(t.key);return e||d.views.set(t.key,e=_u(t)),e}var R=()=>tt(d.chapter);function _u(t){let{analysis:e,clustering:n,
embedding:r,suspect:i}=t.first,o=t.analyses.find(a=>a.name===e)?.clusterings.find(a=>a.name===n)?.labels,s=i!==null&&o?Mr(o,i):te(t.size);return{analysis:e,clustering:n,
embedding:r,x:0,y:1,selection:s,camera:qt,filter:Qe()}}function L(t=d.chapter){if(!t)return{};let e=tt(t),n=t.analyses.find(o=>o.name===e.analysis)??t.analyses[0],
r=n?.embeddings.find(o=>o.name===e.embedding)??Fi(n),i=n?.clusterings.find(o=>o.name===e.clustering)??n?.clusterings[0];return{analysis:n,embedding:r,clustering:i}}
var Fi=t=>t?.embeddings.find(e=>e.axes.length===2)??t?.embeddings[0];async function yt(t,{project:e=d.project,prepare:n}={}){let r=d.chapter;if(r&&d.project===e&&
d.open===t)return n?.(r),Q("open");let i=Mt[e].categories[t];if(Object.assign(d,{project:e,open:t,chapter:null,error:"",hover:null,hot:null}),Q("open"),!!i){try{
let o=await Sr(Mt[e],i);if(d.project!==e||d.open!==t)return;r&&r.project!==o.project&&r.name===o.name&&Su(r,o),n?.(o),d.chapter=o}catch(o){if(d.project!==e||d.open!==
t)return;d.error=o instanceof Error?o.message:String(o)}Q("open")}}function Su(t,e){let n=tt(t),r=tt(e),i=new Map(e.ids.map((l,c)=>[l,c])),o=new Uint8Array(e.size),
s=0;if(t.ids.forEach((l,c)=>{let u=i.get(l);u!==void 0&&s++,n.selection.mask[c]&&u!==void 0&&(o[u]=1)}),!s)return;r.selection=st(o);for(let l of["analysis","emb\
edding","clustering","x","y"])Object.assign(r,{[l]:n[l]});let{embedding:a}=L(e);r.x=Math.min(r.x,(a?.axes.length??1)-1),r.y=Math.min(r.y,Math.max(0,(a?.axes.length??
1)-1))}function Ns(t){let e=Cn()?.name,n=Mt[t].categories.findIndex(r=>r.name===e);return yt(Math.max(0,n),{project:t})}function Oe(t){if(!d.chapter)return;let e=R();
(t.clustering!==void 0||t.analysis!==void 0)&&(e.filter={...e.filter,hidden:new Set}),(t.embedding!==void 0||t.x!==void 0||t.y!==void 0||t.analysis!==void 0)&&(e.
camera=qt),Object.assign(e,t),Q("plot")}function zt(t){Object.assign(d,t),Q("look")}function Je(t){R().filter={...R().filter,...t},Q("filter")}function nt(t,{live:e=!1,
chapter:n=d.chapter}={}){if(!n)return;let r=tt(n);e&&Ts(r.selection,t)||(r.selection=t,d.live=e,Q("selection"))}function kr(){if(!d.chapter)return;let t=bt(d.chapter),
{mask:e}=R().selection;nt(st(e.map((n,r)=>t&&!t[r]?0:n^1)))}function Ar(){if(!d.chapter)return;let t=bt(d.chapter);nt(t?st(t.slice()):st(new Uint8Array(d.chapter.
size).fill(1)))}function Lt(t,e,n){let r=d.hover;(r?.i??-1)===e&&r?.from===n||(d.hover=t&&e>=0?{chapter:t,i:e,from:n}:null,Q("hover"))}function Ri(t){d.hot!==t&&
(d.hot=t,Q("hover"))}var Qe=()=>({hidden:new Set,prediction:null,verdict:"all"}),$e=({hidden:t,prediction:e,verdict:n})=>t.size>0||e!==null||n!=="all";function Ie(t,e){if(t.labels){
let{starts:n,indices:r}=t.labels;return Array.from({length:n[e+1]-n[e]},(i,o)=>r[n[e]+o])}return t.label[e]>=0?[t.label[e]]:[]}function Ht(t,e){if(t.prediction[e]<
0)return"unknown";if(t.labels){let n=Ie(t,e);return n.length?n.includes(t.prediction[e])?"right":"wrong":"unknown"}return t.label[e]<0?"unknown":t.label[e]===t.
prediction[e]?"right":"wrong"}var Ls=new WeakMap;function bt(t){let{filter:e}=tt(t),n=L(t).clustering?.labels;if(!$e(e))return null;let r=Ls.get(e);if(r&&r.labels===
n)return r.mask;let i=new Uint8Array(t.size);for(let o=0;o<i.length;o++){let s=n!==void 0&&e.hidden.has(n[o]),a=e.prediction!==null&&t.prediction[o]!==e.prediction;
i[o]=s||a||e.verdict!=="all"&&Ht(t,o)!==e.verdict?0:1}return Ls.set(e,{labels:n,mask:i}),i}var Fs=[Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,Float32Array,Float64Array],Di=1,On=8,rt=new Uint32Array(96),In=class t{static from(e){
if(!e||e.byteLength===void 0||e.buffer)throw new Error("Data must be an instance of ArrayBuffer or SharedArrayBuffer.");let[n,r]=new Uint8Array(e,0,2);if(n!==219)
throw new Error("Data does not appear to be in a KDBush format.");let i=r>>4;if(i!==Di)throw new Error(`Got v${i} data when expected v${Di}.`);let o=Fs[r&15];if(!o)
throw new Error("Unrecognized array type.");let[s]=new Uint16Array(e,2,1),[a]=new Uint32Array(e,4,1);return new t(a,s,o,void 0,e)}constructor(e,n=64,r=Float64Array,i=ArrayBuffer,o){
if(isNaN(e)||e<0)throw new Error(`Unexpected numItems value: ${e}.`);this.numItems=+e,this.nodeSize=Math.min(Math.max(+n,2),65535),this.ArrayType=r,this.IndexArrayType=
e<65536?Uint16Array:Uint32Array;let s=Fs.indexOf(this.ArrayType),a=e*2*this.ArrayType.BYTES_PER_ELEMENT,l=e*this.IndexArrayType.BYTES_PER_ELEMENT,c=(8-l%8)%8;if(s<
0)throw new Error(`Unexpected typed array class: ${r}.`);if(o)this.data=o,this.ids=new this.IndexArrayType(o,On,e),this.coords=new r(o,On+l+c,e*2),this._pos=e*2,
this._finished=!0;else{let u=this.data=new i(On+a+l+c);this.ids=new this.IndexArrayType(u,On,e),this.coords=new r(u,On+l+c,e*2),this._pos=0,this._finished=!1,new Uint8Array(
u,0,2).set([219,(Di<<4)+s]),new Uint16Array(u,2,1)[0]=n,new Uint32Array(u,4,1)[0]=e}}add(e,n){let r=this._pos>>1;return this.ids[r]=r,this.coords[this._pos++]=e,
this.coords[this._pos++]=n,r}finish(){let e=this._pos>>1;if(e!==this.numItems)throw new Error(`Added ${e} items when expected ${this.numItems}.`);return Bi(this.
ids,this.coords,this.nodeSize,0,this.numItems-1,0),this._finished=!0,this}range(e,n,r,i){if(!this._finished)throw new Error("Data not yet indexed - call index.f\
inish().");let{ids:o,coords:s,nodeSize:a}=this;rt[0]=0,rt[1]=o.length-1,rt[2]=0;let l=3,c=[];for(;l>0;){let u=rt[--l],h=rt[--l],p=rt[--l];if(h-p<=a){for(let _=p;_<=
h;_++){let x=s[2*_],k=s[2*_+1];x>=e&&x<=r&&k>=n&&k<=i&&c.push(o[_])}continue}let f=p+h>>1,v=s[2*f],y=s[2*f+1];v>=e&&v<=r&&y>=n&&y<=i&&c.push(o[f]),(u===0?e<=v:n<=
y)&&(rt[l++]=p,rt[l++]=f-1,rt[l++]=1-u),(u===0?r>=v:i>=y)&&(rt[l++]=f+1,rt[l++]=h,rt[l++]=1-u)}return c}within(e,n,r){let i=[];return this.withinInto(e,n,r,i),i}withinInto(e,n,r,i){
if(!this._finished)throw new Error("Data not yet indexed - call index.finish().");let{ids:o,coords:s,nodeSize:a}=this;rt[0]=0,rt[1]=o.length-1,rt[2]=0;let l=3,c=0,
u=r*r;for(;l>0;){let h=rt[--l],p=rt[--l],f=rt[--l];if(p-f<=a){for(let x=f;x<=p;x++)Rs(s[2*x],s[2*x+1],e,n)<=u&&(i[c++]=o[x]);continue}let v=f+p>>1,y=s[2*v],_=s[2*
v+1];Rs(y,_,e,n)<=u&&(i[c++]=o[v]),(h===0?e-r<=y:n-r<=_)&&(rt[l++]=f,rt[l++]=v-1,rt[l++]=1-h),(h===0?e+r>=y:n+r>=_)&&(rt[l++]=v+1,rt[l++]=p,rt[l++]=1-h)}return c}};
function Bi(t,e,n,r,i,o){if(i-r<=n)return;let s=r+i>>1;Ds(t,e,s,r,i,o),Bi(t,e,n,r,s-1,1-o),Bi(t,e,n,s+1,i,1-o)}function Ds(t,e,n,r,i,o){for(;i>r;){if(i-r>600){let c=i-
r+1,u=n-r+1,h=Math.log(c),p=.5*Math.exp(2*h/3),f=.5*Math.sqrt(h*p*(c-p)/c)*(u-c/2<0?-1:1),v=Math.max(r,Math.floor(n-u*p/c+f)),y=Math.min(i,Math.floor(n+(c-u)*p/
c+f));Ds(t,e,n,v,y,o)}let s=e[2*n+o],a=r,l=i;for($n(t,e,r,n),e[2*i+o]>s&&$n(t,e,r,i);a<l;){for($n(t,e,a,l),a++,l--;e[2*a+o]<s;)a++;for(;e[2*l+o]>s;)l--}e[2*r+o]===
s?$n(t,e,r,l):(l++,$n(t,e,l,i)),l<=n&&(r=l+1),n<=l&&(i=l-1)}}function $n(t,e,n,r){ji(t,n,r),ji(e,2*n,2*r),ji(e,2*n+1,2*r+1)}function ji(t,e,n){let r=t[e];t[e]=t[n],
t[n]=r}function Rs(t,e,n,r){let i=t-n,o=e-r;return i*i+o*o}var js=new WeakMap;function tn(t,e,n){let r=js.get(t)??new Map;js.set(t,r);let i=r.get(`${e} ${n}`);if(!i){let o=Bs(t.column(e)),s=Bs(t.column(n)),a=new In(Math.
max(1,o.length),64,Float32Array);for(let l=0;l<o.length;l++)a.add(o[l],s[l]);o.length||a.add(-9,-9),a.finish(),r.set(`${e} ${n}`,i={u:o,v:s,index:a})}return i}function Bs(t){
let e=1/0,n=-1/0;for(let o of t)o<e&&(e=o),o>n&&(n=o);let r=new Float32Array(t.length),i=n-e;for(let o=0;o<r.length;o++)r[o]=i>0?(t[o]-e)/i:.5;return r}function Ps({
u:t,v:e,index:n},r,i,o,s,a){let l=-1,c=1;for(let u of n.range(r-o,i-s,r+o,i+s)){if(u>=t.length||a&&!a[u])continue;let h=((t[u]-r)/o)**2+((e[u]-i)/s)**2;h<c&&(c=
h,l=u)}return l}function Us(t,e,n){let r=t.axes.map((a,l)=>t.column(l)),i=r[0].length,o=new Float64Array(i);for(let a of r)for(let l=0;l<i;l++)o[l]+=(a[l]-a[e])**
2;let s=[];for(let a=0;a<i;a++){if(a===e||s.length===n&&o[a]>=o[s[n-1]])continue;let l=s.length;for(;l>0&&o[s[l-1]]>o[a];)l--;s.splice(l,0,a),s.length>n&&s.pop()}
return s}var Mu=t=>btoa(Array.from(t,e=>String.fromCharCode(e)).join("")).replace(/\+/g,"-").replace(/\//g,"_").replace(/=/g,""),ku=t=>Uint8Array.from(atob(t.replace(/-/g,
"+").replace(/_/g,"/")),e=>e.charCodeAt(0));function Au(t,{mask:e}){if(!t)return null;let n=new Map;for(let o=0;o<e.length;o++)e[o]&&n.set(t.labels[o],(n.get(t.
labels[o])??0)+1);let r=new Map(t.clusters.map(o=>[o.label,o.size])),i=[...n.keys()].sort((o,s)=>o-s);return i.every(o=>n.get(o)===r.get(o))?i:null}function Hs({
embedding:t,x:e,y:n},r){if(!t)return null;let{ids:i}=tn(t,e,n).index;return i.length===r?i:null}function qs(t,e){let n=new Uint8Array(Math.ceil(t.length/8));for(let r=0;r<
t.length;r++)t[e?e[r]:r]&&(n[r>>3]|=1<<(r&7));return Mu(As(n,{level:9}))}var ae=null;function Vs(t,e,n){let{embedding:r,clustering:i,x:o,y:s}=e;return ae&&ae.selection===
n&&ae.embedding===r&&ae.clustering===i&&ae.x===o&&ae.y===s||(ae={selection:n,embedding:r,clustering:i,x:o,y:s,text:Eu(t,e,n)}),ae.text}function Eu(t,e,n){if(!n.
size)return"";if(n.size===t.size)return"a";let r=Au(e.clustering,n);if(r)return`k${r.join(".")}`;let i=[`b${qs(n.mask,null)}`];n.size<=1e3&&i.push(`l${Xe(n).map(
(s,a,l)=>(s-(a?l[a-1]:0)).toString(36)).join(".")}`);let o=Hs(e,t.size);return o&&i.push(`s${qs(n.mask,o)}`),`${i.reduce((s,a)=>a.length<s.length?a:s)}~${t.digest}`}
function Ws(t,e,n){let[r,i]=n.slice(1).split("~");if(!n)return te(t.size);if(n==="a")return st(new Uint8Array(t.size).fill(1));if(n[0]==="k"){let l=new Set(r.split(
".").map(Number)),c=e.clustering?.labels,u=st(Uint8Array.from({length:t.size},(h,p)=>c&&l.has(c[p])?1:0));if(!u.size)throw new Error(`cluster ${r}`);return u}if(i!==
t.digest)throw new Error("that selection: it was made on other samples");if(n[0]==="l"){let l=0;return Ye(t.size,r.split(".").map(c=>l+=parseInt(c,36)))}let o=n[0]===
"s"?Hs(e,t.size):null;if(n[0]==="s"&&!o)throw new Error("that selection: the embedding it was drawn on is not here");let s;try{s=Es(ku(r),{out:new Uint8Array(Math.
ceil(t.size/8))})}catch{throw new Error("that selection: the link is damaged")}let a=new Uint8Array(t.size);for(let l=0;l<a.length;l++)s[l>>3]>>(l&7)&1&&(a[o?o[l]:
l]=1);return st(a)}var Gs={m:"mode",p:"colormap",i:"pixels",g:"scale",r:"order",b:"colour"},le={mode:"",colormap:"",pixels:"auto",scale:"sample",order:"data",colour:"cluster",opacity:90,
tile:0},zu=t=>[...document.querySelectorAll(`[data-choice="${t}"] :is(button, option)`)].map(e=>e.value);function Te(){let{chapter:t}=d;if(!t)return location.hash;
let{analysis:e,embedding:n,clustering:r}=L(),i=R(),o=[["j",d.project>0&&G().key],["c",t.key],["a",e?.name],["e",n?.name],["k",r?.name]];n&&n.axes.length>2&&o.push(
["x",i.x],["y",i.y]);for(let[p,f]of Object.entries(Gs))o.push([p,d[f]!==le[f]&&d[f]]);o.push(["o",d.opacity!==le.opacity&&d.opacity],["n",d.tile>0&&d.tile]);let{
hidden:s,prediction:a,verdict:l}=i.filter;$e(i.filter)&&o.push(["h",s.size>0&&[...s].join(".")],["q",a??void 0],["w",l!=="all"&&l]);let{k:c,u,v:h}=i.camera;return i.
camera!==qt&&o.push(["z",[c.toPrecision(4),u.toFixed(4),h.toFixed(4)].map(Number).join("_")]),d.beside.category&&o.push(["d",`${d.beside.category}~${d.beside.embedding}`]),
o.push(["s",Vs(t,{clustering:r,embedding:n,x:i.x,y:i.y},i.selection)]),`#${new URLSearchParams(o.filter(([,p])=>p!==void 0&&p!==!1).map(([p,f])=>[p,String(f)]))}`}
var Nn=()=>Number(history.state?.depth??0),Pi=!1;function Ui(t){if(!d.chapter||Pi)return;let e=Te();location.hash!==e&&(t&&!Ks?(qi=Nn()+1,history.pushState({depth:qi},
"",e)):history.replaceState(history.state,"",e),Ks=!1)}var Ks=!0,Cu=ps(()=>{d.live||Ui(!1)},120),Er=()=>{Nn()>0&&history.back()},zr=()=>history.forward(),Ys=()=>Nn()>
0,Xs=()=>Nn()<qi,qi=Nn();function Tn(t){let e=new URLSearchParams(t.slice(1)),n=[],r=(f,v,y)=>{let _=e.get(f);if(_!==null){if(v.includes(_))return _;n.push(`${y}\
 \u201C${_}\u201D`)}};for(let[f,v]of Object.entries(Gs)){let y=v==="colormap"?Object.keys(et.colormaps):v==="colour"?null:zu(v);d[v]=y?r(f,y,v==="colormap"?"col\
our map":v)??le[v]:e.get(f)??le[v]}let i=(f,v,y,_)=>{let x=e.has(f)?Number(e.get(f)):NaN;return x>=v&&x<=y?x:_};d.opacity=i("o",0,100,le.opacity),d.tile=i("n",0,
512,le.tile),d.missing=n;let o=Mt.map(f=>f.key??""),s=e.has("j")?Math.max(0,o.indexOf(r("j",o,"project")??"")):0,a=Mt[s].categories.map(f=>f.key),l=r("c",a,"cat\
egory"),[c,u=""]=(e.get("d")??"").split("~");c&&!a.includes(c)&&n.push(`category \u201C${c}\u201D`),d.beside=c&&a.includes(c)?{category:c,embedding:u}:{category:"",
embedding:""},Q("look");let h=e.has("c")&&l===void 0,p=f=>{h||Ou(f,e,n,r,i)};return yt(a.length?Math.max(0,a.indexOf(l??"")):-1,{project:s,prepare:p})}function Ou(t,e,n,r,i){
let o=tt(t),s=y=>y.map(_=>_.name);o.analysis=r("a",s(t.analyses),"analysis")??o.analysis;let{analysis:a}=L(t);o.embedding=r("e",s(a?.embeddings??[]),"embedding")??
o.embedding,o.clustering=r("k",s(a?.clusterings??[]),"clustering")??o.clustering;let{embedding:l,clustering:c}=L(t),u=Math.max(0,(l?.axes.length??1)-1);o.x=Math.
round(i("x",0,u,0)),o.y=Math.round(i("y",0,u,Math.min(1,u)));let[h,p,f]=(e.get("z")??"").split("_").map(Number);if(o.camera=h>=.1&&h<=1e4&&Number.isFinite(p)&&Number.
isFinite(f)?{k:h,u:p,v:f}:qt,o.filter=Qe(),["h","q","w"].some(y=>e.has(y))){let y=new Set((e.get("h")??"").split(".").filter(Boolean).map(Number).filter(x=>c?.clusters.
some(k=>k.label===x))),_=["right","wrong"].find(x=>x===e.get("w"))??"all";o.filter={hidden:y,prediction:e.has("q")?i("q",-1,1e9,-1):null,verdict:_}}let v=d.colour.
startsWith("column ")?d.colour.slice(7):null;if((v===null?!["cluster","label","prediction","verdict","score"].includes(d.colour):!Object.hasOwn(t.metadata,v))&&
(n.push(`colour \u201C${v??d.colour}\u201D`),d.colour=le.colour),!!e.has("s"))try{o.selection=Ws(t,{clustering:c,embedding:l,x:o.x,y:o.y},e.get("s")??"")}catch(y){
n.push(y instanceof Error?y.message:String(y))}}function Zs(){return le.mode=d.mode,le.colormap=d.colormap,O("open plot filter",()=>Ui(!0)),O("selection",()=>{d.
live||Ui(!0)}),O("look camera layout",Cu),addEventListener("popstate",async()=>{if(location.hash!==Te()){Pi=!0;try{await Tn(location.hash)}finally{Pi=!1}}}),Tn(
location.hash)}var Ln=t=>document.querySelector(`[data-choice="${t}"]`);function Ct(t,e,n,r=2){let i=Ln(t);i&&(i.hidden=e.length<r,Vt(q("select",i),e,n))}function Vt(t,e,n){t.
replaceChildren(...e.map(([r,i])=>m("option",{value:r},i))),n!==void 0&&(t.value=n)}function _t(t,e){let n=Ln(t);if(!n)return;let r=i=>i.target.value;n.getAttribute(
"role")==="radiogroup"?Fn(n,e):n.addEventListener(n.classList.contains("slider")?"input":"change",i=>e(r(i)))}function Fn(t,e){let n=()=>[...t.querySelectorAll(
"button")];t.addEventListener("click",r=>{let i=r.target.closest("button");i&&e(i.value)}),t.addEventListener("keydown",r=>{let i={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,
ArrowUp:-1}[r.key],o=n(),s=o.indexOf(r.target);if(!i||s<0)return;let a=o[(s+i+o.length)%o.length];a.focus(),e(a.value),r.preventDefault(),r.stopPropagation()})}
function Rn(t,e){for(let n of t?.querySelectorAll("button")??[])n.setAttribute("aria-checked",String(n.value===e)),n.tabIndex=n.value===e?0:-1}function xe(t,e,n){
let r=Ln(t);if(!r)return;if(r.getAttribute("role")==="radiogroup")return Rn(r,String(e));let i=q("select, input",r);i.value=String(e);let o=r.querySelector("out\
put");o&&n!==void 0&&(o.textContent=n)}var $u={lasso:"M8 2.5c3.3 0 6 1.8 6 4s-2.7 4-6 4c-.8 0-1.6-.1-2.3-.3M8 2.5c-3.3 0-6 1.8-6 4 0 1.3 1 2.5 2.5 3.2M4.5 9.5a1.2 1.2 0 1 0 1.2 1.6c.3 1.1-.3 2.2-1.5 \
2.7",box:"M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7",pan:"M8 1.5v13M1.5 8h13M8 1.5 6 3.5M8 1.5l2 2M8 14.5l-2-2M8 \
14.5l2-2M1.5 8l2-2M1.5 8l2 2M14.5 8l-2-2M14.5 8l-2 2",fit:"M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",selection:"M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8\
 0 0 0 0-5.6M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3",plus:"M8 3v10M3 8h10",minus:"M3 8h10",beside:"M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z",swap:"M3 6h9M9.5 3.5 12 6M13\
 10H4M6.5 7.5 4 10l2.5 2.5",close:"M4 4l8 8M12 4l-8 8",undo:"M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6",redo:"M10 3.5l3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H\
10",eye:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",solo:"M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 \
0-11M8 6.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4",hidden:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM3 14 13 2",left:"M10 3 5 8l5\
 5",right:"M6 3l5 5-5 5",grid:"M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z"},Ne=t=>ut("svg",{class:"icon-drawing",viewBox:"0 0 16 16",width:16,
height:16,"aria-hidden":"true"},ut("path",{d:$u[t],fill:"none",stroke:"currentColor","stroke-width":1.4,"stroke-linecap":"round","stroke-linejoin":"round"})),it=(t,e,n,r={})=>m(
"button",{type:"button",class:"icon",title:e,"aria-label":e,onclick:n,...r},Ne(t));var Hi=new WeakMap,Iu=new IntersectionObserver(t=>{for(let{isIntersecting:e,target:n}of t){let r=n,i=Hi.get(r);Object.assign(r,e&&i?{width:2*i.width,height:2*i.
height}:{width:0,height:0}),e&&Js(r)}},{rootMargin:"200px"});function Cr(t,e,n,r){let i=m("canvas",{class:"thumbnail",width:0,height:0,"aria-hidden":"true",style:{
width:`${n}px`,height:`${r}px`}});return Hi.set(i,{entry:t,most:e,width:n,height:r}),Iu.observe(i),i}function Js(t){let e=Hi.get(t),n=t.getContext("2d");if(!e||
!n||!t.width)return;let{entry:{thumbnail:r,suspect:i,strangeness:o},most:s}=e,a=Ut(r),l=t.width>200?1.6:1;n.clearRect(0,0,t.width,t.height);for(let c=0;c<a.length;c+=
3)n.globalAlpha=a[c+2]?.2+.8*((o??0)/(s||1))**3:1,n.fillStyle=a[c+2]?be(i??0):St("quiet"),n.beginPath(),n.arc(6+a[c]/255*(t.width-12),t.height-6-a[c+1]/255*(t.height-
12),l*(a[c+2]?3.2:2.2),0,7),n.fill()}O("theme",()=>{for(let t of document.querySelectorAll("canvas.thumbnail"))Js(t)});var Dn=new Map,Qs=-1,ta="";function jn(){let{rankings:t,categories:e}=G(),n=t.find(o=>o.name===ta)??t[0],r=n?.values??e.map(o=>o.strangeness),i=r.map((o,s)=>s).
sort((o,s)=>(r[s]??-1/0)-(r[o]??-1/0)||o-s);return{title:n?.title??"strangeness",hint:n?.hint??"",name:n?.name??"",values:r,order:i}}var Vi=t=>t!==null&&Number.
isInteger(t)&&Math.abs(t)>1?I(t):vt(t);function ea(){let t=V("categories"),{categories:e,rankings:n}=G();if(Qs=d.project,Ct("ranking",n.map(l=>[l.name,l.title]),
jn().name),Dn=new Map,!e.length)return t.replaceChildren(m("p",{class:"empty"},"These results hold no category: nothing was analysed."));let{order:r,values:i,title:o,
hint:s}=jn(),a=Math.max(...e.map(l=>l.strangeness??0));for(let l of r){let c=e[l],u=m("span",{class:"category-name",title:c.name,dir:"auto"},c.name),h=m("span",
{class:"muted category-size",title:Dt(c.size,"sample")+(c.wrong?`, ${I(c.wrong)} predicted wrongly`:"")},c.wrong?`${I(c.size)} \xB7 ${I(c.wrong)} wrong`:Dt(c.size,
"sample"));Dn.set(l,m("button",{type:"button",class:"category","data-key":c.key,onclick:()=>yt(l)},Cr(c,a,55,40),u,m("span",{class:"score",title:s||o},Vi(i[l])),
h))}return t.replaceChildren(...Dn.values()),na()}function na(){Dn.forEach((t,e)=>e===d.open?t.setAttribute("aria-current","true"):t.removeAttribute("aria-curre\
nt")),Dn.get(d.open)?.scrollIntoView({block:"nearest",inline:"nearest"})}function Wi(t){let{order:e}=jn(),n=e[e.indexOf(d.open)+t];n!==void 0&&yt(n)}function Ki(t){
ta=t,ea()}function ra(t){q("#categories > h2").append(it("grid","Overview of all categories (o)",t)),_t("ranking",Ki),Ln("ranking")?.setAttribute("title","What \
the categories are sorted by"),O("open",()=>Qs===d.project?na():ea())}var Or=254,ia=new Map(Object.entries(et.colormaps).map(([t,e])=>[t,Ut(e)])),$r=()=>ia.get(d.colormap)??ia.get(et.colormap),Ir=ut("svg",{class:"filters","aria-hi\
dden":"true",width:0,height:0});document.body.append(Ir);var Xi=(t,...e)=>ut("filter",{id:t,x:"0",y:"0",width:"100%",height:"100%","color-interpolation-filters":"\
sRGB"},...e),aa=(t,e)=>ut("feColorMatrix",{type:"matrix",values:t.join(" "),...e}),Gi="0.299 0.587 0.114 0 0";Ir.append(Xi("luma",aa([Gi,Gi,Gi,"0 0 0 1 0"],{})));
var la=t=>Array.from({length:256},(e,n)=>t(n).toFixed(4)).join(" ");function oa(t){let e=$r(),n=i=>Math.max(0,Math.min(255,128+Math.round(t*(i-128)))),r=["R","G",
"B"].map((i,o)=>ut(`feFunc${i}`,{type:"table",tableValues:la(s=>e[3*n(s)+o]/255)}));return ut("feComponentTransfer",{in:"SourceGraphic",result:"colour"},...r)}function Tu(t){
let e=la(n=>Math.min(1,d.opacity/100*t*Math.abs((n-128)/127)));return ut("feComponentTransfer",{in:"q",result:"alpha"},ut("feFuncA",{type:"table",tableValues:e}))}
var Yi="0 0 0 0 0",ca={attribution:(t,e)=>Xi(t,oa(e)),overlay:(t,e)=>Xi(t,oa(e),aa([Yi,Yi,Yi,"1 0 0 0 0"],{in:"SourceGraphic",result:"q"}),Tu(e),ut("feComposite",
{in:"colour",in2:"alpha",operator:"in"}))};function ua(t,e){let n=Math.round(Math.max(0,Math.min(1,e))*Or),r=n===Or?t:`${t}-${n}`;return document.getElementById(
r)||Ir.append(ca[t](r,n/Or)),`url(#${r})`}var sa="";O("look",()=>{let t=`${d.colormap} ${d.opacity}`;if(t!==sa){sa=t;for(let e of Ir.querySelectorAll("filter")){
let[n,r]=e.id.split("-");n!=="luma"&&e.replaceWith(ca[n](e.id,r===void 0?1:Number(r)/Or))}document.documentElement.style.setProperty("--neutral",`rgb(${$r().slice(
384,387).join(" ")})`)}});var en={input:"Input",attribution:"Attribution",overlay:"Overlay"},_e=()=>d.mode==="pair"?["input","attribution"]:[d.mode];function ce(t,e){let{width:n,height:r}=t.
pictures.input,i=Math.max(n,r),o=i*1.5<e?Math.max(1,Math.round(e/i)):e/i;return{width:Math.round(n*o),height:Math.round(r*o)}}var fa=new WeakMap;function Le(t){
let e=fa.get(t);if(e===void 0){e=0;for(let n=0;n<(t.scale?.length??0);n++)e=Math.max(e,t.scale[n]);fa.set(t,e)}return e}function Nu(t,e){if(d.scale==="sample"||
!t.scale)return 1;let n=Le(t);return n>0?t.scale[e]/n:1}function Ot(t,e,n,r,{name:i=t.ids[e],input:o="input",relevance:s="relevance"}={}){let a=[],l=t.pictures[s];
n!=="attribution"&&a.push(ha(t.pictures[o],e,r,n==="overlay"?"url(#luma)":"")),n!=="input"&&a.push(ha(l,e,r,ua(n,s==="relevance"?Nu(l,e):1)));let c={width:`${r.
width}px`,height:`${r.height}px`};return m("div",{class:`picture ${n}`,style:c,role:"img","aria-label":`${en[n]} of ${i}`},...a)}function ha(t,e,n,r){let{columns:i,
rows:o,gutter:s}=t,a=e%(i*o),l=n.width/t.width,c=n.height/t.height,u=a%i*(t.width+2*s)+s,h=Math.floor(a/i)*(t.height+2*s)+s,p=d.pixels==="pixelated"||d.pixels===
"auto"&&l>1.5,f={"background-image":`url("${new URL(t.files[Math.floor(e/(i*o))],document.baseURI).href}")`,"background-size":`${i*(t.width+2*s)*l}px ${o*(t.height+
2*s)*c}px`,"background-position":`${-u*l}px ${-h*c}px`,"image-rendering":p?"pixelated":"auto",filter:r};return m("div",{class:"layer",style:f})}function Wt(t,e){
return{label:Ie(t,e).map(Nt).join(", ")||"unknown",prediction:Nt(t.prediction[e]),score:t.score[e],wrong:Ht(t,e)==="wrong"}}var ue=t=>m("span",{class:t<0?"dot n\
oise":"dot",style:{"--cluster":be(t)}});function Bn(t,e){let{clustering:n}=L(t);return n?[ue(n.labels[e]),` ${ft(n.labels[e])}`]:[]}function da(t){return typeof t=="object"?t.key:t}function pa(t,e){let n=t.length;return new Proxy(t,{get(r,i,o){if(typeof i=="string"){let s=i.charCodeAt(0);if(s>=
48&&s<=57){let a=+i;if(Number.isInteger(a)&&a>=0&&a<n){let l=r[a];if(typeof l!="object"){let c=e[a*2];l=r[a]={index:a,key:l,start:c,size:e[a*2+1],end:c+e[a*2+1],
lane:0}}return l}}if(i==="length")return n}return Reflect.get(r,i,o)}})}function Fe(t,e,n){let r=n.initialDeps??[],i,o=!0;function s(){var a;let c=0,u=t();if(!(u.length!==r.length||u.some((f,v)=>r[v]!==f)))return i;r=u;let p=0;return i=
e(...u),n?.onChange&&!(o&&n.skipInitialOnChange)&&n.onChange(i),o=!1,i}return s.updateDeps=a=>{r=a},s}function Zi(t,e){if(t===void 0)throw new Error(`Unexpected\
 undefined${e?`: ${e}`:""}`);return t}var fe=(t,e)=>Math.abs(t-e)<1.01,ma=(t,e,n)=>{let r;return Object.assign(function(...i){t.clearTimeout(r),r=t.setTimeout(()=>e.
apply(this,i),n)},{cancel:()=>{t.clearTimeout(r)}})};function ga({offset:t,isScrolling:e,elementMax:n,holdOffset:r,scrollOffset:i,pendingWrite:o,clampedMaxAtWrite:s}){var a;return e&&o===null&&t===i?"spurious":o!==
null&&Math.abs(t-o.target)<1.5?"readBack":o!==null&&!o.smooth&&n!==null&&o.target>n+r+.5&&Math.abs(t-(n+r))<1.5||o!==null&&!o.smooth&&((a=o.lowMaxes)!=null&&a.some(
l=>Math.abs(t-l)<1.5))?"clampedReadBack":s!==null&&Math.abs(t-s)<1.5?"clampedEcho":"external"}var Lu=t=>t==="smooth"||t==="smoothFinishing";function va({kind:t,
offset:e,command:n,target:r}){return t!=="spurious"&&t!=="readBack"&&t!=="clampedReadBack"&&n?.index!=null&&n.phase!=="queued"&&!Lu(n.phase)&&!fe(e,n.lastTargetOffset)&&
!fe(e,r())&&t!=="clampedEcho"}var Ji=40;function ya(t){let e=t[t.length-1];if(e===void 0)return!1;let n=t.length-2;for(;n>=0&&e.t-t[n].t<Ji;)n--;if(n<0)return!1;
let r=t[n],i=n-1;for(;i>=0&&r.t-t[i].t<Ji;)i--;if(i<0)return!1;let o=t[i],s=(e.offset-r.offset)/(e.t-r.t),a=(r.offset-o.offset)/(r.t-o.t);return s*a>=0&&Math.abs(
s)>=2*Math.abs(a)&&Math.abs(s)-Math.abs(a)>=.8}function wa(t){let e=t[t.length-1];if(e===void 0)return!1;let n=t.length-2;for(;n>=0&&e.t-t[n].t<Ji;)n--;if(n<0)return!1;
let r=t[n];return Math.abs(e.offset-r.offset)/(e.t-r.t)>=.05}var Pn,Un=()=>{if(Pn!==void 0)return Pn;if(typeof navigator>"u")return Pn=!1;if(/iP(hone|od|ad)/.test(navigator.userAgent))return Pn=!0;let t=navigator.maxTouchPoints;
return Pn=navigator.platform==="MacIntel"&&t!==void 0&&t>0},Qi,Fu=()=>Qi!==void 0?Qi:Qi=Un()&&typeof CSS<"u"&&typeof CSS.supports=="function"&&CSS.supports("ove\
rflow-anchor: auto"),ba=()=>!Un()||Fu();var nn={capture:!0,passive:!0},Tr=class{constructor(e){this.host=e,this._touch=null,this.inMotion=()=>this._touch!==null&&this._touch.phase!=="lateFling",this.dragging=
()=>{var n;return((n=this._touch)==null?void 0:n.phase)==="down"&&this._touch.moved},this.tail=()=>{var n;return((n=this._touch)==null?void 0:n.phase)==="tail"?
this._touch.moved?"fling":"tap":null},this.onScroll=({isScrolling:n,ownReadBack:r,moved:i,external:o})=>{var s,a,l;return n&&((s=this._touch)==null?void 0:s.phase)===
"tail"?this._openTail(this._touch.moved||!r,!1):((a=this._touch)==null?void 0:a.phase)==="lateFling"&&(this.host.now()>this._touch.until?this._touch=null:o&&n&&
i&&this._openTail(!0,!1)),!r&&n&&i&&((l=this._touch)==null?void 0:l.phase)==="down"?(this._touch.moved=!0,!0):!1},this.touchStart=()=>{this.end(),this._touch={phase:"\
down",moved:!1}},this.touchEnd=()=>{var n;let r=((n=this._touch)==null?void 0:n.phase)==="down"&&this._touch.moved;this.end(),this._openTail(r,r)},this.end=()=>{
var n;let r=this.host.getWindow();((n=this._touch)==null?void 0:n.phase)==="tail"&&r!=null&&r.clearTimeout(this._touch.timerId),this._touch=null},this.listen=n=>{
let r=()=>this.touchStart(),i=()=>this.touchEnd();return n.addEventListener("touchstart",r,nn),n.addEventListener("touchend",i,nn),n.addEventListener("touchcanc\
el",i,nn),()=>{n.removeEventListener("touchstart",r,nn),n.removeEventListener("touchend",i,nn),n.removeEventListener("touchcancel",i,nn),this.end()}},this._openTail=
(n,r)=>{let i=this.host.getWindow();if(i==null)return;this.end();let o={phase:"tail",moved:n,awaitingFling:r,timerId:i.setTimeout(()=>{if(this.host.tailStillMoving()){
this._openTail(o.moved,o.awaitingFling);return}this._touch=o.awaitingFling?{phase:"lateFling",until:this.host.now()+1e3}:null,this.host.onTailClosed()},150)};this.
_touch=o}}get touch(){return this._touch}};var xa=t=>{let{clientWidth:e,clientHeight:n}=t;return{width:e,height:n}},Ma=t=>{let e=new Set;return{schedule:n=>{let r=t.requestAnimationFrame(()=>{e.delete(r),
n()});e.add(r)},cancel:()=>{e.forEach(n=>t.cancelAnimationFrame(n)),e.clear()}}},Ru=t=>t,Du=t=>{let e=t.overscan*Math.max(t.lanes??1,1),n=Math.max(t.startIndex-
e,0),i=Math.min(t.endIndex+e,t.count-1)-n+1,o=new Array(i);for(let s=0;s<i;s++)o[s]=n+s;return o},ka=(t,e)=>{let n=t.scrollElement;if(!n)return;let r=t.targetWindow;
if(!r)return;let i=a=>{let{width:l,height:c}=a;e({width:Math.round(l),height:Math.round(c)})};if(i(xa(n)),!r.ResizeObserver)return()=>{};let o=Ma(r),s=new r.ResizeObserver(
()=>{let a=()=>{i(xa(n))};t.options.useAnimationFrameWithResizeObserver?o.schedule(a):a()});return s.observe(n,{box:"content-box"}),()=>{s.unobserve(n),o.cancel()}},
_a={passive:!0};var ju=typeof window>"u"?!0:"onscrollend"in window,Bu=(t,e,n)=>{let r=t.scrollElement;if(!r)return;let i=t.targetWindow;if(!i)return;let o=t.options.useScrollendEvent&&
ju,s=0,a=o?null:ma(i,()=>e(n(r),!1),t.options.isScrollingResetDelay),l=h=>()=>{s=n(r),a?.(),e(s,h)},c=l(!0),u=l(!1);return r.addEventListener("scroll",c,_a),o&&
r.addEventListener("scrollend",u,_a),()=>{r.removeEventListener("scroll",c),o&&r.removeEventListener("scrollend",u),a?.cancel()}},Aa=(t,e)=>Bu(t,e,n=>{let{horizontal:r,
isRtl:i}=t.options;return r?n.scrollLeft*(i&&-1||1):n.scrollTop});var Pu=(t,e,n)=>{if(n.options.useCachedMeasurements){let r=n.indexFromElement(t),i=n.options.getItemKey(r);return n.itemSizeCache.get(i)??n.options.estimateSize(
r)}if(e?.borderBoxSize){let r=e.borderBoxSize[0];if(r)return Math.round(r[n.options.horizontal?"inlineSize":"blockSize"])}if(!e){let r=n.indexFromElement(t),i=n.
options.getItemKey(r),o=n.itemSizeCache.get(i);if(o!==void 0)return o}return t[n.options.horizontal?"offsetWidth":"offsetHeight"]},Uu=(t,{adjustments:e=0,behavior:n},r)=>{
var i;let{scrollElement:o,options:s}=r,a=t+e,l=s.horizontal&&s.isRtl&&o!==null&&"ownerDocument"in o;(i=o?.scrollTo)==null||i.call(o,{[s.horizontal?"left":"top"]:l?
-a:a,behavior:n})};var Ea=Uu,Sa=(t,e)=>t==="smooth"?e?"smoothLanded":"smooth":"instant",qn=t=>t?.phase==="smooth"||t?.phase==="smoothLanded";function qu(t,e,n,r){if(e===0)return!1;
let i=r(0),o=new Set,s=0;for(;s<t;){let l=n(s);if(l===i)break;o.add(l),s++}let a=t-s;if(a===0||a>=e)return!1;for(let l=0;l<a;l++)if(r(l)!==n(s+l))return!1;for(let l=a;l<
e;l++)if(o.has(r(l)))return!1;return!0}var Nr=class{constructor(e){this.unsubs=[],this.scrollElement=null,this.targetWindow=null,this.isScrolling=!1,this.scrollState=
null,this.measurementsCache=[],this._singleLaneMeasurements=null,this.itemSizeCache=new Map,this.itemSizeCacheVersion=0,this.laneAssignments=new Map,this.pendingMin=
null,this.prevLanes=void 0,this.lanesChangedFlag=!1,this.lanesSettling=!1,this.pendingScrollAnchor=null,this.scrollRect=null,this.scrollOffset=null,this.scrollDirection=
null,this._holdOffset=0,this._reportedOverscroll=!1,this._iosGesture=new Tr({getWindow:()=>this.targetWindow,now:()=>this.now(),tailStillMoving:()=>{let n=this.
scrollState;if(n?.phase!=="queued"||this.pendingWrite!==null)return!1;let r=this._readElementOffset();return r===null||this._lastElementOffset===null||Math.abs(
r-this._lastElementOffset)<1?!1:(this._lastElementOffset=r,n.samples=[...n.samples??[],{t:this.now(),offset:r}],!0)},onTailClosed:()=>{let n=this.scrollState;n?.
phase==="queued"&&wa(n.samples??[])&&(this.scrollState=null),this._flushHoldIfReady(!0),this._writeAwaitingCommand(),this._retryClampedAdjustment()}}),this._lastElementOffset=
null,this.pendingWrite=null,this._clampedAdjustment=null,this.elementsCache=new Map,this._resizeBatch=null,this.now=()=>{var n,r,i;return((i=(r=(n=this.targetWindow)==
null?void 0:n.performance)==null?void 0:r.now)==null?void 0:i.call(r))??Date.now()},this.observer=(()=>{let n=null,r=null,i=!1,o=!1,s=new Set,a=()=>{if(n)return n;
let c=this.targetWindow;if(!c||!c.ResizeObserver)return null;let u=r=Ma(c);return n=new c.ResizeObserver(h=>{let p=()=>{let f={sync:!1};this._resizeBatch=f;try{
h.forEach(l)}finally{this._resizeBatch=null,f.notify&&(this.notify(f.sync),this._noteClampMax(),this._flushHoldIfReady(!0),this._retryClampedAdjustment(),this.measureElement(
null))}};if(this.options.useAnimationFrameWithResizeObserver)u.schedule(p);else{i=!0;try{p()}finally{i=!1}}})},l=c=>{let u=c.target,h=this.indexFromElement(u);if(!u.
isConnected){this.observer.unobserve(u);for(let[p,f]of this.elementsCache)if(f===u){this.elementsCache.delete(p);break}return}this.isIndexInRange(h)&&this.shouldMeasureDuringScroll(
h)&&this.resizeItem(h,this.options.measureElement(u,c,this))};return{disconnect:()=>{var c;(c=a())==null||c.disconnect(),r?.cancel(),s.clear(),o=!1,n=null,r=null},
observe:c=>{let u=a();if(u){if(!i){u.observe(c,{box:"border-box"});return}s.add(c),o||(o=!0,r?.schedule(()=>{o=!1,s.forEach(h=>{h.isConnected&&n?.observe(h,{box:"\
border-box"})}),s.clear()}))}},unobserve:c=>{var u;s.delete(c),(u=a())==null||u.unobserve(c)}}})(),this.range=null,this.setOptions=n=>{var r;let i={debug:!1,initialOffset:0,
overscan:1,paddingStart:0,paddingEnd:0,scrollPaddingStart:0,scrollPaddingEnd:0,horizontal:!1,getItemKey:Ru,rangeExtractor:Du,onChange:()=>{},measureElement:Pu,initialRect:{
width:0,height:0},scrollMargin:0,gap:0,indexAttribute:"data-index",initialMeasurementsCache:[],lanes:1,anchorTo:"start",followOnAppend:!1,scrollEndThreshold:1,isScrollingResetDelay:150,
enabled:!0,isRtl:!1,useScrollendEvent:!1,useAnimationFrameWithResizeObserver:!1,laneAssignmentMode:"estimate",useCachedMeasurements:!1};for(let u in n){let h=n[u];
h!==void 0&&(i[u]=h)}let o=this.options,s=null,a=null,l=!1;if(o!==void 0&&o.enabled&&i.enabled&&i.anchorTo==="end"&&this.scrollElement!==null){let u=o.count,h=i.
count,p=this.getMeasurements(),f=((r=this._singleLaneMeasurements)==null?void 0:r.items)??p,v=M=>da(f[M]),y=u>0?v(0):null,_=u>0?v(u-1):null;if(h!==u||u>0&&h>0&&
(i.getItemKey(0)!==y||i.getItemKey(h-1)!==_)){l=!0;let M=u>0?this.getVirtualItemForOffset(this.getScrollOffset())??p[0]:null;M&&(s=[M.key,this.getScrollOffset()-
M.start]);let P=i.followOnAppend===!0?"auto":i.followOnAppend||null;P&&h>0&&this.isAtEnd(o.scrollEndThreshold)&&(u===0||i.getItemKey(h-1)!==_)&&(h>u||qu(u,h,v,i.
getItemKey))&&(a=P)}}this.options=i,l&&(this.pendingMin=0,this.itemSizeCacheVersion++);let c=null;if(s&&this.scrollOffset!==null&&!this._awaitingCommandReadBack()){
let[u,h]=s,p=this.getMeasurements(),{count:f,getItemKey:v}=this.options,y=0;for(;y<f&&v(y)!==u;)y++;if(y<f){let _=p[y];if(_){let x=Math.max(0,_.start+h);!a&&x!==
this.scrollOffset&&(c=x-this.scrollOffset,this.scrollOffset=x)}}}a?this.pendingScrollAnchor={kind:"follow",behavior:a}:c!==null&&(this._canWriteScroll()?this.pendingScrollAnchor=
{kind:"anchor",delta:c}:(this._holdOffset+=c,this._followOffsetTarget(c)))},this.notify=n=>{var r,i;(i=(r=this.options).onChange)==null||i.call(r,this,n)},this.
maybeNotify=Fe(()=>(this.calculateRange(),[this.isScrolling,this.range?this.range.startIndex:null,this.range?this.range.endIndex:null]),n=>{this.notify(n)},{key:!1,
debug:()=>this.options.debug,initialDeps:[this.isScrolling,this.range?this.range.startIndex:null,this.range?this.range.endIndex:null]}),this.cleanup=()=>{var n;
this.unsubs.filter(Boolean).forEach(r=>r()),this.unsubs=[],this.observer.disconnect(),this.rafId!=null&&this.targetWindow&&(this.targetWindow.cancelAnimationFrame(
this.rafId),this.rafId=null),this.scrollState=null,(n=this._momentumStop)==null||n.restore(),this._momentumStop=null,this.isScrolling=!1,this.scrollDirection=null,
this._holdOffset=0,this._reportedOverscroll=!1,this._clampedAdjustment=null,this.pendingWrite=null,this.scrollElement=null,this.targetWindow=null},this._didMount=
()=>()=>{this.cleanup()},this._willUpdate=()=>{var n;let r=this.options.enabled?this.options.getScrollElement():null;if(this.scrollElement!==r){if(this.cleanup(),
!r){this.maybeNotify();return}this.scrollElement=r,this.scrollElement&&"ownerDocument"in this.scrollElement?this.targetWindow=this.scrollElement.ownerDocument.defaultView:
this.targetWindow=((n=this.scrollElement)==null?void 0:n.window)??null,this.elementsCache.forEach(o=>{this.observer.observe(o)}),this.unsubs.push(this.options.observeElementRect(
this,o=>{this.scrollRect=o,this.maybeNotify()})),this.unsubs.push(this.options.observeElementOffset(this,(o,s)=>{var a,l,c,u;let h=s?this._elementMaxScrollOffset():
null,p=this._reportedOverscroll;this._reportedOverscroll=o<0||h!==null&&o>h+1;let f=o;this._lastElementOffset=f,o=this._toLayoutOffset(o);let v=this._classifyScrollEvent(
o,s,h);if(v==="spurious")return;v==="readBack"?o=this.pendingWrite.target:v==="clampedReadBack"&&((a=this.scrollState)==null?void 0:a.index)!=null&&o<this.getMaxScrollOffset()-
1.5?this.scrollState.lastTargetOffset=o:va({kind:v,offset:o,command:this.scrollState,target:()=>this.getScrollStateTarget(this.scrollState)})&&(this.scrollState=
null),this.pendingWrite=null,this._clampedAdjustment!==null&&Math.abs(o-this._clampedAdjustment.maxAtWrite)>=1.5&&(this._clampedAdjustment=null);let y=this.getScrollOffset(),
_=this.scrollDirection;this.scrollDirection=s?y===o?this.scrollDirection:y<o?"forward":"backward":null,this.scrollOffset=o,this.isScrolling=s;let x=this.scrollState;
if(x?.phase==="queued"&&v==="external"&&s)if(p||this._reportedOverscroll)x.samples=[];else{let k=this.now();x.samples=[...(x.samples??[]).filter(M=>k-M.t<=200),
{t:k,offset:f}],(_!==null&&this.scrollDirection!==_||ya(x.samples))&&(this.scrollState=null)}this._iosGesture.onScroll({isScrolling:s,ownReadBack:v==="readBack",
moved:o!==y,external:v==="external"&&((l=this.scrollState)==null?void 0:l.phase)!=="smooth"&&((c=this.scrollState)==null?void 0:c.phase)!=="smoothFinishing"})&&
((u=this.scrollState)==null?void 0:u.phase)==="queued"&&(this.scrollState=null),this._flushHoldIfReady(!0),this.scrollState&&this.scheduleScrollReconcile(),this.
maybeNotify()})),"addEventListener"in this.scrollElement&&this.unsubs.push(this._iosGesture.listen(this.scrollElement)),this._scrollToOffset(this.getScrollOffset())}
this._noteClampMax();let i=this.pendingScrollAnchor;this.pendingScrollAnchor=null,i&&this.scrollElement&&this.options.enabled&&(i.kind==="anchor"?this._canWriteScroll()?
qn(this.scrollState)&&!fe(this.getScrollOffset()-i.delta,this.scrollState.lastTargetOffset)||(this._followOffsetTarget(i.delta),this._scrollToOffset(this.getScrollOffset())):
(this._holdOffset+=i.delta,this._followOffsetTarget(i.delta),this.notify(!1)):this.scrollToEnd({behavior:i.behavior})),this._flushHoldIfReady(!1),this._retryClampedAdjustment()},
this._classifyScrollEvent=(n,r,i)=>{var o;return ga({offset:n,isScrolling:r,elementMax:i,holdOffset:this._holdOffset,scrollOffset:this.scrollOffset,pendingWrite:this.
pendingWrite,clampedMaxAtWrite:((o=this._clampedAdjustment)==null?void 0:o.maxAtWrite)??null})},this._retryClampedAdjustment=()=>{if(this._clampedAdjustment===null||
!this.scrollElement||!this.options.enabled||!this._canWriteScroll())return;let{target:n,maxAtWrite:r}=this._clampedAdjustment,i=this.getMaxScrollOffset();i>r+.5&&
(this._clampedAdjustment=n>i+.5?{target:n,maxAtWrite:i}:null,this._scrollToOffset(n))},this._writeAwaitingCommand=()=>{let n=this.scrollState;if(n===null||n.phase!==
"queued")return;let{behavior:r}=n;this.getMeasurements();let i=this.getScrollStateTarget(n);n.lastTargetOffset=i,this._clampedAdjustment=null,n.phase=Sa(r,n.index!=
null&&fe(i,this.getScrollOffset())),this._scrollToOffset(i,{behavior:r}),this.scheduleScrollReconcile()},this._readElementOffset=()=>{let n=this.scrollElement;if(n==
null)return null;let{horizontal:r,isRtl:i}=this.options;return typeof n.scrollTop=="number"?r?n.scrollLeft*(i&&-1||1):n.scrollTop:typeof n.scrollY=="number"?r?n.
scrollX:n.scrollY:null},this._canWriteScroll=()=>!(Un()&&this._iosGesture.inMotion())&&!this._reportedOverscroll,this._flushHoldIfReady=n=>{var r;if(this._holdOffset===
0||!this.scrollElement||!this.options.enabled||!this._canWriteScroll()||((r=this.scrollState)==null?void 0:r.phase)==="smooth")return;this._holdOffset=0,this.scrollOffset!==
null&&this.scrollOffset<0&&(this.scrollOffset=0),this.notify(n);let i=this.getCommandWrittenOffset()??this.getScrollOffset();this._clampedAdjustment=this._clampedBy(
i),this._scrollToOffset(i)},this.rafId=null,this.getSize=()=>this.options.enabled?(this.scrollRect=this.scrollRect??this.options.initialRect,this.scrollRect[this.
options.horizontal?"width":"height"]):(this.scrollRect=null,0),this.getScrollOffset=()=>this.options.enabled?(this.scrollOffset=this.scrollOffset??(typeof this.
options.initialOffset=="function"?this.options.initialOffset():this.options.initialOffset),this.scrollOffset):(this.scrollOffset=null,0),this.getMeasurementOptions=
Fe(()=>[this.options.count,this.options.paddingStart,this.options.scrollMargin,this.options.getItemKey,this.options.enabled,this.options.lanes,this.options.laneAssignmentMode,
this.options.gap],(n,r,i,o,s,a,l,c)=>(this.prevLanes!==void 0&&this.prevLanes!==a&&(this.lanesChangedFlag=!0),this.prevLanes=a,this.pendingMin=null,{count:n,paddingStart:r,
scrollMargin:i,getItemKey:o,enabled:s,lanes:a,laneAssignmentMode:l,gap:c}),{key:!1}),this.isIndexInRange=n=>n>=0&&n<this.options.count,this.getMeasurements=Fe(()=>[
this.getMeasurementOptions(),this.itemSizeCacheVersion],({count:n,paddingStart:r,scrollMargin:i,getItemKey:o,enabled:s,lanes:a,laneAssignmentMode:l,gap:c},u)=>{
var h;let p=this.itemSizeCache;if(!s)return this.measurementsCache=[],this._singleLaneMeasurements=null,this.itemSizeCache.clear(),this.laneAssignments.clear(),
[];if(this.laneAssignments.size>n)for(let k of this.laneAssignments.keys())k>=n&&this.laneAssignments.delete(k);this.lanesChangedFlag&&(this.lanesChangedFlag=!1,
this.lanesSettling=!0,this.measurementsCache=[],this._singleLaneMeasurements=null,this.itemSizeCache.clear(),this.laneAssignments.clear(),this.pendingMin=null),
this.measurementsCache.length===0&&!this.lanesSettling&&(this.measurementsCache=this.options.initialMeasurementsCache,this.measurementsCache.forEach(k=>{this.itemSizeCache.
set(k.key,k.size)}));let f=this.lanesSettling?0:this.pendingMin??0;if(this.pendingMin=null,this.lanesSettling&&this.measurementsCache.length===n&&(this.lanesSettling=
!1),a===1){let k=n*2,M=(h=this._singleLaneMeasurements)==null?void 0:h.flat;if(!M||M.length<k){let F=new Float64Array(k);M&&f>0&&F.set(M.subarray(0,f*2)),M=F}let P=f===
0?new Array(n):this._singleLaneMeasurements.items.slice(),T;if(f===0)T=r+i;else{let F=f-1;T=M[F*2]+M[F*2+1]+c}for(let F=f;F<n;F++){let D=o(F);P[F]=D;let $=p.get(
D),W=typeof $=="number"?$:this.options.estimateSize(F);M[F*2]=T,M[F*2+1]=W,T+=W+c}this._singleLaneMeasurements={flat:M,items:P};let U=pa(P,M);return this.measurementsCache=
U,U}let v=this.measurementsCache.slice(0,f),y=new Array(a).fill(void 0),_=new Float64Array(a),x=0;for(let k=0;k<f;k++){let M=v[k];M&&(y[M.lane]===void 0&&x++,y[M.
lane]=k,_[M.lane]=M.end)}for(let k=f;k<n;k++){let M=o(k),P=this.laneAssignments.get(k),T,U,F=l==="estimate"||p.has(M);if(P!==void 0&&this.options.lanes>1){T=P;let K=y[T],
X=K!==void 0?v[K]:void 0;U=X?X.end+c:r+i}else if(x===a){let K=0,X=_[0],ct=y[0];for(let w=1;w<a;w++){let E=_[w];(E<X||E===X&&y[w]<ct)&&(K=w,X=E,ct=y[w])}T=K,U=X+
c,F&&this.laneAssignments.set(k,T)}else T=k%this.options.lanes,U=r+i,F&&this.laneAssignments.set(k,T);let D=p.get(M),$=typeof D=="number"?D:this.options.estimateSize(
k),W=U+$;v[k]={index:k,start:U,size:$,end:W,key:M,lane:T},y[T]===void 0&&x++,y[T]=k,_[T]=W}return this.measurementsCache=v,v},{key:!1,debug:()=>this.options.debug}),
this.calculateRange=Fe(()=>[this.getMeasurements(),this.getSize(),this.getScrollOffset(),this.options.lanes,this._getLayoutTotalSize()+this.options.scrollMargin],
(n,r,i,o,s)=>{if(n.length===0||r===0)return this.range=null,null;let a=Math.max(s-r,0);return this.range=Vu(n,r,Math.min(i,a),o,o===1&&this._singleLaneMeasurements!==
null?this._singleLaneMeasurements.flat:null),this.range},{key:!1,debug:()=>this.options.debug}),this.getVirtualIndexes=Fe(()=>{let n=null,r=null,i=this.calculateRange();
return i&&(n=i.startIndex,r=i.endIndex),this.maybeNotify.updateDeps([this.isScrolling,n,r]),[this.options.rangeExtractor,this.options.overscan,this.options.count,
n,r,this.options.lanes]},(n,r,i,o,s,a)=>o===null||s===null?[]:n({startIndex:o,endIndex:s,overscan:r,count:i,lanes:a}),{key:!1,debug:()=>this.options.debug}),this.
indexFromElement=n=>{let r=this.options.indexAttribute,i=n.getAttribute(r);return i?parseInt(i,10):(console.warn(`Missing attribute name '${r}={index}' on measu\
red element.`),-1)},this.shouldMeasureDuringScroll=n=>{var r;if(!qn(this.scrollState))return!0;let i=this.scrollState.index??((r=this.getVirtualItemForOffset(this.
scrollState.lastTargetOffset))==null?void 0:r.index);if(i!==void 0&&this.range){let o=Math.max(this.options.overscan,Math.ceil((this.range.endIndex-this.range.startIndex)/
2)),s=Math.max(0,i-o),a=Math.min(this.options.count-1,i+o);return n>=s&&n<=a}return!0},this.measureElement=n=>{if(!n){this.elementsCache.forEach((s,a)=>{s.isConnected||
(this.observer.unobserve(s),this.elementsCache.delete(a))});return}let r=this.indexFromElement(n);if(!this.isIndexInRange(r))return;let i=this.options.getItemKey(
r),o=this.elementsCache.get(i);o!==n&&(o&&this.observer.unobserve(o),this.observer.observe(n),this.elementsCache.set(i,n)),n.isConnected&&(!this.isScrolling||this.
scrollState)&&this.shouldMeasureDuringScroll(r)&&this.resizeItem(r,this.options.measureElement(n,void 0,this))},this.resizeItem=(n,r)=>{var i,o,s;if(!this.isIndexInRange(
n))return;(i=this._resizeBatch)!=null&&i.sync&&this.getMeasurements();let a,l,c,u=(o=this._singleLaneMeasurements)==null?void 0:o.flat;if(this.options.lanes===1&&
u!=null)c=this.options.getItemKey(n),l=u[n*2],a=u[n*2+1];else{let f=this.measurementsCache[n];if(!f)return;c=f.key,l=f.start,a=f.size}let h=this.itemSizeCache.get(
c)??a,p=r-h;if(p!==0){let f=this.options.anchorTo==="end"&&!qn(this.scrollState)&&this.getVirtualDistanceFromEnd()<=this.options.scrollEndThreshold,v=f?this._getLayoutTotalSize():
0,y=this.getScrollOffset(),x=!this.itemSizeCache.has(c)?l<y:l+h<=y&&this.scrollDirection!=="backward",k=!qn(this.scrollState)&&(this.shouldAdjustScrollPositionOnItemSizeChange!==
void 0?this.shouldAdjustScrollPositionOnItemSizeChange(this.measurementsCache[n]??{index:n,key:c,start:l,size:a,end:l+a,lane:0},p,this):x);(this.pendingMin===null||
n<this.pendingMin)&&(this.pendingMin=n),this.itemSizeCache.set(c,r),this.itemSizeCacheVersion++;let M=!1;if(this._awaitingCommandReadBack()||(f?M=this.applyScrollAdjustment(
this._getLayoutTotalSize()-v):k&&(M=this.applyScrollAdjustment(p))),this._resizeBatch){this._resizeBatch.notify=!0,(s=this._resizeBatch).sync||(s.sync=M);return}
this.notify(M),this._noteClampMax(),this._flushHoldIfReady(!0),this._retryClampedAdjustment()}},this.getVirtualItems=Fe(()=>[this.getVirtualIndexes(),this.getMeasurements(),
this._holdOffset],(n,r,i)=>{let o=[];for(let s=0,a=n.length;s<a;s++){let l=n[s],c=r[l];o.push(i===0?c:{...c,start:c.start-i,end:c.end-i})}return o},{key:!1,debug:()=>this.
options.debug}),this.getVirtualItemForOffset=n=>{var r;let i=this.getMeasurements();if(i.length===0)return;let o=(r=this._singleLaneMeasurements)==null?void 0:r.
flat,s=this.options.lanes===1&&o!=null,a=za(0,i.length-1,s?l=>o[l*2]:l=>Zi(i[l]).start,n);return Zi(i[a])},this._noteClampMax=()=>{if(!this._awaitingCommandReadBack())
return;let n=this._elementMaxScrollOffset();if(n===null)return;let r=this.pendingWrite,i=Math.max(n,0)+this._holdOffset;if(i>=r.target)return;let o=r.lowMaxes??
(r.lowMaxes=[]);o[o.length-1]!==i&&o.push(i)},this.getMaxScrollOffset=()=>(this._elementMaxScrollOffset()??0)+this._holdOffset,this._toLayoutOffset=n=>{var r;let i=n+
this._holdOffset;return((r=this.pendingScrollAnchor)==null?void 0:r.kind)==="anchor"&&(i+=this.pendingScrollAnchor.delta),i},this._elementMaxScrollOffset=()=>{let n=this.
scrollElement;if(n===null)return null;if("scrollHeight"in n)return this.options.horizontal?n.scrollWidth-n.clientWidth:n.scrollHeight-n.clientHeight;if("documen\
t"in n){let r=n.document.documentElement;return this.options.horizontal?r.scrollWidth-n.innerWidth:r.scrollHeight-n.innerHeight}return null},this._momentumStop=
null,this._stopMomentum=n=>{let r=this.scrollElement,i=this.targetWindow;if(r===null||i===null)return;let o="document"in r?r.document.scrollingElement:r;if(!o?.
style)return;if(this._momentumStop){this._momentumStop.done=n;return}let{style:s}=o,a=this.options.horizontal?"overflow-x":"overflow-y",l=s.getPropertyValue(a),
c=s.getPropertyPriority(a),u=()=>this.options.horizontal?o.clientHeight:o.clientWidth,h=u();if(s.setProperty(a,"hidden","important"),u()!==h){s.setProperty(a,l,
c);return}let p={restore:()=>s.getPropertyValue(a)!=="hidden"||s.getPropertyPriority(a)!=="important"?!1:(s.setProperty(a,l,c),!0),done:n};this._momentumStop=p,
i.requestAnimationFrame(()=>i.requestAnimationFrame(()=>{this._momentumStop===p&&(this._momentumStop=null,p.restore()&&p.done())}))},this._clampedBy=n=>{let r=this.
_elementMaxScrollOffset();if(r===null)return null;let i=r+this._holdOffset;return n>i+.5?{target:n,maxAtWrite:i}:null},this.getVirtualDistanceFromEnd=()=>Math.max(
this._getLayoutTotalSize()+this.options.scrollMargin-this.getSize()-this.getScrollOffset(),0),this.getDistanceFromEnd=()=>Math.max(this.getMaxScrollOffset()-this.
getScrollOffset(),0),this.isAtEnd=(n=this.options.scrollEndThreshold)=>this.getDistanceFromEnd()<=n,this.getOffsetForAlignment=(n,r,i=0)=>{if(!this.scrollElement)
return 0;let o=this.getSize(),s=this.getScrollOffset();r==="auto"&&(r=n>=s+o?"end":"start"),r==="center"?n+=(i-o)/2:r==="end"&&(n-=o);let a=this.getMaxScrollOffset();
return Math.max(Math.min(a,n),0)},this.getOffsetForIndex=(n,r="auto")=>{n=Math.max(0,Math.min(n,this.options.count-1));let i=this.getSize(),o=this.getScrollOffset(),
s=this.getMeasurements()[n];if(!s)return;if(r==="auto")if(s.end>=o+i-this.options.scrollPaddingEnd)r="end";else if(s.start<=o+this.options.scrollPaddingStart)r=
"start";else return[o,r];if(r==="end"&&n===this.options.count-1){let l=this.getMaxScrollOffset(),c=l-this.options.paddingEnd+this.options.scrollPaddingEnd;return[
Math.max(Math.min(c,l),0),r]}let a=r==="end"?s.end+this.options.scrollPaddingEnd:s.start-this.options.scrollPaddingStart;return[this.getOffsetForAlignment(a,r,s.
size),r]},this.scrollToOffset=(n,{align:r="start",behavior:i="auto"}={})=>{this._startScroll({index:null,align:r},this.getOffsetForAlignment(n,r),i,"absolute")},
this.scrollToIndex=(n,{align:r="auto",behavior:i="auto"}={})=>{n=Math.max(0,Math.min(n,this.options.count-1));let o=this.getOffsetForIndex(n,r);if(!o)return;let[
s,a]=o;this._startScroll({index:n,align:a},s,i,"absolute")},this.scrollBy=(n,{behavior:r="auto"}={})=>{let i=this.getOffsetForAlignment((this.getCommandWrittenOffset()??
this.getScrollOffset())+n,"start");this._startScroll({index:null,align:"start"},i,r,"relative")},this.scrollToEnd=({behavior:n="auto"}={})=>{if(this.options.count>
0){this._startScroll({index:this.options.count-1,align:"end",toEnd:!0},Math.max(this.getMaxScrollOffset(),0),n,"absolute");return}this.scrollToOffset(Math.max(this.
getTotalSize()-this.getSize(),0),{behavior:n})},this.cancelScroll=()=>{this.rafId!=null&&this.targetWindow&&(this.targetWindow.cancelAnimationFrame(this.rafId),
this.rafId=null),this.scrollState=null},this.getTotalSize=()=>Math.max(this._getLayoutTotalSize()-this._holdOffset,0),this._getLayoutTotalSize=()=>{var n,r;let i=this.
getMeasurements(),o;if(i.length===0)o=this.options.paddingStart;else if(this.options.lanes===1){let s=i.length-1,a=(n=this._singleLaneMeasurements)==null?void 0:
n.flat;a!=null?o=a[s*2]+a[s*2+1]:o=((r=i[s])==null?void 0:r.end)??0}else{let s=Array(this.options.lanes).fill(null),a=i.length-1;for(;a>=0&&s.some(l=>l===null);){
let l=i[a];s[l.lane]===null&&(s[l.lane]=l.end),a--}o=Math.max(...s.filter(l=>l!==null))}return Math.max(o-this.options.scrollMargin+this.options.paddingEnd,0)},
this.takeSnapshot=()=>{let n=[];if(this.itemSizeCache.size===0)return n;let r=this.getMeasurements();for(let i of r)i&&this.itemSizeCache.has(i.key)&&n.push({index:i.
index,key:i.key,start:i.start,size:i.size,end:i.end,lane:i.lane});return n},this._scrollToOffset=(n,{adjustments:r,behavior:i}={})=>{let o={target:n+(r??0),smooth:i===
"smooth"};return this.pendingWrite=o,this.options.scrollToFn(n-this._holdOffset,{behavior:i,adjustments:r},this),o},this.getCommandWrittenOffset=()=>this.scrollState!==
null&&this.pendingWrite!==null&&!this.pendingWrite.smooth?this.pendingWrite.target:null,this._awaitingCommandReadBack=()=>{let n=this.getCommandWrittenOffset();
return!(Un()&&this._iosGesture.dragging())&&n!==null&&!fe(n,this.getScrollOffset())},this._followOffsetTarget=n=>{this.scrollState!==null&&this.scrollState.index==
null&&(this.scrollState.lastTargetOffset+=n)},this.measure=()=>{this.pendingMin=null,this.itemSizeCache.clear(),this.laneAssignments.clear(),this.itemSizeCacheVersion++,
this.notify(!1)},this.setOptions(e)}get scrollAdjustments(){return 0}applyScrollAdjustment(e,n){if(e===0)return!1;if(this._followOffsetTarget(e),this._canWriteScroll()){
let r=this.getScrollOffset();this._clampedAdjustment=this._clampedBy(r+e);let i=this._scrollToOffset(r,{adjustments:e,behavior:n});return this.scrollOffset!==null&&
(this.pendingWrite===i&&(this.scrollOffset+=e),this.scrollOffset<0&&(this.scrollOffset=0)),!0}else return this._holdOffset+=e,this.scrollOffset!==null&&(this.scrollOffset+=
e),!0}scheduleScrollReconcile(){if(!this.targetWindow){this.scrollState=null;return}this.rafId==null&&(this.rafId=this.targetWindow.requestAnimationFrame(()=>{this.
rafId=null,this.reconcileScroll()}))}getScrollStateTarget(e){let n=e.toEnd?[Math.max(this.getMaxScrollOffset(),0)]:e.index!=null?this.getOffsetForIndex(e.index,
e.align):void 0;return n?n[0]:e.lastTargetOffset}reconcileScroll(){if(!this.scrollState||!this.scrollElement)return;if(this.now()-this.scrollState.startedAt>5e3){
this.scrollState=null;return}if(this.scrollState.phase==="queued"){this.scheduleScrollReconcile();return}this.getMeasurements();let r=this.getScrollStateTarget(
this.scrollState),i=this.scrollState.index==null?1:this.options.useAnimationFrameWithResizeObserver?3:2,o=r!==this.scrollState.lastTargetOffset;if(!o&&fe(r,this.
getScrollOffset())){if(this.scrollState.phase==="smooth"?this.scrollState.phase="smoothLanded":this.scrollState.phase==="smoothFinishing"&&(this.scrollState.phase=
"instant"),this.scrollState.stableFrames++,this.scrollState.stableFrames>=i){this.getScrollOffset()!==r&&this._scrollToOffset(r,{behavior:"auto"}),this.scrollState=
null;return}}else if(this.scrollState.stableFrames=0,o){let s=this.getSize()||600,a=Math.abs(r-this.getScrollOffset()),l=qn(this.scrollState)&&a>s;this.scrollState.
lastTargetOffset=r,l?this.scrollState.phase="smooth":this.scrollState.phase==="smooth"?this.scrollState.phase="smoothFinishing":this.scrollState.phase==="smooth\
Landed"&&(this.scrollState.phase="instant"),this._scrollToOffset(r,{behavior:l?"smooth":"auto"})}this.scheduleScrollReconcile()}_startScroll(e,n,r,i){this.pendingScrollAnchor=
null,this._clampedAdjustment=null;let o=this._iosGesture.tail();if(i==="absolute"&&o!==null){if(o==="fling"&&ba()){this._stopMomentum(()=>{let s=this.scrollState;
s?.phase!=="queued"||this._iosGesture.tail()!=="fling"||this._reportedOverscroll||(this._iosGesture.end(),this._flushHoldIfReady(!0),this._writeAwaitingCommand())}),
this.scrollState={...e,startedAt:this.now(),lastTargetOffset:n,stableFrames:0,phase:"queued",behavior:r,samples:[]},this.scheduleScrollReconcile();return}this._iosGesture.
end()}this.scrollState={...e,startedAt:this.now(),lastTargetOffset:n,stableFrames:0,behavior:r,phase:Sa(r,e.index!=null&&fe(n,this.getScrollOffset()))},this._scrollToOffset(
n,{behavior:r}),this.scheduleScrollReconcile()}},za=(t,e,n,r)=>{for(;t<=e;){let i=(t+e)/2|0,o=n(i);if(o<r)t=i+1;else if(o>r)e=i-1;else return i}return t>0?t-1:0};
function Hu(t,e,n){let r=0;for(;r<=e;){let i=(r+e)/2|0,o=t[i*2];if(o<n)r=i+1;else if(o>n)e=i-1;else return i}return r>0?r-1:0}function Vu(t,e,n,r,i){let o=t.length-
1;if(t.length<=r)return{startIndex:0,endIndex:o};if(r===1&&i!==null){let c=Hu(i,o,n),u=c,h=n+e;for(;u<o&&i[u*2]+i[u*2+1]<h;)u++;return{startIndex:c,endIndex:u}}
let a=za(0,o,c=>t[c].start,n),l=a;if(r===1)for(;l<o&&t[l].end<n+e;)l++;else if(r>1){let c=Array(r).fill(0);for(;l<o&&c.some(h=>h<n+e);){let h=t[l];c[h.lane]=h.end,
l++}let u=Array(r).fill(n+e);for(;a>=0&&u.some(h=>h>=n);){let h=t[a];u[h.lane]=h.start,a--}a=Math.max(0,a-a%r),l=Math.min(o,l+(r-1-l%r))}return{startIndex:a,endIndex:l}}var Me=V("samples"),rn=Me.appendChild(m("div",{class:"tiles"})),Ca=Me.appendChild(m("p",{class:"empty"})),eo=480,Fr=!1,$a=m("p",{class:"printed",dir:"auto"}),Wu=[
192,160,128,96],Ku=36,Hn=8,lt=[],Vn="",no=0,Se=new Nr({count:0,getScrollElement:()=>Me,estimateSize:()=>no,overscan:1,scrollToFn:Ea,observeElementRect:ka,observeElementOffset:Aa,
onChange:()=>Rr()}),Wn=0,Ia=()=>lt,Oa={data:({rows:t})=>(e,n)=>t[e]-t[n],score:({score:t,rows:e})=>(n,r)=>t[n]-t[r]||e[n]-e[r],sure:({score:t,rows:e})=>(n,r)=>t[r]-
t[n]||e[n]-e[r],relevance:({pictures:t,rows:e})=>{let n=t.relevance?.scale;return(r,i)=>(n?.[i]??0)-(n?.[r]??0)||e[r]-e[i]},wrong:t=>(e,n)=>+(Ht(t,n)==="wrong")-
+(Ht(t,e)==="wrong")||t.prediction[e]-t.prediction[n]||t.rows[e]-t.rows[n],cluster:({rows:t})=>{let e=L().clustering?.labels??[];return(n,r)=>(e[n]??0)-(e[r]??0)||
t[n]-t[r]}};function Ta(){let t=d.chapter,e=_e().length,n=(d.tile?[d.tile]:Wu).map(r=>{let i=ce(t,r),o=Math.max(i.width*e+3*(e-1),84),s=o+Hn,a=i.height+Ku+Hn;return{
size:i,width:o,pitch:s,height:a,columns:Math.max(1,Math.floor((Me.clientWidth-3*Hn+Hn)/s))}});return n.find(({columns:r,height:i})=>Math.ceil(lt.length/r)*i<=Me.
clientHeight-Hn)??n[n.length-1]}function Lr(){let{chapter:t}=d,e=t?bt(t):null,n=t?Xe(R().selection):[];lt=e?n.filter(r=>e[r]):n,Wn=n.length-lt.length,t&&lt.sort(
(Oa[d.order]??Oa.data)(t)),Vn="",Ca.hidden=lt.length>0||!t,Ca.textContent=t?Wn?"All selected samples are hidden by the filters.":t.size?"Nothing is selected. Dr\
aw around points, or click a cluster, to see its samples.":"This category has no samples.":"",Ju(),Rr()}function Rr(){if(!d.chapter||!lt.length){rn.replaceChildren(),
rn.style.height="0";return}let t=Ta(),e=Fr?Math.min(eo,lt.length):lt.length,n=Math.ceil(e/t.columns);(n!==Se.options.count||t.height!==no)&&(no=t.height,Se.setOptions(
{...Se.options,count:n}),Se.measure()),Se._willUpdate();let r=Se.getVirtualItems(),i=Fr?0:r[0]?.index??0,o=Fr?n:(r.at(-1)?.index??-1)+1;rn.style.height=`${Se.getTotalSize()}\
px`;let s=`${i} ${o} ${t.columns} ${t.width}`;if(s===Vn)return;Vn=s;let a=[];for(let c=i*t.columns;c<Math.min(e,o*t.columns);c++)a.push(Yu(c,t));let l=document.
activeElement?.closest(".tile")?.dataset.position;rn.replaceChildren(...a),l!==void 0&&rn.querySelector(`[data-position="${l}"] .tile-open`)?.focus({preventScroll:!0})}
function Gu(){let t=i=>document.querySelector(`[data-choice="${i}"] select`)?.selectedOptions[0]?.textContent??"",e=lt.length>eo?`The first ${I(eo)} of ${I(lt.length)}\
 selected samples; Export CSV gives the list of all.`:`All ${I(lt.length)} selected samples${Wn?" that the filters show":""}.`,n=d.scale==="shared"&&d.chapter?.
pictures.relevance?`on a shared scale, \xB1 ${Zt(Le(d.chapter.pictures.relevance))} relevance`:"\xB1 the sample's own largest relevance",r=_e().map(i=>en[i].toLowerCase()).
join(" and ")+(_e().includes("overlay")?`, ${d.opacity} % opaque`:"");$a.textContent=`${e} Sorted ${t("order")}. Pictures: ${r}; colours ${d.colormap}, ${n}.`}function Yu(t,{
size:e,width:n,pitch:r,height:i,columns:o}){let s=lt[t],a=d.chapter,{label:l,prediction:c,score:u,wrong:h}=Wt(a,s),p={transform:`translate(${t%o*r}px, ${Math.floor(
t/o)*i}px)`,width:`${n}px`},{clustering:f}=L();return m("div",{class:"tile",style:p,"data-position":String(s),onpointerenter:()=>Lt(a,s,"tile"),onpointerleave:()=>Lt(
null,-1,"tile")},m("button",{type:"button",class:"tile-open",title:`${a.ids[s]}
label ${l}, predicted ${c} (${vt(u)})`,onclick:()=>Re(a,s),onfocus:()=>Lt(a,s,"tile")},m("span",{class:"pictures"},..._e().map(v=>Ot(a,s,v,e))),m("span",{class:"\
tile-label",dir:"auto"},f?ue(f.labels[s]):"",` ${l}`),m("span",{class:h?"tile-verdict wrong":"tile-verdict"},m("span",{class:"tile-prediction",dir:"auto"},`\u2192 ${c}`),
m("span",{class:"tile-score"},vt(u)))),it("close","Take out of the selection",()=>Xu(a,s),{class:"icon tile-drop",tabIndex:-1}))}function Xu(t,e){let n=new Uint8Array(
t.size);n[e]=1,nt(kt(R().selection,n,"remove"))}function Kn(t){let e=lt.indexOf(t);e<0||Se.scrollToIndex(Math.floor(e/Ta().columns))}function Zu(){let t=V("sele\
ction").querySelector(".selected-count"),{chapter:e}=d;d.live&&t&&e&&(t.textContent=`${I(R().selection.size)} of ${I(e.size)} selected`)}function to(t){let e=new Map;
for(let n of t)e.set(n,(e.get(n)??0)+1);return[...e].reduce((n,r)=>r[1]>n[1]?r:n,[void 0,0])}function Ju(){let t=V("selection"),{chapter:e}=d;if(!e)return t.replaceChildren();
let{size:n}=R().selection,r=lt.length,i=`${I(n)} of ${I(e.size)} selected`,o=Wn?[`${I(Wn)} of them hidden by the filters`]:[];if(r){let{clustering:s}=L();if(s){
let[u,h]=to(lt.map(p=>s.labels[p]));o.push(`${jt(h,r)} ${ft(u??-1)}`)}let[a,l]=to(lt.map(u=>e.prediction[u]));o.push(`${jt(l,r)} predicted ${Nt(a??-1)}`);let c=lt.
filter(u=>Ht(e,u)==="wrong").length;c&&o.push(`${I(c)} wrong`);for(let[u,h]of Object.entries(e.metadata)){let[p,f]=to(lt.map(v=>h[v]));r>1&&f/r>=.5&&p!==void 0&&
p!==""&&o.push(`${u} = ${p}, ${jt(f,r)}`)}}t.replaceChildren(m("strong",{class:"selected-count"},i),m("span",{class:"muted composition",dir:"auto",title:o.join(
" \xB7 ")},o.join(" \xB7 "))),d.live||Jt([i,...o].join(", "))}function Na(){let t=it("undo","Undo (Ctrl z)",Er),e=it("redo","Redo (Ctrl Shift z)",zr),n=(s,a,l)=>m(
"button",{type:"button",title:a,onclick:l},s);V("selection").after(m("div",{class:"selection-tools",role:"group","aria-label":"Selection"},n("all","Select all t\
hat are shown (a)",Ar),n("invert","Select the others instead (i)",kr),n("none","Select nothing (Esc)",()=>{d.chapter&&nt(te(d.chapter.size))}),t,e)),Ct("order",
[["data","as in the data"],["cluster","by cluster"],["score","least sure first"],["sure","surest first"],["wrong","wrong first"],["relevance","most relevance fi\
rst"]],"data");for(let s of["mode","order","pixels","scale"])_t(s,a=>zt({[s]:a}));_t("opacity",s=>zt({opacity:Number(s)})),_t("tile",s=>zt({tile:Number(s)?40+4*
Number(s):0}));let r=xi(()=>{d.live&&Lr()},400),i=xi(Zu,100),o="";O("open plot filter",Lr),O("selection",()=>d.live?(i(),r()):Lr()),O("open selection",()=>{d.live||
(Me.scrollTop=0)}),O("open plot filter selection",()=>queueMicrotask(()=>{t.disabled=!Ys(),e.disabled=!Xs()})),O("look",()=>{for(let l of["mode","order","pixels",
"scale"])xe(l,d[l]);xe("opacity",d.opacity,`${d.opacity} %`),xe("tile",d.tile?(d.tile-40)/4:0,d.tile?`${d.tile} px`:"fit");let s=document.querySelector('[data-c\
hoice="opacity"] input');s&&(s.disabled=!_e().includes("overlay"));let a=[d.mode,d.order,d.pixels,d.scale,d.tile].join(" ");a!==o&&(o=a,Lr())}),O("hover",()=>{for(let s of rn.
children)s.classList.toggle("hot",d.hover?.chapter===d.chapter&&String(d.hover?.i)===s.dataset.position)}),Me.before($a);for(let s of["beforeprint","afterprint"])
addEventListener(s,()=>{Fr=s==="beforeprint",Vn="",Rr(),Gu()});new ResizeObserver(()=>{Vn="",Rr()}).observe(Me)}var on=64,Qu=[[0,34,78],[53,69,108],[102,105,112],[148,142,119],[200,184,102],[254,232,56]],tf=[[58,84,140],[84,108,150],[116,126,140],[156,150,124],[204,188,104],
[254,232,56]];function ef(t){let e=document.documentElement.dataset.theme==="dark"?tf:Qu,n=Math.max(0,Math.min(1,t))*(e.length-1),r=Math.min(e.length-2,Math.floor(
n)),i=n-r;return`rgb(${e[r].map((o,s)=>Math.round(o+i*(e[r+1][s]-o))).join(" ")})`}var Fa=()=>[["cluster","cluster"],["label","label"],["prediction","prediction"],
["verdict","right or wrong"],["score","score"],...Object.keys(d.chapter?.metadata??{}).map(t=>[`column ${t}`,t])];function Dr(t){let e=d.colour;return e==="labe\
l"?La("label",t.label):e==="prediction"?La("prediction",t.prediction):e==="score"?Ra("score",t.score):e==="verdict"?rf(t):e.startsWith("column ")&&t.metadata[e.
slice(7)]?of(e.slice(7),t.metadata[e.slice(7)]):nf(t)}function nf(t){let{clustering:e}=L(t);return ro("cluster",e?.labels??new Int32Array(t.size),ft)}var La=(t,e)=>ro(
t,e,Nt);function ro(t,e,n){let r=new Uint16Array(e.length),i=et.palette.clusters.length,o=new Map;for(let l=0;l<r.length;l++)r[l]=e[l]<0?0:1+e[l]%i,o.set(e[l],(o.
get(e[l])??0)+1);let a=[...o].sort((l,c)=>c[1]-l[1]||l[0]-c[0]).map(([l])=>l).map(l=>({text:n(l),colour:be(l),hollow:l<0}));return{name:t,index:r,colours:[et.palette.
noise,...et.palette.clusters],hollow:[!0,...et.palette.clusters.map(()=>!1)],keys:a,ends:null}}function rf(t){let e=["right","wrong","unknown"],n=Uint16Array.from(
{length:t.size},(i,o)=>e.indexOf(Ht(t,o))),r=[et.palette.clusters[0],St("warn"),et.palette.noise];return{name:"prediction",index:n,colours:r,hollow:[!1,!1,!0],keys:e.
map((i,o)=>({text:i,colour:r[o],hollow:o===2})).filter((i,o)=>n.includes(o)),ends:null}}function Ra(t,e){let n=1/0,r=-1/0;for(let l=0;l<e.length;l++)Number.isFinite(
e[l])&&(n=Math.min(n,e[l]),r=Math.max(r,e[l]));let i=r>n?r-n:1,o=Uint16Array.from({length:e.length},(l,c)=>Number.isFinite(e[c])?Math.min(on-1,Math.floor((e[c]-
n)/i*on)):on),s=[...Array.from({length:on},(l,c)=>ef(c/(on-1))),et.palette.noise],a=l=>Number.isFinite(l)?String(Number(l.toPrecision(3))):"\u2013";return{name:t,
index:o,colours:s,hollow:s.map((l,c)=>c===on),keys:[],ends:[a(n),a(r)]}}function of(t,e){let n=G().columns?.find(a=>a.name===t)?.kind,r=e.map(a=>a.trim()===""?NaN:
Number(a)),i=[...new Set(e)];if(n==="number"||n===void 0&&i.length>12&&r.every(Number.isFinite))return Ra(t,r);let o=i.sort((a,l)=>a.localeCompare(l,"en",{numeric:!0})),
s=new Map(o.map((a,l)=>[a,l]));return ro(t,e.map(a=>s.get(a)??-1),a=>o[a])}var io="http://www.w3.org/1999/xhtml",Da={svg:"http://www.w3.org/2000/svg",xhtml:io,xlink:"http://www.w3.org/1999/xlink",xml:"http://www.w3.org/XML/1998/namespa\
ce",xmlns:"http://www.w3.org/2000/xmlns/"};function Gn(t){var e=t+="",n=e.indexOf(":");return n>=0&&(e=t.slice(0,n))!=="xmlns"&&(t=t.slice(n+1)),Da.hasOwnProperty(
e)?{space:Da[e],local:t}:t}function sf(t){return function(){var e=this.ownerDocument,n=this.namespaceURI;return n===io&&e.documentElement.namespaceURI===io?e.createElement(
t):e.createElementNS(n,t)}}function af(t){return function(){return this.ownerDocument.createElementNS(t.space,t.local)}}function ja(t){var e=Gn(t);return(e.local?
af:sf)(e)}function lf(){}function Br(t){return t==null?lf:function(){return this.querySelector(t)}}function cf(t){typeof t!="function"&&(t=Br(t));for(var e=this.
_groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=new Array(s),l,c,u=0;u<s;++u)(l=o[u])&&(c=t.call(l,l.__data__,u,o))&&("__data__"in
l&&(c.__data__=l.__data__),a[u]=c);return new $t(r,this._parents)}function uf(t){return t==null?[]:Array.isArray(t)?t:Array.from(t)}function ff(){return[]}function so(t){
return t==null?ff:function(){return this.querySelectorAll(t)}}function hf(t){return function(){return uf(t.apply(this,arguments))}}function df(t){typeof t=="fun\
ction"?t=hf(t):t=so(t);for(var e=this._groups,n=e.length,r=[],i=[],o=0;o<n;++o)for(var s=e[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&(r.push(t.call(l,l.__data__,c,s)),
i.push(l));return new $t(r,i)}function ao(t){return function(){return this.matches(t)}}function Ba(t){return function(e){return e.matches(t)}}var pf=Array.prototype.
find;function mf(t){return function(){return pf.call(this.children,t)}}function gf(){return this.firstElementChild}function vf(t){return this.select(t==null?gf:
mf(typeof t=="function"?t:Ba(t)))}var yf=Array.prototype.filter;function wf(){return Array.from(this.children)}function bf(t){return function(){return yf.call(this.
children,t)}}function xf(t){return this.selectAll(t==null?wf:bf(typeof t=="function"?t:Ba(t)))}function _f(t){typeof t!="function"&&(t=ao(t));for(var e=this._groups,
n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new $t(r,this._parents)}
function Pa(t){return new Array(t.length)}function Sf(){return new $t(this._enter||this._groups.map(Pa),this._parents)}function jr(t,e){this.ownerDocument=t.ownerDocument,
this.namespaceURI=t.namespaceURI,this._next=null,this._parent=t,this.__data__=e}jr.prototype={constructor:jr,appendChild:function(t){return this._parent.insertBefore(
t,this._next)},insertBefore:function(t,e){return this._parent.insertBefore(t,e)},querySelector:function(t){return this._parent.querySelector(t)},querySelectorAll:function(t){
return this._parent.querySelectorAll(t)}};function Mf(t){return function(){return t}}function kf(t,e,n,r,i,o){for(var s=0,a,l=e.length,c=o.length;s<c;++s)(a=e[s])?
(a.__data__=o[s],r[s]=a):n[s]=new jr(t,o[s]);for(;s<l;++s)(a=e[s])&&(i[s]=a)}function Af(t,e,n,r,i,o,s){var a,l,c=new Map,u=e.length,h=o.length,p=new Array(u),f;
for(a=0;a<u;++a)(l=e[a])&&(p[a]=f=s.call(l,l.__data__,a,e)+"",c.has(f)?i[a]=l:c.set(f,l));for(a=0;a<h;++a)f=s.call(t,o[a],a,o)+"",(l=c.get(f))?(r[a]=l,l.__data__=
o[a],c.delete(f)):n[a]=new jr(t,o[a]);for(a=0;a<u;++a)(l=e[a])&&c.get(p[a])===l&&(i[a]=l)}function Ef(t){return t.__data__}function zf(t,e){if(!arguments.length)
return Array.from(this,Ef);var n=e?Af:kf,r=this._parents,i=this._groups;typeof t!="function"&&(t=Mf(t));for(var o=i.length,s=new Array(o),a=new Array(o),l=new Array(
o),c=0;c<o;++c){var u=r[c],h=i[c],p=h.length,f=Cf(t.call(u,u&&u.__data__,c,r)),v=f.length,y=a[c]=new Array(v),_=s[c]=new Array(v),x=l[c]=new Array(p);n(u,h,y,_,
x,f,e);for(var k=0,M=0,P,T;k<v;++k)if(P=y[k]){for(k>=M&&(M=k+1);!(T=_[M])&&++M<v;);P._next=T||null}}return s=new $t(s,r),s._enter=a,s._exit=l,s}function Cf(t){return typeof t==
"object"&&"length"in t?t:Array.from(t)}function Of(){return new $t(this._exit||this._groups.map(Pa),this._parents)}function $f(t,e,n){var r=this.enter(),i=this,
o=this.exit();return typeof t=="function"?(r=t(r),r&&(r=r.selection())):r=r.append(t+""),e!=null&&(i=e(i),i&&(i=i.selection())),n==null?o.remove():n(o),r&&i?r.merge(
i).order():i}function If(t){for(var e=t.selection?t.selection():t,n=this._groups,r=e._groups,i=n.length,o=r.length,s=Math.min(i,o),a=new Array(i),l=0;l<s;++l)for(var c=n[l],
u=r[l],h=c.length,p=a[l]=new Array(h),f,v=0;v<h;++v)(f=c[v]||u[v])&&(p[v]=f);for(;l<i;++l)a[l]=n[l];return new $t(a,this._parents)}function Tf(){for(var t=this.
_groups,e=-1,n=t.length;++e<n;)for(var r=t[e],i=r.length-1,o=r[i],s;--i>=0;)(s=r[i])&&(o&&s.compareDocumentPosition(o)^4&&o.parentNode.insertBefore(s,o),o=s);return this}
function Nf(t){t||(t=Lf);function e(h,p){return h&&p?t(h.__data__,p.__data__):!h-!p}for(var n=this._groups,r=n.length,i=new Array(r),o=0;o<r;++o){for(var s=n[o],
a=s.length,l=i[o]=new Array(a),c,u=0;u<a;++u)(c=s[u])&&(l[u]=c);l.sort(e)}return new $t(i,this._parents).order()}function Lf(t,e){return t<e?-1:t>e?1:t>=e?0:NaN}
function Ff(){var t=arguments[0];return arguments[0]=this,t.apply(null,arguments),this}function Rf(){return Array.from(this)}function Df(){for(var t=this._groups,
e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length;i<o;++i){var s=r[i];if(s)return s}return null}function jf(){let t=0;for(let e of this)++t;return t}function Bf(){
return!this.node()}function Pf(t){for(var e=this._groups,n=0,r=e.length;n<r;++n)for(var i=e[n],o=0,s=i.length,a;o<s;++o)(a=i[o])&&t.call(a,a.__data__,o,i);return this}
function Uf(t){return function(){this.removeAttribute(t)}}function qf(t){return function(){this.removeAttributeNS(t.space,t.local)}}function Hf(t,e){return function(){
this.setAttribute(t,e)}}function Vf(t,e){return function(){this.setAttributeNS(t.space,t.local,e)}}function Wf(t,e){return function(){var n=e.apply(this,arguments);
n==null?this.removeAttribute(t):this.setAttribute(t,n)}}function Kf(t,e){return function(){var n=e.apply(this,arguments);n==null?this.removeAttributeNS(t.space,
t.local):this.setAttributeNS(t.space,t.local,n)}}function Gf(t,e){var n=Gn(t);if(arguments.length<2){var r=this.node();return n.local?r.getAttributeNS(n.space,n.
local):r.getAttribute(n)}return this.each((e==null?n.local?qf:Uf:typeof e=="function"?n.local?Kf:Wf:n.local?Vf:Hf)(n,e))}function Ua(t){return t.ownerDocument&&
t.ownerDocument.defaultView||t.document&&t||t.defaultView}function Yf(t){return function(){this.style.removeProperty(t)}}function Xf(t,e,n){return function(){this.
style.setProperty(t,e,n)}}function Zf(t,e,n){return function(){var r=e.apply(this,arguments);r==null?this.style.removeProperty(t):this.style.setProperty(t,r,n)}}
function Jf(t,e,n){return arguments.length>1?this.each((e==null?Yf:typeof e=="function"?Zf:Xf)(t,e,n??"")):De(this.node(),t)}function De(t,e){return t.style.getPropertyValue(
e)||Ua(t).getComputedStyle(t,null).getPropertyValue(e)}function Qf(t){return function(){delete this[t]}}function th(t,e){return function(){this[t]=e}}function eh(t,e){
return function(){var n=e.apply(this,arguments);n==null?delete this[t]:this[t]=n}}function nh(t,e){return arguments.length>1?this.each((e==null?Qf:typeof e=="fu\
nction"?eh:th)(t,e)):this.node()[t]}function qa(t){return t.trim().split(/^|\s+/)}function lo(t){return t.classList||new Ha(t)}function Ha(t){this._node=t,this.
_names=qa(t.getAttribute("class")||"")}Ha.prototype={add:function(t){var e=this._names.indexOf(t);e<0&&(this._names.push(t),this._node.setAttribute("class",this.
_names.join(" ")))},remove:function(t){var e=this._names.indexOf(t);e>=0&&(this._names.splice(e,1),this._node.setAttribute("class",this._names.join(" ")))},contains:function(t){
return this._names.indexOf(t)>=0}};function Va(t,e){for(var n=lo(t),r=-1,i=e.length;++r<i;)n.add(e[r])}function Wa(t,e){for(var n=lo(t),r=-1,i=e.length;++r<i;)n.
remove(e[r])}function rh(t){return function(){Va(this,t)}}function ih(t){return function(){Wa(this,t)}}function oh(t,e){return function(){(e.apply(this,arguments)?
Va:Wa)(this,t)}}function sh(t,e){var n=qa(t+"");if(arguments.length<2){for(var r=lo(this.node()),i=-1,o=n.length;++i<o;)if(!r.contains(n[i]))return!1;return!0}return this.
each((typeof e=="function"?oh:e?rh:ih)(n,e))}function ah(){this.textContent=""}function lh(t){return function(){this.textContent=t}}function ch(t){return function(){
var e=t.apply(this,arguments);this.textContent=e??""}}function uh(t){return arguments.length?this.each(t==null?ah:(typeof t=="function"?ch:lh)(t)):this.node().textContent}
function fh(){this.innerHTML=""}function hh(t){return function(){this.innerHTML=t}}function dh(t){return function(){var e=t.apply(this,arguments);this.innerHTML=
e??""}}function ph(t){return arguments.length?this.each(t==null?fh:(typeof t=="function"?dh:hh)(t)):this.node().innerHTML}function mh(){this.nextSibling&&this.parentNode.
appendChild(this)}function gh(){return this.each(mh)}function vh(){this.previousSibling&&this.parentNode.insertBefore(this,this.parentNode.firstChild)}function yh(){
return this.each(vh)}function wh(t){var e=typeof t=="function"?t:ja(t);return this.select(function(){return this.appendChild(e.apply(this,arguments))})}function bh(){
return null}function xh(t,e){var n=typeof t=="function"?t:ja(t),r=e==null?bh:typeof e=="function"?e:Br(e);return this.select(function(){return this.insertBefore(
n.apply(this,arguments),r.apply(this,arguments)||null)})}function _h(){var t=this.parentNode;t&&t.removeChild(this)}function Sh(){return this.each(_h)}function Mh(){
var t=this.cloneNode(!1),e=this.parentNode;return e?e.insertBefore(t,this.nextSibling):t}function kh(){var t=this.cloneNode(!0),e=this.parentNode;return e?e.insertBefore(
t,this.nextSibling):t}function Ah(t){return this.select(t?kh:Mh)}function Eh(t){return arguments.length?this.property("__data__",t):this.node().__data__}function zh(t){
return function(e){t.call(this,e,this.__data__)}}function Ch(t){return t.trim().split(/^|\s+/).map(function(e){var n="",r=e.indexOf(".");return r>=0&&(n=e.slice(
r+1),e=e.slice(0,r)),{type:e,name:n}})}function Oh(t){return function(){var e=this.__on;if(e){for(var n=0,r=-1,i=e.length,o;n<i;++n)o=e[n],(!t.type||o.type===t.
type)&&o.name===t.name?this.removeEventListener(o.type,o.listener,o.options):e[++r]=o;++r?e.length=r:delete this.__on}}}function $h(t,e,n){return function(){var r=this.
__on,i,o=zh(e);if(r){for(var s=0,a=r.length;s<a;++s)if((i=r[s]).type===t.type&&i.name===t.name){this.removeEventListener(i.type,i.listener,i.options),this.addEventListener(
i.type,i.listener=o,i.options=n),i.value=e;return}}this.addEventListener(t.type,o,n),i={type:t.type,name:t.name,value:e,listener:o,options:n},r?r.push(i):this.__on=
[i]}}function Ih(t,e,n){var r=Ch(t+""),i,o=r.length,s;if(arguments.length<2){var a=this.node().__on;if(a){for(var l=0,c=a.length,u;l<c;++l)for(i=0,u=a[l];i<o;++i)
if((s=r[i]).type===u.type&&s.name===u.name)return u.value}return}for(a=e?$h:Oh,i=0;i<o;++i)this.each(a(r[i],e,n));return this}function Ka(t,e,n){var r=Ua(t),i=r.
CustomEvent;typeof i=="function"?i=new i(e,n):(i=r.document.createEvent("Event"),n?(i.initEvent(e,n.bubbles,n.cancelable),i.detail=n.detail):i.initEvent(e,!1,!1)),
t.dispatchEvent(i)}function Th(t,e){return function(){return Ka(this,t,e)}}function Nh(t,e){return function(){return Ka(this,t,e.apply(this,arguments))}}function Lh(t,e){
return this.each((typeof e=="function"?Nh:Th)(t,e))}function*Fh(){for(var t=this._groups,e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length,s;i<o;++i)(s=r[i])&&
(yield s)}var Ga=[null];function $t(t,e){this._groups=t,this._parents=e}function je(){return new $t([[document.documentElement]],Ga)}function Rh(){return this}$t.
prototype=je.prototype={constructor:$t,select:cf,selectAll:df,selectChild:vf,selectChildren:xf,filter:_f,data:zf,enter:Sf,exit:Of,join:$f,merge:If,selection:Rh,
order:Tf,sort:Nf,call:Ff,nodes:Rf,node:Df,size:jf,empty:Bf,each:Pf,attr:Gf,style:Jf,property:nh,classed:sh,text:uh,html:ph,raise:gh,lower:yh,append:wh,insert:xh,
remove:Sh,clone:Ah,datum:Eh,on:Ih,dispatch:Lh,[Symbol.iterator]:Fh};function Kt(t){return typeof t=="string"?new $t([[document.querySelector(t)]],[document.documentElement]):
new $t([[t]],Ga)}var Dh=0;function jh(){return new oo}function oo(){this._="@"+(++Dh).toString(36)}oo.prototype=jh.prototype={constructor:oo,get:function(t){for(var e=this._;!(e in
t);)if(!(t=t.parentNode))return;return t[e]},set:function(t,e){return t[this._]=e},remove:function(t){return this._ in t&&delete t[this._]},toString:function(){
return this._}};function Bh(t){let e;for(;e=t.sourceEvent;)t=e;return t}function he(t,e){if(t=Bh(t),e===void 0&&(e=t.currentTarget),e){var n=e.ownerSVGElement||
e;if(n.createSVGPoint){var r=n.createSVGPoint();return r.x=t.clientX,r.y=t.clientY,r=r.matrixTransform(e.getScreenCTM().inverse()),[r.x,r.y]}if(e.getBoundingClientRect){
var i=e.getBoundingClientRect();return[t.clientX-i.left-e.clientLeft,t.clientY-i.top-e.clientTop]}}return[t.pageX,t.pageY]}var Ph={value:()=>{}};function Yn(){for(var t=0,e=arguments.length,n={},r;t<e;++t){if(!(r=arguments[t]+"")||r in n||/[\s.]/.test(r))throw new Error("illegal typ\
e: "+r);n[r]=[]}return new Pr(n)}function Pr(t){this._=t}function Uh(t,e){return t.trim().split(/^|\s+/).map(function(n){var r="",i=n.indexOf(".");if(i>=0&&(r=n.
slice(i+1),n=n.slice(0,i)),n&&!e.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:r}})}Pr.prototype=Yn.prototype={constructor:Pr,on:function(t,e){
var n=this._,r=Uh(t+"",n),i,o=-1,s=r.length;if(arguments.length<2){for(;++o<s;)if((i=(t=r[o]).type)&&(i=qh(n[i],t.name)))return i;return}if(e!=null&&typeof e!="\
function")throw new Error("invalid callback: "+e);for(;++o<s;)if(i=(t=r[o]).type)n[i]=Ya(n[i],t.name,e);else if(e==null)for(i in n)n[i]=Ya(n[i],t.name,null);return this},
copy:function(){var t={},e=this._;for(var n in e)t[n]=e[n].slice();return new Pr(t)},call:function(t,e){if((i=arguments.length-2)>0)for(var n=new Array(i),r=0,i,
o;r<i;++r)n[r]=arguments[r+2];if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(o=this._[t],r=0,i=o.length;r<i;++r)o[r].value.apply(e,n)},apply:function(t,e,n){
if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(var r=this._[t],i=0,o=r.length;i<o;++i)r[i].value.apply(e,n)}};function qh(t,e){for(var n=0,
r=t.length,i;n<r;++n)if((i=t[n]).name===e)return i.value}function Ya(t,e,n){for(var r=0,i=t.length;r<i;++r)if(t[r].name===e){t[r]=Ph,t=t.slice(0,r).concat(t.slice(
r+1));break}return n!=null&&t.push({name:e,value:n}),t}var co={capture:!0,passive:!1};function uo(t){t.preventDefault(),t.stopImmediatePropagation()}function Xa(t){var e=t.document.documentElement,n=Kt(t).on("dragstart.drag",uo,co);"onselectstart"in
e?n.on("selectstart.drag",uo,co):(e.__noselect=e.style.MozUserSelect,e.style.MozUserSelect="none")}function Za(t,e){var n=t.document.documentElement,r=Kt(t).on(
"dragstart.drag",null);e&&(r.on("click.drag",uo,co),setTimeout(function(){r.on("click.drag",null)},0)),"onselectstart"in n?r.on("selectstart.drag",null):(n.style.
MozUserSelect=n.__noselect,delete n.__noselect)}function Hh(t,{sourceEvent:e,subject:n,target:r,identifier:i,active:o,x:s,y:a,dx:l,dy:c,dispatch:u}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},
sourceEvent:{value:e,enumerable:!0,configurable:!0},subject:{value:n,enumerable:!0,configurable:!0},target:{value:r,enumerable:!0,configurable:!0},identifier:{value:i,
enumerable:!0,configurable:!0},active:{value:o,enumerable:!0,configurable:!0},x:{value:s,enumerable:!0,configurable:!0},y:{value:a,enumerable:!0,configurable:!0},
dx:{value:l,enumerable:!0,configurable:!0},dy:{value:c,enumerable:!0,configurable:!0},_:{value:u}})}Hh.prototype.on=function(){var t=this._.on.apply(this._,arguments);
return t===this._?this:t};function cn(t,e,n){t.prototype=e.prototype=n,n.constructor=t}function Jn(t,e){var n=Object.create(t.prototype);for(var r in e)n[r]=e[r];return n}function ke(){}
var qe=.7,ln=1/qe,sn="\\s*([+-]?\\d+)\\s*",Xn="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*",ee="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*",Vh=/^#([0-9a-f]{3,8})$/,
Wh=new RegExp(`^rgb\\(${sn},${sn},${sn}\\)$`),Kh=new RegExp(`^rgb\\(${ee},${ee},${ee}\\)$`),Gh=new RegExp(`^rgba\\(${sn},${sn},${sn},${Xn}\\)$`),Yh=new RegExp(`\
^rgba\\(${ee},${ee},${ee},${Xn}\\)$`),Xh=new RegExp(`^hsl\\(${Xn},${ee},${ee}\\)$`),Zh=new RegExp(`^hsla\\(${Xn},${ee},${ee},${Xn}\\)$`),Ja={aliceblue:15792383,
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
cn(ke,He,{copy(t){return Object.assign(new this.constructor,this,t)},displayable(){return this.rgb().displayable()},hex:Qa,formatHex:Qa,formatHex8:Jh,formatHsl:Qh,
formatRgb:tl,toString:tl});function Qa(){return this.rgb().formatHex()}function Jh(){return this.rgb().formatHex8()}function Qh(){return cl(this).formatHsl()}function tl(){
return this.rgb().formatRgb()}function He(t){var e,n;return t=(t+"").trim().toLowerCase(),(e=Vh.exec(t))?(n=e[1].length,e=parseInt(e[1],16),n===6?el(e):n===3?new ht(
e>>8&15|e>>4&240,e>>4&15|e&240,(e&15)<<4|e&15,1):n===8?Ur(e>>24&255,e>>16&255,e>>8&255,(e&255)/255):n===4?Ur(e>>12&15|e>>8&240,e>>8&15|e>>4&240,e>>4&15|e&240,((e&
15)<<4|e&15)/255):null):(e=Wh.exec(t))?new ht(e[1],e[2],e[3],1):(e=Kh.exec(t))?new ht(e[1]*255/100,e[2]*255/100,e[3]*255/100,1):(e=Gh.exec(t))?Ur(e[1],e[2],e[3],
e[4]):(e=Yh.exec(t))?Ur(e[1]*255/100,e[2]*255/100,e[3]*255/100,e[4]):(e=Xh.exec(t))?il(e[1],e[2]/100,e[3]/100,1):(e=Zh.exec(t))?il(e[1],e[2]/100,e[3]/100,e[4]):
Ja.hasOwnProperty(t)?el(Ja[t]):t==="transparent"?new ht(NaN,NaN,NaN,0):null}function el(t){return new ht(t>>16&255,t>>8&255,t&255,1)}function Ur(t,e,n,r){return r<=
0&&(t=e=n=NaN),new ht(t,e,n,r)}function vo(t){return t instanceof ke||(t=He(t)),t?(t=t.rgb(),new ht(t.r,t.g,t.b,t.opacity)):new ht}function Qn(t,e,n,r){return arguments.
length===1?vo(t):new ht(t,e,n,r??1)}function ht(t,e,n,r){this.r=+t,this.g=+e,this.b=+n,this.opacity=+r}cn(ht,Qn,Jn(ke,{brighter(t){return t=t==null?ln:Math.pow(
ln,t),new ht(this.r*t,this.g*t,this.b*t,this.opacity)},darker(t){return t=t==null?qe:Math.pow(qe,t),new ht(this.r*t,this.g*t,this.b*t,this.opacity)},rgb(){return this},
clamp(){return new ht(Pe(this.r),Pe(this.g),Pe(this.b),Hr(this.opacity))},displayable(){return-.5<=this.r&&this.r<255.5&&-.5<=this.g&&this.g<255.5&&-.5<=this.b&&
this.b<255.5&&0<=this.opacity&&this.opacity<=1},hex:nl,formatHex:nl,formatHex8:td,formatRgb:rl,toString:rl}));function nl(){return`#${Be(this.r)}${Be(this.g)}${Be(
this.b)}`}function td(){return`#${Be(this.r)}${Be(this.g)}${Be(this.b)}${Be((isNaN(this.opacity)?1:this.opacity)*255)}`}function rl(){let t=Hr(this.opacity);return`${t===
1?"rgb(":"rgba("}${Pe(this.r)}, ${Pe(this.g)}, ${Pe(this.b)}${t===1?")":`, ${t})`}`}function Hr(t){return isNaN(t)?1:Math.max(0,Math.min(1,t))}function Pe(t){return Math.
max(0,Math.min(255,Math.round(t)||0))}function Be(t){return t=Pe(t),(t<16?"0":"")+t.toString(16)}function il(t,e,n,r){return r<=0?t=e=n=NaN:n<=0||n>=1?t=e=NaN:e<=
0&&(t=NaN),new Gt(t,e,n,r)}function cl(t){if(t instanceof Gt)return new Gt(t.h,t.s,t.l,t.opacity);if(t instanceof ke||(t=He(t)),!t)return new Gt;if(t instanceof
Gt)return t;t=t.rgb();var e=t.r/255,n=t.g/255,r=t.b/255,i=Math.min(e,n,r),o=Math.max(e,n,r),s=NaN,a=o-i,l=(o+i)/2;return a?(e===o?s=(n-r)/a+(n<r)*6:n===o?s=(r-e)/
a+2:s=(e-n)/a+4,a/=l<.5?o+i:2-o-i,s*=60):a=l>0&&l<1?0:s,new Gt(s,a,l,t.opacity)}function Wr(t,e,n,r){return arguments.length===1?cl(t):new Gt(t,e,n,r??1)}function Gt(t,e,n,r){
this.h=+t,this.s=+e,this.l=+n,this.opacity=+r}cn(Gt,Wr,Jn(ke,{brighter(t){return t=t==null?ln:Math.pow(ln,t),new Gt(this.h,this.s,this.l*t,this.opacity)},darker(t){
return t=t==null?qe:Math.pow(qe,t),new Gt(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=this.h%360+(this.h<0)*360,e=isNaN(t)||isNaN(this.s)?0:this.s,n=this.
l,r=n+(n<.5?n:1-n)*e,i=2*n-r;return new ht(fo(t>=240?t-240:t+120,i,r),fo(t,i,r),fo(t<120?t+240:t-120,i,r),this.opacity)},clamp(){return new Gt(ol(this.h),qr(this.
s),qr(this.l),Hr(this.opacity))},displayable(){return(0<=this.s&&this.s<=1||isNaN(this.s))&&0<=this.l&&this.l<=1&&0<=this.opacity&&this.opacity<=1},formatHsl(){
let t=Hr(this.opacity);return`${t===1?"hsl(":"hsla("}${ol(this.h)}, ${qr(this.s)*100}%, ${qr(this.l)*100}%${t===1?")":`, ${t})`}`}}));function ol(t){return t=(t||
0)%360,t<0?t+360:t}function qr(t){return Math.max(0,Math.min(1,t||0))}function fo(t,e,n){return(t<60?e+(n-e)*t/60:t<180?n:t<240?e+(n-e)*(240-t)/60:e)*255}var ul=Math.
PI/180,fl=180/Math.PI,Vr=18,hl=.96422,dl=1,pl=.82521,ml=4/29,an=6/29,gl=3*an*an,ed=an*an*an;function vl(t){if(t instanceof ne)return new ne(t.l,t.a,t.b,t.opacity);
if(t instanceof de)return wl(t);t instanceof ht||(t=vo(t));var e=go(t.r),n=go(t.g),r=go(t.b),i=ho((.2225045*e+.7168786*n+.0606169*r)/dl),o,s;return e===n&&n===r?
o=s=i:(o=ho((.4360747*e+.3850649*n+.1430804*r)/hl),s=ho((.0139322*e+.0971045*n+.7141733*r)/pl)),new ne(116*i-16,500*(o-i),200*(i-s),t.opacity)}function yl(t,e,n,r){return arguments.length===1?vl(t):new ne(t,e,n,r??1)}function ne(t,e,n,r){this.l=+t,this.a=+e,this.b=+n,this.opacity=+r}cn(ne,yl,Jn(ke,{brighter(t){
return new ne(this.l+Vr*(t??1),this.a,this.b,this.opacity)},darker(t){return new ne(this.l-Vr*(t??1),this.a,this.b,this.opacity)},rgb(){var t=(this.l+16)/116,e=isNaN(
this.a)?t:t+this.a/500,n=isNaN(this.b)?t:t-this.b/200;return e=hl*po(e),t=dl*po(t),n=pl*po(n),new ht(mo(3.1338561*e-1.6168667*t-.4906146*n),mo(-.9787684*e+1.9161415*
t+.033454*n),mo(.0719453*e-.2289914*t+1.4052427*n),this.opacity)}}));function ho(t){return t>ed?Math.pow(t,1/3):t/gl+ml}function po(t){return t>an?t*t*t:gl*(t-ml)}
function mo(t){return 255*(t<=.0031308?12.92*t:1.055*Math.pow(t,1/2.4)-.055)}function go(t){return(t/=255)<=.04045?t/12.92:Math.pow((t+.055)/1.055,2.4)}function nd(t){
if(t instanceof de)return new de(t.h,t.c,t.l,t.opacity);if(t instanceof ne||(t=vl(t)),t.a===0&&t.b===0)return new de(NaN,0<t.l&&t.l<100?0:NaN,t.l,t.opacity);var e=Math.
atan2(t.b,t.a)*fl;return new de(e<0?e+360:e,Math.sqrt(t.a*t.a+t.b*t.b),t.l,t.opacity)}function Kr(t,e,n,r){return arguments.length===1?nd(t):new de(t,e,n,r??1)}function de(t,e,n,r){this.h=+t,this.c=+e,this.l=+n,this.opacity=+r}function wl(t){if(isNaN(
t.h))return new ne(t.l,0,0,t.opacity);var e=t.h*ul;return new ne(t.l,Math.cos(e)*t.c,Math.sin(e)*t.c,t.opacity)}cn(de,Kr,Jn(ke,{brighter(t){return new de(this.h,
this.c,this.l+Vr*(t??1),this.opacity)},darker(t){return new de(this.h,this.c,this.l-Vr*(t??1),this.opacity)},rgb(){return wl(this).rgb()}}));var bl=-.14861,yo=1.78277,
wo=-.29227,Gr=-.90649,Zn=1.97294,sl=Zn*Gr,al=Zn*yo,ll=yo*wo-Gr*bl;function rd(t){if(t instanceof Ue)return new Ue(t.h,t.s,t.l,t.opacity);t instanceof ht||(t=vo(
t));var e=t.r/255,n=t.g/255,r=t.b/255,i=(ll*r+sl*e-al*n)/(ll+sl-al),o=r-i,s=(Zn*(n-i)-wo*o)/Gr,a=Math.sqrt(s*s+o*o)/(Zn*i*(1-i)),l=a?Math.atan2(s,o)*fl-120:NaN;
return new Ue(l<0?l+360:l,a,i,t.opacity)}function Yr(t,e,n,r){return arguments.length===1?rd(t):new Ue(t,e,n,r??1)}function Ue(t,e,n,r){this.h=+t,this.s=+e,this.
l=+n,this.opacity=+r}cn(Ue,Yr,Jn(ke,{brighter(t){return t=t==null?ln:Math.pow(ln,t),new Ue(this.h,this.s,this.l*t,this.opacity)},darker(t){return t=t==null?qe:Math.
pow(qe,t),new Ue(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=isNaN(this.h)?0:(this.h+120)*ul,e=+this.l,n=isNaN(this.s)?0:this.s*e*(1-e),r=Math.cos(t),i=Math.
sin(t);return new ht(255*(e+n*(bl*r+yo*i)),255*(e+n*(wo*r+Gr*i)),255*(e+n*(Zn*r)),this.opacity)}}));function Sl(t,e,n,r,i){var o=t*t,s=o*t;return((1-3*t+3*o-s)*e+(4-6*o+3*s)*n+(1+3*t+3*o-3*s)*r+s*i)/6}function id(t){var e=t.length-1;return function(n){var r=n<=
0?n=0:n>=1?(n=1,e-1):Math.floor(n*e),i=t[r],o=t[r+1],s=r>0?t[r-1]:2*i-o,a=r<e-1?t[r+2]:2*o-i;return Sl((n-r/e)*e,s,i,o,a)}}function od(t){var e=t.length;return function(n){
var r=Math.floor(((n%=1)<0?++n:n)*e),i=t[(r+e-1)%e],o=t[r%e],s=t[(r+1)%e],a=t[(r+2)%e];return Sl((n-r/e)*e,i,o,s,a)}}var So=t=>()=>t;function Ml(t,e){return function(n){
return t+n*e}}function sd(t,e,n){return t=Math.pow(t,n),e=Math.pow(e,n)-t,n=1/n,function(r){return Math.pow(t+r*e,n)}}function Mo(t,e){var n=e-t;return n?Ml(t,n>
180||n<-180?n-360*Math.round(n/360):n):So(isNaN(t)?e:t)}function ad(t){return(t=+t)==1?At:function(e,n){return n-e?sd(e,n,t):So(isNaN(e)?n:e)}}function At(t,e){
var n=e-t;return n?Ml(t,n):So(isNaN(t)?e:t)}var ko=(function t(e){var n=ad(e);function r(i,o){var s=n((i=Qn(i)).r,(o=Qn(o)).r),a=n(i.g,o.g),l=n(i.b,o.b),c=At(i.
opacity,o.opacity);return function(u){return i.r=s(u),i.g=a(u),i.b=l(u),i.opacity=c(u),i+""}}return r.gamma=t,r})(1);function kl(t){return function(e){var n=e.length,
r=new Array(n),i=new Array(n),o=new Array(n),s,a;for(s=0;s<n;++s)a=Qn(e[s]),r[s]=a.r||0,i[s]=a.g||0,o[s]=a.b||0;return r=t(r),i=t(i),o=t(o),a.opacity=1,function(l){
return a.r=r(l),a.g=i(l),a.b=o(l),a+""}}}var c0=kl(id),u0=kl(od);function pe(t,e){return t=+t,e=+e,function(n){return t*(1-n)+e*n}}var xo=/[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g,bo=new RegExp(xo.source,"g");function ld(t){return function(){return t}}function cd(t){return function(e){return t(
e)+""}}function Al(t,e){var n=xo.lastIndex=bo.lastIndex=0,r,i,o,s=-1,a=[],l=[];for(t=t+"",e=e+"";(r=xo.exec(t))&&(i=bo.exec(e));)(o=i.index)>n&&(o=e.slice(n,o),
a[s]?a[s]+=o:a[++s]=o),(r=r[0])===(i=i[0])?a[s]?a[s]+=i:a[++s]=i:(a[++s]=null,l.push({i:s,x:pe(r,i)})),n=bo.lastIndex;return n<e.length&&(o=e.slice(n),a[s]?a[s]+=
o:a[++s]=o),a.length<2?l[0]?cd(l[0].x):ld(e):(e=l.length,function(c){for(var u=0,h;u<e;++u)a[(h=l[u]).i]=h.x(c);return a.join("")})}var xl=180/Math.PI,_o={translateX:0,translateY:0,rotate:0,skewX:0,scaleX:1,scaleY:1};function El(t,e,n,r,i,o){var s,a,l;return(s=Math.sqrt(t*t+e*e))&&(t/=s,e/=s),
(l=t*n+e*r)&&(n-=t*l,r-=e*l),(a=Math.sqrt(n*n+r*r))&&(n/=a,r/=a,l/=a),t*r<e*n&&(t=-t,e=-e,l=-l,s=-s),{translateX:i,translateY:o,rotate:Math.atan2(e,t)*xl,skewX:Math.
atan(l)*xl,scaleX:s,scaleY:a}}var Xr;function ud(t){let e=new(typeof DOMMatrix=="function"?DOMMatrix:WebKitCSSMatrix)(t+"");return e.isIdentity?_o:El(e.a,e.b,e.
c,e.d,e.e,e.f)}function fd(t){return t==null||(Xr||(Xr=document.createElementNS("http://www.w3.org/2000/svg","g")),Xr.setAttribute("transform",t),!(t=Xr.transform.
baseVal.consolidate()))?_o:(t=t.matrix,El(t.a,t.b,t.c,t.d,t.e,t.f))}function zl(t,e,n,r){function i(c){return c.length?c.pop()+" ":""}function o(c,u,h,p,f,v){if(c!==
h||u!==p){var y=f.push("translate(",null,e,null,n);v.push({i:y-4,x:pe(c,h)},{i:y-2,x:pe(u,p)})}else(h||p)&&f.push("translate("+h+e+p+n)}function s(c,u,h,p){c!==
u?(c-u>180?u+=360:u-c>180&&(c+=360),p.push({i:h.push(i(h)+"rotate(",null,r)-2,x:pe(c,u)})):u&&h.push(i(h)+"rotate("+u+r)}function a(c,u,h,p){c!==u?p.push({i:h.push(
i(h)+"skewX(",null,r)-2,x:pe(c,u)}):u&&h.push(i(h)+"skewX("+u+r)}function l(c,u,h,p,f,v){if(c!==h||u!==p){var y=f.push(i(f)+"scale(",null,",",null,")");v.push({
i:y-4,x:pe(c,h)},{i:y-2,x:pe(u,p)})}else(h!==1||p!==1)&&f.push(i(f)+"scale("+h+","+p+")")}return function(c,u){var h=[],p=[];return c=t(c),u=t(u),o(c.translateX,
c.translateY,u.translateX,u.translateY,h,p),s(c.rotate,u.rotate,h,p),a(c.skewX,u.skewX,h,p),l(c.scaleX,c.scaleY,u.scaleX,u.scaleY,h,p),c=u=null,function(f){for(var v=-1,
y=p.length,_;++v<y;)h[(_=p[v]).i]=_.x(f);return h.join("")}}}var Cl=zl(ud,"px, ","px)","deg)"),Ol=zl(fd,", ",")",")"),hd=1e-12;function _l(t){return((t=Math.exp(
t))+1/t)/2}function dd(t){return((t=Math.exp(t))-1/t)/2}function pd(t){return((t=Math.exp(2*t))-1)/(t+1)}var $l=(function t(e,n,r){function i(o,s){var a=o[0],l=o[1],
c=o[2],u=s[0],h=s[1],p=s[2],f=u-a,v=h-l,y=f*f+v*v,_,x;if(y<hd)x=Math.log(p/c)/e,_=function(F){return[a+F*f,l+F*v,c*Math.exp(e*F*x)]};else{var k=Math.sqrt(y),M=(p*
p-c*c+r*y)/(2*c*n*k),P=(p*p-c*c-r*y)/(2*p*n*k),T=Math.log(Math.sqrt(M*M+1)-M),U=Math.log(Math.sqrt(P*P+1)-P);x=(U-T)/e,_=function(F){var D=F*x,$=_l(T),W=c/(n*k)*
($*pd(e*D+T)-dd(T));return[a+W*f,l+W*v,c*$/_l(e*D+T)]}}return _.duration=Math.abs(x)*1e3*e/Math.SQRT2,_}return i.rho=function(o){var s=Math.max(.001,+o),a=s*s,l=a*
a;return t(s,a,l)},i})(Math.SQRT2,2,4);function Il(t){return function(e,n){var r=t((e=Wr(e)).h,(n=Wr(n)).h),i=At(e.s,n.s),o=At(e.l,n.l),s=At(e.opacity,n.opacity);
return function(a){return e.h=r(a),e.s=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var f0=Il(Mo),h0=Il(At);function Tl(t){return function(e,n){var r=t((e=Kr(e)).h,(n=Kr(n)).h),i=At(e.c,n.c),o=At(e.l,n.l),s=At(e.opacity,n.opacity);return function(a){return e.h=r(a),e.
c=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var d0=Tl(Mo),p0=Tl(At);function Nl(t){return(function e(n){n=+n;function r(i,o){var s=t((i=Yr(i)).h,(o=Yr(o)).h),a=At(i.s,
o.s),l=At(i.l,o.l),c=At(i.opacity,o.opacity);return function(u){return i.h=s(u),i.s=a(u),i.l=l(Math.pow(u,n)),i.opacity=c(u),i+""}}return r.gamma=e,r})(1)}var m0=Nl(
Mo),g0=Nl(At);var un=0,er=0,tr=0,Fl=1e3,Zr,nr,Jr=0,Ve=0,ti=0,rr=typeof performance=="object"&&performance.now?performance:Date,Rl=typeof window=="object"&&window.requestAnimationFrame?
window.requestAnimationFrame.bind(window):function(t){setTimeout(t,17)};function ei(){return Ve||(Rl(md),Ve=rr.now()+ti)}function md(){Ve=0}function Qr(){this._call=
this._time=this._next=null}Qr.prototype=Eo.prototype={constructor:Qr,restart:function(t,e,n){if(typeof t!="function")throw new TypeError("callback is not a func\
tion");n=(n==null?ei():+n)+(e==null?0:+e),!this._next&&nr!==this&&(nr?nr._next=this:Zr=this,nr=this),this._call=t,this._time=n,Ao()},stop:function(){this._call&&
(this._call=null,this._time=1/0,Ao())}};function Eo(t,e,n){var r=new Qr;return r.restart(t,e,n),r}function gd(){ei(),++un;for(var t=Zr,e;t;)(e=Ve-t._time)>=0&&t.
_call.call(void 0,e),t=t._next;--un}function Ll(){Ve=(Jr=rr.now())+ti,un=er=0;try{gd()}finally{un=0,yd(),Ve=0}}function vd(){var t=rr.now(),e=t-Jr;e>Fl&&(ti-=e,
Jr=t)}function yd(){for(var t,e=Zr,n,r=1/0;e;)e._call?(r>e._time&&(r=e._time),t=e,e=e._next):(n=e._next,e._next=null,e=t?t._next=n:Zr=n);nr=t,Ao(r)}function Ao(t){
if(!un){er&&(er=clearTimeout(er));var e=t-Ve;e>24?(t<1/0&&(er=setTimeout(Ll,Math.ceil(t-rr.now()-ti)+1)),tr&&(tr=clearInterval(tr))):(tr||(Jr=rr.now(),tr=setInterval(
vd,Fl)),un=1,Rl(Ll))}}function zo(t,e,n){var r=new Qr;return e=e==null?0:+e,r.restart(i=>{r.stop(),t(i+e)},e,n),r}function jl(t){return((t*=2)<=1?t*t*t:(t-=2)*t*t+2)/2}var Co=3,w0=(function t(e){e=+e;function n(r){return Math.pow(r,e)}return n.exponent=t,n})(Co),b0=(function t(e){
e=+e;function n(r){return 1-Math.pow(1-r,e)}return n.exponent=t,n})(Co),x0=(function t(e){e=+e;function n(r){return((r*=2)<=1?Math.pow(r,e):2-Math.pow(2-r,e))/2}
return n.exponent=t,n})(Co),wd=Math.PI,_0=wd/2;function ni(t){return(Math.pow(2,-10*t)-.0009765625)*1.0009775171065494}var Dl=4/11,S0=6/11,M0=8/11,k0=3/4,A0=9/11,E0=10/11,z0=15/16,C0=21/22,O0=63/64,$0=1/Dl/Dl;var Oo=1.70158,I0=(function t(e){e=+e;function n(r){return(r=+r)*r*(e*(r-1)+r)}return n.overshoot=t,n})(Oo),T0=(function t(e){e=+e;function n(r){return--r*r*((r+
1)*e+r)+1}return n.overshoot=t,n})(Oo),N0=(function t(e){e=+e;function n(r){return((r*=2)<1?r*r*((e+1)*r-e):(r-=2)*r*((e+1)*r+e)+2)/2}return n.overshoot=t,n})(Oo),
fn=2*Math.PI,$o=1,Io=.3,L0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=fn);function i(o){return e*ni(- --o)*Math.sin((r-o)/n)}return i.amplitude=function(o){
return t(o,n*fn)},i.period=function(o){return t(e,o)},i})($o,Io),F0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=fn);function i(o){return 1-e*ni(o=
+o)*Math.sin((o+r)/n)}return i.amplitude=function(o){return t(o,n*fn)},i.period=function(o){return t(e,o)},i})($o,Io),R0=(function t(e,n){var r=Math.asin(1/(e=Math.
max(1,e)))*(n/=fn);function i(o){return((o=o*2-1)<0?e*ni(-o)*Math.sin((r-o)/n):2-e*ni(o)*Math.sin((r+o)/n))/2}return i.amplitude=function(o){return t(o,n*fn)},i.
period=function(o){return t(e,o)},i})($o,Io);var bd=Yn("start","end","cancel","interrupt"),xd=[],Ul=0,Bl=1,To=2,ri=3,Pl=4,No=5,ii=6;function oi(t,e,n,r,i,o){var s=t.__transition;if(!s)t.__transition={};else if(n in
s)return;_d(t,n,{name:e,index:r,group:i,on:bd,tween:xd,time:o.time,delay:o.delay,duration:o.duration,ease:o.ease,timer:null,state:Ul})}function Lo(t,e){var n=Yt(
t,e);if(n.state>Ul)throw new Error("too late; already scheduled");return n}function re(t,e){var n=Yt(t,e);if(n.state>ri)throw new Error("too late; already runni\
ng");return n}function Yt(t,e){var n=t.__transition;if(!n||!(n=n[e]))throw new Error("transition not found");return n}function _d(t,e,n){var r=t.__transition,i;
r[e]=n,n.timer=Eo(o,0,n.time);function o(c){n.state=Bl,n.timer.restart(s,n.delay,n.time),n.delay<=c&&s(c-n.delay)}function s(c){var u,h,p,f;if(n.state!==Bl)return l();
for(u in r)if(f=r[u],f.name===n.name){if(f.state===ri)return zo(s);f.state===Pl?(f.state=ii,f.timer.stop(),f.on.call("interrupt",t,t.__data__,f.index,f.group),delete r[u]):
+u<e&&(f.state=ii,f.timer.stop(),f.on.call("cancel",t,t.__data__,f.index,f.group),delete r[u])}if(zo(function(){n.state===ri&&(n.state=Pl,n.timer.restart(a,n.delay,
n.time),a(c))}),n.state=To,n.on.call("start",t,t.__data__,n.index,n.group),n.state===To){for(n.state=ri,i=new Array(p=n.tween.length),u=0,h=-1;u<p;++u)(f=n.tween[u].
value.call(t,t.__data__,n.index,n.group))&&(i[++h]=f);i.length=h+1}}function a(c){for(var u=c<n.duration?n.ease.call(null,c/n.duration):(n.timer.restart(l),n.state=
No,1),h=-1,p=i.length;++h<p;)i[h].call(t,u);n.state===No&&(n.on.call("end",t,t.__data__,n.index,n.group),l())}function l(){n.state=ii,n.timer.stop(),delete r[e];
for(var c in r)return;delete t.__transition}}function ir(t,e){var n=t.__transition,r,i,o=!0,s;if(n){e=e==null?null:e+"";for(s in n){if((r=n[s]).name!==e){o=!1;continue}
i=r.state>To&&r.state<No,r.state=ii,r.timer.stop(),r.on.call(i?"interrupt":"cancel",t,t.__data__,r.index,r.group),delete n[s]}o&&delete t.__transition}}function Sd(t){
return this.each(function(){ir(this,t)})}function Md(t,e){var n,r;return function(){var i=re(this,t),o=i.tween;if(o!==n){r=n=o;for(var s=0,a=r.length;s<a;++s)if(r[s].
name===e){r=r.slice(),r.splice(s,1);break}}i.tween=r}}function kd(t,e,n){var r,i;if(typeof n!="function")throw new Error;return function(){var o=re(this,t),s=o.
tween;if(s!==r){i=(r=s).slice();for(var a={name:e,value:n},l=0,c=i.length;l<c;++l)if(i[l].name===e){i[l]=a;break}l===c&&i.push(a)}o.tween=i}}function Ad(t,e){var n=this.
_id;if(t+="",arguments.length<2){for(var r=Yt(this.node(),n).tween,i=0,o=r.length,s;i<o;++i)if((s=r[i]).name===t)return s.value;return null}return this.each((e==
null?Md:kd)(n,t,e))}function Fo(t,e,n){var r=t._id;return t.each(function(){var i=re(this,r);(i.value||(i.value={}))[e]=n.apply(this,arguments)}),function(i){return Yt(
i,r).value[e]}}function ql(t,e){var n;return(typeof e=="number"?pe:e instanceof He?ko:(n=He(e))?(e=n,ko):Al)(t,e)}function Ed(t){return function(){this.removeAttribute(
t)}}function zd(t){return function(){this.removeAttributeNS(t.space,t.local)}}function Cd(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttribute(t);return s===
i?null:s===r?o:o=e(r=s,n)}}function Od(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttributeNS(t.space,t.local);return s===i?null:s===r?o:o=e(r=s,n)}}
function $d(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttribute(t):(s=this.getAttribute(t),l=a+"",s===l?null:s===r&&l===
i?o:(i=l,o=e(r=s,a)))}}function Id(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttributeNS(t.space,t.local):(s=this.getAttributeNS(
t.space,t.local),l=a+"",s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a)))}}function Td(t,e){var n=Gn(t),r=n==="transform"?Ol:ql;return this.attrTween(t,typeof e=="fun\
ction"?(n.local?Id:$d)(n,r,Fo(this,"attr."+t,e)):e==null?(n.local?zd:Ed)(n):(n.local?Od:Cd)(n,r,e))}function Nd(t,e){return function(n){this.setAttribute(t,e.call(
this,n))}}function Ld(t,e){return function(n){this.setAttributeNS(t.space,t.local,e.call(this,n))}}function Fd(t,e){var n,r;function i(){var o=e.apply(this,arguments);
return o!==r&&(n=(r=o)&&Ld(t,o)),n}return i._value=e,i}function Rd(t,e){var n,r;function i(){var o=e.apply(this,arguments);return o!==r&&(n=(r=o)&&Nd(t,o)),n}return i.
_value=e,i}function Dd(t,e){var n="attr."+t;if(arguments.length<2)return(n=this.tween(n))&&n._value;if(e==null)return this.tween(n,null);if(typeof e!="function")
throw new Error;var r=Gn(t);return this.tween(n,(r.local?Fd:Rd)(r,e))}function jd(t,e){return function(){Lo(this,t).delay=+e.apply(this,arguments)}}function Bd(t,e){
return e=+e,function(){Lo(this,t).delay=e}}function Pd(t){var e=this._id;return arguments.length?this.each((typeof t=="function"?jd:Bd)(e,t)):Yt(this.node(),e).
delay}function Ud(t,e){return function(){re(this,t).duration=+e.apply(this,arguments)}}function qd(t,e){return e=+e,function(){re(this,t).duration=e}}function Hd(t){
var e=this._id;return arguments.length?this.each((typeof t=="function"?Ud:qd)(e,t)):Yt(this.node(),e).duration}function Vd(t,e){if(typeof e!="function")throw new Error;
return function(){re(this,t).ease=e}}function Wd(t){var e=this._id;return arguments.length?this.each(Vd(e,t)):Yt(this.node(),e).ease}function Kd(t,e){return function(){
var n=e.apply(this,arguments);if(typeof n!="function")throw new Error;re(this,t).ease=n}}function Gd(t){if(typeof t!="function")throw new Error;return this.each(
Kd(this._id,t))}function Yd(t){typeof t!="function"&&(t=ao(t));for(var e=this._groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],
l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new ge(r,this._parents,this._name,this._id)}function Xd(t){if(t._id!==this._id)throw new Error;
for(var e=this._groups,n=t._groups,r=e.length,i=n.length,o=Math.min(r,i),s=new Array(r),a=0;a<o;++a)for(var l=e[a],c=n[a],u=l.length,h=s[a]=new Array(u),p,f=0;f<
u;++f)(p=l[f]||c[f])&&(h[f]=p);for(;a<r;++a)s[a]=e[a];return new ge(s,this._parents,this._name,this._id)}function Zd(t){return(t+"").trim().split(/^|\s+/).every(
function(e){var n=e.indexOf(".");return n>=0&&(e=e.slice(0,n)),!e||e==="start"})}function Jd(t,e,n){var r,i,o=Zd(e)?Lo:re;return function(){var s=o(this,t),a=s.
on;a!==r&&(i=(r=a).copy()).on(e,n),s.on=i}}function Qd(t,e){var n=this._id;return arguments.length<2?Yt(this.node(),n).on.on(t):this.each(Jd(n,t,e))}function tp(t){
return function(){var e=this.parentNode;for(var n in this.__transition)if(+n!==t)return;e&&e.removeChild(this)}}function ep(){return this.on("end.remove",tp(this.
_id))}function np(t){var e=this._name,n=this._id;typeof t!="function"&&(t=Br(t));for(var r=this._groups,i=r.length,o=new Array(i),s=0;s<i;++s)for(var a=r[s],l=a.
length,c=o[s]=new Array(l),u,h,p=0;p<l;++p)(u=a[p])&&(h=t.call(u,u.__data__,p,a))&&("__data__"in u&&(h.__data__=u.__data__),c[p]=h,oi(c[p],e,n,p,c,Yt(u,n)));return new ge(
o,this._parents,e,n)}function rp(t){var e=this._name,n=this._id;typeof t!="function"&&(t=so(t));for(var r=this._groups,i=r.length,o=[],s=[],a=0;a<i;++a)for(var l=r[a],
c=l.length,u,h=0;h<c;++h)if(u=l[h]){for(var p=t.call(u,u.__data__,h,l),f,v=Yt(u,n),y=0,_=p.length;y<_;++y)(f=p[y])&&oi(f,e,n,y,p,v);o.push(p),s.push(u)}return new ge(
o,s,e,n)}var ip=je.prototype.constructor;function op(){return new ip(this._groups,this._parents)}function sp(t,e){var n,r,i;return function(){var o=De(this,t),s=(this.
style.removeProperty(t),De(this,t));return o===s?null:o===n&&s===r?i:i=e(n=o,r=s)}}function Hl(t){return function(){this.style.removeProperty(t)}}function ap(t,e,n){
var r,i=n+"",o;return function(){var s=De(this,t);return s===i?null:s===r?o:o=e(r=s,n)}}function lp(t,e,n){var r,i,o;return function(){var s=De(this,t),a=n(this),
l=a+"";return a==null&&(l=a=(this.style.removeProperty(t),De(this,t))),s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a))}}function cp(t,e){var n,r,i,o="style."+e,s="en\
d."+o,a;return function(){var l=re(this,t),c=l.on,u=l.value[o]==null?a||(a=Hl(e)):void 0;(c!==n||i!==u)&&(r=(n=c).copy()).on(s,i=u),l.on=r}}function up(t,e,n){var r=(t+=
"")=="transform"?Cl:ql;return e==null?this.styleTween(t,sp(t,r)).on("end.style."+t,Hl(t)):typeof e=="function"?this.styleTween(t,lp(t,r,Fo(this,"style."+t,e))).
each(cp(this._id,t)):this.styleTween(t,ap(t,r,e),n).on("end.style."+t,null)}function fp(t,e,n){return function(r){this.style.setProperty(t,e.call(this,r),n)}}function hp(t,e,n){
var r,i;function o(){var s=e.apply(this,arguments);return s!==i&&(r=(i=s)&&fp(t,s,n)),r}return o._value=e,o}function dp(t,e,n){var r="style."+(t+="");if(arguments.
length<2)return(r=this.tween(r))&&r._value;if(e==null)return this.tween(r,null);if(typeof e!="function")throw new Error;return this.tween(r,hp(t,e,n??""))}function pp(t){
return function(){this.textContent=t}}function mp(t){return function(){var e=t(this);this.textContent=e??""}}function gp(t){return this.tween("text",typeof t=="\
function"?mp(Fo(this,"text",t)):pp(t==null?"":t+""))}function vp(t){return function(e){this.textContent=t.call(this,e)}}function yp(t){var e,n;function r(){var i=t.
apply(this,arguments);return i!==n&&(e=(n=i)&&vp(i)),e}return r._value=t,r}function wp(t){var e="text";if(arguments.length<1)return(e=this.tween(e))&&e._value;if(t==
null)return this.tween(e,null);if(typeof t!="function")throw new Error;return this.tween(e,yp(t))}function bp(){for(var t=this._name,e=this._id,n=Vl(),r=this._groups,
i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)if(l=s[c]){var u=Yt(l,e);oi(l,t,n,c,s,{time:u.time+u.delay+u.duration,delay:0,duration:u.duration,
ease:u.ease})}return new ge(r,this._parents,t,n)}function xp(){var t,e,n=this,r=n._id,i=n.size();return new Promise(function(o,s){var a={value:s},l={value:function(){
--i===0&&o()}};n.each(function(){var c=re(this,r),u=c.on;u!==t&&(e=(t=u).copy(),e._.cancel.push(a),e._.interrupt.push(a),e._.end.push(l)),c.on=e}),i===0&&o()})}
var _p=0;function ge(t,e,n,r){this._groups=t,this._parents=e,this._name=n,this._id=r}function Sp(t){return je().transition(t)}function Vl(){return++_p}var me=je.
prototype;ge.prototype=Sp.prototype={constructor:ge,select:np,selectAll:rp,selectChild:me.selectChild,selectChildren:me.selectChildren,filter:Yd,merge:Xd,selection:op,
transition:bp,call:me.call,nodes:me.nodes,node:me.node,size:me.size,empty:me.empty,each:me.each,on:Qd,attr:Td,attrTween:Dd,style:up,styleTween:dp,text:gp,textTween:wp,
remove:ep,tween:Ad,delay:Pd,duration:Hd,ease:Wd,easeVarying:Gd,end:xp,[Symbol.iterator]:me[Symbol.iterator]};var Mp={time:null,delay:0,duration:250,ease:jl};function kp(t,e){
for(var n;!(n=t.__transition)||!(n=n[e]);)if(!(t=t.parentNode))throw new Error(`transition ${e} not found`);return n}function Ap(t){var e,n;t instanceof ge?(e=t.
_id,t=t._name):(e=Vl(),(n=Mp).time=ei(),t=t==null?null:t+"");for(var r=this._groups,i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&oi(
l,t,e,c,s,n||kp(l,e));return new ge(r,this._parents,t,e)}je.prototype.interrupt=Sd;je.prototype.transition=Ap;var si=t=>()=>t;function Ep(t,{sourceEvent:e,target:n,transform:r,dispatch:i}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},sourceEvent:{
value:e,enumerable:!0,configurable:!0},target:{value:n,enumerable:!0,configurable:!0},transform:{value:r,enumerable:!0,configurable:!0},_:{value:i}})}function ve(t,e,n){
this.k=t,this.x=e,this.y=n}ve.prototype={constructor:ve,scale:function(t){return t===1?this:new ve(this.k*t,this.x,this.y)},translate:function(t,e){return t===0&
e===0?this:new ve(this.k,this.x+this.k*t,this.y+this.k*e)},apply:function(t){return[t[0]*this.k+this.x,t[1]*this.k+this.y]},applyX:function(t){return t*this.k+this.
x},applyY:function(t){return t*this.k+this.y},invert:function(t){return[(t[0]-this.x)/this.k,(t[1]-this.y)/this.k]},invertX:function(t){return(t-this.x)/this.k},
invertY:function(t){return(t-this.y)/this.k},rescaleX:function(t){return t.copy().domain(t.range().map(this.invertX,this).map(t.invert,t))},rescaleY:function(t){
return t.copy().domain(t.range().map(this.invertY,this).map(t.invert,t))},toString:function(){return"translate("+this.x+","+this.y+") scale("+this.k+")"}};var hn=new ve(
1,0,0);zp.prototype=ve.prototype;function zp(t){for(;!t.__zoom;)if(!(t=t.parentNode))return hn;return t.__zoom}function Ro(t){t.stopImmediatePropagation()}function or(t){
t.preventDefault(),t.stopImmediatePropagation()}function Cp(t){return(!t.ctrlKey||t.type==="wheel")&&!t.button}function Op(){var t=this;return t instanceof SVGElement?
(t=t.ownerSVGElement||t,t.hasAttribute("viewBox")?(t=t.viewBox.baseVal,[[t.x,t.y],[t.x+t.width,t.y+t.height]]):[[0,0],[t.width.baseVal.value,t.height.baseVal.value]]):
[[0,0],[t.clientWidth,t.clientHeight]]}function Wl(){return this.__zoom||hn}function $p(t){return-t.deltaY*(t.deltaMode===1?.05:t.deltaMode?1:.002)*(t.ctrlKey?10:
1)}function Ip(){return navigator.maxTouchPoints||"ontouchstart"in this}function Tp(t,e,n){var r=t.invertX(e[0][0])-n[0][0],i=t.invertX(e[1][0])-n[1][0],o=t.invertY(
e[0][1])-n[0][1],s=t.invertY(e[1][1])-n[1][1];return t.translate(i>r?(r+i)/2:Math.min(0,r)||Math.max(0,i),s>o?(o+s)/2:Math.min(0,o)||Math.max(0,s))}function Kl(){
var t=Cp,e=Op,n=Tp,r=$p,i=Ip,o=[0,1/0],s=[[-1/0,-1/0],[1/0,1/0]],a=250,l=$l,c=Yn("start","zoom","end"),u,h,p,f=500,v=150,y=0,_=10;function x(w){w.property("__zo\
om",Wl).on("wheel.zoom",D,{passive:!1}).on("mousedown.zoom",$).on("dblclick.zoom",W).filter(i).on("touchstart.zoom",K).on("touchmove.zoom",X).on("touchend.zoom \
touchcancel.zoom",ct).style("-webkit-tap-highlight-color","rgba(0,0,0,0)")}x.transform=function(w,E,g,b){var S=w.selection?w.selection():w;S.property("__zoom",Wl),
w!==S?T(w,E,g,b):S.interrupt().each(function(){U(this,arguments).event(b).start().zoom(null,typeof E=="function"?E.apply(this,arguments):E).end()})},x.scaleBy=function(w,E,g,b){
x.scaleTo(w,function(){var S=this.__zoom.k,A=typeof E=="function"?E.apply(this,arguments):E;return S*A},g,b)},x.scaleTo=function(w,E,g,b){x.transform(w,function(){
var S=e.apply(this,arguments),A=this.__zoom,z=g==null?P(S):typeof g=="function"?g.apply(this,arguments):g,C=A.invert(z),j=typeof E=="function"?E.apply(this,arguments):
E;return n(M(k(A,j),z,C),S,s)},g,b)},x.translateBy=function(w,E,g,b){x.transform(w,function(){return n(this.__zoom.translate(typeof E=="function"?E.apply(this,arguments):
E,typeof g=="function"?g.apply(this,arguments):g),e.apply(this,arguments),s)},null,b)},x.translateTo=function(w,E,g,b,S){x.transform(w,function(){var A=e.apply(
this,arguments),z=this.__zoom,C=b==null?P(A):typeof b=="function"?b.apply(this,arguments):b;return n(hn.translate(C[0],C[1]).scale(z.k).translate(typeof E=="fun\
ction"?-E.apply(this,arguments):-E,typeof g=="function"?-g.apply(this,arguments):-g),A,s)},b,S)};function k(w,E){return E=Math.max(o[0],Math.min(o[1],E)),E===w.
k?w:new ve(E,w.x,w.y)}function M(w,E,g){var b=E[0]-g[0]*w.k,S=E[1]-g[1]*w.k;return b===w.x&&S===w.y?w:new ve(w.k,b,S)}function P(w){return[(+w[0][0]+ +w[1][0])/
2,(+w[0][1]+ +w[1][1])/2]}function T(w,E,g,b){w.on("start.zoom",function(){U(this,arguments).event(b).start()}).on("interrupt.zoom end.zoom",function(){U(this,arguments).
event(b).end()}).tween("zoom",function(){var S=this,A=arguments,z=U(S,A).event(b),C=e.apply(S,A),j=g==null?P(C):typeof g=="function"?g.apply(S,A):g,H=Math.max(C[1][0]-
C[0][0],C[1][1]-C[0][1]),N=S.__zoom,B=typeof E=="function"?E.apply(S,A):E,Z=l(N.invert(j).concat(H/N.k),B.invert(j).concat(H/B.k));return function(ot){if(ot===1)
ot=B;else{var J=Z(ot),Tt=H/J[2];ot=new ve(Tt,j[0]-J[0]*Tt,j[1]-J[1]*Tt)}z.zoom(null,ot)}})}function U(w,E,g){return!g&&w.__zooming||new F(w,E)}function F(w,E){this.
that=w,this.args=E,this.active=0,this.sourceEvent=null,this.extent=e.apply(w,E),this.taps=0}F.prototype={event:function(w){return w&&(this.sourceEvent=w),this},
start:function(){return++this.active===1&&(this.that.__zooming=this,this.emit("start")),this},zoom:function(w,E){return this.mouse&&w!=="mouse"&&(this.mouse[1]=
E.invert(this.mouse[0])),this.touch0&&w!=="touch"&&(this.touch0[1]=E.invert(this.touch0[0])),this.touch1&&w!=="touch"&&(this.touch1[1]=E.invert(this.touch1[0])),
this.that.__zoom=E,this.emit("zoom"),this},end:function(){return--this.active===0&&(delete this.that.__zooming,this.emit("end")),this},emit:function(w){var E=Kt(
this.that).datum();c.call(w,this.that,new Ep(w,{sourceEvent:this.sourceEvent,target:x,transform:this.that.__zoom,dispatch:c}),E)}};function D(w,...E){if(!t.apply(
this,arguments))return;var g=U(this,E).event(w),b=this.__zoom,S=Math.max(o[0],Math.min(o[1],b.k*Math.pow(2,r.apply(this,arguments)))),A=he(w);if(g.wheel)(g.mouse[0][0]!==
A[0]||g.mouse[0][1]!==A[1])&&(g.mouse[1]=b.invert(g.mouse[0]=A)),clearTimeout(g.wheel);else{if(b.k===S)return;g.mouse=[A,b.invert(A)],ir(this),g.start()}or(w),g.
wheel=setTimeout(z,v),g.zoom("mouse",n(M(k(b,S),g.mouse[0],g.mouse[1]),g.extent,s));function z(){g.wheel=null,g.end()}}function $(w,...E){if(p||!t.apply(this,arguments))
return;var g=w.currentTarget,b=U(this,E,!0).event(w),S=Kt(w.view).on("mousemove.zoom",j,!0).on("mouseup.zoom",H,!0),A=he(w,g),z=w.clientX,C=w.clientY;Xa(w.view),
Ro(w),b.mouse=[A,this.__zoom.invert(A)],ir(this),b.start();function j(N){if(or(N),!b.moved){var B=N.clientX-z,Z=N.clientY-C;b.moved=B*B+Z*Z>y}b.event(N).zoom("m\
ouse",n(M(b.that.__zoom,b.mouse[0]=he(N,g),b.mouse[1]),b.extent,s))}function H(N){S.on("mousemove.zoom mouseup.zoom",null),Za(N.view,b.moved),or(N),b.event(N).end()}}
function W(w,...E){if(t.apply(this,arguments)){var g=this.__zoom,b=he(w.changedTouches?w.changedTouches[0]:w,this),S=g.invert(b),A=g.k*(w.shiftKey?.5:2),z=n(M(k(
g,A),b,S),e.apply(this,E),s);or(w),a>0?Kt(this).transition().duration(a).call(T,z,b,w):Kt(this).call(x.transform,z,b,w)}}function K(w,...E){if(t.apply(this,arguments)){
var g=w.touches,b=g.length,S=U(this,E,w.changedTouches.length===b).event(w),A,z,C,j;for(Ro(w),z=0;z<b;++z)C=g[z],j=he(C,this),j=[j,this.__zoom.invert(j),C.identifier],
S.touch0?!S.touch1&&S.touch0[2]!==j[2]&&(S.touch1=j,S.taps=0):(S.touch0=j,A=!0,S.taps=1+!!u);u&&(u=clearTimeout(u)),A&&(S.taps<2&&(h=j[0],u=setTimeout(function(){
u=null},f)),ir(this),S.start())}}function X(w,...E){if(this.__zooming){var g=U(this,E).event(w),b=w.changedTouches,S=b.length,A,z,C,j;for(or(w),A=0;A<S;++A)z=b[A],
C=he(z,this),g.touch0&&g.touch0[2]===z.identifier?g.touch0[0]=C:g.touch1&&g.touch1[2]===z.identifier&&(g.touch1[0]=C);if(z=g.that.__zoom,g.touch1){var H=g.touch0[0],
N=g.touch0[1],B=g.touch1[0],Z=g.touch1[1],ot=(ot=B[0]-H[0])*ot+(ot=B[1]-H[1])*ot,J=(J=Z[0]-N[0])*J+(J=Z[1]-N[1])*J;z=k(z,Math.sqrt(ot/J)),C=[(H[0]+B[0])/2,(H[1]+
B[1])/2],j=[(N[0]+Z[0])/2,(N[1]+Z[1])/2]}else if(g.touch0)C=g.touch0[0],j=g.touch0[1];else return;g.zoom("touch",n(M(z,C,j),g.extent,s))}}function ct(w,...E){if(this.
__zooming){var g=U(this,E).event(w),b=w.changedTouches,S=b.length,A,z;for(Ro(w),p&&clearTimeout(p),p=setTimeout(function(){p=null},f),A=0;A<S;++A)z=b[A],g.touch0&&
g.touch0[2]===z.identifier?delete g.touch0:g.touch1&&g.touch1[2]===z.identifier&&delete g.touch1;if(g.touch1&&!g.touch0&&(g.touch0=g.touch1,delete g.touch1),g.touch0)
g.touch0[1]=this.__zoom.invert(g.touch0[0]);else if(g.end(),g.taps===2&&(z=he(z,this),Math.hypot(h[0]-z[0],h[1]-z[1])<_)){var C=Kt(this).on("dblclick.zoom");C&&
C.apply(this,arguments)}}}return x.wheelDelta=function(w){return arguments.length?(r=typeof w=="function"?w:si(+w),x):r},x.filter=function(w){return arguments.length?
(t=typeof w=="function"?w:si(!!w),x):t},x.touchable=function(w){return arguments.length?(i=typeof w=="function"?w:si(!!w),x):i},x.extent=function(w){return arguments.
length?(e=typeof w=="function"?w:si([[+w[0][0],+w[0][1]],[+w[1][0],+w[1][1]]]),x):e},x.scaleExtent=function(w){return arguments.length?(o[0]=+w[0],o[1]=+w[1],x):
[o[0],o[1]]},x.translateExtent=function(w){return arguments.length?(s[0][0]=+w[0][0],s[1][0]=+w[1][0],s[0][1]=+w[0][1],s[1][1]=+w[1][1],x):[[s[0][0],s[0][1]],[s[1][0],
s[1][1]]]},x.constrain=function(w){return arguments.length?(n=w,x):n},x.duration=function(w){return arguments.length?(a=+w,x):a},x.interpolate=function(w){return arguments.
length?(l=w,x):l},x.on=function(){var w=c.on.apply(c,arguments);return w===c?x:w},x.clickDistance=function(w){return arguments.length?(y=(w=+w)*w,x):Math.sqrt(y)},
x.tapDistance=function(w){return arguments.length?(_=+w,x):_},x}var Np=()=>getComputedStyle(document.body).fontFamily,Lp=()=>({background:"transparent",font:Np(),view:{stroke:null},axis:{labelColor:St("muted"),titleColor:St(
"muted"),domainColor:St("line"),tickColor:St("line"),gridColor:St("line"),labelFontSize:11,titleFontSize:11,titleFontWeight:400,tickSize:4}});function Gl(t){let e=JSON.
parse(En(`chart ${t}`)??"null");for(let n of e?.params??[])n.name.startsWith("token_")&&(n.value=St(n.name.slice(6)));return e}async function Do(t,e,n){let r={actions:!1,
renderer:"canvas",ast:!0,defaultStyle:!1,config:Lp(),tooltip:{disableDefaultStyle:!0}};return(await window.vegaEmbed(t,{...Gl(e),datasets:n},r)).view}var Yl=()=>Number(
Gl("points")?.usermeta?.limit??0);function Xl(){let t=m("div",{class:"points-chart"}),e=null,n=null,r=!1,i=!1;Do(t,"points",{points:[]}).then(s=>i?s.finalize():
(e=s,o()));async function o(){if(!(!e||r)){for(r=!0;n&&!i;){let s=n;n=null;let{width:a,height:l,radius:c}=s;e.width(a).height(l),e.signal("right",a).signal("bot\
tom",l).signal("size",(2*c)**2),await e.data("points",Fp(s)).runAsync()}r=!1}}return{element:t,paint(s){n=s,o()},end(){i=!0,e?.finalize(),t.remove()}}}function Fp({
x:t,y:e,width:n,height:r,radius:i,colouring:{index:o,colours:s,hollow:a},shown:l,lit:c,selected:u,recede:h,ink:p,surface:f}){let v=[[],[],[]];for(let y=0;y<t.length;y++){
if(l&&!l[y]||t[y]<-i||e[y]<-i||t[y]>n+i||e[y]>r+i)continue;let _=u[y]?2:c&&c[y]?1:0,x=s[o[y]],k=a[o[y]]?_===2?f:"transparent":x;v[_].push({x:t[y],y:e[y],fill:k,
stroke:_===2?p:x,opacity:_===0&&h?.28:1,wide:_===2?1.56:1})}return v.flat()}var Ae=null;function Zl(t,e,n,r,i,o){let s=new Uint8Array(e.length);if(Ae??=document.createElement("canvas").getContext("2d",{willReadFrequently:!0}),!Ae||t.length<
3)return s;let[a,l,c,u]=[1/0,1/0,-1/0,-1/0];for(let[v,y]of t)a=Math.min(a,v),c=Math.max(c,v),l=Math.min(l,y),u=Math.max(u,y);a=Math.max(0,Math.floor(a)-1),l=Math.
max(0,Math.floor(l)-1);let h=Math.min(Math.ceil(r),Math.ceil(c)+2)-a,p=Math.min(Math.ceil(i),Math.ceil(u)+2)-l;if(h<=0||p<=0)return s;Ae.canvas.width=h,Ae.canvas.
height=p,Ae.beginPath(),t.forEach(([v,y])=>Ae?.lineTo(v-a,y-l)),Ae.fill("nonzero");let{data:f}=Ae.getImageData(0,0,h,p);for(let v=0;v<e.length;v++){let y=Math.floor(
e[v])-a,_=Math.floor(n[v])-l;y<0||_<0||y>=h||_>=p||o&&!o[v]||f[4*(_*h+y)+3]>127&&(s[v]=1)}return s}var Jl=([t,e],[n,r])=>[[t,e],[n,e],[n,r],[t,r]];var Rp=4,Ee={held:!1};function Ql(t){let{surface:e,marks:n}=t,r=ut("polygon",{class:"lasso",points:""});n.append(r);let i=null,o=new Set,s=f=>{let{left:v,top:y}=e.
getBoundingClientRect();return[f.clientX-v,f.clientY-y]},a=yr(()=>{!i?.moved||!i.draws||(r.setAttribute("points",l(i).map(([f,v])=>`${f.toFixed(1)},${v.toFixed(
1)}`).join(" ")),nt(kt(i.base,c(i),i.way),{live:!0,chapter:i.chapter}))}),l=({path:f})=>d.tool==="box"?Jl(f[0],f[f.length-1]):f,c=f=>Zl(l(f),t.x,t.y,t.width,t.height,
bt(f.chapter));function u(){i=null,r.setAttribute("points",""),e.classList.remove("drawing")}e.addEventListener("pointerdown",f=>{if(o.add(f.pointerId),!t.plot||
f.button!==0)return;if(o.size>1)return i?.moved&&nt(i.base,{chapter:i.chapter}),u();e.focus({preventScroll:!0});let{chapter:v}=t.plot,y=d.tool!=="pan"&&!Ee.held;
i={id:f.pointerId,path:[s(f)],way:Ze(f),base:tt(v).selection,moved:!1,chapter:v,draws:y},y&&e.setPointerCapture(f.pointerId)}),e.addEventListener("pointermove",
f=>{if(!i)return f.buttons||f.pointerType==="touch"?void 0:Lt(t.plot?.chapter??null,t.nearest(...s(f)),t.name);if(f.pointerId!==i.id)return;let v=s(f),[y,_]=i.path[0];
if(!i.moved&&Math.hypot(v[0]-y,v[1]-_)<Rp)return;i.moved||(i.moved=!0,Lt(null,-1,t.name),i.draws&&e.classList.add("drawing"));let[x,k]=i.path[i.path.length-1];return d.
tool==="box"&&i.path.length>1?i.path[1]=v:Math.hypot(v[0]-x,v[1]-k)>=2&&i.path.push(v),a()});function h(f){if(o.delete(f.pointerId),!i||f.pointerId!==i.id)return;
let v=i;if(u(),f.type==="pointercancel")return nt(v.base,{chapter:v.chapter});if(!v.moved)return p(f,v);v.draws&&nt(kt(v.base,c(v),v.way),{chapter:v.chapter})}function p(f,v){
let y=t.nearest(...s(f),f.pointerType==="touch"?20:void 0);if(y<0)return;let _=new Uint8Array(v.chapter.size);_[y]=1,nt(kt(v.base,_,v.way==="replace"?"toggle":v.
way),{chapter:v.chapter}),t.clicked(y),f.pointerType==="touch"&&Lt(v.chapter,y,t.name)}e.addEventListener("pointerup",h),e.addEventListener("pointercancel",h),e.
addEventListener("pointerleave",()=>Lt(null,-1,t.name)),e.addEventListener("mousedown",f=>{f.button===1&&f.preventDefault()}),e.addEventListener("dblclick",f=>{
let v=t.nearest(...s(f));v>=0&&t.opened(v)})}var Dp=.28;function ec(){let t=m("canvas",{class:"points-raster","aria-hidden":"true"}),e=t.getContext("2d"),n=null,r=new Uint32Array,i=0;function o(a,l,c){n&&t.
width===a&&t.height===l&&i===c||(t.width=a,t.height=l,i=c,n=new ImageData(a+2*i,l+2*i),r=new Uint32Array(n.data.buffer))}function s(a){let l=window.devicePixelRatio||
1,c=Math.max(1,Math.round(a.width*l)),u=Math.max(1,Math.round(a.height*l)),h=a.radius>=2.2,p=(a.radius+(h?.6:0))*l;o(c,u,Math.ceil(p*1.6)+2),t.style.width=`${a.
width}px`,t.style.height=`${a.height}px`;let f=c+2*i,v=jo(a.surface),y=jo(a.ink);r.fill(v);let{index:_,colours:x,hollow:k}=a.colouring,M=Uint32Array.from(x,jo),
P=Uint32Array.from(M,S=>tc(S,v,Dp)),T=Math.max(1,1.1*l),U=sr(p,0,f),F=sr(p,p-T,f),D=sr(p*1.25,0,f),$=sr(p*1.25+T,0,f),W=sr(p*1.25-T,0,f),{x:K,y:X,shown:ct,lit:w,
selected:E}=a;function g(S){let A=S===0&&a.recede,z=A?P:M;for(let C=0;C<K.length;C++){if((E[C]?2:w&&w[C]?1:0)!==S||ct&&!ct[C])continue;let H=Math.round(K[C]*l),
N=Math.round(X[C]*l);if(H<-i/2||N<-i/2||H>=c+i/2||N>=u+i/2)continue;let B=(N+i)*f+H+i,Z=_[C];S<2?b(k[Z]?F:U,B,z[Z]):(h&&b($,B,y),b(D,B,M[Z]),k[Z]&&b(W,B,v))}}function b({
offsets:S,cover:A},z,C){for(let j=0;j<S.length;j++){let H=z+S[j],N=A[j];r[H]=N===255?C:tc(C,r[H],N/255)}}g(0),w&&g(1),g(2),e.putImageData(n,-i,-i)}return{element:t,
paint:s,end:()=>t.remove()}}var ai=new Map;function sr(t,e,n){let r=`${t} ${e} ${n}`,i=ai.get(r);if(i)return i;ai.size>200&&ai.clear();let o=[],s=[],a=Math.ceil(
t),l=4;for(let u=-a;u<=a;u++)for(let h=-a;h<=a;h++){let p=0;for(let f=0;f<l;f++)for(let v=0;v<l;v++){let y=Math.hypot(h+(f+.5)/l-.5,u+(v+.5)/l-.5);y<t&&y>=e&&p++}
p&&(o.push(u*n+h),s.push(Math.round(255*p/(l*l))))}let c={offsets:Int32Array.from(o),cover:Uint8Array.from(s)};return ai.set(r,c),c}var jp=new Uint8Array(new Uint32Array(
[1]).buffer)[0]===1;function jo(t){let[e,n,r]=t.startsWith("#")?Bp(t):(t.match(/\d+/g)??["0","0","0"]).map(Number);return(jp?255<<24|r<<16|n<<8|e:e<<24|n<<16|r<<
8|255)>>>0}var Bp=t=>t.length===4?[1,2,3].map(e=>17*parseInt(t[e],16)):[1,3,5].map(e=>parseInt(t.slice(e,e+2),16)),dn=16711935;function tc(t,e,n){let r=Math.round(
n*256),i=256-r,o=(t&dn)*r+(e&dn)*i>>>8&dn,s=(t>>>8&dn)*r+(e>>>8&dn)*i&~dn;return(o|s)>>>0}var dt=.07,Pp=10,Up=24;function Bo(t,e,n){let r=ut("svg",{class:"overlay-marks","aria-hidden":"true"}),i=ut("g",{class:"cluster-names"});r.append(i);let o=m("di\
v",{class:"ring",hidden:!0}),s=m("p",{class:"empty stage-empty",hidden:!0}),a=m("div",{class:"axis-names","aria-hidden":"true"}),l=m("div",{class:"surface",tabIndex:0,
role:"application","aria-roledescription":"embedding","aria-keyshortcuts":"ArrowRight ArrowLeft ArrowUp ArrowDown Enter Space","data-stage":e});t.append(r,o,s,a,
l);let c=Yl(),u=null,h="",p=null,f={name:e,host:t,surface:l,marks:r,plot:null,width:0,height:0,x:new Float32Array,y:new Float32Array,clicked:n.clicked,opened:n.
opened,show:F,fit:P,zoomBy:T,zoomTo:U,nearest:X,pixel:ct,repaint:yr(W),get kind(){return h}},v=(g,b)=>[(g+dt)/(1+2*dt)*f.width,(1-(b+dt)/(1+2*dt))*f.height],y=hn,
_=Kl().scaleExtent([.5,400]).clickDistance(4).filter(g=>{if(g.type==="dblclick"||!f.plot)return!1;if(g.type==="wheel")return!0;let b=d.tool==="pan"||Ee.held;return g.
type.startsWith("touch")?g.touches.length>1||b:g.button===1||g.button===0&&b}).on("start",()=>l.classList.add("moving")).on("end",()=>l.classList.remove("moving")).
on("zoom",g=>{y=g.transform,g.sourceEvent&&f.plot&&(d.hover=null,Q("hover"),n.moved(f.plot,k()),Q("camera")),f.repaint()}),x=Kt(l).call(_);function k(){let[g,b]=y.
invert([f.width/2,f.height/2]),S=g/(f.width||1)*(1+2*dt)-dt,A=(1-b/(f.height||1))*(1+2*dt)-dt;return Math.abs(y.k-1)<1e-6&&Math.abs(S-.5)<1e-4&&Math.abs(A-.5)<1e-4?
qt:{k:y.k,u:S,v:A}}function M(g,b=!1){let[S,A]=v(g.u,g.v),z=hn.translate(f.width/2-g.k*S,f.height/2-g.k*A).scale(g.k);x.call(_.transform,z),!(!b||!f.plot)&&(n.moved(
f.plot,g),Q("camera"))}function P(){M(qt,!0)}function T(g){if(!f.plot)return;let{k:b,u:S,v:A}=n.camera(f.plot);M({k:Math.max(.5,Math.min(400,b*g)),u:S,v:A},!0)}
function U(g){if(!f.plot)return;let{u:b,v:S}=tn(f.plot.embedding,f.plot.x,f.plot.y),[A,z,C,j]=[1/0,-1/0,1/0,-1/0];for(let N=0;N<g.length;N++)g[N]&&(A=Math.min(A,
b[N]),z=Math.max(z,b[N]),C=Math.min(C,S[N]),j=Math.max(j,S[N]));if(A>z)return P();let H=Math.min(40,1/Math.max(z-A,j-C,1e-9));return M({k:Math.max(1,H*.92),u:(A+
z)/2,v:(C+j)/2},!0)}function F(g,b=""){if(f.plot=g,s.hidden=!!g,s.textContent=b,a.replaceChildren(),i.replaceChildren(),p=null,!g){u?.end(),u=null,h="",o.hidden=
!0;return}let S=g.chapter.size>c?"raster":"chart";S!==h&&(u?.end(),u=S==="raster"?ec():Xl(),h=S,t.prepend(u.element),t.dataset.painter=h),a.append(m("span",{class:"\
axis-x"},`${g.embedding.axes[g.x]} \u2192`)),g.embedding.axes.length>1&&a.append(m("span",{class:"axis-y"},`\u2191 ${g.embedding.axes[g.y]}`));let A=g.clustering&&
g.clustering.clusters.length<=Up?g.clustering.clusters.filter(z=>z.label>=0):[];for(let z of A)i.append(ut("text",{"data-i":z.medoid,"data-label":z.label},String(
z.label)));D(),M(n.camera(g)),f.repaint()}function D(){let{plot:g}=f;if(!g)return;let{selection:b}=tt(g.chapter);l.setAttribute("aria-label",`${g.embedding.name}\
 embedding of ${g.chapter.name}: ${g.chapter.size} samples, ${b.size} selected${g.clustering?`, ${g.clustering.clusters.length} clusters`:""}. Arrow keys step t\
hrough the samples, Space selects, Enter enlarges.`)}let $=g=>g<300?4.5:g<2e3?3.5:g<1e4?2.6:g<4e4?2:1.5;function W(){let{plot:g}=f;if(!g||!u||!f.width||!f.height)
return;let{chapter:b}=g,{u:S,v:A}=tn(g.embedding,g.x,g.y);f.x.length!==S.length&&(f.x=new Float32Array(S.length),f.y=new Float32Array(S.length));let{k:z,x:C,y:j}=y,
H=z*f.width/(1+2*dt),N=z*f.height/(1+2*dt);for(let J=0;J<S.length;J++)f.x[J]=C+(S[J]+dt)*H,f.y[J]=j+z*f.height-(A[J]+dt)*N;p??=Dr(b);let{selection:B}=tt(b),Z=bt(
b),ot=K(g);u.paint({width:f.width,height:f.height,x:f.x,y:f.y,radius:$(b.size)*Math.min(2,Math.max(1,Math.sqrt(z)*.9)),colouring:p,shown:Z,lit:ot,selected:B.mask,
recede:ot!==null||B.size>0,surface:St("surface"),ink:St("ink")});for(let J of i.children){let Tt=Number(J.dataset.i);J.setAttribute("x",f.x[Tt].toFixed(1)),J.setAttribute(
"y",(f.y[Tt]-10).toFixed(1)),J.setAttribute("visibility",Z&&!Z[Tt]?"hidden":"visible")}w()}function K({chapter:g,clustering:b}){if(d.hot===null||!b)return null;
let S=new Uint8Array(g.size);for(let A=0;A<S.length;A++)b.labels[A]===d.hot&&(S[A]=1);return S}function X(g,b,S=Pp){if(!f.plot||!f.width)return-1;let[A,z]=y.invert(
[g,b]),C=A/f.width*(1+2*dt)-dt,j=(1-z/f.height)*(1+2*dt)-dt,H=S/y.k/f.width*(1+2*dt),N=S/y.k/f.height*(1+2*dt);return Ps(tn(f.plot.embedding,f.plot.x,f.plot.y),
C,j,H,N,bt(f.plot.chapter))}function ct(g){let{left:b,top:S}=l.getBoundingClientRect();return{left:b+f.x[g],top:S+f.y[g]}}function w(){let g=d.hover,{plot:b}=f,
S=g&&b?g.chapter===b.chapter?g.i:b.chapter.ids.indexOf(g.chapter.ids[g.i]):-1;o.hidden=S<0||!(f.x[S]>=0&&f.y[S]>=0&&f.x[S]<=f.width&&f.y[S]<=f.height),l.classList.
toggle("on-point",S>=0&&g?.from===e),o.hidden||(o.style.transform=`translate(${f.x[S]}px, ${f.y[S]}px)`)}new ResizeObserver(()=>{let{clientWidth:g,clientHeight:b}=l;
g===f.width&&b===f.height||(Object.assign(f,{width:g,height:b}),_.extent([[0,0],[g,b]]).translateExtent([[-g,-b],[2*g,2*b]]),f.plot&&M(n.camera(f.plot)))}).observe(
l);let E=d.hot;return O("hover",()=>{E!==d.hot&&(E=d.hot,f.repaint()),w()}),O("selection",()=>{d.live||D(),f.repaint()}),O("filter",f.repaint),O("look theme",()=>{
p=null,f.repaint()}),Ql(f),f}function Po(t,e,n){let{label:r,prediction:i,score:o}=Wt(t,e),s=tt(t).selection.mask[e]?", selected":"";return`${zn(t.ids[e])}, labe\
l ${r}, predicted ${i} ${o.toFixed(2)}${n?`, ${ft(n.labels[e])}`:""}${s}`}function qp({chapter:t,clustering:e}){let n=bt(t),r=new Map(e?.clusters.map((o,s)=>[o.label,s])),i=Array.from({length:t.size},(o,s)=>s).filter(o=>!n||n[o]);return e?
i.sort((o,s)=>(r.get(e.labels[o])??0)-(r.get(e.labels[s])??0)||t.rows[o]-t.rows[s]):i}function nc(t){let e=`${t.name} keys`,n=()=>d.hover?.chapter===t.plot?.chapter?
d.hover?.i??-1:-1;function r(s,a){let{plot:l}=t;if(!l)return;let c=qp(l);if(!c.length)return;let u=c.indexOf(n());if(u<0)u=s>0?0:c.length-1;else if(!a||!l.clustering)
u=(u+s+c.length)%c.length;else{let{labels:h}=l.clustering,p=h[c[u]],f=c.map((y,_)=>_).filter(y=>y===0||h[c[y]]!==h[c[y-1]]),v=f.findLastIndex(y=>h[c[y]]===p);u=
f[(v+s+f.length)%f.length]}Lt(l.chapter,c[u],e),Jt(`${Po(l.chapter,c[u],l.clustering)}, ${u+1} of ${c.length}`)}function i(){let{plot:s}=t,a=n();if(!s||a<0)return;
let l=new Uint8Array(s.chapter.size);l[a]=1,nt(kt(tt(s.chapter).selection,l,"toggle"),{chapter:s.chapter}),Jt(Po(s.chapter,a,s.clustering))}let o=!1;t.surface.addEventListener(
"keydown",s=>{if(s.ctrlKey||s.metaKey||s.altKey)return;let a={ArrowRight:[1,!1],ArrowLeft:[-1,!1],ArrowDown:[1,!0],ArrowUp:[-1,!0]}[s.key];if(a)r(...a);else if(s.
key==="Enter"&&n()>=0)t.opened(n());else if(s.key===" ")s.repeat||(o=!0),Ee.held=!0,t.surface.classList.add("panning");else return;s.preventDefault(),s.stopPropagation()}),
t.surface.addEventListener("pointerdown",()=>{o=!1}),t.surface.addEventListener("keyup",s=>{s.key===" "&&o&&(o=!1,i())}),t.surface.addEventListener("blur",()=>{
d.hover?.from===e&&Lt(null,-1,e)})}var Hp=60;function rc(t){let e=q("#card"),n=0;function r(){let i=d.hover,o=t.find(M=>M.name===i?.from||`${M.name} keys`===i?.from);if(!i||!o||!o.plot)return;let{
chapter:s,i:a}=i,{label:l,prediction:c,score:u,wrong:h}=Wt(s,a),p=ce(s,128);e.replaceChildren(m("div",{class:"pictures"},..._e().map(M=>Ot(s,a,M,p))),m("div",{class:h?
"verdict wrong":"verdict",dir:"auto"},`${l} \u2192 ${c} ${vt(u)}`),m("div",{class:"muted"},...Bn(s,a)),m("div",{class:"muted id",dir:"auto"},s.ids[a])),e.hidden=
!1;let{left:f,top:v}=o.pixel(a),y=16,{width:_,height:x}=e.getBoundingClientRect(),k=f+y+_<innerWidth-4;e.style.left=`${k?f+y:Math.max(4,f-y-_)}px`,e.style.top=`${Math.
max(4,Math.min(innerHeight-x-4,v-x/2))}px`}O("hover",()=>{if(clearTimeout(n),!d.hover){e.hidden=!0;return}e.hidden?n=setTimeout(r,Hp):r()}),O("open plot selecti\
on",()=>{d.live&&(e.hidden=!0)}),O("look",()=>{e.hidden||r()})}var qo=V("points"),ci=qo.appendChild(m("div",{class:"pane"})),Ho=qo.appendChild(m("div",{class:"pane",hidden:!0})),sc=Ho.appendChild(m("div",{class:"pane-bar"})),
Vp=Ho.appendChild(m("div",{class:"pane-stage"})),li=ci.appendChild(m("div",{class:"colour-legend",hidden:!0})),ic=new Map,oc=({chapter:t,embedding:e})=>`${t.key}\
 ${e.name}`,pt=Bo(ci,"main",{camera:()=>d.chapter?R().camera:qt,moved:(t,e)=>{d.chapter&&(R().camera=e)},clicked:t=>Kn(t),opened:t=>{d.chapter&&Re(d.chapter,t)}}),
Xt=Bo(Vp,"beside",{camera:t=>ic.get(oc(t))??qt,moved:(t,e)=>ic.set(oc(t),e),clicked:t=>{Xt.plot?.chapter===d.chapter&&Kn(t)},opened:t=>{Xt.plot&&Re(Xt.plot.chapter,
t)}});function Wp(){let{chapter:t}=d,{embedding:e,clustering:n}=L(),r=(e?.axes.length??1)-1;pt.show(t&&e?{chapter:t,embedding:e,clustering:n,x:Math.min(R().x,r),
y:Math.min(R().y,r)}:null,t?"This category has no embedding; its samples are below.":""),Kp(),ac()}function Kp(){let{analysis:t,embedding:e,clustering:n}=L(),r=a=>(a??
[]).map(l=>[l.name,l.name]);Ct("analysis",r(d.chapter?.analyses),t?.name),Ct("embedding",r(t?.embeddings),e?.name,1),Ct("clustering",r(t?.clusterings),n?.name,1);
let i=e?.eigenvalues,o=(e?.axes??[]).map((a,l)=>[String(l),i?.[l]===void 0||i[l]===null?a:`${a} (\u03BB ${i[l].toPrecision(2)})`]);Ct("x",o,String(d.chapter?R().
x:0),3),Ct("y",o,String(d.chapter?R().y:1),3);let s=Fa();d.chapter&&!s.some(([a])=>a===d.colour)&&(d.colour="cluster"),Ct("colour",s,d.colour)}function ac(){if(li.
hidden=!d.chapter||d.colour==="cluster",!d.chapter||li.hidden)return;let{name:t,keys:e,ends:n,colours:r}=Dr(d.chapter),i=9;if(n){let o=`linear-gradient(to right\
, ${Array.from({length:9},(s,a)=>r[Math.round(a/8*(r.length-2))]).join(", ")})`;li.replaceChildren(m("span",{class:"legend-name",dir:"auto"},t),m("span",{},n[0]),
m("span",{class:"legend-ramp",style:{background:o}}),m("span",{},n[1]));return}li.replaceChildren(m("span",{class:"legend-name",dir:"auto"},t),...e.slice(0,i).map(
({text:o,colour:s,hollow:a})=>m("span",{class:"legend-key"},m("span",{class:a?"dot noise":"dot",style:{"--cluster":s}}),m("span",{dir:"auto"},o))),e.length>i?m(
"span",{class:"muted"},`and ${e.length-i} more`):"")}var ze={category:m("select",{"aria-label":"Category beside"}),embedding:m("select",{"aria-label":"Embedding\
 beside"})},We=null;function Vo(){let{analysis:t,embedding:e}=L();if(d.beside.category||!d.chapter)return ar("","");let n=t?.embeddings??[],r=n.findIndex(i=>i===
e);return ar(d.chapter.key,n[(r+1)%Math.max(1,n.length)]?.name??"")}function ar(t,e){d.beside={category:t,embedding:e},Q("layout")}async function Gp(){let t=G().
categories.find(s=>s.key===d.beside.category);if(Ho.hidden=!t,ci.classList.toggle("with-side",!!t),q("[data-beside]").setAttribute("aria-pressed",String(!!t)),!t)
return We=null,Xt.show(null);Vt(ze.category,G().categories.map(s=>[s.key,s.name]),t.key);try{let s=await Sr(G(),t);if(d.beside.category!==t.key)return;We=s}catch(s){
return Xt.show(null,s instanceof Error?s.message:String(s))}let e=L().analysis?.name,n=We===d.chapter,r=We.analyses.find(s=>s.name===e)??We.analyses[0],i=r?.embeddings.
find(s=>s.name===d.beside.embedding)??Fi(r),o=n?L().clustering:r?.clusterings.find(s=>s.name===tt(We).clustering)??r?.clusterings[0];return Vt(ze.embedding,(r?.
embeddings??[]).map(s=>[s.name,s.name]),i?.name),Xt.show(i?{chapter:We,embedding:i,clustering:o,x:0,y:Math.min(1,i.axes.length-1)}:null,"This category has no em\
bedding."),lc()}function lc(){let t=Xt.plot?.chapter;d.live||(q(".beside-count",sc).textContent=t?`${I(tt(t).selection.size)} of ${I(t.size)} selected`:"")}function Yp(){
let t=Xt.plot,e=d.chapter,{embedding:n}=L();!t||!e||(d.beside={category:e.key,embedding:n?.name??""},t.chapter===e?Oe({embedding:t.embedding.name,x:0,y:1}):(Object.
assign(tt(t.chapter),{embedding:t.embedding.name,x:0,y:1}),yt(G().categories.findIndex(r=>r.key===t.chapter.key))),Q("layout"))}var Uo=m("div",{class:"stage-too\
ls buttons",role:"radiogroup","aria-label":"Tool"},...[["lasso","Lasso: draw around points (l)"],["box","Box: drag over points (b)"],["pan","Pan: drag the view \
(p); with any tool Space or the middle button pans"]].map(([t,e])=>m("button",{type:"button",class:"icon",value:t,role:"radio",title:e,"aria-label":e,"aria-chec\
ked":"false"},Ne(t)))),lr=t=>zt({tool:t});function cc(){let t=m("div",{class:"zoom-bar"},it("plus","Zoom in (+)",()=>pt.zoomBy(1.5)),it("minus","Zoom out (\u2212)",
()=>pt.zoomBy(.6666666666666666)),it("selection","Zoom to the selection (s)",()=>pt.zoomTo(R().selection.mask)),it("fit","Show all points (f)",pt.fit),it("besid\
e","Another embedding or category beside (v)",Vo,{"data-beside":"","aria-pressed":"false"}));ci.append(Uo,t),Fn(Uo,lr),sc.append(ze.category,ze.embedding,m("spa\
n",{class:"beside-count muted"}),m("span",{class:"stretch"}),it("swap","Make this the open one",Yp),it("fit","Show all points of this one",()=>Xt.fit()),it("clo\
se","Close",()=>ar("",""))),ze.category.addEventListener("change",()=>ar(ze.category.value,d.beside.embedding)),ze.embedding.addEventListener("change",()=>ar(d.
beside.category,ze.embedding.value));for(let e of["analysis","clustering"])_t(e,n=>Oe({[e]:n}));_t("embedding",e=>Oe({embedding:e,x:0,y:1}));for(let e of["x","y"])
_t(e,n=>Oe({[e]:Number(n)}));_t("colour",e=>zt({colour:e})),[pt,Xt].forEach(nc),rc([pt,Xt]),O("open plot",Wp),O("open plot layout",Gp),O("look theme",()=>{Rn(Uo,
d.tool),qo.dataset.tool=d.tool,xe("colour",d.colour),ac()}),O("selection",lc)}var uc=8,It=q("#lightbox"),xt=null;function Re(t,e){let n=t===d.chapter?Ia():[],r=bt(t),i=n.includes(e)?[...n]:Array.from({length:t.size},(o,s)=>s).filter(o=>!r||
r[o]||o===e);xt={chapter:t,i:e,order:i},cr(),It.open||It.showModal()}function Wo(t){if(!xt)return;let{order:e,i:n}=xt,r=e.indexOf(n);xt.i=e[(r+t+e.length)%e.length],
cr()}function fc(){if(!xt)return;let t=new Uint8Array(xt.chapter.size);t[xt.i]=1,nt(kt(tt(xt.chapter).selection,t,"toggle"),{chapter:xt.chapter}),cr()}function cr(){
if(!xt)return;let{chapter:t,i:e,order:n}=xt,{label:r,prediction:i,score:o,wrong:s}=Wt(t,e),a=document.activeElement instanceof HTMLElement?document.activeElement.
getAttribute("aria-label"):null,l=ce(t,Math.max(96,Math.min(400,(innerWidth-160)/3,innerHeight-400))),c=t.pictures.relevance.scale?.[e]??0,u=tt(t).selection.mask[e]===
1,h=d.scale==="sample"?c:Le(t.pictures.relevance),p=`${I(n.indexOf(e)+1)} of ${I(n.length)} ${n.length===t.size?"samples":n.every(y=>tt(t).selection.mask[y])?"s\
elected":"shown"}`,f=Bn(t,e),v=[["label",r],["prediction",`${i}, ${vt(o,3)}${s?" (wrong)":""}`],["cluster",...f.length?[m("span",{},...f)]:["\u2013"]],["largest\
 relevance",c?Zt(c):"0: this heatmap is zero everywhere"],["colours reach",h?`\xB1 ${Zt(h)} relevance`:"nowhere"],["row",String(t.rows[e])],...Object.entries(t.
metadata).map(([y,_])=>[y,_[e]])];It.replaceChildren(m("header",{},m("h2",{class:"id",dir:"auto"},t.ids[e]),m("span",{class:"muted"},p),at(u?"selected":"select",
fc,{"aria-pressed":String(u),title:"Select, or take out of the selection (Space)",class:"toggle"}),at("show in the embedding",()=>{It.close(),pt.zoomTo(Xp(t,e))},
{hidden:t!==d.chapter}),it("left","Previous sample",()=>Wo(-1)),it("right","Next sample",()=>Wo(1)),m("button",{type:"button",class:"icon","aria-label":"Close",
onclick:()=>It.close()},Ne("close"))),m("div",{class:"threefold"},...Object.keys(en).map(y=>m("figure",{},Ot(t,e,y,l),m("figcaption",{},en[y])))),m("div",{class:"\
about"},m("dl",{},...v.flatMap(([y,..._])=>[m("dt",{dir:"auto"},y),m("dd",{dir:"auto"},..._)])),Zp(t,e))),a&&([...It.querySelectorAll("button")].find(y=>y.getAttribute(
"aria-label")===a)??null)?.focus(),It.open&&Jt(`${t.ids[e]}, label ${r}, predicted ${i}, ${p}`)}function Xp(t,e){let n=new Uint8Array(t.size),r=hc(t,e);for(let i of[
e,...r.found])n[i]=1;return n}function hc(t,e){let{analysis:n,embedding:r}=L(t),i=n?.neighbours;return i?{found:Array.from({length:Math.min(uc,i.count)},(o,s)=>i.
positions[e*i.count+s]).filter(o=>o>=0),where:`by ${n.name}`}:{found:r?Us(r,e,uc):[],where:r?`in ${r.name}`:""}}function Zp(t,e){let{found:n,where:r}=hc(t,e),i=ce(
t,64);return n.length?m("div",{class:"neighbours"},m("h3",{},`Nearest ${r}`),m("div",{class:"neighbour-row"},...n.map(o=>{let{label:s,prediction:a}=Wt(t,o);return m(
"button",{type:"button",class:"neighbour",title:`${t.ids[o]}
label ${s}, predicted ${a}`,"data-position":String(o),onclick:()=>{xt&&(xt.i=o,xt.order.includes(o)||(xt.order=Array.from({length:t.size},(l,c)=>c)),cr())}},Ot(
t,o,"input",i),Ot(t,o,"attribution",i),m("span",{class:"neighbour-cluster"},...Bn(t,o)))}))):""}function dc(){It.addEventListener("keydown",t=>{let e={ArrowRight:1,
ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[t.key];if(e)Wo(e);else if(t.key===" "&&!(t.target instanceof HTMLButtonElement))fc();else return;t.preventDefault()}),It.addEventListener(
"click",t=>{t.target===It&&It.close()}),It.addEventListener("close",()=>{xt=null}),O("look",()=>{It.open&&cr()})}var Jp=t=>[...t.clusters].sort((e,n)=>+(e.label<0)-+(n.label<0)||(n.suspicion??0)-(e.suspicion??0)||e.label-n.label);function Qp(){let t=V("clusters"),{clustering:e}=L();
if(gc(),!e)return t.replaceChildren(m("p",{class:"empty"},d.chapter?"This category was not clustered.":""));let n=Math.max(...e.clusters.map(i=>i.size)),r=Object.
entries(e.scores);return t.replaceChildren(m("div",{class:"list-head"},m("span",{},"by suspicion"),m("span",{},"samples"),m("span",{},"suspicion")),m("div",{class:"\
cluster-rows"},...Jp(e).map((i,o)=>tm(e,i,n,o===0&&(i.suspicion??0)>0))),r.length?m("details",{class:"scores"},m("summary",{},`scores of ${e.name}`),m("dl",{},...r.
flatMap(([i,o])=>[m("dt",{},bn(i)),m("dd",{},vt(o))]))):""),Ko()}function tm(t,e,n,r){let{label:i}=e,o=ft(i),a=Object.entries(e.purity).filter(([,[,f]])=>(f??0)>=
.5).sort((f,v)=>(v[1][1]??0)-(f[1][1]??0)).map(([f,[v,y]])=>`${f} = ${v}, ${jt(y??0,1)}`),l=Object.entries(e.scores??{}).map(([f,v])=>`${bn(f)} ${vt(v)}`),c=()=>{
Ri(i),im(e,p)},u=()=>{Ri(null),gc()},h=m("button",{type:"button",class:"cluster","data-label":String(i),"aria-pressed":"false",title:[`separability ${vt(e.separability)}\
, ${jt(e.share??0,1)} of the category`,...l].join(", "),onclick:f=>mc(i,f),ondblclick:()=>d.chapter&&Re(d.chapter,e.medoid),onfocus:c,onblur:u},ue(i),m("span",{
class:"cluster-name"},o),m("span",{class:"cluster-bar","aria-hidden":"true"},m("span",{style:{width:`${100*e.size/n}%`,background:be(i)}})),m("span",{class:"clu\
ster-size"},I(e.size)),m("span",{class:r?"score first":"score"},i<0?"\u2013":vt(e.suspicion)),a.length?m("span",{class:"cluster-purity muted",dir:"auto"},a.join(
" \xB7 ")):""),p=m("div",{class:"cluster-row","data-row":String(i),onpointerenter:c,onpointerleave:u},h,m("span",{class:"cluster-tools"},it("solo",`Show ${o} al\
one`,()=>nm(i),{class:"icon solo","aria-pressed":"false"}),it("eye",`Hide ${o}`,()=>em(i),{class:"icon eye","aria-pressed":"false"})));return p}function mc(t,e={}){
let{clustering:n}=L();n&&nt(kt(R().selection,Mr(n.labels,t).mask,Ze(e)))}function em(t){let e=new Set(R().filter.hidden);e.delete(t)||e.add(t),Je({hidden:e})}function nm(t){
let e=(L().clustering?.clusters??[]).map(i=>i.label).filter(i=>i!==t),{hidden:n}=R().filter,r=e.every(i=>n.has(i))&&!n.has(t);Je({hidden:new Set(r?[]:e)})}function Ko(){
let{clustering:t}=L(),{chapter:e}=d;if(!t||!e)return;let{mask:n}=R().selection,{hidden:r}=R().filter,i=new Map;for(let o=0;o<n.length;o++)n[o]&&i.set(t.labels[o],
(i.get(t.labels[o])??0)+1);for(let o of V("clusters").querySelectorAll(".cluster-row")){let s=Number(o.dataset.row),a=t.clusters.find(p=>p.label===s);if(!a)continue;
let l=i.get(s)??0,c=r.has(s),u=q(".eye",o);q(".cluster",o).setAttribute("aria-pressed",l===a.size?"true":l?"mixed":"false"),q(".cluster-size",o).textContent=l&&
l<a.size?`${I(l)} / ${I(a.size)}`:I(a.size),o.classList.toggle("off",c),u.setAttribute("aria-pressed",String(c)),u.replaceChildren(Ne(c?"hidden":"eye"));let h=`${c?
"Show":"Hide"} ${ft(s)}`;u.title=h,u.setAttribute("aria-label",h),q(".solo",o).setAttribute("aria-pressed",String(!c&&r.size>0&&r.size===t.clusters.length-1))}}
var Ke=q("#cluster-card"),rm=13,pc=6,Go=0;function gc(){clearTimeout(Go),Ke.hidden=!0}function im(t,e){clearTimeout(Go),Go=setTimeout(()=>{let{chapter:n}=d,r=e.
parentElement;if(!n||!r?.isConnected||!n.pictures.input)return;let{left:i,top:o,bottom:s,width:a}=r.getBoundingClientRect(),l=ce(n,56),c=ft(t.label),h=!!(n.pictures.
mean_relevance&&n.pictures.mean_input&&t.mean!==void 0&&t.mean!==null),p=Math.floor((a-2*rm-(h?l.width+13:0)+pc)/(l.width+pc)),v=(t.prototypes?.length?t.prototypes:
[t.medoid]).slice(0,Math.max(1,Math.min(5,p))).map((k,M)=>m("figure",{},Ot(n,k,"input",l),Ot(n,k,"attribution",l),m("figcaption",{},M?"":"most central")));if(h){
let k={name:`the mean of ${c}`,input:"mean_input",relevance:"mean_relevance"},M=Number(t.mean);v.unshift(m("figure",{class:"mean"},Ot(n,M,"input",l,k),Ot(n,M,"a\
ttribution",l,k),m("figcaption",{},"mean")))}Ke.replaceChildren(m("div",{class:"card-head"},ue(t.label),` ${c}, ${I(t.size)} samples`),m("div",{class:"prototype\
s"},...v)),Ke.style.width=`${a-8}px`,Ke.hidden=!1;let{height:y}=Ke.getBoundingClientRect(),_=s+4,x=o-y-4;Ke.style.left=`${i+4}px`,Ke.style.top=`${_+y<=innerHeight-
4||x<4?Math.min(_,innerHeight-y-4):x}px`},120)}function Yo(t){let e=[...V("clusters").querySelectorAll(".cluster")];if(!e.length)return;let n=e.findIndex(i=>i.getAttribute(
"aria-pressed")==="true"),r=e[(n<0&&t<0?e.length-1:n+t+e.length)%e.length];r.scrollIntoView({block:"nearest"}),mc(Number(r.dataset.label))}function om(){let{clustering:t}=L(),
e=d.hover,n=e&&t&&e.chapter===d.chapter?t.labels[e.i]:d.hot;for(let r of V("clusters").querySelectorAll(".cluster-row"))r.classList.toggle("hot",n!==null&&Number(
r.dataset.row)===n)}function vc(){O("open plot",Qp),O("selection",()=>{d.live||Ko()}),O("filter",Ko),O("hover",om)}function sm(){let t=V("colorbar"),e=$r(),n=d.chapter?.pictures.relevance,r=m("canvas",{width:255,height:1,class:"bar-colours","aria-hidden":"true"}),i=r.getContext(
"2d");if(!i)return;let o=i.createImageData(255,1);for(let c=0;c<255;c++)o.data.set([...e.slice(3*(c+1),3*(c+2)),255],4*c);i.putImageData(o,0,0);let s=d.scale===
"shared"&&n?Le(n):0,a=[-1,-.5,0,.5,1].map(c=>(s?Zt(Math.abs(c)*s):String(Math.abs(c))).replace(/^/,c<0?"\u2212":"")),l=s?"relevance":"of the sample's largest |r\
elevance|";t.replaceChildren(r,m("span",{class:"bar-ticks"},...a.map(c=>m("span",{},c)))),t.title=`${l}: left speaks against the explained class, right for it`,
t.setAttribute("aria-label",`Relevance by colour, from ${a[0]} to ${a[4]} ${l}`)}function yc(){_t("colormap",t=>zt({colormap:t})),O("look open",sm),O("look",()=>xe(
"colormap",d.colormap))}var ui=document.querySelector("#contingency")??m("dialog"),pn=[m("select",{"aria-label":"Rows"}),m("select",{"aria-label":"Columns"})],Xo=({clusters:t})=>[...t].
sort((e,n)=>+(e.label<0)-+(n.label<0)||e.label-n.label).map(e=>e.label);function Zo(){let{analysis:t}=L(),{chapter:e}=d;if(!t||!e)return;let[n,r]=pn.map(p=>t.clusterings.
find(f=>f.name===p.value)??t.clusterings[0]),{mask:i,size:o}=R().selection,s=new Map;for(let p=0;p<e.size;p++){let f=`${n.labels[p]} ${r.labels[p]}`,v=s.get(f)??
{all:0,part:0};v.all++,v.part+=i[p],s.set(f,v)}let a=Math.max(...[...s.values()].map(p=>p.all)),l=Xo(r),c=m("tr",{},m("td",{}),...l.map(p=>m("th",{scope:"col"},
ue(p),` ${ft(p)}`))),u=Xo(n).map(p=>m("tr",{},m("th",{scope:"row"},ue(p),` ${ft(p)}`),...l.map(f=>{let{all:v,part:y}=s.get(`${p} ${f}`)??{all:0,part:0};if(!v)return m(
"td",{class:"none"},"\xB7");let _=`${ft(p)} of ${n.name} and ${ft(f)} of ${r.name}`;return m("td",{style:{"--share":String(Math.sqrt(v/a))}},m("button",{type:"b\
utton",title:`Select ${_}`,onclick:x=>am(n,r,p,f,x)},m("span",{},I(v)),y?m("span",{class:"part"},`${I(y)} selected`):""))})));q("[data-table]",ui).replaceChildren(
m("table",{class:"contingency"},m("thead",{},c),m("tbody",{},...u)));let h=l.map(p=>({label:p,part:Xo(n).reduce((f,v)=>f+(s.get(`${v} ${p}`)?.part??0),0)})).filter(
({part:p})=>p).sort((p,f)=>f.part-p.part);q("[data-told]",ui).textContent=o?`Of the ${I(o)} selected, ${r.name} puts ${h.map(({label:p,part:f})=>`${jt(f,o)} int\
o ${ft(p)}`).join(", ")}.`:"Select samples to see where each clustering puts them."}function am(t,e,n,r,i){let{mask:o}=R().selection;nt(st(o.map((s,a)=>{let l=t.
labels[a]===n&&e.labels[a]===r?1:0;return i.altKey?s&(l^1):i.shiftKey||i.ctrlKey||i.metaKey?s|l:l}))),Zo()}function lm(){let{analysis:t,clustering:e}=L();if(!t||
!e)return;let n=t.clusterings.map(i=>[i.name,i.name]),r=t.clusterings.indexOf(e);Vt(pn[0],n,e.name),Vt(pn[1],n,n[(r+1)%n.length][0]),Zo(),ui.showModal()}function wc(){
if(!ui.isConnected)return;V("contingency").replaceChildren(m("div",{class:"bar"},m("label",{class:"choice"},"rows ",pn[0]),m("label",{class:"choice"},"columns ",
pn[1])),m("p",{"data-told":""}),m("div",{"data-table":"",class:"table-scroll"}),m("p",{class:"muted small"},"A number counts the samples that both clusters shar\
e. Click it to select them; Shift adds, Alt takes away.")),pn.forEach(e=>e.addEventListener("change",Zo));let t=at("compare clusterings",lm,{class:"link"});q("#\
clusters > h2").append(t),O("open plot",()=>{t.hidden=(L().analysis?.clusterings.length??0)<2})}var fi=V("eigenvalues"),cm=fi.appendChild(m("div",{class:"mount"})),ts=m("div",{class:"muted small gap"}),ur=null;function bc(){let{analysis:t,embedding:e}=L();
return[e,...t?.embeddings??[]].find(n=>n?.eigenvalues)}function xc({eigenvalues:t,gap:e}){let n=fr(L().clustering);return{values:(t??[]).map((r,i)=>({k:i+1,from:i+
.6,to:i+1.4,value:r??0,before:i<(e??0),chosen:i+1===n})),gap:e?[{at:e+.5}]:[]}}async function um(){let t=bc();if(document.querySelector("#eigenvalues")?.classList.
toggle("without",!t),ts.replaceChildren(...t?fm(t):[d.chapter?"This analysis has no spectral embedding.":""]),!t||!fi.isConnected)return;if(!ur)return _c();let e=await ur;
for(let[n,r]of Object.entries(xc(t)))e.data(n,r);await e.runAsync()}function fm({eigenvalues:t,gap:e}){if(!e||!t)return["Too few eigenvalues for a gap."];let n=(t[e]??
0)-(t[e-1]??0),r=m("span",{},`Largest gap, ${Zt(n)}, after k = ${e}: about ${e} ${e===1?"group":"groups"}.`),i=m("select",{"aria-label":"Choose a clustering by \
its number of clusters",onchange:o=>Qo(Number(o.target.value))},...t.map((o,s)=>m("option",{value:String(s+1),selected:s+1===fr(L().clustering)},`k = ${s+1}: ${o===
null?"\u2013":Zt(o)}`)));return Jo().includes(Number(i.value))||i.prepend(m("option",{value:"",selected:!0},"eigenvalues")),[r,m("span",{class:"gap-choice"},i,Jo().
includes(e)&&fr(L().clustering)!==e?at(`cluster into ${e}`,()=>Qo(e)):"")]}var fr=t=>t?.clusters.filter(e=>e.label>=0).length??0,Jo=()=>L().analysis?.clusterings.
map(fr)??[];function Qo(t){if(!t)return;let{analysis:e,clustering:n}=L(),r=e?.clusterings.filter(o=>fr(o)===t)??[],i=r.find(o=>o.method===n?.method)??r[0];i?Oe(
{clustering:i.name}):q("span",ts).textContent=`No clustering here has ${t} ${t===1?"cluster":"clusters"}: there are ${[...new Set(Jo())].sort((o,s)=>o-s).join("\
, ")}.`}async function _c(){let t=bc();if(!t||!fi.isConnected)return;let e=ur;ur=Do(cm,"eigenvalues",xc(t)),(await e)?.finalize(),(await ur).addEventListener("c\
lick",(n,r)=>{r?.datum?.k&&Qo(r.datum.k)})}function Sc(){fi.after(ts),O("open plot",um),O("theme",_c)}var mn=m("select",{"aria-label":"Predicted as"}),hi=m("div",{class:"buttons",role:"radiogroup","aria-label":"Right or wrong"}),Mc=m("p",{class:"muted small filt\
er-told",role:"status"});function hm(){let{chapter:t}=d;if(!t)return;let e=new Map,n={right:0,wrong:0,unknown:0};for(let i=0;i<t.size;i++)e.set(t.prediction[i],
(e.get(t.prediction[i])??0)+1),n[Ht(t,i)]++;let r=[...e].sort((i,o)=>o[1]-i[1]||i[0]-o[0]);Vt(mn,[["","any class"],...r.map(([i,o])=>[String(i),`${Nt(i)} (${I(o)}\
)`])],""),hi.replaceChildren(...[["all","all"],["right",`right ${I(n.right)}`],["wrong",`wrong ${I(n.wrong)}`]].map(([i,o])=>m("button",{type:"button",role:"rad\
io",value:i},o))),kc()}function kc(){let{chapter:t}=d;if(!t)return;let{filter:e}=R(),n=bt(t);mn.value=e.prediction===null?"":String(e.prediction),Rn(hi,e.verdict);
let r=n?n.reduce((i,o)=>i+o,0):t.size;V("filters").classList.toggle("filtering",$e(e)),Mc.replaceChildren(...$e(e)?[m("span",{},`${I(r)} of ${I(t.size)} samples\
 shown (${jt(r,t.size)})`),at("show all",es,{class:"link"})]:[])}function es(){!d.chapter||!$e(R().filter)||(R().filter=Qe(),Q("filter"))}function Ac(){V("filte\
rs").append(m("div",{class:"filter-row"},m("span",{class:"muted"},"predicted"),mn),hi,Mc),mn.addEventListener("change",()=>Je({prediction:mn.value===""?null:Number(
mn.value)})),Fn(hi,t=>Je({verdict:t})),O("open",hm),O("plot filter",kc)}function dm(){let t=V("finding"),e=Cn();if(!e)return t.replaceChildren(m("p",{class:"empty"},"Nothing to show."));let n=[Dt(e.size,"sample"),`rank ${d.open+1} o\
f ${I(G().categories.length)}`,`strangeness ${vt(e.strangeness)}`];for(let[i,o]of Object.entries(d.chapter?.scores??{}))i!=="strangeness"&&n.push(`${bn(i)} ${vt(
o)}`);let r=[m("div",{class:"finding-head"},m("h3",{class:"category-title",dir:"auto"},e.name),m("span",{class:"muted about-line",title:n.join(" \xB7 ")},n.join(
" \xB7 ")))];if(d.error)r.push(m("div",{class:"note failed",role:"alert"},m("span",{},d.error),at("Try again",()=>yt(d.open))));else if(!d.chapter)r.push(m("p",
{class:"loading"},"Loading \u2026"));else{d.chapter.summary&&r.push(m("p",{class:"summary",dir:"auto"},d.chapter.summary));for(let i of[...d.chapter.notes,...L().
analysis?.notes??[]])r.push(m("p",{class:"note",dir:"auto"},i))}return d.missing.length&&r.push(m("p",{class:"note",role:"alert"},`The link names what this page\
 does not have: ${d.missing.join(", ")}.`)),t.replaceChildren(...r)}var Ec=()=>O("open plot",dm);var di=1,ns=t=>Xe(R().selection).sort((e,n)=>t.rows[e]-t.rows[n]);function Cc(t,e){let n=d.chapter,{analysis:r,embedding:i,clustering:o}=L(),s=ns(n);return{name:t,
note:e,created:new Date().toISOString(),address:Te(),project:G().project,method:r?.name??"",category:n.name,embedding:i?.name??"",clustering:o?.name??"",indices:s.
map(a=>n.rows[a]),ids:s.map(a=>n.ids[a])}}function zc(t){return Object.values(G().provenance??{}).flatMap(n=>Object.entries(n)).find(([n])=>t.includes(n.toLowerCase()))?.[1]??
""}function Oc(t,e){let n=d.chapter,{analysis:r,embedding:i,clustering:o}=L(),s=ns(n),a=u=>o?.labels[u]??-1,l=Array.from({length:n.size},(u,h)=>h).sort((u,h)=>n.
rows[u]-n.rows[h]),c=u=>u<0?null:Nt(u);return{projectId:d.project,projectName:G().project,modelName:zc(["factory","model"]),datasetName:zc(["dataset","data set",
"source"])||G().project,selectedAnalysisMethod:r?.name??"",selectedAnalysisCategory:n.name,selectedCategoryHumanReadableName:n.name,selectedEmbeddingName:i?.name??
"",selectedClustering:o?.name??"",numberOfClusters:o?.clusters.length??0,selectedColorMap:d.colormap,selectedImageMode:d.mode,selectedEmbeddingVectorsIndices:s.
map(u=>n.rows[u]),selectedEmbeddingVectorsClusters:s.map(a),allEmbeddingVectorsIndices:l.map(u=>n.rows[u]),allEmbeddingVectorsClusters:l.map(a),selectionVersion:di,
created:new Date().toISOString(),categoryKey:n.key,projectKey:G().key,embeddingAxes:[R().x,R().y],address:Te(),provenance:G().provenance??{},selectedSamples:s.map(
u=>({id:n.ids[u],label:Ie(n,u).map(Nt).join(", ")||null,prediction:c(n.prediction[u]),score:n.prediction[u]<0?null:n.score[u]})),note:t,findings:e}}function $c(){
let t=d.chapter,{clustering:e}=L(),n=Object.entries(t.metadata),r=o=>/[",\r\n]/.test(String(o))?`"${String(o).replace(/"/g,'""')}"`:String(o),i=ns(t).map(o=>{let{
label:s,prediction:a,score:l}=Wt(t,o);return[t.rows[o],t.ids[o],s,a,l,e?.labels[o]??"",...n.map(([,c])=>c[o])]});return[["index","id","label","prediction","scor\
e","cluster",...n.map(([o])=>o)],...i].map(o=>`${o.map(r).join(",")}\r
`).join("")}function rs(t){let e=new Date,n=i=>String(i).padStart(2,"0");return`${`${e.getFullYear()}-${n(e.getMonth()+1)}-${n(e.getDate())}-${n(e.getHours())}-${n(
e.getMinutes())}-${n(e.getSeconds())}`} ${G().project} - ${d.chapter?.name??""}.${t}`}var Ic=256e6,Nc=t=>typeof t=="object"&&t!==null&&!Array.isArray(t),Ce=t=>typeof t=="string",Lc=t=>Array.isArray(t)&&t.every(e=>Number.isInteger(e)),Tc=t=>t.replace(
/[-/\s]/g,"_").toLowerCase(),is=(t,e)=>t.find(n=>n.name===e)??(Ce(e)?t.find(n=>Tc(n.name)===Tc(e)):void 0);async function Fc(t){if(t.size>Ic)throw new Error(`${t.
name} is larger than ${Ic/1e6} MB: it is no exported selection.`);let e;try{e=JSON.parse(await t.text())}catch{throw new Error(`${t.name} is not JSON, or was cu\
t off. Choose a file that this page or ViRelAy has exported.`)}if(!Nc(e)||!Ce(e.selectedAnalysisMethod)||!Lc(e.selectedEmbeddingVectorsIndices))throw new Error(
`${t.name} is no exported selection: it has no \u201CselectedEmbeddingVectorsIndices\u201D. Choose a file that this page or ViRelAy has exported.`);if(e.selectionVersion>
di)throw new Error(`${t.name} is of version ${e.selectionVersion}; this page reads up to ${di}. Build the site with a newer spray.`);return e}function Rc(t){let e=[
"name","note","created","address","project","method","category","embedding","clustering"];return(Array.isArray(t.findings)?t.findings:[]).filter(n=>Nc(n)&&e.every(
r=>Ce(n[r]))&&Lc(n.indices)&&Array.isArray(n.ids)&&n.ids.every(Ce))}async function Dc(t){t.selectionVersion&&Ce(t.address)&&t.address.startsWith("#")?await Tn(t.
address):await pm(t);let{chapter:e}=d;if(!e)return;let n=Array.isArray(t.selectedSamples)?new Set(t.selectedSamples.map(r=>r?.id)):null;Bc(e,n,new Set(t.selectedEmbeddingVectorsIndices))}
async function jc(t){await Tn(t.address),d.chapter&&Bc(d.chapter,new Set(t.ids),new Set(t.indices))}function Bc(t,e,n){let r=st(Uint8Array.from({length:t.size},
(o,s)=>(e?e.has(t.ids[s]):n.has(t.rows[s]))?1:0)),i=(e??n).size-r.size;i?d.missing.push(`${i} of the ${(e??n).size} selected samples`):d.missing=d.missing.filter(
o=>!o.startsWith("that selection")),(i||d.missing.length===0)&&Q("plot"),(r.size||!R().selection.size)&&nt(r)}async function pm(t){let e=[],n=Mt.findIndex(l=>l.
project===t.projectName),r=n>=0?n:Number.isInteger(t.projectId)&&Mt[t.projectId]?t.projectId:0;n<0&&Ce(t.projectName)&&e.push(`project \u201C${t.projectName}\u201D`);
let{categories:i}=Mt[r],o=t.selectedAnalysisCategory,s=[t.selectedCategoryHumanReadableName,o].map(l=>i.findIndex(c=>c.name===l||c.key===l));s.push(/^\d+$/.test(
String(o))?i.findIndex(l=>l.index===Number(o)):-1);let a=s.find(l=>l>=0)??-1;if(a<0)throw new Error(`The file is about the category \u201C${t.selectedCategoryHumanReadableName||
o}\u201D, which this page does not have.`);d.missing=e,Ce(t.selectedColorMap)&&Object.hasOwn(et.colormaps,t.selectedColorMap)?d.colormap=t.selectedColorMap:Ce(t.
selectedColorMap)&&e.push(`colour map \u201C${t.selectedColorMap}\u201D`),["input","overlay","attribution"].includes(t.selectedImageMode)&&(d.mode=t.selectedImageMode),
Q("look"),await yt(a,{project:r,prepare(l){let c=tt(l),u=is(l.analyses,t.selectedAnalysisMethod);u?c.analysis=u.name:e.push(`analysis \u201C${t.selectedAnalysisMethod}\
\u201D`);let h=L(l).analysis,p=is(h?.embeddings??[],t.selectedEmbeddingName),f=is(h?.clusterings??[],t.selectedClustering);p?c.embedding=p.name:e.push(`embeddin\
g \u201C${t.selectedEmbeddingName}\u201D`),f?c.clustering=f.name:e.push(`clustering \u201C${t.selectedClustering}\u201D`)}})}var as=`spray.findings.${et.project}`,mt=[],ss=!0;function Pc(){try{let t=JSON.parse(localStorage.getItem(as)??"[]");mt=Array.isArray(t)?t.filter(e=>typeof e?.name==
"string"&&typeof e.address=="string"&&Array.isArray(e.ids)&&Array.isArray(e.indices)):[]}catch{mt=[]}}function Uc(){try{localStorage.setItem(as,JSON.stringify(mt)),
ss=!0}catch{ss=!1}}function gn(){Uc(),Q("findings")}var ls=()=>mt;function qc(t){let e=new Set(mt.map(r=>`${r.created} ${r.name}`)),n=t.filter(r=>!e.has(`${r.created}\
 ${r.name}`));return mt=[...mt,...n],n.length&&gn(),n.length}function cs(){if(!d.chapter||!R().selection.size)return xn("Select samples first: a finding is a se\
lection with a name.");let t=Cc(`finding ${mt.length+1}`,"");mt=[...mt,t],gn();let e=V("findings").querySelector(".finding-item:last-of-type .finding-name");return e?.
focus(),e?.select()}function mm(t){let e=m("input",{class:"finding-name",value:t.name,"aria-label":"Name of the finding",dir:"auto",onchange:()=>{t.name=e.value.
trim()||t.name,gn()}}),n=m("textarea",{class:"finding-note",value:t.note,rows:2,placeholder:"note","aria-label":`Note on ${t.name}`,dir:"auto",hidden:!t.note,oninput:()=>{
t.note=n.value,Uc()},onchange:gn});return m("div",{class:"finding-item"},m("div",{class:"finding-line"},e,at("note",()=>{n.hidden=!n.hidden,n.hidden||n.focus()},
{class:"link","aria-label":`Note on ${t.name}`}),it("close",`Delete ${t.name}`,()=>gm(t))),n,m("button",{type:"button",class:"finding-open link",dir:"auto",title:`${t.
method}, ${t.embedding}, ${t.clustering}`,onclick:()=>jc(t)},`${Dt(t.ids.length,"sample")} of ${t.category}`))}function gm(t){let e=mt.indexOf(t);mt=mt.filter(r=>r!==
t),gn();let n=V("findings").appendChild(m("p",{class:"small removed"},`\u201C${t.name}\u201D deleted. `,at("undo",()=>{mt=[...mt.slice(0,e),t,...mt.slice(e)],gn()},
{class:"link"})));setTimeout(()=>n.remove(),15e3)}function os(){let t=mt.map(mm);V("findings").replaceChildren(m("div",{class:"finding-items"},...t),mt.length?"":
m("p",{class:"muted small hint"},"Select samples, keep them under a name, and export or share what you found."),ss?"":m("p",{class:"note"},"This browser keeps n\
othing for local files: export your findings before you leave."))}function Hc(){Pc(),document.querySelector("#findings > h2")?.append(at("keep selection",cs,{class:"\
link",title:"Keep the selection as a finding (Enter a name)"})),O("findings",os),os(),addEventListener("storage",t=>{t.key===as&&(Pc(),os())})}var ye=q("#overview"),pi=m("select",{"aria-label":"Sort by"}),mi=m("input",{type:"search",placeholder:"find a category","aria-label":"Find a category"});function gi(){
let{categories:t,rankings:e}=G(),{order:n,values:r,title:i,hint:o,name:s}=jn(),a=Math.max(...t.map(u=>u.strangeness??0));Vt(pi,e.map(u=>[u.name,u.title]),s);let l=mi.
value.trim().toLowerCase(),c=n.filter(u=>t[u].name.toLowerCase().includes(l)).map(u=>{let h=t[u],p=[Dt(h.size,"sample"),h.suspects?`${I(h.suspects)} apart`:"",h.
wrong?`${I(h.wrong)} wrong`:""].filter(Boolean).join(" \xB7 ");return m("button",{type:"button",class:"small-multiple","data-key":h.key,title:h.summary??"","ari\
a-current":h===Cn()?"true":null,onclick:()=>{ye.close(),yt(u)}},m("span",{class:"small-head"},m("span",{class:"category-name",dir:"auto"},h.name),m("span",{class:"\
score",title:o||i},Vi(r[u]))),Cr(h,a,232,128),m("span",{class:"muted"},p))});q(".cards",ye).replaceChildren(...c.length?c:[m("p",{class:"empty"},"No category is\
 called so.")])}function vi(){return ye.open?ye.close():(gi(),ye.showModal(),(ye.querySelector(".small-multiple[aria-current]")??ye.querySelector(".small-multip\
le"))?.focus())}function Vc(){pi.addEventListener("change",()=>{Ki(pi.value),gi()}),mi.addEventListener("input",gi),V("overview").replaceChildren(m("div",{class:"\
bar"},m("label",{class:"choice"},"sorted by ",pi),mi,m("span",{class:"muted small"},"Every card is one category. Coloured points are its most suspicious cluster\
, the stronger the stranger.")),m("div",{class:"cards"})),O("theme",()=>{ye.open&&gi()}),ye.addEventListener("close",()=>{mi.value=""})}var hr=6,gt=m("input",{type:"search",placeholder:"find \u2026  ( / )",title:"Find a category, a sample by id or file name, a label, a prediction",role:"combobox",
"aria-label":"Find","aria-expanded":"false","aria-controls":"found","aria-autocomplete":"list",autocomplete:"off",spellcheck:!1}),vn=m("div",{class:"found",id:"\
found",role:"listbox","aria-label":"Found",hidden:!0}),Ft=[],Rt=-1,us=0;function yi(t,e){nt(kt(R().selection,t,Ze(e)))}function vm(t){let{chapter:e}=d,{categories:n}=G(),
r=n.map((a,l)=>({one:a,at:l})).filter(({one:a})=>a.name.toLowerCase().includes(t)||a.key===t).slice(0,hr).map(({one:a,at:l})=>({kind:"category",text:a.name,more:Dt(
a.size,"sample"),action:()=>yt(l)}));if(!e)return r;let i=G().classes.map((a,l)=>({name:a,index:l})).filter(({name:a})=>a.toLowerCase().includes(t)).slice(0,hr);
for(let{name:a,index:l}of i){let c=st(Uint8Array.from(e.prediction,h=>h===l?1:0)),u=st(Uint8Array.from({length:e.size},(h,p)=>Ie(e,p).includes(l)?1:0));u.size&&
u.size<e.size&&r.push({kind:"label",text:a,more:`select ${I(u.size)} here`,action:h=>yi(u.mask,h)}),c.size&&r.push({kind:"predicted",text:a,more:`select ${I(c.size)}\
 here`,action:h=>yi(c.mask,h)})}let o=Uint8Array.from(e.ids,a=>a.toLowerCase().includes(t)?1:0),s=st(o);s.size>1&&r.push({kind:"samples",text:`all ${I(s.size)} \
with \u201C${t}\u201D`,more:"select",action:a=>yi(o,a)});for(let a=0,l=hr;a<e.size&&l;a++)o[a]&&(l--,r.push({kind:"sample",text:zn(e.ids[a]),more:e.ids[a],action:c=>ym(
a,c)}));return r}function ym(t,e){let{chapter:n}=d;n&&(yi(Ye(n.size,[t]).mask,e),n.size>400&&pt.zoomTo(Ye(n.size,[t]).mask),Kn(t))}async function wm(t){let{key:e,
categories:n}=G(),r=(await Is()).get(e)??[],i=[],o=0;for(let s=0;s<n.length&&i.length<hr;s++){let a=n[s],l=o+a.size;for(let c=o;c<l&&i.length<hr&&s!==d.open;c++){
if(!r[c]?.toLowerCase().includes(t))continue;let u=r[c];i.push({kind:`in ${a.name}`,text:zn(u),more:u,action:()=>yt(s,{prepare:h=>{let p=h.ids.indexOf(u);queueMicrotask(
()=>nt(p<0?te(h.size):Ye(h.size,[p])))}})})}o=l}return i}async function Wc(){let t=gt.value.trim().toLowerCase(),e=++us;if(!t)return dr();Ft=vm(t),Kc();let n=await wm(
t).catch(()=>[]);if(e===us)return Ft=[...Ft,...n],Kc()}function Kc(){Rt=Ft.length?Math.max(0,Math.min(Rt,Ft.length-1)):-1,vn.replaceChildren(...Ft.length?Ft.map(
({kind:t,text:e,more:n,action:r},i)=>m("div",{class:"hit",role:"option",id:`hit-${i}`,"aria-selected":String(i===Rt),onpointerdown:o=>o.preventDefault(),onclick:o=>{
dr(),r(o)}},m("span",{class:"hit-kind muted",dir:"auto"},t),m("span",{class:"hit-text",dir:"auto"},e),m("span",{class:"hit-more muted",dir:"auto"},n))):[m("p",{
class:"empty"},"Nothing is called so.")]),vn.hidden=!1,gt.setAttribute("aria-expanded","true"),Gc()}function Gc(){[...vn.children].forEach((t,e)=>t.setAttribute(
"aria-selected",String(e===Rt))),Rt>=0?gt.setAttribute("aria-activedescendant",`hit-${Rt}`):gt.removeAttribute("aria-activedescendant"),vn.children[Rt]?.scrollIntoView(
{block:"nearest"})}function dr(){us++,vn.hidden=!0,gt.setAttribute("aria-expanded","false"),gt.removeAttribute("aria-activedescendant")}var Yc=()=>{gt.focus(),gt.
select()};function Xc(){V("search").append(gt,vn),gt.addEventListener("input",()=>{Rt=0,Wc()}),gt.addEventListener("focus",()=>{gt.value&&Wc()}),gt.addEventListener(
"blur",dr),gt.addEventListener("keydown",t=>{let e={ArrowDown:1,ArrowUp:-1}[t.key];if(e&&Ft.length)Rt=(Rt+e+Ft.length)%Ft.length,Gc(),t.preventDefault();else if(t.
key==="Enter"&&Ft[Rt]){let{action:n}=Ft[Rt];dr(),gt.blur(),n(t),t.preventDefault()}else t.key==="Escape"&&(gt.value?gt.value="":gt.blur(),dr(),t.stopPropagation(),
t.preventDefault())})}var fs=document.documentElement,bm=()=>{try{return localStorage.getItem("spray.theme")}catch{return null}};function Zc(t){fs.dataset.theme=t,Q("theme")}function Jc(){
let t=fs.dataset.theme==="dark"?"light":"dark";try{localStorage.setItem("spray.theme",t)}catch{}Zc(t)}var Qc=t=>q(`#${t}`);function xm(){for(let t of document.querySelectorAll(
"[data-open]"))t.addEventListener("click",()=>Qc(t.dataset.open??"").showModal());for(let t of document.querySelectorAll("dialog.sheet"))t.addEventListener("cli\
ck",e=>{(e.target===t||e.target.closest("[data-close]"))&&t.close()})}function _m(){let t=q("#divider"),e=t.parentElement,n=()=>e.getBoundingClientRect().height,
r=()=>t.setAttribute("aria-valuenow",String(Math.round(100*n()/innerHeight))),i=o=>{fs.style.setProperty("--tray",`${Math.round(Math.max(120,Math.min(innerHeight-
260,o)))}px`),r()};r(),t.addEventListener("pointerdown",o=>{t.setPointerCapture(o.pointerId);let s=o.clientY,a=n();t.onpointermove=l=>i(a+s-l.clientY)}),t.addEventListener(
"pointerup",()=>{t.onpointermove=null}),t.addEventListener("keydown",o=>{let s={ArrowUp:40,ArrowDown:-40}[o.key];s&&(o.preventDefault(),i(n()+s))})}var Sm=["inp\
ut","attribution","overlay","pair"],Mm={j:()=>Wi(1),k:()=>Wi(-1),c:()=>Yo(1),C:()=>Yo(-1),...Object.fromEntries(Sm.map((t,e)=>[String(e+1),()=>zt({mode:t})])),a:Ar,
i:kr,n:cs,x:es,f:()=>pt.fit(),s:()=>pt.zoomTo(R().selection.mask),"+":()=>pt.zoomBy(1.5),"=":()=>pt.zoomBy(1.5),"-":()=>pt.zoomBy(1/1.5),l:()=>lr("lasso"),b:()=>lr(
"box"),p:()=>lr("pan"),v:Vo,o:vi,t:Jc,"/":Yc,"?":()=>Qc("help").showModal(),Escape:()=>{d.chapter&&R().selection.size&&nt(te(d.chapter.size))}},km=new Set(["j",
"k","o","t","/","?"]);function Am(t){let e=t.target;if(document.querySelector("dialog[open]")||e.closest?.("input, select, textarea")||t.isComposing)return;if((t.
ctrlKey||t.metaKey)&&["z","y"].includes(t.key.toLowerCase()))return t.preventDefault(),t.shiftKey||t.key.toLowerCase()==="y"?zr():Er();if(t.ctrlKey||t.metaKey||
t.altKey)return;if(t.key===" "&&!e.closest?.("button, a, [role=separator]")){t.preventDefault(),Ee.held=!0,pt.surface.classList.add("panning");return}let n=Mm[t.
key];if(!(!n||!(d.chapter||km.has(t.key))))return t.preventDefault(),n()}function Em(){let t=!1;addEventListener("pointerdown",()=>{t=!0},!0),addEventListener("\
keydown",()=>{t=!1},!0),addEventListener("change",({target:e})=>{t&&(e instanceof HTMLSelectElement||e instanceof HTMLInputElement&&e.type==="range")&&e.blur()})}
function tu(){Em(),q("#theme").addEventListener("click",Jc),matchMedia("(prefers-color-scheme: dark)").addEventListener("change",e=>{bm()||Zc(e.matches?"dark":"\
light")}),xm(),_m(),addEventListener("keydown",Am);let t=()=>{Ee.held=!1;for(let e of document.querySelectorAll(".surface"))e.classList.remove("panning")};addEventListener(
"keyup",e=>{e.key===" "&&t()}),addEventListener("blur",t)}var eu=0;function nu(){_t("project",t=>Ns(Number(t))),O("open",()=>{if(Ct("project",Mt.map((a,l)=>[String(l),a.project]),String(d.project)),eu===d.project)return;
eu=d.project;let{facts:t,title:e,project:n,provenance:r,counts:i,notes:o}=G(),s=Object.entries({Counts:i,...r}).map(([a,l])=>m("table",{class:"facts-table"},m("\
caption",{dir:"auto"},a),...Object.entries(l).map(([c,u])=>m("tr",{},m("th",{scope:"row"},c),m("td",{},u)))));document.querySelector("#provenance .sheet-body")?.
replaceChildren(...s),q(".banner").replaceChildren(...o.length?[m("section",{class:"panel","aria-label":"Notes"},...o.map(a=>m("p",{class:"note",dir:"auto"},a)))]:
[]),q("#title").textContent=e,q(".facts").replaceChildren(...n!==e?[m("span",{class:"fact",title:"project"},n)]:[],...t.map(([a,l])=>m("span",{class:"fact"},m("\
span",{class:"fact-name"},a)," ",m("span",{title:l},l))))})}var pr=q("#share"),wi=m("textarea",{readOnly:!0,rows:3,"aria-label":"Link to this view",class:"link-text"}),iu=m("textarea",{rows:2,"aria-label":"Note in the fi\
le",placeholder:"note (goes into the JSON file)",dir:"auto"}),ou=m("p",{class:"muted small"}),gr=m("p",{class:"note",role:"alert",hidden:!0}),mr=m("input",{type:"\
file",accept:".json,application/json","aria-label":"File to import"});async function zm(){wi.select();try{await navigator.clipboard.writeText(wi.value)}catch{if(!document.
execCommand("copy")){Jt("The browser does not allow copying: press Ctrl C.");return}}xn("Link copied.")}function Cm(){d.chapter&&_i(rs("json"),`${JSON.stringify(
Oc(iu.value,ls()),null,2)}
`,"application/json")}function Om(){d.chapter&&_i(rs("csv"),$c(),"text/csv")}async function ru(t){gr.hidden=!0;try{let e=await Fc(t),n=qc(Rc(e));await Dc(e),pr.
close(),xn(`Opened ${t.name}${n?`, with ${I(n)} findings`:""}.`)}catch(e){gr.textContent=e instanceof Error?e.message:String(e),gr.hidden=!1}}function hs(){wi.value=
`${location.href.split("#")[0]}${Te()}`,ou.textContent=d.chapter?`${I(R().selection.size)} selected samples of ${d.chapter.name}; ${I(ls().length)} findings`:"",
gr.hidden=!0,mr.value=""}function su(){V("share").replaceChildren(m("h3",{},"Link"),m("p",{class:"muted small"},"It opens this view on any copy of this page: th\
e same folder on a stick, in a mail, or on the web."),wi,at("Copy link",zm,{class:"primary"}),m("h3",{},"Files"),ou,iu,m("p",{class:"bar"},at("Export JSON",Cm),
at("Export CSV",Om),m("span",{class:"muted small"},"spray selection FILE reads the JSON in Python")),m("h3",{},"Import"),m("p",{class:"muted small"},"A file exp\
orted here or by ViRelAy; it can also be dropped on the page."),mr,gr),pr.addEventListener("toggle",()=>{pr.open&&hs()}),q('[data-open="share"]').addEventListener(
"click",hs),mr.addEventListener("change",()=>{mr.files?.[0]&&ru(mr.files[0])}),addEventListener("dragover",t=>t.preventDefault()),addEventListener("drop",t=>{t.
preventDefault();let e=t.dataTransfer?.files[0];e&&(pr.open||(hs(),pr.showModal()),ru(e))})}d.colormap=et.colormap;nu();ra(vi);Ec();cc();vc();Ac();Sc();wc();Na();dc();Hc();yc();Xc();su();Vc();tu();zt({});Zs();})();
