class Both:
    def __repr__(self):
        return "REPR"

    def __str__(self):
        return "STR"


class OnlyRepr:
    def __repr__(self):
        return "only repr"


class OnlyStr:
    def __str__(self):
        return "only str"


class BadRepr:
    def __repr__(self):
        return 5


class BadStr:
    def __str__(self):
        return None

    def __repr__(self):
        return "ok repr"


class SubStr:
    def __str__(self):
        return type("S", (str,), {})("a str subclass")


for o in (Both(), OnlyRepr()):
    print(o, str(o), repr(o), f"{o}", f"{o!r}", f"{o!s}", "%s %r" % (o, o), "{} {!r}".format(o, o), [o], {o: o}, (o,), f"{o!s:>10}|")
print(str(OnlyStr()), f"{OnlyStr()}", repr(OnlyStr()).startswith("<__main__.OnlyStr object at 0x"), SubStr(), type(str(SubStr())).__name__)
for bad in (lambda: repr(BadRepr()), lambda: str(BadRepr()), lambda: str(BadStr()), lambda: f"{BadStr()}", lambda: print(BadStr()), lambda: [BadRepr()].__repr__(), lambda: "%s" % BadStr(), lambda: format(Both(), "x"), lambda: f"{Both():5}"):
    try:
        print(bad())
    except TypeError as error:
        print(error)
print([BadStr()], ascii(OnlyRepr()), repr(Both), str(Both), f"{Both}", repr(int), type(Both()).__name__, Both.__repr__(5), object.__str__(Both()))


class Meta(type):
    def __repr__(cls):
        return f"<meta {cls.__name__}>"


class WithMeta(metaclass=Meta):
    pass


print(WithMeta, [WithMeta], str(WithMeta), f"{WithMeta}", type(WithMeta).__name__)


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __format__(self, spec):
        if spec == "":
            return str(self)
        if spec.endswith("€"):
            return f"{self.cents / 100:{spec[:-1] or '.2f'}} €"
        return format(self.cents / 100, spec)

    def __str__(self):
        return f"{self.cents // 100}.{self.cents % 100:02d}"


m = Money(123456)
print(m, f"{m}", f"{m:€}", f"{m:,.1f€}", f"{m:>12.1f}|", "{:€} {}".format(m, m), format(m), format(m, ".0f"))


class Node:
    def __init__(self, v, *kids):
        self.v, self.kids = v, kids

    def __repr__(self):
        return f"{self.v}{list(self.kids) if self.kids else ''}"


print(Node(1, Node(2), Node(3, Node(4))))
import reprlib


class Rec:
    def __init__(self):
        self.me = [self]

    @reprlib.recursive_repr()
    def __repr__(self):
        return f"Rec({self.me})"


print(Rec(), repr(print), repr(len), repr([].append)[:30], repr(type), repr(...), repr(NotImplemented), repr(None))
