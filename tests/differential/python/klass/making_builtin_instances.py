"""Calls of classes whose __new__ and __init__ are native: what they make, also when classes change or derive."""


class Words(list):
    pass


class Number(int):
    pass


class Named(dict):
    label = "named"


class Half(float):
    def half(self):
        return self / 2


class Broken(ValueError):
    pass


def make(k):
    return [Words("ab"), Number(7), Number("12"), Named(a=k), Named([(1, 2)]), Half("2.5").half(), Broken("b", k), str(k), int("4"), set("abca") == {"a", "b", "c"}]


for k in range(3):
    print(make(k))


def refused(f):
    try:
        return f()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for k in range(3):
    print(refused(lambda: Words(1, 2)), refused(lambda: Words(x=1)), refused(lambda: Number("x")), refused(lambda: Named(5)), refused(lambda: Half(1, 2)))
    print(refused(lambda: set(1)), refused(lambda: set([[]])), refused(lambda: list(x=1)), refused(lambda: range()), refused(lambda: tuple(1)))

# a class gets an initialiser of its own after it has been called, and loses it again
print(Words("xy"))
Words.__init__ = lambda self, *args: self.extend(["own", *args])
print(Words("xy"), Words())
del Words.__init__
print(Words("xy"), Words())
Number.__new__ = lambda cls, x: int.__new__(cls, int(x) + 1)
print(Number(7), Number("12"))
del Number.__new__


# a __new__ that gives something else
class Other(int):
    def __new__(cls, x):
        if x < 0:
            return "negative"
        return super().__new__(cls, x)

    def __init__(self, x):
        print("init", type(self).__name__, x)


class Under(Other):
    def __init__(self, x):
        print("init Under", x)


class Chooser(Other):
    def __new__(cls, x):
        return Under.__new__(Under, x)


for x in 1, -1, 2, -2:
    print(repr(Other(x)), type(Other(x)).__name__, type(Chooser(x)).__name__)


# metaclasses
class Meta(type):
    count = 0

    def __call__(cls, *args):
        Meta.count += 1
        return super().__call__(*args)


class Made(list, metaclass=Meta):
    pass


for k in range(3):
    print(Made("ab"), Meta.count)
del Meta.__call__
print(Made("ab"), Meta.count)
Meta.__call__ = lambda cls, *args: ("meta", args)
print(Made("ab"))


class Plain:
    def __init__(self, a, b=2, *c, d=4, **e):
        self.all = a, b, c, d, e


for k in range(3):
    print(Plain(k).all, Plain(k, 1, 2, 3, 4, 5).all, Plain(a=k, d=1, z=2).all, refused(Plain), refused(lambda: Plain(1, a=2)))
print([type(x) for x in (1, "a", None, type, Plain, Plain(1), Made)] == [int, str, type(None), type, type, Plain, Meta])
print(refused(lambda: type()), refused(lambda: type(1, 2)), type("T", (list,), {})("ab"))
