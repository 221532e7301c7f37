"""Membership in short and long sequences of small ints, texts and others; the class of a value asked again and again."""


class Alike:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        print("asked", self.value, other)
        return self.value == other

    __hash__ = None


class Text(str):
    pass


def is_in(x, things):
    return x in things, x not in things


made = "".join(["ke", "y"])
nan = float("nan")
for things in ([], [1, 2, 3], (1, 2, 3), [1, 2.0, True], ["key", "other"], ("key", Text("made"), "x"), [None, "key"], [Alike(3), 3], (nan, 1), list(range(70))):
    for x in (1, 2, 3, 0, True, 1.0, 69, 2**70, "key", made, "made", Text("key"), "none", None, nan, 3):
        print(repr(x), is_in(x, things), end=" ")
    print()
shrinking = [1, 2, 3]
while shrinking:
    print(is_in(3, shrinking), is_in(shrinking.pop(), shrinking))


class Base:
    pass


class Derived(Base):
    pass


class Pretender:
    __class__ = Base


class Meta(type):
    def __instancecheck__(cls, x):
        print("checked", cls.__name__)
        return True


class Checked(metaclass=Meta):
    pass


class Number(int):
    pass


def of_class(x, t):
    return isinstance(x, t)


for turn in range(2):
    for x in (1, True, 1.5, "s", Text("t"), b"b", [], (), {}, None, Base(), Derived(), Pretender(), Number(3), int, Base, Checked(), print, len, of_class, 2**70, {1}):
        row = [of_class(x, t) for t in (int, bool, float, str, bytes, list, tuple, dict, object, Base, Derived, Number, type, type(None))]
        print(type(x).__name__, "".join("01"[b] for b in row), of_class(x, (list, dict)), of_class(x, int | str), of_class(x, Checked))
    Base.__class__ = Base.__class__
for wrong in (3, "int", [int]):
    try:
        of_class(3, wrong)
    except TypeError as e:
        print(e)


# What objects do not have, asked for again and again.
class Holder:
    shared = 1


def get(x, name):
    return getattr(x, name, "absent")


holders = [Holder() for _ in range(3)]
for turn in range(4):
    print([get(h, n) for h in holders for n in ("own", "shared", "late", "__dict__")], hasattr(holders[0], "own"), hasattr(Holder, "late"))
    if turn == 0:
        holders[0].own = 0
    if turn == 1:
        Holder.late = property(lambda self: get(self, "own"))
        holders[1].__dict__["own"] = 5
    if turn == 2:
        del holders[0].own
        holders[2].shared = 2
        Holder.__getattr__ = lambda self, name: "made " + name
keys = {int: 1, Base: 2, Checked: 3, type: 4}
print(keys[int], keys.get(Base), keys.get(Checked), keys.get(Derived), keys[type], hash(int) == int.__hash__(int))
print(b"a" + b"", b"" + b"b", b"ab" + b"cd", "a" + "", "" + "\u0105", "a" + "\u0105", len(b"abc"), len(b""))
