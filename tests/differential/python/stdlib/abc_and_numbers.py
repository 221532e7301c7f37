from abc import ABC, abstractmethod
from collections.abc import MutableMapping, MutableSequence, Set, Mapping, Iterator, Generator, Reversible
import numbers


class Tree(MutableMapping):
    def __init__(self, *a, **k):
        self.d = {}
        self.update(*a, **k)

    def __getitem__(self, k):
        return self.d[k.lower()]

    def __setitem__(self, k, v):
        self.d[k.lower()] = v

    def __delitem__(self, k):
        del self.d[k.lower()]

    def __iter__(self):
        return iter(self.d)

    def __len__(self):
        return len(self.d)


t = Tree({"A": 1}, B=2)
t["C"] = 3
print(dict(t), t["a"], "A" in t, t.get("zz", 0), t.pop("b"), t.setdefault("D", 4), list(t.keys()), list(t.values()), list(t.items()), len(t), t == {"a": 1, "c": 3, "d": 4}, t.popitem(), sorted(t.keys() & {"a", "zz"}))
t.clear()
print(dict(t), bool(t))
try:
    t.pop("x")
except KeyError as error:
    print(error)


class Bits(MutableSequence):
    def __init__(self, n=0):
        self.bits = [int(c) for c in bin(n)[2:]]

    def __getitem__(self, i):
        return self.bits[i]

    def __setitem__(self, i, v):
        self.bits[i] = v

    def __delitem__(self, i):
        del self.bits[i]

    def __len__(self):
        return len(self.bits)

    def insert(self, i, v):
        self.bits.insert(i, v)


b = Bits(10)
b.append(1)
b.extend([0, 0])
b += [1]
print(list(b), b.pop(), b.index(1), b.count(0), 1 in b, list(reversed(b)), b.remove(1), list(b), b.reverse(), list(b))


class ListSet(Set):
    def __init__(self, items):
        self.items = list(dict.fromkeys(items))

    def __contains__(self, x):
        return x in self.items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)


a, c = ListSet("abc"), ListSet("bcd")
print(list(a & c), list(a | c), list(a - c), list(a ^ c), a <= c, ListSet("b") < a, a == ListSet("cba"), a.isdisjoint(ListSet("z")), list(a & "ab"), type(a & c).__name__)


class Count(Iterator):
    def __init__(self, n):
        self.n = n

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Count(3)), iter(c2 := Count(1)) is c2)
for cls in (Mapping, MutableSequence, Set, Iterator):
    try:
        cls()
    except TypeError as error:
        print(cls.__name__, "abstract" in str(error))
print(isinstance(5, numbers.Integral), isinstance(5.0, numbers.Real), isinstance(5.0, numbers.Integral), isinstance(1j, numbers.Complex), isinstance(True, numbers.Number), issubclass(int, numbers.Rational), isinstance([], Reversible), isinstance((i for i in ""), Generator))


class Shape(ABC):
    @property
    @abstractmethod
    def area(self): ...

    @staticmethod
    @abstractmethod
    def kind(): ...

    def __lt__(self, o):
        return self.area < o.area


class Sq(Shape):
    def __init__(self, s):
        self.s = s

    area = property(lambda self: self.s**2)

    @staticmethod
    def kind():
        return "sq"


print([s.s for s in sorted([Sq(3), Sq(1)])], Sq.kind(), sorted(Shape.__abstractmethods__))
