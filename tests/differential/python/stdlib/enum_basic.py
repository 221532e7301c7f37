from enum import Enum, IntEnum, Flag, IntFlag, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    def describe(self):
        return f"{self.name}={self.value}"

    @classmethod
    def first(cls):
        return next(iter(cls))


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["GREEN"], Color.CRIMSON is Color.RED, list(Color), len(Color), Color.GREEN.describe(), Color.first(), list(Color.__members__))
print(Color.RED == Color.RED, Color.RED == 1, Color.RED is Color(1), {Color.RED: "r"}[Color.CRIMSON], isinstance(Color.RED, Color), Color.RED in Color, type(Color.RED).__name__, hash(Color.RED) == hash(Color.RED))
for bad in (lambda: Color(9), lambda: Color["NOPE"], lambda: Color.RED < Color.GREEN, lambda: setattr(Color, "RED", 5), lambda: Color.NOPE, lambda: Color(), lambda: delattr(Color, "RED")):
    try:
        print(bad())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error if isinstance(error, (ValueError, KeyError)) else "")
try:
    class More(Color):
        BLUE = 3
except TypeError as error:
    print("cannot extend")
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
except ValueError as error:
    print(error)


class Num(IntEnum):
    ONE = 1
    TWO = 2


print(Num.ONE + 1, Num.TWO > Num.ONE, Num.TWO == 2, sorted([Num.TWO, Num.ONE]), [10, 20, 30][Num.ONE], repr(Num.TWO), f"{Num.TWO:03d}", int(Num.TWO), Num(1).name)


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


print(Perm.R.value, Perm.X.value, Perm.RW == Perm.R | Perm.W, Perm.R in Perm.RW, Perm.X in Perm.RW, bool(Perm.R & Perm.X), (Perm.R | Perm.X).value, (~Perm.R & Perm.RW) is Perm.W, Perm(5) == Perm.R | Perm.X, (Perm.RW ^ Perm.R) is Perm.W, Perm(0).value, [m.name for m in Perm.R | Perm.X])


class Auto(Enum):
    def _generate_next_value_(name, start, count, last):
        return name.lower() + str(count)

    A = auto()
    B = auto()


class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def density(self):
        return round(self.mass / self.radius**3, 5)

    @classmethod
    def _missing_(cls, value):
        return cls.MARS if value == "red" else None


print([a.value for a in Auto], Planet.MARS.density, Planet.EARTH.value, Planet("red"), Planet((5.97, 6.37)).name, Planet.EARTH.mass)
try:
    Planet("blue")
except ValueError as error:
    print(error)
Dyn = Enum("Dyn", "X Y Z")
print(list(Dyn)[1].value, Dyn.Z.name, Enum("E2", {"P": 10}).P.value, [e.name for e in Enum("E3", ["q", "r"], start=5)], Enum("E3", ["q", "r"], start=5).r.value)


class Str(str, Enum):
    A = "a"


print(Str.A == "a", Str.A.upper(), Str("a") is Str.A, {Str.A: 1}["a"], Str.A.value, "a" in [Str.A])
