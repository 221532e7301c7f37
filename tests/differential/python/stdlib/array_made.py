# array.array: construction, operators, comparison.
import operator
from array import ArrayType, array
from collections.abc import MutableSequence


def show(make, *args):
    try:
        print(repr(make(*args)))
    except Exception as e:
        print(type(e).__name__, e)


try:
    array("x")
except ValueError as e:
    print(str(e)[:12])
print(array, ArrayType is array, array.__module__, array.__name__, isinstance(array("i"), MutableSequence))
for args in ((), (1,), ("ii",), ("",), ("i", 1, 2), ("i", "abc"), ("i", array("u", "a")), ("u", "abc"), ("u", ["a", "b"]), ("i", 5),
             ("i", None), ("i", b"abc"), ("i", b"abcd"), ("i", bytearray(b"abcdefgh")), ("h", array("h", [1, 2])), ("d", array("h", [1, 2])),
             ("b", array("h", [1, 300])), ("i", range(4)), ("i", (x * x for x in range(4))), ("i", {3: 4}),
             (b"i",), ("u", array("u", "xyz")), ("u", array("i", [1])), ("i", memoryview(b"abcd"))):
    show(array, *args)
show(lambda: array("i", initializer=[1]))
show(lambda: array(typecode="i"))
show(lambda: array("i").foo)
show(lambda: hash(array("i")))
show(lambda: len(array("i", [1, 2])))
show(lambda: setattr(array("i"), "x", 1))
show(lambda: setattr(array("i"), "typecode", "d"))

d = array("d", [1.0, 2.0])
for other in (array("d", [3.0]), array("i", [3]), [3], 5, None, "x"):
    show(lambda: d + other)
    show(lambda: other + d)

    def extend():
        e = array("d", d)
        e += other
        return e

    show(extend)
    show(lambda: (lambda e: (e.extend(other), e))(array("d", d)))
for n in (0, 1, 3, -2, True, 1.5, None, "x", 2**70):
    show(lambda: d * n)
    show(lambda: n * d)

    def repeat():
        e = array("d", d)
        e *= n
        return e

    show(repeat)
show(lambda: array("b", [1]) * (2**62))

nan = float("nan")
arrays = [array("i"), array("i", [1, 2]), array("i", [1, 3]), array("i", [1, 2, 3]), array("d", [1, 2]), array("d", [1, nan]), array("b", [1, -2]),
          array("B", [1, 200]), array("u", "ab"), array("Q", [2**64 - 1]), [1, 2], (1, 2), b"ab"]
for x in arrays:
    print([op(x, y) if type(x) is array and type(y) is array and not (x.typecode == "u") ^ (y.typecode == "u") else (x == y, x != y)
           for y in arrays for op in (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)])
show(lambda: array("i") < [])
show(lambda: array("u", "a") < array("i", [1]))
