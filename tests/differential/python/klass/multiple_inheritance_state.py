class Base:
    def __init__(self, **kw):
        self.order = kw.pop("order", [])
        self.order.append("Base")
        assert not kw, kw


class Named(Base):
    def __init__(self, name="anon", **kw):
        super().__init__(**kw)
        self.name = name
        self.order.append("Named")

    def describe(self):
        return [f"name={self.name}"]


class Sized(Base):
    def __init__(self, size=0, **kw):
        super().__init__(**kw)
        self.size = size
        self.order.append("Sized")

    def describe(self):
        return super().describe() + [f"size={self.size}"]


class Coloured(Named):
    colour = "red"

    def describe(self):
        return super().describe() + [f"colour={self.colour}"]


class Thing(Sized, Coloured):
    def describe(self):
        return ["Thing"] + super().describe()


t = Thing(name="n", size=5)
print(t.order, t.describe(), [c.__name__ for c in Thing.__mro__])
try:
    Sized(size=1).describe()
except AttributeError as error:
    print(error)
try:
    Thing(bad=1)
except AssertionError as error:
    print(error)


class Log(list):
    def append(self, x):
        super().append((len(self), x))


class Typed:
    kind = int

    def append(self, x):
        if not isinstance(x, self.kind):
            raise TypeError(f"wanted {self.kind.__name__}, got {x!r}")
        super().append(x)


class TypedLog(Typed, Log):
    pass


class StrLog(TypedLog):
    kind = str


l, s = TypedLog(), StrLog()
l.append(5)
s.append("a")
for target, x in ((l, "a"), (s, 5)):
    try:
        target.append(x)
    except TypeError as error:
        print(error)
print(l, s, isinstance(s, list), StrLog.__mro__[3].__name__)


class Cmp:
    def __eq__(self, o):
        return self.key() == o.key()

    def __lt__(self, o):
        return self.key() < o.key()

    def __hash__(self):
        return hash(self.key())


class Repr:
    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in sorted(vars(self).items()))})"


class Version(Cmp, Repr):
    def __init__(self, text):
        self.parts = tuple(map(int, text.split(".")))

    def key(self):
        return self.parts


print(sorted(map(Version, "1.10 1.2 1.9.1".split())), Version("1.2") == Version("1.2"), len({Version("1"), Version("1")}), max(Version("2"), Version("10")))
