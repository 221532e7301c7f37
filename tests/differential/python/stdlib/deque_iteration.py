# collections.deque: comparison, changes while iterating or searching, copies, pickles, derived classes.
import copy
import operator
import pickle
import weakref
from collections import deque
from itertools import islice


def show(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except BaseException as e:
        print(type(e).__name__, e)


nan=float("nan")
ds=[deque(),deque([1]),deque([1,2]),deque([1,3]),deque([2]),deque([1,2],2),deque([nan]),deque("a"),[1],(1,)]
for x in ds:
    row=[]
    for y in ds:
        for op in (operator.eq,operator.ne,operator.lt,operator.le,operator.gt,operator.ge):
            try: row.append(int(op(x,y)))
            except TypeError as e: row.append(str(e)[:60])
    print(row)
for mutate in ("append(1)","pop()","rotate(1)","clear()","__setitem__(0,9)","reverse()","popleft()","__delitem__(0)","extend([])","insert(0,1)"):
    d=deque(range(4)); it=iter(d); next(it)
    try: eval("d."+mutate); r=list(it)
    except RuntimeError as e: r=str(e)
    print(mutate,r, it.__length_hint__()); show(lambda: next(it))
    d=deque(range(4)); it=reversed(d); next(it)
    try: eval("d."+mutate); r=list(it)
    except RuntimeError as e: r=str(e)
    print(r)
d=deque([1,2]); it=iter(d); print(list(it)); d.append(3); show(lambda: next(it))
it=iter(d); next(it); print(type(it).__name__, it.__length_hint__(), it.__reduce__()[1], list(copy.copy(it)), list(it)); it=reversed(d); print(type(it).__name__, list(it)); show(lambda: type(it)(d,1).__next__()); show(lambda: type(iter(d))(d,2).__next__()); show(lambda: type(it)(5)); show(lambda: type(it)(d,100).__next__())
class Evil:
    def __init__(s,f): s.f=f
    def __eq__(s,o): s.f(); return False
for name in ("count","index","remove","__contains__"):
    d=deque([1,2,3]); show(getattr(d,name),Evil(lambda: d.append(1))); d=deque([1,2,3]); show(getattr(d,name),Evil(lambda: d.clear()))
d=deque([Evil(lambda: d.clear()),2]); show(lambda: d==deque([1,2]))
r=deque([1]); r.append(r); print(r); l=[r]; r.append(l); print(r)
for x in (deque([1,[2]]),deque([1],4),deque()):
    for p in range(6):
        y=pickle.loads(pickle.dumps(x,min(p,5))); print(y,y.maxlen)
    y=copy.copy(x); z=copy.deepcopy(x); print(y,z,x.__reduce__()[:3])
class D(deque):
    def __init__(self,it=(),maxlen=None,tag="t"): super().__init__(it,maxlen); self.tag=tag
    def append(self,x): super().append(("own",x))
k=D([1,2],5); k.append(3); k.tag="q"; print(k, repr(k), k.copy(), type(k.copy()).__name__, type(k+k).__name__, type(k*2).__name__, k.copy().tag, pickle.loads(pickle.dumps(k)), pickle.loads(pickle.dumps(k)).tag, k.__reduce__()[:3], k==deque(k), k[0], len(k))
class W(deque):
    def __new__(cls,*a): return deque.__new__(cls)
    def __init__(self,*a): pass
print(W("abc"))
class Bad(deque):
    def __new__(cls, *a):
        return 5 if a else deque.__new__(cls)
show(lambda: Bad().copy())
show(lambda: weakref.ref(d)() is d)
print(deque[int], [n for n in dir(deque) if not n.startswith("_")])
d=deque()
for i in range(100000):
    d.append(i)
    if i%3==0: d.popleft()
print(len(d), d[0], d[-1], sum(d))
a,*b=deque("abc"); print(a,b,list(islice(deque(range(10)),2,5)), max(deque([3,1])), "".join(deque("xyz")), [*deque([1])], dict.fromkeys(deque("ab")))
