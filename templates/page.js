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
"use strict";(()=>{function U(t,e=document){let n=e.querySelector(t);if(!n)throw new Error(`the page has no ${t}`);return n}function j(t){return document.querySelector(`[data-bloc\
k="${t}"]`)??document.createElement("div")}function d(t,e={},...n){let r=document.createElement(t);for(let[i,o]of Object.entries(e))if(!(o==null||o===!1))if(i.startsWith(
"on"))r.addEventListener(i.slice(2),o);else if(i==="style")for(let[s,a]of Object.entries(o))r.style.setProperty(s,String(a));else i in r&&i!=="role"&&i!=="list"?
r[i]=o:r.setAttribute(i,o===!0?"":String(o));return r.append(...Mc(n)),r}var Mc=t=>t.filter(e=>e!=null&&e!==!1&&e!=="").map(e=>typeof e=="number"?String(e):e);function lt(t,e,...n){
let r=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[i,o]of Object.entries(e))r.setAttribute(i,String(o));return r.append(...n),r}var at=(t,e,n={})=>d(
"button",{type:"button",onclick:e,...n},t),kt=t=>getComputedStyle(document.documentElement).getPropertyValue(`--${t}`).trim(),F=t=>t.toLocaleString("en"),Zt=(t,e,n=`${e}\
s`)=>`${F(t)} ${t===1?e:n}`,Bt=(t,e)=>e?`${Math.round(100*t/e)} %`:"0 %",mt=(t,e=2)=>t==null||Number.isNaN(t)?"\u2013":t.toFixed(e),me=t=>t===0?"0":Math.abs(t)>=
.01&&Math.abs(t)<1e3?t.toPrecision(3):t.toExponential(2),dn=t=>t.replace(/[_-]+/g," ");function Jt(t){U("#live").textContent=t}var Wo=0;function mn(t){let e=U("\
#toast");e.textContent=t,e.hidden=!1,Jt(t),clearTimeout(Wo),Wo=setTimeout(()=>{e.hidden=!0},4e3)}function sr(t,e){let n=0,r=-1/0;return()=>{clearTimeout(n);let i=()=>{
r=performance.now(),t()},o=r+e-performance.now();o<=0?i():n=setTimeout(i,o)}}function Pe(t){let e=0;return()=>{e||=requestAnimationFrame(()=>{e=0,t()})}}function li(t,e,n){
let r=URL.createObjectURL(new Blob([e],{type:n})),i=d("a",{href:r,download:t.replace(/[^\p{L}\p{N}._ -]+/gu,"_")});document.body.append(i),i.click(),i.remove(),
setTimeout(()=>URL.revokeObjectURL(r),1e4)}var vt=Uint8Array,St=Uint16Array,gi=Int32Array,ar=new vt([0,0,0,0,0,0,0,0,1,1,1,1,2,2,2,2,3,3,3,3,4,4,4,4,5,5,5,5,0,0,0,0]),lr=new vt([0,0,0,0,1,1,2,2,3,3,4,4,5,
5,6,6,7,7,8,8,9,9,10,10,11,11,12,12,13,13,0,0]),hi=new vt([16,17,18,0,8,7,9,6,10,5,11,4,12,3,13,2,14,1,15]),ts=function(t,e){for(var n=new St(31),r=0;r<31;++r)n[r]=
e+=1<<t[r-1];for(var i=new gi(n[30]),r=1;r<30;++r)for(var o=n[r];o<n[r+1];++o)i[o]=o-n[r]<<5|r;return{b:n,r:i}},es=ts(ar,2),ns=es.b,pi=es.r;ns[28]=258,pi[258]=28;
var rs=ts(lr,0),kc=rs.b,Zo=rs.r,di=new St(32768);for(K=0;K<32768;++K)ie=(K&43690)>>1|(K&21845)<<1,ie=(ie&52428)>>2|(ie&13107)<<2,ie=(ie&61680)>>4|(ie&3855)<<4,di[K]=
((ie&65280)>>8|(ie&255)<<8)>>1;var ie,K,Qt=(function(t,e,n){for(var r=t.length,i=0,o=new St(e);i<r;++i)t[i]&&++o[t[i]-1];var s=new St(e);for(i=1;i<e;++i)s[i]=s[i-
1]+o[i-1]<<1;var a;if(n){a=new St(1<<e);var l=15-e;for(i=0;i<r;++i)if(t[i])for(var c=i<<4|t[i],u=e-t[i],p=s[t[i]-1]++<<u,m=p|(1<<u)-1;p<=m;++p)a[di[p]>>l]=c}else
for(a=new St(r),i=0;i<r;++i)t[i]&&(a[i]=di[s[t[i]-1]++]>>15-t[i]);return a}),ge=new vt(288);for(K=0;K<144;++K)ge[K]=8;var K;for(K=144;K<256;++K)ge[K]=9;var K;for(K=
256;K<280;++K)ge[K]=7;var K;for(K=280;K<288;++K)ge[K]=8;var K,vn=new vt(32);for(K=0;K<32;++K)vn[K]=5;var K,_c=Qt(ge,9,0),Ac=Qt(ge,9,1),$c=Qt(vn,5,0),zc=Qt(vn,5,
1),ci=function(t){for(var e=t[0],n=1;n<t.length;++n)t[n]>e&&(e=t[n]);return e},Rt=function(t,e,n){var r=e/8|0;return(t[r]|t[r+1]<<8)>>(e&7)&n},ui=function(t,e){
var n=e/8|0;return(t[n]|t[n+1]<<8|t[n+2]<<16)>>(e&7)},yi=function(t){return(t+7)/8|0},is=function(t,e,n){return(e==null||e<0)&&(e=0),(n==null||n>t.length)&&(n=t.
length),new vt(t.subarray(e,n))};var Sc=["unexpected EOF","invalid block type","invalid length/literal","invalid distance","stream finished","no stream handler",,"no callback","invalid UTF-8 da\
ta","extra field too long","date not in range 1980-2099","filename too long","stream finishing","invalid zip data"],jt=function(t,e,n){var r=new Error(e||Sc[t]);
if(r.code=t,Error.captureStackTrace&&Error.captureStackTrace(r,jt),!n)throw r;return r},os=function(t,e,n,r){var i=t.length,o=r?r.length:0;if(!i||e.f&&!e.l)return n||
new vt(0);var s=!n,a=s||e.i!=2,l=e.i;s&&(n=new vt(i*3));var c=function(hn){var pn=n.length;if(hn>pn){var je=new vt(Math.max(pn*2,hn));je.set(n),n=je}},u=e.f||0,
p=e.p||0,m=e.b||0,f=e.l,y=e.d,v=e.m,k=e.n,M=i*8;do{if(!f){u=Rt(t,p,1);var L=Rt(t,p+1,3);if(p+=3,L)if(L==1)f=Ac,y=zc,v=9,k=5;else if(L==2){var V=Rt(t,p,31)+257,Y=Rt(
t,p+10,15)+4,B=V+Rt(t,p+5,31)+1;p+=14;for(var C=new vt(B),X=new vt(19),tt=0;tt<Y;++tt)X[hi[tt]]=Rt(t,p+tt*3,7);p+=Y*3;for(var rt=ci(X),yt=(1<<rt)-1,w=Qt(X,rt,1),
tt=0;tt<B;){var A=w[Rt(t,p,yt)];p+=A&15;var O=A>>4;if(O<16)C[tt++]=O;else{var g=0,x=0;for(O==16?(x=3+Rt(t,p,3),p+=2,g=C[tt-1]):O==17?(x=3+Rt(t,p,7),p+=3):O==18&&
(x=11+Rt(t,p,127),p+=7);x--;)C[tt++]=g}}var b=C.subarray(0,V),_=C.subarray(V);v=ci(b),k=ci(_),f=Qt(b,v,1),y=Qt(_,k,1)}else jt(1);else{var O=yi(p)+4,P=t[O-4]|t[O-
3]<<8,q=O+P;if(q>i){l&&jt(0);break}a&&c(m+P),n.set(t.subarray(O,q),m),e.b=m+=P,e.p=p=q*8,e.f=u;continue}if(p>M){l&&jt(0);break}}a&&c(m+131072);for(var $=(1<<v)-
1,S=(1<<k)-1,I=p;;I=p){var g=f[ui(t,p)&$],R=g>>4;if(p+=g&15,p>M){l&&jt(0);break}if(g||jt(2),R<256)n[m++]=R;else if(R==256){I=p,f=null;break}else{var E=R-254;if(R>
264){var tt=R-257,D=ar[tt];E=Rt(t,p,(1<<D)-1)+ns[tt],p+=D}var et=y[ui(t,p)&S],ot=et>>4;et||jt(3),p+=et&15;var _=kc[ot];if(ot>3){var D=lr[ot];_+=ui(t,p)&(1<<D)-1,
p+=D}if(p>M){l&&jt(0);break}a&&c(m+131072);var G=m+E;if(m<_){var Tt=o-_,or=Math.min(_,G);for(Tt+m<0&&jt(3);m<or;++m)n[m]=r[Tt+m]}for(;m<G;++m)n[m]=n[m-_]}}e.l=f,
e.p=I,e.b=m,e.f=u,f&&(u=1,e.m=v,e.d=y,e.n=k)}while(!u);return m!=n.length&&s?is(n,0,m):n.subarray(0,m)},oe=function(t,e,n){n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>
8},gn=function(t,e,n){n<<=e&7;var r=e/8|0;t[r]|=n,t[r+1]|=n>>8,t[r+2]|=n>>16},fi=function(t,e){for(var n=[],r=0;r<t.length;++r)t[r]&&n.push({s:r,f:t[r]});var i=n.
length,o=n.slice();if(!i)return{t:as,l:0};if(i==1){var s=new vt(n[0].s+1);return s[n[0].s]=1,{t:s,l:1}}n.sort(function(q,V){return q.f-V.f}),n.push({s:-1,f:25001});
var a=n[0],l=n[1],c=0,u=1,p=2;for(n[0]={s:-1,f:a.f+l.f,l:a,r:l};u!=i-1;)a=n[n[c].f<n[p].f?c++:p++],l=n[c!=u&&n[c].f<n[p].f?c++:p++],n[u++]={s:-1,f:a.f+l.f,l:a,r:l};
for(var m=o[0].s,r=1;r<i;++r)o[r].s>m&&(m=o[r].s);var f=new St(m+1),y=mi(n[u-1],f,0);if(y>e){var r=0,v=0,k=y-e,M=1<<k;for(o.sort(function(V,Y){return f[Y.s]-f[V.
s]||V.f-Y.f});r<i;++r){var L=o[r].s;if(f[L]>e)v+=M-(1<<y-f[L]),f[L]=e;else break}for(v>>=k;v>0;){var O=o[r].s;f[O]<e?v-=1<<e-f[O]++-1:++r}for(;r>=0&&v;--r){var P=o[r].
s;f[P]==e&&(--f[P],++v)}y=e}return{t:new vt(f),l:y}},mi=function(t,e,n){return t.s==-1?Math.max(mi(t.l,e,n+1),mi(t.r,e,n+1)):e[t.s]=n},Jo=function(t){for(var e=t.
length;e&&!t[--e];);for(var n=new St(++e),r=0,i=t[0],o=1,s=function(l){n[r++]=l},a=1;a<=e;++a)if(t[a]==i&&a!=e)++o;else{if(!i&&o>2){for(;o>138;o-=138)s(32754);o>
2&&(s(o>10?o-11<<5|28690:o-3<<5|12305),o=0)}else if(o>3){for(s(i),--o;o>6;o-=6)s(8304);o>2&&(s(o-3<<5|8208),o=0)}for(;o--;)s(i);o=1,i=t[a]}return{c:n.subarray(0,
r),n:e}},yn=function(t,e){for(var n=0,r=0;r<e.length;++r)n+=t[r]*e[r];return n},ss=function(t,e,n){var r=n.length,i=yi(e+2);t[i]=r&255,t[i+1]=r>>8,t[i+2]=t[i]^255,
t[i+3]=t[i+1]^255;for(var o=0;o<r;++o)t[i+o+4]=n[o];return(i+4+r)*8},Qo=function(t,e,n,r,i,o,s,a,l,c,u){oe(e,u++,n),++i[256];for(var p=fi(i,15),m=p.t,f=p.l,y=fi(
o,15),v=y.t,k=y.l,M=Jo(m),L=M.c,O=M.n,P=Jo(v),q=P.c,V=P.n,Y=new St(19),B=0;B<L.length;++B)++Y[L[B]&31];for(var B=0;B<q.length;++B)++Y[q[B]&31];for(var C=fi(Y,7),
X=C.t,tt=C.l,rt=19;rt>4&&!X[hi[rt-1]];--rt);var yt=c+5<<3,w=yn(i,ge)+yn(o,vn)+s,A=yn(i,m)+yn(o,v)+s+14+3*rt+yn(Y,X)+2*Y[16]+3*Y[17]+7*Y[18];if(l>=0&&yt<=w&&yt<=
A)return ss(e,u,t.subarray(l,l+c));var g,x,b,_;if(oe(e,u,1+(A<w)),u+=2,A<w){g=Qt(m,f,0),x=m,b=Qt(v,k,0),_=v;var $=Qt(X,tt,0);oe(e,u,O-257),oe(e,u+5,V-1),oe(e,u+
10,rt-4),u+=14;for(var B=0;B<rt;++B)oe(e,u+3*B,X[hi[B]]);u+=3*rt;for(var S=[L,q],I=0;I<2;++I)for(var R=S[I],B=0;B<R.length;++B){var E=R[B]&31;oe(e,u,$[E]),u+=X[E],
E>15&&(oe(e,u,R[B]>>5&127),u+=R[B]>>12)}}else g=_c,x=ge,b=$c,_=vn;for(var B=0;B<a;++B){var D=r[B];if(D>255){var E=D>>18&31;gn(e,u,g[E+257]),u+=x[E+257],E>7&&(oe(
e,u,D>>23&31),u+=ar[E]);var et=D&31;gn(e,u,b[et]),u+=_[et],et>3&&(gn(e,u,D>>5&8191),u+=lr[et])}else gn(e,u,g[D]),u+=x[D]}return gn(e,u,g[256]),u+x[256]},Cc=new gi(
[65540,131080,131088,131104,262176,1048704,1048832,2114560,2117632]),as=new vt(0),Ec=function(t,e,n,r,i,o){var s=o.z||t.length,a=new vt(r+s+5*(1+Math.ceil(s/7e3))+
i),l=a.subarray(r,a.length-i),c=o.l,u=(o.r||0)&7;if(e){u&&(l[0]=o.r>>3);for(var p=Cc[e-1],m=p>>13,f=p&8191,y=(1<<n)-1,v=o.p||new St(32768),k=o.h||new St(y+1),M=Math.
ceil(n/3),L=2*M,O=function(ai){return(t[ai]^t[ai+1]<<M^t[ai+2]<<L)&y},P=new gi(25e3),q=new St(288),V=new St(32),Y=0,B=0,C=o.i||0,X=0,tt=o.w||0,rt=0;C+2<s;++C){var yt=O(
C),w=C&32767,A=k[yt];if(v[w]=A,k[yt]=w,tt<=C){var g=s-C;if((Y>7e3||X>24576)&&(g>423||!c)){u=Qo(t,l,0,P,q,V,B,X,rt,C-rt,u),X=Y=B=0,rt=C;for(var x=0;x<286;++x)q[x]=
0;for(var x=0;x<30;++x)V[x]=0}var b=2,_=0,$=f,S=w-A&32767;if(g>2&&yt==O(C-S))for(var I=Math.min(m,g)-1,R=Math.min(32767,C),E=Math.min(258,g);S<=R&&--$&&w!=A;){if(t[C+
b]==t[C+b-S]){for(var D=0;D<E&&t[C+D]==t[C+D-S];++D);if(D>b){if(b=D,_=S,D>I)break;for(var et=Math.min(S,D-2),ot=0,x=0;x<et;++x){var G=C-S+x&32767,Tt=v[G],or=G-Tt&
32767;or>ot&&(ot=or,A=G)}}}w=A,A=v[w],S+=w-A&32767}if(_){P[X++]=268435456|pi[b]<<18|Zo[_];var hn=pi[b]&31,pn=Zo[_]&31;B+=ar[hn]+lr[pn],++q[257+hn],++V[pn],tt=C+
b,++Y}else P[X++]=t[C],++q[t[C]]}}for(C=Math.max(C,tt);C<s;++C)P[X++]=t[C],++q[t[C]];u=Qo(t,l,c,P,q,V,B,X,rt,C-rt,u),c||(o.r=u&7|l[u/8|0]<<3,u-=7,o.h=k,o.p=v,o.
i=C,o.w=tt)}else{for(var C=o.w||0;C<s+c;C+=65535){var je=C+65535;je>=s&&(l[u/8|0]=c,je=s),u=ss(l,u+1,t.subarray(C,je))}o.i=s}return is(a,0,r+yi(u)+i)};var Nc=function(t,e,n,r,i){if(!i&&(i={l:1},e.dictionary)){var o=e.dictionary.subarray(-32768),s=new vt(o.length+t.length);s.set(o),s.set(t,o.length),t=s,i.w=o.length}
return Ec(t,e.level==null?6:e.level,e.mem==null?i.l?Math.ceil(Math.max(8,Math.min(13,Math.log(t.length)))*1.5):20:12+e.mem,n,r,i)};var Ic=function(t,e){return((t[0]&15)!=8||t[0]>>4>7||(t[0]<<8|t[1])%31)&&jt(6,"invalid zlib data"),(t[1]>>5&1)==+!e&&jt(6,"invalid zlib data: "+(t[1]&32?"need":
"unexpected")+" dictionary"),(t[1]>>3&4)+2};function ls(t,e){return Nc(t,e||{},0,0)}function cs(t,e){return os(t,{i:2},e&&e.out,e&&e.dictionary)}function us(t,e){return os(t.subarray(Ic(t,e&&e.dictionary),-4),{i:2},e&&e.out,e&&e.dictionary)}var Oc=typeof TextDecoder<"u"&&new TextDecoder,Tc=0;try{Oc.decode(as,{stream:!0}),Tc=1}catch{}function Pt(t){let e=atob(t),n=new Uint8Array(e.length);for(let r=0;r<e.length;r++)n[r]=e.charCodeAt(r);return n}var cr=({zlib:t,data:e})=>t?us(Pt(e)):Pt(e);function vi(t,e){
let{buffer:n}=t.byteOffset||t.byteLength!==t.buffer.byteLength?t.slice():t;switch(e){case"u1":return new Uint8Array(n);case"i1":return new Int8Array(n);case"u2":
return new Uint16Array(n);case"i2":return new Int16Array(n);case"i4":return new Int32Array(n);case"f4":return new Float32Array(n);default:throw new Error(`numbe\
rs of the unknown type ${e}`)}}var se=t=>typeof t=="string"?new Int32Array(Pt(t).buffer):vi(cr(t),t.type),wi=t=>typeof t=="string"?new Float32Array(Pt(t).buffer):
vi(cr(t),t.type);function fs(t,e){if(typeof t=="string")return new Float32Array(Pt(t).buffer);let n=vi(cr(t),t.type),r=new Float32Array(n.length);for(let i=0;i<
n.length;i++){let o=Math.floor(i/e),s=t.low[o];r[i]=s+(t.high[o]-s)*(n[i]/65535)}return r}function ur(t){return Array.isArray(t)?t:"joined"in t?new TextDecoder().
decode(cr(t.joined)).split("\0"):Array.from(se(t.codes),e=>t.values[e])}var bn=t=>document.querySelector(`script[type="application/json"][data-name=${JSON.stringify(t)}]`)?.textContent??null,J=JSON.parse(bn("manifest")??"{}"),_t=[J,
...J.more??[]],ye=t=>t<0?J.palette.noise:J.palette.clusters[t%J.palette.clusters.length],ct=t=>t<0?"noise":`cluster ${t}`,xi=new Map,xn=new Map,hs=window;hs.sprayChapter=
t=>xn.set(t.key,t);hs.sprayIndex=t=>xn.set("index",t);function fr(t,e){let n=xi.get(e.key);return n||(n=(e.address?ps(e.address,e.key,e.name):Lc(e)).then(i=>Fc(
i,t.key)),xi.set(e.key,n),n.catch(()=>xi.delete(e.key))),n}async function Lc(t){let e=bn(`chapter ${t.key}`);if(e===null)throw new Error(`The page holds nothing\
 of \u201C${t.name}\u201D. Build it again.`);let{chapter:n,files:r}=JSON.parse(e),i=o=>{let[s,a]=r[o].split(",");return URL.createObjectURL(new Blob([Pt(a)],{type:s.
slice(5).split(";")[0]}))};for(let o of Object.values(n.pictures))o.files=o.files.map(i);return n}function ps(t,e,n){return new Promise((r,i)=>{let o=t.split("?")[0],
s=d("script",{src:t});s.onload=()=>xn.has(e)?r(xn.get(e)):i(new Error(`${o} is damaged: it holds no \u201C${n}\u201D.`)),s.onerror=()=>i(new Error(`${o} is miss\
ing. The page needs the folders beside it: copy the whole site, or build it again.`)),document.head.append(s)}).finally(()=>xn.delete(e))}function Fc(t,e){let n=ur(
t.ids),r=n.length,i=t.analyses.map(s=>({...s,neighbours:s.neighbours?{count:s.neighbours.count,positions:se(s.neighbours.positions)}:null,embeddings:s.embeddings.
map(a=>{let l=fs(a.points,r);return{...a,column:u=>u<a.axes.length?l.subarray(u*r,(u+1)*r):new Float32Array(r)}}),clusterings:s.clusterings.map(a=>({...a,labels:se(
a.labels)}))})),o=(s,a)=>Object.fromEntries(Object.entries(s).map(([l,c])=>[l,a(c)]));return{...t,project:e,ids:n,size:r,analyses:i,rows:se(t.rows),label:se(t.label),
prediction:se(t.prediction),score:wi(t.score),labels:t.labels?{starts:se(t.labels.starts),indices:se(t.labels.indices)}:null,metadata:o(t.metadata,ur),pictures:o(
t.pictures,s=>({...s,scale:s.scale?wi(s.scale):null}))}}var wn=null;function ds(){if(!wn){let t=bn("index");wn=(t!==null?Promise.resolve(JSON.parse(t)):J.index?
ps(J.index,"index","index"):Promise.resolve({projects:[]})).then(({projects:n})=>new Map(n.map(r=>[r.key,ur(r.ids)]))),wn.catch(()=>{wn=null})}return wn}var Mn=t=>t.
slice(t.lastIndexOf("/")+1);function st(t){let e=0;for(let n=0;n<t.length;n++)e+=t[n];return{mask:t,size:e}}var te=t=>({mask:new Uint8Array(t),size:0});function qe(t,e){let n=new Uint8Array(
t);for(let r of e)r>=0&&r<t&&(n[r]=1);return st(n)}function hr(t,e){let n=new Uint8Array(t.length);for(let r=0;r<n.length;r++)t[r]===e&&(n[r]=1);return st(n)}function He({
mask:t,size:e}){let n=new Array(e);for(let r=0,i=0;r<t.length;r++)t[r]&&(n[i++]=r);return n}function At(t,e,n){let r=new Uint8Array(t.mask.length);for(let i=0;i<
r.length;i++)n==="add"?r[i]=t.mask[i]|e[i]:n==="remove"?r[i]=t.mask[i]&(e[i]^1):n==="toggle"?r[i]=t.mask[i]^e[i]:r[i]=e[i];return st(r)}function ms(t,e){if(t===
e)return!0;if(t.size!==e.size||t.mask.length!==e.mask.length)return!1;for(let n=0;n<t.mask.length;n++)if(t.mask[n]!==e.mask[n])return!1;return!0}var Ve=t=>t.altKey?
"remove":t.shiftKey||t.ctrlKey||t.metaKey?"add":"replace";var bi=new Map;function z(t,e){for(let n of t.split(" "))bi.set(n,[...bi.get(n)??[],e])}var W=t=>(bi.get(t)??[]).forEach(e=>e(t)),qt=Object.freeze({k:1,u:.5,v:.5}),
h={project:0,open:-1,chapter:null,error:"",missing:[],views:new Map,mode:"pair",colormap:"",opacity:90,pixels:"auto",scale:"sample",order:"data",tile:0,colour:"\
cluster",tool:"lasso",beside:{category:"",embedding:""},hover:null,live:!1,hot:null},H=()=>_t[h.project],kn=()=>H().categories[h.open],Lt=t=>H().classes[t]??(t<
0?"unknown":`class ${t}`);function Z(t){let e=h.views.get(t.key);return e||h.views.set(t.key,e=Dc(t)),e}var T=()=>Z(h.chapter);function Dc(t){let{analysis:e,clustering:n,
embedding:r,suspect:i}=t.first,o=t.analyses.find(a=>a.name===e)?.clusterings.find(a=>a.name===n)?.labels,s=i!==null&&o?hr(o,i):te(t.size);return{analysis:e,clustering:n,
embedding:r,x:0,y:1,selection:s,camera:qt,filter:Ye()}}function N(t=h.chapter){if(!t)return{};let e=Z(t),n=t.analyses.find(o=>o.name===e.analysis)??t.analyses[0],
r=n?.embeddings.find(o=>o.name===e.embedding)??Mi(n),i=n?.clusterings.find(o=>o.name===e.clustering)??n?.clusterings[0];return{analysis:n,embedding:r,clustering:i}}
var Mi=t=>t?.embeddings.find(e=>e.axes.length===2)??t?.embeddings[0];async function gt(t,{project:e=h.project,prepare:n}={}){let r=h.chapter;if(r&&h.project===e&&
h.open===t)return n?.(r),W("open");let i=_t[e].categories[t];if(Object.assign(h,{project:e,open:t,chapter:null,error:"",hover:null,hot:null}),W("open"),!!i){try{
let o=await fr(_t[e],i);if(h.project!==e||h.open!==t)return;r&&r.project!==o.project&&r.name===o.name&&Uc(r,o),n?.(o),h.chapter=o}catch(o){if(h.project!==e||h.open!==
t)return;h.error=o instanceof Error?o.message:String(o)}W("open")}}function Uc(t,e){let n=Z(t),r=Z(e),i=new Map(e.ids.map((l,c)=>[l,c])),o=new Uint8Array(e.size),
s=0;if(t.ids.forEach((l,c)=>{let u=i.get(l);u!==void 0&&s++,n.selection.mask[c]&&u!==void 0&&(o[u]=1)}),!s)return;r.selection=st(o);for(let l of["analysis","emb\
edding","clustering","x","y"])Object.assign(r,{[l]:n[l]});let{embedding:a}=N(e);r.x=Math.min(r.x,(a?.axes.length??1)-1),r.y=Math.min(r.y,Math.max(0,(a?.axes.length??
1)-1))}function gs(t){let e=kn()?.name,n=_t[t].categories.findIndex(r=>r.name===e);return gt(Math.max(0,n),{project:t})}function Ae(t){if(!h.chapter)return;let e=T();
(t.clustering!==void 0||t.analysis!==void 0)&&(e.filter={...e.filter,hidden:new Set}),(t.embedding!==void 0||t.x!==void 0||t.y!==void 0||t.analysis!==void 0)&&(e.
camera=qt),Object.assign(e,t),W("plot")}function Ct(t){Object.assign(h,t),W("look")}function Ke(t){T().filter={...T().filter,...t},W("filter")}function Q(t,{live:e=!1,
chapter:n=h.chapter}={}){if(!n)return;let r=Z(n);e&&ms(r.selection,t)||(r.selection=t,h.live=e,W("selection"))}function pr(){if(!h.chapter)return;let t=wt(h.chapter),
{mask:e}=T().selection;Q(st(e.map((n,r)=>t&&!t[r]?0:n^1)))}function dr(){if(!h.chapter)return;let t=wt(h.chapter);Q(t?st(t.slice()):st(new Uint8Array(h.chapter.
size).fill(1)))}function Ft(t,e,n){let r=h.hover;(r?.i??-1)===e&&r?.from===n||(h.hover=t&&e>=0?{chapter:t,i:e,from:n}:null,W("hover"))}function ki(t){h.hot!==t&&
(h.hot=t,W("hover"))}var Ye=()=>({hidden:new Set,prediction:null,verdict:"all"}),$e=({hidden:t,prediction:e,verdict:n})=>t.size>0||e!==null||n!=="all";function ze(t,e){if(t.labels){
let{starts:n,indices:r}=t.labels;return Array.from({length:n[e+1]-n[e]},(i,o)=>r[n[e]+o])}return t.label[e]>=0?[t.label[e]]:[]}function Ht(t,e){if(t.prediction[e]<
0)return"unknown";if(t.labels){let n=ze(t,e);return n.length?n.includes(t.prediction[e])?"right":"wrong":"unknown"}return t.label[e]<0?"unknown":t.label[e]===t.
prediction[e]?"right":"wrong"}var ys=new WeakMap;function wt(t){let{filter:e}=Z(t),n=N(t).clustering?.labels;if(!$e(e))return null;let r=ys.get(e);if(r&&r.labels===
n)return r.mask;let i=new Uint8Array(t.size);for(let o=0;o<i.length;o++){let s=n!==void 0&&e.hidden.has(n[o]),a=e.prediction!==null&&t.prediction[o]!==e.prediction;
i[o]=s||a||e.verdict!=="all"&&Ht(t,o)!==e.verdict?0:1}return ys.set(e,{labels:n,mask:i}),i}var vs=[Int8Array,Uint8Array,Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,Float32Array,Float64Array],_i=1,_n=8,nt=new Uint32Array(96),$n=class t{static from(e){
if(!e||e.byteLength===void 0||e.buffer)throw new Error("Data must be an instance of ArrayBuffer or SharedArrayBuffer.");let[n,r]=new Uint8Array(e,0,2);if(n!==219)
throw new Error("Data does not appear to be in a KDBush format.");let i=r>>4;if(i!==_i)throw new Error(`Got v${i} data when expected v${_i}.`);let o=vs[r&15];if(!o)
throw new Error("Unrecognized array type.");let[s]=new Uint16Array(e,2,1),[a]=new Uint32Array(e,4,1);return new t(a,s,o,void 0,e)}constructor(e,n=64,r=Float64Array,i=ArrayBuffer,o){
if(isNaN(e)||e<0)throw new Error(`Unexpected numItems value: ${e}.`);this.numItems=+e,this.nodeSize=Math.min(Math.max(+n,2),65535),this.ArrayType=r,this.IndexArrayType=
e<65536?Uint16Array:Uint32Array;let s=vs.indexOf(this.ArrayType),a=e*2*this.ArrayType.BYTES_PER_ELEMENT,l=e*this.IndexArrayType.BYTES_PER_ELEMENT,c=(8-l%8)%8;if(s<
0)throw new Error(`Unexpected typed array class: ${r}.`);if(o)this.data=o,this.ids=new this.IndexArrayType(o,_n,e),this.coords=new r(o,_n+l+c,e*2),this._pos=e*2,
this._finished=!0;else{let u=this.data=new i(_n+a+l+c);this.ids=new this.IndexArrayType(u,_n,e),this.coords=new r(u,_n+l+c,e*2),this._pos=0,this._finished=!1,new Uint8Array(
u,0,2).set([219,(_i<<4)+s]),new Uint16Array(u,2,1)[0]=n,new Uint32Array(u,4,1)[0]=e}}add(e,n){let r=this._pos>>1;return this.ids[r]=r,this.coords[this._pos++]=e,
this.coords[this._pos++]=n,r}finish(){let e=this._pos>>1;if(e!==this.numItems)throw new Error(`Added ${e} items when expected ${this.numItems}.`);return $i(this.
ids,this.coords,this.nodeSize,0,this.numItems-1,0),this._finished=!0,this}range(e,n,r,i){if(!this._finished)throw new Error("Data not yet indexed - call index.f\
inish().");let{ids:o,coords:s,nodeSize:a}=this;nt[0]=0,nt[1]=o.length-1,nt[2]=0;let l=3,c=[];for(;l>0;){let u=nt[--l],p=nt[--l],m=nt[--l];if(p-m<=a){for(let k=m;k<=
p;k++){let M=s[2*k],L=s[2*k+1];M>=e&&M<=r&&L>=n&&L<=i&&c.push(o[k])}continue}let f=m+p>>1,y=s[2*f],v=s[2*f+1];y>=e&&y<=r&&v>=n&&v<=i&&c.push(o[f]),(u===0?e<=y:n<=
v)&&(nt[l++]=m,nt[l++]=f-1,nt[l++]=1-u),(u===0?r>=y:i>=v)&&(nt[l++]=f+1,nt[l++]=p,nt[l++]=1-u)}return c}within(e,n,r){let i=[];return this.withinInto(e,n,r,i),i}withinInto(e,n,r,i){
if(!this._finished)throw new Error("Data not yet indexed - call index.finish().");let{ids:o,coords:s,nodeSize:a}=this;nt[0]=0,nt[1]=o.length-1,nt[2]=0;let l=3,c=0,
u=r*r;for(;l>0;){let p=nt[--l],m=nt[--l],f=nt[--l];if(m-f<=a){for(let M=f;M<=m;M++)ws(s[2*M],s[2*M+1],e,n)<=u&&(i[c++]=o[M]);continue}let y=f+m>>1,v=s[2*y],k=s[2*
y+1];ws(v,k,e,n)<=u&&(i[c++]=o[y]),(p===0?e-r<=v:n-r<=k)&&(nt[l++]=f,nt[l++]=y-1,nt[l++]=1-p),(p===0?e+r>=v:n+r>=k)&&(nt[l++]=y+1,nt[l++]=m,nt[l++]=1-p)}return c}};
function $i(t,e,n,r,i,o){if(i-r<=n)return;let s=r+i>>1;xs(t,e,s,r,i,o),$i(t,e,n,r,s-1,1-o),$i(t,e,n,s+1,i,1-o)}function xs(t,e,n,r,i,o){for(;i>r;){if(i-r>600){let c=i-
r+1,u=n-r+1,p=Math.log(c),m=.5*Math.exp(2*p/3),f=.5*Math.sqrt(p*m*(c-m)/c)*(u-c/2<0?-1:1),y=Math.max(r,Math.floor(n-u*m/c+f)),v=Math.min(i,Math.floor(n+(c-u)*m/
c+f));xs(t,e,n,y,v,o)}let s=e[2*n+o],a=r,l=i;for(An(t,e,r,n),e[2*i+o]>s&&An(t,e,r,i);a<l;){for(An(t,e,a,l),a++,l--;e[2*a+o]<s;)a++;for(;e[2*l+o]>s;)l--}e[2*r+o]===
s?An(t,e,r,l):(l++,An(t,e,l,i)),l<=n&&(r=l+1),n<=l&&(i=l-1)}}function An(t,e,n,r){Ai(t,n,r),Ai(e,2*n,2*r),Ai(e,2*n+1,2*r+1)}function Ai(t,e,n){let r=t[e];t[e]=t[n],
t[n]=r}function ws(t,e,n,r){let i=t-n,o=e-r;return i*i+o*o}var bs=new WeakMap;function Ge(t,e,n){let r=bs.get(t)??new Map;bs.set(t,r);let i=r.get(`${e} ${n}`);if(!i){let o=Ms(t.column(e)),s=Ms(t.column(n)),a=new $n(Math.
max(1,o.length),64,Float32Array);for(let l=0;l<o.length;l++)a.add(o[l],s[l]);o.length||a.add(-9,-9),a.finish(),r.set(`${e} ${n}`,i={u:o,v:s,index:a})}return i}function Ms(t){
let e=1/0,n=-1/0;for(let o of t)o<e&&(e=o),o>n&&(n=o);let r=new Float32Array(t.length),i=n-e;for(let o=0;o<r.length;o++)r[o]=i>0?(t[o]-e)/i:.5;return r}function ks({
u:t,v:e,index:n},r,i,o,s,a){let l=-1,c=1;for(let u of n.range(r-o,i-s,r+o,i+s)){if(u>=t.length||a&&!a[u])continue;let p=((t[u]-r)/o)**2+((e[u]-i)/s)**2;p<c&&(c=
p,l=u)}return l}function _s(t,e,n){let r=t.axes.map((a,l)=>t.column(l)),i=r[0].length,o=new Float64Array(i);for(let a of r)for(let l=0;l<i;l++)o[l]+=(a[l]-a[e])**
2;let s=[];for(let a=0;a<i;a++){if(a===e||s.length===n&&o[a]>=o[s[n-1]])continue;let l=s.length;for(;l>0&&o[s[l-1]]>o[a];)l--;s.splice(l,0,a),s.length>n&&s.pop()}
return s}var Bc=t=>btoa(Array.from(t,e=>String.fromCharCode(e)).join("")).replace(/\+/g,"-").replace(/\//g,"_").replace(/=/g,""),Rc=t=>Uint8Array.from(atob(t.replace(/-/g,
"+").replace(/_/g,"/")),e=>e.charCodeAt(0));function jc(t,{mask:e}){if(!t)return null;let n=new Map;for(let o=0;o<e.length;o++)e[o]&&n.set(t.labels[o],(n.get(t.
labels[o])??0)+1);let r=new Map(t.clusters.map(o=>[o.label,o.size])),i=[...n.keys()].sort((o,s)=>o-s);return i.every(o=>n.get(o)===r.get(o))?i:null}function $s({
embedding:t,x:e,y:n},r){if(!t)return null;let{ids:i}=Ge(t,e,n).index;return i.length===r?i:null}function As(t,e){let n=new Uint8Array(Math.ceil(t.length/8));for(let r=0;r<
t.length;r++)t[e?e[r]:r]&&(n[r>>3]|=1<<(r&7));return Bc(ls(n,{level:9}))}function zs(t,e,n){if(!n.size)return"";if(n.size===t.size)return"a";let r=jc(e.clustering,
n);if(r)return`k${r.join(".")}`;let i=[`b${As(n.mask,null)}`];n.size<=1e3&&i.push(`l${He(n).map((s,a,l)=>(s-(a?l[a-1]:0)).toString(36)).join(".")}`);let o=$s(e,
t.size);return o&&i.push(`s${As(n.mask,o)}`),`${i.reduce((s,a)=>a.length<s.length?a:s)}~${t.digest}`}function Ss(t,e,n){let[r,i]=n.slice(1).split("~");if(!n)return te(
t.size);if(n==="a")return st(new Uint8Array(t.size).fill(1));if(n[0]==="k"){let l=new Set(r.split(".").map(Number)),c=e.clustering?.labels,u=st(Uint8Array.from(
{length:t.size},(p,m)=>c&&l.has(c[m])?1:0));if(!u.size)throw new Error(`cluster ${r}`);return u}if(i!==t.digest)throw new Error("that selection: it was made on \
other samples");if(n[0]==="l"){let l=0;return qe(t.size,r.split(".").map(c=>l+=parseInt(c,36)))}let o=n[0]==="s"?$s(e,t.size):null;if(n[0]==="s"&&!o)throw new Error(
"that selection: the embedding it was drawn on is not here");let s;try{s=cs(Rc(r),{out:new Uint8Array(Math.ceil(t.size/8))})}catch{throw new Error("that selecti\
on: the link is damaged")}let a=new Uint8Array(t.size);for(let l=0;l<a.length;l++)s[l>>3]>>(l&7)&1&&(a[o?o[l]:l]=1);return st(a)}var Es={m:"mode",p:"colormap",i:"pixels",g:"scale",r:"order",b:"colour"},ve={mode:"",colormap:"",pixels:"auto",scale:"sample",order:"data",colour:"cluster",opacity:90,
tile:0},Pc=t=>[...document.querySelectorAll(`[data-choice="${t}"] :is(button, option)`)].map(e=>e.value);function Se(){let{chapter:t}=h;if(!t)return location.hash;
let{analysis:e,embedding:n,clustering:r}=N(),i=T(),o=[["j",h.project>0&&H().key],["c",t.key],["a",e?.name],["e",n?.name],["k",r?.name]];n&&n.axes.length>2&&o.push(
["x",i.x],["y",i.y]);for(let[m,f]of Object.entries(Es))o.push([m,h[f]!==ve[f]&&h[f]]);o.push(["o",h.opacity!==ve.opacity&&h.opacity],["n",h.tile>0&&h.tile]);let{
hidden:s,prediction:a,verdict:l}=i.filter;$e(i.filter)&&o.push(["h",s.size>0&&[...s].join(".")],["q",a??void 0],["w",l!=="all"&&l]);let{k:c,u,v:p}=i.camera;return i.
camera!==qt&&o.push(["z",[c.toPrecision(4),u.toFixed(4),p.toFixed(4)].map(Number).join("_")]),h.beside.category&&o.push(["d",`${h.beside.category}~${h.beside.embedding}`]),
o.push(["s",zs(t,{clustering:r,embedding:n,x:i.x,y:i.y},i.selection)]),`#${new URLSearchParams(o.filter(([,m])=>m!==void 0&&m!==!1).map(([m,f])=>[m,String(f)]))}`}
var Ci=()=>Number(history.state?.depth??0),zi=!1;function Si(t){if(!h.chapter||zi)return;let e=Se();location.hash!==e&&(t&&!Cs?history.pushState({depth:Ci()+1},
"",e):history.replaceState(history.state,"",e),Cs=!1)}var Cs=!0,qc=sr(()=>Si(!1),200),mr=()=>{Ci()>0&&history.back()},gr=()=>history.forward(),Ei=()=>Ci()>0;function zn(t){
let e=new URLSearchParams(t.slice(1)),n=[],r=(f,y,v)=>{let k=e.get(f);if(k!==null){if(y.includes(k))return k;n.push(`${v} \u201C${k}\u201D`)}};for(let[f,y]of Object.
entries(Es)){let v=y==="colormap"?Object.keys(J.colormaps):y==="colour"?null:Pc(y);h[y]=v?r(f,v,y==="colormap"?"colour map":y)??ve[y]:e.get(f)??ve[y]}let i=(f,y,v,k)=>{
let M=e.has(f)?Number(e.get(f)):NaN;return M>=y&&M<=v?M:k};h.opacity=i("o",0,100,ve.opacity),h.tile=i("n",0,512,ve.tile),h.missing=n;let o=_t.map(f=>f.key??""),
s=e.has("j")?Math.max(0,o.indexOf(r("j",o,"project")??"")):0,a=_t[s].categories.map(f=>f.key),l=r("c",a,"category"),[c,u=""]=(e.get("d")??"").split("~");h.beside=
c&&a.includes(c)?{category:c,embedding:u}:{category:"",embedding:""},W("look");let p=e.has("c")&&l===void 0,m=f=>{p||Hc(f,e,n,r,i)};return gt(a.length?Math.max(
0,a.indexOf(l??"")):-1,{project:s,prepare:m})}function Hc(t,e,n,r,i){let o=Z(t),s=y=>y.map(v=>v.name);o.analysis=r("a",s(t.analyses),"analysis")??o.analysis;let{
analysis:a}=N(t);o.embedding=r("e",s(a?.embeddings??[]),"embedding")??o.embedding,o.clustering=r("k",s(a?.clusterings??[]),"clustering")??o.clustering;let{embedding:l,
clustering:c}=N(t),u=Math.max(0,(l?.axes.length??1)-1);o.x=Math.round(i("x",0,u,0)),o.y=Math.round(i("y",0,u,Math.min(1,u)));let[p,m,f]=(e.get("z")??"").split("\
_").map(Number);if(o.camera=p>=.1&&p<=1e4&&Number.isFinite(m)&&Number.isFinite(f)?{k:p,u:m,v:f}:qt,o.filter=Ye(),["h","q","w"].some(y=>e.has(y))){let y=new Set(
(e.get("h")??"").split(".").filter(Boolean).map(Number).filter(k=>c?.clusters.some(M=>M.label===k))),v=["right","wrong"].find(k=>k===e.get("w"))??"all";o.filter=
{hidden:y,prediction:e.has("q")?i("q",-1,1e9,-1):null,verdict:v}}if(e.has("s"))try{o.selection=Ss(t,{clustering:c,embedding:l,x:o.x,y:o.y},e.get("s")??"")}catch(y){
n.push(y instanceof Error?y.message:String(y))}}function Ns(){return ve.mode=h.mode,ve.colormap=h.colormap,z("open plot filter",()=>Si(!0)),z("selection",()=>{h.
live||Si(!0)}),z("look camera layout",qc),addEventListener("popstate",async()=>{if(location.hash!==Se()){zi=!0;try{await zn(location.hash)}finally{zi=!1}}}),zn(
location.hash)}var Sn=t=>document.querySelector(`[data-choice="${t}"]`);function Et(t,e,n,r=2){let i=Sn(t);i&&(i.hidden=e.length<r,Vt(U("select",i),e,n))}function Vt(t,e,n){t.
replaceChildren(...e.map(([r,i])=>d("option",{value:r},i))),n!==void 0&&(t.value=n)}function Mt(t,e){let n=Sn(t);if(!n)return;let r=i=>i.target.value;n.getAttribute(
"role")==="radiogroup"?Cn(n,e):n.addEventListener(n.classList.contains("slider")?"input":"change",i=>e(r(i)))}function Cn(t,e){let n=()=>[...t.querySelectorAll(
"button")];t.addEventListener("click",r=>{let i=r.target.closest("button");i&&e(i.value)}),t.addEventListener("keydown",r=>{let i={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,
ArrowUp:-1}[r.key],o=n(),s=o.indexOf(r.target);if(!i||s<0)return;let a=o[(s+i+o.length)%o.length];a.focus(),e(a.value),r.preventDefault(),r.stopPropagation()})}
function En(t,e){for(let n of t?.querySelectorAll("button")??[])n.setAttribute("aria-checked",String(n.value===e)),n.tabIndex=n.value===e?0:-1}function we(t,e,n){
let r=Sn(t);if(!r)return;if(r.getAttribute("role")==="radiogroup")return En(r,String(e));let i=U("select, input",r);i.value=String(e);let o=r.querySelector("out\
put");o&&n!==void 0&&(o.textContent=n)}var Vc={lasso:"M8 2.5c3.3 0 6 1.8 6 4s-2.7 4-6 4c-.8 0-1.6-.1-2.3-.3M8 2.5c-3.3 0-6 1.8-6 4 0 1.3 1 2.5 2.5 3.2M4.5 9.5a1.2 1.2 0 1 0 1.2 1.6c.3 1.1-.3 2.2-1.5 \
2.7",box:"M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7",pan:"M8 1.5v13M1.5 8h13M8 1.5 6 3.5M8 1.5l2 2M8 14.5l-2-2M8 \
14.5l2-2M1.5 8l2-2M1.5 8l2 2M14.5 8l-2-2M14.5 8l-2 2",fit:"M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",selection:"M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8\
 0 0 0 0-5.6M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3",plus:"M8 3v10M3 8h10",minus:"M3 8h10",beside:"M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z",swap:"M3 6h9M9.5 3.5 12 6M13\
 10H4M6.5 7.5 4 10l2.5 2.5",close:"M4 4l8 8M12 4l-8 8",undo:"M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6",redo:"M10 3.5l3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H\
10",eye:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",hidden:"M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C1\
3 11 10.7 12.5 8 12.5S3 11 1.5 8zM3 14 13 2",left:"M10 3 5 8l5 5",right:"M6 3l5 5-5 5",grid:"M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z"},
Ce=t=>lt("svg",{class:"icon-drawing",viewBox:"0 0 16 16",width:16,height:16,"aria-hidden":"true"},lt("path",{d:Vc[t],fill:"none",stroke:"currentColor","stroke-w\
idth":1.4,"stroke-linecap":"round","stroke-linejoin":"round"})),it=(t,e,n,r={})=>d("button",{type:"button",class:"icon",title:e,"aria-label":e,onclick:n,...r},Ce(
t));var Is=new WeakMap,Kc=new IntersectionObserver(t=>{for(let{isIntersecting:e,target:n}of t)e&&Os(n)},{rootMargin:"200px"});function yr(t,e,n,r){let i=d("canvas",
{class:"thumbnail",width:2*n,height:2*r,"aria-hidden":"true",style:{width:`${n}px`,height:`${r}px`}});return Is.set(i,{entry:t,most:e}),Kc.observe(i),i}function Os(t){
let e=Is.get(t),n=t.getContext("2d");if(!e||!n)return;let{entry:{thumbnail:r,suspect:i,strangeness:o},most:s}=e,a=Pt(r),l=t.width>200?1.6:1;n.clearRect(0,0,t.width,
t.height);for(let c=0;c<a.length;c+=3)n.globalAlpha=a[c+2]?.2+.8*((o??0)/(s||1))**3:1,n.fillStyle=a[c+2]?ye(i??0):kt("quiet"),n.beginPath(),n.arc(6+a[c]/255*(t.
width-12),t.height-6-a[c+1]/255*(t.height-12),l*(a[c+2]?3.2:2.2),0,7),n.fill()}z("theme",()=>{for(let t of document.querySelectorAll("canvas.thumbnail"))t.getClientRects().
length&&Os(t)});var Nn=new Map,Ts=-1,Ls="";function In(){let{rankings:t,categories:e}=H(),n=t.find(o=>o.name===Ls)??t[0],r=n?.values??e.map(o=>o.strangeness),i=r.map((o,s)=>s).
sort((o,s)=>(r[s]??-1/0)-(r[o]??-1/0)||o-s);return{title:n?.title??"strangeness",hint:n?.hint??"",name:n?.name??"",values:r,order:i}}var Ni=t=>t!==null&&Number.
isInteger(t)&&Math.abs(t)>1?F(t):mt(t);function Fs(){let t=j("categories"),{categories:e,rankings:n}=H();if(Ts=h.project,Et("ranking",n.map(l=>[l.name,l.title]),
In().name),Nn=new Map,!e.length)return t.replaceChildren(d("p",{class:"empty"},"These results hold no category: nothing was analysed."));let{order:r,values:i,title:o,
hint:s}=In(),a=Math.max(...e.map(l=>l.strangeness??0));for(let l of r){let c=e[l],u=d("span",{class:"category-text"},d("span",{class:"category-name",title:c.name,
dir:"auto"},c.name),d("span",{class:"muted"},Zt(c.size,"sample"),c.wrong?`, ${F(c.wrong)} wrong`:""));Nn.set(l,d("button",{type:"button",class:"category","data-\
key":c.key,onclick:()=>gt(l)},yr(c,a,55,40),u,d("span",{class:"score",title:s||o},Ni(i[l]))))}return t.replaceChildren(...Nn.values()),Ds()}function Ds(){Nn.forEach(
(t,e)=>e===h.open?t.setAttribute("aria-current","true"):t.removeAttribute("aria-current")),Nn.get(h.open)?.scrollIntoView({block:"nearest",inline:"nearest"})}function Ii(t){
let{order:e}=In(),n=e[e.indexOf(h.open)+t];n!==void 0&&gt(n)}function Oi(t){Ls=t,Fs()}function Us(t){U("#categories > h2").append(it("grid","Overview of all cat\
egories (o)",t)),Mt("ranking",Oi),Sn("ranking")?.setAttribute("title","What the categories are sorted by"),z("open",()=>Ts===h.project?Ds():Fs())}var vr=254,Bs=new Map(Object.entries(J.colormaps).map(([t,e])=>[t,Pt(e)])),wr=()=>Bs.get(h.colormap)??Bs.get(J.colormap),xr=lt("svg",{class:"filters","aria-hidd\
en":"true",width:0,height:0});document.body.append(xr);var Fi=(t,...e)=>lt("filter",{id:t,x:"0",y:"0",width:"100%",height:"100%","color-interpolation-filters":"\
sRGB"},...e),Ps=(t,e)=>lt("feColorMatrix",{type:"matrix",values:t.join(" "),...e}),Ti="0.299 0.587 0.114 0 0";xr.append(Fi("luma",Ps([Ti,Ti,Ti,"0 0 0 1 0"],{})));
var qs=t=>Array.from({length:256},(e,n)=>t(n).toFixed(4)).join(" ");function Rs(t){let e=wr(),n=i=>Math.max(0,Math.min(255,128+Math.round(t*(i-128)))),r=["R","G",
"B"].map((i,o)=>lt(`feFunc${i}`,{type:"table",tableValues:qs(s=>e[3*n(s)+o]/255)}));return lt("feComponentTransfer",{in:"SourceGraphic",result:"colour"},...r)}function Yc(t){
let e=qs(n=>Math.min(1,h.opacity/100*t*Math.abs((n-128)/127)));return lt("feComponentTransfer",{in:"q",result:"alpha"},lt("feFuncA",{type:"table",tableValues:e}))}
var Li="0 0 0 0 0",Hs={attribution:(t,e)=>Fi(t,Rs(e)),overlay:(t,e)=>Fi(t,Rs(e),Ps([Li,Li,Li,"1 0 0 0 0"],{in:"SourceGraphic",result:"q"}),Yc(e),lt("feComposite",
{in:"colour",in2:"alpha",operator:"in"}))};function Vs(t,e){let n=Math.round(Math.max(0,Math.min(1,e))*vr),r=n===vr?t:`${t}-${n}`;return document.getElementById(
r)||xr.append(Hs[t](r,n/vr)),`url(#${r})`}var js="";z("look",()=>{let t=`${h.colormap} ${h.opacity}`;if(t!==js){js=t;for(let e of xr.querySelectorAll("filter")){
let[n,r]=e.id.split("-");n!=="luma"&&e.replaceWith(Hs[n](e.id,r===void 0?1:Number(r)/vr))}document.documentElement.style.setProperty("--neutral",`rgb(${wr().slice(
384,387).join(" ")})`)}});var br={input:"Input",attribution:"Attribution",overlay:"Overlay"},Xe=()=>h.mode==="pair"?["input","attribution"]:[h.mode];function ae(t,e){let{width:n,height:r}=t.
pictures.input,i=Math.max(n,r),o=i*1.5<e?Math.max(1,Math.round(e/i)):e/i;return{width:Math.round(n*o),height:Math.round(r*o)}}var Ks=new WeakMap;function On(t){
let e=Ks.get(t);if(e===void 0){e=0;for(let n=0;n<(t.scale?.length??0);n++)e=Math.max(e,t.scale[n]);Ks.set(t,e)}return e}function Gc(t,e){if(h.scale==="sample"||
!t.scale)return 1;let n=On(t);return n>0?t.scale[e]/n:1}function Nt(t,e,n,r,{name:i=t.ids[e],input:o="input",relevance:s="relevance"}={}){let a=[],l=t.pictures[s];
n!=="attribution"&&a.push(Ys(t.pictures[o],e,r,n==="overlay"?"url(#luma)":"")),n!=="input"&&a.push(Ys(l,e,r,Vs(n,s==="relevance"?Gc(l,e):1)));let c={width:`${r.
width}px`,height:`${r.height}px`};return d("div",{class:`picture ${n}`,style:c,role:"img","aria-label":`${br[n]} of ${i}`},...a)}function Ys(t,e,n,r){let{columns:i,
rows:o,gutter:s}=t,a=e%(i*o),l=n.width/t.width,c=n.height/t.height,u=a%i*(t.width+2*s)+s,p=Math.floor(a/i)*(t.height+2*s)+s,m=h.pixels==="pixelated"||h.pixels===
"auto"&&l>1.5,f={"background-image":`url("${new URL(t.files[Math.floor(e/(i*o))],document.baseURI).href}")`,"background-size":`${i*(t.width+2*s)*l}px ${o*(t.height+
2*s)*c}px`,"background-position":`${-u*l}px ${-p*c}px`,"image-rendering":m?"pixelated":"auto",filter:r};return d("div",{class:"layer",style:f})}function Kt(t,e){
return{label:ze(t,e).map(Lt).join(", ")||"unknown",prediction:Lt(t.prediction[e]),score:t.score[e],wrong:Ht(t,e)==="wrong"}}var le=t=>d("span",{class:t<0?"dot n\
oise":"dot",style:{"--cluster":ye(t)}});function Tn(t,e){let{clustering:n}=N(t);return n?[le(n.labels[e]),` ${ct(n.labels[e])}`]:[]}var $t=j("samples"),We=$t.appendChild(d("div",{class:"tiles"})),Gs=$t.appendChild(d("p",{class:"empty"})),Xc=[192,160,128,96],Wc=36,Ln=8,xt=[],kr="",_r=0,Ws=()=>xt,
Xs={data:({rows:t})=>(e,n)=>t[e]-t[n],score:({score:t,rows:e})=>(n,r)=>t[n]-t[r]||e[n]-e[r],sure:({score:t,rows:e})=>(n,r)=>t[r]-t[n]||e[n]-e[r],relevance:({pictures:t,
rows:e})=>{let n=t.relevance?.scale;return(r,i)=>(n?.[i]??0)-(n?.[r]??0)||e[r]-e[i]},wrong:t=>(e,n)=>+(Ht(t,n)==="wrong")-+(Ht(t,e)==="wrong")||t.prediction[e]-
t.prediction[n]||t.rows[e]-t.rows[n],cluster:({rows:t})=>{let e=N().clustering?.labels??[];return(n,r)=>(e[n]??0)-(e[r]??0)||t[n]-t[r]}};function Zs(){let t=h.chapter,
e=Xe().length,n=(h.tile?[h.tile]:Xc).map(r=>{let i=ae(t,r),o=Math.max(i.width*e+3*(e-1),84),s=o+Ln,a=i.height+Wc+Ln;return{size:i,width:o,pitch:s,height:a,columns:Math.
max(1,Math.floor(($t.clientWidth-3*Ln+Ln)/s))}});return n.find(({columns:r,height:i})=>Math.ceil(xt.length/r)*i<=$t.clientHeight-Ln)??n[n.length-1]}function Mr(){
let{chapter:t}=h,e=t?wt(t):null,n=t?He(T().selection):[];xt=e?n.filter(r=>e[r]):n,_r=n.length-xt.length,t&&xt.sort((Xs[h.order]??Xs.data)(t)),kr="",Gs.hidden=xt.
length>0||!t,Gs.textContent=t?_r?"All selected samples are hidden by the filters.":t.size?"Nothing is selected. Draw around points, or click a cluster, to see i\
ts samples.":"This category has no samples.":"",Qc(),Ui()}function Ui(){if(!h.chapter||!xt.length){We.replaceChildren(),We.style.height="0";return}let t=Zs(),e=Math.
ceil(xt.length/t.columns);We.style.height=`${e*t.height}px`;let n=Math.max(0,Math.floor($t.scrollTop/t.height)-1),r=Math.min(e,Math.ceil(($t.scrollTop+$t.clientHeight)/
t.height)+1),i=`${n} ${r} ${t.columns} ${t.width}`;if(i===kr)return;kr=i;let o=document.activeElement?.closest(".tile")?.dataset.position,s=[];for(let a=n*t.columns;a<
Math.min(xt.length,r*t.columns);a++)s.push(Zc(a,t));We.replaceChildren(...s),o!==void 0&&We.querySelector(`[data-position="${o}"] .tile-open`)?.focus({preventScroll:!0})}
function Zc(t,{size:e,width:n,pitch:r,height:i,columns:o}){let s=xt[t],a=h.chapter,{label:l,prediction:c,score:u,wrong:p}=Kt(a,s),m={transform:`translate(${t%o*
r}px, ${Math.floor(t/o)*i}px)`,width:`${n}px`},{clustering:f}=N();return d("div",{class:"tile",style:m,"data-position":String(s),onpointerenter:()=>Ft(a,s,"tile"),
onpointerleave:()=>Ft(null,-1,"tile")},d("button",{type:"button",class:"tile-open",title:`${a.ids[s]}
label ${l}, predicted ${c} (${mt(u)})`,onclick:()=>Ee(a,s),onfocus:()=>Ft(a,s,"tile")},d("span",{class:"pictures"},...Xe().map(y=>Nt(a,s,y,e))),d("span",{class:"\
tile-label",dir:"auto"},f?le(f.labels[s]):"",` ${l}`),d("span",{class:p?"tile-verdict wrong":"tile-verdict"},d("span",{class:"tile-prediction",dir:"auto"},`\u2192 ${c}`),
d("span",{class:"tile-score"},mt(u)))),it("close","Take out of the selection",()=>Jc(a,s),{class:"icon tile-drop",tabIndex:-1}))}function Jc(t,e){let n=new Uint8Array(
t.size);n[e]=1,Q(At(T().selection,n,"remove"))}function Fn(t){let e=xt.indexOf(t);if(e<0)return;let{columns:n,height:r}=Zs(),i=Math.floor(e/n)*r;(i<$t.scrollTop||
i+r>$t.scrollTop+$t.clientHeight)&&($t.scrollTop=i)}function Di(t){let e=new Map;for(let n of t)e.set(n,(e.get(n)??0)+1);return[...e].reduce((n,r)=>r[1]>n[1]?r:
n,[void 0,0])}function Qc(){let t=j("selection"),{chapter:e}=h;if(!e)return t.replaceChildren();let{size:n}=T().selection,r=xt.length,i=`${F(n)} of ${F(e.size)}\
 selected`,o=_r?[`${F(_r)} of them hidden by the filters`]:[];if(r){let{clustering:s}=N();if(s){let[u,p]=Di(xt.map(m=>s.labels[m]));o.push(`${Bt(p,r)} ${ct(u??-1)}`)}
let[a,l]=Di(xt.map(u=>e.prediction[u]));o.push(`${Bt(l,r)} predicted ${Lt(a??-1)}`);let c=xt.filter(u=>Ht(e,u)==="wrong").length;c&&o.push(`${F(c)} wrong`);for(let[
u,p]of Object.entries(e.metadata)){let[m,f]=Di(xt.map(y=>p[y]));r>1&&f/r>=.5&&m!==void 0&&m!==""&&o.push(`${u} = ${m}, ${Bt(f,r)}`)}}t.replaceChildren(d("strong",
{class:"selected-count"},i),d("span",{class:"muted composition",dir:"auto",title:o.join(" \xB7 ")},o.join(" \xB7 "))),h.live||Jt([i,...o].join(", "))}function Js(){
let t=it("undo","Undo (Ctrl z)",mr),e=it("redo","Redo (Ctrl Shift z)",gr),n=(o,s,a)=>d("button",{type:"button",title:s,onclick:a},o);j("selection").after(d("div",
{class:"selection-tools",role:"group","aria-label":"Selection"},n("all","Select all that are shown (a)",dr),n("invert","Select the others instead (i)",pr),n("no\
ne","Select nothing (Esc)",()=>{h.chapter&&Q(te(h.chapter.size))}),t,e)),Et("order",[["data","as in the data"],["cluster","by cluster"],["score","least sure fir\
st"],["sure","surest first"],["wrong","wrong first"],["relevance","most relevance first"]],"data");for(let o of["mode","order","pixels","scale"])Mt(o,s=>Ct({[o]:s}));
Mt("opacity",o=>Ct({opacity:Number(o)})),Mt("tile",o=>Ct({tile:Number(o)?40+4*Number(o):0}));let r=sr(Mr,120),i="";z("open plot filter",Mr),z("selection",()=>h.
live?r():Mr()),z("open selection",()=>{h.live||($t.scrollTop=0,t.disabled=!Ei())}),z("open plot filter selection",()=>queueMicrotask(()=>{t.disabled=!Ei()})),z(
"look",()=>{for(let s of["mode","order","pixels","scale"])we(s,h[s]);we("opacity",h.opacity,`${h.opacity} %`),we("tile",h.tile?(h.tile-40)/4:0,h.tile?`${h.tile}\
 px`:"fit"),document.querySelector('[data-choice="opacity"]')?.classList.toggle("idle",!Xe().includes("overlay"));let o=[h.mode,h.order,h.pixels,h.scale,h.tile].
join(" ");o!==i&&(i=o,Mr())}),z("hover",()=>{for(let o of We.children)o.classList.toggle("hot",h.hover?.chapter===h.chapter&&String(h.hover?.i)===o.dataset.position)}),
$t.addEventListener("scroll",Pe(Ui),{passive:!0}),new ResizeObserver(()=>{kr="",Ui()}).observe($t)}var Ze=64,tu=[[0,34,78],[53,69,108],[102,105,112],[148,142,119],[200,184,102],[254,232,56]],eu=[[58,84,140],[84,108,150],[116,126,140],[156,150,124],[204,188,104],
[254,232,56]];function nu(t){let e=document.documentElement.dataset.theme==="dark"?eu:tu,n=Math.max(0,Math.min(1,t))*(e.length-1),r=Math.min(e.length-2,Math.floor(
n)),i=n-r;return`rgb(${e[r].map((o,s)=>Math.round(o+i*(e[r+1][s]-o))).join(" ")})`}var ta=()=>[["cluster","cluster"],["label","label"],["prediction","prediction"],
["verdict","right or wrong"],["score","score"],...Object.keys(h.chapter?.metadata??{}).map(t=>[`column ${t}`,t])];function Ar(t){let e=h.colour;return e==="labe\
l"?Qs("label",t.label):e==="prediction"?Qs("prediction",t.prediction):e==="score"?ea("score",t.score):e==="verdict"?iu(t):e.startsWith("column ")&&t.metadata[e.
slice(7)]?ou(e.slice(7),t.metadata[e.slice(7)]):ru(t)}function ru(t){let{clustering:e}=N(t);return Bi("cluster",e?.labels??new Int32Array(t.size),ct)}var Qs=(t,e)=>Bi(
t,e,Lt);function Bi(t,e,n){let r=new Uint16Array(e.length),i=J.palette.clusters.length,o=new Map;for(let l=0;l<r.length;l++)r[l]=e[l]<0?0:1+e[l]%i,o.set(e[l],(o.
get(e[l])??0)+1);let a=[...o].sort((l,c)=>c[1]-l[1]||l[0]-c[0]).map(([l])=>l).map(l=>({text:n(l),colour:ye(l),hollow:l<0}));return{name:t,index:r,colours:[J.palette.
noise,...J.palette.clusters],hollow:[!0,...J.palette.clusters.map(()=>!1)],keys:a,ends:null}}function iu(t){let e=["right","wrong","unknown"],n=Uint16Array.from(
{length:t.size},(i,o)=>e.indexOf(Ht(t,o))),r=[J.palette.clusters[0],kt("warn"),J.palette.noise];return{name:"prediction",index:n,colours:r,hollow:[!1,!1,!0],keys:e.
map((i,o)=>({text:i,colour:r[o],hollow:o===2})).filter((i,o)=>n.includes(o)),ends:null}}function ea(t,e){let n=1/0,r=-1/0;for(let l=0;l<e.length;l++)Number.isFinite(
e[l])&&(n=Math.min(n,e[l]),r=Math.max(r,e[l]));let i=r>n?r-n:1,o=Uint16Array.from({length:e.length},(l,c)=>Number.isFinite(e[c])?Math.min(Ze-1,Math.floor((e[c]-
n)/i*Ze)):Ze),s=[...Array.from({length:Ze},(l,c)=>nu(c/(Ze-1))),J.palette.noise],a=l=>Number.isFinite(l)?String(Number(l.toPrecision(3))):"\u2013";return{name:t,
index:o,colours:s,hollow:s.map((l,c)=>c===Ze),keys:[],ends:[a(n),a(r)]}}function ou(t,e){let n=H().columns?.find(a=>a.name===t)?.kind,r=e.map(a=>a.trim()===""?NaN:
Number(a)),i=[...new Set(e)];if(n==="number"||n===void 0&&i.length>12&&r.every(Number.isFinite))return ea(t,r);let o=i.sort((a,l)=>a.localeCompare(l,"en",{numeric:!0})),
s=new Map(o.map((a,l)=>[a,l]));return Bi(t,e.map(a=>s.get(a)??-1),a=>o[a])}var Ri="http://www.w3.org/1999/xhtml",na={svg:"http://www.w3.org/2000/svg",xhtml:Ri,xlink:"http://www.w3.org/1999/xlink",xml:"http://www.w3.org/XML/1998/namespa\
ce",xmlns:"http://www.w3.org/2000/xmlns/"};function Dn(t){var e=t+="",n=e.indexOf(":");return n>=0&&(e=t.slice(0,n))!=="xmlns"&&(t=t.slice(n+1)),na.hasOwnProperty(
e)?{space:na[e],local:t}:t}function su(t){return function(){var e=this.ownerDocument,n=this.namespaceURI;return n===Ri&&e.documentElement.namespaceURI===Ri?e.createElement(
t):e.createElementNS(n,t)}}function au(t){return function(){return this.ownerDocument.createElementNS(t.space,t.local)}}function ra(t){var e=Dn(t);return(e.local?
au:su)(e)}function lu(){}function zr(t){return t==null?lu:function(){return this.querySelector(t)}}function cu(t){typeof t!="function"&&(t=zr(t));for(var e=this.
_groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=new Array(s),l,c,u=0;u<s;++u)(l=o[u])&&(c=t.call(l,l.__data__,u,o))&&("__data__"in
l&&(c.__data__=l.__data__),a[u]=c);return new It(r,this._parents)}function uu(t){return t==null?[]:Array.isArray(t)?t:Array.from(t)}function fu(){return[]}function Pi(t){
return t==null?fu:function(){return this.querySelectorAll(t)}}function hu(t){return function(){return uu(t.apply(this,arguments))}}function pu(t){typeof t=="fun\
ction"?t=hu(t):t=Pi(t);for(var e=this._groups,n=e.length,r=[],i=[],o=0;o<n;++o)for(var s=e[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&(r.push(t.call(l,l.__data__,c,s)),
i.push(l));return new It(r,i)}function qi(t){return function(){return this.matches(t)}}function ia(t){return function(e){return e.matches(t)}}var du=Array.prototype.
find;function mu(t){return function(){return du.call(this.children,t)}}function gu(){return this.firstElementChild}function yu(t){return this.select(t==null?gu:
mu(typeof t=="function"?t:ia(t)))}var vu=Array.prototype.filter;function wu(){return Array.from(this.children)}function xu(t){return function(){return vu.call(this.
children,t)}}function bu(t){return this.selectAll(t==null?wu:xu(typeof t=="function"?t:ia(t)))}function Mu(t){typeof t!="function"&&(t=qi(t));for(var e=this._groups,
n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new It(r,this._parents)}
function oa(t){return new Array(t.length)}function ku(){return new It(this._enter||this._groups.map(oa),this._parents)}function $r(t,e){this.ownerDocument=t.ownerDocument,
this.namespaceURI=t.namespaceURI,this._next=null,this._parent=t,this.__data__=e}$r.prototype={constructor:$r,appendChild:function(t){return this._parent.insertBefore(
t,this._next)},insertBefore:function(t,e){return this._parent.insertBefore(t,e)},querySelector:function(t){return this._parent.querySelector(t)},querySelectorAll:function(t){
return this._parent.querySelectorAll(t)}};function _u(t){return function(){return t}}function Au(t,e,n,r,i,o){for(var s=0,a,l=e.length,c=o.length;s<c;++s)(a=e[s])?
(a.__data__=o[s],r[s]=a):n[s]=new $r(t,o[s]);for(;s<l;++s)(a=e[s])&&(i[s]=a)}function $u(t,e,n,r,i,o,s){var a,l,c=new Map,u=e.length,p=o.length,m=new Array(u),f;
for(a=0;a<u;++a)(l=e[a])&&(m[a]=f=s.call(l,l.__data__,a,e)+"",c.has(f)?i[a]=l:c.set(f,l));for(a=0;a<p;++a)f=s.call(t,o[a],a,o)+"",(l=c.get(f))?(r[a]=l,l.__data__=
o[a],c.delete(f)):n[a]=new $r(t,o[a]);for(a=0;a<u;++a)(l=e[a])&&c.get(m[a])===l&&(i[a]=l)}function zu(t){return t.__data__}function Su(t,e){if(!arguments.length)
return Array.from(this,zu);var n=e?$u:Au,r=this._parents,i=this._groups;typeof t!="function"&&(t=_u(t));for(var o=i.length,s=new Array(o),a=new Array(o),l=new Array(
o),c=0;c<o;++c){var u=r[c],p=i[c],m=p.length,f=Cu(t.call(u,u&&u.__data__,c,r)),y=f.length,v=a[c]=new Array(y),k=s[c]=new Array(y),M=l[c]=new Array(m);n(u,p,v,k,
M,f,e);for(var L=0,O=0,P,q;L<y;++L)if(P=v[L]){for(L>=O&&(O=L+1);!(q=k[O])&&++O<y;);P._next=q||null}}return s=new It(s,r),s._enter=a,s._exit=l,s}function Cu(t){return typeof t==
"object"&&"length"in t?t:Array.from(t)}function Eu(){return new It(this._exit||this._groups.map(oa),this._parents)}function Nu(t,e,n){var r=this.enter(),i=this,
o=this.exit();return typeof t=="function"?(r=t(r),r&&(r=r.selection())):r=r.append(t+""),e!=null&&(i=e(i),i&&(i=i.selection())),n==null?o.remove():n(o),r&&i?r.merge(
i).order():i}function Iu(t){for(var e=t.selection?t.selection():t,n=this._groups,r=e._groups,i=n.length,o=r.length,s=Math.min(i,o),a=new Array(i),l=0;l<s;++l)for(var c=n[l],
u=r[l],p=c.length,m=a[l]=new Array(p),f,y=0;y<p;++y)(f=c[y]||u[y])&&(m[y]=f);for(;l<i;++l)a[l]=n[l];return new It(a,this._parents)}function Ou(){for(var t=this.
_groups,e=-1,n=t.length;++e<n;)for(var r=t[e],i=r.length-1,o=r[i],s;--i>=0;)(s=r[i])&&(o&&s.compareDocumentPosition(o)^4&&o.parentNode.insertBefore(s,o),o=s);return this}
function Tu(t){t||(t=Lu);function e(p,m){return p&&m?t(p.__data__,m.__data__):!p-!m}for(var n=this._groups,r=n.length,i=new Array(r),o=0;o<r;++o){for(var s=n[o],
a=s.length,l=i[o]=new Array(a),c,u=0;u<a;++u)(c=s[u])&&(l[u]=c);l.sort(e)}return new It(i,this._parents).order()}function Lu(t,e){return t<e?-1:t>e?1:t>=e?0:NaN}
function Fu(){var t=arguments[0];return arguments[0]=this,t.apply(null,arguments),this}function Du(){return Array.from(this)}function Uu(){for(var t=this._groups,
e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length;i<o;++i){var s=r[i];if(s)return s}return null}function Bu(){let t=0;for(let e of this)++t;return t}function Ru(){
return!this.node()}function ju(t){for(var e=this._groups,n=0,r=e.length;n<r;++n)for(var i=e[n],o=0,s=i.length,a;o<s;++o)(a=i[o])&&t.call(a,a.__data__,o,i);return this}
function Pu(t){return function(){this.removeAttribute(t)}}function qu(t){return function(){this.removeAttributeNS(t.space,t.local)}}function Hu(t,e){return function(){
this.setAttribute(t,e)}}function Vu(t,e){return function(){this.setAttributeNS(t.space,t.local,e)}}function Ku(t,e){return function(){var n=e.apply(this,arguments);
n==null?this.removeAttribute(t):this.setAttribute(t,n)}}function Yu(t,e){return function(){var n=e.apply(this,arguments);n==null?this.removeAttributeNS(t.space,
t.local):this.setAttributeNS(t.space,t.local,n)}}function Gu(t,e){var n=Dn(t);if(arguments.length<2){var r=this.node();return n.local?r.getAttributeNS(n.space,n.
local):r.getAttribute(n)}return this.each((e==null?n.local?qu:Pu:typeof e=="function"?n.local?Yu:Ku:n.local?Vu:Hu)(n,e))}function sa(t){return t.ownerDocument&&
t.ownerDocument.defaultView||t.document&&t||t.defaultView}function Xu(t){return function(){this.style.removeProperty(t)}}function Wu(t,e,n){return function(){this.
style.setProperty(t,e,n)}}function Zu(t,e,n){return function(){var r=e.apply(this,arguments);r==null?this.style.removeProperty(t):this.style.setProperty(t,r,n)}}
function Ju(t,e,n){return arguments.length>1?this.each((e==null?Xu:typeof e=="function"?Zu:Wu)(t,e,n??"")):Ne(this.node(),t)}function Ne(t,e){return t.style.getPropertyValue(
e)||sa(t).getComputedStyle(t,null).getPropertyValue(e)}function Qu(t){return function(){delete this[t]}}function tf(t,e){return function(){this[t]=e}}function ef(t,e){
return function(){var n=e.apply(this,arguments);n==null?delete this[t]:this[t]=n}}function nf(t,e){return arguments.length>1?this.each((e==null?Qu:typeof e=="fu\
nction"?ef:tf)(t,e)):this.node()[t]}function aa(t){return t.trim().split(/^|\s+/)}function Hi(t){return t.classList||new la(t)}function la(t){this._node=t,this.
_names=aa(t.getAttribute("class")||"")}la.prototype={add:function(t){var e=this._names.indexOf(t);e<0&&(this._names.push(t),this._node.setAttribute("class",this.
_names.join(" ")))},remove:function(t){var e=this._names.indexOf(t);e>=0&&(this._names.splice(e,1),this._node.setAttribute("class",this._names.join(" ")))},contains:function(t){
return this._names.indexOf(t)>=0}};function ca(t,e){for(var n=Hi(t),r=-1,i=e.length;++r<i;)n.add(e[r])}function ua(t,e){for(var n=Hi(t),r=-1,i=e.length;++r<i;)n.
remove(e[r])}function rf(t){return function(){ca(this,t)}}function of(t){return function(){ua(this,t)}}function sf(t,e){return function(){(e.apply(this,arguments)?
ca:ua)(this,t)}}function af(t,e){var n=aa(t+"");if(arguments.length<2){for(var r=Hi(this.node()),i=-1,o=n.length;++i<o;)if(!r.contains(n[i]))return!1;return!0}return this.
each((typeof e=="function"?sf:e?rf:of)(n,e))}function lf(){this.textContent=""}function cf(t){return function(){this.textContent=t}}function uf(t){return function(){
var e=t.apply(this,arguments);this.textContent=e??""}}function ff(t){return arguments.length?this.each(t==null?lf:(typeof t=="function"?uf:cf)(t)):this.node().textContent}
function hf(){this.innerHTML=""}function pf(t){return function(){this.innerHTML=t}}function df(t){return function(){var e=t.apply(this,arguments);this.innerHTML=
e??""}}function mf(t){return arguments.length?this.each(t==null?hf:(typeof t=="function"?df:pf)(t)):this.node().innerHTML}function gf(){this.nextSibling&&this.parentNode.
appendChild(this)}function yf(){return this.each(gf)}function vf(){this.previousSibling&&this.parentNode.insertBefore(this,this.parentNode.firstChild)}function wf(){
return this.each(vf)}function xf(t){var e=typeof t=="function"?t:ra(t);return this.select(function(){return this.appendChild(e.apply(this,arguments))})}function bf(){
return null}function Mf(t,e){var n=typeof t=="function"?t:ra(t),r=e==null?bf:typeof e=="function"?e:zr(e);return this.select(function(){return this.insertBefore(
n.apply(this,arguments),r.apply(this,arguments)||null)})}function kf(){var t=this.parentNode;t&&t.removeChild(this)}function _f(){return this.each(kf)}function Af(){
var t=this.cloneNode(!1),e=this.parentNode;return e?e.insertBefore(t,this.nextSibling):t}function $f(){var t=this.cloneNode(!0),e=this.parentNode;return e?e.insertBefore(
t,this.nextSibling):t}function zf(t){return this.select(t?$f:Af)}function Sf(t){return arguments.length?this.property("__data__",t):this.node().__data__}function Cf(t){
return function(e){t.call(this,e,this.__data__)}}function Ef(t){return t.trim().split(/^|\s+/).map(function(e){var n="",r=e.indexOf(".");return r>=0&&(n=e.slice(
r+1),e=e.slice(0,r)),{type:e,name:n}})}function Nf(t){return function(){var e=this.__on;if(e){for(var n=0,r=-1,i=e.length,o;n<i;++n)o=e[n],(!t.type||o.type===t.
type)&&o.name===t.name?this.removeEventListener(o.type,o.listener,o.options):e[++r]=o;++r?e.length=r:delete this.__on}}}function If(t,e,n){return function(){var r=this.
__on,i,o=Cf(e);if(r){for(var s=0,a=r.length;s<a;++s)if((i=r[s]).type===t.type&&i.name===t.name){this.removeEventListener(i.type,i.listener,i.options),this.addEventListener(
i.type,i.listener=o,i.options=n),i.value=e;return}}this.addEventListener(t.type,o,n),i={type:t.type,name:t.name,value:e,listener:o,options:n},r?r.push(i):this.__on=
[i]}}function Of(t,e,n){var r=Ef(t+""),i,o=r.length,s;if(arguments.length<2){var a=this.node().__on;if(a){for(var l=0,c=a.length,u;l<c;++l)for(i=0,u=a[l];i<o;++i)
if((s=r[i]).type===u.type&&s.name===u.name)return u.value}return}for(a=e?If:Nf,i=0;i<o;++i)this.each(a(r[i],e,n));return this}function fa(t,e,n){var r=sa(t),i=r.
CustomEvent;typeof i=="function"?i=new i(e,n):(i=r.document.createEvent("Event"),n?(i.initEvent(e,n.bubbles,n.cancelable),i.detail=n.detail):i.initEvent(e,!1,!1)),
t.dispatchEvent(i)}function Tf(t,e){return function(){return fa(this,t,e)}}function Lf(t,e){return function(){return fa(this,t,e.apply(this,arguments))}}function Ff(t,e){
return this.each((typeof e=="function"?Lf:Tf)(t,e))}function*Df(){for(var t=this._groups,e=0,n=t.length;e<n;++e)for(var r=t[e],i=0,o=r.length,s;i<o;++i)(s=r[i])&&
(yield s)}var ha=[null];function It(t,e){this._groups=t,this._parents=e}function Ie(){return new It([[document.documentElement]],ha)}function Uf(){return this}It.
prototype=Ie.prototype={constructor:It,select:cu,selectAll:pu,selectChild:yu,selectChildren:bu,filter:Mu,data:Su,enter:ku,exit:Eu,join:Nu,merge:Iu,selection:Uf,
order:Ou,sort:Tu,call:Fu,nodes:Du,node:Uu,size:Bu,empty:Ru,each:ju,attr:Gu,style:Ju,property:nf,classed:af,text:ff,html:mf,raise:yf,lower:wf,append:xf,insert:Mf,
remove:_f,clone:zf,datum:Sf,on:Of,dispatch:Ff,[Symbol.iterator]:Df};function Yt(t){return typeof t=="string"?new It([[document.querySelector(t)]],[document.documentElement]):
new It([[t]],ha)}var Bf=0;function Rf(){return new ji}function ji(){this._="@"+(++Bf).toString(36)}ji.prototype=Rf.prototype={constructor:ji,get:function(t){for(var e=this._;!(e in
t);)if(!(t=t.parentNode))return;return t[e]},set:function(t,e){return t[this._]=e},remove:function(t){return this._ in t&&delete t[this._]},toString:function(){
return this._}};function jf(t){let e;for(;e=t.sourceEvent;)t=e;return t}function ce(t,e){if(t=jf(t),e===void 0&&(e=t.currentTarget),e){var n=e.ownerSVGElement||
e;if(n.createSVGPoint){var r=n.createSVGPoint();return r.x=t.clientX,r.y=t.clientY,r=r.matrixTransform(e.getScreenCTM().inverse()),[r.x,r.y]}if(e.getBoundingClientRect){
var i=e.getBoundingClientRect();return[t.clientX-i.left-e.clientLeft,t.clientY-i.top-e.clientTop]}}return[t.pageX,t.pageY]}var Pf={value:()=>{}};function Un(){for(var t=0,e=arguments.length,n={},r;t<e;++t){if(!(r=arguments[t]+"")||r in n||/[\s.]/.test(r))throw new Error("illegal typ\
e: "+r);n[r]=[]}return new Sr(n)}function Sr(t){this._=t}function qf(t,e){return t.trim().split(/^|\s+/).map(function(n){var r="",i=n.indexOf(".");if(i>=0&&(r=n.
slice(i+1),n=n.slice(0,i)),n&&!e.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:r}})}Sr.prototype=Un.prototype={constructor:Sr,on:function(t,e){
var n=this._,r=qf(t+"",n),i,o=-1,s=r.length;if(arguments.length<2){for(;++o<s;)if((i=(t=r[o]).type)&&(i=Hf(n[i],t.name)))return i;return}if(e!=null&&typeof e!="\
function")throw new Error("invalid callback: "+e);for(;++o<s;)if(i=(t=r[o]).type)n[i]=pa(n[i],t.name,e);else if(e==null)for(i in n)n[i]=pa(n[i],t.name,null);return this},
copy:function(){var t={},e=this._;for(var n in e)t[n]=e[n].slice();return new Sr(t)},call:function(t,e){if((i=arguments.length-2)>0)for(var n=new Array(i),r=0,i,
o;r<i;++r)n[r]=arguments[r+2];if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(o=this._[t],r=0,i=o.length;r<i;++r)o[r].value.apply(e,n)},apply:function(t,e,n){
if(!this._.hasOwnProperty(t))throw new Error("unknown type: "+t);for(var r=this._[t],i=0,o=r.length;i<o;++i)r[i].value.apply(e,n)}};function Hf(t,e){for(var n=0,
r=t.length,i;n<r;++n)if((i=t[n]).name===e)return i.value}function pa(t,e,n){for(var r=0,i=t.length;r<i;++r)if(t[r].name===e){t[r]=Pf,t=t.slice(0,r).concat(t.slice(
r+1));break}return n!=null&&t.push({name:e,value:n}),t}var Vi={capture:!0,passive:!1};function Ki(t){t.preventDefault(),t.stopImmediatePropagation()}function da(t){var e=t.document.documentElement,n=Yt(t).on("dragstart.drag",Ki,Vi);"onselectstart"in
e?n.on("selectstart.drag",Ki,Vi):(e.__noselect=e.style.MozUserSelect,e.style.MozUserSelect="none")}function ma(t,e){var n=t.document.documentElement,r=Yt(t).on(
"dragstart.drag",null);e&&(r.on("click.drag",Ki,Vi),setTimeout(function(){r.on("click.drag",null)},0)),"onselectstart"in n?r.on("selectstart.drag",null):(n.style.
MozUserSelect=n.__noselect,delete n.__noselect)}function Vf(t,{sourceEvent:e,subject:n,target:r,identifier:i,active:o,x:s,y:a,dx:l,dy:c,dispatch:u}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},
sourceEvent:{value:e,enumerable:!0,configurable:!0},subject:{value:n,enumerable:!0,configurable:!0},target:{value:r,enumerable:!0,configurable:!0},identifier:{value:i,
enumerable:!0,configurable:!0},active:{value:o,enumerable:!0,configurable:!0},x:{value:s,enumerable:!0,configurable:!0},y:{value:a,enumerable:!0,configurable:!0},
dx:{value:l,enumerable:!0,configurable:!0},dy:{value:c,enumerable:!0,configurable:!0},_:{value:u}})}Vf.prototype.on=function(){var t=this._.on.apply(this._,arguments);
return t===this._?this:t};function en(t,e,n){t.prototype=e.prototype=n,n.constructor=t}function jn(t,e){var n=Object.create(t.prototype);for(var r in e)n[r]=e[r];return n}function xe(){}
var Fe=.7,tn=1/Fe,Je="\\s*([+-]?\\d+)\\s*",Bn="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*",ee="\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*",Kf=/^#([0-9a-f]{3,8})$/,
Yf=new RegExp(`^rgb\\(${Je},${Je},${Je}\\)$`),Gf=new RegExp(`^rgb\\(${ee},${ee},${ee}\\)$`),Xf=new RegExp(`^rgba\\(${Je},${Je},${Je},${Bn}\\)$`),Wf=new RegExp(`\
^rgba\\(${ee},${ee},${ee},${Bn}\\)$`),Zf=new RegExp(`^hsl\\(${Bn},${ee},${ee}\\)$`),Jf=new RegExp(`^hsla\\(${Bn},${ee},${ee},${Bn}\\)$`),ga={aliceblue:15792383,
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
en(xe,De,{copy(t){return Object.assign(new this.constructor,this,t)},displayable(){return this.rgb().displayable()},hex:ya,formatHex:ya,formatHex8:Qf,formatHsl:th,
formatRgb:va,toString:va});function ya(){return this.rgb().formatHex()}function Qf(){return this.rgb().formatHex8()}function th(){return za(this).formatHsl()}function va(){
return this.rgb().formatRgb()}function De(t){var e,n;return t=(t+"").trim().toLowerCase(),(e=Kf.exec(t))?(n=e[1].length,e=parseInt(e[1],16),n===6?wa(e):n===3?new ut(
e>>8&15|e>>4&240,e>>4&15|e&240,(e&15)<<4|e&15,1):n===8?Cr(e>>24&255,e>>16&255,e>>8&255,(e&255)/255):n===4?Cr(e>>12&15|e>>8&240,e>>8&15|e>>4&240,e>>4&15|e&240,((e&
15)<<4|e&15)/255):null):(e=Yf.exec(t))?new ut(e[1],e[2],e[3],1):(e=Gf.exec(t))?new ut(e[1]*255/100,e[2]*255/100,e[3]*255/100,1):(e=Xf.exec(t))?Cr(e[1],e[2],e[3],
e[4]):(e=Wf.exec(t))?Cr(e[1]*255/100,e[2]*255/100,e[3]*255/100,e[4]):(e=Zf.exec(t))?Ma(e[1],e[2]/100,e[3]/100,1):(e=Jf.exec(t))?Ma(e[1],e[2]/100,e[3]/100,e[4]):
ga.hasOwnProperty(t)?wa(ga[t]):t==="transparent"?new ut(NaN,NaN,NaN,0):null}function wa(t){return new ut(t>>16&255,t>>8&255,t&255,1)}function Cr(t,e,n,r){return r<=
0&&(t=e=n=NaN),new ut(t,e,n,r)}function Ji(t){return t instanceof xe||(t=De(t)),t?(t=t.rgb(),new ut(t.r,t.g,t.b,t.opacity)):new ut}function Pn(t,e,n,r){return arguments.
length===1?Ji(t):new ut(t,e,n,r??1)}function ut(t,e,n,r){this.r=+t,this.g=+e,this.b=+n,this.opacity=+r}en(ut,Pn,jn(xe,{brighter(t){return t=t==null?tn:Math.pow(
tn,t),new ut(this.r*t,this.g*t,this.b*t,this.opacity)},darker(t){return t=t==null?Fe:Math.pow(Fe,t),new ut(this.r*t,this.g*t,this.b*t,this.opacity)},rgb(){return this},
clamp(){return new ut(Te(this.r),Te(this.g),Te(this.b),Nr(this.opacity))},displayable(){return-.5<=this.r&&this.r<255.5&&-.5<=this.g&&this.g<255.5&&-.5<=this.b&&
this.b<255.5&&0<=this.opacity&&this.opacity<=1},hex:xa,formatHex:xa,formatHex8:eh,formatRgb:ba,toString:ba}));function xa(){return`#${Oe(this.r)}${Oe(this.g)}${Oe(
this.b)}`}function eh(){return`#${Oe(this.r)}${Oe(this.g)}${Oe(this.b)}${Oe((isNaN(this.opacity)?1:this.opacity)*255)}`}function ba(){let t=Nr(this.opacity);return`${t===
1?"rgb(":"rgba("}${Te(this.r)}, ${Te(this.g)}, ${Te(this.b)}${t===1?")":`, ${t})`}`}function Nr(t){return isNaN(t)?1:Math.max(0,Math.min(1,t))}function Te(t){return Math.
max(0,Math.min(255,Math.round(t)||0))}function Oe(t){return t=Te(t),(t<16?"0":"")+t.toString(16)}function Ma(t,e,n,r){return r<=0?t=e=n=NaN:n<=0||n>=1?t=e=NaN:e<=
0&&(t=NaN),new Gt(t,e,n,r)}function za(t){if(t instanceof Gt)return new Gt(t.h,t.s,t.l,t.opacity);if(t instanceof xe||(t=De(t)),!t)return new Gt;if(t instanceof
Gt)return t;t=t.rgb();var e=t.r/255,n=t.g/255,r=t.b/255,i=Math.min(e,n,r),o=Math.max(e,n,r),s=NaN,a=o-i,l=(o+i)/2;return a?(e===o?s=(n-r)/a+(n<r)*6:n===o?s=(r-e)/
a+2:s=(e-n)/a+4,a/=l<.5?o+i:2-o-i,s*=60):a=l>0&&l<1?0:s,new Gt(s,a,l,t.opacity)}function Or(t,e,n,r){return arguments.length===1?za(t):new Gt(t,e,n,r??1)}function Gt(t,e,n,r){
this.h=+t,this.s=+e,this.l=+n,this.opacity=+r}en(Gt,Or,jn(xe,{brighter(t){return t=t==null?tn:Math.pow(tn,t),new Gt(this.h,this.s,this.l*t,this.opacity)},darker(t){
return t=t==null?Fe:Math.pow(Fe,t),new Gt(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=this.h%360+(this.h<0)*360,e=isNaN(t)||isNaN(this.s)?0:this.s,n=this.
l,r=n+(n<.5?n:1-n)*e,i=2*n-r;return new ut(Yi(t>=240?t-240:t+120,i,r),Yi(t,i,r),Yi(t<120?t+240:t-120,i,r),this.opacity)},clamp(){return new Gt(ka(this.h),Er(this.
s),Er(this.l),Nr(this.opacity))},displayable(){return(0<=this.s&&this.s<=1||isNaN(this.s))&&0<=this.l&&this.l<=1&&0<=this.opacity&&this.opacity<=1},formatHsl(){
let t=Nr(this.opacity);return`${t===1?"hsl(":"hsla("}${ka(this.h)}, ${Er(this.s)*100}%, ${Er(this.l)*100}%${t===1?")":`, ${t})`}`}}));function ka(t){return t=(t||
0)%360,t<0?t+360:t}function Er(t){return Math.max(0,Math.min(1,t||0))}function Yi(t,e,n){return(t<60?e+(n-e)*t/60:t<180?n:t<240?e+(n-e)*(240-t)/60:e)*255}var Sa=Math.
PI/180,Ca=180/Math.PI,Ir=18,Ea=.96422,Na=1,Ia=.82521,Oa=4/29,Qe=6/29,Ta=3*Qe*Qe,nh=Qe*Qe*Qe;function La(t){if(t instanceof ne)return new ne(t.l,t.a,t.b,t.opacity);
if(t instanceof ue)return Da(t);t instanceof ut||(t=Ji(t));var e=Zi(t.r),n=Zi(t.g),r=Zi(t.b),i=Gi((.2225045*e+.7168786*n+.0606169*r)/Na),o,s;return e===n&&n===r?
o=s=i:(o=Gi((.4360747*e+.3850649*n+.1430804*r)/Ea),s=Gi((.0139322*e+.0971045*n+.7141733*r)/Ia)),new ne(116*i-16,500*(o-i),200*(i-s),t.opacity)}function Fa(t,e,n,r){return arguments.length===1?La(t):new ne(t,e,n,r??1)}function ne(t,e,n,r){this.l=+t,this.a=+e,this.b=+n,this.opacity=+r}en(ne,Fa,jn(xe,{brighter(t){
return new ne(this.l+Ir*(t??1),this.a,this.b,this.opacity)},darker(t){return new ne(this.l-Ir*(t??1),this.a,this.b,this.opacity)},rgb(){var t=(this.l+16)/116,e=isNaN(
this.a)?t:t+this.a/500,n=isNaN(this.b)?t:t-this.b/200;return e=Ea*Xi(e),t=Na*Xi(t),n=Ia*Xi(n),new ut(Wi(3.1338561*e-1.6168667*t-.4906146*n),Wi(-.9787684*e+1.9161415*
t+.033454*n),Wi(.0719453*e-.2289914*t+1.4052427*n),this.opacity)}}));function Gi(t){return t>nh?Math.pow(t,1/3):t/Ta+Oa}function Xi(t){return t>Qe?t*t*t:Ta*(t-Oa)}
function Wi(t){return 255*(t<=.0031308?12.92*t:1.055*Math.pow(t,1/2.4)-.055)}function Zi(t){return(t/=255)<=.04045?t/12.92:Math.pow((t+.055)/1.055,2.4)}function rh(t){
if(t instanceof ue)return new ue(t.h,t.c,t.l,t.opacity);if(t instanceof ne||(t=La(t)),t.a===0&&t.b===0)return new ue(NaN,0<t.l&&t.l<100?0:NaN,t.l,t.opacity);var e=Math.
atan2(t.b,t.a)*Ca;return new ue(e<0?e+360:e,Math.sqrt(t.a*t.a+t.b*t.b),t.l,t.opacity)}function Tr(t,e,n,r){return arguments.length===1?rh(t):new ue(t,e,n,r??1)}function ue(t,e,n,r){this.h=+t,this.c=+e,this.l=+n,this.opacity=+r}function Da(t){if(isNaN(
t.h))return new ne(t.l,0,0,t.opacity);var e=t.h*Sa;return new ne(t.l,Math.cos(e)*t.c,Math.sin(e)*t.c,t.opacity)}en(ue,Tr,jn(xe,{brighter(t){return new ue(this.h,
this.c,this.l+Ir*(t??1),this.opacity)},darker(t){return new ue(this.h,this.c,this.l-Ir*(t??1),this.opacity)},rgb(){return Da(this).rgb()}}));var Ua=-.14861,Qi=1.78277,
to=-.29227,Lr=-.90649,Rn=1.97294,_a=Rn*Lr,Aa=Rn*Qi,$a=Qi*to-Lr*Ua;function ih(t){if(t instanceof Le)return new Le(t.h,t.s,t.l,t.opacity);t instanceof ut||(t=Ji(
t));var e=t.r/255,n=t.g/255,r=t.b/255,i=($a*r+_a*e-Aa*n)/($a+_a-Aa),o=r-i,s=(Rn*(n-i)-to*o)/Lr,a=Math.sqrt(s*s+o*o)/(Rn*i*(1-i)),l=a?Math.atan2(s,o)*Ca-120:NaN;
return new Le(l<0?l+360:l,a,i,t.opacity)}function Fr(t,e,n,r){return arguments.length===1?ih(t):new Le(t,e,n,r??1)}function Le(t,e,n,r){this.h=+t,this.s=+e,this.
l=+n,this.opacity=+r}en(Le,Fr,jn(xe,{brighter(t){return t=t==null?tn:Math.pow(tn,t),new Le(this.h,this.s,this.l*t,this.opacity)},darker(t){return t=t==null?Fe:Math.
pow(Fe,t),new Le(this.h,this.s,this.l*t,this.opacity)},rgb(){var t=isNaN(this.h)?0:(this.h+120)*Sa,e=+this.l,n=isNaN(this.s)?0:this.s*e*(1-e),r=Math.cos(t),i=Math.
sin(t);return new ut(255*(e+n*(Ua*r+Qi*i)),255*(e+n*(to*r+Lr*i)),255*(e+n*(Rn*r)),this.opacity)}}));function ja(t,e,n,r,i){var o=t*t,s=o*t;return((1-3*t+3*o-s)*e+(4-6*o+3*s)*n+(1+3*t+3*o-3*s)*r+s*i)/6}function oh(t){var e=t.length-1;return function(n){var r=n<=
0?n=0:n>=1?(n=1,e-1):Math.floor(n*e),i=t[r],o=t[r+1],s=r>0?t[r-1]:2*i-o,a=r<e-1?t[r+2]:2*o-i;return ja((n-r/e)*e,s,i,o,a)}}function sh(t){var e=t.length;return function(n){
var r=Math.floor(((n%=1)<0?++n:n)*e),i=t[(r+e-1)%e],o=t[r%e],s=t[(r+1)%e],a=t[(r+2)%e];return ja((n-r/e)*e,i,o,s,a)}}var io=t=>()=>t;function Pa(t,e){return function(n){
return t+n*e}}function ah(t,e,n){return t=Math.pow(t,n),e=Math.pow(e,n)-t,n=1/n,function(r){return Math.pow(t+r*e,n)}}function oo(t,e){var n=e-t;return n?Pa(t,n>
180||n<-180?n-360*Math.round(n/360):n):io(isNaN(t)?e:t)}function lh(t){return(t=+t)==1?zt:function(e,n){return n-e?ah(e,n,t):io(isNaN(e)?n:e)}}function zt(t,e){
var n=e-t;return n?Pa(t,n):io(isNaN(t)?e:t)}var so=(function t(e){var n=lh(e);function r(i,o){var s=n((i=Pn(i)).r,(o=Pn(o)).r),a=n(i.g,o.g),l=n(i.b,o.b),c=zt(i.
opacity,o.opacity);return function(u){return i.r=s(u),i.g=a(u),i.b=l(u),i.opacity=c(u),i+""}}return r.gamma=t,r})(1);function qa(t){return function(e){var n=e.length,
r=new Array(n),i=new Array(n),o=new Array(n),s,a;for(s=0;s<n;++s)a=Pn(e[s]),r[s]=a.r||0,i[s]=a.g||0,o[s]=a.b||0;return r=t(r),i=t(i),o=t(o),a.opacity=1,function(l){
return a.r=r(l),a.g=i(l),a.b=o(l),a+""}}}var Zm=qa(oh),Jm=qa(sh);function fe(t,e){return t=+t,e=+e,function(n){return t*(1-n)+e*n}}var no=/[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g,eo=new RegExp(no.source,"g");function ch(t){return function(){return t}}function uh(t){return function(e){return t(
e)+""}}function Ha(t,e){var n=no.lastIndex=eo.lastIndex=0,r,i,o,s=-1,a=[],l=[];for(t=t+"",e=e+"";(r=no.exec(t))&&(i=eo.exec(e));)(o=i.index)>n&&(o=e.slice(n,o),
a[s]?a[s]+=o:a[++s]=o),(r=r[0])===(i=i[0])?a[s]?a[s]+=i:a[++s]=i:(a[++s]=null,l.push({i:s,x:fe(r,i)})),n=eo.lastIndex;return n<e.length&&(o=e.slice(n),a[s]?a[s]+=
o:a[++s]=o),a.length<2?l[0]?uh(l[0].x):ch(e):(e=l.length,function(c){for(var u=0,p;u<e;++u)a[(p=l[u]).i]=p.x(c);return a.join("")})}var Ba=180/Math.PI,ro={translateX:0,translateY:0,rotate:0,skewX:0,scaleX:1,scaleY:1};function Va(t,e,n,r,i,o){var s,a,l;return(s=Math.sqrt(t*t+e*e))&&(t/=s,e/=s),
(l=t*n+e*r)&&(n-=t*l,r-=e*l),(a=Math.sqrt(n*n+r*r))&&(n/=a,r/=a,l/=a),t*r<e*n&&(t=-t,e=-e,l=-l,s=-s),{translateX:i,translateY:o,rotate:Math.atan2(e,t)*Ba,skewX:Math.
atan(l)*Ba,scaleX:s,scaleY:a}}var Dr;function fh(t){let e=new(typeof DOMMatrix=="function"?DOMMatrix:WebKitCSSMatrix)(t+"");return e.isIdentity?ro:Va(e.a,e.b,e.
c,e.d,e.e,e.f)}function hh(t){return t==null||(Dr||(Dr=document.createElementNS("http://www.w3.org/2000/svg","g")),Dr.setAttribute("transform",t),!(t=Dr.transform.
baseVal.consolidate()))?ro:(t=t.matrix,Va(t.a,t.b,t.c,t.d,t.e,t.f))}function Ka(t,e,n,r){function i(c){return c.length?c.pop()+" ":""}function o(c,u,p,m,f,y){if(c!==
p||u!==m){var v=f.push("translate(",null,e,null,n);y.push({i:v-4,x:fe(c,p)},{i:v-2,x:fe(u,m)})}else(p||m)&&f.push("translate("+p+e+m+n)}function s(c,u,p,m){c!==
u?(c-u>180?u+=360:u-c>180&&(c+=360),m.push({i:p.push(i(p)+"rotate(",null,r)-2,x:fe(c,u)})):u&&p.push(i(p)+"rotate("+u+r)}function a(c,u,p,m){c!==u?m.push({i:p.push(
i(p)+"skewX(",null,r)-2,x:fe(c,u)}):u&&p.push(i(p)+"skewX("+u+r)}function l(c,u,p,m,f,y){if(c!==p||u!==m){var v=f.push(i(f)+"scale(",null,",",null,")");y.push({
i:v-4,x:fe(c,p)},{i:v-2,x:fe(u,m)})}else(p!==1||m!==1)&&f.push(i(f)+"scale("+p+","+m+")")}return function(c,u){var p=[],m=[];return c=t(c),u=t(u),o(c.translateX,
c.translateY,u.translateX,u.translateY,p,m),s(c.rotate,u.rotate,p,m),a(c.skewX,u.skewX,p,m),l(c.scaleX,c.scaleY,u.scaleX,u.scaleY,p,m),c=u=null,function(f){for(var y=-1,
v=m.length,k;++y<v;)p[(k=m[y]).i]=k.x(f);return p.join("")}}}var Ya=Ka(fh,"px, ","px)","deg)"),Ga=Ka(hh,", ",")",")"),ph=1e-12;function Ra(t){return((t=Math.exp(
t))+1/t)/2}function dh(t){return((t=Math.exp(t))-1/t)/2}function mh(t){return((t=Math.exp(2*t))-1)/(t+1)}var Xa=(function t(e,n,r){function i(o,s){var a=o[0],l=o[1],
c=o[2],u=s[0],p=s[1],m=s[2],f=u-a,y=p-l,v=f*f+y*y,k,M;if(v<ph)M=Math.log(m/c)/e,k=function(Y){return[a+Y*f,l+Y*y,c*Math.exp(e*Y*M)]};else{var L=Math.sqrt(v),O=(m*
m-c*c+r*v)/(2*c*n*L),P=(m*m-c*c-r*v)/(2*m*n*L),q=Math.log(Math.sqrt(O*O+1)-O),V=Math.log(Math.sqrt(P*P+1)-P);M=(V-q)/e,k=function(Y){var B=Y*M,C=Ra(q),X=c/(n*L)*
(C*mh(e*B+q)-dh(q));return[a+X*f,l+X*y,c*C/Ra(e*B+q)]}}return k.duration=Math.abs(M)*1e3*e/Math.SQRT2,k}return i.rho=function(o){var s=Math.max(.001,+o),a=s*s,l=a*
a;return t(s,a,l)},i})(Math.SQRT2,2,4);function Wa(t){return function(e,n){var r=t((e=Or(e)).h,(n=Or(n)).h),i=zt(e.s,n.s),o=zt(e.l,n.l),s=zt(e.opacity,n.opacity);
return function(a){return e.h=r(a),e.s=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var Qm=Wa(oo),t0=Wa(zt);function Za(t){return function(e,n){var r=t((e=Tr(e)).h,(n=Tr(n)).h),i=zt(e.c,n.c),o=zt(e.l,n.l),s=zt(e.opacity,n.opacity);return function(a){return e.h=r(a),e.
c=i(a),e.l=o(a),e.opacity=s(a),e+""}}}var e0=Za(oo),n0=Za(zt);function Ja(t){return(function e(n){n=+n;function r(i,o){var s=t((i=Fr(i)).h,(o=Fr(o)).h),a=zt(i.s,
o.s),l=zt(i.l,o.l),c=zt(i.opacity,o.opacity);return function(u){return i.h=s(u),i.s=a(u),i.l=l(Math.pow(u,n)),i.opacity=c(u),i+""}}return r.gamma=e,r})(1)}var r0=Ja(
oo),i0=Ja(zt);var nn=0,Hn=0,qn=0,tl=1e3,Ur,Vn,Br=0,Ue=0,jr=0,Kn=typeof performance=="object"&&performance.now?performance:Date,el=typeof window=="object"&&window.requestAnimationFrame?
window.requestAnimationFrame.bind(window):function(t){setTimeout(t,17)};function Pr(){return Ue||(el(gh),Ue=Kn.now()+jr)}function gh(){Ue=0}function Rr(){this._call=
this._time=this._next=null}Rr.prototype=lo.prototype={constructor:Rr,restart:function(t,e,n){if(typeof t!="function")throw new TypeError("callback is not a func\
tion");n=(n==null?Pr():+n)+(e==null?0:+e),!this._next&&Vn!==this&&(Vn?Vn._next=this:Ur=this,Vn=this),this._call=t,this._time=n,ao()},stop:function(){this._call&&
(this._call=null,this._time=1/0,ao())}};function lo(t,e,n){var r=new Rr;return r.restart(t,e,n),r}function yh(){Pr(),++nn;for(var t=Ur,e;t;)(e=Ue-t._time)>=0&&t.
_call.call(void 0,e),t=t._next;--nn}function Qa(){Ue=(Br=Kn.now())+jr,nn=Hn=0;try{yh()}finally{nn=0,wh(),Ue=0}}function vh(){var t=Kn.now(),e=t-Br;e>tl&&(jr-=e,
Br=t)}function wh(){for(var t,e=Ur,n,r=1/0;e;)e._call?(r>e._time&&(r=e._time),t=e,e=e._next):(n=e._next,e._next=null,e=t?t._next=n:Ur=n);Vn=t,ao(r)}function ao(t){
if(!nn){Hn&&(Hn=clearTimeout(Hn));var e=t-Ue;e>24?(t<1/0&&(Hn=setTimeout(Qa,Math.ceil(t-Kn.now()-jr)+1)),qn&&(qn=clearInterval(qn))):(qn||(Br=Kn.now(),qn=setInterval(
vh,tl)),nn=1,el(Qa))}}function co(t,e,n){var r=new Rr;return e=e==null?0:+e,r.restart(i=>{r.stop(),t(i+e)},e,n),r}function rl(t){return((t*=2)<=1?t*t*t:(t-=2)*t*t+2)/2}var uo=3,a0=(function t(e){e=+e;function n(r){return Math.pow(r,e)}return n.exponent=t,n})(uo),l0=(function t(e){
e=+e;function n(r){return 1-Math.pow(1-r,e)}return n.exponent=t,n})(uo),c0=(function t(e){e=+e;function n(r){return((r*=2)<=1?Math.pow(r,e):2-Math.pow(2-r,e))/2}
return n.exponent=t,n})(uo),xh=Math.PI,u0=xh/2;function qr(t){return(Math.pow(2,-10*t)-.0009765625)*1.0009775171065494}var nl=4/11,f0=6/11,h0=8/11,p0=3/4,d0=9/11,m0=10/11,g0=15/16,y0=21/22,v0=63/64,w0=1/nl/nl;var fo=1.70158,x0=(function t(e){e=+e;function n(r){return(r=+r)*r*(e*(r-1)+r)}return n.overshoot=t,n})(fo),b0=(function t(e){e=+e;function n(r){return--r*r*((r+
1)*e+r)+1}return n.overshoot=t,n})(fo),M0=(function t(e){e=+e;function n(r){return((r*=2)<1?r*r*((e+1)*r-e):(r-=2)*r*((e+1)*r+e)+2)/2}return n.overshoot=t,n})(fo),
rn=2*Math.PI,ho=1,po=.3,k0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=rn);function i(o){return e*qr(- --o)*Math.sin((r-o)/n)}return i.amplitude=function(o){
return t(o,n*rn)},i.period=function(o){return t(e,o)},i})(ho,po),_0=(function t(e,n){var r=Math.asin(1/(e=Math.max(1,e)))*(n/=rn);function i(o){return 1-e*qr(o=
+o)*Math.sin((o+r)/n)}return i.amplitude=function(o){return t(o,n*rn)},i.period=function(o){return t(e,o)},i})(ho,po),A0=(function t(e,n){var r=Math.asin(1/(e=Math.
max(1,e)))*(n/=rn);function i(o){return((o=o*2-1)<0?e*qr(-o)*Math.sin((r-o)/n):2-e*qr(o)*Math.sin((r+o)/n))/2}return i.amplitude=function(o){return t(o,n*rn)},i.
period=function(o){return t(e,o)},i})(ho,po);var bh=Un("start","end","cancel","interrupt"),Mh=[],sl=0,il=1,mo=2,Hr=3,ol=4,go=5,Vr=6;function Kr(t,e,n,r,i,o){var s=t.__transition;if(!s)t.__transition={};else if(n in
s)return;kh(t,n,{name:e,index:r,group:i,on:bh,tween:Mh,time:o.time,delay:o.delay,duration:o.duration,ease:o.ease,timer:null,state:sl})}function yo(t,e){var n=Xt(
t,e);if(n.state>sl)throw new Error("too late; already scheduled");return n}function re(t,e){var n=Xt(t,e);if(n.state>Hr)throw new Error("too late; already runni\
ng");return n}function Xt(t,e){var n=t.__transition;if(!n||!(n=n[e]))throw new Error("transition not found");return n}function kh(t,e,n){var r=t.__transition,i;
r[e]=n,n.timer=lo(o,0,n.time);function o(c){n.state=il,n.timer.restart(s,n.delay,n.time),n.delay<=c&&s(c-n.delay)}function s(c){var u,p,m,f;if(n.state!==il)return l();
for(u in r)if(f=r[u],f.name===n.name){if(f.state===Hr)return co(s);f.state===ol?(f.state=Vr,f.timer.stop(),f.on.call("interrupt",t,t.__data__,f.index,f.group),delete r[u]):
+u<e&&(f.state=Vr,f.timer.stop(),f.on.call("cancel",t,t.__data__,f.index,f.group),delete r[u])}if(co(function(){n.state===Hr&&(n.state=ol,n.timer.restart(a,n.delay,
n.time),a(c))}),n.state=mo,n.on.call("start",t,t.__data__,n.index,n.group),n.state===mo){for(n.state=Hr,i=new Array(m=n.tween.length),u=0,p=-1;u<m;++u)(f=n.tween[u].
value.call(t,t.__data__,n.index,n.group))&&(i[++p]=f);i.length=p+1}}function a(c){for(var u=c<n.duration?n.ease.call(null,c/n.duration):(n.timer.restart(l),n.state=
go,1),p=-1,m=i.length;++p<m;)i[p].call(t,u);n.state===go&&(n.on.call("end",t,t.__data__,n.index,n.group),l())}function l(){n.state=Vr,n.timer.stop(),delete r[e];
for(var c in r)return;delete t.__transition}}function Yn(t,e){var n=t.__transition,r,i,o=!0,s;if(n){e=e==null?null:e+"";for(s in n){if((r=n[s]).name!==e){o=!1;continue}
i=r.state>mo&&r.state<go,r.state=Vr,r.timer.stop(),r.on.call(i?"interrupt":"cancel",t,t.__data__,r.index,r.group),delete n[s]}o&&delete t.__transition}}function _h(t){
return this.each(function(){Yn(this,t)})}function Ah(t,e){var n,r;return function(){var i=re(this,t),o=i.tween;if(o!==n){r=n=o;for(var s=0,a=r.length;s<a;++s)if(r[s].
name===e){r=r.slice(),r.splice(s,1);break}}i.tween=r}}function $h(t,e,n){var r,i;if(typeof n!="function")throw new Error;return function(){var o=re(this,t),s=o.
tween;if(s!==r){i=(r=s).slice();for(var a={name:e,value:n},l=0,c=i.length;l<c;++l)if(i[l].name===e){i[l]=a;break}l===c&&i.push(a)}o.tween=i}}function zh(t,e){var n=this.
_id;if(t+="",arguments.length<2){for(var r=Xt(this.node(),n).tween,i=0,o=r.length,s;i<o;++i)if((s=r[i]).name===t)return s.value;return null}return this.each((e==
null?Ah:$h)(n,t,e))}function vo(t,e,n){var r=t._id;return t.each(function(){var i=re(this,r);(i.value||(i.value={}))[e]=n.apply(this,arguments)}),function(i){return Xt(
i,r).value[e]}}function al(t,e){var n;return(typeof e=="number"?fe:e instanceof De?so:(n=De(e))?(e=n,so):Ha)(t,e)}function Sh(t){return function(){this.removeAttribute(
t)}}function Ch(t){return function(){this.removeAttributeNS(t.space,t.local)}}function Eh(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttribute(t);return s===
i?null:s===r?o:o=e(r=s,n)}}function Nh(t,e,n){var r,i=n+"",o;return function(){var s=this.getAttributeNS(t.space,t.local);return s===i?null:s===r?o:o=e(r=s,n)}}
function Ih(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttribute(t):(s=this.getAttribute(t),l=a+"",s===l?null:s===r&&l===
i?o:(i=l,o=e(r=s,a)))}}function Oh(t,e,n){var r,i,o;return function(){var s,a=n(this),l;return a==null?void this.removeAttributeNS(t.space,t.local):(s=this.getAttributeNS(
t.space,t.local),l=a+"",s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a)))}}function Th(t,e){var n=Dn(t),r=n==="transform"?Ga:al;return this.attrTween(t,typeof e=="fun\
ction"?(n.local?Oh:Ih)(n,r,vo(this,"attr."+t,e)):e==null?(n.local?Ch:Sh)(n):(n.local?Nh:Eh)(n,r,e))}function Lh(t,e){return function(n){this.setAttribute(t,e.call(
this,n))}}function Fh(t,e){return function(n){this.setAttributeNS(t.space,t.local,e.call(this,n))}}function Dh(t,e){var n,r;function i(){var o=e.apply(this,arguments);
return o!==r&&(n=(r=o)&&Fh(t,o)),n}return i._value=e,i}function Uh(t,e){var n,r;function i(){var o=e.apply(this,arguments);return o!==r&&(n=(r=o)&&Lh(t,o)),n}return i.
_value=e,i}function Bh(t,e){var n="attr."+t;if(arguments.length<2)return(n=this.tween(n))&&n._value;if(e==null)return this.tween(n,null);if(typeof e!="function")
throw new Error;var r=Dn(t);return this.tween(n,(r.local?Dh:Uh)(r,e))}function Rh(t,e){return function(){yo(this,t).delay=+e.apply(this,arguments)}}function jh(t,e){
return e=+e,function(){yo(this,t).delay=e}}function Ph(t){var e=this._id;return arguments.length?this.each((typeof t=="function"?Rh:jh)(e,t)):Xt(this.node(),e).
delay}function qh(t,e){return function(){re(this,t).duration=+e.apply(this,arguments)}}function Hh(t,e){return e=+e,function(){re(this,t).duration=e}}function Vh(t){
var e=this._id;return arguments.length?this.each((typeof t=="function"?qh:Hh)(e,t)):Xt(this.node(),e).duration}function Kh(t,e){if(typeof e!="function")throw new Error;
return function(){re(this,t).ease=e}}function Yh(t){var e=this._id;return arguments.length?this.each(Kh(e,t)):Xt(this.node(),e).ease}function Gh(t,e){return function(){
var n=e.apply(this,arguments);if(typeof n!="function")throw new Error;re(this,t).ease=n}}function Xh(t){if(typeof t!="function")throw new Error;return this.each(
Gh(this._id,t))}function Wh(t){typeof t!="function"&&(t=qi(t));for(var e=this._groups,n=e.length,r=new Array(n),i=0;i<n;++i)for(var o=e[i],s=o.length,a=r[i]=[],
l,c=0;c<s;++c)(l=o[c])&&t.call(l,l.__data__,c,o)&&a.push(l);return new pe(r,this._parents,this._name,this._id)}function Zh(t){if(t._id!==this._id)throw new Error;
for(var e=this._groups,n=t._groups,r=e.length,i=n.length,o=Math.min(r,i),s=new Array(r),a=0;a<o;++a)for(var l=e[a],c=n[a],u=l.length,p=s[a]=new Array(u),m,f=0;f<
u;++f)(m=l[f]||c[f])&&(p[f]=m);for(;a<r;++a)s[a]=e[a];return new pe(s,this._parents,this._name,this._id)}function Jh(t){return(t+"").trim().split(/^|\s+/).every(
function(e){var n=e.indexOf(".");return n>=0&&(e=e.slice(0,n)),!e||e==="start"})}function Qh(t,e,n){var r,i,o=Jh(e)?yo:re;return function(){var s=o(this,t),a=s.
on;a!==r&&(i=(r=a).copy()).on(e,n),s.on=i}}function tp(t,e){var n=this._id;return arguments.length<2?Xt(this.node(),n).on.on(t):this.each(Qh(n,t,e))}function ep(t){
return function(){var e=this.parentNode;for(var n in this.__transition)if(+n!==t)return;e&&e.removeChild(this)}}function np(){return this.on("end.remove",ep(this.
_id))}function rp(t){var e=this._name,n=this._id;typeof t!="function"&&(t=zr(t));for(var r=this._groups,i=r.length,o=new Array(i),s=0;s<i;++s)for(var a=r[s],l=a.
length,c=o[s]=new Array(l),u,p,m=0;m<l;++m)(u=a[m])&&(p=t.call(u,u.__data__,m,a))&&("__data__"in u&&(p.__data__=u.__data__),c[m]=p,Kr(c[m],e,n,m,c,Xt(u,n)));return new pe(
o,this._parents,e,n)}function ip(t){var e=this._name,n=this._id;typeof t!="function"&&(t=Pi(t));for(var r=this._groups,i=r.length,o=[],s=[],a=0;a<i;++a)for(var l=r[a],
c=l.length,u,p=0;p<c;++p)if(u=l[p]){for(var m=t.call(u,u.__data__,p,l),f,y=Xt(u,n),v=0,k=m.length;v<k;++v)(f=m[v])&&Kr(f,e,n,v,m,y);o.push(m),s.push(u)}return new pe(
o,s,e,n)}var op=Ie.prototype.constructor;function sp(){return new op(this._groups,this._parents)}function ap(t,e){var n,r,i;return function(){var o=Ne(this,t),s=(this.
style.removeProperty(t),Ne(this,t));return o===s?null:o===n&&s===r?i:i=e(n=o,r=s)}}function ll(t){return function(){this.style.removeProperty(t)}}function lp(t,e,n){
var r,i=n+"",o;return function(){var s=Ne(this,t);return s===i?null:s===r?o:o=e(r=s,n)}}function cp(t,e,n){var r,i,o;return function(){var s=Ne(this,t),a=n(this),
l=a+"";return a==null&&(l=a=(this.style.removeProperty(t),Ne(this,t))),s===l?null:s===r&&l===i?o:(i=l,o=e(r=s,a))}}function up(t,e){var n,r,i,o="style."+e,s="en\
d."+o,a;return function(){var l=re(this,t),c=l.on,u=l.value[o]==null?a||(a=ll(e)):void 0;(c!==n||i!==u)&&(r=(n=c).copy()).on(s,i=u),l.on=r}}function fp(t,e,n){var r=(t+=
"")=="transform"?Ya:al;return e==null?this.styleTween(t,ap(t,r)).on("end.style."+t,ll(t)):typeof e=="function"?this.styleTween(t,cp(t,r,vo(this,"style."+t,e))).
each(up(this._id,t)):this.styleTween(t,lp(t,r,e),n).on("end.style."+t,null)}function hp(t,e,n){return function(r){this.style.setProperty(t,e.call(this,r),n)}}function pp(t,e,n){
var r,i;function o(){var s=e.apply(this,arguments);return s!==i&&(r=(i=s)&&hp(t,s,n)),r}return o._value=e,o}function dp(t,e,n){var r="style."+(t+="");if(arguments.
length<2)return(r=this.tween(r))&&r._value;if(e==null)return this.tween(r,null);if(typeof e!="function")throw new Error;return this.tween(r,pp(t,e,n??""))}function mp(t){
return function(){this.textContent=t}}function gp(t){return function(){var e=t(this);this.textContent=e??""}}function yp(t){return this.tween("text",typeof t=="\
function"?gp(vo(this,"text",t)):mp(t==null?"":t+""))}function vp(t){return function(e){this.textContent=t.call(this,e)}}function wp(t){var e,n;function r(){var i=t.
apply(this,arguments);return i!==n&&(e=(n=i)&&vp(i)),e}return r._value=t,r}function xp(t){var e="text";if(arguments.length<1)return(e=this.tween(e))&&e._value;if(t==
null)return this.tween(e,null);if(typeof t!="function")throw new Error;return this.tween(e,wp(t))}function bp(){for(var t=this._name,e=this._id,n=cl(),r=this._groups,
i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)if(l=s[c]){var u=Xt(l,e);Kr(l,t,n,c,s,{time:u.time+u.delay+u.duration,delay:0,duration:u.duration,
ease:u.ease})}return new pe(r,this._parents,t,n)}function Mp(){var t,e,n=this,r=n._id,i=n.size();return new Promise(function(o,s){var a={value:s},l={value:function(){
--i===0&&o()}};n.each(function(){var c=re(this,r),u=c.on;u!==t&&(e=(t=u).copy(),e._.cancel.push(a),e._.interrupt.push(a),e._.end.push(l)),c.on=e}),i===0&&o()})}
var kp=0;function pe(t,e,n,r){this._groups=t,this._parents=e,this._name=n,this._id=r}function _p(t){return Ie().transition(t)}function cl(){return++kp}var he=Ie.
prototype;pe.prototype=_p.prototype={constructor:pe,select:rp,selectAll:ip,selectChild:he.selectChild,selectChildren:he.selectChildren,filter:Wh,merge:Zh,selection:sp,
transition:bp,call:he.call,nodes:he.nodes,node:he.node,size:he.size,empty:he.empty,each:he.each,on:tp,attr:Th,attrTween:Bh,style:fp,styleTween:dp,text:yp,textTween:xp,
remove:np,tween:zh,delay:Ph,duration:Vh,ease:Yh,easeVarying:Xh,end:Mp,[Symbol.iterator]:he[Symbol.iterator]};var Ap={time:null,delay:0,duration:250,ease:rl};function $p(t,e){
for(var n;!(n=t.__transition)||!(n=n[e]);)if(!(t=t.parentNode))throw new Error(`transition ${e} not found`);return n}function zp(t){var e,n;t instanceof pe?(e=t.
_id,t=t._name):(e=cl(),(n=Ap).time=Pr(),t=t==null?null:t+"");for(var r=this._groups,i=r.length,o=0;o<i;++o)for(var s=r[o],a=s.length,l,c=0;c<a;++c)(l=s[c])&&Kr(
l,t,e,c,s,n||$p(l,e));return new pe(r,this._parents,t,e)}Ie.prototype.interrupt=_h;Ie.prototype.transition=zp;var Yr=t=>()=>t;function Sp(t,{sourceEvent:e,target:n,transform:r,dispatch:i}){Object.defineProperties(this,{type:{value:t,enumerable:!0,configurable:!0},sourceEvent:{
value:e,enumerable:!0,configurable:!0},target:{value:n,enumerable:!0,configurable:!0},transform:{value:r,enumerable:!0,configurable:!0},_:{value:i}})}function de(t,e,n){
this.k=t,this.x=e,this.y=n}de.prototype={constructor:de,scale:function(t){return t===1?this:new de(this.k*t,this.x,this.y)},translate:function(t,e){return t===0&
e===0?this:new de(this.k,this.x+this.k*t,this.y+this.k*e)},apply:function(t){return[t[0]*this.k+this.x,t[1]*this.k+this.y]},applyX:function(t){return t*this.k+this.
x},applyY:function(t){return t*this.k+this.y},invert:function(t){return[(t[0]-this.x)/this.k,(t[1]-this.y)/this.k]},invertX:function(t){return(t-this.x)/this.k},
invertY:function(t){return(t-this.y)/this.k},rescaleX:function(t){return t.copy().domain(t.range().map(this.invertX,this).map(t.invert,t))},rescaleY:function(t){
return t.copy().domain(t.range().map(this.invertY,this).map(t.invert,t))},toString:function(){return"translate("+this.x+","+this.y+") scale("+this.k+")"}};var on=new de(
1,0,0);Cp.prototype=de.prototype;function Cp(t){for(;!t.__zoom;)if(!(t=t.parentNode))return on;return t.__zoom}function wo(t){t.stopImmediatePropagation()}function Gn(t){
t.preventDefault(),t.stopImmediatePropagation()}function Ep(t){return(!t.ctrlKey||t.type==="wheel")&&!t.button}function Np(){var t=this;return t instanceof SVGElement?
(t=t.ownerSVGElement||t,t.hasAttribute("viewBox")?(t=t.viewBox.baseVal,[[t.x,t.y],[t.x+t.width,t.y+t.height]]):[[0,0],[t.width.baseVal.value,t.height.baseVal.value]]):
[[0,0],[t.clientWidth,t.clientHeight]]}function ul(){return this.__zoom||on}function Ip(t){return-t.deltaY*(t.deltaMode===1?.05:t.deltaMode?1:.002)*(t.ctrlKey?10:
1)}function Op(){return navigator.maxTouchPoints||"ontouchstart"in this}function Tp(t,e,n){var r=t.invertX(e[0][0])-n[0][0],i=t.invertX(e[1][0])-n[1][0],o=t.invertY(
e[0][1])-n[0][1],s=t.invertY(e[1][1])-n[1][1];return t.translate(i>r?(r+i)/2:Math.min(0,r)||Math.max(0,i),s>o?(o+s)/2:Math.min(0,o)||Math.max(0,s))}function fl(){
var t=Ep,e=Np,n=Tp,r=Ip,i=Op,o=[0,1/0],s=[[-1/0,-1/0],[1/0,1/0]],a=250,l=Xa,c=Un("start","zoom","end"),u,p,m,f=500,y=150,v=0,k=10;function M(w){w.property("__zo\
om",ul).on("wheel.zoom",B,{passive:!1}).on("mousedown.zoom",C).on("dblclick.zoom",X).filter(i).on("touchstart.zoom",tt).on("touchmove.zoom",rt).on("touchend.zoo\
m touchcancel.zoom",yt).style("-webkit-tap-highlight-color","rgba(0,0,0,0)")}M.transform=function(w,A,g,x){var b=w.selection?w.selection():w;b.property("__zoom",
ul),w!==b?q(w,A,g,x):b.interrupt().each(function(){V(this,arguments).event(x).start().zoom(null,typeof A=="function"?A.apply(this,arguments):A).end()})},M.scaleBy=
function(w,A,g,x){M.scaleTo(w,function(){var b=this.__zoom.k,_=typeof A=="function"?A.apply(this,arguments):A;return b*_},g,x)},M.scaleTo=function(w,A,g,x){M.transform(
w,function(){var b=e.apply(this,arguments),_=this.__zoom,$=g==null?P(b):typeof g=="function"?g.apply(this,arguments):g,S=_.invert($),I=typeof A=="function"?A.apply(
this,arguments):A;return n(O(L(_,I),$,S),b,s)},g,x)},M.translateBy=function(w,A,g,x){M.transform(w,function(){return n(this.__zoom.translate(typeof A=="function"?
A.apply(this,arguments):A,typeof g=="function"?g.apply(this,arguments):g),e.apply(this,arguments),s)},null,x)},M.translateTo=function(w,A,g,x,b){M.transform(w,function(){
var _=e.apply(this,arguments),$=this.__zoom,S=x==null?P(_):typeof x=="function"?x.apply(this,arguments):x;return n(on.translate(S[0],S[1]).scale($.k).translate(
typeof A=="function"?-A.apply(this,arguments):-A,typeof g=="function"?-g.apply(this,arguments):-g),_,s)},x,b)};function L(w,A){return A=Math.max(o[0],Math.min(o[1],
A)),A===w.k?w:new de(A,w.x,w.y)}function O(w,A,g){var x=A[0]-g[0]*w.k,b=A[1]-g[1]*w.k;return x===w.x&&b===w.y?w:new de(w.k,x,b)}function P(w){return[(+w[0][0]+ +w[1][0])/
2,(+w[0][1]+ +w[1][1])/2]}function q(w,A,g,x){w.on("start.zoom",function(){V(this,arguments).event(x).start()}).on("interrupt.zoom end.zoom",function(){V(this,arguments).
event(x).end()}).tween("zoom",function(){var b=this,_=arguments,$=V(b,_).event(x),S=e.apply(b,_),I=g==null?P(S):typeof g=="function"?g.apply(b,_):g,R=Math.max(S[1][0]-
S[0][0],S[1][1]-S[0][1]),E=b.__zoom,D=typeof A=="function"?A.apply(b,_):A,et=l(E.invert(I).concat(R/E.k),D.invert(I).concat(R/D.k));return function(ot){if(ot===
1)ot=D;else{var G=et(ot),Tt=R/G[2];ot=new de(Tt,I[0]-G[0]*Tt,I[1]-G[1]*Tt)}$.zoom(null,ot)}})}function V(w,A,g){return!g&&w.__zooming||new Y(w,A)}function Y(w,A){
this.that=w,this.args=A,this.active=0,this.sourceEvent=null,this.extent=e.apply(w,A),this.taps=0}Y.prototype={event:function(w){return w&&(this.sourceEvent=w),this},
start:function(){return++this.active===1&&(this.that.__zooming=this,this.emit("start")),this},zoom:function(w,A){return this.mouse&&w!=="mouse"&&(this.mouse[1]=
A.invert(this.mouse[0])),this.touch0&&w!=="touch"&&(this.touch0[1]=A.invert(this.touch0[0])),this.touch1&&w!=="touch"&&(this.touch1[1]=A.invert(this.touch1[0])),
this.that.__zoom=A,this.emit("zoom"),this},end:function(){return--this.active===0&&(delete this.that.__zooming,this.emit("end")),this},emit:function(w){var A=Yt(
this.that).datum();c.call(w,this.that,new Sp(w,{sourceEvent:this.sourceEvent,target:M,transform:this.that.__zoom,dispatch:c}),A)}};function B(w,...A){if(!t.apply(
this,arguments))return;var g=V(this,A).event(w),x=this.__zoom,b=Math.max(o[0],Math.min(o[1],x.k*Math.pow(2,r.apply(this,arguments)))),_=ce(w);if(g.wheel)(g.mouse[0][0]!==
_[0]||g.mouse[0][1]!==_[1])&&(g.mouse[1]=x.invert(g.mouse[0]=_)),clearTimeout(g.wheel);else{if(x.k===b)return;g.mouse=[_,x.invert(_)],Yn(this),g.start()}Gn(w),g.
wheel=setTimeout($,y),g.zoom("mouse",n(O(L(x,b),g.mouse[0],g.mouse[1]),g.extent,s));function $(){g.wheel=null,g.end()}}function C(w,...A){if(m||!t.apply(this,arguments))
return;var g=w.currentTarget,x=V(this,A,!0).event(w),b=Yt(w.view).on("mousemove.zoom",I,!0).on("mouseup.zoom",R,!0),_=ce(w,g),$=w.clientX,S=w.clientY;da(w.view),
wo(w),x.mouse=[_,this.__zoom.invert(_)],Yn(this),x.start();function I(E){if(Gn(E),!x.moved){var D=E.clientX-$,et=E.clientY-S;x.moved=D*D+et*et>v}x.event(E).zoom(
"mouse",n(O(x.that.__zoom,x.mouse[0]=ce(E,g),x.mouse[1]),x.extent,s))}function R(E){b.on("mousemove.zoom mouseup.zoom",null),ma(E.view,x.moved),Gn(E),x.event(E).
end()}}function X(w,...A){if(t.apply(this,arguments)){var g=this.__zoom,x=ce(w.changedTouches?w.changedTouches[0]:w,this),b=g.invert(x),_=g.k*(w.shiftKey?.5:2),
$=n(O(L(g,_),x,b),e.apply(this,A),s);Gn(w),a>0?Yt(this).transition().duration(a).call(q,$,x,w):Yt(this).call(M.transform,$,x,w)}}function tt(w,...A){if(t.apply(
this,arguments)){var g=w.touches,x=g.length,b=V(this,A,w.changedTouches.length===x).event(w),_,$,S,I;for(wo(w),$=0;$<x;++$)S=g[$],I=ce(S,this),I=[I,this.__zoom.
invert(I),S.identifier],b.touch0?!b.touch1&&b.touch0[2]!==I[2]&&(b.touch1=I,b.taps=0):(b.touch0=I,_=!0,b.taps=1+!!u);u&&(u=clearTimeout(u)),_&&(b.taps<2&&(p=I[0],
u=setTimeout(function(){u=null},f)),Yn(this),b.start())}}function rt(w,...A){if(this.__zooming){var g=V(this,A).event(w),x=w.changedTouches,b=x.length,_,$,S,I;for(Gn(
w),_=0;_<b;++_)$=x[_],S=ce($,this),g.touch0&&g.touch0[2]===$.identifier?g.touch0[0]=S:g.touch1&&g.touch1[2]===$.identifier&&(g.touch1[0]=S);if($=g.that.__zoom,g.
touch1){var R=g.touch0[0],E=g.touch0[1],D=g.touch1[0],et=g.touch1[1],ot=(ot=D[0]-R[0])*ot+(ot=D[1]-R[1])*ot,G=(G=et[0]-E[0])*G+(G=et[1]-E[1])*G;$=L($,Math.sqrt(
ot/G)),S=[(R[0]+D[0])/2,(R[1]+D[1])/2],I=[(E[0]+et[0])/2,(E[1]+et[1])/2]}else if(g.touch0)S=g.touch0[0],I=g.touch0[1];else return;g.zoom("touch",n(O($,S,I),g.extent,
s))}}function yt(w,...A){if(this.__zooming){var g=V(this,A).event(w),x=w.changedTouches,b=x.length,_,$;for(wo(w),m&&clearTimeout(m),m=setTimeout(function(){m=null},
f),_=0;_<b;++_)$=x[_],g.touch0&&g.touch0[2]===$.identifier?delete g.touch0:g.touch1&&g.touch1[2]===$.identifier&&delete g.touch1;if(g.touch1&&!g.touch0&&(g.touch0=
g.touch1,delete g.touch1),g.touch0)g.touch0[1]=this.__zoom.invert(g.touch0[0]);else if(g.end(),g.taps===2&&($=ce($,this),Math.hypot(p[0]-$[0],p[1]-$[1])<k)){var S=Yt(
this).on("dblclick.zoom");S&&S.apply(this,arguments)}}}return M.wheelDelta=function(w){return arguments.length?(r=typeof w=="function"?w:Yr(+w),M):r},M.filter=function(w){
return arguments.length?(t=typeof w=="function"?w:Yr(!!w),M):t},M.touchable=function(w){return arguments.length?(i=typeof w=="function"?w:Yr(!!w),M):i},M.extent=
function(w){return arguments.length?(e=typeof w=="function"?w:Yr([[+w[0][0],+w[0][1]],[+w[1][0],+w[1][1]]]),M):e},M.scaleExtent=function(w){return arguments.length?
(o[0]=+w[0],o[1]=+w[1],M):[o[0],o[1]]},M.translateExtent=function(w){return arguments.length?(s[0][0]=+w[0][0],s[1][0]=+w[1][0],s[0][1]=+w[0][1],s[1][1]=+w[1][1],
M):[[s[0][0],s[0][1]],[s[1][0],s[1][1]]]},M.constrain=function(w){return arguments.length?(n=w,M):n},M.duration=function(w){return arguments.length?(a=+w,M):a},
M.interpolate=function(w){return arguments.length?(l=w,M):l},M.on=function(){var w=c.on.apply(c,arguments);return w===c?M:w},M.clickDistance=function(w){return arguments.
length?(v=(w=+w)*w,M):Math.sqrt(v)},M.tapDistance=function(w){return arguments.length?(k=+w,M):k},M}var Lp=()=>getComputedStyle(document.body).fontFamily,Fp=()=>({background:"transparent",font:Lp(),view:{stroke:null},axis:{labelColor:kt("muted"),titleColor:kt(
"muted"),domainColor:kt("line"),tickColor:kt("line"),gridColor:kt("line"),labelFontSize:11,titleFontSize:11,titleFontWeight:400,tickSize:4}});function hl(t){let e=JSON.
parse(bn(`chart ${t}`)??"null");for(let n of e?.params??[])n.name.startsWith("token_")&&(n.value=kt(n.name.slice(6)));return e}async function xo(t,e,n){let r={actions:!1,
renderer:"canvas",ast:!0,defaultStyle:!1,config:Fp(),tooltip:{disableDefaultStyle:!0}};return(await window.vegaEmbed(t,{...hl(e),datasets:n},r)).view}var pl=()=>Number(
hl("points")?.usermeta?.limit??0);function dl(){let t=d("div",{class:"points-chart"}),e=null,n=null,r=!1,i=!1;xo(t,"points",{points:[]}).then(s=>i?s.finalize():
(e=s,o()));async function o(){if(!(!e||r)){for(r=!0;n&&!i;){let s=n;n=null;let{width:a,height:l,radius:c}=s;e.width(a).height(l),e.signal("right",a).signal("bot\
tom",l).signal("size",Math.PI*c**2),await e.data("points",Dp(s)).runAsync()}r=!1}}return{element:t,paint(s){n=s,o()},end(){i=!0,e?.finalize(),t.remove()}}}function Dp({
x:t,y:e,width:n,height:r,radius:i,colouring:{index:o,colours:s,hollow:a},shown:l,lit:c,selected:u,recede:p,ink:m,surface:f}){let y=[[],[],[]];for(let v=0;v<t.length;v++){
if(l&&!l[v]||t[v]<-i||e[v]<-i||t[v]>n+i||e[v]>r+i)continue;let k=u[v]?2:c&&c[v]?1:0,M=s[o[v]],L=a[o[v]]?k===2?f:"transparent":M;y[k].push({x:t[v],y:e[v],fill:L,
stroke:k===2?m:M,opacity:k===0&&p?.28:1,wide:k===2?1.56:1})}return y.flat()}var be=null;function ml(t,e,n,r,i,o){let s=new Uint8Array(e.length);if(be??=document.createElement("canvas").getContext("2d",{willReadFrequently:!0}),!be||t.length<
3)return s;let[a,l,c,u]=[1/0,1/0,-1/0,-1/0];for(let[y,v]of t)a=Math.min(a,y),c=Math.max(c,y),l=Math.min(l,v),u=Math.max(u,v);a=Math.max(0,Math.floor(a)-1),l=Math.
max(0,Math.floor(l)-1);let p=Math.min(Math.ceil(r),Math.ceil(c)+2)-a,m=Math.min(Math.ceil(i),Math.ceil(u)+2)-l;if(p<=0||m<=0)return s;be.canvas.width=p,be.canvas.
height=m,be.beginPath(),t.forEach(([y,v])=>be?.lineTo(y-a,v-l)),be.fill("nonzero");let{data:f}=be.getImageData(0,0,p,m);for(let y=0;y<e.length;y++){let v=Math.floor(
e[y])-a,k=Math.floor(n[y])-l;v<0||k<0||v>=p||k>=m||o&&!o[y]||f[4*(k*p+v)+3]>127&&(s[y]=1)}return s}var gl=([t,e],[n,r])=>[[t,e],[n,e],[n,r],[t,r]];var Up=4,Me={held:!1};function yl(t){let{surface:e,marks:n}=t,r=lt("polygon",{class:"lasso",points:""});n.append(r);let i=null,o=new Set,s=f=>{let{left:y,top:v}=e.
getBoundingClientRect();return[f.clientX-y,f.clientY-v]},a=Pe(()=>{!i?.moved||!i.draws||(r.setAttribute("points",l(i).map(([f,y])=>`${f.toFixed(1)},${y.toFixed(
1)}`).join(" ")),Q(At(i.base,c(i),i.way),{live:!0,chapter:i.chapter}))}),l=({path:f})=>h.tool==="box"?gl(f[0],f[f.length-1]):f,c=f=>ml(l(f),t.x,t.y,t.width,t.height,
wt(f.chapter));function u(){i=null,r.setAttribute("points",""),e.classList.remove("drawing")}e.addEventListener("pointerdown",f=>{if(o.add(f.pointerId),f.button===
1&&f.preventDefault(),!t.plot||f.button!==0)return;if(o.size>1)return i?.moved&&Q(i.base,{chapter:i.chapter}),u();e.focus({preventScroll:!0});let{chapter:y}=t.plot,
v=h.tool!=="pan"&&!Me.held;i={id:f.pointerId,path:[s(f)],way:Ve(f),base:Z(y).selection,moved:!1,chapter:y,draws:v},v&&e.setPointerCapture(f.pointerId)}),e.addEventListener(
"pointermove",f=>{if(!i)return f.buttons||f.pointerType==="touch"?void 0:Ft(t.plot?.chapter??null,t.nearest(...s(f)),t.name);if(f.pointerId!==i.id)return;let y=s(
f),[v,k]=i.path[0];if(!i.moved&&Math.hypot(y[0]-v,y[1]-k)<Up)return;i.moved||(i.moved=!0,Ft(null,-1,t.name),i.draws&&e.classList.add("drawing"));let[M,L]=i.path[i.
path.length-1];return h.tool==="box"&&i.path.length>1?i.path[1]=y:Math.hypot(y[0]-M,y[1]-L)>=2&&i.path.push(y),a()});function p(f){if(o.delete(f.pointerId),!i||
f.pointerId!==i.id)return;let y=i;if(u(),f.type==="pointercancel")return Q(y.base,{chapter:y.chapter});if(!y.moved)return m(f,y);y.draws&&Q(At(y.base,c(y),y.way),
{chapter:y.chapter})}function m(f,y){let v=t.nearest(...s(f),f.pointerType==="touch"?20:void 0);if(v<0)return;let k=new Uint8Array(y.chapter.size);k[v]=1,Q(At(y.
base,k,y.way==="replace"?"toggle":y.way),{chapter:y.chapter}),t.clicked(v),f.pointerType==="touch"&&Ft(y.chapter,v,t.name)}e.addEventListener("pointerup",p),e.addEventListener(
"pointercancel",p),e.addEventListener("pointerleave",()=>Ft(null,-1,t.name)),e.addEventListener("mousedown",f=>{f.button===1&&f.preventDefault()}),e.addEventListener(
"dblclick",f=>{let y=t.nearest(...s(f));y>=0&&t.opened(y)})}var Bp=.28;function wl(){let t=d("canvas",{class:"points-raster","aria-hidden":"true"}),e=t.getContext("2d"),n=null,r=new Uint32Array,i=0;function o(a,l,c){n&&t.
width===a&&t.height===l&&i===c||(t.width=a,t.height=l,i=c,n=new ImageData(a+2*i,l+2*i),r=new Uint32Array(n.data.buffer))}function s(a){let l=window.devicePixelRatio||
1,c=Math.max(1,Math.round(a.width*l)),u=Math.max(1,Math.round(a.height*l)),p=a.radius*l;o(c,u,Math.ceil(p*1.6)+2),t.style.width=`${a.width}px`,t.style.height=`${a.
height}px`;let m=c+2*i,f=bo(a.surface),y=bo(a.ink);r.fill(f);let{index:v,colours:k,hollow:M}=a.colouring,L=Uint32Array.from(k,bo),O=Uint32Array.from(L,x=>vl(x,f,
Bp)),P=Math.max(1,1.1*l),q=Xn(p,0,m),V=Xn(p,p-P,m),Y=Xn(p*1.25,0,m),B=Xn(p*1.25+P,0,m),C=Xn(p*1.25-P,0,m),{x:X,y:tt,shown:rt,lit:yt,selected:w}=a;function A(x){
let b=x===0&&a.recede,_=b?O:L;for(let $=0;$<X.length;$++){if((w[$]?2:yt&&yt[$]?1:0)!==x||rt&&!rt[$])continue;let I=Math.round(X[$]*l),R=Math.round(tt[$]*l);if(I<
-i/2||R<-i/2||I>=c+i/2||R>=u+i/2)continue;let E=(R+i)*m+I+i,D=v[$];x<2?g(M[D]?V:q,E,_[D]):(g(B,E,y),g(Y,E,L[D]),M[D]&&g(C,E,f))}}function g({offsets:x,cover:b},_,$){
for(let S=0;S<x.length;S++){let I=_+x[S],R=b[S];r[I]=R===255?$:vl($,r[I],R/255)}}A(0),yt&&A(1),A(2),e.putImageData(n,-i,-i)}return{element:t,paint:s,end:()=>t.remove()}}
var Gr=new Map;function Xn(t,e,n){let r=`${t} ${e} ${n}`,i=Gr.get(r);if(i)return i;Gr.size>200&&Gr.clear();let o=[],s=[],a=Math.ceil(t),l=4;for(let u=-a;u<=a;u++)
for(let p=-a;p<=a;p++){let m=0;for(let f=0;f<l;f++)for(let y=0;y<l;y++){let v=Math.hypot(p+(f+.5)/l-.5,u+(y+.5)/l-.5);v<t&&v>=e&&m++}m&&(o.push(u*n+p),s.push(Math.
round(255*m/(l*l))))}let c={offsets:Int32Array.from(o),cover:Uint8Array.from(s)};return Gr.set(r,c),c}var Rp=new Uint8Array(new Uint32Array([1]).buffer)[0]===1;
function bo(t){let[e,n,r]=t.startsWith("#")?jp(t):(t.match(/\d+/g)??["0","0","0"]).map(Number);return(Rp?255<<24|r<<16|n<<8|e:e<<24|n<<16|r<<8|255)>>>0}var jp=t=>t.
length===4?[1,2,3].map(e=>17*parseInt(t[e],16)):[1,3,5].map(e=>parseInt(t.slice(e,e+2),16)),sn=16711935;function vl(t,e,n){let r=Math.round(n*256),i=256-r,o=(t&
sn)*r+(e&sn)*i>>>8&sn,s=(t>>>8&sn)*r+(e>>>8&sn)*i&~sn;return(o|s)>>>0}var ft=.07,Pp=10,qp=24;function Mo(t,e,n){let r=lt("svg",{class:"overlay-marks","aria-hidden":"true"}),i=lt("g",{class:"cluster-names"});r.append(i);let o=d("di\
v",{class:"ring",hidden:!0}),s=d("p",{class:"empty stage-empty",hidden:!0}),a=d("div",{class:"axis-names","aria-hidden":"true"}),l=d("div",{class:"surface",tabIndex:0,
role:"application","aria-roledescription":"embedding","aria-keyshortcuts":"ArrowRight ArrowLeft ArrowUp ArrowDown Enter Space","data-stage":e});t.append(r,o,s,a,
l);let c=pl(),u=null,p="",m=null,f={name:e,host:t,surface:l,marks:r,plot:null,width:0,height:0,x:new Float32Array,y:new Float32Array,clicked:n.clicked,opened:n.
opened,show:Y,fit:P,zoomBy:q,zoomTo:V,nearest:rt,pixel:yt,repaint:Pe(X),get kind(){return p}},y=(g,x)=>[(g+ft)/(1+2*ft)*f.width,(1-(x+ft)/(1+2*ft))*f.height],v=on,
k=fl().scaleExtent([.5,400]).clickDistance(4).filter(g=>{if(g.type==="dblclick"||!f.plot)return!1;if(g.type==="wheel")return!0;let x=h.tool==="pan"||Me.held;return g.
type.startsWith("touch")?g.touches.length>1||x:g.button===1||g.button===0&&x}).on("start",()=>l.classList.add("moving")).on("end",()=>l.classList.remove("moving")).
on("zoom",g=>{v=g.transform,g.sourceEvent&&f.plot&&(h.hover=null,W("hover"),n.moved(f.plot,L()),W("camera")),f.repaint()}),M=Yt(l).call(k);function L(){let[g,x]=v.
invert([f.width/2,f.height/2]),b=g/(f.width||1)*(1+2*ft)-ft,_=(1-x/(f.height||1))*(1+2*ft)-ft;return Math.abs(v.k-1)<1e-6&&Math.abs(b-.5)<1e-4&&Math.abs(_-.5)<1e-4?
qt:{k:v.k,u:b,v:_}}function O(g,x=!1){let[b,_]=y(g.u,g.v),$=on.translate(f.width/2-g.k*b,f.height/2-g.k*_).scale(g.k);M.call(k.transform,$),!(!x||!f.plot)&&(n.moved(
f.plot,g),W("camera"))}function P(){O(qt,!0)}function q(g){if(!f.plot)return;let{k:x,u:b,v:_}=n.camera(f.plot);O({k:Math.max(.5,Math.min(400,x*g)),u:b,v:_},!0)}
function V(g){if(!f.plot)return;let{u:x,v:b}=Ge(f.plot.embedding,f.plot.x,f.plot.y),[_,$,S,I]=[1/0,-1/0,1/0,-1/0];for(let E=0;E<g.length;E++)g[E]&&(_=Math.min(_,
x[E]),$=Math.max($,x[E]),S=Math.min(S,b[E]),I=Math.max(I,b[E]));if(_>$)return P();let R=Math.min(40,1/Math.max($-_,I-S,1e-9));return O({k:Math.max(1,R*.92),u:(_+
$)/2,v:(S+I)/2},!0)}function Y(g,x=""){if(f.plot=g,s.hidden=!!g,s.textContent=x,a.replaceChildren(),i.replaceChildren(),m=null,!g){u?.end(),u=null,p="",o.hidden=
!0;return}let b=g.chapter.size>c?"raster":"chart";b!==p&&(u?.end(),u=b==="raster"?wl():dl(),p=b,t.prepend(u.element),t.dataset.painter=p),a.append(d("span",{class:"\
axis-x"},`${g.embedding.axes[g.x]} \u2192`)),g.embedding.axes.length>1&&a.append(d("span",{class:"axis-y"},`\u2191 ${g.embedding.axes[g.y]}`));let _=g.clustering&&
g.clustering.clusters.length<=qp?g.clustering.clusters.filter($=>$.label>=0):[];for(let $ of _)i.append(lt("text",{"data-i":$.medoid,"data-label":$.label},String(
$.label)));B(),O(n.camera(g)),f.repaint()}function B(){let{plot:g}=f;if(!g)return;let{selection:x}=Z(g.chapter);l.setAttribute("aria-label",`${g.embedding.name}\
 embedding of ${g.chapter.name}: ${g.chapter.size} samples, ${x.size} selected${g.clustering?`, ${g.clustering.clusters.length} clusters`:""}. Arrow keys step t\
hrough the samples, Space selects, Enter enlarges.`)}let C=g=>g<300?4.5:g<2e3?3.5:g<1e4?2.6:g<4e4?2:1.5;function X(){let{plot:g}=f;if(!g||!u||!f.width||!f.height)
return;let{chapter:x}=g,{u:b,v:_}=Ge(g.embedding,g.x,g.y);f.x.length!==b.length&&(f.x=new Float32Array(b.length),f.y=new Float32Array(b.length));let{k:$,x:S,y:I}=v,
R=$*f.width/(1+2*ft),E=$*f.height/(1+2*ft);for(let G=0;G<b.length;G++)f.x[G]=S+(b[G]+ft)*R,f.y[G]=I+$*f.height-(_[G]+ft)*E;m??=Ar(x);let{selection:D}=Z(x),et=wt(
x),ot=tt(g);u.paint({width:f.width,height:f.height,x:f.x,y:f.y,radius:C(x.size)*Math.min(2,Math.max(1,Math.sqrt($)*.9)),colouring:m,shown:et,lit:ot,selected:D.mask,
recede:ot!==null||D.size>0,surface:kt("surface"),ink:kt("ink")});for(let G of i.children){let Tt=Number(G.dataset.i);G.setAttribute("x",f.x[Tt].toFixed(1)),G.setAttribute(
"y",(f.y[Tt]-10).toFixed(1)),G.setAttribute("visibility",et&&!et[Tt]?"hidden":"visible")}w()}function tt({chapter:g,clustering:x}){if(h.hot===null||!x)return null;
let b=new Uint8Array(g.size);for(let _=0;_<b.length;_++)x.labels[_]===h.hot&&(b[_]=1);return b}function rt(g,x,b=Pp){if(!f.plot||!f.width)return-1;let[_,$]=v.invert(
[g,x]),S=_/f.width*(1+2*ft)-ft,I=(1-$/f.height)*(1+2*ft)-ft,R=b/v.k/f.width*(1+2*ft),E=b/v.k/f.height*(1+2*ft);return ks(Ge(f.plot.embedding,f.plot.x,f.plot.y),
S,I,R,E,wt(f.plot.chapter))}function yt(g){let{left:x,top:b}=l.getBoundingClientRect();return{left:x+f.x[g],top:b+f.y[g]}}function w(){let g=h.hover,{plot:x}=f,
b=g&&x?g.chapter===x.chapter?g.i:x.chapter.ids.indexOf(g.chapter.ids[g.i]):-1;o.hidden=b<0||!(f.x[b]>=0&&f.y[b]>=0&&f.x[b]<=f.width&&f.y[b]<=f.height),l.classList.
toggle("on-point",b>=0&&g?.from===e),o.hidden||(o.style.transform=`translate(${f.x[b]}px, ${f.y[b]}px)`)}new ResizeObserver(()=>{let{clientWidth:g,clientHeight:x}=l;
g===f.width&&x===f.height||(Object.assign(f,{width:g,height:x}),k.extent([[0,0],[g,x]]).translateExtent([[-g,-x],[2*g,2*x]]),f.plot&&O(n.camera(f.plot)))}).observe(
l);let A=h.hot;return z("hover",()=>{A!==h.hot&&(A=h.hot,f.repaint()),w()}),z("selection",()=>{h.live||B(),f.repaint()}),z("filter",f.repaint),z("look theme",()=>{
m=null,f.repaint()}),yl(f),f}function ko(t,e,n){let{label:r,prediction:i,score:o}=Kt(t,e),s=Z(t).selection.mask[e]?", selected":"";return`${Mn(t.ids[e])}, label\
 ${r}, predicted ${i} ${o.toFixed(2)}${n?`, ${ct(n.labels[e])}`:""}${s}`}function Hp({chapter:t,clustering:e}){let n=wt(t),r=new Map(e?.clusters.map((o,s)=>[o.label,s])),i=Array.from({length:t.size},(o,s)=>s).filter(o=>!n||n[o]);return e?
i.sort((o,s)=>(r.get(e.labels[o])??0)-(r.get(e.labels[s])??0)||t.rows[o]-t.rows[s]):i}function xl(t){let e=`${t.name} keys`,n=()=>h.hover?.chapter===t.plot?.chapter?
h.hover?.i??-1:-1;function r(s,a){let{plot:l}=t;if(!l)return;let c=Hp(l);if(!c.length)return;let u=c.indexOf(n());if(u<0)u=s>0?0:c.length-1;else if(!a||!l.clustering)
u=(u+s+c.length)%c.length;else{let{labels:p}=l.clustering,m=p[c[u]],f=c.map((v,k)=>k).filter(v=>v===0||p[c[v]]!==p[c[v-1]]),y=f.findLastIndex(v=>p[c[v]]===m);u=
f[(y+s+f.length)%f.length]}Ft(l.chapter,c[u],e),Jt(`${ko(l.chapter,c[u],l.clustering)}, ${u+1} of ${c.length}`)}function i(){let{plot:s}=t,a=n();if(!s||a<0)return;
let l=new Uint8Array(s.chapter.size);l[a]=1,Q(At(Z(s.chapter).selection,l,"toggle"),{chapter:s.chapter}),Jt(ko(s.chapter,a,s.clustering))}let o=!1;t.surface.addEventListener(
"keydown",s=>{if(s.ctrlKey||s.metaKey||s.altKey)return;let a={ArrowRight:[1,!1],ArrowLeft:[-1,!1],ArrowDown:[1,!0],ArrowUp:[-1,!0]}[s.key];if(a)r(...a);else if(s.
key==="Enter"&&n()>=0)t.opened(n());else if(s.key===" ")s.repeat||(o=!0),Me.held=!0,t.surface.classList.add("panning");else return;s.preventDefault(),s.stopPropagation()}),
t.surface.addEventListener("pointerdown",()=>{o=!1}),t.surface.addEventListener("keyup",s=>{s.key===" "&&o&&(o=!1,i())}),t.surface.addEventListener("blur",()=>{
h.hover?.from===e&&Ft(null,-1,e)})}var Vp=80;function bl(t){let e=U("#card"),n=0;function r(){let i=h.hover,o=t.find(O=>O.name===i?.from||`${O.name} keys`===i?.from);if(!i||!o||!o.plot)return;let{
chapter:s,i:a}=i,{label:l,prediction:c,score:u,wrong:p}=Kt(s,a),m=ae(s,128);e.replaceChildren(d("div",{class:"pictures"},...Xe().map(O=>Nt(s,a,O,m))),d("div",{class:p?
"verdict wrong":"verdict",dir:"auto"},`${l} \u2192 ${c} ${mt(u)}`),d("div",{class:"muted"},...Tn(s,a)),d("div",{class:"muted id",dir:"auto"},s.ids[a])),e.hidden=
!1;let{left:f,top:y}=o.pixel(a),v=16,{width:k,height:M}=e.getBoundingClientRect(),L=f+v+k<innerWidth-4;e.style.left=`${L?f+v:Math.max(4,f-v-k)}px`,e.style.top=`${Math.
max(4,Math.min(innerHeight-M-4,y-M/2))}px`}z("hover",()=>{if(clearTimeout(n),!h.hover){e.hidden=!0;return}e.hidden?n=setTimeout(r,Vp):r()}),z("open plot selecti\
on",()=>{h.live&&(e.hidden=!0)}),z("look",()=>{e.hidden||r()})}var Ao=j("points"),Wr=Ao.appendChild(d("div",{class:"pane"})),$o=Ao.appendChild(d("div",{class:"pane",hidden:!0})),Ml=$o.appendChild(d("div",{class:"pane-bar"})),
Kp=$o.appendChild(d("div",{class:"pane-stage"})),Xr=Wr.appendChild(d("div",{class:"colour-legend",hidden:!0})),kl=new Map,_l=({chapter:t,embedding:e})=>`${t.key}\
 ${e.name}`,ht=Mo(Wr,"main",{camera:()=>h.chapter?T().camera:qt,moved:(t,e)=>{h.chapter&&(T().camera=e)},clicked:t=>Fn(t),opened:t=>{h.chapter&&Ee(h.chapter,t)}}),
