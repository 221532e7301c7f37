# collections.deque: construction, every method and operator, bounds, their errors.
import collections.abc
import operator
from collections import deque


def show(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except BaseException as e:
        print(type(e).__name__, e)


print(deque, deque.__mro__, deque.__module__, isinstance(deque(), collections.abc.MutableSequence))
for a in ((),([1,2],),("abc",2),("abc",0),("abc",None),([],-1),([],"x"),([],1.5),(5,),([1],2,3),([1,2,3],True)): show(deque,*a)
show(lambda: deque(iterable="ab",maxlen=1)); show(lambda: deque([1,2]).maxlen); show(lambda: deque([1],3).maxlen); show(lambda: setattr(deque(),"maxlen",3)); show(lambda: deque().foo); show(lambda: hash(deque()))
d=deque(range(5))
for c in ("d.append(5)","d.appendleft(-1)","d.pop()","d.popleft()","d.extend('ab')","d.extendleft('xy')","d.extend(d)","d.extendleft(d)","d.extend(5)","len(d)","d.clear()","d.pop()","d.popleft()","d.extend(range(8))","d.rotate()","d.rotate(3)","d.rotate(-2)","d.rotate(100)","d.rotate(-101)","d.rotate(0)","d.rotate('x')","d.rotate(1.5)","d.reverse()","d[0]","d[-1]","d[7]","d[8]","d[-9]","d['x']","d[1:2]","d[True]","d[2**70]","d.__setitem__(0,'z')","d.__setitem__(99,1)","d.__delitem__(0)","d.__delitem__(-1)","d.__delitem__(3)","d.__delitem__(50)","d.insert(0,'a')","d.insert(2,'b')","d.insert(-1,'c')","d.insert(100,'d')","d.insert(-100,'e')","d.insert('x',1)","d.insert(5,'mid')","d.insert(7,'m2')","d.count('a')","d.count(99)","d.index('a')","d.index('zz')","d.index('b',1)","d.index('b',0,2)","d.index('b',-100,100)","d.index('b','x')","d.index('b',None)","d.remove('b')","d.remove('zz')","'a' in d","'zz' in d","d.copy() == d","d.copy() is d","bool(d)","bool(deque())","d.__sizeof__()>0","list(reversed(d))","sorted(map(str,d))","d.append()","d.append(1,2)","d.pop(1)"):
    print(c,end=": "); show(lambda: eval(c)); print(d)
m=deque([1,2,3],3)
for c in ("m.append(4)","m.appendleft(0)","m.extend('abcd')","m.extendleft('xy')","m.insert(0,1)","m.pop()","m.insert(1,'i')","m.rotate(1)","m.copy()","m+deque([7,8])","m*2","2*m","m*0","m*-1"):
    print(c,end=": "); show(lambda: eval(c)); print(m)
m+= "pq"; print(m); m*=2; print(m); m*=0; print(m)
z=deque([1],0); z.append(1); z.appendleft(1); z.extend([1,2]); z.extendleft([1]); print(z); show(lambda: z.insert(0,1))
for k in (0,1,2,3,-1):
    e=deque("abc",5); e*=k; print(e); e=deque("abc",2); e*=k; print(e); e=deque("abc"); print(e*k); e=deque("a"); e*=k; print(e)
for o in ([1],5,None,deque([2]),"x"):
    show(lambda: deque([1])+o); show(lambda: o+deque([1])); show(lambda: deque([1])*o); show(lambda: o*deque([1])); show(lambda: operator.iadd(deque([1]),o))
show(lambda: deque([1,2])*(2**62)); show(lambda: deque([1,2])*(2**70))
