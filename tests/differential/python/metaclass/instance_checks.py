class Duck(type):
    def __instancecheck__(cls, obj):
        print("instancecheck", cls.__name__)
        return hasattr(obj, "quack")

    def __subclasscheck__(cls, sub):
        print("subclasscheck", cls.__name__)
        return hasattr(sub, "quack")


class Quacker(metaclass=Duck):
    pass


class Real:
    quack = 1


print(isinstance(Real(), Quacker), isinstance(5, Quacker), issubclass(Real, Quacker), issubclass(int, Quacker), isinstance(Quacker(), Quacker), isinstance(Real(), (int, Quacker)))
from abc import ABC, abstractmethod, ABCMeta


class Shape(ABC):
    @abstractmethod
    def area(self):
        return "base area"

    @property
    @abstractmethod
    def name(self): ...

    def describe(self):
        return f"{self.name} {self.area()}"

    @classmethod
    def __subclasshook__(cls, sub):
        if cls is Shape and any("area" in b.__dict__ for b in sub.__mro__):
            return True
        return NotImplemented


class Sq(Shape):
    name = "sq"

    def __init__(self, s):
        self.s = s

    def area(self):
        return self.s**2, super().area()


class Half(Shape):
    def area(self):
        return 0


class Foreign:
    def area(self):
        pass


print(Sq(3).describe(), isinstance(Foreign(), Shape), issubclass(Foreign, Shape), issubclass(int, Shape), Half.__abstractmethods__, sorted(Shape.__abstractmethods__))
try:
    Half()
except TypeError as error:
    print("abstract" in str(error))


class V(metaclass=ABCMeta):
    pass


V.register(int)
print(isinstance(5, V), issubclass(bool, V), isinstance("x", V), V.register(str) is str, isinstance("x", V))
from collections.abc import Iterable, Sized, Mapping, Sequence, Hashable, Callable, Iterator, Container


class S:
    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())


class NoHash:
    __hash__ = None


print(isinstance(S(), Sized), isinstance(S(), Iterable), isinstance(S(), Container), isinstance([], Sequence), isinstance({}, Mapping), isinstance(NoHash(), Hashable), isinstance(len, Callable), isinstance(iter([]), Iterator), isinstance((x for x in ""), Iterator), issubclass(dict, Mapping))


class Seq(Sequence):
    def __init__(self, *a):
        self.a = a

    def __getitem__(self, i):
        return self.a[i]

    def __len__(self):
        return len(self.a)


s = Seq(1, 2, 3, 2)
print(list(s), 2 in s, s.index(3), s.count(2), list(reversed(s)), isinstance(1, int | str), isinstance(None, int | None), issubclass(bool, int | str), int | str == str | int)