Wt=Mo(Kp,"beside",{camera:t=>kl.get(_l(t))??qt,moved:(t,e)=>kl.set(_l(t),e),clicked:t=>{Wt.plot?.chapter===h.chapter&&Fn(t)},opened:t=>{Wt.plot&&Ee(Wt.plot.chapter,
t)}});function Yp(){let{chapter:t}=h,{embedding:e,clustering:n}=N(),r=(e?.axes.length??1)-1;ht.show(t&&e?{chapter:t,embedding:e,clustering:n,x:Math.min(T().x,r),
y:Math.min(T().y,r)}:null,t?"This category has no embedding; its samples are below.":""),Gp(),Al()}function Gp(){let{analysis:t,embedding:e,clustering:n}=N(),r=a=>(a??
[]).map(l=>[l.name,l.name]);Et("analysis",r(h.chapter?.analyses),t?.name),Et("embedding",r(t?.embeddings),e?.name,1),Et("clustering",r(t?.clusterings),n?.name,1);
let i=e?.eigenvalues,o=(e?.axes??[]).map((a,l)=>[String(l),i?.[l]===void 0||i[l]===null?a:`${a} (\u03BB ${i[l].toPrecision(2)})`]);Et("x",o,String(h.chapter?T().
x:0),3),Et("y",o,String(h.chapter?T().y:1),3);let s=ta();s.some(([a])=>a===h.colour)||(h.colour="cluster"),Et("colour",s,h.colour)}function Al(){if(Xr.hidden=!h.
chapter||h.colour==="cluster",!h.chapter||Xr.hidden)return;let{name:t,keys:e,ends:n,colours:r}=Ar(h.chapter),i=9;if(n){let o=`linear-gradient(to right, ${Array.
from({length:9},(s,a)=>r[Math.round(a/8*(r.length-2))]).join(", ")})`;Xr.replaceChildren(d("span",{class:"legend-name",dir:"auto"},t),d("span",{},n[0]),d("span",
{class:"legend-ramp",style:{background:o}}),d("span",{},n[1]));return}Xr.replaceChildren(d("span",{class:"legend-name",dir:"auto"},t),...e.slice(0,i).map(({text:o,
colour:s,hollow:a})=>d("span",{class:"legend-key"},d("span",{class:a?"dot noise":"dot",style:{"--cluster":s}}),d("span",{dir:"auto"},o))),e.length>i?d("span",{class:"\
muted"},`and ${e.length-i} more`):"")}var ke={category:d("select",{"aria-label":"Category beside"}),embedding:d("select",{"aria-label":"Embedding beside"})},Be=null;
function zo(){let{analysis:t,embedding:e}=N();if(h.beside.category||!h.chapter)return Wn("","");let n=t?.embeddings??[],r=n.findIndex(i=>i===e);return Wn(h.chapter.
key,n[(r+1)%Math.max(1,n.length)]?.name??"")}function Wn(t,e){h.beside={category:t,embedding:e},W("layout")}async function Xp(){let t=H().categories.find(s=>s.key===
h.beside.category);if($o.hidden=!t,Wr.classList.toggle("with-side",!!t),U("[data-beside]").setAttribute("aria-pressed",String(!!t)),!t)return Be=null,Wt.show(null);
Vt(ke.category,H().categories.map(s=>[s.key,s.name]),t.key);try{let s=await fr(H(),t);if(h.beside.category!==t.key)return;Be=s}catch(s){return Wt.show(null,s instanceof
Error?s.message:String(s))}let e=N().analysis?.name,n=Be===h.chapter,r=Be.analyses.find(s=>s.name===e)??Be.analyses[0],i=r?.embeddings.find(s=>s.name===h.beside.
embedding)??Mi(r),o=n?N().clustering:r?.clusterings.find(s=>s.name===Z(Be).clustering)??r?.clusterings[0];return Vt(ke.embedding,(r?.embeddings??[]).map(s=>[s.name,
s.name]),i?.name),Wt.show(i?{chapter:Be,embedding:i,clustering:o,x:0,y:Math.min(1,i.axes.length-1)}:null,"This category has no embedding.")}function Wp(){let t=Wt.
plot,e=h.chapter,{embedding:n}=N();!t||!e||(h.beside={category:e.key,embedding:n?.name??""},t.chapter===e?Ae({embedding:t.embedding.name,x:0,y:1}):(Object.assign(
Z(t.chapter),{embedding:t.embedding.name,x:0,y:1}),gt(H().categories.findIndex(r=>r.key===t.chapter.key))),W("layout"))}var _o=d("div",{class:"stage-tools butto\
ns",role:"radiogroup","aria-label":"Tool"},...[["lasso","Lasso: draw around points (l)"],["box","Box: drag over points (b)"],["pan","Pan: drag the view (p); wit\
h any tool Space or the middle button pans"]].map(([t,e])=>d("button",{type:"button",class:"icon",value:t,role:"radio",title:e,"aria-label":e,"aria-checked":"fa\
lse"},Ce(t)))),Zn=t=>Ct({tool:t});function $l(){let t=d("div",{class:"zoom-bar"},it("plus","Zoom in (+)",()=>ht.zoomBy(1.5)),it("minus","Zoom out (\u2212)",()=>ht.
zoomBy(.6666666666666666)),it("selection","Zoom to the selection (s)",()=>ht.zoomTo(T().selection.mask)),it("fit","Show all points (f)",ht.fit),it("beside","Ano\
ther embedding or category beside (v)",zo,{"data-beside":"","aria-pressed":"false"}));Wr.append(_o,t),Cn(_o,Zn),Ml.append(ke.category,ke.embedding,d("span",{class:"\
beside-count muted"}),d("span",{class:"stretch"}),it("swap","Make this the open one",Wp),it("fit","Show all points of this one",()=>Wt.fit()),it("close","Close",
()=>Wn("",""))),ke.category.addEventListener("change",()=>Wn(ke.category.value,h.beside.embedding)),ke.embedding.addEventListener("change",()=>Wn(h.beside.category,
ke.embedding.value));for(let e of["analysis","clustering"])Mt(e,n=>Ae({[e]:n}));Mt("embedding",e=>Ae({embedding:e,x:0,y:1}));for(let e of["x","y"])Mt(e,n=>Ae({[e]:Number(
n)}));Mt("colour",e=>Ct({colour:e})),[ht,Wt].forEach(xl),bl([ht,Wt]),z("open plot",Yp),z("open plot layout",Xp),z("look theme",()=>{En(_o,h.tool),Ao.dataset.tool=
h.tool,we("colour",h.colour),Al()}),z("open plot layout selection",()=>{let e=Wt.plot?.chapter;U(".beside-count",Ml).textContent=e&&!h.live?`${Z(e).selection.size}\
 of ${e.size} selected`:""})}var zl=8,Ot=U("#lightbox"),bt=null;function Ee(t,e){let n=t===h.chapter?Ws():[],r=wt(t),i=n.includes(e)?[...n]:Array.from({length:t.size},(o,s)=>s).filter(o=>!r||
r[o]||o===e);bt={chapter:t,i:e,order:i},Jn(),Ot.open||Ot.showModal()}function So(t){if(!bt)return;let{order:e,i:n}=bt,r=e.indexOf(n);bt.i=e[(r+t+e.length)%e.length],
Jn()}function Sl(){if(!bt)return;let t=new Uint8Array(bt.chapter.size);t[bt.i]=1,Q(At(Z(bt.chapter).selection,t,"toggle"),{chapter:bt.chapter}),Jn()}function Jn(){
if(!bt)return;let{chapter:t,i:e,order:n}=bt,{label:r,prediction:i,score:o,wrong:s}=Kt(t,e),a=document.activeElement instanceof HTMLElement?document.activeElement.
getAttribute("aria-label"):null,l=ae(t,Math.max(96,Math.min(400,(innerWidth-160)/3,innerHeight-400))),c=t.pictures.relevance.scale?.[e]??0,u=Z(t).selection.mask[e]===
1,p=h.scale==="sample"?c:On(t.pictures.relevance),m=`${F(n.indexOf(e)+1)} of ${F(n.length)} ${n.length===t.size?"samples":n.every(v=>Z(t).selection.mask[v])?"se\
lected":"shown"}`,f=Tn(t,e),y=[["label",r],["prediction",`${i}, ${mt(o,3)}${s?" (wrong)":""}`],["cluster",...f.length?[d("span",{},...f)]:["\u2013"]],["largest \
relevance",c?me(c):"0: this heatmap is zero everywhere"],["colours reach",p?`\xB1 ${me(p)} relevance`:"nowhere"],["row",String(t.rows[e])],...Object.entries(t.metadata).
map(([v,k])=>[v,k[e]])];Ot.replaceChildren(d("header",{},d("h2",{class:"id",dir:"auto"},t.ids[e]),d("span",{class:"muted"},m),at(u?"selected":"select",Sl,{"aria\
-pressed":String(u),title:"Select, or take out of the selection (Space)",class:"toggle"}),at("show in the embedding",()=>{Ot.close(),ht.zoomTo(Zp(t,e))},{hidden:t!==
h.chapter}),it("left","Previous sample",()=>So(-1)),it("right","Next sample",()=>So(1)),d("button",{type:"button",class:"icon","aria-label":"Close",onclick:()=>Ot.
close()},Ce("close"))),d("div",{class:"threefold"},...Object.keys(br).map(v=>d("figure",{},Nt(t,e,v,l),d("figcaption",{},br[v])))),d("div",{class:"about"},d("dl",
{},...y.flatMap(([v,...k])=>[d("dt",{dir:"auto"},v),d("dd",{dir:"auto"},...k)])),Jp(t,e))),a&&([...Ot.querySelectorAll("button")].find(v=>v.getAttribute("aria-l\
abel")===a)??null)?.focus(),Ot.open&&Jt(`${t.ids[e]}, label ${r}, predicted ${i}, ${m}`)}function Zp(t,e){let n=new Uint8Array(t.size),r=Cl(t,e);for(let i of[e,
...r.found])n[i]=1;return n}function Cl(t,e){let{analysis:n,embedding:r}=N(t),i=n?.neighbours;return i?{found:Array.from({length:Math.min(zl,i.count)},(o,s)=>i.
positions[e*i.count+s]).filter(o=>o>=0),where:`by ${n.name}`}:{found:r?_s(r,e,zl):[],where:r?`in ${r.name}`:""}}function Jp(t,e){let{found:n,where:r}=Cl(t,e),i=ae(
t,64);return n.length?d("div",{class:"neighbours"},d("h3",{},`Nearest ${r}`),d("div",{class:"neighbour-row"},...n.map(o=>{let{label:s,prediction:a}=Kt(t,o);return d(
"button",{type:"button",class:"neighbour",title:`${t.ids[o]}
label ${s}, predicted ${a}`,"data-position":String(o),onclick:()=>{bt&&(bt.i=o,bt.order.includes(o)||(bt.order=Array.from({length:t.size},(l,c)=>c)),Jn())}},Nt(
t,o,"input",i),Nt(t,o,"attribution",i),d("span",{class:"neighbour-cluster"},...Tn(t,o)))}))):""}function El(){Ot.addEventListener("keydown",t=>{let e={ArrowRight:1,
ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[t.key];if(e)So(e);else if(t.key===" "&&!(t.target instanceof HTMLButtonElement))Sl();else return;t.preventDefault()}),Ot.addEventListener(
"click",t=>{t.target===Ot&&Ot.close()}),Ot.addEventListener("close",()=>{bt=null}),z("look",()=>{Ot.open&&Jn()})}var Qp=t=>[...t.clusters].sort((e,n)=>+(e.label<0)-+(n.label<0)||(n.suspicion??0)-(e.suspicion??0)||e.label-n.label);function td(){let t=j("clusters"),{clustering:e}=N();
if(Il(),!e)return t.replaceChildren(d("p",{class:"empty"},h.chapter?"This category was not clustered.":""));let n=Math.max(...e.clusters.map(i=>i.size)),r=Object.
entries(e.scores).map(([i,o])=>`${dn(i)} ${mt(o)}`);return t.replaceChildren(d("div",{class:"list-head"},d("span",{},"most suspicious first"),d("span",{},"sampl\
es"),d("span",{},"suspicion")),d("div",{class:"cluster-rows"},...Qp(e).map((i,o)=>ed(e,i,n,o===0&&(i.suspicion??0)>0))),r.length?d("p",{class:"muted small"},r.join(
" \xB7 ")):""),Co()}function ed(t,e,n,r){let{label:i}=e,o=ct(i),a=Object.entries(e.purity).filter(([,[,f]])=>(f??0)>=.5).sort((f,y)=>(y[1][1]??0)-(f[1][1]??0)).
map(([f,[y,v]])=>`${f} = ${y}, ${Bt(v??0,1)}`),l=Object.entries(e.scores??{}).map(([f,y])=>`${dn(f)} ${mt(y)}`),c=()=>{ki(i),id(e,m)},u=()=>{ki(null),Il()},p=d(
"button",{type:"button",class:"cluster","data-label":String(i),"aria-pressed":"false",title:[`separability ${mt(e.separability)}, ${Bt(e.share??0,1)} of the cat\
egory`,...l].join(", "),onclick:f=>Nl(i,f),ondblclick:()=>h.chapter&&Ee(h.chapter,e.medoid),onfocus:c,onblur:u},le(i),d("span",{class:"cluster-name"},o),d("span",
{class:"cluster-bar","aria-hidden":"true"},d("span",{style:{width:`${100*e.size/n}%`,background:ye(i)}})),d("span",{class:"cluster-size"},F(e.size)),d("span",{class:r?
"score first":"score"},i<0?"\u2013":mt(e.suspicion)),a.length?d("span",{class:"cluster-purity muted",dir:"auto"},a.join(" \xB7 ")):""),m=d("div",{class:"cluster\
-row","data-row":String(i),onpointerenter:c,onpointerleave:u},p,d("span",{class:"cluster-tools"},d("button",{type:"button",class:"solo",title:`Show ${o} alone`,
"aria-label":`Show ${o} alone`,"aria-pressed":"false",onclick:()=>rd(i)},"solo"),it("eye",`Hide ${o}`,()=>nd(i),{class:"icon eye","aria-pressed":"false"})));return m}
function Nl(t,e={}){let{clustering:n}=N();n&&Q(At(T().selection,hr(n.labels,t).mask,Ve(e)))}function nd(t){let e=new Set(T().filter.hidden);e.delete(t)||e.add(t),
Ke({hidden:e})}function rd(t){let e=(N().clustering?.clusters??[]).map(i=>i.label).filter(i=>i!==t),{hidden:n}=T().filter,r=e.every(i=>n.has(i))&&!n.has(t);Ke({
hidden:new Set(r?[]:e)})}function Co(){let{clustering:t}=N(),{chapter:e}=h;if(!t||!e)return;let{mask:n}=T().selection,{hidden:r}=T().filter,i=new Map;for(let o=0;o<
n.length;o++)n[o]&&i.set(t.labels[o],(i.get(t.labels[o])??0)+1);for(let o of j("clusters").querySelectorAll(".cluster-row")){let s=Number(o.dataset.row),a=t.clusters.
find(m=>m.label===s);if(!a)continue;let l=i.get(s)??0,c=r.has(s),u=U(".eye",o);U(".cluster",o).setAttribute("aria-pressed",l===a.size?"true":l?"mixed":"false"),
U(".cluster-size",o).textContent=l&&l<a.size?`${F(l)} / ${F(a.size)}`:F(a.size),o.classList.toggle("off",c),u.setAttribute("aria-pressed",String(c)),u.replaceChildren(
Ce(c?"hidden":"eye"));let p=`${c?"Show":"Hide"} ${ct(s)}`;u.title=p,u.setAttribute("aria-label",p),U(".solo",o).setAttribute("aria-pressed",String(!c&&r.size>0&&
r.size===t.clusters.length-1))}}var an=U("#cluster-card"),Eo=0;function Il(){clearTimeout(Eo),an.hidden=!0}function id(t,e){clearTimeout(Eo),Eo=setTimeout(()=>{
let{chapter:n}=h;if(!n||!e.isConnected||!n.pictures.input)return;let r=ae(n,84),i=ct(t.label),o=n.pictures.mean_relevance&&n.pictures.mean_input,a=(t.prototypes?.
length?t.prototypes:[t.medoid]).slice(0,4).map((p,m)=>d("figure",{},Nt(n,p,"input",r),Nt(n,p,"attribution",r),d("figcaption",{},m?"":"most central")));if(o&&t.mean!==
void 0&&t.mean!==null){let p={name:`the mean of ${i}`,input:"mean_input",relevance:"mean_relevance"};a.unshift(d("figure",{class:"mean"},Nt(n,t.mean,"input",r,p),
Nt(n,t.mean,"attribution",r,p),d("figcaption",{},"mean")))}an.replaceChildren(d("div",{class:"card-head"},le(t.label),` ${i}, ${F(t.size)} samples`),d("div",{class:"\
prototypes"},...a)),an.hidden=!1;let l=e.getBoundingClientRect(),{width:c,height:u}=an.getBoundingClientRect();an.style.left=`${Math.max(4,l.left-c-8)}px`,an.style.
top=`${Math.max(4,Math.min(innerHeight-u-4,l.top+l.height/2-u/2))}px`},120)}function No(t){let e=[...j("clusters").querySelectorAll(".cluster")];if(!e.length)return;
let n=e.findIndex(i=>i.getAttribute("aria-pressed")==="true"),r=e[(n<0&&t<0?e.length-1:n+t+e.length)%e.length];r.scrollIntoView({block:"nearest"}),Nl(Number(r.dataset.
label))}function od(){let{clustering:t}=N(),e=h.hover,n=e&&t&&e.chapter===h.chapter?t.labels[e.i]:h.hot;for(let r of j("clusters").querySelectorAll(".cluster-ro\
w"))r.classList.toggle("hot",n!==null&&Number(r.dataset.row)===n)}function Ol(){z("open plot",td),z("selection",()=>{h.live||Co()}),z("filter",Co),z("hover",od)}function sd(){let t=j("colorbar"),e=wr(),n=h.chapter?.pictures.relevance,r=d("canvas",{width:255,height:1,class:"bar-colours","aria-hidden":"true"}),i=r.getContext(
"2d");if(!i)return;let o=i.createImageData(255,1);for(let c=0;c<255;c++)o.data.set([...e.slice(3*(c+1),3*(c+2)),255],4*c);i.putImageData(o,0,0);let s=h.scale===
"shared"&&n?On(n):0,a=[-1,-.5,0,.5,1].map(c=>(s?me(Math.abs(c)*s):String(Math.abs(c))).replace(/^/,c<0?"\u2212":"")),l=s?"relevance":"of the sample's largest |r\
elevance|";t.replaceChildren(r,d("span",{class:"bar-ticks"},...a.map(c=>d("span",{},c)))),t.title=`${l}: left speaks against the explained class, right for it`,
t.setAttribute("aria-label",`Relevance by colour, from ${a[0]} to ${a[4]} ${l}`)}function Tl(){Mt("colormap",t=>Ct({colormap:t})),z("look open",sd),z("look",()=>we(
"colormap",h.colormap))}var Oo=U("#contingency"),ln=[d("select",{"aria-label":"Rows"}),d("select",{"aria-label":"Columns"})],Io=({clusters:t})=>[...t].sort((e,n)=>+(e.label<0)-+(n.label<
0)||e.label-n.label).map(e=>e.label);function To(){let{analysis:t}=N(),{chapter:e}=h;if(!t||!e)return;let[n,r]=ln.map(m=>t.clusterings.find(f=>f.name===m.value)??
t.clusterings[0]),{mask:i,size:o}=T().selection,s=new Map;for(let m=0;m<e.size;m++){let f=`${n.labels[m]} ${r.labels[m]}`,y=s.get(f)??{all:0,part:0};y.all++,y.part+=
i[m],s.set(f,y)}let a=Math.max(...[...s.values()].map(m=>m.all)),l=Io(r),c=d("tr",{},d("td",{}),...l.map(m=>d("th",{scope:"col"},le(m),` ${ct(m)}`))),u=Io(n).map(
m=>d("tr",{},d("th",{scope:"row"},le(m),` ${ct(m)}`),...l.map(f=>{let{all:y,part:v}=s.get(`${m} ${f}`)??{all:0,part:0};if(!y)return d("td",{class:"none"},"\xB7");
let k=`${ct(m)} of ${n.name} and ${ct(f)} of ${r.name}`;return d("td",{style:{"--share":String(Math.sqrt(y/a))}},d("button",{type:"button",title:`Select ${k}`,"\
aria-label":`${F(y)} samples in ${k}${v?`, ${F(v)} of them selected`:""}`,onclick:M=>ad(n,r,m,f,M)},d("span",{},F(y)),v?d("span",{class:"part"},`${F(v)} selecte\
d`):""))})));U("[data-table]",Oo).replaceChildren(d("table",{class:"contingency"},d("thead",{},c),d("tbody",{},...u)));let p=l.map(m=>({label:m,part:Io(n).reduce(
(f,y)=>f+(s.get(`${y} ${m}`)?.part??0),0)})).filter(({part:m})=>m).sort((m,f)=>f.part-m.part);U("[data-told]",Oo).textContent=o?`Of the ${F(o)} selected, ${r.name}\
 puts ${p.map(({label:m,part:f})=>`${Bt(f,o)} into ${ct(m)}`).join(", ")}.`:"Select samples to see where each clustering puts them."}function ad(t,e,n,r,i){let{
mask:o}=T().selection;Q(st(o.map((s,a)=>{let l=t.labels[a]===n&&e.labels[a]===r?1:0;return i.altKey?s&(l^1):i.shiftKey||i.ctrlKey||i.metaKey?s|l:l}))),To()}function ld(){
let{analysis:t,clustering:e}=N();if(!t||!e)return;let n=t.clusterings.map(i=>[i.name,i.name]),r=t.clusterings.indexOf(e);Vt(ln[0],n,e.name),Vt(ln[1],n,n[(r+1)%n.
length][0]),To(),Oo.showModal()}function Ll(){j("contingency").replaceChildren(d("div",{class:"bar"},d("label",{class:"choice"},"rows ",ln[0]),d("label",{class:"\
choice"},"columns ",ln[1])),d("p",{"data-told":""}),d("div",{"data-table":"",class:"table-scroll"}),d("p",{class:"muted small"},"A number counts the samples tha\
t both clusters share. Click it to select them; Shift adds, Alt takes away.")),ln.forEach(e=>e.addEventListener("change",To));let t=at("compare clusterings",ld,
{class:"link"});U("#clusters > h2").append(t),z("open plot",()=>{t.hidden=(N().analysis?.clusterings.length??0)<2})}var Zr=j("eigenvalues"),cd=Zr.appendChild(d("div",{class:"mount"})),Do=d("div",{class:"muted small gap"}),Qn=null;function Fl(){let{analysis:t,embedding:e}=N();
return[e,...t?.embeddings??[]].find(n=>n?.eigenvalues)}function Dl({eigenvalues:t,gap:e}){let n=Jr(N().clustering);return{values:(t??[]).map((r,i)=>({k:i+1,from:i+
.6,to:i+1.4,value:r??0,before:i<(e??0),chosen:i+1===n})),gap:e?[{at:e+.5}]:[]}}async function ud(){let t=Fl();if(document.querySelector("#eigenvalues")?.classList.
toggle("without",!t),Do.replaceChildren(...t?fd(t):[h.chapter?"This analysis has no spectral embedding.":""]),!t||!Zr.isConnected)return;if(!Qn)return Ul();let e=await Qn;
for(let[n,r]of Object.entries(Dl(t)))e.data(n,r);await e.runAsync()}function fd({eigenvalues:t,gap:e}){if(!e||!t)return["Too few eigenvalues for a gap."];let n=(t[e]??
0)-(t[e-1]??0),r=d("span",{},`Largest gap, ${me(n)}, after k = ${e}: about ${e} ${e===1?"group":"groups"}.`),i=d("select",{"aria-label":"Choose a clustering by \
its number of clusters",onchange:o=>Fo(Number(o.target.value))},...t.map((o,s)=>d("option",{value:String(s+1),selected:s+1===Jr(N().clustering)},`k = ${s+1}: ${o===
null?"\u2013":me(o)}`)));return Lo().includes(Number(i.value))||i.prepend(d("option",{value:"",selected:!0},"eigenvalues")),[r,d("span",{class:"gap-choice"},i,Lo().
includes(e)?at(`cluster into ${e}`,()=>Fo(e)):"")]}var Jr=t=>t?.clusters.filter(e=>e.label>=0).length??0,Lo=()=>N().analysis?.clusterings.map(Jr)??[];function Fo(t){
if(!t)return;let{analysis:e,clustering:n}=N(),r=e?.clusterings.filter(o=>Jr(o)===t)??[],i=r.find(o=>o.method===n?.method)??r[0];i?Ae({clustering:i.name}):U("spa\
n",Do).textContent=`No clustering here has ${t} ${t===1?"cluster":"clusters"}: there are ${[...new Set(Lo())].sort((o,s)=>o-s).join(", ")}.`}async function Ul(){
let t=Fl();if(!t||!Zr.isConnected)return;let e=Qn;Qn=xo(cd,"eigenvalues",Dl(t)),(await e)?.finalize(),(await Qn).addEventListener("click",(n,r)=>{r?.datum?.k&&Fo(
r.datum.k)})}function Bl(){Zr.after(Do),z("open plot",ud),z("theme",Ul)}var cn=d("select",{"aria-label":"Predicted as"}),Qr=d("div",{class:"buttons",role:"radiogroup","aria-label":"Right or wrong"}),Rl=d("p",{class:"muted small filt\
er-told",role:"status"});function hd(){let{chapter:t}=h;if(!t)return;let e=new Map,n={right:0,wrong:0,unknown:0};for(let i=0;i<t.size;i++)e.set(t.prediction[i],
(e.get(t.prediction[i])??0)+1),n[Ht(t,i)]++;let r=[...e].sort((i,o)=>o[1]-i[1]||i[0]-o[0]);Vt(cn,[["","any class"],...r.map(([i,o])=>[String(i),`${Lt(i)} (${F(o)}\
)`])],""),Qr.replaceChildren(...[["all","all"],["right",`right ${F(n.right)}`],["wrong",`wrong ${F(n.wrong)}`]].map(([i,o])=>d("button",{type:"button",role:"rad\
io",value:i},o))),jl()}function jl(){let{chapter:t}=h;if(!t)return;let{filter:e}=T(),n=wt(t);cn.value=e.prediction===null?"":String(e.prediction),En(Qr,e.verdict);
let r=n?n.reduce((i,o)=>i+o,0):t.size;j("filters").classList.toggle("filtering",$e(e)),Rl.replaceChildren(...$e(e)?[d("span",{},`${F(r)} of ${F(t.size)} samples\
 shown (${Bt(r,t.size)})`),at("show all",Uo,{class:"link"})]:[])}function Uo(){!h.chapter||!$e(T().filter)||(T().filter=Ye(),W("filter"))}function Pl(){j("filte\
rs").append(d("div",{class:"filter-row"},d("span",{class:"muted"},"predicted"),cn),Qr,Rl),cn.addEventListener("change",()=>Ke({prediction:cn.value===""?null:Number(
cn.value)})),Cn(Qr,t=>Ke({verdict:t})),z("open",hd),z("plot filter",jl)}function pd(){let t=j("finding"),e=kn();if(!e)return t.replaceChildren(d("p",{class:"empty"},"Nothing to show."));let n=[Zt(e.size,"sample"),`rank ${h.open+1} o\
f ${F(H().categories.length)}`,`strangeness ${mt(e.strangeness)}`];for(let[i,o]of Object.entries(h.chapter?.scores??{}))i!=="strangeness"&&n.push(`${dn(i)} ${mt(
o)}`);let r=[d("div",{class:"finding-head"},d("h3",{class:"category-title",dir:"auto"},e.name),d("span",{class:"muted"},n.join(" \xB7 ")))];if(h.error)r.push(d(
"div",{class:"note failed",role:"alert"},d("span",{},h.error),at("Try again",()=>gt(h.open))));else if(!h.chapter)r.push(d("p",{class:"loading"},"Loading \u2026"));else{
h.chapter.summary&&r.push(d("p",{class:"summary",dir:"auto"},h.chapter.summary));for(let i of[...h.chapter.notes,...N().analysis?.notes??[]])r.push(d("p",{class:"\
note",dir:"auto"},i))}return h.missing.length&&r.push(d("p",{class:"note",role:"alert"},`The link names what this page does not have: ${h.missing.join(", ")}.`)),
t.replaceChildren(...r)}var ql=()=>z("open plot",pd);var ti=1,Bo=t=>He(T().selection).sort((e,n)=>t.rows[e]-t.rows[n]);function Vl(t,e){let n=h.chapter,{analysis:r,embedding:i,clustering:o}=N(),s=Bo(n);return{name:t,
note:e,created:new Date().toISOString(),address:Se(),project:H().project,method:r?.name??"",category:n.name,embedding:i?.name??"",clustering:o?.name??"",indices:s.
map(a=>n.rows[a]),ids:s.map(a=>n.ids[a])}}function Hl(t){return Object.values(H().provenance??{}).flatMap(n=>Object.entries(n)).find(([n])=>t.includes(n.toLowerCase()))?.[1]??
""}function Kl(t,e){let n=h.chapter,{analysis:r,embedding:i,clustering:o}=N(),s=Bo(n),a=u=>o?.labels[u]??-1,l=Array.from({length:n.size},(u,p)=>p).sort((u,p)=>n.
rows[u]-n.rows[p]),c=u=>u<0?null:Lt(u);return{projectId:h.project,projectName:H().project,modelName:Hl(["factory","model"]),datasetName:Hl(["dataset","data","im\
ages","hdf5"])||H().project,selectedAnalysisMethod:r?.name??"",selectedAnalysisCategory:n.name,selectedCategoryHumanReadableName:n.name,selectedEmbeddingName:i?.
name??"",selectedClustering:o?.name??"",numberOfClusters:o?.clusters.length??0,selectedColorMap:h.colormap,selectedImageMode:h.mode,selectedEmbeddingVectorsIndices:s.
map(u=>n.rows[u]),selectedEmbeddingVectorsClusters:s.map(a),allEmbeddingVectorsIndices:l.map(u=>n.rows[u]),allEmbeddingVectorsClusters:l.map(a),selectionVersion:ti,
created:new Date().toISOString(),categoryKey:n.key,projectKey:H().key,embeddingAxes:[T().x,T().y],address:Se(),provenance:H().provenance??{},selectedSamples:s.map(
u=>({id:n.ids[u],label:ze(n,u).map(Lt).join(", ")||null,prediction:c(n.prediction[u]),score:n.prediction[u]<0?null:n.score[u]})),note:t,findings:e}}function Yl(){
let t=h.chapter,{clustering:e}=N(),n=Object.entries(t.metadata),r=o=>/[",\r\n]/.test(String(o))?`"${String(o).replace(/"/g,'""')}"`:String(o),i=Bo(t).map(o=>{let{
label:s,prediction:a,score:l}=Kt(t,o);return[t.rows[o],t.ids[o],s,a,l,e?.labels[o]??"",...n.map(([,c])=>c[o])]});return[["index","id","label","prediction","scor\
e","cluster",...n.map(([o])=>o)],...i].map(o=>`${o.map(r).join(",")}\r
`).join("")}function Ro(t){let e=new Date,n=i=>String(i).padStart(2,"0");return`${`${e.getFullYear()}-${n(e.getMonth()+1)}-${n(e.getDate())}-${n(e.getHours())}-${n(
e.getMinutes())}-${n(e.getSeconds())}`} ${H().project} - ${h.chapter?.name??""}.${t}`}var Gl=256e6,Wl=t=>typeof t=="object"&&t!==null&&!Array.isArray(t),Re=t=>typeof t=="string",Zl=t=>Array.isArray(t)&&t.every(e=>Number.isInteger(e)),Xl=t=>t.replace(
/[-/\s]/g,"_").toLowerCase(),jo=(t,e)=>t.find(n=>n.name===e)??(Re(e)?t.find(n=>Xl(n.name)===Xl(e)):void 0);async function Jl(t){if(t.size>Gl)throw new Error(`${t.
name} is larger than ${Gl/1e6} MB: it is no exported selection.`);let e;try{e=JSON.parse(await t.text())}catch{throw new Error(`${t.name} is not JSON, or was cu\
t off. Choose a file that this page or ViRelAy has exported.`)}if(!Wl(e)||!Re(e.selectedAnalysisMethod)||!Zl(e.selectedEmbeddingVectorsIndices))throw new Error(
`${t.name} is no exported selection: it has no \u201CselectedEmbeddingVectorsIndices\u201D. Choose a file that this page or ViRelAy has exported.`);if(e.selectionVersion>
ti)throw new Error(`${t.name} is of version ${e.selectionVersion}; this page reads up to ${ti}. Build the site with a newer spray.`);return e}function Ql(t){let e=[
"name","note","created","address","project","method","category","embedding","clustering"];return(Array.isArray(t.findings)?t.findings:[]).filter(n=>Wl(n)&&e.every(
r=>Re(n[r]))&&Zl(n.indices)&&Array.isArray(n.ids)&&n.ids.every(Re))}async function tc(t){t.selectionVersion&&Re(t.address)&&t.address.startsWith("#")?await zn(t.
address):await dd(t);let{chapter:e}=h;if(!e)return;let n=Array.isArray(t.selectedSamples)?new Set(t.selectedSamples.map(r=>r?.id)):null;nc(e,n,new Set(t.selectedEmbeddingVectorsIndices))}
async function ec(t){await zn(t.address),h.chapter&&nc(h.chapter,new Set(t.ids),new Set(t.indices))}function nc(t,e,n){let r=st(Uint8Array.from({length:t.size},
(o,s)=>(e?e.has(t.ids[s]):n.has(t.rows[s]))?1:0)),i=(e??n).size-r.size;i?h.missing.push(`${i} of the ${(e??n).size} selected samples`):h.missing=h.missing.filter(
o=>!o.startsWith("that selection")),(i||h.missing.length===0)&&W("plot"),(r.size||!T().selection.size)&&Q(r)}async function dd(t){let e=[],n=_t.findIndex(l=>l.project===
t.projectName),r=n>=0?n:_t[t.projectId]?t.projectId:0;n<0&&Re(t.projectName)&&e.push(`project \u201C${t.projectName}\u201D`);let{categories:i}=_t[r],o=t.selectedAnalysisCategory,
s=[t.selectedCategoryHumanReadableName,o].map(l=>i.findIndex(c=>c.name===l||c.key===l));s.push(/^\d+$/.test(String(o))?i.findIndex(l=>l.index===Number(o)):-1);let a=s.
find(l=>l>=0)??-1;if(a<0)throw new Error(`The file is about the category \u201C${t.selectedCategoryHumanReadableName||o}\u201D, which this page does not have.`);
h.missing=e,J.colormaps[t.selectedColorMap]?h.colormap=t.selectedColorMap:Re(t.selectedColorMap)&&e.push(`colour map \u201C${t.selectedColorMap}\u201D`),["input",
"overlay","attribution"].includes(t.selectedImageMode)&&(h.mode=t.selectedImageMode),W("look"),await gt(a,{project:r,prepare(l){let c=Z(l),u=jo(l.analyses,t.selectedAnalysisMethod);
u?c.analysis=u.name:e.push(`analysis \u201C${t.selectedAnalysisMethod}\u201D`);let p=N(l).analysis,m=jo(p?.embeddings??[],t.selectedEmbeddingName),f=jo(p?.clusterings??
[],t.selectedClustering);m?c.embedding=m.name:e.push(`embedding \u201C${t.selectedEmbeddingName}\u201D`),f?c.clustering=f.name:e.push(`clustering \u201C${t.selectedClustering}\
\u201D`)}})}var Ho=`spray.findings.${J.project}`,pt=[],qo=!0;function rc(){try{let t=JSON.parse(localStorage.getItem(Ho)??"[]");pt=Array.isArray(t)?t.filter(e=>typeof e?.name==
"string"&&typeof e.address=="string"&&Array.isArray(e.ids)&&Array.isArray(e.indices)):[]}catch{pt=[]}}function un(){try{localStorage.setItem(Ho,JSON.stringify(pt)),
qo=!0}catch{qo=!1}W("findings")}var Vo=()=>pt;function ic(t){let e=new Set(pt.map(r=>`${r.created} ${r.name}`)),n=t.filter(r=>!e.has(`${r.created} ${r.name}`));
return pt=[...pt,...n],n.length&&un(),n.length}function Ko(){if(!h.chapter||!T().selection.size)return mn("Select samples first: a finding is a selection with a\
 name.");let t=Vl(`finding ${pt.length+1}`,"");pt=[...pt,t],un();let e=j("findings").querySelector(".finding-item:last-of-type .finding-name");return e?.focus(),
e?.select()}function md(t){let e=d("input",{class:"finding-name",value:t.name,"aria-label":"Name of the finding",dir:"auto",onchange:()=>{t.name=e.value.trim()||
t.name,un()}}),n=d("textarea",{class:"finding-note",value:t.note,rows:2,placeholder:"note","aria-label":`Note on ${t.name}`,dir:"auto",hidden:!t.note,onchange:()=>{
t.note=n.value,un()}});return d("div",{class:"finding-item"},d("div",{class:"finding-line"},e,at("note",()=>{n.hidden=!n.hidden,n.hidden||n.focus()},{class:"lin\
k","aria-label":`Note on ${t.name}`}),it("close",`Delete ${t.name}`,()=>gd(t))),n,d("button",{type:"button",class:"finding-open link",dir:"auto",title:`${t.method}\
, ${t.embedding}, ${t.clustering}`,onclick:()=>ec(t)},`${Zt(t.ids.length,"sample")} of ${t.category}`))}function gd(t){let e=pt.indexOf(t);pt=pt.filter(r=>r!==t),
un();let n=j("findings").appendChild(d("p",{class:"small removed"},`\u201C${t.name}\u201D deleted. `,at("undo",()=>{pt=[...pt.slice(0,e),t,...pt.slice(e)],un()},
{class:"link"})));setTimeout(()=>n.remove(),15e3)}function Po(){let t=pt.map(md);j("findings").replaceChildren(d("div",{class:"finding-items"},...t),pt.length?"":
d("p",{class:"muted small hint"},"Select samples, keep them under a name, and export or share what you found."),qo?"":d("p",{class:"note"},"This browser keeps n\
othing for local files: export your findings before you leave."))}function oc(){rc(),document.querySelector("#findings > h2")?.append(at("keep selection",Ko,{class:"\
link",title:"Keep the selection as a finding (Enter a name)"})),z("findings",Po),Po(),addEventListener("storage",t=>{t.key===Ho&&(rc(),Po())})}var _e=U("#overview"),ei=d("select",{"aria-label":"Sort by"}),ni=d("input",{type:"search",placeholder:"find a category","aria-label":"Find a category"});function ri(){
let{categories:t,rankings:e}=H(),{order:n,values:r,title:i,hint:o,name:s}=In(),a=Math.max(...t.map(u=>u.strangeness??0));Vt(ei,e.map(u=>[u.name,u.title]),s);let l=ni.
value.trim().toLowerCase(),c=n.filter(u=>t[u].name.toLowerCase().includes(l)).map(u=>{let p=t[u],m=[Zt(p.size,"sample"),p.suspects?`${F(p.suspects)} apart`:"",p.
wrong?`${F(p.wrong)} wrong`:""].filter(Boolean).join(" \xB7 ");return d("button",{type:"button",class:"small-multiple","data-key":p.key,title:p.summary??"","ari\
a-current":p===kn()?"true":null,onclick:()=>{_e.close(),gt(u)}},d("span",{class:"small-head"},d("span",{class:"category-name",dir:"auto"},p.name),d("span",{class:"\
score",title:o||i},Ni(r[u]))),yr(p,a,208,128),d("span",{class:"muted"},m))});U(".cards",_e).replaceChildren(...c.length?c:[d("p",{class:"empty"},"No category is\
 called so.")])}function ii(){return _e.open?_e.close():(ri(),_e.showModal(),U(".small-multiple[aria-current], .small-multiple, .cards",_e).focus())}function sc(){
ei.addEventListener("change",()=>{Oi(ei.value),ri()}),ni.addEventListener("input",ri),j("overview").replaceChildren(d("div",{class:"bar"},d("label",{class:"choi\
ce"},"sorted by ",ei),ni,d("span",{class:"muted small"},"Every card is one category. Coloured points are its most suspicious cluster, the stronger the stranger.")),
d("div",{class:"cards"})),z("theme",()=>{_e.open&&ri()}),_e.addEventListener("close",()=>{ni.value=""})}var tr=6,dt=d("input",{type:"search",placeholder:"find sample, label, category",role:"combobox","aria-label":"Find","aria-expanded":"false","aria-controls":"fou\
nd","aria-autocomplete":"list",autocomplete:"off",spellcheck:!1}),fn=d("div",{class:"found",id:"found",role:"listbox","aria-label":"Found",hidden:!0}),Dt=[],Ut=-1,
Yo=0;function oi(t,e){Q(At(T().selection,t,Ve(e)))}function yd(t){let{chapter:e}=h,{categories:n}=H(),r=n.map((a,l)=>({one:a,at:l})).filter(({one:a})=>a.name.toLowerCase().
includes(t)||a.key===t).slice(0,tr).map(({one:a,at:l})=>({kind:"category",text:a.name,more:Zt(a.size,"sample"),action:()=>gt(l)}));if(!e)return r;let i=H().classes.
map((a,l)=>({name:a,index:l})).filter(({name:a})=>a.toLowerCase().includes(t)).slice(0,tr);for(let{name:a,index:l}of i){let c=st(Uint8Array.from(e.prediction,p=>p===
l?1:0)),u=st(Uint8Array.from({length:e.size},(p,m)=>ze(e,m).includes(l)?1:0));u.size&&u.size<e.size&&r.push({kind:"label",text:a,more:`select ${F(u.size)} here`,
action:p=>oi(u.mask,p)}),c.size&&r.push({kind:"predicted",text:a,more:`select ${F(c.size)} here`,action:p=>oi(c.mask,p)})}let o=Uint8Array.from(e.ids,a=>a.toLowerCase().
includes(t)?1:0),s=st(o);s.size>1&&r.push({kind:"samples",text:`all ${F(s.size)} with \u201C${t}\u201D`,more:"select",action:a=>oi(o,a)});for(let a=0,l=tr;a<e.size&&
l;a++)o[a]&&(l--,r.push({kind:"sample",text:Mn(e.ids[a]),more:e.ids[a],action:c=>vd(a,c)}));return r}function vd(t,e){let{chapter:n}=h;n&&(oi(qe(n.size,[t]).mask,
e),n.size>400&&ht.zoomTo(qe(n.size,[t]).mask),Fn(t))}async function wd(t){let{key:e,categories:n}=H(),r=(await ds()).get(e)??[],i=[],o=0;for(let s=0;s<n.length&&
i.length<tr;s++){let a=n[s],l=o+a.size;for(let c=o;c<l&&i.length<tr&&s!==h.open;c++){if(!r[c]?.toLowerCase().includes(t))continue;let u=r[c];i.push({kind:`in ${a.
name}`,text:Mn(u),more:u,action:()=>gt(s,{prepare:p=>{let m=p.ids.indexOf(u);queueMicrotask(()=>Q(m<0?te(p.size):qe(p.size,[m])))}})})}o=l}return i}async function ac(){
let t=dt.value.trim().toLowerCase(),e=++Yo;if(!t)return er();Dt=yd(t),lc();let n=await wd(t).catch(()=>[]);if(e===Yo)return Dt=[...Dt,...n],lc()}function lc(){Ut=
Dt.length?Math.max(0,Math.min(Ut,Dt.length-1)):-1,fn.replaceChildren(...Dt.length?Dt.map(({kind:t,text:e,more:n,action:r},i)=>d("div",{class:"hit",role:"option",
id:`hit-${i}`,"aria-selected":String(i===Ut),onpointerdown:o=>o.preventDefault(),onclick:o=>{er(),r(o)}},d("span",{class:"hit-kind muted",dir:"auto"},t),d("span",
{class:"hit-text",dir:"auto"},e),d("span",{class:"hit-more muted",dir:"auto"},n))):[d("p",{class:"empty"},"Nothing is called so.")]),fn.hidden=!1,dt.setAttribute(
"aria-expanded","true"),cc()}function cc(){[...fn.children].forEach((t,e)=>t.setAttribute("aria-selected",String(e===Ut))),Ut>=0?dt.setAttribute("aria-activedes\
cendant",`hit-${Ut}`):dt.removeAttribute("aria-activedescendant"),fn.children[Ut]?.scrollIntoView({block:"nearest"})}function er(){Yo++,fn.hidden=!0,dt.setAttribute(
"aria-expanded","false"),dt.removeAttribute("aria-activedescendant")}var uc=()=>{dt.focus(),dt.select()};function fc(){j("search").append(dt,fn),dt.addEventListener(
"input",()=>{Ut=0,ac()}),dt.addEventListener("focus",()=>{dt.value&&ac()}),dt.addEventListener("blur",er),dt.addEventListener("keydown",t=>{let e={ArrowDown:1,ArrowUp:-1}[t.
key];if(e&&Dt.length)Ut=(Ut+e+Dt.length)%Dt.length,cc(),t.preventDefault();else if(t.key==="Enter"&&Dt[Ut]){let{action:n}=Dt[Ut];er(),dt.blur(),n(t),t.preventDefault()}else
t.key==="Escape"&&(dt.value?dt.value="":dt.blur(),er(),t.stopPropagation(),t.preventDefault())})}var Go=document.documentElement,xd=()=>{try{return localStorage.getItem("spray.theme")}catch{return null}};function hc(t){Go.dataset.theme=t,W("theme")}function pc(){
let t=Go.dataset.theme==="dark"?"light":"dark";try{localStorage.setItem("spray.theme",t)}catch{}hc(t)}var dc=t=>U(`#${t}`);function bd(){for(let t of document.querySelectorAll(
"[data-open]"))t.addEventListener("click",()=>dc(t.dataset.open??"").showModal());for(let t of document.querySelectorAll("dialog.sheet"))t.addEventListener("cli\
ck",e=>{(e.target===t||e.target.closest("[data-close]"))&&t.close()})}function Md(){let t=U("#divider"),e=t.parentElement,n=()=>e.getBoundingClientRect().height,
r=()=>t.setAttribute("aria-valuenow",String(Math.round(100*n()/innerHeight))),i=o=>{Go.style.setProperty("--tray",`${Math.round(Math.max(120,Math.min(innerHeight-
260,o)))}px`),r()};r(),t.addEventListener("pointerdown",o=>{t.setPointerCapture(o.pointerId);let s=o.clientY,a=n();t.onpointermove=l=>i(a+s-l.clientY)}),t.addEventListener(
"pointerup",()=>{t.onpointermove=null}),t.addEventListener("keydown",o=>{let s={ArrowUp:40,ArrowDown:-40}[o.key];s&&(o.preventDefault(),i(n()+s))})}var kd=["inp\
ut","attribution","overlay","pair"],_d={j:()=>Ii(1),k:()=>Ii(-1),c:()=>No(1),C:()=>No(-1),...Object.fromEntries(kd.map((t,e)=>[String(e+1),()=>Ct({mode:t})])),a:dr,
i:pr,n:Ko,x:Uo,f:()=>ht.fit(),s:()=>ht.zoomTo(T().selection.mask),"+":()=>ht.zoomBy(1.5),"=":()=>ht.zoomBy(1.5),"-":()=>ht.zoomBy(1/1.5),l:()=>Zn("lasso"),b:()=>Zn(
"box"),p:()=>Zn("pan"),v:zo,o:ii,t:pc,"/":uc,"?":()=>dc("help").showModal(),Escape:()=>{h.chapter&&T().selection.size&&Q(te(h.chapter.size))}},Ad=new Set(["j","\
k","o","t","/","?"]);function $d(t){let e=t.target;if(document.querySelector("dialog[open]")||e.closest?.("input, select, textarea")||t.isComposing)return;if((t.
ctrlKey||t.metaKey)&&["z","y"].includes(t.key.toLowerCase()))return t.preventDefault(),t.shiftKey||t.key.toLowerCase()==="y"?gr():mr();if(t.ctrlKey||t.metaKey||
t.altKey)return;if(t.key===" "&&!e.closest?.("button, a, [role=separator]")){t.preventDefault(),Me.held=!0,ht.surface.classList.add("panning");return}let n=_d[t.
key];if(!(!n||!(h.chapter||Ad.has(t.key))))return t.preventDefault(),n()}function mc(){U("#theme").addEventListener("click",pc),matchMedia("(prefers-color-schem\
e: dark)").addEventListener("change",e=>{xd()||hc(e.matches?"dark":"light")}),bd(),Md(),addEventListener("keydown",$d);let t=()=>{Me.held=!1;for(let e of document.
querySelectorAll(".surface"))e.classList.remove("panning")};addEventListener("keyup",e=>{e.key===" "&&t()}),addEventListener("blur",t)}var gc=0;function yc(){Mt("project",t=>gs(Number(t))),z("open",()=>{if(Et("project",_t.map((r,i)=>[String(i),r.project]),String(h.project)),gc===h.project)return;
gc=h.project;let{facts:t,title:e,project:n}=H();U("#title").textContent=e,U(".facts").replaceChildren(...n!==e?[d("span",{class:"fact",title:"project"},n)]:[],...t.
map(([r,i])=>d("span",{class:"fact"},d("span",{class:"fact-name"},r)," ",d("span",{title:i},i))))})}var nr=U("#share"),si=d("textarea",{readOnly:!0,rows:3,"aria-label":"Link to this view",class:"link-text"}),wc=d("textarea",{rows:2,"aria-label":"Note in the fi\
le",placeholder:"note (goes into the JSON file)",dir:"auto"}),xc=d("p",{class:"muted small"}),ir=d("p",{class:"note",role:"alert",hidden:!0}),rr=d("input",{type:"\
file",accept:".json,application/json","aria-label":"File to import"});async function zd(){si.select();try{await navigator.clipboard.writeText(si.value)}catch{if(!document.
execCommand("copy")){Jt("The browser does not allow copying: press Ctrl C.");return}}mn("Link copied.")}function Sd(){h.chapter&&li(Ro("json"),`${JSON.stringify(
Kl(wc.value,Vo()),null,2)}
`,"application/json")}function Cd(){h.chapter&&li(Ro("csv"),Yl(),"text/csv")}async function vc(t){ir.hidden=!0;try{let e=await Jl(t),n=ic(Ql(e));await tc(e),nr.
close(),mn(`Opened ${t.name}${n?`, with ${F(n)} findings`:""}.`)}catch(e){ir.textContent=e instanceof Error?e.message:String(e),ir.hidden=!1}}function Xo(){si.value=
`${location.href.split("#")[0]}${Se()}`,xc.textContent=h.chapter?`${F(T().selection.size)} selected samples of ${h.chapter.name}; ${F(Vo().length)} findings`:"",
ir.hidden=!0,rr.value=""}function bc(){j("share").replaceChildren(d("h3",{},"Link"),d("p",{class:"muted small"},"It opens this view on any copy of this page: th\
e same folder on a stick, in a mail, or on the web."),si,at("Copy link",zd,{class:"primary"}),d("h3",{},"Files"),xc,wc,d("p",{class:"bar"},at("Export JSON",Sd),
at("Export CSV",Cd),d("span",{class:"muted small"},"spray selection FILE reads the JSON in Python")),d("h3",{},"Import"),d("p",{class:"muted small"},"A file exp\
orted here or by ViRelAy; it can also be dropped on the page."),rr,ir),nr.addEventListener("toggle",()=>{nr.open&&Xo()}),U('[data-open="share"]').addEventListener(
"click",Xo),rr.addEventListener("change",()=>{rr.files?.[0]&&vc(rr.files[0])}),addEventListener("dragover",t=>t.preventDefault()),addEventListener("drop",t=>{t.
preventDefault();let e=t.dataTransfer?.files[0];e&&(nr.open||(Xo(),nr.showModal()),vc(e))})}h.colormap=J.colormap;yc();Us(ii);ql();$l();Ol();Pl();Bl();Ll();Js();El();oc();Tl();fc();bc();sc();mc();Ct({});Ns();})();
