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
"use strict";(()=>{function U(t,e=document){let n=e.querySelector(t);if(!n)throw new Error(`the page has no ${t}`);return n}function H(t){return document.querySelector(`[data-bloc\
k="${t}"]`)??document.createElement("div")}function m(t,e={},...n){let r=document.createElement(t);for(let[i,o]of Object.entries(e))if(!(o==null||o===!1))if(i.startsWith(
"on"))r.addEventListener(i.slice(2),o);else if(i==="style")for(let[s,a]of Object.entries(o))r.style.setProperty(s,String(a));else i in r&&i!=="role"&&i!=="list"?
r[i]=o:r.setAttribute(i,o===!0?"":String(o));return r.append(...mu(n)),r}var mu=t=>t.filter(e=>e!=null&&e!==!1&&e!=="").map(e=>typeof e=="number"?String(e):e);function ut(t,e,...n){
let r=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[i,o]of Object.entries(e))r.setAttribute(i,String(o));return r.append(...n),r}var lt=(t,e,n={})=>m(
"button",{type:"button",onclick:e,...n},t),Mt=t=>getComputedStyle(document.documentElement).getPropertyValue(`--${t}`).trim(),I=t=>t.toLocaleString("en"),Dt=(t,e,n=`${e}\
s`)=>`${I(t)} ${t===1?e:n}`,jt=(t,e)=>t<=0?"0 %":t*100<e?"< 1 %":t<e&&t*100>99*e?"> 99 %":`${Math.round(100*t/e)} %`,vt=(t,e=2)=>t==null||Number.isNaN(t)?"\u2013":
t.toFixed(e),Zt=t=>t===0?"0":Math.abs(t)>=.01&&Math.abs(t)<1e3?t.toPrecision(3):t.toExponential(2),_n=t=>t.replace(/[_-]+/g," ");function Jt(t){U("#live").textContent=
t}var vs=0;function Sn(t){let e=U("#toast");e.textContent=t,e.hidden=!1,Jt(t),clearTimeout(vs),vs=setTimeout(()=>{e.hidden=!0},4e3)}function ys(t,e){let n=0,r=-1/0;
return()=>{clearTimeout(n);let i=()=>{r=performance.now(),t()},o=r+e-performance.now();o<=0?i():n=setTimeout(i,o)}}function wr(t,e){let n=0;return()=>{clearTimeout(
n),n=setTimeout(t,e)}}function br(t){let e=0;return()=>{e||=requestAnimationFrame(()=>{e=0,t()})}}function Ai(t,e,n){let r=URL.createObjectURL(new Blob([e],{type:n})),
i=m("a",{href:r,download:t.replace(/[^\p{L}\p{N}._ -]+/gu,"_")});document.body.append(i),i.click(),i.remove(),setTimeout(()=>URL.revokeObjectURL(r),1e4)}var wt=Uint8Array,zt=Uint16Array,Ti=Int32Array,xr=new wt([0,0,0,0,0,0,0,0,1,1,1,1,2,2,2,2,3,3,3,3,4,4,4,4,5,5,5,5,0,0,0,0]),_r=new wt([0,0,0,0,1,1,2,2,3,3,4,4,5,
5,6,6,7,7,8,8,9,9,10,10,11,11,12,12,13,13,0,0]),Ci=new wt([16,17,18,0,8,7,9,6,10,5,11,4,12,3,13,2,14,1,15]),_s=function(t,e){for(var n=new zt(31),r=0;r<31;++r)n[r]=
e+=1<<t[r-1];for(var i=new Ti(n[30]),r=1;r<30;++r)for(var o=n[r];o<n[r+1];++o)i[o]=o-n[r]<<5|r;return{b:n,r:i}},Ss=_s(xr,2),Ms=Ss.b,Oi=Ss.r;Ms[28]=258,Oi[258]=28;
var As=_s(_r,0),gu=As.b,ws=As.r,$i=new zt(32768);for(K=0;K<32768;++K)ie=(K&43690)>>1|(K&21845)<<1,ie=(ie&52428)>>2|(ie&13107)<<2,ie=(ie&61680)>>4|(ie&3855)<<4,$i[K]=
((ie&65280)>>8|(ie&255)<<8)>>1;var ie,K,Qt=(function(t,e,n){for(var r=t.length,i=0,o=new zt(e);i<r;++i)t[i]&&++o[t[i]-1];var s=new zt(e);for(i=1;i<e;++i)s[i]=s[i-
1]+o[i-1]<<1;var a;if(n){a=new zt(1<<e);var l=15-e;for(i=0;i<r;++i)if(t[i])for(var c=i<<4|t[i],u=e-t[i],h=s[t[i]-1]++<<u,d=h|(1<<u)-1;h<=d;++h)a[$i[h]>>l]=c}else
for(a=new zt(r),i=0;i<r;++i)t[i]&&(a[i]=$i[s[t[i]-1]++]>>15-t[i]);return a}),be=new wt(288);for(K=0;K<144;++K)be[K]=8;var K;for(K=144;K<256;++K)be[K]=9;var K;for(K=
256;K<280;++K)be[K]=7;var K;for(K=280;K<288;++K)be[K]=8;var K,kn=new wt(32);for(K=0;K<32;++K)kn[K]=5;var K,vu=Qt(be,9,0),yu=Qt(be,9,1),wu=Qt(kn,5,0),bu=Qt(kn,5,
1),ki=function(t){for(var e=t[0],n=1;n<t.length;++n)t[n]>e&&(e=t[n]);return e},Bt=function(t,e,n){var r=e/8|0;return(t[r]|t[r+1]<<8)>>(e&7)&n},Ei=function(t,e){
var n=e/8|0;return(t[n]|t[n+1]<<8|t[n+2]<<16)>>(e&7)},Ni=function(t){return(t+7)/8|0},ks=function(t,e,n){return(e==null||e<0)&&(e=0),(n==null||n>t.length)&&(n=t.
length),new wt(t.subarray(e,n))};var xu=["unexpected EOF","invalid block type","invalid length/literal","invalid distance","stream finished","no stream handler",,"no callback","invalid UTF-8 da\
ta","extra field too long","date not in range 1980-2099","filename too long","stream finishing","invalid zip data"],Pt=function(t,e,n){var r=new Error(e||xu[t]);
if(r.code=t,Error.captureStackTrace&&Error.captureStackTrace(r,Pt),!n)throw r;return r},Es=function(t,e,n,r){var i=t.length,o=r?r.length:0;if(!i||e.f&&!e.l)return n||
new wt(0);var s=!n,a=s||e.i!=2,l=e.i;s&&(n=new wt(i*3));var c=function(bn){var xn=n.length;if(bn>xn){var Ye=new wt(Math.max(xn*2,bn));Ye.set(n),n=Ye}},u=e.f||0,
h=e.p||0,d=e.b||0,f=e.l,g=e.d,v=e.m,_=e.n,b=i*8;do{if(!f){u=Bt(t,h,1);var A=Bt(t,h+1,3);if(h+=3,A)if(A==1)f=yu,g=bu,v=9,_=5;else if(A==2){var B=Bt(t,h,31)+257,N=Bt(
t,h+10,15)+4,F=B+Bt(t,h+5,31)+1;h+=14;for(var O=new wt(F),W=new wt(19),Y=0;Y<N;++Y)W[Ci[Y]]=Bt(t,h+Y*3,7);h+=N*3;for(var X=ki(W),_t=(1<<X)-1,w=Qt(W,X,1),Y=0;Y<F;){
var k=w[Bt(t,h,_t)];h+=k&15;var S=k>>4;if(S<16)O[Y++]=S;else{var y=0,x=0;for(S==16?(x=3+Bt(t,h,3),h+=2,y=O[Y-1]):S==17?(x=3+Bt(t,h,7),h+=3):S==18&&(x=11+Bt(t,h,
127),h+=7);x--;)O[Y++]=y}}var M=O.subarray(0,B),E=O.subarray(B);v=ki(M),_=ki(E),f=Qt(M,v,1),g=Qt(E,_,1)}else Pt(1);else{var S=Ni(h)+4,D=t[S-4]|t[S-3]<<8,$=S+D;if($>
i){l&&Pt(0);break}a&&c(d+D),n.set(t.subarray(S,$),d),e.b=d+=D,e.p=h=$*8,e.f=u;continue}if(h>b){l&&Pt(0);break}}a&&c(d+131072);for(var z=(1<<v)-1,L=(1<<_)-1,P=h;;P=
h){var y=f[Ei(t,h)&z],G=y>>4;if(h+=y&15,h>b){l&&Pt(0);break}if(y||Pt(2),G<256)n[d++]=G;else if(G==256){P=h,f=null;break}else{var j=G-254;if(G>264){var Y=G-257,q=xr[Y];
j=Bt(t,h,(1<<q)-1)+Ms[Y],h+=q}var et=g[Ei(t,h)&L],it=et>>4;et||Pt(3),h+=et&15;var E=gu[it];if(it>3){var q=_r[it];E+=Ei(t,h)&(1<<q)-1,h+=q}if(h>b){l&&Pt(0);break}
a&&c(d+131072);var at=d+j;if(d<E){var ot=o-E,we=Math.min(E,at);for(ot+d<0&&Pt(3);d<we;++d)n[d]=r[ot+d]}for(;d<at;++d)n[d]=n[d-E]}}e.l=f,e.p=P,e.b=d,e.f=u,f&&(u=
1,e.m=v,e.d=g,e.n=_)}while(!u);return d!=n.length&&s?ks(n,0,d):n.subarray(0,d)},oe=function(t,e,n){n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8},Mn=function(t,e,n){
n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8,t[r+2]|=n>>16},zi=function(t,e){for(var n=[],r=0;r<t.length;++r)t[r]&&n.push({s:r,f:t[r]});var i=n.length,o=n.slice();if(!i)
return{t:Cs,l:0};if(i==1){var s=new wt(n[0].s+1);return s[n[0].s]=1,{t:s,l:1}}n.sort(function($,B){return $.f-B.f}),n.push({s:-1,f:25001});var a=n[0],l=n[1],c=0,
u=1,h=2;for(n[0]={s:-1,f:a.f+l.f,l:a,r:l};u!=i-1;)a=n[n[c].f<n[h].f?c++:h++],l=n[c!=u&&n[c].f<n[h].f?c++:h++],n[u++]={s:-1,f:a.f+l.f,l:a,r:l};for(var d=o[0].s,r=1;r<
i;++r)o[r].s>d&&(d=o[r].s);var f=new zt(d+1),g=Ii(n[u-1],f,0);if(g>e){var r=0,v=0,_=g-e,b=1<<_;for(o.sort(function(B,N){return f[N.s]-f[B.s]||B.f-N.f});r<i;++r){
var A=o[r].s;if(f[A]>e)v+=b-(1<<g-f[A]),f[A]=e;else break}for(v>>=_;v>0;){var S=o[r].s;f[S]<e?v-=1<<e-f[S]++-1:++r}for(;r>=0&&v;--r){var D=o[r].s;f[D]==e&&(--f[D],
++v)}g=e}return{t:new wt(f),l:g}},Ii=function(t,e,n){return t.s==-1?Math.max(Ii(t.l,e,n+1),Ii(t.r,e,n+1)):e[t.s]=n},bs=function(t){for(var e=t.length;e&&!t[--e];)
;for(var n=new zt(++e),r=0,i=t[0],o=1,s=function(l){n[r++]=l},a=1;a<=e;++a)if(t[a]==i&&a!=e)++o;else{if(!i&&o>2){for(;o>138;o-=138)s(32754);o>2&&(s(o>10?o-11<<5|
28690:o-3<<5|12305),o=0)}else if(o>3){for(s(i),--o;o>6;o-=6)s(8304);o>2&&(s(o-3<<5|8208),o=0)}for(;o--;)s(i);o=1,i=t[a]}return{c:n.subarray(0,r),n:e}},An=function(t,e){
for(var n=0,r=0;r<e.length;++r)n+=t[r]*e[r];return n},zs=function(t,e,n){var r=n.length,i=Ni(e+2);t[i]=r&255,t[i+1]=r>>8,t[i+2]=t[i]^255,t[i+3]=t[i+1]^255;for(var o=0;o<
r;++o)t[i+o+4]=n[o];return(i+4+r)*8},xs=function(t,e,n,r,i,o,s,a,l,c,u){oe(e,u++,n),++i[256];for(var h=zi(i,15),d=h.t,f=h.l,g=zi(o,15),v=g.t,_=g.l,b=bs(d),A=b.c,
S=b.n,D=bs(v),$=D.c,B=D.n,N=new zt(19),F=0;F<A.length;++F)++N[A[F]&31];for(var F=0;F<$.length;++F)++N[$[F]&31];for(var O=zi(N,7),W=O.t,Y=O.l,X=19;X>4&&!W[Ci[X-1]];--X)
;var _t=c+5<<3,w=An(i,be)+An(o,kn)+s,k=An(i,d)+An(o,v)+s+14+3*X+An(N,W)+2*N[16]+3*N[17]+7*N[18];if(l>=0&&_t<=w&&_t<=k)return zs(e,u,t.subarray(l,l+c));var y,x,M,
E;if(oe(e,u,1+(k<w)),u+=2,k<w){y=Qt(d,f,0),x=d,M=Qt(v,_,0),E=v;var z=Qt(W,Y,0);oe(e,u,S-257),oe(e,u+5,B-1),oe(e,u+10,X-4),u+=14;for(var F=0;F<X;++F)oe(e,u+3*F,W[Ci[F]]);
u+=3*X;for(var L=[A,$],P=0;P<2;++P)for(var G=L[P],F=0;F<G.length;++F){var j=G[F]&31;oe(e,u,z[j]),u+=W[j],j>15&&(oe(e,u,G[F]>>5&127),u+=G[F]>>12)}}else y=vu,x=be,
M=wu,E=kn;for(var F=0;F<a;++F){var q=r[F];if(q>255){var j=q>>18&31;Mn(e,u,y[j+257]),u+=x[j+257],j>7&&(oe(e,u,q>>23&31),u+=xr[j]);var et=q&31;Mn(e,u,M[et]),u+=E[et],
et>3&&(Mn(e,u,q>>5&8191),u+=_r[et])}else Mn(e,u,y[q]),u+=x[q]}return Mn(e,u,y[256]),u+x[256]},_u=new Ti([65540,131080,131088,131104,262176,1048704,1048832,2114560,
2117632]),Cs=new wt(0),Su=function(t,e,n,r,i,o){var s=o.z||t.length,a=new wt(r+s+5*(1+Math.ceil(s/7e3))+i),l=a.subarray(r,a.length-i),c=o.l,u=(o.r||0)&7;if(e){u&&
(l[0]=o.r>>3);for(var h=_u[e-1],d=h>>13,f=h&8191,g=(1<<n)-1,v=o.p||new zt(32768),_=o.h||new zt(g+1),b=Math.ceil(n/3),A=2*b,S=function(Mi){return(t[Mi]^t[Mi+1]<<
b^t[Mi+2]<<A)&g},D=new Ti(25e3),$=new zt(288),B=new zt(32),N=0,F=0,O=o.i||0,W=0,Y=o.w||0,X=0;O+2<s;++O){var _t=S(O),w=O&32767,k=_[_t];if(v[w]=k,_[_t]=w,Y<=O){var y=s-
O;if((N>7e3||W>24576)&&(y>423||!c)){u=xs(t,l,0,D,$,B,F,W,X,O-X,u),W=N=F=0,X=O;for(var x=0;x<286;++x)$[x]=0;for(var x=0;x<30;++x)B[x]=0}var M=2,E=0,z=f,L=w-k&32767;
if(y>2&&_t==S(O-L))for(var P=Math.min(d,y)-1,G=Math.min(32767,O),j=Math.min(258,y);L<=G&&--z&&w!=k;){if(t[O+M]==t[O+M-L]){for(var q=0;q<j&&t[O+q]==t[O+q-L];++q)
;if(q>M){if(M=q,E=L,q>P)break;for(var et=Math.min(L,q-2),it=0,x=0;x<et;++x){var at=O-L+x&32767,ot=v[at],we=at-ot&32767;we>it&&(it=we,k=at)}}}w=k,k=v[w],L+=w-k&32767}
if(E){D[W++]=268435456|Oi[M]<<18|ws[E];var bn=Oi[M]&31,xn=ws[E]&31;F+=xr[bn]+_r[xn],++$[257+bn],++B[xn],Y=O+M,++N}else D[W++]=t[O],++$[t[O]]}}for(O=Math.max(O,Y);O<
s;++O)D[W++]=t[O],++$[t[O]];u=xs(t,l,c,D,$,B,F,W,X,O-X,u),c||(o.r=u&7|l[u/8|0]<<3,u-=7,o.h=_,o.p=v,o.i=O,o.w=Y)}else{for(var O=o.w||0;O<s+c;O+=65535){var Ye=O+65535;
Ye>=s&&(l[u/8|0]=c,Ye=s),u=zs(l,u+1,t.subarray(O,Ye))}o.i=s}return ks(a,0,r+Ni(u)+i)};var Mu=function(t,e,n,r,i){if(!i&&(i={l:1},e.dictionary)){var o=e.dictionary.subarray(-32768),s=new wt(o.length+t.length);s.set(o),s.set(t,o.length),t=s,i.w=o.length}
return Su(t,e.level==null?6:e.level,e.mem==null?i.l?Math.ceil(Math.max(8,Math.min(13,Math.log(t.length)))*1.5):20:12+e.mem,n,r,i)};var Au=function(t,e){return((t[0]&15)!=8||t[0]>>4>7||(t[0]<<8|t[1])%31)&&Pt(6,"invalid zlib data"),(t[1]>>5&1)==+!e&&Pt(6,"invalid zlib data: "+(t[1]&32?"need":
"unexpected")+" dictionary"),(t[1]>>3&4)+2};function Os(t,e){return Mu(t,e||{},0,0)}function $s(t,e){return Es(t,{i:2},e&&e.out,e&&e.dictionary)}function Is(t,e){return Es(t.subarray(Au(t,e&&e.dictionary),-4),{i:2},e&&e.out,e&&e.dictionary)}var ku=typeof TextDecoder<"u"&&new TextDecoder,Eu=0;try{ku.decode(Cs,{stream:!0}),Eu=1}catch{}function Ut(t){let e=atob(t),n=new Uint8Array(e.length);for(let r=0;r<e.length;r++)n[r]=e.charCodeAt(r);return n}var Sr=({zlib:t,data:e})=>t?Is(Ut(e)):Ut(e);function Li(t,e){
let{buffer:n}=t.byteOffset||t.byteLength!==t.buffer.byteLength?t.slice():t;switch(e){case"u1":return new Uint8Array(n);case"i1":return new Int8Array(n);case"u2":
return new Uint16Array(n);case"i2":return new Int16Array(n);case"i4":return new Int32Array(n);case"f4":return new Float32Array(n);default:throw new Error(`numbe\
rs of the unknown type ${e}`)}}var se=t=>typeof t=="string"?new Int32Array(Ut(t).buffer):Li(Sr(t),t.type),Fi=t=>typeof t=="string"?new Float32Array(Ut(t).buffer):
Li(Sr(t),t.type);function Ts(t,e){if(typeof t=="string")return new Float32Array(Ut(t).buffer);let n=Li(Sr(t),t.type),r=new Float32Array(n.length);for(let i=0;i<
n.length;i++){let o=Math.floor(i/e),s=t.low[o];r[i]=s+(t.high[o]-s)*(n[i]/65535)}return r}function Mr(t){return Array.isArray(t)?t:"joined"in t?new TextDecoder().
decode(Sr(t.joined)).split("\0"):Array.from(se(t.codes),e=>t.values[e])}var Cn=t=>document.querySelector(`script[type="application/json"][data-name=${JSON.stringify(t)}]`)?.textContent??null,Q=JSON.parse(Cn("manifest")??"{}"),At=[Q,
...Q.more??[]],xe=t=>t<0?Q.palette.noise:Q.palette.clusters[t%Q.palette.clusters.length],ft=t=>t<0?"noise":`cluster ${t}`,Ri=new Map,zn=new Map,Ns=window;Ns.sprayChapter=
t=>zn.set(t.key,t);Ns.sprayIndex=t=>zn.set("index",t);function Ar(t,e){let n=Ri.get(e.key);return n||(n=(e.address?Ls(e.address,e.key,e.name):zu(e)).then(i=>Cu(
i,t.key)),Ri.set(e.key,n),n.catch(()=>Ri.delete(e.key))),n}async function zu(t){let e=Cn(`chapter ${t.key}`);if(e===null)throw new Error(`The page holds nothing\
 of \u201C${t.name}\u201D. Build it again.`);let{chapter:n,files:r}=JSON.parse(e),i=o=>{let[s,a]=r[o].split(",");return URL.createObjectURL(new Blob([Ut(a)],{type:s.
slice(5).split(";")[0]}))};for(let o of Object.values(n.pictures))o.files=o.files.map(i);return n}function Ls(t,e,n){return new Promise((r,i)=>{let o=t.split("?")[0],
s=m("script",{src:t});s.onload=()=>zn.has(e)?r(zn.get(e)):i(new Error(`${o} is damaged: it holds no \u201C${n}\u201D.`)),s.onerror=()=>i(new Error(`${o} is miss\
ing. The page needs the folders beside it: copy the whole site, or build it again.`)),document.head.append(s)}).finally(()=>zn.delete(e))}function Cu(t,e){let n=Mr(
t.ids),r=n.length,i=t.analyses.map(s=>({...s,neighbours:s.neighbours?{count:s.neighbours.count,positions:se(s.neighbours.positions)}:null,embeddings:s.embeddings.
map(a=>{let l=Ts(a.points,r);return{...a,column:u=>u<a.axes.length?l.subarray(u*r,(u+1)*r):new Float32Array(r)}}),clusterings:s.clusterings.map(a=>({...a,labels:se(
a.labels)}))})),o=(s,a)=>Object.fromEntries(Object.entries(s).map(([l,c])=>[l,a(c)]));return{...t,project:e,ids:n,size:r,analyses:i,rows:se(t.rows),label:se(t.label),
prediction:se(t.prediction),score:Fi(t.score),labels:t.labels?{starts:se(t.labels.starts),indices:se(t.labels.indices)}:null,metadata:o(t.metadata,Mr),pictures:o(
t.pictures,s=>({...s,scale:s.scale?Fi(s.scale):null}))}}var En=null;function Fs(){if(!En){let t=Cn("index");En=(t!==null?Promise.resolve(JSON.parse(t)):Q.index?
Ls(Q.index,"index","index"):Promise.resolve({projects:[]})).then(({projects:n})=>new Map(n.map(r=>[r.key,Mr(r.ids)]))),En.catch(()=>{En=null})}return En}var On=t=>t.
slice(t.lastIndexOf("/")+1);function st(t){let e=0;for(let n=0;n<t.length;n++)e+=t[n];return{mask:t,size:e}}var te=t=>({mask:new Uint8Array(t),size:0});function Xe(t,e){let n=new Uint8Array(
t);for(let r of e)r>=0&&r<t&&(n[r]=1);return st(n)}function kr(t,e){let n=new Uint8Array(t.length);for(let r=0;r<n.length;r++)t[r]===e&&(n[r]=1);return st(n)}function Ze({
mask:t,size:e}){let n=new Array(e);for(let r=0,i=0;r<t.length;r++)t[r]&&(n[i++]=r);return n}function kt(t,e,n){let r=new Uint8Array(t.mask.length);for(let i=0;i<
r.length;i++)n==="add"?r[i]=t.mask[i]|e[i]:n==="remove"?r[i]=t.mask[i]&(e[i]^1):n==="toggle"?r[i]=t.mask[i]^e[i]:r[i]=e[i];return st(r)}function Rs(t,e){if(t===
e)return!0;if(t.size!==e.size||t.mask.length!==e.mask.length)return!1;for(let n=0;n<t.mask.length;n++)if(t.mask[n]!==e.mask[n])return!1;return!0}var Je=t=>t.altKey?
"remove":t.shiftKey||t.ctrlKey||t.metaKey?"add":"replace";var Di=new Map;function C(t,e){for(let n of t.split(" "))Di.set(n,[...Di.get(n)??[],e])}var Z=t=>(Di.get(t)??[]).forEach(e=>e(t)),qt=Object.freeze({k:1,u:.5,v:.5}),
p={project:0,open:-1,chapter:null,error:"",missing:[],views:new Map,mode:"pair",colormap:"",opacity:90,pixels:"auto",scale:"sample",order:"data",tile:0,colour:"\
cluster",tool:"lasso",beside:{category:"",embedding:""},hover:null,live:!1,hot:null},V=()=>At[p.project],$n=()=>V().categories[p.open],Nt=t=>V().classes[t]??(t<
0?"unknown":`class ${t}`);function J(t){let e=p.views.get(t.key);return e||p.views.set(t.key,e=Ou(t)),e}var R=()=>J(p.chapter);function Ou(t){let{analysis:e,clustering:n,
embedding:r,suspect:i}=t.first,o=t.analyses.find(a=>a.name===e)?.clusterings.find(a=>a.name===n)?.labels,s=i!==null&&o?kr(o,i):te(t.size);return{analysis:e,clustering:n,
embedding:r,x:0,y:1,selection:s,camera:qt,filter:tn()}}function T(t=p.chapter){if(!t)return{};let e=J(t),n=t.analyses.find(o=>o.name===e.analysis)??t.analyses[0],
r=n?.embeddings.find(o=>o.name===e.embedding)??ji(n),i=n?.clusterings.find(o=>o.name===e.clustering)??n?.clusterings[0];return{analysis:n,embedding:r,clustering:i}}
var ji=t=>t?.embeddings.find(e=>e.axes.length===2)??t?.embeddings[0];async function yt(t,{project:e=p.project,prepare:n}={}){let r=p.chapter;if(r&&p.project===e&&
p.open===t)return n?.(r),Z("open");let i=At[e].categories[t];if(Object.assign(p,{project:e,open:t,chapter:null,error:"",hover:null,hot:null}),Z("open"),!!i){try{
let o=await Ar(At[e],i);if(p.project!==e||p.open!==t)return;r&&r.project!==o.project&&r.name===o.name&&$u(r,o),n?.(o),p.chapter=o}catch(o){if(p.project!==e||p.open!==
t)return;p.error=o instanceof Error?o.message:String(o)}Z("open")}}function $u(t,e){let n=J(t),r=J(e),i=new Map(e.ids.map((l,c)=>[l,c])),o=new Uint8Array(e.size),
s=0;if(t.ids.forEach((l,c)=>{let u=i.get(l);u!==void 0&&s++,n.selection.mask[c]&&u!==void 0&&(o[u]=1)}),!s)return;r.selection=st(o);for(let l of["analysis","emb\
edding","clustering","x","y"])Object.assign(r,{[l]:n[l]});let{embedding:a}=T(e);r.x=Math.min(r.x,(a?.axes.length??1)-1),r.y=Math.min(r.y,Math.max(0,(a?.axes.length??
1)-1))}function Ds(t){let e=$n()?.name,n=At[t].categories.findIndex(r=>r.name===e);return yt(Math.max(0,n),{project:t})}function $e(t){if(!p.chapter)return;let e=R();
(t.clustering!==void 0||t.analysis!==void 0)&&(e.filter={...e.filter,hidden:new Set}),(t.embedding!==void 0||t.x!==void 0||t.y!==void 0||t.analysis!==void 0)&&(e.
camera=qt),Object.assign(e,t),Z("plot")}function Ct(t){Object.assign(p,t),Z("look")}function Qe(t){R().filter={...R().filter,...t},Z("filter")}function tt(t,{live:e=!1,
chapter:n=p.chapter}={}){if(!n)return;let r=J(n);e&&Rs(r.selection,t)||(r.selection=t,p.live=e,Z("selection"))}function Er(){if(!p.chapter)return;let t=bt(p.chapter),
{mask:e}=R().selection;tt(st(e.map((n,r)=>t&&!t[r]?0:n^1)))}function zr(){if(!p.chapter)return;let t=bt(p.chapter);tt(t?st(t.slice()):st(new Uint8Array(p.chapter.
size).fill(1)))}function Lt(t,e,n){let r=p.hover;(r?.i??-1)===e&&r?.from===n||(p.hover=t&&e>=0?{chapter:t,i:e,from:n}:null,Z("hover"))}function Bi(t){p.hot!==t&&
(p.hot=t,Z("hover"))}var tn=()=>({hidden:new Set,prediction:null,verdict:"all"}),Ie=({hidden:t,prediction:e,verdict:n})=>t.size>0||e!==null||n!=="all";function Te(t,e){if(t.labels){
let{starts:n,indices:r}=t.labels;return Array.from({length:n[e+1]-n[e]},(i,o)=>r[n[e]+o])}return t.label[e]>=0?[t.label[e]]:[]}function Ht(t,e){if(t.prediction[e]<
0)return"unknown";if(t.labels){let n=Te(t,e);return n.length?n.includes(t.prediction[e])?"right":"wrong":"unknown"}return t.label[e]<0?"unknown":t.label[e]===t.
prediction[e]?"right":"wrong"}var js=new WeakMap;function bt(t){let{filter:e}=J(t),n=T(t).clustering?.labels;if(!Ie(e))return null;let r=js.get(e);if(r&&r.labels===
n)return r.mask;let i=new Uint8Array(t.size);for(let o=0;o<i.length;o++){let s=n!==void 0&&e.hidden.has(n[o]),a=e.prediction!==null&&t.prediction[o]!==e.prediction;
i[o]=s||a||e.verdict!=="all"&&Ht(t,o)!==e.verdict?0:1}return js.set(e,{labels:n,mask:i}),i}var Bs=[Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,Float32Array,Float64Array],Pi=1,In=8,nt=new Uint32Array(96),Nn=class t{static from(e){
if(!e||e.byteLength===void 0||e.buffer)throw new Error("Data must be an instance of ArrayBuffer or SharedArrayBuffer.");let[n,r]=new Uint8Array(e,0,2);if(n!==219)
throw new Error("Data does not appear to be in a KDBush format.");let i=r>>4;if(i!==Pi)throw new Error(`Got v${i} data when expected v${Pi}.`);let o=Bs[r&15];if(!o)
throw new Error("Unrecognized array type.");let[s]=new Uint16Array(e,2,1),[a]=new Uint32Array(e,4,1);return new t(a,s,o,void 0,e)}constructor(e,n=64,r=Float64Array,i=ArrayBuffer,o){
if(isNaN(e)||e<0)throw new Error(`Unexpected numItems value: ${e}.`);this.numItems=+e,this.nodeSize=Math.min(Math.max(+n,2),65535),this.ArrayType=r,this.IndexArrayType=
e<65536?Uint16Array:Uint32Array;let s=Bs.indexOf(this.ArrayType),a=e*2*this.ArrayType.BYTES_PER_ELEMENT,l=e*this.IndexArrayType.BYTES_PER_ELEMENT,c=(8-l%8)%8;if(s<
0)throw new Error(`Unexpected typed array class: ${r}.`);if(o)this.data=o,this.ids=new this.IndexArrayType(o,In,e),this.coords=new r(o,In+l+c,e*2),this._pos=e*2,
this._finished=!0;else{let u=this.data=new i(In+a+l+c);this.ids=new this.IndexArrayType(u,In,e),this.coords=new r(u,In+l+c,e*2),this._pos=0,this._finished=!1,new Uint8Array(
u,0,2).set([219,(Pi<<4)+s]),new Uint16Array(u,2,1)[0]=n,new Uint32Array(u,4,1)[0]=e}}add(e,n){let r=this._pos>>1;return this.ids[r]=r,this.coords[this._pos++]=e,
this.coords[this._pos++]=n,r}finish(){let e=this._pos>>1;if(e!==this.numItems)throw new Error(`Added ${e} items when expected ${this.numItems}.`);return qi(this.
ids,this.coords,this.nodeSize,0,this.numItems-1,0),this._finished=!0,this}range(e,n,r,i){if(!this._finished)throw new Error("Data not yet indexed - call index.f\
inish().");let{ids:o,coords:s,nodeSize:a}=this;nt[0]=0,nt[1]=o.length-1,nt[2]=0;let l=3,c=[];for(;l>0;){let u=nt[--l],h=nt[--l],d=nt[--l];if(h-d<=a){for(let _=d;_<=
h;_++){let b=s[2*_],A=s[2*_+1];b>=e&&b<=r&&A>=n&&A<=i&&c.push(o[_])}continue}let f=d+h>>1,g=s[2*f],v=s[2*f+1];g>=e&&g<=r&&v>=n&&v<=i&&c.push(o[f]),(u===0?e<=g:n<=
v)&&(nt[l++]=d,nt[l++]=f-1,nt[l++]=1-u),(u===0?r>=g:i>=v)&&(nt[l++]=f+1,nt[l++]=h,nt[l++]=1-u)}return c}within(e,n,r){let i=[];return this.withinInto(e,n,r,i),i}withinInto(e,n,r,i){
if(!this._finished)throw new Error("Data not yet indexed - call index.finish().");let{ids:o,coords:s,nodeSize:a}=this;nt[0]=0,nt[1]=o.length-1,nt[2]=0;let l=3,c=0,
u=r*r;for(;l>0;){let h=nt[--l],d=nt[--l],f=nt[--l];if(d-f<=a){for(let b=f;b<=d;b++)Ps(s[2*b],s[2*b+1],e,n)<=u&&(i[c++]=o[b]);continue}let g=f+d>>1,v=s[2*g],_=s[2*
g+1];Ps(v,_,e,n)<=u&&(i[c++]=o[g]),(h===0?e-r<=v:n-r<=_)&&(nt[l++]=f,nt[l++]=g-1,nt[l++]=1-h),(h===0?e+r>=v:n+r>=_)&&(nt[l++]=g+1,nt[l++]=d,nt[l++]=1-h)}return c}};
function qi(t,e,n,r,i,o){if(i-r<=n)return;let s=r+i>>1;Us(t,e,s,r,i,o),qi(t,e,n,r,s-1,1-o),qi(t,e,n,s+1,i,1-o)}function Us(t,e,n,r,i,o){for(;i>r;){if(i-r>600){let c=i-
r+1,u=n-r+1,h=Math.log(c),d=.5*Math.exp(2*h/3),f=.5*Math.sqrt(h*d*(c-d)/c)*(u-c/2<0?-1:1),g=Math.max(r,Math.floor(n-u*d/c+f)),v=Math.min(i,Math.floor(n+(c-u)*d/
c+f));Us(t,e,n,g,v,o)}let s=e[2*n+o],a=r,l=i;for(Tn(t,e,r,n),e[2*i+o]>s&&Tn(t,e,r,i);a<l;){for(Tn(t,e,a,l),a++,l--;e[2*a+o]<s;)a++;for(;e[2*l+o]>s;)l--}e[2*r+o]===
s?Tn(t,e,r,l):(l++,Tn(t,e,l,i)),l<=n&&(r=l+1),n<=l&&(i=l-1)}}function Tn(t,e,n,r){Ui(t,n,r),Ui(e,2*n,2*r),Ui(e,2*n+1,2*r+1)}function Ui(t,e,n){let r=t[e];t[e]=t[n],
t[n]=r}function Ps(t,e,n,r){let i=t-n,o=e-r;return i*i+o*o}var qs=new WeakMap;function en(t,e,n){let r=qs.get(t)??new Map;qs.set(t,r);let i=r.get(`${e} ${n}`);if(!i){let o=Hs(t.column(e)),s=Hs(t.column(n)),a=new Nn(Math.
max(1,o.length),64,Float32Array);for(let l=0;l<o.length;l++)a.add(o[l],s[l]);o.length||a.add(-9,-9),a.finish(),r.set(`${e} ${n}`,i={u:o,v:s,index:a})}return i}function Hs(t){
let e=1/0,n=-1/0;for(let o of t)o<e&&(e=o),o>n&&(n=o);let r=new Float32Array(t.length),i=n-e;for(let o=0;o<r.length;o++)r[o]=i>0?(t[o]-e)/i:.5;return r}function Vs({
u:t,v:e,index:n},r,i,o,s,a){let l=-1,c=1;for(let u of n.range(r-o,i-s,r+o,i+s)){if(u>=t.length||a&&!a[u])continue;let h=((t[u]-r)/o)**2+((e[u]-i)/s)**2;h<c&&(c=
h,l=u)}return l}function Ws(t,e,n){let r=t.axes.map((a,l)=>t.column(l)),i=r[0].length,o=new Float64Array(i);for(let a of r)for(let l=0;l<i;l++)o[l]+=(a[l]-a[e])**
2;let s=[];for(let a=0;a<i;a++){if(a===e||s.length===n&&o[a]>=o[s[n-1]])continue;let l=s.length;for(;l>0&&o[s[l-1]]>o[a];)l--;s.splice(l,0,a),s.length>n&&s.pop()}
return s}var Iu=t=>btoa(Array.from(t,e=>String.fromCharCode(e)).join("")).replace(/\+/g,"-").replace(/\//g,"_").replace(/=/g,""),Tu=t=>Uint8Array.from(atob(t.replace(/-/g,
"+").replace(/_/g,"/")),e=>e.charCodeAt(0));function Nu(t,{mask:e}){if(!t)return null;let n=new Map;for(let o=0;o<e.length;o++)e[o]&&n.set(t.labels[o],(n.get(t.
labels[o])??0)+1);let r=new Map(t.clusters.map(o=>[o.label,o.size])),i=[...n.keys()].sort((o,s)=>o-s);return i.every(o=>n.get(o)===r.get(o))?i:null}function Gs({
embedding:t,x:e,y:n},r){if(!t)return null;let{ids:i}=en(t,e,n).index;return i.length===r?i:null}function Ks(t,e){let n=new Uint8Array(Math.ceil(t.length/8));for(let r=0;r<
t.length;r++)t[e?e[r]:r]&&(n[r>>3]|=1<<(r&7));return Iu(Os(n,{level:9}))}var ae=null;function Ys(t,e,n){let{embedding:r,clustering:i,x:o,y:s}=e;return ae&&ae.selection===
n&&ae.embedding===r&&ae.clustering===i&&ae.x===o&&ae.y===s||(ae={selection:n,embedding:r,clustering:i,x:o,y:s,text:Lu(t,e,n)}),ae.text}function Lu(t,e,n){if(!n.
size)return"";if(n.size===t.size)return"a";let r=Nu(e.clustering,n);if(r)return`k${r.join(".")}`;let i=[`b${Ks(n.mask,null)}`];n.size<=1e3&&i.push(`l${Ze(n).map(
(s,a,l)=>(s-(a?l[a-1]:0)).toString(36)).join(".")}`);let o=Gs(e,t.size);return o&&i.push(`s${Ks(n.mask,o)}`),`${i.reduce((s,a)=>a.length<s.length?a:s)}~${t.digest}`}
function Xs(t,e,n){let[r,i]=n.slice(1).split("~");if(!n)return te(t.size);if(n==="a")return st(new Uint8Array(t.size).fill(1));if(n[0]==="k"){let l=new Set(r.split(
".").map(Number)),c=e.clustering?.labels,u=st(Uint8Array.from({length:t.size},(h,d)=>c&&l.has(c[d])?1:0));if(!u.size)throw new Error(`cluster ${r}`);return u}if(i!==
t.digest)throw new Error("that selection: it was made on other samples");if(n[0]==="l"){let l=0;return Xe(t.size,r.split(".").map(c=>l+=parseInt(c,36)))}let o=n[0]===
"s"?Gs(e,t.size):null;if(n[0]==="s"&&!o)throw new Error("that selection: the embedding it was drawn on is not here");let s;try{s=$s(Tu(r),{out:new Uint8Array(Math.
ceil(t.size/8))})}catch{throw new Error("that selection: the link is damaged")}let a=new Uint8Array(t.size);for(let l=0;l<a.length;l++)s[l>>3]>>(l&7)&1&&(a[o?o[l]:
l]=1);return st(a)}var Js={m:"mode",p:"colormap",i:"pixels",g:"scale",r:"order",b:"colour"},le={mode:"",colormap:"",pixels:"auto",scale:"sample",order:"data",colour:"cluster",opacity:90,
tile:0},Fu=t=>[...document.querySelectorAll(`[data-choice="${t}"] :is(button, option)`)].map(e=>e.value);function Ne(){let{chapter:t}=p;if(!t)return location.hash;
let{analysis:e,embedding:n,clustering:r}=T(),i=R(),o=[["j",p.project>0&&V().key],["c",t.key],["a",e?.name],["e",n?.name],["k",r?.name]];n&&n.axes.length>2&&o.push(
["x",i.x],["y",i.y]);for(let[d,f]of Object.entries(Js))o.push([d,p[f]!==le[f]&&p[f]]);o.push(["o",p.opacity!==le.opacity&&p.opacity],["n",p.tile>0&&p.tile]);let{
hidden:s,prediction:a,verdict:l}=i.filter;Ie(i.filter)&&o.push(["h",s.size>0&&[...s].join(".")],["q",a??void 0],["w",l!=="all"&&l]);let{k:c,u,v:h}=i.camera;return i.
camera!==qt&&o.push(["z",[c.toPrecision(4),u.toFixed(4),h.toFixed(4)].map(Number).join("_")]),p.beside.category&&o.push(["d",`${p.beside.category}~${p.beside.embedding}`]),
o.push(["s",Ys(t,{clustering:r,embedding:n,x:i.x,y:i.y},i.selection)]),`#${new URLSearchParams(o.filter(([,d])=>d!==void 0&&d!==!1).map(([d,f])=>[d,String(f)]))}`}
var Fn=()=>Number(history.state?.depth??0),Hi=!1;function Vi(t){if(!p.chapter||Hi)return;let e=Ne();location.hash!==e&&(t&&!Zs?(Wi=Fn()+1,history.pushState({depth:Wi},
"",e)):history.replaceState(history.state,"",e),Zs=!1)}var Zs=!0,Ru=wr(()=>{p.live||Vi(!1)},120),Cr=()=>{Fn()>0&&history.back()},Or=()=>history.forward(),Qs=()=>Fn()>
0,ta=()=>Fn()<Wi,Wi=Fn();function Ln(t){let e=new URLSearchParams(t.slice(1)),n=[],r=(f,g,v)=>{let _=e.get(f);if(_!==null){if(g.includes(_))return _;n.push(`${v}\
 \u201C${_}\u201D`)}};for(let[f,g]of Object.entries(Js)){let v=g==="colormap"?Object.keys(Q.colormaps):g==="colour"?null:Fu(g);p[g]=v?r(f,v,g==="colormap"?"colo\
ur map":g)??le[g]:e.get(f)??le[g]}let i=(f,g,v,_)=>{let b=e.has(f)?Number(e.get(f)):NaN;return b>=g&&b<=v?b:_};p.opacity=i("o",0,100,le.opacity),p.tile=i("n",0,
512,le.tile),p.missing=n;let o=At.map(f=>f.key??""),s=e.has("j")?Math.max(0,o.indexOf(r("j",o,"project")??"")):0,a=At[s].categories.map(f=>f.key),l=r("c",a,"cat\
egory"),[c,u=""]=(e.get("d")??"").split("~");c&&!a.includes(c)&&n.push(`category \u201C${c}\u201D`),p.beside=c&&a.includes(c)?{category:c,embedding:u}:{category:"",
embedding:""},Z("look");let h=e.has("c")&&l===void 0,d=f=>{h||Du(f,e,n,r,i)};return yt(a.length?Math.max(0,a.indexOf(l??"")):-1,{project:s,prepare:d})}function Du(t,e,n,r,i){
let o=J(t),s=v=>v.map(_=>_.name);o.analysis=r("a",s(t.analyses),"analysis")??o.analysis;let{analysis:a}=T(t);o.embedding=r("e",s(a?.embeddings??[]),"embedding")??
o.embedding,o.clustering=r("k",s(a?.clusterings??[]),"clustering")??o.clustering;let{embedding:l,clustering:c}=T(t),u=Math.max(0,(l?.axes.length??1)-1);o.x=Math.
round(i("x",0,u,0)),o.y=Math.round(i("y",0,u,Math.min(1,u)));let[h,d,f]=(e.get("z")??"").split("_").map(Number);if(o.camera=h>=.1&&h<=1e4&&Number.isFinite(d)&&Number.
isFinite(f)?{k:h,u:d,v:f}:qt,o.filter=tn(),["h","q","w"].some(v=>e.has(v))){let v=new Set((e.get("h")??"").split(".").filter(Boolean).map(Number).filter(b=>c?.clusters.
some(A=>A.label===b))),_=["right","wrong"].find(b=>b===e.get("w"))??"all";o.filter={hidden:v,prediction:e.has("q")?i("q",-1,1e9,-1):null,verdict:_}}let g=p.colour.
startsWith("column ")?p.colour.slice(7):null;if((g===null?!["cluster","label","prediction","verdict","score"].includes(p.colour):!Object.hasOwn(t.metadata,g))&&
(n.push(`colour \u201C${g??p.colour}\u201D`),p.colour=le.colour),!!e.has("s"))try{o.selection=Xs(t,{clustering:c,embedding:l,x:o.x,y:o.y},e.get("s")??"")}catch(v){
n.push(v instanceof Error?v.message:String(v))}}function ea(){return le.mode=p.mode,le.colormap=p.colormap,C("open plot filter",()=>Vi(!0)),C("selection",()=>{p.
live||Vi(!0)}),C("look camera layout",Ru),addEventListener("popstate",async()=>{if(location.hash!==Ne()){Hi=!0;try{await Ln(location.hash)}finally{Hi=!1}}}),Ln(
location.hash)}var Rn=t=>document.querySelector(`[data-choice="${t}"]`);function Ot(t,e,n,r=2){let i=Rn(t);i&&(i.hidden=e.length<r,Vt(U("select",i),e,n))}function Vt(t,e,n){t.
replaceChildren(...e.map(([r,i])=>m("option",{value:r},i))),n!==void 0&&(t.value=n)}function St(t,e){let n=Rn(t);if(!n)return;let r=i=>i.target.value;n.getAttribute(
"role")==="radiogroup"?Dn(n,e):n.addEventListener(n.classList.contains("slider")?"input":"change",i=>e(r(i)))}function Dn(t,e){let n=()=>[...t.querySelectorAll(
"button")];t.addEventListener("click",r=>{let i=r.target.closest("button");i&&e(i.value)}),t.addEventListener("keydown",r=>{let i={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,
ArrowUp:-1}[r.key],o=n(),s=o.indexOf(r.target);if(!i||s<0)return;let a=o[(s+i+o.length)%o.length];a.focus(),e(a.value),r.preventDefault(),r.stopPropagation()})}
function jn(t,e){for(let n of t?.querySelectorAll("button")??[])n.setAttribute("aria-checked",String(n.value===e)),n.tabIndex=n.value===e?0:-1}function _e(t,e,n){
let r=Rn(t);if(!r)return;if(r.getAttribute("role")==="radiogroup")return jn(r,String(e));let i=U("select, input",r);i.value=String(e);let o=r.querySelector("out\
put");o&&n!==void 0&&(o.textContent=n)}var ju={lasso:"M8 2.5c3.3 0 6 1.8 6 4s-2.7 4-6 4c-.8 0-1.6-.1-2.3-.3M8 2.5c-3.3 0-6 1.8-6 4 0 1.3 1 2.5 2.5 3.2M4.5 9.5a1.2 1.2 0 1 0 1.2 1.6c.3 1.1-.3 2.2-1.5 \
2.7",box:"M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7",pan:"M8 1.5v13M1.5 8h13M8 1.5 6 3.5M8 1.5l2 2M8 14.5l-2-2M8 \
14.5l2-2M1.5 8l2-2M1.5 8l2 2M14.5 8l-2-2M14.5 8l-2 2",fit:"M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",selection:"M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8\
 0 0 0 0-5.6M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3",plus:"M8 3v10M3 8h10",minus:"M3 8h10",beside:"M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z",swap:"M3 6h9M9.5 3.5 12 6M13\
 10H4M6.5 7.5 4 10l2.5 2.5",close:"M4 4l8 8M12 4l-8 8",undo:"M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6",redo:"M10 3.5l3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H\
10",eye:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",solo:"M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 \
0-11M8 6.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4",hidden:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM3 14 13 2",left:"M10 3 5 8l5\
 5",right:"M6 3l5 5-5 5",grid:"M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z"},Le=t=>ut("svg",{class:"icon-drawing",viewBox:"0 0 16 16",width:16,
height:16,"aria-hidden":"true"},ut("path",{d:ju[t],fill:"none",stroke:"currentColor","stroke-width":1.4,"stroke-linecap":"round","stroke-linejoin":"round"})),rt=(t,e,n,r={})=>m(
"button",{type:"button",class:"icon",title:e,"aria-label":e,onclick:n,...r},Le(t));var Ki=new WeakMap,Bu=new IntersectionObserver(t=>{for(let{isIntersecting:e,target:n}of t){let r=n,i=Ki.get(r);Object.assign(r,e&&i?{width:2*i.width,height:2*i.
height}:{width:0,height:0}),e&&na(r)}},{rootMargin:"200px"});function $r(t,e,n,r){let i=m("canvas",{class:"thumbnail",width:0,height:0,"aria-hidden":"true",style:{
width:`${n}px`,height:`${r}px`}});return Ki.set(i,{entry:t,most:e,width:n,height:r}),Bu.observe(i),i}function na(t){let e=Ki.get(t),n=t.getContext("2d");if(!e||
!n||!t.width)return;let{entry:{thumbnail:r,suspect:i,strangeness:o},most:s}=e,a=Ut(r),l=t.width>200?1.6:1;n.clearRect(0,0,t.width,t.height);for(let c=0;c<a.length;c+=
3)n.globalAlpha=a[c+2]?.2+.8*((o??0)/(s||1))**3:1,n.fillStyle=a[c+2]?xe(i??0):Mt("quiet"),n.beginPath(),n.arc(6+a[c]/255*(t.width-12),t.height-6-a[c+1]/255*(t.height-
12),l*(a[c+2]?3.2:2.2),0,7),n.fill()}C("theme",()=>{for(let t of document.querySelectorAll("canvas.thumbnail"))na(t)});var Bn=new Map,ra=-1,ia="";function Pn(){let{rankings:t,categories:e}=V(),n=t.find(o=>o.name===ia)??t[0],r=n?.values??e.map(o=>o.strangeness),i=r.map((o,s)=>s).
sort((o,s)=>(r[s]??-1/0)-(r[o]??-1/0)||o-s);return{title:n?.title??"strangeness",hint:n?.hint??"",name:n?.name??"",values:r,order:i}}var Gi=t=>t!==null&&Number.
isInteger(t)&&Math.abs(t)>1?I(t):vt(t);function oa(){let t=H("categories"),{categories:e,rankings:n}=V();if(ra=p.project,Ot("ranking",n.map(l=>[l.name,l.title]),
Pn().name),Bn=new Map,!e.length)return t.replaceChildren(m("p",{class:"empty"},"These results hold no category: nothing was analysed."));let{order:r,values:i,title:o,
hint:s}=Pn(),a=Math.max(...e.map(l=>l.strangeness??0));for(let l of r){let c=e[l],u=m("span",{class:"category-name",title:c.name,dir:"auto"},c.name),h=m("span",
{class:"muted category-size",title:Dt(c.size,"sample")+(c.wrong?`, ${I(c.wrong)} predicted wrongly`:"")},c.wrong?`${I(c.size)} \xB7 ${I(c.wrong)} wrong`:Dt(c.size,
"sample"));Bn.set(l,m("button",{type:"button",class:"category","data-key":c.key,onclick:()=>yt(l)},$r(c,a,55,40),u,m("span",{class:"score",title:s||o},Gi(i[l])),
h))}return t.replaceChildren(...Bn.values()),sa()}function sa(){Bn.forEach((t,e)=>e===p.open?t.setAttribute("aria-current","true"):t.removeAttribute("aria-curre\
nt")),Bn.get(p.open)?.scrollIntoView({block:"nearest",inline:"nearest"})}function Yi(t){let{order:e}=Pn(),n=e[e.indexOf(p.open)+t];n!==void 0&&yt(n)}function Xi(t){
ia=t,oa()}function aa(t){U("#categories > h2").append(rt("grid","Overview of all categories (o)",t)),St("ranking",Xi),Rn("ranking")?.setAttribute("title","What \
the categories are sorted by"),C("open",()=>ra===p.project?sa():oa())}var Ir=254,la=new Map(Object.entries(Q.colormaps).map(([t,e])=>[t,Ut(e)])),Tr=()=>la.get(p.colormap)??la.get(Q.colormap),Nr=ut("svg",{class:"filters","aria-hidd\
en":"true",width:0,height:0});document.body.append(Nr);var Qi=(t,...e)=>ut("filter",{id:t,x:"0",y:"0",width:"100%",height:"100%","color-interpolation-filters":"\
sRGB"},...e),fa=(t,e)=>ut("feColorMatrix",{type:"matrix",values:t.join(" "),...e}),Zi="0.299 0.587 0.114 0 0";Nr.append(Qi("luma",fa([Zi,Zi,Zi,"0 0 0 1 0"],{})));
var ha=t=>Array.from({length:256},(e,n)=>t(n).toFixed(4)).join(" ");function ca(t){let e=Tr(),n=i=>Math.max(0,Math.min(255,128+Math.round(t*(i-128)))),r=["R","G",
"B"].map((i,o)=>ut(`feFunc${i}`,{type:"table",tableValues:ha(s=>e[3*n(s)+o]/255)}));return ut("feComponentTransfer",{in:"SourceGraphic",result:"colour"},...r)}function Pu(t){
let e=ha(n=>Math.min(1,p.opacity/100*t*Math.abs((n-128)/127)));return ut("feComponentTransfer",{in:"q",result:"alpha"},ut("feFuncA",{type:"table",tableValues:e}))}
var Ji="0 0 0 0 0",da={attribution:(t,e)=>Qi(t,ca(e)),overlay:(t,e)=>Qi(t,ca(e),fa([Ji,Ji,Ji,"1 0 0 0 0"],{in:"SourceGraphic",result:"q"}),Pu(e),ut("feComposite",
{in:"colour",in2:"alpha",operator:"in"}))};function pa(t,e){let n=Math.round(Math.max(0,Math.min(1,e))*Ir),r=n===Ir?t:`${t}-${n}`;return document.getElementById(
r)||Nr.append(da[t](r,n/Ir)),`url(#${r})`}var ua="";C("look",()=>{let t=`${p.colormap} ${p.opacity}`;if(t!==ua){ua=t;for(let e of Nr.querySelectorAll("filter")){
let[n,r]=e.id.split("-");n!=="luma"&&e.replaceWith(da[n](e.id,r===void 0?1:Number(r)/Ir))}document.documentElement.style.setProperty("--neutral",`rgb(${Tr().slice(
384,387).join(" ")})`)}});var nn={input:"Input",attribution:"Attribution",overlay:"Overlay"},Se=()=>p.mode==="pair"?["input","attribution"]:[p.mode];function ce(t,e){let{width:n,height:r}=t.
pictures.input,i=Math.max(n,r),o=i*1.5<e?Math.max(1,Math.round(e/i)):e/i;return{width:Math.round(n*o),height:Math.round(r*o)}}var ma=new WeakMap;function Fe(t){
let e=ma.get(t);if(e===void 0){e=0;for(let n=0;n<(t.scale?.length??0);n++)e=Math.max(e,t.scale[n]);ma.set(t,e)}return e}function Uu(t,e){if(p.scale==="sample"||
!t.scale)return 1;let n=Fe(t);return n>0?t.scale[e]/n:1}function $t(t,e,n,r,{name:i=t.ids[e],input:o="input",relevance:s="relevance"}={}){let a=[],l=t.pictures[s];
n!=="attribution"&&a.push(ga(t.pictures[o],e,r,n==="overlay"?"url(#luma)":"")),n!=="input"&&a.push(ga(l,e,r,pa(n,s==="relevance"?Uu(l,e):1)));let c={width:`${r.
width}px`,height:`${r.height}px`};return m("div",{class:`picture ${n}`,style:c,role:"img","aria-label":`${nn[n]} of ${i}`},...a)}function ga(t,e,n,r){let{columns:i,
rows:o,gutter:s}=t,a=e%(i*o),l=n.width/t.width,c=n.height/t.height,u=a%i*(t.width+2*s)+s,h=Math.floor(a/i)*(t.height+2*s)+s,d=p.pixels==="pixelated"||p.pixels===
"auto"&&l>1.5,f={"background-image":`url("${new URL(t.files[Math.floor(e/(i*o))],document.baseURI).href}")`,"background-size":`${i*(t.width+2*s)*l}px ${o*(t.height+
2*s)*c}px`,"background-position":`${-u*l}px ${-h*c}px`,"image-rendering":d?"pixelated":"auto",filter:r};return m("div",{class:"layer",style:f})}function Wt(t,e){
return{label:Te(t,e).map(Nt).join(", ")||"unknown",prediction:Nt(t.prediction[e]),score:t.score[e],wrong:Ht(t,e)==="wrong"}}var ue=t=>m("span",{class:t<0?"dot n\
oise":"dot",style:{"--cluster":xe(t)}});function Un(t,e){let{clustering:n}=T(t);return n?[ue(n.labels[e]),` ${ft(n.labels[e])}`]:[]}function va(t){return typeof t=="object"?t.key:t}function ya(t,e){let n=t.length;return new Proxy(t,{get(r,i,o){if(typeof i=="string"){let s=i.charCodeAt(0);if(s>=
48&&s<=57){let a=+i;if(Number.isInteger(a)&&a>=0&&a<n){let l=r[a];if(typeof l!="object"){let c=e[a*2];l=r[a]={index:a,key:l,start:c,size:e[a*2+1],end:c+e[a*2+1],
lane:0}}return l}}if(i==="length")return n}return Reflect.get(r,i,o)}})}function Re(t,e,n){let r=n.initialDeps??[],i,o=!0;function s(){var a;let c=0,u=t();if(!(u.length!==r.length||u.some((f,g)=>r[g]!==f)))return i;r=u;let d=0;return i=
e(...u),n?.onChange&&!(o&&n.skipInitialOnChange)&&n.onChange(i),o=!1,i}return s.updateDeps=a=>{r=a},s}function to(t,e){if(t===void 0)throw new Error(`Unexpected\
 undefined${e?`: ${e}`:""}`);return t}var fe=(t,e)=>Math.abs(t-e)<1.01,wa=(t,e,n)=>{let r;return Object.assign(function(...i){t.clearTimeout(r),r=t.setTimeout(()=>e.
apply(this,i),n)},{cancel:()=>{t.clearTimeout(r)}})};function ba({offset:t,isScrolling:e,elementMax:n,holdOffset:r,scrollOffset:i,pendingWrite:o,clampedMaxAtWrite:s}){var a;return e&&o===null&&t===i?"spurious":o!==
null&&Math.abs(t-o.target)<1.5?"readBack":o!==null&&!o.smooth&&n!==null&&o.target>n+r+.5&&Math.abs(t-(n+r))<1.5||o!==null&&!o.smooth&&((a=o.lowMaxes)!=null&&a.some(
l=>Math.abs(t-l)<1.5))?"clampedReadBack":s!==null&&Math.abs(t-s)<1.5?"clampedEcho":"external"}var qu=t=>t==="smooth"||t==="smoothFinishing";function xa({kind:t,
offset:e,command:n,target:r}){return t!=="spurious"&&t!=="readBack"&&t!=="clampedReadBack"&&n?.index!=null&&n.phase!=="queued"&&!qu(n.phase)&&!fe(e,n.lastTargetOffset)&&
!fe(e,r())&&t!=="clampedEcho"}var eo=40;function _a(t){let e=t[t.length-1];if(e===void 0)return!1;let n=t.length-2;for(;n>=0&&e.t-t[n].t<eo;)n--;if(n<0)return!1;
let r=t[n],i=n-1;for(;i>=0&&r.t-t[i].t<eo;)i--;if(i<0)return!1;let o=t[i],s=(e.offset-r.offset)/(e.t-r.t),a=(r.offset-o.offset)/(r.t-o.t);return s*a>=0&&Math.abs(
s)>=2*Math.abs(a)&&Math.abs(s)-Math.abs(a)>=.8}function Sa(t){let e=t[t.length-1];if(e===void 0)return!1;let n=t.length-2;for(;n>=0&&e.t-t[n].t<eo;)n--;if(n<0)return!1;
let r=t[n];return Math.abs(e.offset-r.offset)/(e.t-r.t)>=.05}var qn,Hn=()=>{if(qn!==void 0)return qn;if(typeof navigator>"u")return qn=!1;if(/iP(hone|od|ad)/.test(navigator.userAgent))return qn=!0;let t=navigator.maxTouchPoints;
return qn=navigator.platform==="MacIntel"&&t!==void 0&&t>0},no,Hu=()=>no!==void 0?no:no=Hn()&&typeof CSS<"u"&&typeof CSS.supports=="function"&&CSS.supports("ove\
rflow-anchor: auto"),Ma=()=>!Hn()||Hu();var rn={capture:!0,passive:!0},Lr=class{constructor(e){this.host=e,this._touch=null,this.inMotion=()=>this._touch!==null&&this._touch.phase!=="lateFling",this.dragging=
()=>{var n;return((n=this._touch)==null?void 0:n.phase)==="down"&&this._touch.moved},this.tail=()=>{var n;return((n=this._touch)==null?void 0:n.phase)==="tail"?
this._touch.moved?"fling":"tap":null},this.onScroll=({isScrolling:n,ownReadBack:r,moved:i,external:o})=>{var s,a,l;return n&&((s=this._touch)==null?void 0:s.phase)===
"tail"?this._openTail(this._touch.moved||!r,!1):((a=this._touch)==null?void 0:a.phase)==="lateFling"&&(this.host.now()>this._touch.until?this._touch=null:o&&n&&
i&&this._openTail(!0,!1)),!r&&n&&i&&((l=this._touch)==null?void 0:l.phase)==="down"?(this._touch.moved=!0,!0):!1},this.touchStart=()=>{this.end(),this._touch={phase:"\
down",moved:!1}},this.touchEnd=()=>{var n;let r=((n=this._touch)==null?void 0:n.phase)==="down"&&this._touch.moved;this.end(),this._openTail(r,r)},this.end=()=>{
var n;let r=this.host.getWindow();((n=this._touch)==null?void 0:n.phase)==="tail"&&r!=null&&r.clearTimeout(this._touch.timerId),this._touch=null},this.listen=n=>{
let r=()=>this.touchStart(),i=()=>this.touchEnd();return n.addEventListener("touchstart",r,rn),n.addEventListener("touchend",i,rn),n.addEventListener("touchcanc\
el",i,rn),()=>{n.removeEventListener("touchstart",r,rn),n.removeEventListener("touchend",i,rn),n.removeEventListener("touchcancel",i,rn),this.end()}},this._openTail=
(n,r)=>{let i=this.host.getWindow();if(i==null)return;this.end();let o={phase:"tail",moved:n,awaitingFling:r,timerId:i.setTimeout(()=>{if(this.host.tailStillMoving()){
this._openTail(o.moved,o.awaitingFling);return}this._touch=o.awaitingFling?{phase:"lateFling",until:this.host.now()+1e3}:null,this.host.onTailClosed()},150)};this.
_touch=o}}get touch(){return this._touch}};var Aa=t=>{let{clientWidth:e,clientHeight:n}=t;return{width:e,height:n}},za=t=>{let e=new Set;return{schedule:n=>{let r=t.requestAnimationFrame(()=>{e.delete(r),
n()});e.add(r)},cancel:()=>{e.forEach(n=>t.cancelAnimationFrame(n)),e.clear()}}},Vu=t=>t,Wu=t=>{let e=t.overscan*Math.max(t.lanes??1,1),n=Math.max(t.startIndex-
e,0),i=Math.min(t.endIndex+e,t.count-1)-n+1,o=new Array(i);for(let s=0;s<i;s++)o[s]=n+s;return o},Ca=(t,e)=>{let n=t.scrollElement;if(!n)return;let r=t.targetWindow;
if(!r)return;let i=a=>{let{width:l,height:c}=a;e({width:Math.round(l),height:Math.round(c)})};if(i(Aa(n)),!r.ResizeObserver)return()=>{};let o=za(r),s=new r.ResizeObserver(
()=>{let a=()=>{i(Aa(n))};t.options.useAnimationFrameWithResizeObserver?o.schedule(a):a()});return s.observe(n,{box:"content-box"}),()=>{s.unobserve(n),o.cancel()}},
ka={passive:!0};var Ku=typeof window>"u"?!0:"onscrollend"in window,Gu=(t,e,n)=>{let r=t.scrollElement;if(!r)return;let i=t.targetWindow;if(!i)return;let o=t.options.useScrollendEvent&&
Ku,s=0,a=o?null:wa(i,()=>e(n(r),!1),t.options.isScrollingResetDelay),l=h=>()=>{s=n(r),a?.(),e(s,h)},c=l(!0),u=l(!1);return r.addEventListener("scroll",c,ka),o&&
r.addEventListener("scrollend",u,ka),()=>{r.removeEventListener("scroll",c),o&&r.removeEventListener("scrollend",u),a?.cancel()}},Oa=(t,e)=>Gu(t,e,n=>{let{horizontal:r,
isRtl:i}=t.options;return r?n.scrollLeft*(i&&-1||1):n.scrollTop});var Yu=(t,e,n)=>{if(n.options.useCachedMeasurements){let r=n.indexFromElement(t),i=n.options.getItemKey(r);return n.itemSizeCache.get(i)??n.options.estimateSize(
r)}if(e?.borderBoxSize){let r=e.borderBoxSize[0];if(r)return Math.round(r[n.options.horizontal?"inlineSize":"blockSize"])}if(!e){let r=n.indexFromElement(t),i=n.
options.getItemKey(r),o=n.itemSizeCache.get(i);if(o!==void 0)return o}return t[n.options.horizontal?"offsetWidth":"offsetHeight"]},Xu=(t,{adjustments:e=0,behavior:n},r)=>{
var i;let{scrollElement:o,options:s}=r,a=t+e,l=s.horizontal&&s.isRtl&&o!==null&&"ownerDocument"in o;(i=o?.scrollTo)==null||i.call(o,{[s.horizontal?"left":"top"]:l?
-a:a,behavior:n})};var $a=Xu,Ea=(t,e)=>t==="smooth"?e?"smoothLanded":"smooth":"instant",Vn=t=>t?.phase==="smooth"||t?.phase==="smoothLanded";function Zu(t,e,n,r){if(e===0)return!1;
let i=r(0),o=new Set,s=0;for(;s<t;){let l=n(s);if(l===i)break;o.add(l),s++}let a=t-s;if(a===0||a>=e)return!1;for(let l=0;l<a;l++)if(r(l)!==n(s+l))return!1;for(let l=a;l<
e;l++)if(o.has(r(l)))return!1;return!0}var Fr=class{constructor(e){this.unsubs=[],this.scrollElement=null,this.targetWindow=null,this.isScrolling=!1,this.scrollState=
null,this.measurementsCache=[],this._singleLaneMeasurements=null,this.itemSizeCache=new Map,this.itemSizeCacheVersion=0,this.laneAssignments=new Map,this.pendingMin=
null,this.prevLanes=void 0,this.lanesChangedFlag=!1,this.lanesSettling=!1,this.pendingScrollAnchor=null,this.scrollRect=null,this.scrollOffset=null,this.scrollDirection=
null,this._holdOffset=0,this._reportedOverscroll=!1,this._iosGesture=new Lr({getWindow:()=>this.targetWindow,now:()=>this.now(),tailStillMoving:()=>{let n=this.
scrollState;if(n?.phase!=="queued"||this.pendingWrite!==null)return!1;let r=this._readElementOffset();return r===null||this._lastElementOffset===null||Math.abs(
r-this._lastElementOffset)<1?!1:(this._lastElementOffset=r,n.samples=[...n.samples??[],{t:this.now(),offset:r}],!0)},onTailClosed:()=>{let n=this.scrollState;n?.
phase==="queued"&&Sa(n.samples??[])&&(this.scrollState=null),this._flushHoldIfReady(!0),this._writeAwaitingCommand(),this._retryClampedAdjustment()}}),this._lastElementOffset=
null,this.pendingWrite=null,this._clampedAdjustment=null,this.elementsCache=new Map,this._resizeBatch=null,this.now=()=>{var n,r,i;return((i=(r=(n=this.targetWindow)==
null?void 0:n.performance)==null?void 0:r.now)==null?void 0:i.call(r))??Date.now()},this.observer=(()=>{let n=null,r=null,i=!1,o=!1,s=new Set,a=()=>{if(n)return n;
let c=this.targetWindow;if(!c||!c.ResizeObserver)return null;let u=r=za(c);return n=new c.ResizeObserver(h=>{let d=()=>{let f={sync:!1};this._resizeBatch=f;try{
h.forEach(l)}finally{this._resizeBatch=null,f.notify&&(this.notify(f.sync),this._noteClampMax(),this._flushHoldIfReady(!0),this._retryClampedAdjustment(),this.measureElement(
null))}};if(this.options.useAnimationFrameWithResizeObserver)u.schedule(d);else{i=!0;try{d()}finally{i=!1}}})},l=c=>{let u=c.target,h=this.indexFromElement(u);if(!u.
isConnected){this.observer.unobserve(u);for(let[d,f]of this.elementsCache)if(f===u){this.elementsCache.delete(d);break}return}this.isIndexInRange(h)&&this.shouldMeasureDuringScroll(
h)&&this.resizeItem(h,this.options.measureElement(u,c,this))};return{disconnect:()=>{var c;(c=a())==null||c.disconnect(),r?.cancel(),s.clear(),o=!1,n=null,r=null},
observe:c=>{let u=a();if(u){if(!i){u.observe(c,{box:"border-box"});return}s.add(c),o||(o=!0,r?.schedule(()=>{o=!1,s.forEach(h=>{h.isConnected&&n?.observe(h,{box:"\
border-box"})}),s.clear()}))}},unobserve:c=>{var u;s.delete(c),(u=a())==null||u.unobserve(c)}}})(),this.range=null,this.setOptions=n=>{var r;let i={debug:!1,initialOffset:0,
overscan:1,paddingStart:0,paddingEnd:0,scrollPaddingStart:0,scrollPaddingEnd:0,horizontal:!1,getItemKey:Vu,rangeExtractor:Wu,onChange:()=>{},measureElement:Yu,initialRect:{
width:0,height:0},scrollMargin:0,gap:0,indexAttribute:"data-index",initialMeasurementsCache:[],lanes:1,anchorTo:"start",followOnAppend:!1,scrollEndThreshold:1,isScrollingResetDelay:150,
enabled:!0,isRtl:!1,useScrollendEvent:!1,useAnimationFrameWithResizeObserver:!1,laneAssignmentMode:"estimate",useCachedMeasurements:!1};for(let u in n){let h=n[u];
h!==void 0&&(i[u]=h)}let o=this.options,s=null,a=null,l=!1;if(o!==void 0&&o.enabled&&i.enabled&&i.anchorTo==="end"&&this.scrollElement!==null){let u=o.count,h=i.
count,d=this.getMeasurements(),f=((r=this._singleLaneMeasurements)==null?void 0:r.items)??d,g=S=>va(f[S]),v=u>0?g(0):null,_=u>0?g(u-1):null;if(h!==u||u>0&&h>0&&
(i.getItemKey(0)!==v||i.getItemKey(h-1)!==_)){l=!0;let S=u>0?this.getVirtualItemForOffset(this.getScrollOffset())??d[0]:null;S&&(s=[S.key,this.getScrollOffset()-
S.start]);let D=i.followOnAppend===!0?"auto":i.followOnAppend||null;D&&h>0&&this.isAtEnd(o.scrollEndThreshold)&&(u===0||i.getItemKey(h-1)!==_)&&(h>u||Zu(u,h,g,i.
getItemKey))&&(a=D)}}this.options=i,l&&(this.pendingMin=0,this.itemSizeCacheVersion++);let c=null;if(s&&this.scrollOffset!==null&&!this._awaitingCommandReadBack()){
let[u,h]=s,d=this.getMeasurements(),{count:f,getItemKey:g}=this.options,v=0;for(;v<f&&g(v)!==u;)v++;if(v<f){let _=d[v];if(_){let b=Math.max(0,_.start+h);!a&&b!==
this.scrollOffset&&(c=b-this.scrollOffset,this.scrollOffset=b)}}}a?this.pendingScrollAnchor={kind:"follow",behavior:a}:c!==null&&(this._canWriteScroll()?this.pendingScrollAnchor=
{kind:"anchor",delta:c}:(this._holdOffset+=c,this._followOffsetTarget(c)))},this.notify=n=>{var r,i;(i=(r=this.options).onChange)==null||i.call(r,this,n)},this.
maybeNotify=Re(()=>(this.calculateRange(),[this.isScrolling,this.range?this.range.startIndex:null,this.range?this.range.endIndex:null]),n=>{this.notify(n)},{key:!1,
debug:()=>this.options.debug,initialDeps:[this.isScrolling,this.range?this.range.startIndex:null,this.range?this.range.endIndex:null]}),this.cleanup=()=>{var n;
this.unsubs.filter(Boolean).forEach(r=>r()),this.unsubs=[],this.observer.disconnect(),this.rafId!=null&&this.targetWindow&&(this.targetWindow.cancelAnimationFrame(
this.rafId),this.rafId=null),this.scrollState=null,(n=this._momentumStop)==null||n.restore(),this._momentumStop=null,this.isScrolling=!1,this.scrollDirection=null,
this._holdOffset=0,this._reportedOverscroll=!1,this._clampedAdjustment=null,this.pendingWrite=null,this.scrollElement=null,this.targetWindow=null},this._didMount=
()=>()=>{this.cleanup()},this._willUpdate=()=>{var n;let r=this.options.enabled?this.options.getScrollElement():null;if(this.scrollElement!==r){if(this.cleanup(),
!r){this.maybeNotify();return}this.scrollElement=r,this.scrollElement&&"ownerDocument"in this.scrollElement?this.targetWindow=this.scrollElement.ownerDocument.defaultView:
this.targetWindow=((n=this.scrollElement)==null?void 0:n.window)??null,this.elementsCache.forEach(o=>{this.observer.observe(o)}),this.unsubs.push(this.options.observeElementRect(
this,o=>{this.scrollRect=o,this.maybeNotify()})),this.unsubs.push(this.options.observeElementOffset(this,(o,s)=>{var a,l,c,u;let h=s?this._elementMaxScrollOffset():
null,d=this._reportedOverscroll;this._reportedOverscroll=o<0||h!==null&&o>h+1;let f=o;this._lastElementOffset=f,o=this._toLayoutOffset(o);let g=this._classifyScrollEvent(
o,s,h);if(g==="spurious")return;g==="readBack"?o=this.pendingWrite.target:g==="clampedReadBack"&&((a=this.scrollState)==null?void 0:a.index)!=null&&o<this.getMaxScrollOffset()-
1.5?this.scrollState.lastTargetOffset=o:xa({kind:g,offset:o,command:this.scrollState,target:()=>this.getScrollStateTarget(this.scrollState)})&&(this.scrollState=
null),this.pendingWrite=null,this._clampedAdjustment!==null&&Math.abs(o-this._clampedAdjustment.maxAtWrite)>=1.5&&(this._clampedAdjustment=null);let v=this.getScrollOffset(),
_=this.scrollDirection;this.scrollDirection=s?v===o?this.scrollDirection:v<o?"forward":"backward":null,this.scrollOffset=o,this.isScrolling=s;let b=this.scrollState;
if(b?.phase==="queued"&&g==="external"&&s)if(d||this._reportedOverscroll)b.samples=[];else{let A=this.now();b.samples=[...(b.samples??[]).filter(S=>A-S.t<=200),
{t:A,offset:f}],(_!==null&&this.scrollDirection!==_||_a(b.samples))&&(this.scrollState=null)}this._iosGesture.onScroll({isScrolling:s,ownReadBack:g==="readBack",
moved:o!==v,external:g==="external"&&((l=this.scrollState)==null?void 0:l.phase)!=="smooth"&&((c=this.scrollState)==null?void 0:c.phase)!=="smoothFinishing"})&&
((u=this.scrollState)==null?void 0:u.phase)==="queued"&&(this.scrollState=null),this._flushHoldIfReady(!0),this.scrollState&&this.scheduleScrollReconcile(),this.
maybeNotify()})),"addEventListener"in this.scrollElement&&this.unsubs.push(this._iosGesture.listen(this.scrollElement)),this._scrollToOffset(this.getScrollOffset())}
this._noteClampMax();let i=this.pendingScrollAnchor;this.pendingScrollAnchor=null,i&&this.scrollElement&&this.options.enabled&&(i.kind==="anchor"?this._canWriteScroll()?
Vn(this.scrollState)&&!fe(this.getScrollOffset()-i.delta,this.scrollState.lastTargetOffset)||(this._followOffsetTarget(i.delta),this._scrollToOffset(this.getScrollOffset())):
(this._holdOffset+=i.delta,this._followOffsetTarget(i.delta),this.notify(!1)):this.scrollToEnd({behavior:i.behavior})),this._flushHoldIfReady(!1),this._retryClampedAdjustment()},
this._classifyScrollEvent=(n,r,i)=>{var o;return ba({offset:n,isScrolling:r,elementMax:i,holdOffset:this._holdOffset,scrollOffset:this.scrollOffset,pendingWrite:this.
pendingWrite,clampedMaxAtWrite:((o=this._clampedAdjustment)==null?void 0:o.maxAtWrite)??null})},this._retryClampedAdjustment=()=>{if(this._clampedAdjustment===null||
!this.scrollElement||!this.options.enabled||!this._canWriteScroll())return;let{target:n,maxAtWrite:r}=this._clampedAdjustment,i=this.getMaxScrollOffset();i>r+.5&&
(this._clampedAdjustment=n>i+.5?{target:n,maxAtWrite:i}:null,this._scrollToOffset(n))},this._writeAwaitingCommand=()=>{let n=this.scrollState;if(n===null||n.phase!==
"queued")return;let{behavior:r}=n;this.getMeasurements();let i=this.getScrollStateTarget(n);n.lastTargetOffset=i,this._clampedAdjustment=null,n.phase=Ea(r,n.index!=
null&&fe(i,this.getScrollOffset())),this._scrollToOffset(i,{behavior:r}),this.scheduleScrollReconcile()},this._readElementOffset=()=>{let n=this.scrollElement;if(n==
null)return null;let{horizontal:r,isRtl:i}=this.options;return typeof n.scrollTop=="number"?r?n.scrollLeft*(i&&-1||1):n.scrollTop:typeof n.scrollY=="number"?r?n.
scrollX:n.scrollY:null},this._canWriteScroll=()=>!(Hn()&&this._iosGesture.inMotion())&&!this._reportedOverscroll,this._flushHoldIfReady=n=>{var r;if(this._holdOffset===
0||!this.scrollElement||!this.options.enabled||!this._canWriteScroll()||((r=this.scrollState)==null?void 0:r.phase)==="smooth")return;this._holdOffset=0,this.scrollOffset!==
null&&this.scrollOffset<0&&(this.scrollOffset=0),this.notify(n);let i=this.getCommandWrittenOffset()??this.getScrollOffset();this._clampedAdjustment=this._clampedBy(
i),this._scrollToOffset(i)},this.rafId=null,this.getSize=()=>this.options.enabled?(this.scrollRect=this.scrollRect??this.options.initialRect,this.scrollRect[this.
options.horizontal?"width":"height"]):(this.scrollRect=null,0),this.getScrollOffset=()=>this.options.enabled?(this.scrollOffset=this.scrollOffset??(typeof this.
options.initialOffset=="function"?this.options.initialOffset():this.options.initialOffset),this.scrollOffset):(this.scrollOffset=null,0),this.getMeasurementOptions=
Re(()=>[this.options.count,this.options.paddingStart,this.options.scrollMargin,this.options.getItemKey,this.options.enabled,this.options.lanes,this.options.laneAssignmentMode,
this.options.gap],(n,r,i,o,s,a,l,c)=>(this.prevLanes!==void 0&&this.prevLanes!==a&&(this.lanesChangedFlag=!0),this.prevLanes=a,this.pendingMin=null,{count:n,paddingStart:r,
scrollMargin:i,getItemKey:o,enabled:s,lanes:a,laneAssignmentMode:l,gap:c}),{key:!1}),this.isIndexInRange=n=>n>=0&&n<this.options.count,this.getMeasurements=Re(()=>[
this.getMeasurementOptions(),this.itemSizeCacheVersion],({count:n,paddingStart:r,scrollMargin:i,getItemKey:o,enabled:s,lanes:a,laneAssignmentMode:l,gap:c},u)=>{
var h;let d=this.itemSizeCache;if(!s)return this.measurementsCache=[],this._singleLaneMeasurements=null,this.itemSizeCache.clear(),this.laneAssignments.clear(),
[];if(this.laneAssignments.size>n)for(let A of this.laneAssignments.keys())A>=n&&this.laneAssignments.delete(A);this.lanesChangedFlag&&(this.lanesChangedFlag=!1,
this.lanesSettling=!0,this.measurementsCache=[],this._singleLaneMeasurements=null,this.itemSizeCache.clear(),this.laneAssignments.clear(),this.pendingMin=null),
this.measurementsCache.length===0&&!this.lanesSettling&&(this.measurementsCache=this.options.initialMeasurementsCache,this.measurementsCache.forEach(A=>{this.itemSizeCache.
set(A.key,A.size)}));let f=this.lanesSettling?0:this.pendingMin??0;if(this.pendingMin=null,this.lanesSettling&&this.measurementsCache.length===n&&(this.lanesSettling=
!1),a===1){let A=n*2,S=(h=this._singleLaneMeasurements)==null?void 0:h.flat;if(!S||S.length<A){let N=new Float64Array(A);S&&f>0&&N.set(S.subarray(0,f*2)),S=N}let D=f===
0?new Array(n):this._singleLaneMeasurements.items.slice(),$;if(f===0)$=r+i;else{let N=f-1;$=S[N*2]+S[N*2+1]+c}for(let N=f;N<n;N++){let F=o(N);D[N]=F;let O=d.get(
F),W=typeof O=="number"?O:this.options.estimateSize(N);S[N*2]=$,S[N*2+1]=W,$+=W+c}this._singleLaneMeasurements={flat:S,items:D};let B=ya(D,S);return this.measurementsCache=
B,B}let g=this.measurementsCache.slice(0,f),v=new Array(a).fill(void 0),_=new Float64Array(a),b=0;for(let A=0;A<f;A++){let S=g[A];S&&(v[S.lane]===void 0&&b++,v[S.
lane]=A,_[S.lane]=S.end)}for(let A=f;A<n;A++){let S=o(A),D=this.laneAssignments.get(A),$,B,N=l==="estimate"||d.has(S);if(D!==void 0&&this.options.lanes>1){$=D;let Y=v[$],
X=Y!==void 0?g[Y]:void 0;B=X?X.end+c:r+i}else if(b===a){let Y=0,X=_[0],_t=v[0];for(let w=1;w<a;w++){let k=_[w];(k<X||k===X&&v[w]<_t)&&(Y=w,X=k,_t=v[w])}$=Y,B=X+
c,N&&this.laneAssignments.set(A,$)}else $=A%this.options.lanes,B=r+i,N&&this.laneAssignments.set(A,$);let F=d.get(S),O=typeof F=="number"?F:this.options.estimateSize(
A),W=B+O;g[A]={index:A,start:B,size:O,end:W,key:S,lane:$},v[$]===void 0&&b++,v[$]=A,_[$]=W}return this.measurementsCache=g,g},{key:!1,debug:()=>this.options.debug}),
this.calculateRange=Re(()=>[this.getMeasurements(),this.getSize(),this.getScrollOffset(),this.options.lanes,this._getLayoutTotalSize()+this.options.scrollMargin],
(n,r,i,o,s)=>{if(n.length===0||r===0)return this.range=null,null;let a=Math.max(s-r,0);return this.range=Qu(n,r,Math.min(i,a),o,o===1&&this._singleLaneMeasurements!==
null?this._singleLaneMeasurements.flat:null),this.range},{key:!1,debug:()=>this.options.debug}),this.getVirtualIndexes=Re(()=>{let n=null,r=null,i=this.calculateRange();
return i&&(n=i.startIndex,r=i.endIndex),this.maybeNotify.updateDeps([this.isScrolling,n,r]),[this.options.rangeExtractor,this.options.overscan,this.options.count,
n,r,this.options.lanes]},(n,r,i,o,s,a)=>o===null||s===null?[]:n({startIndex:o,endIndex:s,overscan:r,count:i,lanes:a}),{key:!1,debug:()=>this.options.debug}),this.
indexFromElement=n=>{let r=this.options.indexAttribute,i=n.getAttribute(r);return i?parseInt(i,10):(console.warn(`Missing attribute name '${r}={index}' on measu\
red element.`),-1)},this.shouldMeasureDuringScroll=n=>{var r;if(!Vn(this.scrollState))return!0;let i=this.scrollState.index??((r=this.getVirtualItemForOffset(this.
scrollState.lastTargetOffset))==null?void 0:r.index);if(i!==void 0&&this.range){let o=Math.max(this.options.overscan,Math.ceil((this.range.endIndex-this.range.startIndex)/
2)),s=Math.max(0,i-o),a=Math.min(this.options.count-1,i+o);return n>=s&&n<=a}return!0},this.measureElement=n=>{if(!n){this.elementsCache.forEach((s,a)=>{s.isConnected||
(this.observer.unobserve(s),this.elementsCache.delete(a))});return}let r=this.indexFromElement(n);if(!this.isIndexInRange(r))return;let i=this.options.getItemKey(
r),o=this.elementsCache.get(i);o!==n&&(o&&this.observer.unobserve(o),this.observer.observe(n),this.elementsCache.set(i,n)),n.isConnected&&(!this.isScrolling||this.
scrollState)&&this.shouldMeasureDuringScroll(r)&&this.resizeItem(r,this.options.measureElement(n,void 0,this))},this.resizeItem=(n,r)=>{var i,o,s;if(!this.isIndexInRange(
n))return;(i=this._resizeBatch)!=null&&i.sync&&this.getMeasurements();let a,l,c,u=(o=this._singleLaneMeasurements)==null?void 0:o.flat;if(this.options.lanes===1&&
u!=null)c=this.options.getItemKey(n),l=u[n*2],a=u[n*2+1];else{let f=this.measurementsCache[n];if(!f)return;c=f.key,l=f.start,a=f.size}let h=this.itemSizeCache.get(
c)??a,d=r-h;if(d!==0){let f=this.options.anchorTo==="end"&&!Vn(this.scrollState)&&this.getVirtualDistanceFromEnd()<=this.options.scrollEndThreshold,g=f?this._getLayoutTotalSize():
0,v=this.getScrollOffset(),b=!this.itemSizeCache.has(c)?l<v:l+h<=v&&this.scrollDirection!=="backward",A=!Vn(this.scrollState)&&(this.shouldAdjustScrollPositionOnItemSizeChange!==
void 0?this.shouldAdjustScrollPositionOnItemSizeChange(this.measurementsCache[n]??{index:n,key:c,start:l,size:a,end:l+a,lane:0},d,this):b);(this.pendingMin===null||
n<this.pendingMin)&&(this.pendingMin=n),this.itemSizeCache.set(c,r),this.itemSizeCacheVersion++;let S=!1;if(this._awaitingCommandReadBack()||(f?S=this.applyScrollAdjustment(
this._getLayoutTotalSize()-g):A&&(S=this.applyScrollAdjustment(d))),this._resizeBatch){this._resizeBatch.notify=!0,(s=this._resizeBatch).sync||(s.sync=S);return}
this.notify(S),this._noteClampMax(),this._flushHoldIfReady(!0),this._retryClampedAdjustment()}},this.getVirtualItems=Re(()=>[this.getVirtualIndexes(),this.getMeasurements(),
this._holdOffset],(n,r,i)=>{let o=[];for(let s=0,a=n.length;s<a;s++){let l=n[s],c=r[l];o.push(i===0?c:{...c,start:c.start-i,end:c.end-i})}return o},{key:!1,debug:()=>this.
options.debug}),this.getVirtualItemForOffset=n=>{var r;let i=this.getMeasurements();if(i.length===0)return;let o=(r=this._singleLaneMeasurements)==null?void 0:r.
flat,s=this.options.lanes===1&&o!=null,a=Ia(0,i.length-1,s?l=>o[l*2]:l=>to(i[l]).start,n);return to(i[a])},this._noteClampMax=()=>{if(!this._awaitingCommandReadBack())
return;let n=this._elementMaxScrollOffset();if(n===null)return;let r=this.pendingWrite,i=Math.max(n,0)+this._holdOffset;if(i>=r.target)return;let o=r.lowMaxes??
(r.lowMaxes=[]);o[o.length-1]!==i&&o.push(i)},this.getMaxScrollOffset=()=>(this._elementMaxScrollOffset()??0)+this._holdOffset,this._toLayoutOffset=n=>{var r;let i=n+
this._holdOffset;return((r=this.pendingScrollAnchor)==null?void 0:r.kind)==="anchor"&&(i+=this.pendingScrollAnchor.delta),i},this._elementMaxScrollOffset=()=>{let n=this.
scrollElement;if(n===null)return null;if("scrollHeight"in n)return this.options.horizontal?n.scrollWidth-n.clientWidth:n.scrollHeight-n.clientHeight;if("documen\
t"in n){let r=n.document.documentElement;return this.options.horizontal?r.scrollWidth-n.innerWidth:r.scrollHeight-n.innerHeight}return null},this._momentumStop=
null,this._stopMomentum=n=>{let r=this.scrollElement,i=this.targetWindow;if(r===null||i===null)return;let o="document"in r?r.document.scrollingElement:r;if(!o?.
style)return;if(this._momentumStop){this._momentumStop.done=n;return}let{style:s}=o,a=this.options.horizontal?"overflow-x":"overflow-y",l=s.getPropertyValue(a),
c=s.getPropertyPriority(a),u=()=>this.options.horizontal?o.clientHeight:o.clientWidth,h=u();if(s.setProperty(a,"hidden","important"),u()!==h){s.setProperty(a,l,
c);return}let d={restore:()=>s.getPropertyValue(a)!=="hidden"||s.getPropertyPriority(a)!=="important"?!1:(s.setProperty(a,l,c),!0),done:n};this._momentumStop=d,
i.requestAnimationFrame(()=>i.requestAnimationFrame(()=>{this._momentumStop===d&&(this._momentumStop=null,d.restore()&&d.done())}))},this._clampedBy=n=>{let r=this.
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
return!(Hn()&&this._iosGesture.dragging())&&n!==null&&!fe(n,this.getScrollOffset())},this._followOffsetTarget=n=>{this.scrollState!==null&&this.scrollState.index==
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
null;return}}else if(this.scrollState.stableFrames=0,o){let s=this.getSize()||600,a=Math.abs(r-this.getScrollOffset()),l=Vn(this.scrollState)&&a>s;this.scrollState.
lastTargetOffset=r,l?this.scrollState.phase="smooth":this.scrollState.phase==="smooth"?this.scrollState.phase="smoothFinishing":this.scrollState.phase==="smooth\
Landed"&&(this.scrollState.phase="instant"),this._scrollToOffset(r,{behavior:l?"smooth":"auto"})}this.scheduleScrollReconcile()}_startScroll(e,n,r,i){this.pendingScrollAnchor=
null,this._clampedAdjustment=null;let o=this._iosGesture.tail();if(i==="absolute"&&o!==null){if(o==="fling"&&Ma()){this._stopMomentum(()=>{let s=this.scrollState;
s?.phase!=="queued"||this._iosGesture.tail()!=="fling"||this._reportedOverscroll||(this._iosGesture.end(),this._flushHoldIfReady(!0),this._writeAwaitingCommand())}),
this.scrollState={...e,startedAt:this.now(),lastTargetOffset:n,stableFrames:0,phase:"queued",behavior:r,samples:[]},this.scheduleScrollReconcile();return}this._iosGesture.
end()}this.scrollState={...e,startedAt:this.now(),lastTargetOffset:n,stableFrames:0,behavior:r,phase:Ea(r,e.index!=null&&fe(n,this.getScrollOffset()))},this._scrollToOffset(
n,{behavior:r}),this.scheduleScrollReconcile()}},Ia=(t,e,n,r)=>{for(;t<=e;){let i=(t+e)/2|0,o=n(i);if(o<r)t=i+1;else if(o>r)e=i-1;else return i}return t>0?t-1:0};
function Ju(t,e,n){let r=0;for(;r<=e;){let i=(r+e)/2|0,o=t[i*2];if(o<n)r=i+1;else if(o>n)e=i-1;else return i}return r>0?r-1:0}function Qu(t,e,n,r,i){let o=t.length-
1;if(t.length<=r)return{startIndex:0,endIndex:o};if(r===1&&i!==null){let c=Ju(i,o,n),u=c,h=n+e;for(;u<o&&i[u*2]+i[u*2+1]<h;)u++;return{startIndex:c,endIndex:u}}
let a=Ia(0,o,c=>t[c].start,n),l=a;if(r===1)for(;l<o&&t[l].end<n+e;)l++;else if(r>1){let c=Array(r).fill(0);for(;l<o&&c.some(h=>h<n+e);){let h=t[l];c[h.lane]=h.end,
l++}let u=Array(r).fill(n+e);for(;a>=0&&u.some(h=>h>=n);){let h=t[a];u[h.lane]=h.start,a--}a=Math.max(0,a-a%r),l=Math.min(o,l+(r-1-l%r))}return{startIndex:a,endIndex:l}}var Ae=H("samples"),on=Ae.appendChild(m("div",{class:"tiles"})),Ta=Ae.appendChild(m("p",{class:"empty"})),io=480,Dr=!1,La=m("p",{class:"printed",dir:"auto"}),tf=[
192,160,128,96],ef=36,Wn=8,ct=[],Kn="",oo=0,Me=new Fr({count:0,getScrollElement:()=>Ae,estimateSize:()=>oo,overscan:1,scrollToFn:$a,observeElementRect:Ca,observeElementOffset:Oa,
onChange:()=>jr()}),Gn=0,Fa=()=>ct,Na={data:({rows:t})=>(e,n)=>t[e]-t[n],score:({score:t,rows:e})=>(n,r)=>t[n]-t[r]||e[n]-e[r],sure:({score:t,rows:e})=>(n,r)=>t[r]-
t[n]||e[n]-e[r],relevance:({pictures:t,rows:e})=>{let n=t.relevance?.scale;return(r,i)=>(n?.[i]??0)-(n?.[r]??0)||e[r]-e[i]},wrong:t=>(e,n)=>+(Ht(t,n)==="wrong")-
+(Ht(t,e)==="wrong")||t.prediction[e]-t.prediction[n]||t.rows[e]-t.rows[n],cluster:({rows:t})=>{let e=T().clustering?.labels??[];return(n,r)=>(e[n]??0)-(e[r]??0)||
t[n]-t[r]}};function Ra(){let t=p.chapter,e=Se().length,n=(p.tile?[p.tile]:tf).map(r=>{let i=ce(t,r),o=Math.max(i.width*e+3*(e-1),84),s=o+Wn,a=i.height+ef+Wn;return{
size:i,width:o,pitch:s,height:a,columns:Math.max(1,Math.floor((Ae.clientWidth-3*Wn+Wn)/s))}});return n.find(({columns:r,height:i})=>Math.ceil(ct.length/r)*i<=Ae.
clientHeight-Wn)??n[n.length-1]}function Rr(){let{chapter:t}=p,e=t?bt(t):null,n=t?Ze(R().selection):[];ct=e?n.filter(r=>e[r]):n,Gn=n.length-ct.length,t&&ct.sort(
(Na[p.order]??Na.data)(t)),Kn="",Ta.hidden=ct.length>0||!t,Ta.textContent=t?Gn?"All selected samples are hidden by the filters.":t.size?"Nothing is selected. Dr\
aw around points, or click a cluster, to see its samples.":"This category has no samples.":"",af(),jr()}function jr(){if(!p.chapter||!ct.length){on.replaceChildren(),
on.style.height="0";return}let t=Ra(),e=Dr?Math.min(io,ct.length):ct.length,n=Math.ceil(e/t.columns);(n!==Me.options.count||t.height!==oo)&&(oo=t.height,Me.setOptions(
{...Me.options,count:n}),Me.measure()),Me._willUpdate();let r=Me.getVirtualItems(),i=Dr?0:r[0]?.index??0,o=Dr?n:(r.at(-1)?.index??-1)+1;on.style.height=`${Me.getTotalSize()}\
px`;let s=`${i} ${o} ${t.columns} ${t.width}`;if(s===Kn)return;Kn=s;let a=[];for(let c=i*t.columns;c<Math.min(e,o*t.columns);c++)a.push(rf(c,t));let l=document.
activeElement?.closest(".tile")?.dataset.position;on.replaceChildren(...a),l!==void 0&&on.querySelector(`[data-position="${l}"] .tile-open`)?.focus({preventScroll:!0})}
function nf(){let t=i=>document.querySelector(`[data-choice="${i}"] select`)?.selectedOptions[0]?.textContent??"",e=ct.length>io?`The first ${I(io)} of ${I(ct.length)}\
 selected samples; Export CSV gives the list of all.`:`All ${I(ct.length)} selected samples${Gn?" that the filters show":""}.`,n=p.scale==="shared"&&p.chapter?.
pictures.relevance?`on a shared scale, \xB1 ${Zt(Fe(p.chapter.pictures.relevance))} relevance`:"\xB1 the sample's own largest relevance",r=Se().map(i=>nn[i].toLowerCase()).
join(" and ")+(Se().includes("overlay")?`, ${p.opacity} % opaque`:"");La.textContent=`${e} Sorted ${t("order")}. Pictures: ${r}; colours ${p.colormap}, ${n}.`}function rf(t,{
size:e,width:n,pitch:r,height:i,columns:o}){let s=ct[t],a=p.chapter,{label:l,prediction:c,score:u,wrong:h}=Wt(a,s),d={transform:`translate(${t%o*r}px, ${Math.floor(
t/o)*i}px)`,width:`${n}px`},{clustering:f}=T();return m("div",{class:"tile",style:d,"data-position":String(s),onpointerenter:()=>Lt(a,s,"tile"),onpointerleave:()=>Lt(
null,-1,"tile")},m("button",{type:"button",class:"tile-open",title:`${a.ids[s]}
label ${l}, predicted ${c} (${vt(u)})`,onclick:()=>De(a,s),onfocus:()=>Lt(a,s,"tile")},m("span",{class:"pictures"},...Se().map(g=>$t(a,s,g,e))),m("span",{class:"\
tile-label",dir:"auto"},f?ue(f.labels[s]):"",` ${l}`),m("span",{class:h?"tile-verdict wrong":"tile-verdict"},m("span",{class:"tile-prediction",dir:"auto"},`\u2192 ${c}`),
m("span",{class:"tile-score"},vt(u)))),rt("close","Take out of the selection",()=>of(a,s),{class:"icon tile-drop",tabIndex:-1}))}function of(t,e){let n=new Uint8Array(
t.size);n[e]=1,tt(kt(R().selection,n,"remove"))}function Yn(t){let e=ct.indexOf(t);e<0||Me.scrollToIndex(Math.floor(e/Ra().columns))}function sf(){let t=H("sele\
ction").querySelector(".selected-count"),{chapter:e}=p;p.live&&t&&e&&(t.textContent=`${I(R().selection.size)} of ${I(e.size)} selected`)}function ro(t){let e=new Map;
for(let n of t)e.set(n,(e.get(n)??0)+1);return[...e].reduce((n,r)=>r[1]>n[1]?r:n,[void 0,0])}function af(){let t=H("selection"),{chapter:e}=p;if(!e)return t.replaceChildren();
let{size:n}=R().selection,r=ct.length,i=`${I(n)} of ${I(e.size)} selected`,o=Gn?[`${I(Gn)} of them hidden by the filters`]:[];if(r){let{clustering:s}=T();if(s){
let[u,h]=ro(ct.map(d=>s.labels[d]));o.push(`${jt(h,r)} ${ft(u??-1)}`)}let[a,l]=ro(ct.map(u=>e.prediction[u]));o.push(`${jt(l,r)} predicted ${Nt(a??-1)}`);let c=ct.
filter(u=>Ht(e,u)==="wrong").length;c&&o.push(`${I(c)} wrong`);for(let[u,h]of Object.entries(e.metadata)){let[d,f]=ro(ct.map(g=>h[g]));r>1&&f/r>=.5&&d!==void 0&&
d!==""&&o.push(`${u} = ${d}, ${jt(f,r)}`)}}t.replaceChildren(m("strong",{class:"selected-count"},i),m("span",{class:"muted composition",dir:"auto",title:o.join(
" \xB7 ")},o.join(" \xB7 "))),p.live||Jt([i,...o].join(", "))}function Da(){let t=rt("undo","Undo (Ctrl z)",Cr),e=rt("redo","Redo (Ctrl Shift z)",Or),n=(s,a,l)=>m(
"button",{type:"button",title:a,onclick:l},s);H("selection").after(m("div",{class:"selection-tools",role:"group","aria-label":"Selection"},n("all","Select all t\
hat are shown (a)",zr),n("invert","Select the others instead (i)",Er),n("none","Select nothing (Esc)",()=>{p.chapter&&tt(te(p.chapter.size))}),t,e)),Ot("order",
[["data","as in the data"],["cluster","by cluster"],["score","least sure first"],["sure","surest first"],["wrong","wrong first"],["relevance","most relevance fi\
rst"]],"data");for(let s of["mode","order","pixels","scale"])St(s,a=>Ct({[s]:a}));St("opacity",s=>Ct({opacity:Number(s)})),St("tile",s=>Ct({tile:Number(s)?40+4*
Number(s):0}));let r=wr(()=>{p.live&&Rr()},150),i=ys(sf,100),o="";C("open plot filter",Rr),C("selection",()=>p.live?(i(),r()):Rr()),C("open selection",()=>{p.live||
(Ae.scrollTop=0)}),C("open plot filter selection",()=>queueMicrotask(()=>{t.disabled=!Qs(),e.disabled=!ta()})),C("look",()=>{for(let l of["mode","order","pixels",
"scale"])_e(l,p[l]);_e("opacity",p.opacity,`${p.opacity} %`),_e("tile",p.tile?(p.tile-40)/4:0,p.tile?`${p.tile} px`:"fit");let s=document.querySelector('[data-c\
hoice="opacity"] input');s&&(s.disabled=!Se().includes("overlay"));let a=[p.mode,p.order,p.pixels,p.scale,p.tile].join(" ");a!==o&&(o=a,Rr())}),C("hover",()=>{for(let s of on.
children)s.classList.toggle("hot",p.hover?.chapter===p.chapter&&String(p.hover?.i)===s.dataset.position)}),Ae.before(La);for(let s of["beforeprint","afterprint"])
addEventListener(s,()=>{Dr=s==="beforeprint",Kn="",jr(),nf()});new ResizeObserver(()=>{Kn="",jr()}).observe(Ae)}var sn=64,lf=[[0,34,78],[53,69,108],[102,105,112],[148,142,119],[200,184,102],[254,232,56]],cf=[[58,84,140],[84,108,150],[116,126,140],[156,150,124],[204,188,104],
[254,232,56]];function uf(t){let e=document.documentElement.dataset.theme==="dark"?cf:lf,n=Math.max(0,Math.min(1,t))*(e.length-1),r=Math.min(e.length-2,Math.floor(
n)),i=n-r;return`rgb(${e[r].map((o,s)=>Math.round(o+i*(e[r+1][s]-o))).join(" ")})`}var Ba=()=>[["cluster","cluster"],["label","label"],["prediction","prediction"],
["verdict","right or wrong"],["score","score"],...Object.keys(p.chapter?.metadata??{}).map(t=>[`column ${t}`,t])];function Br(t){let e=p.colour;return e==="labe\
l"?ja("label",t.label):e==="prediction"?ja("prediction",t.prediction):e==="score"?Pa("score",t.score):e==="verdict"?hf(t):e.startsWith("column ")&&t.metadata[e.
slice(7)]?df(e.slice(7),t.metadata[e.slice(7)]):ff(t)}function ff(t){let{clustering:e}=T(t);return so("cluster",e?.labels??new Int32Array(t.size),ft)}var ja=(t,e)=>so(
t,e,Nt);function so(t,e,n){let r=new Uint16Array(e.length),i=Q.palette.clusters.length,o=new Map;for(let l=0;l<r.length;l++)r[l]=e[l]<0?0:1+e[l]%i,o.set(e[l],(o.
get(e[l])??0)+1);let a=[...o].sort((l,c)=>c[1]-l[1]||l[0]-c[0]).map(([l])=>l).map(l=>({text:n(l),colour:xe(l),hollow:l<0}));return{name:t,index:r,colours:[Q.palette.
noise,...Q.palette.clusters],hollow:[!0,...Q.palette.clusters.map(()=>!1)],keys:a,ends:null}}function hf(t){let e=["right","wrong","unknown"],n=Uint16Array.from(
{length:t.size},(i,o)=>e.indexOf(Ht(t,o))),r=[Q.palette.clusters[0],Mt("warn"),Q.palette.noise];return{name:"prediction",index:n,colours:r,hollow:[!1,!1,!0],keys:e.
map((i,o)=>({text:i,colour:r[o],hollow:o===2})).filter((i,o)=>n.includes(o)),ends:null}}function Pa(t,e){let n=1/0,r=-1/0;for(let l=0;l<e.length;l++)Number.isFinite(
e[l])&&(n=Math.min(n,e[l]),r=Math.max(r,e[l]));let i=r>n?r-n:1,o=Uint16Array.from({length:e.length},(l,c)=>Number.isFinite(e[c])?Math.min(sn-1,Math.floor((e[c]-
n)/i*sn)):sn),s=[...Array.from({length:sn},(l,c)=>uf(c/(sn-1))),Q.palette.noise],a=l=>Number.isFinite(l)?String(Number(l.toPrecision(3))):"\u2013";return{name:t,
index:o,colours:s,hollow:s.map((l,c)=>c===sn),keys:[],ends:[a(n),a(r)]}}function df(t,e){let n=V().columns?.find(a=>a.name===t)?.kind,r=e.map(a=>a.trim()===""?NaN:
Number(a)),i=[...new Set(e)];if(n==="number"||n===void 0&&i.length>12&&r.every(Number.isFinite))return Pa(t,r);let o=i.sort((a,l)=>a.localeCompare(l,"en",{numeric:!0})),
s=new Map(o.map((a,l)=>[a,l]));return so(t,e.map(a=>s.get(a)??-1),a=>o[a])}var ao="http://www.w3.org/1999/xhtml",Ua={svg:"http://www.w3.org/2000/svg",xhtml:ao,xlink:"http://www.w3.org/1999/xlink",xml:"http://www.w3.org/XML/1998/namespa\
ce",xmlns:"http://www.w3.org/2000/xmlns/"};function Xn(t){var e=t+="",n=e.indexOf(":");return n>=0&&(e=t.slice(0,n))!=="xmlns"&&(t=t.slice(n+1)),Ua.hasOwnProperty(
e)?{space:Ua[e],local:t}:t}function pf(t){return function(){var e=this.ownerDocument,n=this.namespaceURI;return n===ao&&e.documentElement.namespaceURI===ao?e.createElement(
t):e.createElementNS(n,t)}}function mf(t){return function(){return this.ownerDocument.createElementNS(t.space,t.local)}}function qa(t){var e=Xn(t);return(e.local?
mf:pf)(e)}function gf(){}function Ur(t){return t==null?gf:function(){return this.querySelector(t)}}function vf(t){typeof t!="function"&&(t=Ur(t));for(var e=this.
_groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=new Array(s),l,c,u=0;u<s;++u)(l=o[u])&&(c=t.call(l,l.__data__,u,o))&&("__data__"in
l&&(c.__data__=l.__data__),a[u]=c);return new It(r,this._parents)}function yf(t){return t==null?[]:Array.isArray(t)?t:Array.from(t)}function wf(){return[]}function co(t){
return t==null?wf:function(){return this.querySelectorAll(t)}}function bf(t){return function(){return yf(t.apply(this,arguments))}}function xf(t){typeof t=="fun\
ction"?t=bf(t):t=co(t);for(var e=this._groups,n=e.length,r=[],i=[],o=0;o<n;++o)for(var s=e[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&(r.push(t.call(l,l.__data__,c,s)),
i.push(l));return new It(r,i)}function uo(t){return function(){return this.matches(t)}}function Ha(t){return function(e){return e.matches(t)}}var _f=Array.prototype.
find;function Sf(t){return function(){return _f.call(this.children,t)}}function Mf(){return this.firstElementChild}function Af(t){return this.select(t==null?Mf:
Sf(typeof t=="function"?t:Ha(t)))}var kf=Array.prototype.filter;function Ef(){return Array.from(this.children)}function zf(t){return function(){return kf.call(this.
children,t)}}function Cf(t){return this.selectAll(t==null?Ef:zf(typeof t=="function"?t:Ha(t)))}function Of(t){typeof t!="function"&&(t=uo(t));for(var e=this._groups,
n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new It(r,this._parents)}
function Va(t){return new Array(t.length)}function $f(){return new It(this._enter||this._groups.map(Va),this._parents)}function Pr(t,e){this.ownerDocument=t.ownerDocument,
this.namespaceURI=t.namespaceURI,this._next=null,this._parent=t,this.__data__=e}Pr.prototype={constructor:Pr,appendChild:function(t){return this._parent.insertBefore(
t,this._next)},insertBefore:function(t,e){return this._parent.insertBefore(t,e)},querySelector:function(t){return this._parent.querySelector(t)},querySelectorAll:function(t){
return this._parent.querySelectorAll(t)}};function If(t){return function(){return t}}function Tf(t,e,n,r,i,o){for(var s=0,a,l=e.length,c=o.length;s<c;++s)(a=e[s])?
(a.__data__=o[s],r[s]=a):n[s]=new Pr(t,o[s]);for(;s<l;++s)(a=e[s])&&(i[s]=a)}function Nf(t,e,n,r,i,o,s){var a,l,c=new Map,u=e.length,h=o.length,d=new Array(u),f;
for(a=0;a<u;++a)(l=e[a])&&(d[a]=f=s.call(l,l.__data__,a,e)+"",c.has(f)?i[a]=l:c.set(f,l));for(a=0;a<h;++a)f=s.call(t,o[a],a,o)+"",(l=c.get(f))?(r[a]=l,l.__data__=
o[a],c.delete(f)):n[a]=new Pr(t,o[a]);for(a=0;a<u;++a)(l=e[a])&&c.get(d[a])===l&&(i[a]=l)}function Lf(t){return t.__data__}function Ff(t,e){if(!arguments.length)
return Array.from(this,Lf);var n=e?Nf:Tf,r=this._parents,i=this._groups;typeof t!="function"&&(t=If(t));for(var o=i.length,s=new Array(o),a=new Array(o),l=new Array(
o),c=0;c<o;++c){var u=r[c],h=i[c],d=h.length,f=Rf(t.call(u,u&&u.__data__,c,r)),g=f.length,v=a[c]=new Array(g),_=s[c]=new Array(g),b=l[c]=new Array(d);n(u,h,v,_,
b,f,e);for(var A=0,S=0,D,$;A<g;++A)if(D=v[A]){for(A>=S&&(S=A+1);!($=_[S])&&++S<g;);D._next=$||null}}return s=new It(s,r),s._enter=a,s._exit=l,s}function Rf(t){return typeof t==
"object"&&"length"in t?t:Array.from(t)}function Df(){return new It(this._exit||this._groups.map(Va),this._parents)}function jf(t,e,n){var r=this.enter(),i=this,
o=this.exit();return typeof t=="function"?(r=t(r),r&&(r=r.selection())):r=r.append(t+""),e!=null&&(i=e(i),i&&(i=i.selection())),n==null?o.remove():n(o),r&&i?r.merge(
i).order():i}function Bf(t){for(var e=t.selection?t.selection():t,n=this._groups,r=e._groups,i=n.length,o=r.length,s=Math.min(i,o),a=new Array(i),l=0;l<s;++l)for(var c=n[l],
u=r[l],h=c.length,d=a[l]=new Array(h),f,g=0;g<h;++g)(f=c[g]||u[g])&&(d[g]=f);for(;l<i;++l)a[l]=n[l];return new It(a,this._parents)}function Pf(){for(var t=this.
_groups,e=-1,n=t.length;++e<n;)for(var r=t[e],i=r.length-1,o=r[i],s;--i>=0;)(s=r[i])&&(o&&s.compareDocumentPosition(o)^4&&o.parentNode.insertBefore(s,o),o=s);return this}
function Uf(t){t||(t=qf);function e(h,d){return h&&d?t(h.__data__,d.__data__):!h-!d}for(var n=this._groups,r=n.length,i=new Array(r),o=0;o<r;++o){for(var s=n[o],
a=s.length,l=i[o]=new Array(a),c,u=0;u<a;++u)(c=s[u])&&(l[u]=c);l.sort(e)}return new It(i,this._parents).order()}function qf(t,e){return t<e?-1:t>e?1:t>=e?0:NaN}
function Hf(){var t=arguments[0];return arguments[0]=this,t.apply(null,arguments),this}function Vf(){return Array.from(this)}function Wf(){for(var t=this._groups,
e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length;i<o;++i){var s=r[i];if(s)return s}return null}function Kf(){let t=0;for(let e of this)++t;return t}function Gf(){
return!this.node()}function Yf(t){for(var e=this._groups,n=0,r=e.length;n<r;++n)for(var i=e[n],o=0,s=i.length,a;o<s;++o)(a=i[o])&&t.call(a,a.__data__,o,i);return this}
function Xf(t){return function(){this.removeAttribute(t)}}function Zf(t){return function(){this.removeAttributeNS(t.space,t.local)}}function Jf(t,e){return function(){
this.setAttribute(t,e)}}function Qf(t,e){return function(){this.setAttributeNS(t.space,t.local,e)}}function th(t,e){return function(){var n=e.apply(this,arguments);
n==null?this.removeAttribute(t):this.setAttribute(t,n)}}function eh(t,e){return function(){var n=e.apply(this,arguments);n==null?this.removeAttributeNS(t.space,
t.local):this.setAttributeNS(t.space,t.local,n)}}function nh(t,e){var n=Xn(t);if(arguments.length<2){var r=this.node();return n.local?r.getAttributeNS(n.space,n.
local):r.getAttribute(n)}return this.each((e==null?n.local?Zf:Xf:typeof e=="function"?n.local?eh:th:n.local?Qf:Jf)(n,e))}function Wa(t){return t.ownerDocument&&
t.ownerDocument.defaultView||t.document&&t||t.defaultView}function rh(t){return function(){this.style.removeProperty(t)}}function ih(t,e,n){return function(){this.
style.setProperty(t,e,n)}}function oh(t,e,n){return function(){var r=e.apply(this,arguments);r==null?this.style.removeProperty(t):this.style.setProperty(t,r,n)}}
function sh(t,e,n){return arguments.length>1?this.each((e==null?rh:typeof e=="function"?oh:ih)(t,e,n??"")):je(this.node(),t)}function je(t,e){return t.style.getPropertyValue(
e)||Wa(t).getComputedStyle(t,null).getPropertyValue(e)}function ah(t){return function(){delete this[t]}}function lh(t,e){return function(){this[t]=e}}function ch(t,e){
return function(){var n=e.apply(this,arguments);n==null?delete this[t]:this[t]=n}}function uh(t,e){return arguments.length>1?this.each((e==null?ah:typeof e=="fu\
nction"?ch:lh)(t,e)):this.node()[t]}function Ka(t){return t.trim().split(/^|\s+/)}function fo(t){return t.classList||new Ga(t)}function Ga(t){this._node=t,this.
_names=Ka(t.getAttribute("class")||"")}Ga.prototype={add:function(t){var e=this._names.indexOf(t);e<0&&(this._names.push(t),this._node.setAttribute("class",this.
_names.join(" ")))},remove:function(t){var e=this._names.indexOf(t);e>=0&&(this._names.splice(e,1),this._node.setAttribute("class",this._names.join(" ")))},contains:function(t){
return this._names.indexOf(t)>=0}};function Ya(t,e){for(var n=fo(t),r=-1,i=e.length;++r<i;)n.add(e[r])}function Xa(t,e){for(var n=fo(t),r=-1,i=e.length;++r<i;)n.
remove(e[r])}function fh(t){return function(){Ya(this,t)}}function hh(t){return function(){Xa(this,t)}}function dh(t,e){return function(){(e.apply(this,arguments)?
Ya:Xa)(this,t)}}function ph(t,e){var n=Ka(t+"");if(arguments.length<2){for(var r=fo(this.node()),i=-1,o=n.length;++i<o;)if(!r.contains(n[i]))return!1;return!0}return this.
each((typeof e=="function"?dh:e?fh:hh)(n,e))}function mh(){this.textContent=""}function gh(t){return function(){this.textContent=t}}function vh(t){return function(){
var e=t.apply(this,arguments);this.textContent=e??""}}function yh(t){return arguments.length?this.each(t==null?mh:(typeof t=="function"?vh:gh)(t)):this.node().textContent}
function wh(){this.innerHTML=""}function bh(t){return function(){this.innerHTML=t}}function xh(t){return function(){var e=t.apply(this,arguments);this.innerHTML=
e??""}}function _h(t){return arguments.length?this.each(t==null?wh:(typeof t=="function"?xh:bh)(t)):this.node().innerHTML}function Sh(){this.nextSibling&&this.parentNode.
appendChild(this)}function Mh(){return this.each(Sh)}function Ah(){this.previousSibling&&this.parentNode.insertBefore(this,this.parentNode.firstChild)}function kh(){
return this.each(Ah)}function Eh(t){var e=typeof t=="function"?t:qa(t);return this.select(function(){return this.appendChild(e.apply(this,arguments))})}function zh(){
return null}function Ch(t,e){var n=typeof t=="function"?t:qa(t),r=e==null?zh:typeof e=="function"?e:Ur(e);return this.select(function(){return this.insertBefore(
n.apply(this,arguments),r.apply(this,arguments)||null)})}function Oh(){var t=this.parentNode;t&&t.removeChild(this)}function $h(){return this.each(Oh)}function Ih(){
var t=this.cloneNode(!1),e=this.parentNode;return e?e.insertBefore(t,this.nextSibling):t}function Th(){var t=this.cloneNode(!0),e=this.parentNode;return e?e.insertBefore(
t,this.nextSibling):t}function Nh(t){return this.select(t?Th:Ih)}function Lh(t){return arguments.length?this.property("__data__",t):this.node().__data__}function Fh(t){
return function(e){t.call(this,e,this.__data__)}}function Rh(t){return t.trim().split(/^|\s+/).map(function(e){var n="",r=e.indexOf(".");return r>=0&&(n=e.slice(
r+1),e=e.slice(0,r)),{type:e,name:n}})}function Dh(t){return function(){var e=this.__on;if(e){for(var n=0,r=-1,i=e.length,o;n<i;++n)o=e[n],(!t.type||o.type===t.
type)&&o.name===t.name?this.removeEventListener(o.type,o.listener,o.options):e[++r]=o;++r?e.length=r:delete this.__on}}}function jh(t,e,n){return function(){var r=this.
__on,i,o=Fh(e);if(r){for(var s=0,a=r.length;s<a;++s)if((i=r[s]).type===t.type&&i.name===t.name){this.removeEventListener(i.type,i.listener,i.options),this.addEventListener(
i.type,i.listener=o,i.options=n),i.value=e;return}}this.addEventListener(t.type,o,n),i={type:t.type,name:t.name,value:e,listener:o,options:n},r?r.push(i):this.__on=
[i]}}function Bh(t,e,n){var r=Rh(t+""),i,o=r.length,s;if(arguments.length<2){var a=this.node().__on;if(a){for(var l=0,c=a.length,u;l<c;++l)for(i=0,u=a[l];i<o;++i)
if((s=r[i]).type===u.type&&s.name===u.name)return u.value}return}for(a=e?jh:Dh,i=0;i<o;++i)this.each(a(r[i],e,n));return this}function Za(t,e,n){var r=Wa(t),i=r.
CustomEvent;typeof i=="function"?i=new i(e,n):(i=r.document.createEvent("Event"),n?(i.initEvent(e,n.bubbles,n.cancelable),i.detail=n.detail):i.initEvent(e,!1,!1)),
t.dispatchEvent(i)}function Ph(t,e){return function(){return Za(this,t,e)}}function Uh(t,e){return function(){return Za(this,t,e.apply(this,arguments))}}function qh(t,e){
return this.each((typeof e=="function"?Uh:Ph)(t,e))}function*Hh(){for(var t=this._groups,e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length,s;i<o;++i)(s=r[i])&&
(yield s)}var Ja=[null];function It(t,e){this._groups=t,this._parents=e}function Be(){return new It([[document.documentElement]],Ja)}function Vh(){return this}It.
prototype=Be.prototype={constructor:It,select:vf,selectAll:xf,selectChild:Af,selectChildren:Cf,filter:Of,data:Ff,enter:$f,exit:Df,join:jf,merge:Bf,selection:Vh,
order:Pf,sort:Uf,call:Hf,nodes:Vf,node:Wf,size:Kf,empty:Gf,each:Yf,attr:nh,style:sh,property:uh,classed:ph,text:yh,html:_h,raise:Mh,lower:kh,append:Eh,insert:Ch,
remove:$h,clone:Nh,datum:Lh,on:Bh,dispatch:qh,[Symbol.iterator]:Hh};function Kt(t){return typeof t=="string"?new It([[document.querySelector(t)]],[document.documentElement]):
new It([[t]],Ja)}var Wh=0;function Kh(){return new lo}function lo(){this._="@"+(++Wh).toString(36)}lo.prototype=Kh.prototype={constructor:lo,get:function(t){for(var e=this._;!(e in
t);)if(!(t=t.parentNode))return;return t[e]},set:function(t,e){return t[this._]=e},remove:function(t){return this._ in t&&delete t[this._]},toString:function(){
return this._}};function Gh(t){let e;for(;e=t.sourceEvent;)t=e;return t}function he(t,e){if(t=Gh(t),e===void 0&&(e=t.currentTarget),e){var n=e.ownerSVGElement||
e;if(n.createSVGPoint){var r=n.createSVGPoint();return r.x=t.clientX,r.y=t.clientY,r=r.matrixTransform(e.getScreenCTM().inverse()),[r.x,r.y]}if(e.getBoundingClientRect){
var i=e.getBoundingClientRect();return[t.clientX-i.left-e.clientLeft,t.clientY-i.top-e.clientTop]}}return[t.pageX,t.pageY]}var Yh={value:()=>{}};function Zn(){for(var t=0,e=arguments.length,n={},r;t<e;++t){if(!(r=arguments[t]+"")||r in n||/[\s.]/.test(r))throw new Error("illegal typ\
e: "+r);n[r]=[]}return new qr(n)}function qr(t){this._=t}function Xh(t,e){return t.trim().split(/^|\s+/).map(function(n){var r="",i=n.indexOf(".");if(i>=0&&(r=n.
slice(i+1),n=n.slice(0,i)),n&&!e.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:r}})}qr.prototype=Zn.prototype={constructor:qr,on:function(t,e){
var n=this._,r=Xh(t+"",n),i,o=-1,s=r.length;if(arguments.length<2){for(;++o<s;)if((i=(t=r[o]).type)&&(i=Zh(n[i],t.name)))return i;return}if(e!=null&&typeof e!="\
function")throw new Error("invalid callback: "+e);for(;++o<s;)if(i=(t=r[o]).type)n[i]=Qa(n[i],t.name,e);else if(e==null)for(i in n)n[i]=Qa(n[i],t.name,null);return this},
copy:function(){var t={},e=this._;for(var n in e)t[n]=e[n].slice();return new qr(t)},call:function(t,e){if((i=arguments.length-2)>0)for(var n=new Array(i),r=0,i,
o;r<i;++r)n[r]=arguments[r+2];if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(o=this._[t],r=0,i=o.length;r<i;++r)o[r].value.apply(e,n)},apply:function(t,e,n){
if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(var r=this._[t],i=0,o=r.length;i<o;++i)r[i].value.apply(e,n)}};function Zh(t,e){for(var n=0,
r=t.length,i;n<r;++n)if((i=t[n]).name===e)return i.value}function Qa(t,e,n){for(var r=0,i=t.length;r<i;++r)if(t[r].name===e){t[r]=Yh,t=t.slice(0,r).concat(t.slice(
r+1));break}return n!=null&&t.push({name:e,value:n}),t}var ho={capture:!0,passive:!1};function po(t){t.preventDefault(),t.stopImmediatePropagation()}function tl(t){var e=t.document.documentElement,n=Kt(t).on("dragstart.drag",po,ho);"onselectstart"in
e?n.on("selectstart.drag",po,ho):(e.__noselect=e.style.MozUserSelect,e.style.MozUserSelect="none")}function el(t,e){var n=t.document.documentElement,r=Kt(t).on(
"dragstart.drag",null);e&&(r.on("click.drag",po,ho),setTimeout(function(){r.on("click.drag",null)},0)),"onselectstart"in n?r.on("selectstart.drag",null):(n.style.
MozUserSelect=n.__noselect,delete n.__noselect)}function Jh(t,{sourceEvent:e,subject:n,target:r,identifier:i,active:o,x:s,y:a,dx:l,dy:c,dispatch:u}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},
sourceEvent:{value:e,enumerable:!0,configurable:!0},subject:{value:n,enumerable:!0,configurable:!0},target:{value:r,enumerable:!0,configurable:!0},identifier:{value:i,
enumerable:!0,configurable:!0},active:{value:o,enumerable:!0,configurable:!0},x:{value:s,enumerable:!0,configurable:!0},y:{value:a,enumerable:!0,configurable:!0},
dx:{value:l,enumerable:!0,configurable:!0},dy:{value:c,enumerable:!0,configurable:!0},_:{value:u}})}Jh.prototype.on=function(){var t=this._.on.apply(this._,arguments);
return t===this._?this:t};function un(t,e,n){t.prototype=e.prototype=n,n.constructor=t}function tr(t,e){var n=Object.create(t.prototype);for(var r in e)n[r]=e[r];return n}function ke(){}
var He=.7,cn=1/He,an="\\s*([+-]?\\d+)\\s*",Jn="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*",ee="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*",Qh=/^#([0-9a-f]{3,8})$/,
td=new RegExp(`^rgb\\(${an},${an},${an}\\)$`),ed=new RegExp(`^rgb\\(${ee},${ee},${ee}\\)$`),nd=new RegExp(`^rgba\\(${an},${an},${an},${Jn}\\)$`),rd=new RegExp(`\
^rgba\\(${ee},${ee},${ee},${Jn}\\)$`),id=new RegExp(`^hsl\\(${Jn},${ee},${ee}\\)$`),od=new RegExp(`^hsla\\(${Jn},${ee},${ee},${Jn}\\)$`),nl={aliceblue:15792383,
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
un(ke,Ve,{copy(t){return Object.assign(new this.constructor,this,t)},displayable(){return this.rgb().displayable()},hex:rl,formatHex:rl,formatHex8:sd,formatHsl:ad,
formatRgb:il,toString:il});function rl(){return this.rgb().formatHex()}function sd(){return this.rgb().formatHex8()}function ad(){return dl(this).formatHsl()}function il(){
return this.rgb().formatRgb()}function Ve(t){var e,n;return t=(t+"").trim().toLowerCase(),(e=Qh.exec(t))?(n=e[1].length,e=parseInt(e[1],16),n===6?ol(e):n===3?new ht(
e>>8&15|e>>4&240,e>>4&15|e&240,(e&15)<<4|e&15,1):n===8?Hr(e>>24&255,e>>16&255,e>>8&255,(e&255)/255):n===4?Hr(e>>12&15|e>>8&240,e>>8&15|e>>4&240,e>>4&15|e&240,((e&
15)<<4|e&15)/255):null):(e=td.exec(t))?new ht(e[1],e[2],e[3],1):(e=ed.exec(t))?new ht(e[1]*255/100,e[2]*255/100,e[3]*255/100,1):(e=nd.exec(t))?Hr(e[1],e[2],e[3],
e[4]):(e=rd.exec(t))?Hr(e[1]*255/100,e[2]*255/100,e[3]*255/100,e[4]):(e=id.exec(t))?ll(e[1],e[2]/100,e[3]/100,1):(e=od.exec(t))?ll(e[1],e[2]/100,e[3]/100,e[4]):
nl.hasOwnProperty(t)?ol(nl[t]):t==="transparent"?new ht(NaN,NaN,NaN,0):null}function ol(t){return new ht(t>>16&255,t>>8&255,t&255,1)}function Hr(t,e,n,r){return r<=
0&&(t=e=n=NaN),new ht(t,e,n,r)}function bo(t){return t instanceof ke||(t=Ve(t)),t?(t=t.rgb(),new ht(t.r,t.g,t.b,t.opacity)):new ht}function er(t,e,n,r){return arguments.
length===1?bo(t):new ht(t,e,n,r??1)}function ht(t,e,n,r){this.r=+t,this.g=+e,this.b=+n,this.opacity=+r}un(ht,er,tr(ke,{brighter(t){return t=t==null?cn:Math.pow(
cn,t),new ht(this.r*t,this.g*t,this.b*t,this.opacity)},darker(t){return t=t==null?He:Math.pow(He,t),new ht(this.r*t,this.g*t,this.b*t,this.opacity)},rgb(){return this},
clamp(){return new ht(Ue(this.r),Ue(this.g),Ue(this.b),Wr(this.opacity))},displayable(){return-.5<=this.r&&this.r<255.5&&-.5<=this.g&&this.g<255.5&&-.5<=this.b&&
this.b<255.5&&0<=this.opacity&&this.opacity<=1},hex:sl,formatHex:sl,formatHex8:ld,formatRgb:al,toString:al}));function sl(){return`#${Pe(this.r)}${Pe(this.g)}${Pe(
this.b)}`}function ld(){return`#${Pe(this.r)}${Pe(this.g)}${Pe(this.b)}${Pe((isNaN(this.opacity)?1:this.opacity)*255)}`}function al(){let t=Wr(this.opacity);return`${t===
1?"rgb(":"rgba("}${Ue(this.r)}, ${Ue(this.g)}, ${Ue(this.b)}${t===1?")":`, ${t})`}`}function Wr(t){return isNaN(t)?1:Math.max(0,Math.min(1,t))}function Ue(t){return Math.
max(0,Math.min(255,Math.round(t)||0))}function Pe(t){return t=Ue(t),(t<16?"0":"")+t.toString(16)}function ll(t,e,n,r){return r<=0?t=e=n=NaN:n<=0||n>=1?t=e=NaN:e<=
0&&(t=NaN),new Gt(t,e,n,r)}function dl(t){if(t instanceof Gt)return new Gt(t.h,t.s,t.l,t.opacity);if(t instanceof ke||(t=Ve(t)),!t)return new Gt;if(t instanceof
Gt)return t;t=t.rgb();var e=t.r/255,n=t.g/255,r=t.b/255,i=Math.min(e,n,r),o=Math.max(e,n,r),s=NaN,a=o-i,l=(o+i)/2;return a?(e===o?s=(n-r)/a+(n<r)*6:n===o?s=(r-e)/
a+2:s=(e-n)/a+4,a/=l<.5?o+i:2-o-i,s*=60):a=l>0&&l<1?0:s,new Gt(s,a,l,t.opacity)}function Gr(t,e,n,r){return arguments.length===1?dl(t):new Gt(t,e,n,r??1)}function Gt(t,e,n,r){
this.h=+t,this.s=+e,this.l=+n,this.opacity=+r}un(Gt,Gr,tr(ke,{brighter(t){return t=t==null?cn:Math.pow(cn,t),new Gt(this.h,this.s,this.l*t,this.opacity)},darker(t){
return t=t==null?He:Math.pow(He,t),new Gt(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=this.h%360+(this.h<0)*360,e=isNaN(t)||isNaN(this.s)?0:this.s,n=this.
l,r=n+(n<.5?n:1-n)*e,i=2*n-r;return new ht(mo(t>=240?t-240:t+120,i,r),mo(t,i,r),mo(t<120?t+240:t-120,i,r),this.opacity)},clamp(){return new Gt(cl(this.h),Vr(this.
s),Vr(this.l),Wr(this.opacity))},displayable(){return(0<=this.s&&this.s<=1||isNaN(this.s))&&0<=this.l&&this.l<=1&&0<=this.opacity&&this.opacity<=1},formatHsl(){
let t=Wr(this.opacity);return`${t===1?"hsl(":"hsla("}${cl(this.h)}, ${Vr(this.s)*100}%, ${Vr(this.l)*100}%${t===1?")":`, ${t})`}`}}));function cl(t){return t=(t||
0)%360,t<0?t+360:t}function Vr(t){return Math.max(0,Math.min(1,t||0))}function mo(t,e,n){return(t<60?e+(n-e)*t/60:t<180?n:t<240?e+(n-e)*(240-t)/60:e)*255}var pl=Math.
PI/180,ml=180/Math.PI,Kr=18,gl=.96422,vl=1,yl=.82521,wl=4/29,ln=6/29,bl=3*ln*ln,cd=ln*ln*ln;function xl(t){if(t instanceof ne)return new ne(t.l,t.a,t.b,t.opacity);
if(t instanceof de)return Sl(t);t instanceof ht||(t=bo(t));var e=wo(t.r),n=wo(t.g),r=wo(t.b),i=go((.2225045*e+.7168786*n+.0606169*r)/vl),o,s;return e===n&&n===r?
o=s=i:(o=go((.4360747*e+.3850649*n+.1430804*r)/gl),s=go((.0139322*e+.0971045*n+.7141733*r)/yl)),new ne(116*i-16,500*(o-i),200*(i-s),t.opacity)}function _l(t,e,n,r){return arguments.length===1?xl(t):new ne(t,e,n,r??1)}function ne(t,e,n,r){this.l=+t,this.a=+e,this.b=+n,this.opacity=+r}un(ne,_l,tr(ke,{brighter(t){
return new ne(this.l+Kr*(t??1),this.a,this.b,this.opacity)},darker(t){return new ne(this.l-Kr*(t??1),this.a,this.b,this.opacity)},rgb(){var t=(this.l+16)/116,e=isNaN(
this.a)?t:t+this.a/500,n=isNaN(this.b)?t:t-this.b/200;return e=gl*vo(e),t=vl*vo(t),n=yl*vo(n),new ht(yo(3.1338561*e-1.6168667*t-.4906146*n),yo(-.9787684*e+1.9161415*
t+.033454*n),yo(.0719453*e-.2289914*t+1.4052427*n),this.opacity)}}));function go(t){return t>cd?Math.pow(t,1/3):t/bl+wl}function vo(t){return t>ln?t*t*t:bl*(t-wl)}
function yo(t){return 255*(t<=.0031308?12.92*t:1.055*Math.pow(t,1/2.4)-.055)}function wo(t){return(t/=255)<=.04045?t/12.92:Math.pow((t+.055)/1.055,2.4)}function ud(t){
if(t instanceof de)return new de(t.h,t.c,t.l,t.opacity);if(t instanceof ne||(t=xl(t)),t.a===0&&t.b===0)return new de(NaN,0<t.l&&t.l<100?0:NaN,t.l,t.opacity);var e=Math.
atan2(t.b,t.a)*ml;return new de(e<0?e+360:e,Math.sqrt(t.a*t.a+t.b*t.b),t.l,t.opacity)}function Yr(t,e,n,r){return arguments.length===1?ud(t):new de(t,e,n,r??1)}function de(t,e,n,r){this.h=+t,this.c=+e,this.l=+n,this.opacity=+r}function Sl(t){if(isNaN(
t.h))return new ne(t.l,0,0,t.opacity);var e=t.h*pl;return new ne(t.l,Math.cos(e)*t.c,Math.sin(e)*t.c,t.opacity)}un(de,Yr,tr(ke,{brighter(t){return new de(this.h,
this.c,this.l+Kr*(t??1),this.opacity)},darker(t){return new de(this.h,this.c,this.l-Kr*(t??1),this.opacity)},rgb(){return Sl(this).rgb()}}));var Ml=-.14861,xo=1.78277,
_o=-.29227,Xr=-.90649,Qn=1.97294,ul=Qn*Xr,fl=Qn*xo,hl=xo*_o-Xr*Ml;function fd(t){if(t instanceof qe)return new qe(t.h,t.s,t.l,t.opacity);t instanceof ht||(t=bo(
t));var e=t.r/255,n=t.g/255,r=t.b/255,i=(hl*r+ul*e-fl*n)/(hl+ul-fl),o=r-i,s=(Qn*(n-i)-_o*o)/Xr,a=Math.sqrt(s*s+o*o)/(Qn*i*(1-i)),l=a?Math.atan2(s,o)*ml-120:NaN;
return new qe(l<0?l+360:l,a,i,t.opacity)}function Zr(t,e,n,r){return arguments.length===1?fd(t):new qe(t,e,n,r??1)}function qe(t,e,n,r){this.h=+t,this.s=+e,this.
l=+n,this.opacity=+r}un(qe,Zr,tr(ke,{brighter(t){return t=t==null?cn:Math.pow(cn,t),new qe(this.h,this.s,this.l*t,this.opacity)},darker(t){return t=t==null?He:Math.
pow(He,t),new qe(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=isNaN(this.h)?0:(this.h+120)*pl,e=+this.l,n=isNaN(this.s)?0:this.s*e*(1-e),r=Math.cos(t),i=Math.
sin(t);return new ht(255*(e+n*(Ml*r+xo*i)),255*(e+n*(_o*r+Xr*i)),255*(e+n*(Qn*r)),this.opacity)}}));function El(t,e,n,r,i){var o=t*t,s=o*t;return((1-3*t+3*o-s)*e+(4-6*o+3*s)*n+(1+3*t+3*o-3*s)*r+s*i)/6}function hd(t){var e=t.length-1;return function(n){var r=n<=
0?n=0:n>=1?(n=1,e-1):Math.floor(n*e),i=t[r],o=t[r+1],s=r>0?t[r-1]:2*i-o,a=r<e-1?t[r+2]:2*o-i;return El((n-r/e)*e,s,i,o,a)}}function dd(t){var e=t.length;return function(n){
var r=Math.floor(((n%=1)<0?++n:n)*e),i=t[(r+e-1)%e],o=t[r%e],s=t[(r+1)%e],a=t[(r+2)%e];return El((n-r/e)*e,i,o,s,a)}}var ko=t=>()=>t;function zl(t,e){return function(n){
return t+n*e}}function pd(t,e,n){return t=Math.pow(t,n),e=Math.pow(e,n)-t,n=1/n,function(r){return Math.pow(t+r*e,n)}}function Eo(t,e){var n=e-t;return n?zl(t,n>
180||n<-180?n-360*Math.round(n/360):n):ko(isNaN(t)?e:t)}function md(t){return(t=+t)==1?Et:function(e,n){return n-e?pd(e,n,t):ko(isNaN(e)?n:e)}}function Et(t,e){
var n=e-t;return n?zl(t,n):ko(isNaN(t)?e:t)}var zo=(function t(e){var n=md(e);function r(i,o){var s=n((i=er(i)).r,(o=er(o)).r),a=n(i.g,o.g),l=n(i.b,o.b),c=Et(i.
opacity,o.opacity);return function(u){return i.r=s(u),i.g=a(u),i.b=l(u),i.opacity=c(u),i+""}}return r.gamma=t,r})(1);function Cl(t){return function(e){var n=e.length,
r=new Array(n),i=new Array(n),o=new Array(n),s,a;for(s=0;s<n;++s)a=er(e[s]),r[s]=a.r||0,i[s]=a.g||0,o[s]=a.b||0;return r=t(r),i=t(i),o=t(o),a.opacity=1,function(l){
return a.r=r(l),a.g=i(l),a.b=o(l),a+""}}}var b0=Cl(hd),x0=Cl(dd);function pe(t,e){return t=+t,e=+e,function(n){return t*(1-n)+e*n}}var Mo=/[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g,So=new RegExp(Mo.source,"g");function gd(t){return function(){return t}}function vd(t){return function(e){return t(
e)+""}}function Ol(t,e){var n=Mo.lastIndex=So.lastIndex=0,r,i,o,s=-1,a=[],l=[];for(t=t+"",e=e+"";(r=Mo.exec(t))&&(i=So.exec(e));)(o=i.index)>n&&(o=e.slice(n,o),
a[s]?a[s]+=o:a[++s]=o),(r=r[0])===(i=i[0])?a[s]?a[s]+=i:a[++s]=i:(a[++s]=null,l.push({i:s,x:pe(r,i)})),n=So.lastIndex;return n<e.length&&(o=e.slice(n),a[s]?a[s]+=
o:a[++s]=o),a.length<2?l[0]?vd(l[0].x):gd(e):(e=l.length,function(c){for(var u=0,h;u<e;++u)a[(h=l[u]).i]=h.x(c);return a.join("")})}var Al=180/Math.PI,Ao={translateX:0,translateY:0,rotate:0,skewX:0,scaleX:1,scaleY:1};function $l(t,e,n,r,i,o){var s,a,l;return(s=Math.sqrt(t*t+e*e))&&(t/=s,e/=s),
(l=t*n+e*r)&&(n-=t*l,r-=e*l),(a=Math.sqrt(n*n+r*r))&&(n/=a,r/=a,l/=a),t*r<e*n&&(t=-t,e=-e,l=-l,s=-s),{translateX:i,translateY:o,rotate:Math.atan2(e,t)*Al,skewX:Math.
atan(l)*Al,scaleX:s,scaleY:a}}var Jr;function yd(t){let e=new(typeof DOMMatrix=="function"?DOMMatrix:WebKitCSSMatrix)(t+"");return e.isIdentity?Ao:$l(e.a,e.b,e.
c,e.d,e.e,e.f)}function wd(t){return t==null||(Jr||(Jr=document.createElementNS("http://www.w3.org/2000/svg","g")),Jr.setAttribute("transform",t),!(t=Jr.transform.
baseVal.consolidate()))?Ao:(t=t.matrix,$l(t.a,t.b,t.c,t.d,t.e,t.f))}function Il(t,e,n,r){function i(c){return c.length?c.pop()+" ":""}function o(c,u,h,d,f,g){if(c!==
h||u!==d){var v=f.push("translate(",null,e,null,n);g.push({i:v-4,x:pe(c,h)},{i:v-2,x:pe(u,d)})}else(h||d)&&f.push("translate("+h+e+d+n)}function s(c,u,h,d){c!==
u?(c-u>180?u+=360:u-c>180&&(c+=360),d.push({i:h.push(i(h)+"rotate(",null,r)-2,x:pe(c,u)})):u&&h.push(i(h)+"rotate("+u+r)}function a(c,u,h,d){c!==u?d.push({i:h.push(
i(h)+"skewX(",null,r)-2,x:pe(c,u)}):u&&h.push(i(h)+"skewX("+u+r)}function l(c,u,h,d,f,g){if(c!==h||u!==d){var v=f.push(i(f)+"scale(",null,",",null,")");g.push({
i:v-4,x:pe(c,h)},{i:v-2,x:pe(u,d)})}else(h!==1||d!==1)&&f.push(i(f)+"scale("+h+","+d+")")}return function(c,u){var h=[],d=[];return c=t(c),u=t(u),o(c.translateX,
c.translateY,u.translateX,u.translateY,h,d),s(c.rotate,u.rotate,h,d),a(c.skewX,u.skewX,h,d),l(c.scaleX,c.scaleY,u.scaleX,u.scaleY,h,d),c=u=null,function(f){for(var g=-1,
v=d.length,_;++g<v;)h[(_=d[g]).i]=_.x(f);return h.join("")}}}var Tl=Il(yd,"px, ","px)","deg)"),Nl=Il(wd,", ",")",")"),bd=1e-12;function kl(t){return((t=Math.exp(
t))+1/t)/2}function xd(t){return((t=Math.exp(t))-1/t)/2}function _d(t){return((t=Math.exp(2*t))-1)/(t+1)}var Ll=(function t(e,n,r){function i(o,s){var a=o[0],l=o[1],
c=o[2],u=s[0],h=s[1],d=s[2],f=u-a,g=h-l,v=f*f+g*g,_,b;if(v<bd)b=Math.log(d/c)/e,_=function(N){return[a+N*f,l+N*g,c*Math.exp(e*N*b)]};else{var A=Math.sqrt(v),S=(d*
d-c*c+r*v)/(2*c*n*A),D=(d*d-c*c-r*v)/(2*d*n*A),$=Math.log(Math.sqrt(S*S+1)-S),B=Math.log(Math.sqrt(D*D+1)-D);b=(B-$)/e,_=function(N){var F=N*b,O=kl($),W=c/(n*A)*
(O*_d(e*F+$)-xd($));return[a+W*f,l+W*g,c*O/kl(e*F+$)]}}return _.duration=Math.abs(b)*1e3*e/Math.SQRT2,_}return i.rho=function(o){var s=Math.max(.001,+o),a=s*s,l=a*
a;return t(s,a,l)},i})(Math.SQRT2,2,4);function Fl(t){return function(e,n){var r=t((e=Gr(e)).h,(n=Gr(n)).h),i=Et(e.s,n.s),o=Et(e.l,n.l),s=Et(e.opacity,n.opacity);
return function(a){return e.h=r(a),e.s=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var _0=Fl(Eo),S0=Fl(Et);function Rl(t){return function(e,n){var r=t((e=Yr(e)).h,(n=Yr(n)).h),i=Et(e.c,n.c),o=Et(e.l,n.l),s=Et(e.opacity,n.opacity);return function(a){return e.h=r(a),e.
c=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var M0=Rl(Eo),A0=Rl(Et);function Dl(t){return(function e(n){n=+n;function r(i,o){var s=t((i=Zr(i)).h,(o=Zr(o)).h),a=Et(i.s,
o.s),l=Et(i.l,o.l),c=Et(i.opacity,o.opacity);return function(u){return i.h=s(u),i.s=a(u),i.l=l(Math.pow(u,n)),i.opacity=c(u),i+""}}return r.gamma=e,r})(1)}var k0=Dl(
Eo),E0=Dl(Et);var fn=0,rr=0,nr=0,Bl=1e3,Qr,ir,ti=0,We=0,ni=0,or=typeof performance=="object"&&performance.now?performance:Date,Pl=typeof window=="object"&&window.requestAnimationFrame?
window.requestAnimationFrame.bind(window):function(t){setTimeout(t,17)};function ri(){return We||(Pl(Sd),We=or.now()+ni)}function Sd(){We=0}function ei(){this._call=
this._time=this._next=null}ei.prototype=Oo.prototype={constructor:ei,restart:function(t,e,n){if(typeof t!="function")throw new TypeError("callback is not a func\
tion");n=(n==null?ri():+n)+(e==null?0:+e),!this._next&&ir!==this&&(ir?ir._next=this:Qr=this,ir=this),this._call=t,this._time=n,Co()},stop:function(){this._call&&
(this._call=null,this._time=1/0,Co())}};function Oo(t,e,n){var r=new ei;return r.restart(t,e,n),r}function Md(){ri(),++fn;for(var t=Qr,e;t;)(e=We-t._time)>=0&&t.
_call.call(void 0,e),t=t._next;--fn}function jl(){We=(ti=or.now())+ni,fn=rr=0;try{Md()}finally{fn=0,kd(),We=0}}function Ad(){var t=or.now(),e=t-ti;e>Bl&&(ni-=e,
ti=t)}function kd(){for(var t,e=Qr,n,r=1/0;e;)e._call?(r>e._time&&(r=e._time),t=e,e=e._next):(n=e._next,e._next=null,e=t?t._next=n:Qr=n);ir=t,Co(r)}function Co(t){
if(!fn){rr&&(rr=clearTimeout(rr));var e=t-We;e>24?(t<1/0&&(rr=setTimeout(jl,Math.ceil(t-or.now()-ni)+1)),nr&&(nr=clearInterval(nr))):(nr||(ti=or.now(),nr=setInterval(
Ad,Bl)),fn=1,Pl(jl))}}function $o(t,e,n){var r=new ei;return e=e==null?0:+e,r.restart(i=>{r.stop(),t(i+e)},e,n),r}function ql(t){return((t*=2)<=1?t*t*t:(t-=2)*t*t+2)/2}var Io=3,O0=(function t(e){e=+e;function n(r){return Math.pow(r,e)}return n.exponent=t,n})(Io),$0=(function t(e){
e=+e;function n(r){return 1-Math.pow(1-r,e)}return n.exponent=t,n})(Io),I0=(function t(e){e=+e;function n(r){return((r*=2)<=1?Math.pow(r,e):2-Math.pow(2-r,e))/2}
return n.exponent=t,n})(Io),Ed=Math.PI,T0=Ed/2;function ii(t){return(Math.pow(2,-10*t)-.0009765625)*1.0009775171065494}var Ul=4/11,N0=6/11,L0=8/11,F0=3/4,R0=9/11,D0=10/11,j0=15/16,B0=21/22,P0=63/64,U0=1/Ul/Ul;var To=1.70158,q0=(function t(e){e=+e;function n(r){return(r=+r)*r*(e*(r-1)+r)}return n.overshoot=t,n})(To),H0=(function t(e){e=+e;function n(r){return--r*r*((r+
1)*e+r)+1}return n.overshoot=t,n})(To),V0=(function t(e){e=+e;function n(r){return((r*=2)<1?r*r*((e+1)*r-e):(r-=2)*r*((e+1)*r+e)+2)/2}return n.overshoot=t,n})(To),
hn=2*Math.PI,No=1,Lo=.3,W0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=hn);function i(o){return e*ii(- --o)*Math.sin((r-o)/n)}return i.amplitude=function(o){
return t(o,n*hn)},i.period=function(o){return t(e,o)},i})(No,Lo),K0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=hn);function i(o){return 1-e*ii(o=
+o)*Math.sin((o+r)/n)}return i.amplitude=function(o){return t(o,n*hn)},i.period=function(o){return t(e,o)},i})(No,Lo),G0=(function t(e,n){var r=Math.asin(1/(e=Math.
max(1,e)))*(n/=hn);function i(o){return((o=o*2-1)<0?e*ii(-o)*Math.sin((r-o)/n):2-e*ii(o)*Math.sin((r+o)/n))/2}return i.amplitude=function(o){return t(o,n*hn)},i.
period=function(o){return t(e,o)},i})(No,Lo);var zd=Zn("start","end","cancel","interrupt"),Cd=[],Wl=0,Hl=1,Fo=2,oi=3,Vl=4,Ro=5,si=6;function ai(t,e,n,r,i,o){var s=t.__transition;if(!s)t.__transition={};else if(n in
s)return;Od(t,n,{name:e,index:r,group:i,on:zd,tween:Cd,time:o.time,delay:o.delay,duration:o.duration,ease:o.ease,timer:null,state:Wl})}function Do(t,e){var n=Yt(
t,e);if(n.state>Wl)throw new Error("too late; already scheduled");return n}function re(t,e){var n=Yt(t,e);if(n.state>oi)throw new Error("too late; already runni\
ng");return n}function Yt(t,e){var n=t.__transition;if(!n||!(n=n[e]))throw new Error("transition not found");return n}function Od(t,e,n){var r=t.__transition,i;
r[e]=n,n.timer=Oo(o,0,n.time);function o(c){n.state=Hl,n.timer.restart(s,n.delay,n.time),n.delay<=c&&s(c-n.delay)}function s(c){var u,h,d,f;if(n.state!==Hl)return l();
for(u in r)if(f=r[u],f.name===n.name){if(f.state===oi)return $o(s);f.state===Vl?(f.state=si,f.timer.stop(),f.on.call("interrupt",t,t.__data__,f.index,f.group),delete r[u]):
+u<e&&(f.state=si,f.timer.stop(),f.on.call("cancel",t,t.__data__,f.index,f.group),delete r[u])}if($o(function(){n.state===oi&&(n.state=Vl,n.timer.restart(a,n.delay,
n.time),a(c))}),n.state=Fo,n.on.call("start",t,t.__data__,n.index,n.group),n.state===Fo){for(n.state=oi,i=new Array(d=n.tween.length),u=0,h=-1;u<d;++u)(f=n.tween[u].
value.call(t,t.__data__,n.index,n.group))&&(i[++h]=f);i.length=h+1}}function a(c){for(var u=c<n.duration?n.ease.call(null,c/n.duration):(n.timer.restart(l),n.state=
Ro,1),h=-1,d=i.length;++h<d;)i[h].call(t,u);n.state===Ro&&(n.on.call("end",t,t.__data__,n.index,n.group),l())}function l(){n.state=si,n.timer.stop(),delete r[e];
for(var c in r)return;delete t.__transition}}function sr(t,e){var n=t.__transition,r,i,o=!0,s;if(n){e=e==null?null:e+"";for(s in n){if((r=n[s]).name!==e){o=!1;continue}
i=r.state>Fo&&r.state<Ro,r.state=si,r.timer.stop(),r.on.call(i?"interrupt":"cancel",t,t.__data__,r.index,r.group),delete n[s]}o&&delete t.__transition}}function $d(t){
return this.each(function(){sr(this,t)})}function Id(t,e){var n,r;return function(){var i=re(this,t),o=i.tween;if(o!==n){r=n=o;for(var s=0,a=r.length;s<a;++s)if(r[s].
name===e){r=r.slice(),r.splice(s,1);break}}i.tween=r}}function Td(t,e,n){var r,i;if(typeof n!="function")throw new Error;return function(){var o=re(this,t),s=o.
tween;if(s!==r){i=(r=s).slice();for(var a={name:e,value:n},l=0,c=i.length;l<c;++l)if(i[l].name===e){i[l]=a;break}l===c&&i.push(a)}o.tween=i}}function Nd(t,e){var n=this.
_id;if(t+="",arguments.length<2){for(var r=Yt(this.node(),n).tween,i=0,o=r.length,s;i<o;++i)if((s=r[i]).name===t)return s.value;return null}return this.each((e==
null?Id:Td)(n,t,e))}function jo(t,e,n){var r=t._id;return t.each(function(){var i=re(this,r);(i.value||(i.value={}))[e]=n.apply(this,arguments)}),function(i){return Yt(
i,r).value[e]}}function Kl(t,e){var n;return(typeof e=="number"?pe:e instanceof Ve?zo:(n=Ve(e))?(e=n,zo):Ol)(t,e)}function Ld(t){return function(){this.removeAttribute(
t)}}function Fd(t){return function(){this.removeAttributeNS(t.space,t.local)}}function Rd(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttribute(t);return s===
i?null:s===r?o:o=e(r=s,n)}}function Dd(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttributeNS(t.space,t.local);return s===i?null:s===r?o:o=e(r=s,n)}}
function jd(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttribute(t):(s=this.getAttribute(t),l=a+"",s===l?null:s===r&&l===
i?o:(i=l,o=e(r=s,a)))}}function Bd(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttributeNS(t.space,t.local):(s=this.getAttributeNS(
t.space,t.local),l=a+"",s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a)))}}function Pd(t,e){var n=Xn(t),r=n==="transform"?Nl:Kl;return this.attrTween(t,typeof e=="fun\
ction"?(n.local?Bd:jd)(n,r,jo(this,"attr."+t,e)):e==null?(n.local?Fd:Ld)(n):(n.local?Dd:Rd)(n,r,e))}function Ud(t,e){return function(n){this.setAttribute(t,e.call(
this,n))}}function qd(t,e){return function(n){this.setAttributeNS(t.space,t.local,e.call(this,n))}}function Hd(t,e){var n,r;function i(){var o=e.apply(this,arguments);
return o!==r&&(n=(r=o)&&qd(t,o)),n}return i._value=e,i}function Vd(t,e){var n,r;function i(){var o=e.apply(this,arguments);return o!==r&&(n=(r=o)&&Ud(t,o)),n}return i.
_value=e,i}function Wd(t,e){var n="attr."+t;if(arguments.length<2)return(n=this.tween(n))&&n._value;if(e==null)return this.tween(n,null);if(typeof e!="function")
throw new Error;var r=Xn(t);return this.tween(n,(r.local?Hd:Vd)(r,e))}function Kd(t,e){return function(){Do(this,t).delay=+e.apply(this,arguments)}}function Gd(t,e){
return e=+e,function(){Do(this,t).delay=e}}function Yd(t){var e=this._id;return arguments.length?this.each((typeof t=="function"?Kd:Gd)(e,t)):Yt(this.node(),e).
delay}function Xd(t,e){return function(){re(this,t).duration=+e.apply(this,arguments)}}function Zd(t,e){return e=+e,function(){re(this,t).duration=e}}function Jd(t){
var e=this._id;return arguments.length?this.each((typeof t=="function"?Xd:Zd)(e,t)):Yt(this.node(),e).duration}function Qd(t,e){if(typeof e!="function")throw new Error;
return function(){re(this,t).ease=e}}function tp(t){var e=this._id;return arguments.length?this.each(Qd(e,t)):Yt(this.node(),e).ease}function ep(t,e){return function(){
var n=e.apply(this,arguments);if(typeof n!="function")throw new Error;re(this,t).ease=n}}function np(t){if(typeof t!="function")throw new Error;return this.each(
ep(this._id,t))}function rp(t){typeof t!="function"&&(t=uo(t));for(var e=this._groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],
l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new ge(r,this._parents,this._name,this._id)}function ip(t){if(t._id!==this._id)throw new Error;
for(var e=this._groups,n=t._groups,r=e.length,i=n.length,o=Math.min(r,i),s=new Array(r),a=0;a<o;++a)for(var l=e[a],c=n[a],u=l.length,h=s[a]=new Array(u),d,f=0;f<
u;++f)(d=l[f]||c[f])&&(h[f]=d);for(;a<r;++a)s[a]=e[a];return new ge(s,this._parents,this._name,this._id)}function op(t){return(t+"").trim().split(/^|\s+/).every(
function(e){var n=e.indexOf(".");return n>=0&&(e=e.slice(0,n)),!e||e==="start"})}function sp(t,e,n){var r,i,o=op(e)?Do:re;return function(){var s=o(this,t),a=s.
on;a!==r&&(i=(r=a).copy()).on(e,n),s.on=i}}function ap(t,e){var n=this._id;return arguments.length<2?Yt(this.node(),n).on.on(t):this.each(sp(n,t,e))}function lp(t){
return function(){var e=this.parentNode;for(var n in this.__transition)if(+n!==t)return;e&&e.removeChild(this)}}function cp(){return this.on("end.remove",lp(this.
_id))}function up(t){var e=this._name,n=this._id;typeof t!="function"&&(t=Ur(t));for(var r=this._groups,i=r.length,o=new Array(i),s=0;s<i;++s)for(var a=r[s],l=a.
length,c=o[s]=new Array(l),u,h,d=0;d<l;++d)(u=a[d])&&(h=t.call(u,u.__data__,d,a))&&("__data__"in u&&(h.__data__=u.__data__),c[d]=h,ai(c[d],e,n,d,c,Yt(u,n)));return new ge(
o,this._parents,e,n)}function fp(t){var e=this._name,n=this._id;typeof t!="function"&&(t=co(t));for(var r=this._groups,i=r.length,o=[],s=[],a=0;a<i;++a)for(var l=r[a],
c=l.length,u,h=0;h<c;++h)if(u=l[h]){for(var d=t.call(u,u.__data__,h,l),f,g=Yt(u,n),v=0,_=d.length;v<_;++v)(f=d[v])&&ai(f,e,n,v,d,g);o.push(d),s.push(u)}return new ge(
o,s,e,n)}var hp=Be.prototype.constructor;function dp(){return new hp(this._groups,this._parents)}function pp(t,e){var n,r,i;return function(){var o=je(this,t),s=(this.
style.removeProperty(t),je(this,t));return o===s?null:o===n&&s===r?i:i=e(n=o,r=s)}}function Gl(t){return function(){this.style.removeProperty(t)}}function mp(t,e,n){
var r,i=n+"",o;return function(){var s=je(this,t);return s===i?null:s===r?o:o=e(r=s,n)}}function gp(t,e,n){var r,i,o;return function(){var s=je(this,t),a=n(this),
l=a+"";return a==null&&(l=a=(this.style.removeProperty(t),je(this,t))),s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a))}}function vp(t,e){var n,r,i,o="style."+e,s="en\
d."+o,a;return function(){var l=re(this,t),c=l.on,u=l.value[o]==null?a||(a=Gl(e)):void 0;(c!==n||i!==u)&&(r=(n=c).copy()).on(s,i=u),l.on=r}}function yp(t,e,n){var r=(t+=
"")=="transform"?Tl:Kl;return e==null?this.styleTween(t,pp(t,r)).on("end.style."+t,Gl(t)):typeof e=="function"?this.styleTween(t,gp(t,r,jo(this,"style."+t,e))).
each(vp(this._id,t)):this.styleTween(t,mp(t,r,e),n).on("end.style."+t,null)}function wp(t,e,n){return function(r){this.style.setProperty(t,e.call(this,r),n)}}function bp(t,e,n){
var r,i;function o(){var s=e.apply(this,arguments);return s!==i&&(r=(i=s)&&wp(t,s,n)),r}return o._value=e,o}function xp(t,e,n){var r="style."+(t+="");if(arguments.
length<2)return(r=this.tween(r))&&r._value;if(e==null)return this.tween(r,null);if(typeof e!="function")throw new Error;return this.tween(r,bp(t,e,n??""))}function _p(t){
return function(){this.textContent=t}}function Sp(t){return function(){var e=t(this);this.textContent=e??""}}function Mp(t){return this.tween("text",typeof t=="\
function"?Sp(jo(this,"text",t)):_p(t==null?"":t+""))}function Ap(t){return function(e){this.textContent=t.call(this,e)}}function kp(t){var e,n;function r(){var i=t.
apply(this,arguments);return i!==n&&(e=(n=i)&&Ap(i)),e}return r._value=t,r}function Ep(t){var e="text";if(arguments.length<1)return(e=this.tween(e))&&e._value;if(t==
null)return this.tween(e,null);if(typeof t!="function")throw new Error;return this.tween(e,kp(t))}function zp(){for(var t=this._name,e=this._id,n=Yl(),r=this._groups,
i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)if(l=s[c]){var u=Yt(l,e);ai(l,t,n,c,s,{time:u.time+u.delay+u.duration,delay:0,duration:u.duration,
ease:u.ease})}return new ge(r,this._parents,t,n)}function Cp(){var t,e,n=this,r=n._id,i=n.size();return new Promise(function(o,s){var a={value:s},l={value:function(){
--i===0&&o()}};n.each(function(){var c=re(this,r),u=c.on;u!==t&&(e=(t=u).copy(),e._.cancel.push(a),e._.interrupt.push(a),e._.end.push(l)),c.on=e}),i===0&&o()})}
var Op=0;function ge(t,e,n,r){this._groups=t,this._parents=e,this._name=n,this._id=r}function $p(t){return Be().transition(t)}function Yl(){return++Op}var me=Be.
prototype;ge.prototype=$p.prototype={constructor:ge,select:up,selectAll:fp,selectChild:me.selectChild,selectChildren:me.selectChildren,filter:rp,merge:ip,selection:dp,
transition:zp,call:me.call,nodes:me.nodes,node:me.node,size:me.size,empty:me.empty,each:me.each,on:ap,attr:Pd,attrTween:Wd,style:yp,styleTween:xp,text:Mp,textTween:Ep,
remove:cp,tween:Nd,delay:Yd,duration:Jd,ease:tp,easeVarying:np,end:Cp,[Symbol.iterator]:me[Symbol.iterator]};var Ip={time:null,delay:0,duration:250,ease:ql};function Tp(t,e){
for(var n;!(n=t.__transition)||!(n=n[e]);)if(!(t=t.parentNode))throw new Error(`transition ${e} not found`);return n}function Np(t){var e,n;t instanceof ge?(e=t.
_id,t=t._name):(e=Yl(),(n=Ip).time=ri(),t=t==null?null:t+"");for(var r=this._groups,i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&ai(
l,t,e,c,s,n||Tp(l,e));return new ge(r,this._parents,t,e)}Be.prototype.interrupt=$d;Be.prototype.transition=Np;var li=t=>()=>t;function Lp(t,{sourceEvent:e,target:n,transform:r,dispatch:i}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},sourceEvent:{
value:e,enumerable:!0,configurable:!0},target:{value:n,enumerable:!0,configurable:!0},transform:{value:r,enumerable:!0,configurable:!0},_:{value:i}})}function ve(t,e,n){
this.k=t,this.x=e,this.y=n}ve.prototype={constructor:ve,scale:function(t){return t===1?this:new ve(this.k*t,this.x,this.y)},translate:function(t,e){return t===0&
e===0?this:new ve(this.k,this.x+this.k*t,this.y+this.k*e)},apply:function(t){return[t[0]*this.k+this.x,t[1]*this.k+this.y]},applyX:function(t){return t*this.k+this.
x},applyY:function(t){return t*this.k+this.y},invert:function(t){return[(t[0]-this.x)/this.k,(t[1]-this.y)/this.k]},invertX:function(t){return(t-this.x)/this.k},
invertY:function(t){return(t-this.y)/this.k},rescaleX:function(t){return t.copy().domain(t.range().map(this.invertX,this).map(t.invert,t))},rescaleY:function(t){
return t.copy().domain(t.range().map(this.invertY,this).map(t.invert,t))},toString:function(){return"translate("+this.x+","+this.y+") scale("+this.k+")"}};var dn=new ve(
1,0,0);Fp.prototype=ve.prototype;function Fp(t){for(;!t.__zoom;)if(!(t=t.parentNode))return dn;return t.__zoom}function Bo(t){t.stopImmediatePropagation()}function ar(t){
t.preventDefault(),t.stopImmediatePropagation()}function Rp(t){return(!t.ctrlKey||t.type==="wheel")&&!t.button}function Dp(){var t=this;return t instanceof SVGElement?
(t=t.ownerSVGElement||t,t.hasAttribute("viewBox")?(t=t.viewBox.baseVal,[[t.x,t.y],[t.x+t.width,t.y+t.height]]):[[0,0],[t.width.baseVal.value,t.height.baseVal.value]]):
[[0,0],[t.clientWidth,t.clientHeight]]}function Xl(){return this.__zoom||dn}function jp(t){return-t.deltaY*(t.deltaMode===1?.05:t.deltaMode?1:.002)*(t.ctrlKey?10:
1)}function Bp(){return navigator.maxTouchPoints||"ontouchstart"in this}function Pp(t,e,n){var r=t.invertX(e[0][0])-n[0][0],i=t.invertX(e[1][0])-n[1][0],o=t.invertY(
e[0][1])-n[0][1],s=t.invertY(e[1][1])-n[1][1];return t.translate(i>r?(r+i)/2:Math.min(0,r)||Math.max(0,i),s>o?(o+s)/2:Math.min(0,o)||Math.max(0,s))}function Zl(){
var t=Rp,e=Dp,n=Pp,r=jp,i=Bp,o=[0,1/0],s=[[-1/0,-1/0],[1/0,1/0]],a=250,l=Ll,c=Zn("start","zoom","end"),u,h,d,f=500,g=150,v=0,_=10;function b(w){w.property("__zo\
om",Xl).on("wheel.zoom",F,{passive:!1}).on("mousedown.zoom",O).on("dblclick.zoom",W).filter(i).on("touchstart.zoom",Y).on("touchmove.zoom",X).on("touchend.zoom \
touchcancel.zoom",_t).style("-webkit-tap-highlight-color","rgba(0,0,0,0)")}b.transform=function(w,k,y,x){var M=w.selection?w.selection():w;M.property("__zoom",Xl),
w!==M?$(w,k,y,x):M.interrupt().each(function(){B(this,arguments).event(x).start().zoom(null,typeof k=="function"?k.apply(this,arguments):k).end()})},b.scaleBy=function(w,k,y,x){
b.scaleTo(w,function(){var M=this.__zoom.k,E=typeof k=="function"?k.apply(this,arguments):k;return M*E},y,x)},b.scaleTo=function(w,k,y,x){b.transform(w,function(){
var M=e.apply(this,arguments),E=this.__zoom,z=y==null?D(M):typeof y=="function"?y.apply(this,arguments):y,L=E.invert(z),P=typeof k=="function"?k.apply(this,arguments):
k;return n(S(A(E,P),z,L),M,s)},y,x)},b.translateBy=function(w,k,y,x){b.transform(w,function(){return n(this.__zoom.translate(typeof k=="function"?k.apply(this,arguments):
k,typeof y=="function"?y.apply(this,arguments):y),e.apply(this,arguments),s)},null,x)},b.translateTo=function(w,k,y,x,M){b.transform(w,function(){var E=e.apply(
this,arguments),z=this.__zoom,L=x==null?D(E):typeof x=="function"?x.apply(this,arguments):x;return n(dn.translate(L[0],L[1]).scale(z.k).translate(typeof k=="fun\
ction"?-k.apply(this,arguments):-k,typeof y=="function"?-y.apply(this,arguments):-y),E,s)},x,M)};function A(w,k){return k=Math.max(o[0],Math.min(o[1],k)),k===w.
k?w:new ve(k,w.x,w.y)}function S(w,k,y){var x=k[0]-y[0]*w.k,M=k[1]-y[1]*w.k;return x===w.x&&M===w.y?w:new ve(w.k,x,M)}function D(w){return[(+w[0][0]+ +w[1][0])/
2,(+w[0][1]+ +w[1][1])/2]}function $(w,k,y,x){w.on("start.zoom",function(){B(this,arguments).event(x).start()}).on("interrupt.zoom end.zoom",function(){B(this,arguments).
event(x).end()}).tween("zoom",function(){var M=this,E=arguments,z=B(M,E).event(x),L=e.apply(M,E),P=y==null?D(L):typeof y=="function"?y.apply(M,E):y,G=Math.max(L[1][0]-
L[0][0],L[1][1]-L[0][1]),j=M.__zoom,q=typeof k=="function"?k.apply(M,E):k,et=l(j.invert(P).concat(G/j.k),q.invert(P).concat(G/q.k));return function(it){if(it===
1)it=q;else{var at=et(it),ot=G/at[2];it=new ve(ot,P[0]-at[0]*ot,P[1]-at[1]*ot)}z.zoom(null,it)}})}function B(w,k,y){return!y&&w.__zooming||new N(w,k)}function N(w,k){
this.that=w,this.args=k,this.active=0,this.sourceEvent=null,this.extent=e.apply(w,k),this.taps=0}N.prototype={event:function(w){return w&&(this.sourceEvent=w),this},
start:function(){return++this.active===1&&(this.that.__zooming=this,this.emit("start")),this},zoom:function(w,k){return this.mouse&&w!=="mouse"&&(this.mouse[1]=
k.invert(this.mouse[0])),this.touch0&&w!=="touch"&&(this.touch0[1]=k.invert(this.touch0[0])),this.touch1&&w!=="touch"&&(this.touch1[1]=k.invert(this.touch1[0])),
this.that.__zoom=k,this.emit("zoom"),this},end:function(){return--this.active===0&&(delete this.that.__zooming,this.emit("end")),this},emit:function(w){var k=Kt(
this.that).datum();c.call(w,this.that,new Lp(w,{sourceEvent:this.sourceEvent,target:b,transform:this.that.__zoom,dispatch:c}),k)}};function F(w,...k){if(!t.apply(
this,arguments))return;var y=B(this,k).event(w),x=this.__zoom,M=Math.max(o[0],Math.min(o[1],x.k*Math.pow(2,r.apply(this,arguments)))),E=he(w);if(y.wheel)(y.mouse[0][0]!==
E[0]||y.mouse[0][1]!==E[1])&&(y.mouse[1]=x.invert(y.mouse[0]=E)),clearTimeout(y.wheel);else{if(x.k===M)return;y.mouse=[E,x.invert(E)],sr(this),y.start()}ar(w),y.
wheel=setTimeout(z,g),y.zoom("mouse",n(S(A(x,M),y.mouse[0],y.mouse[1]),y.extent,s));function z(){y.wheel=null,y.end()}}function O(w,...k){if(d||!t.apply(this,arguments))
return;var y=w.currentTarget,x=B(this,k,!0).event(w),M=Kt(w.view).on("mousemove.zoom",P,!0).on("mouseup.zoom",G,!0),E=he(w,y),z=w.clientX,L=w.clientY;tl(w.view),
Bo(w),x.mouse=[E,this.__zoom.invert(E)],sr(this),x.start();function P(j){if(ar(j),!x.moved){var q=j.clientX-z,et=j.clientY-L;x.moved=q*q+et*et>v}x.event(j).zoom(
"mouse",n(S(x.that.__zoom,x.mouse[0]=he(j,y),x.mouse[1]),x.extent,s))}function G(j){M.on("mousemove.zoom mouseup.zoom",null),el(j.view,x.moved),ar(j),x.event(j).
end()}}function W(w,...k){if(t.apply(this,arguments)){var y=this.__zoom,x=he(w.changedTouches?w.changedTouches[0]:w,this),M=y.invert(x),E=y.k*(w.shiftKey?.5:2),
z=n(S(A(y,E),x,M),e.apply(this,k),s);ar(w),a>0?Kt(this).transition().duration(a).call($,z,x,w):Kt(this).call(b.transform,z,x,w)}}function Y(w,...k){if(t.apply(this,
arguments)){var y=w.touches,x=y.length,M=B(this,k,w.changedTouches.length===x).event(w),E,z,L,P;for(Bo(w),z=0;z<x;++z)L=y[z],P=he(L,this),P=[P,this.__zoom.invert(
P),L.identifier],M.touch0?!M.touch1&&M.touch0[2]!==P[2]&&(M.touch1=P,M.taps=0):(M.touch0=P,E=!0,M.taps=1+!!u);u&&(u=clearTimeout(u)),E&&(M.taps<2&&(h=P[0],u=setTimeout(
function(){u=null},f)),sr(this),M.start())}}function X(w,...k){if(this.__zooming){var y=B(this,k).event(w),x=w.changedTouches,M=x.length,E,z,L,P;for(ar(w),E=0;E<
M;++E)z=x[E],L=he(z,this),y.touch0&&y.touch0[2]===z.identifier?y.touch0[0]=L:y.touch1&&y.touch1[2]===z.identifier&&(y.touch1[0]=L);if(z=y.that.__zoom,y.touch1){
var G=y.touch0[0],j=y.touch0[1],q=y.touch1[0],et=y.touch1[1],it=(it=q[0]-G[0])*it+(it=q[1]-G[1])*it,at=(at=et[0]-j[0])*at+(at=et[1]-j[1])*at;z=A(z,Math.sqrt(it/
at)),L=[(G[0]+q[0])/2,(G[1]+q[1])/2],P=[(j[0]+et[0])/2,(j[1]+et[1])/2]}else if(y.touch0)L=y.touch0[0],P=y.touch0[1];else return;y.zoom("touch",n(S(z,L,P),y.extent,
s))}}function _t(w,...k){if(this.__zooming){var y=B(this,k).event(w),x=w.changedTouches,M=x.length,E,z;for(Bo(w),d&&clearTimeout(d),d=setTimeout(function(){d=null},
f),E=0;E<M;++E)z=x[E],y.touch0&&y.touch0[2]===z.identifier?delete y.touch0:y.touch1&&y.touch1[2]===z.identifier&&delete y.touch1;if(y.touch1&&!y.touch0&&(y.touch0=
y.touch1,delete y.touch1),y.touch0)y.touch0[1]=this.__zoom.invert(y.touch0[0]);else if(y.end(),y.taps===2&&(z=he(z,this),Math.hypot(h[0]-z[0],h[1]-z[1])<_)){var L=Kt(
this).on("dblclick.zoom");L&&L.apply(this,arguments)}}}return b.wheelDelta=function(w){return arguments.length?(r=typeof w=="function"?w:li(+w),b):r},b.filter=function(w){
return arguments.length?(t=typeof w=="function"?w:li(!!w),b):t},b.touchable=function(w){return arguments.length?(i=typeof w=="function"?w:li(!!w),b):i},b.extent=
function(w){return arguments.length?(e=typeof w=="function"?w:li([[+w[0][0],+w[0][1]],[+w[1][0],+w[1][1]]]),b):e},b.scaleExtent=function(w){return arguments.length?
(o[0]=+w[0],o[1]=+w[1],b):[o[0],o[1]]},b.translateExtent=function(w){return arguments.length?(s[0][0]=+w[0][0],s[1][0]=+w[1][0],s[0][1]=+w[0][1],s[1][1]=+w[1][1],
b):[[s[0][0],s[0][1]],[s[1][0],s[1][1]]]},b.constrain=function(w){return arguments.length?(n=w,b):n},b.duration=function(w){return arguments.length?(a=+w,b):a},
b.interpolate=function(w){return arguments.length?(l=w,b):l},b.on=function(){var w=c.on.apply(c,arguments);return w===c?b:w},b.clickDistance=function(w){return arguments.
length?(v=(w=+w)*w,b):Math.sqrt(v)},b.tapDistance=function(w){return arguments.length?(_=+w,b):_},b}var Up=()=>getComputedStyle(document.body).fontFamily,qp=()=>({background:"transparent",font:Up(),view:{stroke:null},axis:{labelColor:Mt("muted"),titleColor:Mt(
"muted"),domainColor:Mt("line"),tickColor:Mt("line"),gridColor:Mt("line"),labelFontSize:11,titleFontSize:11,titleFontWeight:400,tickSize:4}});function Jl(t){let e=JSON.
parse(Cn(`chart ${t}`)??"null");for(let n of e?.params??[])n.name.startsWith("token_")&&(n.value=Mt(n.name.slice(6)));return e}async function Po(t,e,n){let r={actions:!1,
renderer:"canvas",ast:!0,defaultStyle:!1,config:qp(),tooltip:{disableDefaultStyle:!0}};return(await window.vegaEmbed(t,{...Jl(e),datasets:n},r)).view}var Ql=()=>Number(
Jl("points")?.usermeta?.limit??0);function tc(){let t=m("div",{class:"points-chart"}),e=null,n=null,r=!1,i=!1;Po(t,"points",{points:[]}).then(s=>i?s.finalize():
(e=s,o()));async function o(){if(!(!e||r)){for(r=!0;n&&!i;){let s=n;n=null;let{width:a,height:l,radius:c}=s;e.width(a).height(l),e.signal("right",a).signal("bot\
tom",l).signal("size",(2*c)**2),await e.data("points",Hp(s)).runAsync()}r=!1}}return{element:t,paint(s){n=s,o()},end(){i=!0,e?.finalize(),t.remove()}}}function Hp({
x:t,y:e,width:n,height:r,radius:i,colouring:{index:o,colours:s,hollow:a},shown:l,lit:c,selected:u,recede:h,ink:d,surface:f}){let g=[[],[],[]];for(let v=0;v<t.length;v++){
if(l&&!l[v]||t[v]<-i||e[v]<-i||t[v]>n+i||e[v]>r+i)continue;let _=u[v]?2:c&&c[v]?1:0,b=s[o[v]],A=a[o[v]]?_===2?f:"transparent":b;g[_].push({x:t[v],y:e[v],fill:A,
stroke:_===2?d:b,opacity:_===0&&h?.28:1,wide:_===2?1.56:1})}return g.flat()}var Ee=null;function ec(t,e,n,r,i,o){let s=new Uint8Array(e.length);if(Ee??=document.createElement("canvas").getContext("2d",{willReadFrequently:!0}),!Ee||t.length<
3)return s;let[a,l,c,u]=[1/0,1/0,-1/0,-1/0];for(let[g,v]of t)a=Math.min(a,g),c=Math.max(c,g),l=Math.min(l,v),u=Math.max(u,v);a=Math.max(0,Math.floor(a)-1),l=Math.
max(0,Math.floor(l)-1);let h=Math.min(Math.ceil(r),Math.ceil(c)+2)-a,d=Math.min(Math.ceil(i),Math.ceil(u)+2)-l;if(h<=0||d<=0)return s;Ee.canvas.width=h,Ee.canvas.
height=d,Ee.beginPath(),t.forEach(([g,v])=>Ee?.lineTo(g-a,v-l)),Ee.fill("nonzero");let{data:f}=Ee.getImageData(0,0,h,d);for(let g=0;g<e.length;g++){let v=Math.floor(
e[g])-a,_=Math.floor(n[g])-l;v<0||_<0||v>=h||_>=d||o&&!o[g]||f[4*(_*h+v)+3]>127&&(s[g]=1)}return s}var nc=([t,e],[n,r])=>[[t,e],[n,e],[n,r],[t,r]];var Vp=4,ze={held:!1};function rc(t){let{surface:e,marks:n}=t,r=ut("polygon",{class:"lasso",points:""});n.append(r);let i=null,o=new Set,s=f=>{let{left:g,top:v}=e.
getBoundingClientRect();return[f.clientX-g,f.clientY-v]},a=br(()=>{!i?.moved||!i.draws||(r.setAttribute("points",l(i).map(([f,g])=>`${f.toFixed(1)},${g.toFixed(
1)}`).join(" ")),tt(kt(i.base,c(i),i.way),{live:!0,chapter:i.chapter}))}),l=({path:f})=>p.tool==="box"?nc(f[0],f[f.length-1]):f,c=f=>ec(l(f),t.x,t.y,t.width,t.height,
bt(f.chapter));function u(){i=null,r.setAttribute("points",""),e.classList.remove("drawing")}e.addEventListener("pointerdown",f=>{if(o.add(f.pointerId),!t.plot||
f.button!==0)return;if(o.size>1)return i?.moved&&tt(i.base,{chapter:i.chapter}),u();e.focus({preventScroll:!0});let{chapter:g}=t.plot,v=p.tool!=="pan"&&!ze.held;
i={id:f.pointerId,path:[s(f)],way:Je(f),base:J(g).selection,moved:!1,chapter:g,draws:v},v&&e.setPointerCapture(f.pointerId)}),e.addEventListener("pointermove",f=>{
if(!i)return f.buttons||f.pointerType==="touch"?void 0:Lt(t.plot?.chapter??null,t.nearest(...s(f)),t.name);if(f.pointerId!==i.id)return;let g=s(f),[v,_]=i.path[0];
if(!i.moved&&Math.hypot(g[0]-v,g[1]-_)<Vp)return;i.moved||(i.moved=!0,Lt(null,-1,t.name),i.draws&&e.classList.add("drawing"));let[b,A]=i.path[i.path.length-1];return p.
tool==="box"&&i.path.length>1?i.path[1]=g:Math.hypot(g[0]-b,g[1]-A)>=2&&i.path.push(g),a()});function h(f){if(o.delete(f.pointerId),!i||f.pointerId!==i.id)return;
let g=i;if(u(),f.type==="pointercancel")return tt(g.base,{chapter:g.chapter});if(!g.moved)return d(f,g);g.draws&&tt(kt(g.base,c(g),g.way),{chapter:g.chapter})}function d(f,g){
let v=t.nearest(...s(f),f.pointerType==="touch"?20:void 0);if(v<0)return;let _=new Uint8Array(g.chapter.size);_[v]=1,tt(kt(g.base,_,g.way==="replace"?"toggle":g.
way),{chapter:g.chapter}),t.clicked(v),f.pointerType==="touch"&&Lt(g.chapter,v,t.name)}e.addEventListener("pointerup",h),e.addEventListener("pointercancel",h),e.
addEventListener("pointerleave",()=>Lt(null,-1,t.name)),e.addEventListener("mousedown",f=>{f.button===1&&f.preventDefault()}),e.addEventListener("dblclick",f=>{
let g=t.nearest(...s(f));g>=0&&t.opened(g)})}var ic=.28,mn=4,ac=mn*mn,fi=3;function qo(){let t=m("canvas",{class:"points-raster","aria-hidden":"true"}),e=t.getContext("2d"),n=null,r=new Int32Array,i=new Int32Array,
o=0,s={at:new Int32Array,layer:new Uint8Array,code:[],hollow:new Uint8Array};function a(c,u,h){n&&t.width===c&&t.height===u&&o>=h||((t.width!==c||t.height!==u)&&
Object.assign(t,{width:c,height:u}),o=Math.max(o,8*Math.ceil(h/8)),n=new ImageData(c+2*o,u+2*o),r=new Int32Array(n.data.buffer),i=new Int32Array(r.length))}function l(c){
let u=window.devicePixelRatio||1,h=Math.max(1,Math.round(c.width*u)),d=Math.max(1,Math.round(c.height*u)),f=c.radius>=2.2,g=Math.round((c.radius+(f?.6:0))*u*8)/
8;a(h,d,Math.ceil(g*1.6)+2),t.style.width=`${c.width}px`,t.style.height=`${c.height}px`;let v=h+2*o,_=Uo(c.surface),b=Uo(c.ink);r.fill(_);let{colours:A}=c.colouring,
S=Int32Array.from(A,Uo),D=S.map(O=>Zp(O,_)),$=Math.max(1,1.1*u),B=g*1.25,N=lr(g,0,v),F=lr(g,g-$,v);s.at.length!==c.x.length&&(s={...s,at:new Int32Array(c.x.length),
layer:new Uint8Array(c.x.length)}),Object.assign(s,{code:c.colouring.index,hollow:Uint8Array.from(c.colouring.hollow,Number)}),Wp(s,i,c,{ratio:u,width:h,height:d,
margin:o}),sc(r,i,s,0,N,F,c.recede?D:S),c.lit&&sc(r,i,s,1,N,F,S),Kp(r,i,s,f?lr(B+$,0,v):null,lr(B,0,v),lr(B-$,0,v),S,b,_),e.putImageData(n,-o,-o)}return{element:t,
paint:l,end:()=>t.remove()}}var oc=[1,1.3,1.7,2.2,3,4.5,1,1.5,2,3,1.2,2.5];function lc(t){let{x:e,y:n}=t,r=qo(),i=window.requestIdleCallback??(h=>setTimeout(h,50)),
o={...t,x:e.slice(),y:n.slice()},{width:s,height:a,radius:l}=t,c={x:e.slice(),y:n.slice()},u=h=>{if(h===oc.length)return;let d=oc[h];for(let f=0;f<e.length;f++)
o.x[f]=s/2+d*(c.x[f]-s/2),o.y[f]=a/2+d*(c.y[f]-a/2);r.paint({...o,radius:l*Math.min(2,Math.sqrt(d))}),i(()=>u(h+1))};i(()=>u(0))}function Wp({at:t,layer:e,code:n,
hollow:r},i,{x:o,y:s,shown:a,lit:l,selected:c},{ratio:u,width:h,height:d,margin:f}){let g=t.length,v=f/2,_=h+2*f;i.fill(-1);for(let b=0;b<g;b++){if(t[b]=-1,a&&!a[b])
continue;let A=Math.floor(o[b]*u+.5),S=Math.floor(s[b]*u+.5);if(A<-v||S<-v||A>=h+v||S>=d+v)continue;let D=c[b]?fi-1:l&&l[b]?1:0,$=D*g+b;t[b]=(S+f)*_+A+f,e[b]=D,
(D===fi-1||!r[n[b]])&&i[t[b]]<$&&(i[t[b]]=$)}}function sc(t,e,{at:n,layer:r,code:i,hollow:o},s,a,l,c){let u=s*n.length;for(let h=0;h<n.length;h++){let d=n[h];d<
0||r[h]!==s||e[d]>u+h||ui(t,o[i[h]]?l:a,d,c[i[h]])}}function Kp(t,e,{at:n,layer:r,code:i,hollow:o},s,a,l,c,u,h){let d=(fi-1)*n.length;for(let f=0;f<n.length;f++){
let g=n[f];g<0||r[f]!==fi-1||e[g]>d+f||(s&&ui(t,s,g,u),ui(t,a,g,c[i[f]]),o[i[f]]&&ui(t,l,g,h))}}function ui(t,{offsets:e,cover:n,whole:r},i,o){for(let s=0;s<r;s++)
t[i+e[s]]=o;for(let s=r;s<e.length;s++){let a=i+e[s];t[a]=Xp(o,t[a],n[s])}}var ci=new Map;function lr(t,e,n){let r=`${t} ${e} ${n}`,i=ci.get(r);if(i)return i;ci.
size>200&&ci.clear();let o=[],s=Math.ceil(t);for(let l=-s;l<=s;l++)for(let c=-s;c<=s;c++){let u=0;for(let h=0;h<mn;h++)for(let d=0;d<mn;d++){let f=Math.hypot(c+
(h+.5)/mn-.5,l+(d+.5)/mn-.5);f<t&&f>=e&&u++}u&&o.push([l*n+c,u])}o.sort((l,c)=>c[1]-l[1]);let a={offsets:Int32Array.from(o,([l])=>l),cover:Uint8Array.from(o,([,
l])=>l),whole:o.filter(([,l])=>l===ac).length};return ci.set(r,a),a}var Gp=new Uint8Array(new Uint32Array([1]).buffer)[0]===1;function Uo(t){let[e,n,r]=t.startsWith(
"#")?Yp(t):(t.match(/\d+/g)??["0","0","0"]).map(Number);return Gp?255<<24|r<<16|n<<8|e:e<<24|n<<16|r<<8|255}var Yp=t=>t.length===4?[1,2,3].map(e=>17*parseInt(t[e],
16)):[1,3,5].map(e=>parseInt(t.slice(e,e+2),16)),pn=16711935;function Xp(t,e,n){let r=ac-n,i=(t&pn)*n+(e&pn)*r>>4&pn,o=(t>>>8&pn)*n+(e>>>8&pn)*r>>4&pn;return i|
o<<8}function Zp(t,e){let n=0;for(let r=0;r<32;r+=8)n|=Math.round(ic*(t>>>r&255)+(1-ic)*(e>>>r&255))<<r;return n}var dt=.07,Jp=10,Qp=24,cc=!1;function Ho(t,e,n){let r=ut("svg",{class:"overlay-marks","aria-hidden":"true"}),i=ut("g",{class:"cluster-names"});r.append(i);let o=m(
"div",{class:"ring",hidden:!0}),s=m("p",{class:"empty stage-empty",hidden:!0}),a=m("div",{class:"axis-names","aria-hidden":"true"}),l=m("div",{class:"surface",tabIndex:0,
role:"application","aria-roledescription":"embedding","aria-keyshortcuts":"ArrowRight ArrowLeft ArrowUp ArrowDown Enter Space","data-stage":e});t.append(r,o,s,a,
l);let c=Ql(),u=null,h="",d=null,f={name:e,host:t,surface:l,marks:r,plot:null,width:0,height:0,x:new Float32Array,y:new Float32Array,clicked:n.clicked,opened:n.
opened,show:N,fit:D,zoomBy:$,zoomTo:B,nearest:X,pixel:_t,repaint:br(W),get kind(){return h}},g=(y,x)=>[(y+dt)/(1+2*dt)*f.width,(1-(x+dt)/(1+2*dt))*f.height],v=dn,
_=Zl().scaleExtent([.5,400]).clickDistance(4).filter(y=>{if(y.type==="dblclick"||!f.plot)return!1;if(y.type==="wheel")return!0;let x=p.tool==="pan"||ze.held;return y.
type.startsWith("touch")?y.touches.length>1||x:y.button===1||y.button===0&&x}).on("start",()=>l.classList.add("moving")).on("end",()=>l.classList.remove("moving")).
on("zoom",y=>{v=y.transform,y.sourceEvent&&f.plot&&(p.hover=null,Z("hover"),n.moved(f.plot,A()),Z("camera")),f.repaint()}),b=Kt(l).call(_);function A(){let[y,x]=v.
invert([f.width/2,f.height/2]),M=y/(f.width||1)*(1+2*dt)-dt,E=(1-x/(f.height||1))*(1+2*dt)-dt;return Math.abs(v.k-1)<1e-6&&Math.abs(M-.5)<1e-4&&Math.abs(E-.5)<1e-4?
qt:{k:v.k,u:M,v:E}}function S(y,x=!1){let[M,E]=g(y.u,y.v),z=dn.translate(f.width/2-y.k*M,f.height/2-y.k*E).scale(y.k);b.call(_.transform,z),!(!x||!f.plot)&&(n.moved(
f.plot,y),Z("camera"))}function D(){S(qt,!0)}function $(y){if(!f.plot)return;let{k:x,u:M,v:E}=n.camera(f.plot);S({k:Math.max(.5,Math.min(400,x*y)),u:M,v:E},!0)}
function B(y){if(!f.plot)return;let{u:x,v:M}=en(f.plot.embedding,f.plot.x,f.plot.y),[E,z,L,P]=[1/0,-1/0,1/0,-1/0];for(let j=0;j<y.length;j++)y[j]&&(E=Math.min(E,
x[j]),z=Math.max(z,x[j]),L=Math.min(L,M[j]),P=Math.max(P,M[j]));if(E>z)return D();let G=Math.min(40,1/Math.max(z-E,P-L,1e-9));return S({k:Math.max(1,G*.92),u:(E+
z)/2,v:(L+P)/2},!0)}function N(y,x=""){if(f.plot=y,s.hidden=!!y,s.textContent=x,a.replaceChildren(),i.replaceChildren(),d=null,!y){u?.end(),u=null,h="",o.hidden=
!0;return}let M=y.chapter.size>c?"raster":"chart";M!==h&&(u?.end(),u=M==="raster"?qo():tc(),h=M,t.prepend(u.element),t.dataset.painter=h),a.append(m("span",{class:"\
axis-x"},`${y.embedding.axes[y.x]} \u2192`)),y.embedding.axes.length>1&&a.append(m("span",{class:"axis-y"},`\u2191 ${y.embedding.axes[y.y]}`));let E=y.clustering&&
y.clustering.clusters.length<=Qp?y.clustering.clusters.filter(z=>z.label>=0):[];for(let z of E)i.append(ut("text",{"data-i":z.medoid,"data-label":z.label},String(
z.label)));F(),S(n.camera(y)),f.repaint()}function F(){let{plot:y}=f;if(!y)return;let{selection:x}=J(y.chapter);l.setAttribute("aria-label",`${y.embedding.name}\
 embedding of ${y.chapter.name}: ${y.chapter.size} samples, ${x.size} selected${y.clustering?`, ${y.clustering.clusters.length} clusters`:""}. Arrow keys step t\
hrough the samples, Space selects, Enter enlarges.`)}let O=y=>y<300?4.5:y<2e3?3.5:y<1e4?2.6:y<4e4?2:1.5;function W(){let{plot:y}=f;if(!y||!u||!f.width||!f.height)
return;let{chapter:x}=y,{u:M,v:E}=en(y.embedding,y.x,y.y);f.x.length!==M.length&&(f.x=new Float32Array(M.length),f.y=new Float32Array(M.length));let{k:z,x:L,y:P}=v,
G=z*f.width/(1+2*dt),j=z*f.height/(1+2*dt);for(let ot=0;ot<M.length;ot++)f.x[ot]=L+(M[ot]+dt)*G,f.y[ot]=P+z*f.height-(E[ot]+dt)*j;d??=Br(x);let{selection:q}=J(x),
et=bt(x),it=Y(y),at={width:f.width,height:f.height,x:f.x,y:f.y,radius:O(x.size)*Math.min(2,Math.max(1,Math.sqrt(z)*.9)),colouring:d,shown:et,lit:it,selected:q.mask,
recede:it!==null||q.size>0,surface:Mt("surface"),ink:Mt("ink")};u.paint(at),h==="raster"&&!cc&&lc(at),cc||=h==="raster";for(let ot of i.children){let we=Number(
ot.dataset.i);ot.setAttribute("x",f.x[we].toFixed(1)),ot.setAttribute("y",(f.y[we]-10).toFixed(1)),ot.setAttribute("visibility",et&&!et[we]?"hidden":"visible")}
w()}function Y({chapter:y,clustering:x}){if(p.hot===null||!x)return null;let M=new Uint8Array(y.size);for(let E=0;E<M.length;E++)x.labels[E]===p.hot&&(M[E]=1);return M}
function X(y,x,M=Jp){if(!f.plot||!f.width)return-1;let[E,z]=v.invert([y,x]),L=E/f.width*(1+2*dt)-dt,P=(1-z/f.height)*(1+2*dt)-dt,G=M/v.k/f.width*(1+2*dt),j=M/v.
k/f.height*(1+2*dt);return Vs(en(f.plot.embedding,f.plot.x,f.plot.y),L,P,G,j,bt(f.plot.chapter))}function _t(y){let{left:x,top:M}=l.getBoundingClientRect();return{
left:x+f.x[y],top:M+f.y[y]}}function w(){let y=p.hover,{plot:x}=f,M=y&&x?y.chapter===x.chapter?y.i:x.chapter.ids.indexOf(y.chapter.ids[y.i]):-1;o.hidden=M<0||!(f.
x[M]>=0&&f.y[M]>=0&&f.x[M]<=f.width&&f.y[M]<=f.height),l.classList.toggle("on-point",M>=0&&y?.from===e),o.hidden||(o.style.transform=`translate(${f.x[M]}px, ${f.
y[M]}px)`)}new ResizeObserver(()=>{let{clientWidth:y,clientHeight:x}=l;y===f.width&&x===f.height||(Object.assign(f,{width:y,height:x}),_.extent([[0,0],[y,x]]).translateExtent(
[[-y,-x],[2*y,2*x]]),f.plot&&S(n.camera(f.plot)))}).observe(l);let k=p.hot;return C("hover",()=>{k!==p.hot&&(k=p.hot,f.repaint()),w()}),C("selection",()=>p.live?
W():(F(),f.repaint())),C("filter",f.repaint),C("look theme",()=>{d=null,f.repaint()}),rc(f),f}function Vo(t,e,n){let{label:r,prediction:i,score:o}=Wt(t,e),s=J(t).
selection.mask[e]?", selected":"";return`${On(t.ids[e])}, label ${r}, predicted ${i} ${o.toFixed(2)}${n?`, ${ft(n.labels[e])}`:""}${s}`}function tm({chapter:t,clustering:e}){let n=bt(t),r=new Map(e?.clusters.map((o,s)=>[o.label,s])),i=Array.from({length:t.size},(o,s)=>s).filter(o=>!n||n[o]);return e?
i.sort((o,s)=>(r.get(e.labels[o])??0)-(r.get(e.labels[s])??0)||t.rows[o]-t.rows[s]):i}function uc(t){let e=`${t.name} keys`,n=()=>p.hover?.chapter===t.plot?.chapter?
p.hover?.i??-1:-1;function r(s,a){let{plot:l}=t;if(!l)return;let c=tm(l);if(!c.length)return;let u=c.indexOf(n());if(u<0)u=s>0?0:c.length-1;else if(!a||!l.clustering)
u=(u+s+c.length)%c.length;else{let{labels:h}=l.clustering,d=h[c[u]],f=c.map((v,_)=>_).filter(v=>v===0||h[c[v]]!==h[c[v-1]]),g=f.findLastIndex(v=>h[c[v]]===d);u=
f[(g+s+f.length)%f.length]}Lt(l.chapter,c[u],e),Jt(`${Vo(l.chapter,c[u],l.clustering)}, ${u+1} of ${c.length}`)}function i(){let{plot:s}=t,a=n();if(!s||a<0)return;
let l=new Uint8Array(s.chapter.size);l[a]=1,tt(kt(J(s.chapter).selection,l,"toggle"),{chapter:s.chapter}),Jt(Vo(s.chapter,a,s.clustering))}let o=!1;t.surface.addEventListener(
"keydown",s=>{if(s.ctrlKey||s.metaKey||s.altKey)return;let a={ArrowRight:[1,!1],ArrowLeft:[-1,!1],ArrowDown:[1,!0],ArrowUp:[-1,!0]}[s.key];if(a)r(...a);else if(s.
key==="Enter"&&n()>=0)t.opened(n());else if(s.key===" ")s.repeat||(o=!0),ze.held=!0,t.surface.classList.add("panning");else return;s.preventDefault(),s.stopPropagation()}),
t.surface.addEventListener("pointerdown",()=>{o=!1}),t.surface.addEventListener("keyup",s=>{s.key===" "&&o&&(o=!1,i())}),t.surface.addEventListener("blur",()=>{
p.hover?.from===e&&Lt(null,-1,e)})}var em=60;function fc(t){let e=U("#card"),n=0;function r(){let i=p.hover,o=t.find(S=>S.name===i?.from||`${S.name} keys`===i?.from);if(!i||!o||!o.plot)return;let{
chapter:s,i:a}=i,{label:l,prediction:c,score:u,wrong:h}=Wt(s,a),d=ce(s,128);e.replaceChildren(m("div",{class:"pictures"},...Se().map(S=>$t(s,a,S,d))),m("div",{class:h?
"verdict wrong":"verdict",dir:"auto"},`${l} \u2192 ${c} ${vt(u)}`),m("div",{class:"muted"},...Un(s,a)),m("div",{class:"muted id",dir:"auto"},s.ids[a])),e.hidden=
!1;let{left:f,top:g}=o.pixel(a),v=16,{width:_,height:b}=e.getBoundingClientRect(),A=f+v+_<innerWidth-4;e.style.left=`${A?f+v:Math.max(4,f-v-_)}px`,e.style.top=`${Math.
max(4,Math.min(innerHeight-b-4,g-b/2))}px`}C("hover",()=>{if(clearTimeout(n),!p.hover){e.hidden=!0;return}e.hidden?n=setTimeout(r,em):r()}),C("open plot selecti\
on",()=>{p.live&&(e.hidden=!0)}),C("look",()=>{e.hidden||r()})}var Ko=H("points"),di=Ko.appendChild(m("div",{class:"pane"})),Go=Ko.appendChild(m("div",{class:"pane",hidden:!0})),pc=Go.appendChild(m("div",{class:"pane-bar"})),
nm=Go.appendChild(m("div",{class:"pane-stage"})),hi=di.appendChild(m("div",{class:"colour-legend",hidden:!0})),hc=new Map,dc=({chapter:t,embedding:e})=>`${t.key}\
 ${e.name}`,pt=Ho(di,"main",{camera:()=>p.chapter?R().camera:qt,moved:(t,e)=>{p.chapter&&(R().camera=e)},clicked:t=>Yn(t),opened:t=>{p.chapter&&De(p.chapter,t)}}),
