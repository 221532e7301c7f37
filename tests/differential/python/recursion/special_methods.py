import sys
def attempt(label, f):
    try:
        f()
    except RecursionError as e:
        print(label, "RecursionError")
    except Exception as e:
        print(label, type(e).__name__, e)
    else:
        print(label, "ok")
class Eq:
    def __eq__(self, o): return self == o
    __hash__ = None
class Lt:
    def __lt__(self, o): return self < o
class Hash:
    def __hash__(self): return hash(self)
class Repr:
    def __repr__(self): return repr(self)
class Str:
    def __str__(self): return str(self)
class Fmt:
    def __format__(self, s): return format(self, s)
class Bool:
    def __bool__(self): return bool(self)
class Len:
    def __len__(self): return len(self)
class Iter:
    def __iter__(self): return iter(self)
class Next:
    def __iter__(self): return self
    def __next__(self): return next(self)
class Call:
    def __call__(self): return self()
class Attr:
    def __getattr__(self, n): return getattr(self, n)
class Attribute:
    def __getattribute__(self, n): return getattr(self, n)
class SetAttr:
    def __setattr__(self, n, v): setattr(self, n, v)
class DelAttr:
    def __delattr__(self, n): delattr(self, n)
class Item:
    def __getitem__(self, i): return self[i]
    def __setitem__(self, i, v): self[i] = v
    def __delitem__(self, i): del self[i]
class Contains:
    def __contains__(self, x): return x in self
class Add:
    def __add__(self, o): return self + o
    def __radd__(self, o): return o + self
    def __iadd__(self, o): self += o; return self
    def __neg__(self): return -self
    def __abs__(self): return abs(self)
    def __pow__(self, o, m=None): return pow(self, o, m)
    def __divmod__(self, o): return divmod(self, o)
class Index:
    def __index__(self): return [1, 2][self]
class Int:
    def __int__(self): return int(self)
    def __float__(self): return float(self)
    def __complex__(self): return complex(self)
    def __round__(self, n=None): return round(self, n)
    def __trunc__(self):
        import math
        return math.trunc(self)
class Ctx:
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
class Desc:
    def __get__(self, o, t): return o.x
class HasDesc:
    x = Desc()
class Prop:
    @property
    def p(self): return self.p
    @p.setter
    def p(self, v): self.p = v
class New:
    def __new__(cls): return cls()
class Init:
    def __init__(self): Init()
class Missing(dict):
    def __missing__(self, k): return self[k]
class Rev:
    def __reversed__(self): return reversed(self)
class Inst(type):
    def __instancecheck__(cls, o): return isinstance(o, cls)
    def __subclasscheck__(cls, o): return issubclass(o, cls)
class WithInst(metaclass=Inst): pass
class Dir:
    def __dir__(self): return dir(self)
class Bytes:
    def __bytes__(self): return bytes(self)
class Hint:
    def __iter__(self): return iter([])
    def __length_hint__(self): return list(self)
class Fspath:
    def __fspath__(self):
        import os
        return os.fspath(self)
class InitSub:
    def __init_subclass__(cls): type("S", (cls,), {})
class ClassGet:
    def __class_getitem__(cls, i): return cls[i]
def with_setattr():
    SetAttr().a = 1
def delattr_():
    del DelAttr().a
def setitem():
    Item()[0] = 1
def delitem():
    del Item()[0]
def iadd():
    a = Add(); a += 1
def ctx():
    with Ctx(): pass
def propset():
    Prop().p = 1
for label, f in [
    ("eq", lambda: Eq() == Eq()), ("eq in list", lambda: [Eq()] == [Eq()]), ("eq in", lambda: Eq() in [Eq()]), ("eq count", lambda: [Eq()].count(1)), ("index", lambda: [Eq()].index(1)), ("eq dict", lambda: {1: Eq()} == {1: Eq()}),
    ("lt", lambda: Lt() < Lt()), ("sort", lambda: [Lt(), Lt()].sort()), ("sorted key", lambda: sorted([1, 2], key=lambda x: Lt())), ("min", lambda: min(Lt(), Lt())), ("max key", lambda: max([1, 2], key=lambda v: Repr().__repr__())), ("tuple lt", lambda: (Lt(),) < (Lt(),)),
    ("hash", lambda: hash(Hash())), ("hash tuple", lambda: hash((Hash(),))), ("dict key", lambda: {Hash(): 1}), ("set", lambda: {Hash()}), ("frozenset", lambda: frozenset([Hash()])), ("dict get", lambda: {}.get(Hash())), ("in set", lambda: Hash() in set()),
    ("repr", lambda: repr(Repr())), ("repr list", lambda: repr([Repr()])), ("str list", lambda: str([Repr()])), ("fstr", lambda: f"{Repr()!r}"), ("percent", lambda: "%r" % Repr()), ("format", lambda: "{!r}".format(Repr())), ("print", lambda: print(Str())),
    ("str", lambda: str(Str())), ("fmt", lambda: f"{Fmt():x}"), ("format2", lambda: format(Fmt())), ("bool", lambda: bool(Bool())), ("not", lambda: not Bool()), ("if", lambda: 1 if Bool() else 2), ("any", lambda: any([Bool()])), ("filter", lambda: list(filter(None, [Bool()]))),
    ("len", lambda: len(Len())), ("len bool", lambda: bool(Len())), ("iter", lambda: iter(Iter())), ("for", lambda: [x for x in Iter()]), ("next", lambda: next(Next())), ("list", lambda: list(Next())), ("unpack", lambda: (lambda *a: 0)(*Next())), ("call", lambda: Call()()),
    ("getattr", lambda: Attr().x), ("hasattr", lambda: hasattr(Attr(), "x")), ("getattribute", lambda: Attribute().x), ("setattr", with_setattr), ("delattr", delattr_), ("getitem", lambda: Item()[0]), ("setitem", setitem), ("delitem", delitem), ("contains", lambda: 1 in Contains()),
    ("add", lambda: Add() + 1), ("radd", lambda: 1 + Add()), ("iadd", iadd), ("neg", lambda: -Add()), ("abs", lambda: abs(Add())), ("pow", lambda: Add() ** 2), ("divmod", lambda: divmod(Add(), 2)), ("sum", lambda: sum([Add()])),
    ("index", lambda: [1][Index()]), ("range", lambda: range(Index())), ("int", lambda: int(Int())), ("float", lambda: float(Int())), ("complex", lambda: complex(Int())), ("round", lambda: round(Int())), ("ctx", ctx), ("desc", lambda: HasDesc().x), ("prop", lambda: Prop().p), ("propset", propset),
    ("new", New), ("init", Init), ("missing", lambda: Missing()[1]), ("reversed", lambda: reversed(Rev())), ("isinstance", lambda: isinstance(1, WithInst)), ("issubclass", lambda: issubclass(int, WithInst)), ("dir", lambda: dir(Dir())), ("bytes", lambda: bytes(Bytes())), ("hint", lambda: list(Hint())), ("fspath", lambda: open(Fspath())),
    ("init_subclass", lambda: type("S", (InitSub,), {})), ("class_getitem", lambda: ClassGet[1]),
]:
    attempt(label, f)
