"""Special methods of operators that are guest functions: NotImplemented, reflection, subclasses, errors, recursion, generators."""

import operator
import sys
import traceback

OPERATORS = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
    "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^",
}  # fmt: skip
COMPARISONS = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "gt": ">", "ge": ">="}
log = []


def method(name, answer):
    def special(self, other):
        log.append((type(self).__name__, name, type(other).__name__))
        if answer is NotImplemented:
            return NotImplemented
        return f"{type(self).__name__}.{name}"

    return special


def make(class_name, base, answers):
    """A class with the special methods of all operators; answers: the prefixes of those that give a result."""
    space = {}
    for stem in OPERATORS:
        for prefix in "", "r", "i":
            if prefix in answers:
                space[f"__{prefix}{stem}__"] = method(f"{prefix}{stem}", answers[prefix])
    for stem in COMPARISONS:
        if "c" in answers:
            space[f"__{stem}__"] = method(stem, answers["c"])
    space["__hash__"] = object.__hash__
    return type(class_name, (base,), space)


YES = "yes"
NO = NotImplemented
A = make("A", object, {"": YES, "r": YES, "i": YES, "c": YES})
B = make("B", object, {"": NO, "r": NO, "i": NO, "c": NO})
C = make("C", object, {"r": YES})
D = make("D", B, {"": YES, "r": YES, "c": YES})
E = make("E", A, {})
F = make("F", int, {"": NO, "r": YES, "c": NO})
G = make("G", object, {"i": NO, "": YES})
operands = [A(), B(), C(), D(), E(), F(3), G(), 2, 2.5, "s", [1], None]


def run(text, a, b):
    del log[:]
    space = {"a": a, "b": b}
    try:
        exec(text, space)
        result = space["r"]
        shown = result if type(result) in (str, bool, int, float) else type(result).__name__
    except Exception as e:
        shown = f"{type(e).__name__}: {e}"
    return shown, list(log)


total = 0
for a in operands:
    for b in operands:
        if type(a).__module__ == type(b).__module__ == "builtins":
            continue
        for text in ["r = a %s b" % s for s in OPERATORS.values()] + ["a %s= b; r = a" % s for s in OPERATORS.values()]:
            shown, calls = run(text, a, b)
            if "+" in text or ("*" in text and "**" not in text) or "%" in text:
                print(type(a).__name__, type(b).__name__, text, shown, calls)
            total += len(calls)
        for text in ["r = a %s b" % s for s in COMPARISONS.values()] + ["r = 0\nif a < b: r = 1", "r = 0\nwhile a == b: r = 1; break"]:
            shown, calls = run(text, a, b)
            print(type(a).__name__, type(b).__name__, text, shown, calls)
print(total)


# --- what special methods raise, and where
class Bad:
    def __init__(self, depth=0):
        self.depth = depth

    def __add__(self, other):
        if self.depth:
            return Bad(self.depth - 1) + other
        raise ValueError("add")

    def __lt__(self, other):
        return 1 // 0

    def __eq__(self, other):
        return [] == missing_name

    def __sub__(self, other, extra):
        return 1

    def __mul__(self):
        return 1

    def __truediv__(self, *others, **named):
        return others, named

    def __floordiv__(self, other=5, more=6):
        return other, more

    def __mod__(self, other):
        x = yield other
        print("sent", x)

    def __or__(self, other):
        try:
            return self + other
        except ValueError as e:
            raise KeyError("or") from e
        finally:
            print("finally")


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e, [(x.name, x.lineno, x.line) for x in traceback.extract_tb(e.__traceback__)])
        if e.__cause__:
            print("cause", repr(e.__cause__))


bad = Bad(2)
attempt(lambda: bad + 1)
attempt(lambda: bad < 1)
attempt(lambda: bad == 1)
attempt(lambda: bad != 1)
attempt(lambda: bad - 1)
attempt(lambda: bad * 1)
attempt(lambda: bad / 1)
attempt(lambda: bad // 1)
attempt(lambda: list(bad % 1))
attempt(lambda: bad | 1)


def conditions():
    out = []
    for x in (1, 2):
        try:
            if bad < x:
                out.append("true")
            else:
                out.append("false")
        except ZeroDivisionError as e:
            out.append(e.__traceback__.tb_lineno - conditions.__code__.co_firstlineno)
    return out


print(conditions())


# --- deep recursion through an operator
class Deep:
    def __add__(self, other):
        return self + other

    def __eq__(self, other):
        return self == other

    def __radd__(self, other):
        return other + self


for f in (lambda: Deep() + 1), (lambda: Deep() == 1), (lambda: 1 + Deep()), (lambda: Deep() != 1):
    try:
        f()
    except RecursionError as e:
        print("RecursionError", str(e).startswith("maximum recursion depth exceeded"))


# --- classes that change while their method runs
class Changing:
    def __add__(self, other):
        del Changing.__add__
        Changing.__radd__ = lambda self, other: "late"
        return NotImplemented


attempt(lambda: Changing() + Changing())


class Other:
    def __radd__(self, other):
        return "other"


class Turning:
    def __add__(self, other):
        self.__class__ = Other
        return NotImplemented

    def __iadd__(self, other):
        self.__class__ = Other
        return NotImplemented


t = Turning()
attempt(lambda: t + Other())
t = Turning()
attempt(lambda: operator.iadd(t, Other()))


def add_in_place(t, u):
    t += u
    return t


attempt(lambda: add_in_place(Turning(), Other()))
attempt(lambda: add_in_place(Turning(), 1))


# --- inside generators, with exceptions handled, with results used at once
class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __rmul__(self, k):
        return Vector(k * self.x, k * self.y)

    def __mul__(self, other):
        if isinstance(other, Vector):
            return self.x * other.x + self.y * other.y
        return NotImplemented

    def __eq__(self, other):
        return isinstance(other, Vector) and self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return (self.x, self.y) < (other.x, other.y)

    def __repr__(self):
        return f"<{self.x}, {self.y}>"


def sums(vectors):
    total = Vector(0, 0)
    for v in vectors:
        try:
            total = total + 2 * v
            yield total
        except GeneratorExit:
            yield total == Vector(0, 0)
            raise


vectors = [Vector(k, k * k % 7) for k in range(9)]
print(list(sums(vectors)), sorted(vectors, key=lambda v: v.y)[:3], max(vectors), sorted(vectors[::-1]) == vectors)
print(Vector(1, 2) * Vector(3, 4), 3 * Vector(1, 2), Vector(1, 2) == Vector(1, 2), Vector(1, 2) != Vector(1, 3))
attempt(lambda: Vector(1, 2) * 3)
attempt(lambda: Vector(1, 2) + 3)
while not Vector(len(log), 0) < Vector(3, 0):
    log.pop()
print([v for v in vectors if Vector(2, 0) < v < Vector(6, 0)])


class InHandler:
    def __add__(self, other):
        return sys.exc_info()[1]


try:
    raise OSError("handled")
except OSError:
    print(repr(InHandler() + 1))


# --- methods that are no plain functions
class Callable:
    def __call__(self, *args):
        return ("called", len(args))


class Odd:
    __add__ = Callable()
    __sub__ = staticmethod(lambda other: ("static", other))
    __mul__ = classmethod(lambda cls, other: (cls.__name__, other))
    __lt__ = property(lambda self: lambda other: ("property", other))
    __gt__ = None
    __radd__ = None


attempt(lambda: Odd() + 1)
attempt(lambda: Odd() - 1)
attempt(lambda: Odd() * 1)
attempt(lambda: Odd() < 1)
attempt(lambda: Odd() > 1)
attempt(lambda: 1 + Odd())