Xt=Ho(nm,"beside",{camera:t=>hc.get(dc(t))??qt,moved:(t,e)=>hc.set(dc(t),e),clicked:t=>{Xt.plot?.chapter===p.chapter&&Yn(t)},opened:t=>{Xt.plot&&De(Xt.plot.chapter,
t)}});function rm(){let{chapter:t}=p,{embedding:e,clustering:n}=T(),r=(e?.axes.length??1)-1;pt.show(t&&e?{chapter:t,embedding:e,clustering:n,x:Math.min(R().x,r),
y:Math.min(R().y,r)}:null,t?"This category has no embedding; its samples are below.":""),im(),mc()}function im(){let{analysis:t,embedding:e,clustering:n}=T(),r=a=>(a??
[]).map(l=>[l.name,l.name]);Ot("analysis",r(p.chapter?.analyses),t?.name),Ot("embedding",r(t?.embeddings),e?.name,1),Ot("clustering",r(t?.clusterings),n?.name,1);
let i=e?.eigenvalues,o=(e?.axes??[]).map((a,l)=>[String(l),i?.[l]===void 0||i[l]===null?a:`${a} (\u03BB ${i[l].toPrecision(2)})`]);Ot("x",o,String(p.chapter?R().
x:0),3),Ot("y",o,String(p.chapter?R().y:1),3);let s=Ba();p.chapter&&!s.some(([a])=>a===p.colour)&&(p.colour="cluster"),Ot("colour",s,p.colour)}function mc(){if(hi.
hidden=!p.chapter||p.colour==="cluster",!p.chapter||hi.hidden)return;let{name:t,keys:e,ends:n,colours:r}=Br(p.chapter),i=9;if(n){let o=`linear-gradient(to right\
, ${Array.from({length:9},(s,a)=>r[Math.round(a/8*(r.length-2))]).join(", ")})`;hi.replaceChildren(m("span",{class:"legend-name",dir:"auto"},t),m("span",{},n[0]),
m("span",{class:"legend-ramp",style:{background:o}}),m("span",{},n[1]));return}hi.replaceChildren(m("span",{class:"legend-name",dir:"auto"},t),...e.slice(0,i).map(
({text:o,colour:s,hollow:a})=>m("span",{class:"legend-key"},m("span",{class:a?"dot noise":"dot",style:{"--cluster":s}}),m("span",{dir:"auto"},o))),e.length>i?m(
"span",{class:"muted"},`and ${e.length-i} more`):"")}var Ce={category:m("select",{"aria-label":"Category beside"}),embedding:m("select",{"aria-label":"Embedding\
 beside"})},Ke=null;function Yo(){let{analysis:t,embedding:e}=T();if(p.beside.category||!p.chapter)return cr("","");let n=t?.embeddings??[],r=n.findIndex(i=>i===
e);return cr(p.chapter.key,n[(r+1)%Math.max(1,n.length)]?.name??"")}function cr(t,e){p.beside={category:t,embedding:e},Z("layout")}async function om(){let t=V().
categories.find(s=>s.key===p.beside.category);if(Go.hidden=!t,di.classList.toggle("with-side",!!t),U("[data-beside]").setAttribute("aria-pressed",String(!!t)),!t)
return Ke=null,Xt.show(null);Vt(Ce.category,V().categories.map(s=>[s.key,s.name]),t.key);try{let s=await Ar(V(),t);if(p.beside.category!==t.key)return;Ke=s}catch(s){
return Xt.show(null,s instanceof Error?s.message:String(s))}let e=T().analysis?.name,n=Ke===p.chapter,r=Ke.analyses.find(s=>s.name===e)??Ke.analyses[0],i=r?.embeddings.
find(s=>s.name===p.beside.embedding)??ji(r),o=n?T().clustering:r?.clusterings.find(s=>s.name===J(Ke).clustering)??r?.clusterings[0];return Vt(Ce.embedding,(r?.embeddings??
[]).map(s=>[s.name,s.name]),i?.name),Xt.show(i?{chapter:Ke,embedding:i,clustering:o,x:0,y:Math.min(1,i.axes.length-1)}:null,"This category has no embedding."),gc()}
function gc(){let t=Xt.plot?.chapter;p.live||(U(".beside-count",pc).textContent=t?`${I(J(t).selection.size)} of ${I(t.size)} selected`:"")}function sm(){let t=Xt.
plot,e=p.chapter,{embedding:n}=T();!t||!e||(p.beside={category:e.key,embedding:n?.name??""},t.chapter===e?$e({embedding:t.embedding.name,x:0,y:1}):(Object.assign(
J(t.chapter),{embedding:t.embedding.name,x:0,y:1}),yt(V().categories.findIndex(r=>r.key===t.chapter.key))),Z("layout"))}var Wo=m("div",{class:"stage-tools butto\
ns",role:"radiogroup","aria-label":"Tool"},...[["lasso","Lasso: draw around points (l)"],["box","Box: drag over points (b)"],["pan","Pan: drag the view (p); wit\
h any tool Space or the middle button pans"]].map(([t,e])=>m("button",{type:"button",class:"icon",value:t,role:"radio",title:e,"aria-label":e,"aria-checked":"fa\
lse"},Le(t)))),ur=t=>Ct({tool:t});function vc(){let t=m("div",{class:"zoom-bar"},rt("plus","Zoom in (+)",()=>pt.zoomBy(1.5)),rt("minus","Zoom out (\u2212)",()=>pt.
zoomBy(.6666666666666666)),rt("selection","Zoom to the selection (s)",()=>pt.zoomTo(R().selection.mask)),rt("fit","Show all points (f)",pt.fit),rt("beside","Ano\
ther embedding or category beside (v)",Yo,{"data-beside":"","aria-pressed":"false"}));di.append(Wo,t),Dn(Wo,ur),pc.append(Ce.category,Ce.embedding,m("span",{class:"\
beside-count muted"}),m("span",{class:"stretch"}),rt("swap","Make this the open one",sm),rt("fit","Show all points of this one",()=>Xt.fit()),rt("close","Close",
()=>cr("",""))),Ce.category.addEventListener("change",()=>cr(Ce.category.value,p.beside.embedding)),Ce.embedding.addEventListener("change",()=>cr(p.beside.category,
Ce.embedding.value));for(let e of["analysis","clustering"])St(e,n=>$e({[e]:n}));St("embedding",e=>$e({embedding:e,x:0,y:1}));for(let e of["x","y"])St(e,n=>$e({[e]:Number(
n)}));St("colour",e=>Ct({colour:e})),[pt,Xt].forEach(uc),fc([pt,Xt]),C("open plot",rm),C("open plot layout",om),C("look theme",()=>{jn(Wo,p.tool),Ko.dataset.tool=
p.tool,_e("colour",p.colour),mc()}),C("selection",gc)}var yc=8,Tt=U("#lightbox"),xt=null;function De(t,e){let n=t===p.chapter?Fa():[],r=bt(t),i=n.includes(e)?[...n]:Array.from({length:t.size},(o,s)=>s).filter(o=>!r||
r[o]||o===e);xt={chapter:t,i:e,order:i},fr(),Tt.open||Tt.showModal()}function Xo(t){if(!xt)return;let{order:e,i:n}=xt,r=e.indexOf(n);xt.i=e[(r+t+e.length)%e.length],
fr()}function wc(){if(!xt)return;let t=new Uint8Array(xt.chapter.size);t[xt.i]=1,tt(kt(J(xt.chapter).selection,t,"toggle"),{chapter:xt.chapter}),fr()}function fr(){
if(!xt)return;let{chapter:t,i:e,order:n}=xt,{label:r,prediction:i,score:o,wrong:s}=Wt(t,e),a=document.activeElement instanceof HTMLElement?document.activeElement.
getAttribute("aria-label"):null,l=ce(t,Math.max(96,Math.min(400,(innerWidth-160)/3,innerHeight-400))),c=t.pictures.relevance.scale?.[e]??0,u=J(t).selection.mask[e]===
1,h=p.scale==="sample"?c:Fe(t.pictures.relevance),d=`${I(n.indexOf(e)+1)} of ${I(n.length)} ${n.length===t.size?"samples":n.every(v=>J(t).selection.mask[v])?"se\
lected":"shown"}`,f=Un(t,e),g=[["label",r],["prediction",`${i}, ${vt(o,3)}${s?" (wrong)":""}`],["cluster",...f.length?[m("span",{},...f)]:["\u2013"]],["largest \
relevance",c?Zt(c):"0: this heatmap is zero everywhere"],["colours reach",h?`\xB1 ${Zt(h)} relevance`:"nowhere"],["row",String(t.rows[e])],...Object.entries(t.metadata).
map(([v,_])=>[v,_[e]])];Tt.replaceChildren(m("header",{},m("h2",{class:"id",dir:"auto"},t.ids[e]),m("span",{class:"muted"},d),lt(u?"selected":"select",wc,{"aria\
-pressed":String(u),title:"Select, or take out of the selection (Space)",class:"toggle"}),lt("show in the embedding",()=>{Tt.close(),pt.zoomTo(am(t,e))},{hidden:t!==
p.chapter}),rt("left","Previous sample",()=>Xo(-1)),rt("right","Next sample",()=>Xo(1)),m("button",{type:"button",class:"icon","aria-label":"Close",onclick:()=>Tt.
close()},Le("close"))),m("div",{class:"threefold"},...Object.keys(nn).map(v=>m("figure",{},$t(t,e,v,l),m("figcaption",{},nn[v])))),m("div",{class:"about"},m("dl",
{},...g.flatMap(([v,..._])=>[m("dt",{dir:"auto"},v),m("dd",{dir:"auto"},..._)])),lm(t,e))),a&&([...Tt.querySelectorAll("button")].find(v=>v.getAttribute("aria-l\
abel")===a)??null)?.focus(),Tt.open&&Jt(`${t.ids[e]}, label ${r}, predicted ${i}, ${d}`)}function am(t,e){let n=new Uint8Array(t.size),r=bc(t,e);for(let i of[e,
...r.found])n[i]=1;return n}function bc(t,e){let{analysis:n,embedding:r}=T(t),i=n?.neighbours;return i?{found:Array.from({length:Math.min(yc,i.count)},(o,s)=>i.
positions[e*i.count+s]).filter(o=>o>=0),where:`by ${n.name}`}:{found:r?Ws(r,e,yc):[],where:r?`in ${r.name}`:""}}function lm(t,e){let{found:n,where:r}=bc(t,e),i=ce(
t,64);return n.length?m("div",{class:"neighbours"},m("h3",{},`Nearest ${r}`),m("div",{class:"neighbour-row"},...n.map(o=>{let{label:s,prediction:a}=Wt(t,o);return m(
"button",{type:"button",class:"neighbour",title:`${t.ids[o]}
label ${s}, predicted ${a}`,"data-position":String(o),onclick:()=>{xt&&(xt.i=o,xt.order.includes(o)||(xt.order=Array.from({length:t.size},(l,c)=>c)),fr())}},$t(
t,o,"input",i),$t(t,o,"attribution",i),m("span",{class:"neighbour-cluster"},...Un(t,o)))}))):""}function xc(){Tt.addEventListener("keydown",t=>{let e={ArrowRight:1,
ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[t.key];if(e)Xo(e);else if(t.key===" "&&!(t.target instanceof HTMLButtonElement))wc();else return;t.preventDefault()}),Tt.addEventListener(
"click",t=>{t.target===Tt&&Tt.close()}),Tt.addEventListener("close",()=>{xt=null}),C("look",()=>{Tt.open&&fr()})}var cm=t=>[...t.clusters].sort((e,n)=>+(e.label<0)-+(n.label<0)||(n.suspicion??0)-(e.suspicion??0)||e.label-n.label);function um(){let t=H("clusters"),{clustering:e}=T();
if(Mc(),!e)return t.replaceChildren(m("p",{class:"empty"},p.chapter?"This category was not clustered.":""));let n=Math.max(...e.clusters.map(i=>i.size)),r=Object.
entries(e.scores);return t.replaceChildren(m("div",{class:"list-head"},m("span",{},"by suspicion"),m("span",{},"samples"),m("span",{},"suspicion")),m("div",{class:"\
cluster-rows"},...cm(e).map((i,o)=>fm(e,i,n,o===0&&(i.suspicion??0)>0))),r.length?m("details",{class:"scores"},m("summary",{},`scores of ${e.name}`),m("dl",{},...r.
flatMap(([i,o])=>[m("dt",{},_n(i)),m("dd",{},vt(o))]))):""),Zo()}function fm(t,e,n,r){let{label:i}=e,o=ft(i),a=Object.entries(e.purity).filter(([,[,f]])=>(f??0)>=
.5).sort((f,g)=>(g[1][1]??0)-(f[1][1]??0)).map(([f,[g,v]])=>`${f} = ${g}, ${jt(v??0,1)}`),l=Object.entries(e.scores??{}).map(([f,g])=>`${_n(f)} ${vt(g)}`),c=()=>{
Bi(i),mm(e,d)},u=()=>{Bi(null),Mc()},h=m("button",{type:"button",class:"cluster","data-label":String(i),"aria-pressed":"false",title:[`separability ${vt(e.separability)}\
, ${jt(e.share??0,1)} of the category`,...l].join(", "),onclick:f=>Sc(i,f),ondblclick:()=>p.chapter&&De(p.chapter,e.medoid),onfocus:c,onblur:u},ue(i),m("span",{
class:"cluster-name"},o),m("span",{class:"cluster-bar","aria-hidden":"true"},m("span",{style:{width:`${100*e.size/n}%`,background:xe(i)}})),m("span",{class:"clu\
ster-size"},I(e.size)),m("span",{class:r?"score first":"score"},i<0?"\u2013":vt(e.suspicion)),a.length?m("span",{class:"cluster-purity muted",dir:"auto"},a.join(
" \xB7 ")):""),d=m("div",{class:"cluster-row","data-row":String(i),onpointerenter:c,onpointerleave:u},h,m("span",{class:"cluster-tools"},rt("solo",`Show ${o} al\
one`,()=>dm(i),{class:"icon solo","aria-pressed":"false"}),rt("eye",`Hide ${o}`,()=>hm(i),{class:"icon eye","aria-pressed":"false"})));return d}function Sc(t,e={}){
let{clustering:n}=T();n&&tt(kt(R().selection,kr(n.labels,t).mask,Je(e)))}function hm(t){let e=new Set(R().filter.hidden);e.delete(t)||e.add(t),Qe({hidden:e})}function dm(t){
let e=(T().clustering?.clusters??[]).map(i=>i.label).filter(i=>i!==t),{hidden:n}=R().filter,r=e.every(i=>n.has(i))&&!n.has(t);Qe({hidden:new Set(r?[]:e)})}function Zo(){
let{clustering:t}=T(),{chapter:e}=p;if(!t||!e)return;let{mask:n}=R().selection,{hidden:r}=R().filter,i=new Map;for(let o=0;o<n.length;o++)n[o]&&i.set(t.labels[o],
(i.get(t.labels[o])??0)+1);for(let o of H("clusters").querySelectorAll(".cluster-row")){let s=Number(o.dataset.row),a=t.clusters.find(d=>d.label===s);if(!a)continue;
let l=i.get(s)??0,c=r.has(s),u=U(".eye",o);U(".cluster",o).setAttribute("aria-pressed",l===a.size?"true":l?"mixed":"false"),U(".cluster-size",o).textContent=l&&
l<a.size?`${I(l)} / ${I(a.size)}`:I(a.size),o.classList.toggle("off",c),u.setAttribute("aria-pressed",String(c)),u.replaceChildren(Le(c?"hidden":"eye"));let h=`${c?
"Show":"Hide"} ${ft(s)}`;u.title=h,u.setAttribute("aria-label",h),U(".solo",o).setAttribute("aria-pressed",String(!c&&r.size>0&&r.size===t.clusters.length-1))}}
var Ge=U("#cluster-card"),pm=13,_c=6,Jo=0;function Mc(){clearTimeout(Jo),Ge.hidden=!0}function mm(t,e){clearTimeout(Jo),Jo=setTimeout(()=>{let{chapter:n}=p,r=e.
parentElement;if(!n||!r?.isConnected||!n.pictures.input)return;let{left:i,top:o,bottom:s,width:a}=r.getBoundingClientRect(),l=ce(n,56),c=ft(t.label),h=!!(n.pictures.
mean_relevance&&n.pictures.mean_input&&t.mean!==void 0&&t.mean!==null),d=Math.floor((a-2*pm-(h?l.width+13:0)+_c)/(l.width+_c)),g=(t.prototypes?.length?t.prototypes:
[t.medoid]).slice(0,Math.max(1,Math.min(5,d))).map((A,S)=>m("figure",{},$t(n,A,"input",l),$t(n,A,"attribution",l),m("figcaption",{},S?"":"most central")));if(h){
let A={name:`the mean of ${c}`,input:"mean_input",relevance:"mean_relevance"},S=Number(t.mean);g.unshift(m("figure",{class:"mean"},$t(n,S,"input",l,A),$t(n,S,"a\
ttribution",l,A),m("figcaption",{},"mean")))}Ge.replaceChildren(m("div",{class:"card-head"},ue(t.label),` ${c}, ${I(t.size)} samples`),m("div",{class:"prototype\
s"},...g)),Ge.style.width=`${a-8}px`,Ge.hidden=!1;let{height:v}=Ge.getBoundingClientRect(),_=s+4,b=o-v-4;Ge.style.left=`${i+4}px`,Ge.style.top=`${_+v<=innerHeight-
4||b<4?Math.min(_,innerHeight-v-4):b}px`},120)}function Qo(t){let e=[...H("clusters").querySelectorAll(".cluster")];if(!e.length)return;let n=e.findIndex(i=>i.getAttribute(
"aria-pressed")==="true"),r=e[(n<0&&t<0?e.length-1:n+t+e.length)%e.length];r.scrollIntoView({block:"nearest"}),Sc(Number(r.dataset.label))}function gm(){let{clustering:t}=T(),
e=p.hover,n=e&&t&&e.chapter===p.chapter?t.labels[e.i]:p.hot;for(let r of H("clusters").querySelectorAll(".cluster-row"))r.classList.toggle("hot",n!==null&&Number(
r.dataset.row)===n)}function Ac(){C("open plot",um),C("selection",()=>{p.live||Zo()}),C("filter",Zo),C("hover",gm)}function vm(){let t=H("colorbar"),e=Tr(),n=p.chapter?.pictures.relevance,r=m("canvas",{width:255,height:1,class:"bar-colours","aria-hidden":"true"}),i=r.getContext(
"2d");if(!i)return;let o=i.createImageData(255,1);for(let c=0;c<255;c++)o.data.set([...e.slice(3*(c+1),3*(c+2)),255],4*c);i.putImageData(o,0,0);let s=p.scale===
"shared"&&n?Fe(n):0,a=[-1,-.5,0,.5,1].map(c=>(s?Zt(Math.abs(c)*s):String(Math.abs(c))).replace(/^/,c<0?"\u2212":"")),l=s?"relevance":"of the sample's largest |r\
elevance|";t.replaceChildren(r,m("span",{class:"bar-ticks"},...a.map(c=>m("span",{},c)))),t.title=`${l}: left speaks against the explained class, right for it`,
t.setAttribute("aria-label",`Relevance by colour, from ${a[0]} to ${a[4]} ${l}`)}function kc(){St("colormap",t=>Ct({colormap:t})),C("look open",vm),C("look",()=>_e(
"colormap",p.colormap))}var pi=document.querySelector("#contingency")??m("dialog"),gn=[m("select",{"aria-label":"Rows"}),m("select",{"aria-label":"Columns"})],ts=({clusters:t})=>[...t].
sort((e,n)=>+(e.label<0)-+(n.label<0)||e.label-n.label).map(e=>e.label);function es(){let{analysis:t}=T(),{chapter:e}=p;if(!t||!e)return;let[n,r]=gn.map(d=>t.clusterings.
find(f=>f.name===d.value)??t.clusterings[0]),{mask:i,size:o}=R().selection,s=new Map;for(let d=0;d<e.size;d++){let f=`${n.labels[d]} ${r.labels[d]}`,g=s.get(f)??
{all:0,part:0};g.all++,g.part+=i[d],s.set(f,g)}let a=Math.max(...[...s.values()].map(d=>d.all)),l=ts(r),c=m("tr",{},m("td",{}),...l.map(d=>m("th",{scope:"col"},
ue(d),` ${ft(d)}`))),u=ts(n).map(d=>m("tr",{},m("th",{scope:"row"},ue(d),` ${ft(d)}`),...l.map(f=>{let{all:g,part:v}=s.get(`${d} ${f}`)??{all:0,part:0};if(!g)return m(
"td",{class:"none"},"\xB7");let _=`${ft(d)} of ${n.name} and ${ft(f)} of ${r.name}`;return m("td",{style:{"--share":String(Math.sqrt(g/a))}},m("button",{type:"b\
utton",title:`Select ${_}`,onclick:b=>ym(n,r,d,f,b)},m("span",{},I(g)),v?m("span",{class:"part"},`${I(v)} selected`):""))})));U("[data-table]",pi).replaceChildren(
m("table",{class:"contingency"},m("thead",{},c),m("tbody",{},...u)));let h=l.map(d=>({label:d,part:ts(n).reduce((f,g)=>f+(s.get(`${g} ${d}`)?.part??0),0)})).filter(
({part:d})=>d).sort((d,f)=>f.part-d.part);U("[data-told]",pi).textContent=o?`Of the ${I(o)} selected, ${r.name} puts ${h.map(({label:d,part:f})=>`${jt(f,o)} int\
o ${ft(d)}`).join(", ")}.`:"Select samples to see where each clustering puts them."}function ym(t,e,n,r,i){let{mask:o}=R().selection;tt(st(o.map((s,a)=>{let l=t.
labels[a]===n&&e.labels[a]===r?1:0;return i.altKey?s&(l^1):i.shiftKey||i.ctrlKey||i.metaKey?s|l:l}))),es()}function wm(){let{analysis:t,clustering:e}=T();if(!t||
!e)return;let n=t.clusterings.map(i=>[i.name,i.name]),r=t.clusterings.indexOf(e);Vt(gn[0],n,e.name),Vt(gn[1],n,n[(r+1)%n.length][0]),es(),pi.showModal()}function Ec(){
if(!pi.isConnected)return;H("contingency").replaceChildren(m("div",{class:"bar"},m("label",{class:"choice"},"rows ",gn[0]),m("label",{class:"choice"},"columns ",
gn[1])),m("p",{"data-told":""}),m("div",{"data-table":"",class:"table-scroll"}),m("p",{class:"muted small"},"A number counts the samples that both clusters shar\
e. Click it to select them; Shift adds, Alt takes away.")),gn.forEach(e=>e.addEventListener("change",es));let t=lt("compare clusterings",wm,{class:"link"});U("#\
clusters > h2").append(t),C("open plot",()=>{t.hidden=(T().analysis?.clusterings.length??0)<2})}var mi=H("eigenvalues"),bm=mi.appendChild(m("div",{class:"mount"})),is=m("div",{class:"muted small gap"}),hr=null;function zc(){let{analysis:t,embedding:e}=T();
return[e,...t?.embeddings??[]].find(n=>n?.eigenvalues)}function Cc({eigenvalues:t,gap:e}){let n=dr(T().clustering);return{values:(t??[]).map((r,i)=>({k:i+1,from:i+
.6,to:i+1.4,value:r??0,before:i<(e??0),chosen:i+1===n})),gap:e?[{at:e+.5}]:[]}}async function xm(){let t=zc();if(document.querySelector("#eigenvalues")?.classList.
toggle("without",!t),is.replaceChildren(...t?_m(t):[p.chapter?"This analysis has no spectral embedding.":""]),!t||!mi.isConnected)return;if(!hr)return Oc();let e=await hr;
for(let[n,r]of Object.entries(Cc(t)))e.data(n,r);await e.runAsync()}function _m({eigenvalues:t,gap:e}){if(!e||!t)return["Too few eigenvalues for a gap."];let n=(t[e]??
0)-(t[e-1]??0),r=m("span",{},`Largest gap, ${Zt(n)}, after k = ${e}: about ${e} ${e===1?"group":"groups"}.`),i=m("select",{"aria-label":"Choose a clustering by \
its number of clusters",onchange:o=>rs(Number(o.target.value))},...t.map((o,s)=>m("option",{value:String(s+1),selected:s+1===dr(T().clustering)},`k = ${s+1}: ${o===
null?"\u2013":Zt(o)}`)));return ns().includes(Number(i.value))||i.prepend(m("option",{value:"",selected:!0},"eigenvalues")),[r,m("span",{class:"gap-choice"},i,ns().
includes(e)&&dr(T().clustering)!==e?lt(`cluster into ${e}`,()=>rs(e)):"")]}var dr=t=>t?.clusters.filter(e=>e.label>=0).length??0,ns=()=>T().analysis?.clusterings.
map(dr)??[];function rs(t){if(!t)return;let{analysis:e,clustering:n}=T(),r=e?.clusterings.filter(o=>dr(o)===t)??[],i=r.find(o=>o.method===n?.method)??r[0];i?$e(
{clustering:i.name}):U("span",is).textContent=`No clustering here has ${t} ${t===1?"cluster":"clusters"}: there are ${[...new Set(ns())].sort((o,s)=>o-s).join("\
, ")}.`}async function Oc(){let t=zc();if(!t||!mi.isConnected)return;let e=hr;hr=Po(bm,"eigenvalues",Cc(t)),(await e)?.finalize(),(await hr).addEventListener("c\
lick",(n,r)=>{r?.datum?.k&&rs(r.datum.k)})}function $c(){mi.after(is),C("open plot",xm),C("theme",Oc)}var vn=m("select",{"aria-label":"Predicted as"}),gi=m("div",{class:"buttons",role:"radiogroup","aria-label":"Right or wrong"}),Ic=m("p",{class:"muted small filt\
er-told",role:"status"});function Sm(){let{chapter:t}=p;if(!t)return;let e=new Map,n={right:0,wrong:0,unknown:0};for(let i=0;i<t.size;i++)e.set(t.prediction[i],
(e.get(t.prediction[i])??0)+1),n[Ht(t,i)]++;let r=[...e].sort((i,o)=>o[1]-i[1]||i[0]-o[0]);Vt(vn,[["","any class"],...r.map(([i,o])=>[String(i),`${Nt(i)} (${I(o)}\
)`])],""),gi.replaceChildren(...[["all","all"],["right",`right ${I(n.right)}`],["wrong",`wrong ${I(n.wrong)}`]].map(([i,o])=>m("button",{type:"button",role:"rad\
io",value:i},o))),Tc()}function Tc(){let{chapter:t}=p;if(!t)return;let{filter:e}=R(),n=bt(t);vn.value=e.prediction===null?"":String(e.prediction),jn(gi,e.verdict);
let r=n?n.reduce((i,o)=>i+o,0):t.size;H("filters").classList.toggle("filtering",Ie(e)),Ic.replaceChildren(...Ie(e)?[m("span",{},`${I(r)} of ${I(t.size)} samples\
 shown (${jt(r,t.size)})`),lt("show all",os,{class:"link"})]:[])}function os(){!p.chapter||!Ie(R().filter)||(R().filter=tn(),Z("filter"))}function Nc(){H("filte\
rs").append(m("div",{class:"filter-row"},m("span",{class:"muted"},"predicted"),vn),gi,Ic),vn.addEventListener("change",()=>Qe({prediction:vn.value===""?null:Number(
vn.value)})),Dn(gi,t=>Qe({verdict:t})),C("open",Sm),C("plot filter",Tc)}function Mm(){let t=H("finding"),e=$n();if(!e)return t.replaceChildren(m("p",{class:"empty"},"Nothing to show."));let n=[Dt(e.size,"sample"),`rank ${p.open+1} o\
f ${I(V().categories.length)}`,`strangeness ${vt(e.strangeness)}`];for(let[i,o]of Object.entries(p.chapter?.scores??{}))i!=="strangeness"&&n.push(`${_n(i)} ${vt(
o)}`);let r=[m("div",{class:"finding-head"},m("h3",{class:"category-title",dir:"auto"},e.name),m("span",{class:"muted about-line",title:n.join(" \xB7 ")},n.join(
" \xB7 ")))];if(p.error)r.push(m("div",{class:"note failed",role:"alert"},m("span",{},p.error),lt("Try again",()=>yt(p.open))));else if(!p.chapter)r.push(m("p",
{class:"loading"},"Loading \u2026"));else{p.chapter.summary&&r.push(m("p",{class:"summary",dir:"auto"},p.chapter.summary));for(let i of[...p.chapter.notes,...T().
analysis?.notes??[]])r.push(m("p",{class:"note",dir:"auto"},i))}return p.missing.length&&r.push(m("p",{class:"note",role:"alert"},`The link names what this page\
 does not have: ${p.missing.join(", ")}.`)),t.replaceChildren(...r)}var Lc=()=>C("open plot",Mm);var vi=1,ss=t=>Ze(R().selection).sort((e,n)=>t.rows[e]-t.rows[n]);function Rc(t,e){let n=p.chapter,{analysis:r,embedding:i,clustering:o}=T(),s=ss(n);return{name:t,
note:e,created:new Date().toISOString(),address:Ne(),project:V().project,method:r?.name??"",category:n.name,embedding:i?.name??"",clustering:o?.name??"",indices:s.
map(a=>n.rows[a]),ids:s.map(a=>n.ids[a])}}function Fc(t){return Object.values(V().provenance??{}).flatMap(n=>Object.entries(n)).find(([n])=>t.includes(n.toLowerCase()))?.[1]??
""}function Dc(t,e){let n=p.chapter,{analysis:r,embedding:i,clustering:o}=T(),s=ss(n),a=u=>o?.labels[u]??-1,l=Array.from({length:n.size},(u,h)=>h).sort((u,h)=>n.
rows[u]-n.rows[h]),c=u=>u<0?null:Nt(u);return{projectId:p.project,projectName:V().project,modelName:Fc(["factory","model"]),datasetName:Fc(["dataset","data set",
"source"])||V().project,selectedAnalysisMethod:r?.name??"",selectedAnalysisCategory:n.name,selectedCategoryHumanReadableName:n.name,selectedEmbeddingName:i?.name??
"",selectedClustering:o?.name??"",numberOfClusters:o?.clusters.length??0,selectedColorMap:p.colormap,selectedImageMode:p.mode,selectedEmbeddingVectorsIndices:s.
map(u=>n.rows[u]),selectedEmbeddingVectorsClusters:s.map(a),allEmbeddingVectorsIndices:l.map(u=>n.rows[u]),allEmbeddingVectorsClusters:l.map(a),selectionVersion:vi,
created:new Date().toISOString(),categoryKey:n.key,projectKey:V().key,embeddingAxes:[R().x,R().y],address:Ne(),provenance:V().provenance??{},selectedSamples:s.map(
u=>({id:n.ids[u],label:Te(n,u).map(Nt).join(", ")||null,prediction:c(n.prediction[u]),score:n.prediction[u]<0?null:n.score[u]})),note:t,findings:e}}function jc(){
let t=p.chapter,{clustering:e}=T(),n=Object.entries(t.metadata),r=o=>/[",\r\n]/.test(String(o))?`"${String(o).replace(/"/g,'""')}"`:String(o),i=ss(t).map(o=>{let{
label:s,prediction:a,score:l}=Wt(t,o);return[t.rows[o],t.ids[o],s,a,l,e?.labels[o]??"",...n.map(([,c])=>c[o])]});return[["index","id","label","prediction","scor\
e","cluster",...n.map(([o])=>o)],...i].map(o=>`${o.map(r).join(",")}\r
`).join("")}function as(t){let e=new Date,n=i=>String(i).padStart(2,"0");return`${`${e.getFullYear()}-${n(e.getMonth()+1)}-${n(e.getDate())}-${n(e.getHours())}-${n(
e.getMinutes())}-${n(e.getSeconds())}`} ${V().project} - ${p.chapter?.name??""}.${t}`}var Bc=256e6,Uc=t=>typeof t=="object"&&t!==null&&!Array.isArray(t),Oe=t=>typeof t=="string",qc=t=>Array.isArray(t)&&t.every(e=>Number.isInteger(e)),Pc=t=>t.replace(
/[-/\s]/g,"_").toLowerCase(),ls=(t,e)=>t.find(n=>n.name===e)??(Oe(e)?t.find(n=>Pc(n.name)===Pc(e)):void 0);async function Hc(t){if(t.size>Bc)throw new Error(`${t.
name} is larger than ${Bc/1e6} MB: it is no exported selection.`);let e;try{e=JSON.parse(await t.text())}catch{throw new Error(`${t.name} is not JSON, or was cu\
t off. Choose a file that this page or ViRelAy has exported.`)}if(!Uc(e)||!Oe(e.selectedAnalysisMethod)||!qc(e.selectedEmbeddingVectorsIndices))throw new Error(
`${t.name} is no exported selection: it has no \u201CselectedEmbeddingVectorsIndices\u201D. Choose a file that this page or ViRelAy has exported.`);if(e.selectionVersion>
vi)throw new Error(`${t.name} is of version ${e.selectionVersion}; this page reads up to ${vi}. Build the site with a newer spray.`);return e}function Vc(t){let e=[
"name","note","created","address","project","method","category","embedding","clustering"];return(Array.isArray(t.findings)?t.findings:[]).filter(n=>Uc(n)&&e.every(
r=>Oe(n[r]))&&qc(n.indices)&&Array.isArray(n.ids)&&n.ids.every(Oe))}async function Wc(t){t.selectionVersion&&Oe(t.address)&&t.address.startsWith("#")?await Ln(t.
address):await Am(t);let{chapter:e}=p;if(!e)return;let n=Array.isArray(t.selectedSamples)?new Set(t.selectedSamples.map(r=>r?.id)):null;Gc(e,n,new Set(t.selectedEmbeddingVectorsIndices))}
async function Kc(t){await Ln(t.address),p.chapter&&Gc(p.chapter,new Set(t.ids),new Set(t.indices))}function Gc(t,e,n){let r=st(Uint8Array.from({length:t.size},
(o,s)=>(e?e.has(t.ids[s]):n.has(t.rows[s]))?1:0)),i=(e??n).size-r.size;i?p.missing.push(`${i} of the ${(e??n).size} selected samples`):p.missing=p.missing.filter(
o=>!o.startsWith("that selection")),(i||p.missing.length===0)&&Z("plot"),(r.size||!R().selection.size)&&tt(r)}async function Am(t){let e=[],n=At.findIndex(l=>l.
project===t.projectName),r=n>=0?n:Number.isInteger(t.projectId)&&At[t.projectId]?t.projectId:0;n<0&&Oe(t.projectName)&&e.push(`project \u201C${t.projectName}\u201D`);
let{categories:i}=At[r],o=t.selectedAnalysisCategory,s=[t.selectedCategoryHumanReadableName,o].map(l=>i.findIndex(c=>c.name===l||c.key===l));s.push(/^\d+$/.test(
String(o))?i.findIndex(l=>l.index===Number(o)):-1);let a=s.find(l=>l>=0)??-1;if(a<0)throw new Error(`The file is about the category \u201C${t.selectedCategoryHumanReadableName||
o}\u201D, which this page does not have.`);p.missing=e,Oe(t.selectedColorMap)&&Object.hasOwn(Q.colormaps,t.selectedColorMap)?p.colormap=t.selectedColorMap:Oe(t.
selectedColorMap)&&e.push(`colour map \u201C${t.selectedColorMap}\u201D`),["input","overlay","attribution"].includes(t.selectedImageMode)&&(p.mode=t.selectedImageMode),
Z("look"),await yt(a,{project:r,prepare(l){let c=J(l),u=ls(l.analyses,t.selectedAnalysisMethod);u?c.analysis=u.name:e.push(`analysis \u201C${t.selectedAnalysisMethod}\
\u201D`);let h=T(l).analysis,d=ls(h?.embeddings??[],t.selectedEmbeddingName),f=ls(h?.clusterings??[],t.selectedClustering);d?c.embedding=d.name:e.push(`embeddin\
g \u201C${t.selectedEmbeddingName}\u201D`),f?c.clustering=f.name:e.push(`clustering \u201C${t.selectedClustering}\u201D`)}})}var fs=`spray.findings.${Q.project}`,mt=[],us=!0;function Yc(){try{let t=JSON.parse(localStorage.getItem(fs)??"[]");mt=Array.isArray(t)?t.filter(e=>typeof e?.name==
"string"&&typeof e.address=="string"&&Array.isArray(e.ids)&&Array.isArray(e.indices)):[]}catch{mt=[]}}function Xc(){try{localStorage.setItem(fs,JSON.stringify(mt)),
us=!0}catch{us=!1}}function yn(){Xc(),Z("findings")}var hs=()=>mt;function Zc(t){let e=new Set(mt.map(r=>`${r.created} ${r.name}`)),n=t.filter(r=>!e.has(`${r.created}\
 ${r.name}`));return mt=[...mt,...n],n.length&&yn(),n.length}function ds(){if(!p.chapter||!R().selection.size)return Sn("Select samples first: a finding is a se\
lection with a name.");let t=Rc(`finding ${mt.length+1}`,"");mt=[...mt,t],yn();let e=H("findings").querySelector(".finding-item:last-of-type .finding-name");return e?.
focus(),e?.select()}function km(t){let e=m("input",{class:"finding-name",value:t.name,"aria-label":"Name of the finding",dir:"auto",onchange:()=>{t.name=e.value.
trim()||t.name,yn()}}),n=m("textarea",{class:"finding-note",value:t.note,rows:2,placeholder:"note","aria-label":`Note on ${t.name}`,dir:"auto",hidden:!t.note,oninput:()=>{
t.note=n.value,Xc()},onchange:yn});return m("div",{class:"finding-item"},m("div",{class:"finding-line"},e,lt("note",()=>{n.hidden=!n.hidden,n.hidden||n.focus()},
{class:"link","aria-label":`Note on ${t.name}`}),rt("close",`Delete ${t.name}`,()=>Em(t))),n,m("button",{type:"button",class:"finding-open link",dir:"auto",title:`${t.
method}, ${t.embedding}, ${t.clustering}`,onclick:()=>Kc(t)},`${Dt(t.ids.length,"sample")} of ${t.category}`))}function Em(t){let e=mt.indexOf(t);mt=mt.filter(r=>r!==
t),yn();let n=H("findings").appendChild(m("p",{class:"small removed"},`\u201C${t.name}\u201D deleted. `,lt("undo",()=>{mt=[...mt.slice(0,e),t,...mt.slice(e)],yn()},
{class:"link"})));setTimeout(()=>n.remove(),15e3)}function cs(){let t=mt.map(km);H("findings").replaceChildren(m("div",{class:"finding-items"},...t),mt.length?"":
m("p",{class:"muted small hint"},"Select samples, keep them under a name, and export or share what you found."),us?"":m("p",{class:"note"},"This browser keeps n\
othing for local files: export your findings before you leave."))}function Jc(){Yc(),document.querySelector("#findings > h2")?.append(lt("keep selection",ds,{class:"\
link",title:"Keep the selection as a finding (Enter a name)"})),C("findings",cs),cs(),addEventListener("storage",t=>{t.key===fs&&(Yc(),cs())})}var ye=U("#overview"),yi=m("select",{"aria-label":"Sort by"}),wi=m("input",{type:"search",placeholder:"find a category","aria-label":"Find a category"});function bi(){
let{categories:t,rankings:e}=V(),{order:n,values:r,title:i,hint:o,name:s}=Pn(),a=Math.max(...t.map(u=>u.strangeness??0));Vt(yi,e.map(u=>[u.name,u.title]),s);let l=wi.
value.trim().toLowerCase(),c=n.filter(u=>t[u].name.toLowerCase().includes(l)).map(u=>{let h=t[u],d=[Dt(h.size,"sample"),h.suspects?`${I(h.suspects)} apart`:"",h.
wrong?`${I(h.wrong)} wrong`:""].filter(Boolean).join(" \xB7 ");return m("button",{type:"button",class:"small-multiple","data-key":h.key,title:h.summary??"","ari\
a-current":h===$n()?"true":null,onclick:()=>{ye.close(),yt(u)}},m("span",{class:"small-head"},m("span",{class:"category-name",dir:"auto"},h.name),m("span",{class:"\
score",title:o||i},Gi(r[u]))),$r(h,a,232,128),m("span",{class:"muted"},d))});U(".cards",ye).replaceChildren(...c.length?c:[m("p",{class:"empty"},"No category is\
 called so.")])}function xi(){return ye.open?ye.close():(bi(),ye.showModal(),(ye.querySelector(".small-multiple[aria-current]")??ye.querySelector(".small-multip\
le"))?.focus())}function Qc(){yi.addEventListener("change",()=>{Xi(yi.value),bi()}),wi.addEventListener("input",bi),H("overview").replaceChildren(m("div",{class:"\
bar"},m("label",{class:"choice"},"sorted by ",yi),wi,m("span",{class:"muted small"},"Every card is one category. Coloured points are its most suspicious cluster\
, the stronger the stranger.")),m("div",{class:"cards"})),C("theme",()=>{ye.open&&bi()}),ye.addEventListener("close",()=>{wi.value=""})}var pr=6,gt=m("input",{type:"search",placeholder:"find \u2026  ( / )",title:"Find a category, a sample by id or file name, a label, a prediction",role:"combobox",
"aria-label":"Find","aria-expanded":"false","aria-controls":"found","aria-autocomplete":"list",autocomplete:"off",spellcheck:!1}),wn=m("div",{class:"found",id:"\
found",role:"listbox","aria-label":"Found",hidden:!0}),Ft=[],Rt=-1,ps=0;function _i(t,e){tt(kt(R().selection,t,Je(e)))}function zm(t){let{chapter:e}=p,{categories:n}=V(),
r=n.map((a,l)=>({one:a,at:l})).filter(({one:a})=>a.name.toLowerCase().includes(t)||a.key===t).slice(0,pr).map(({one:a,at:l})=>({kind:"category",text:a.name,more:Dt(
a.size,"sample"),action:()=>yt(l)}));if(!e)return r;let i=V().classes.map((a,l)=>({name:a,index:l})).filter(({name:a})=>a.toLowerCase().includes(t)).slice(0,pr);
for(let{name:a,index:l}of i){let c=st(Uint8Array.from(e.prediction,h=>h===l?1:0)),u=st(Uint8Array.from({length:e.size},(h,d)=>Te(e,d).includes(l)?1:0));u.size&&
u.size<e.size&&r.push({kind:"label",text:a,more:`select ${I(u.size)} here`,action:h=>_i(u.mask,h)}),c.size&&r.push({kind:"predicted",text:a,more:`select ${I(c.size)}\
 here`,action:h=>_i(c.mask,h)})}let o=Uint8Array.from(e.ids,a=>a.toLowerCase().includes(t)?1:0),s=st(o);s.size>1&&r.push({kind:"samples",text:`all ${I(s.size)} \
with \u201C${t}\u201D`,more:"select",action:a=>_i(o,a)});for(let a=0,l=pr;a<e.size&&l;a++)o[a]&&(l--,r.push({kind:"sample",text:On(e.ids[a]),more:e.ids[a],action:c=>Cm(
a,c)}));return r}function Cm(t,e){let{chapter:n}=p;n&&(_i(Xe(n.size,[t]).mask,e),n.size>400&&pt.zoomTo(Xe(n.size,[t]).mask),Yn(t))}async function Om(t){let{key:e,
categories:n}=V(),r=(await Fs()).get(e)??[],i=[],o=0;for(let s=0;s<n.length&&i.length<pr;s++){let a=n[s],l=o+a.size;for(let c=o;c<l&&i.length<pr&&s!==p.open;c++){
if(!r[c]?.toLowerCase().includes(t))continue;let u=r[c];i.push({kind:`in ${a.name}`,text:On(u),more:u,action:()=>yt(s,{prepare:h=>{let d=h.ids.indexOf(u);queueMicrotask(
()=>tt(d<0?te(h.size):Xe(h.size,[d])))}})})}o=l}return i}async function tu(){let t=gt.value.trim().toLowerCase(),e=++ps;if(!t)return mr();Ft=zm(t),eu();let n=await Om(
t).catch(()=>[]);if(e===ps)return Ft=[...Ft,...n],eu()}function eu(){Rt=Ft.length?Math.max(0,Math.min(Rt,Ft.length-1)):-1,wn.replaceChildren(...Ft.length?Ft.map(
({kind:t,text:e,more:n,action:r},i)=>m("div",{class:"hit",role:"option",id:`hit-${i}`,"aria-selected":String(i===Rt),onpointerdown:o=>o.preventDefault(),onclick:o=>{
mr(),r(o)}},m("span",{class:"hit-kind muted",dir:"auto"},t),m("span",{class:"hit-text",dir:"auto"},e),m("span",{class:"hit-more muted",dir:"auto"},n))):[m("p",{
class:"empty"},"Nothing is called so.")]),wn.hidden=!1,gt.setAttribute("aria-expanded","true"),nu()}function nu(){[...wn.children].forEach((t,e)=>t.setAttribute(
"aria-selected",String(e===Rt))),Rt>=0?gt.setAttribute("aria-activedescendant",`hit-${Rt}`):gt.removeAttribute("aria-activedescendant"),wn.children[Rt]?.scrollIntoView(
{block:"nearest"})}function mr(){ps++,wn.hidden=!0,gt.setAttribute("aria-expanded","false"),gt.removeAttribute("aria-activedescendant")}var ru=()=>{gt.focus(),gt.
select()};function iu(){H("search").append(gt,wn),gt.addEventListener("input",()=>{Rt=0,tu()}),gt.addEventListener("focus",()=>{gt.value&&tu()}),gt.addEventListener(
"blur",mr),gt.addEventListener("keydown",t=>{let e={ArrowDown:1,ArrowUp:-1}[t.key];if(e&&Ft.length)Rt=(Rt+e+Ft.length)%Ft.length,nu(),t.preventDefault();else if(t.
key==="Enter"&&Ft[Rt]){let{action:n}=Ft[Rt];mr(),gt.blur(),n(t),t.preventDefault()}else t.key==="Escape"&&(gt.value?gt.value="":gt.blur(),mr(),t.stopPropagation(),
t.preventDefault())})}var ms=document.documentElement,$m=()=>{try{return localStorage.getItem("spray.theme")}catch{return null}};function ou(t){ms.dataset.theme=t,Z("theme")}function su(){
let t=ms.dataset.theme==="dark"?"light":"dark";try{localStorage.setItem("spray.theme",t)}catch{}ou(t)}var au=t=>U(`#${t}`);function Im(){for(let t of document.querySelectorAll(
"[data-open]"))t.addEventListener("click",()=>au(t.dataset.open??"").showModal());for(let t of document.querySelectorAll("dialog.sheet"))t.addEventListener("cli\
ck",e=>{(e.target===t||e.target.closest("[data-close]"))&&t.close()})}function Tm(){let t=U("#divider"),e=t.parentElement,n=()=>e.getBoundingClientRect().height,
r=()=>t.setAttribute("aria-valuenow",String(Math.round(100*n()/innerHeight))),i=o=>{ms.style.setProperty("--tray",`${Math.round(Math.max(120,Math.min(innerHeight-
260,o)))}px`),r()};r(),t.addEventListener("pointerdown",o=>{t.setPointerCapture(o.pointerId);let s=o.clientY,a=n();t.onpointermove=l=>i(a+s-l.clientY)}),t.addEventListener(
"pointerup",()=>{t.onpointermove=null}),t.addEventListener("keydown",o=>{let s={ArrowUp:40,ArrowDown:-40}[o.key];s&&(o.preventDefault(),i(n()+s))})}var Nm=["inp\
ut","attribution","overlay","pair"],Lm={j:()=>Yi(1),k:()=>Yi(-1),c:()=>Qo(1),C:()=>Qo(-1),...Object.fromEntries(Nm.map((t,e)=>[String(e+1),()=>Ct({mode:t})])),a:zr,
i:Er,n:ds,x:os,f:()=>pt.fit(),s:()=>pt.zoomTo(R().selection.mask),"+":()=>pt.zoomBy(1.5),"=":()=>pt.zoomBy(1.5),"-":()=>pt.zoomBy(1/1.5),l:()=>ur("lasso"),b:()=>ur(
"box"),p:()=>ur("pan"),v:Yo,o:xi,t:su,"/":ru,"?":()=>au("help").showModal(),Escape:()=>{p.chapter&&R().selection.size&&tt(te(p.chapter.size))}},Fm=new Set(["j",
"k","o","t","/","?"]);function Rm(t){let e=t.target;if(document.querySelector("dialog[open]")||e.closest?.("input, select, textarea")||t.isComposing)return;if((t.
ctrlKey||t.metaKey)&&["z","y"].includes(t.key.toLowerCase()))return t.preventDefault(),t.shiftKey||t.key.toLowerCase()==="y"?Or():Cr();if(t.ctrlKey||t.metaKey||
t.altKey)return;if(t.key===" "&&!e.closest?.("button, a, [role=separator]")){t.preventDefault(),ze.held=!0,pt.surface.classList.add("panning");return}let n=Lm[t.
key];if(!(!n||!(p.chapter||Fm.has(t.key))))return t.preventDefault(),n()}function Dm(){let t=!1;addEventListener("pointerdown",()=>{t=!0},!0),addEventListener("\
keydown",()=>{t=!1},!0),addEventListener("change",({target:e})=>{t&&(e instanceof HTMLSelectElement||e instanceof HTMLInputElement&&e.type==="range")&&e.blur()})}
function lu(){Dm(),U("#theme").addEventListener("click",su),matchMedia("(prefers-color-scheme: dark)").addEventListener("change",e=>{$m()||ou(e.matches?"dark":"\
light")}),Im(),Tm(),addEventListener("keydown",Rm);let t=()=>{ze.held=!1;for(let e of document.querySelectorAll(".surface"))e.classList.remove("panning")};addEventListener(
"keyup",e=>{e.key===" "&&t()}),addEventListener("blur",t)}var cu=0;function uu(){St("project",t=>Ds(Number(t))),C("open",()=>{if(Ot("project",At.map((a,l)=>[String(l),a.project]),String(p.project)),cu===p.project)return;
cu=p.project;let{facts:t,title:e,project:n,provenance:r,counts:i,notes:o}=V(),s=Object.entries({Counts:i,...r}).map(([a,l])=>m("table",{class:"facts-table"},m("\
caption",{dir:"auto"},a),...Object.entries(l).map(([c,u])=>m("tr",{},m("th",{scope:"row"},c),m("td",{},u)))));document.querySelector("#provenance .sheet-body")?.
replaceChildren(...s),U(".banner").replaceChildren(...o.length?[m("section",{class:"panel","aria-label":"Notes"},...o.map(a=>m("p",{class:"note",dir:"auto"},a)))]:
[]),U("#title").textContent=e,U(".facts").replaceChildren(...n!==e?[m("span",{class:"fact",title:"project"},n)]:[],...t.map(([a,l])=>m("span",{class:"fact"},m("\
span",{class:"fact-name"},a)," ",m("span",{title:l},l))))})}var gr=U("#share"),Si=m("textarea",{readOnly:!0,rows:3,"aria-label":"Link to this view",class:"link-text"}),hu=m("textarea",{rows:2,"aria-label":"Note in the fi\
le",placeholder:"note (goes into the JSON file)",dir:"auto"}),du=m("p",{class:"muted small"}),yr=m("p",{class:"note",role:"alert",hidden:!0}),vr=m("input",{type:"\
file",accept:".json,application/json","aria-label":"File to import"});async function jm(){Si.select();try{await navigator.clipboard.writeText(Si.value)}catch{if(!document.
execCommand("copy")){Jt("The browser does not allow copying: press Ctrl C.");return}}Sn("Link copied.")}function Bm(){p.chapter&&Ai(as("json"),`${JSON.stringify(
Dc(hu.value,hs()),null,2)}
`,"application/json")}function Pm(){p.chapter&&Ai(as("csv"),jc(),"text/csv")}async function fu(t){yr.hidden=!0;try{let e=await Hc(t),n=Zc(Vc(e));await Wc(e),gr.
close(),Sn(`Opened ${t.name}${n?`, with ${I(n)} findings`:""}.`)}catch(e){yr.textContent=e instanceof Error?e.message:String(e),yr.hidden=!1}}function gs(){Si.value=
`${location.href.split("#")[0]}${Ne()}`,du.textContent=p.chapter?`${I(R().selection.size)} selected samples of ${p.chapter.name}; ${I(hs().length)} findings`:"",
yr.hidden=!0,vr.value=""}function pu(){H("share").replaceChildren(m("h3",{},"Link"),m("p",{class:"muted small"},"It opens this view on any copy of this page: th\
e same folder on a stick, in a mail, or on the web."),Si,lt("Copy link",jm,{class:"primary"}),m("h3",{},"Files"),du,hu,m("p",{class:"bar"},lt("Export JSON",Bm),
lt("Export CSV",Pm),m("span",{class:"muted small"},"spray selection FILE reads the JSON in Python")),m("h3",{},"Import"),m("p",{class:"muted small"},"A file exp\
orted here or by ViRelAy; it can also be dropped on the page."),vr,yr),gr.addEventListener("toggle",()=>{gr.open&&gs()}),U('[data-open="share"]').addEventListener(
"click",gs),vr.addEventListener("change",()=>{vr.files?.[0]&&fu(vr.files[0])}),addEventListener("dragover",t=>t.preventDefault()),addEventListener("drop",t=>{t.
preventDefault();let e=t.dataTransfer?.files[0];e&&(gr.open||(gs(),gr.showModal()),fu(e))})}p.colormap=Q.colormap;uu();aa(xi);Lc();vc();Ac();Nc();$c();Ec();Da();xc();Jc();kc();iu();pu();Qc();lu();Ct({});ea();})();
