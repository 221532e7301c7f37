# collections.OrderedDict: every method, order, derived classes, pickles.
import copy, pickle
from collections import OrderedDict


def plain(x):
    return (type(x).__name__, list(x.items())) if isinstance(x, OrderedDict) else x


def show(f, *a, **k):
    try: print(repr(plain(f(*a, **k))))
    except Exception as e: print(type(e).__name__, e)
O=OrderedDict
for a,k in (((),{}),(([("b",1),("a",2)],),{}),(({"x":1},),{"y":2}),((O(b=1),),{}),((5,),{}),(([1],),{}),((1,2),{}),(([("a",1)],),{"a":3})): show(lambda: O(*a,**k))
d=O.fromkeys("abcde",0)
for c in ("d.move_to_end('b')","d.move_to_end('b',last=False)","d.move_to_end('zz')","d.move_to_end('e')","d.move_to_end('a',False)","d.popitem()","d.popitem(last=False)","d.popitem(False)","d.pop('c')","d.pop('zz')","d.pop('zz',5)","d.setdefault('q',9)","d.setdefault('q',1)","d.setdefault('r')","d.update(a=1,z=2)","d.update([('k',1)])","d.update(5)","d.update({},{})","list(reversed(d))","list(d)","list(d.items())","list(d.values())","list(reversed(d.items()))","d.copy()","d.copy() is d","copy.copy(d)","copy.deepcopy(d)","pickle.loads(pickle.dumps(d))","pickle.loads(pickle.dumps(d,2))","d==dict(d)","d==O(reversed(list(d.items())))","dict(d)==O(reversed(list(d.items())))","d!=d","d!=O()","d==5","d|{'new':1}","{'new':1}|d","d.__or__(5)","d.__ior__({'i':1})","len(d)","'q' in d","d['nope']","d.get('nope')","d.__sizeof__()>0","d.clear()","d","d.popitem()","d.popitem(last=False)","bool(d)","O.fromkeys('ab')","type(d.copy()).__name__","d.__reduce__()[:4]","sorted(O(b=1,a=2))"):
    print(c,end=": "); show(lambda: eval(c)); print(list(d.items()))
r=O(); r["self"]=r; print(repr(r)[:12], repr(O()), type(repr(O(a=1))))
class S(O):
    def __init__(self,*a,**k): self.log=[]; super().__init__(*a,**k)
    def __setitem__(self,k,v): self.log.append(k); super().__setitem__(k,v)
    def __getitem__(self,k): return ("got",super().__getitem__(k))
    def __delitem__(self,k): self.log.append(("del",k)); super().__delitem__(k)
s=S([("a",1)],b=2); s.update({"c":3}); s.setdefault("d",4); print(s.log, s.setdefault("a",5), s.pop("a"), s.log, s.pop("zz",0), s.copy().log, list(s.items())); s.extra=1; print(s.__reduce__()[:4])
class M(O):
    def __missing__(self,k): return "missing "+k
m=M(a=1); print(m["x"], m.pop("a")); show(lambda: m.pop("b"))
class K:
    def __init__(self,n): self.n=n
    def __eq__(self,o): return self.n==o.n
    def __hash__(self): return hash(self.n)
    def __repr__(self): return "K%d"%self.n
k1,k2=K(1),K(1); x=O([(k1,1),(K(2),2)]); x.move_to_end(k2); print(list(x.items()), list(x)[-1] is k1); x.move_to_end(k2,last=False); print(list(x)[0] is k1); x[k2]=5; print(list(x)[0] is k1,list(x.items()))
x=O((i,i) for i in range(10))
for i in range(0,10,3): x.move_to_end(i,last=i%2==0)
print(list(x)); 
while x: print(x.popitem(last=len(x)%2==0),end=" ")
print()
d=O(a=1,b=2)
try:
    for k in d: d["c"+k]=1
except RuntimeError: print("RuntimeError")
d=O(); d.attribute=5; print(d.__dict__, d.attribute, pickle.loads(pickle.dumps(d)).attribute)
lru=O()
for i in range(3000):
    k=i*7%130
    if k in lru: lru.move_to_end(k)
    lru[k]=i
    if len(lru)>100: lru.popitem(last=False)
print(len(lru), list(lru.items())[:3], list(lru.items())[-2:])
