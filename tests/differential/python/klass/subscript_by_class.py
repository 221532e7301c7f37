"""x[i] of instances: a class's __getitem__ is found again when the class, a base or the instance's class changes."""


class Base:
    def __getitem__(self, i):
        return ("base", i)


class Derived(Base):
    pass


def at(x, i):
    return x[i], x[0], x[-1]


d = Derived()
for _ in range(3):
    print(at(d, 5), at(d, "key"))
Base.__getitem__ = lambda self, i: ("changed", i)
print(at(d, 5))
Derived.__getitem__ = lambda self, i, *more, **named: ("own", i, more, named)
print(at(d, 5))
del Derived.__getitem__
print(at(d, 5))


class WithDefault:
    def __getitem__(self, i, by=3):
        return i, by


print(at(WithDefault(), 1), at(WithDefault(), 1))


class Native:
    __getitem__ = "text".__getitem__


print(at(Native(), 1), at(Native(), 2))


class Static:
    @staticmethod
    def __getitem__(i):
        return "static", i


print(at(Static(), 1), at(Static(), 1))


class Counting(dict):
    def __getitem__(self, key):
        return "counted", key


c = Counting(a=1)
print(at(c, "a"), at(c, "a"))
del Counting.__getitem__
c[0], c[-1] = "zero", "last"
print(at(c, "a"), at(c, "a"))
try:
    print(at(c, "missing"))
except KeyError as e:
    print("KeyError", e)

d.__class__ = WithDefault
print(at(d, 7))


class Lazy:
    def __getitem__(self, i):
        yield i
        yield from (i, i)


print([list(part) for part in at(Lazy(), 4)], [list(part) for part in at(Lazy(), 4)])


class Failing:
    def __getitem__(self, i):
        raise IndexError(i)


for _ in range(2):
    try:
        print(at(Failing(), 3))
    except IndexError as e:
        print("IndexError", e)
    print(list(Failing()))

Base.__getitem__ = None
try:
    print(at(Derived(), 3))
except TypeError as e:
    print("TypeError", e)
del Base.__getitem__
try:
    print(at(Derived(), 3))
except TypeError as e:
    print("TypeError", e)


class Deep:
    def __getitem__(self, i):
        return self[i + 1]


try:
    Deep()[0]
except RecursionError:
    print("RecursionError")
