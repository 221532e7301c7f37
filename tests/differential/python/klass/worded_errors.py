"""Texts of errors that differ between versions of Python: classes, attributes, properties, super, slices."""

import abc
def a(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class A(abc.ABC):
    @abc.abstractmethod
    def x(self): pass
class B(A):
    @abc.abstractmethod
    def w(self): pass
a(A); a(B)
a(lambda: max([])); a(lambda: min(iter(())))
class P:
    __slots__=("q",)
p=P()
def seta(o,n,v): setattr(o,n,v)
a(lambda: seta(p,"z",1)); a(lambda: delattr(p,"z")); a(lambda: seta(object(),"z",1)); a(lambda: seta(1,"z",1)); a(lambda: seta(1,"real",1)); a(lambda: seta("","join",1)); a(lambda:delattr("","join")); a(lambda:delattr("","joinx"))
a(lambda: seta(p,"__class__",5)); a(lambda: seta(p,"__doc__",5)); a(lambda: seta(1,"__class__",int)); a(lambda: seta(p,"__class__",int)); a(lambda: seta(lambda:1,"__class__",int))
class C:
    @property
    def v(self): return 1
    u=property(lambda self: 1)
    t=property()
    z=5
a(lambda: seta(C(),"v",1)); a(lambda: delattr(C(),"v")); a(lambda: seta(C(),"t",1)); a(lambda: C().t)
X=property(lambda self:1)
C.y=X; C.Y=property()
a(lambda: seta(C(),"y",1)); a(lambda: delattr(C(),"y"));a(lambda: seta(C(),"Y",1)); a(lambda: C().Y); a(lambda: delattr(C(),"Y"))
for q in (C.v,C.u,C.t,X,C.Y): a(lambda: q.__name__)
a(lambda: seta(C.v, "__name__", "nn")); a(lambda: C.v.__name__); a(lambda: delattr(C.v,"__name__")); a(lambda: C.v.__name__); a(lambda: seta(C(),"v",1))
a(lambda: super(C, 5).x); a(lambda: super(C, int)); a(lambda: super(C, object()))
l=[1,2,3]
def s(): l[::2]=5
a(s)
def s(): l[0:1]=5
a(s)
def s(): bytearray(3)[::2]=5
a(s)
class L1: pass
class L2(L1): pass
a(lambda: type("x",(L1,L2),{}))
a(lambda: type("x",(L1,L1),{}))
class T1(int): __slots__=()
class Q(int): pass
a(lambda: seta(T1(),"__class__",Q)); a(lambda: seta(Q(),"__class__",T1)); a(lambda: seta(Q(),"__class__",C)); a(lambda: seta(T1(),"__class__",int))
class S1: __slots__="a"
class S2: __slots__="a"
class S3: __slots__=("a","__dict__")
a(lambda: seta(S1(),"__class__",S2)); a(lambda: seta(S1(),"__class__",S3));a(lambda: seta(S1(),"__class__",C))
a(lambda: seta(len,"x",1)); a(lambda: seta(int,"x",1)); a(lambda: seta([],"x",1)); a(lambda: delattr([],"x")); a(lambda: seta(range(3),"start",1)); a(lambda: delattr(C(),"zz")); a(lambda: delattr(C(),"z")); a(lambda: seta({},"keys",1))
import array,collections; a(lambda: seta(array.array("b"),"x",1)); a(lambda: seta(collections.deque(),"x",1)); a(lambda: delattr(collections.deque(),"x"))
import itertools; a(lambda: seta(itertools.count(),"x",1)); a(lambda: seta((i for i in l),"x",1));a(lambda: seta((i for i in l),"gi_frame",1)); a(lambda: seta(type,"x",1)); a(lambda: delattr(C,"nn"))
import io; a(lambda: seta(io.BytesIO(),"x",1)); import re;a(lambda: seta(re.compile(""),"x",1))
def f(): pass
a(lambda: delattr(f,"x")); a(lambda: delattr(len,"x"))
N=collections.namedtuple("N","a b"); a(lambda: seta(N(1,2),"x",1)); a(lambda: seta(N(1,2),"a",1))
