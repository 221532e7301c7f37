# array.array: methods, iteration, changes meanwhile.
from array import array


def show(make, *args):
    try:
        print(repr(make(*args)))
    except Exception as e:
        print(type(e).__name__, e)


m = array("h", [3, 1, 2, 3])
for call in (lambda: m.append(4), lambda: m.append("x"), lambda: m.append(), lambda: m.append(1, 2), lambda: m.insert(1, 9), lambda: m.insert(-100, 8), lambda: m.insert(100, 7),
             lambda: m.insert("a", 1), lambda: m.insert(0, "a"), lambda: m.pop(), lambda: m.pop(0), lambda: m.pop(-2), lambda: m.pop(50), lambda: m.pop("a"),
             lambda: array("i").pop(), lambda: m.remove(3), lambda: m.remove(99), lambda: m.index(3), lambda: m.index(3, 2), lambda: m.index(3, -2), lambda: m.index(1, 0, 1),
             lambda: m.index("x"), lambda: m.index(3, "a"), lambda: m.count(3), lambda: m.count(3.0), lambda: m.count("x"), lambda: m.reverse(), lambda: m.tolist(),
             lambda: m.tobytes(), lambda: m.byteswap(), lambda: m.fromlist([1, 2]), lambda: m.fromlist((1,)), lambda: m.fromlist([1, "x"]),
             lambda: m.frombytes(b"\x01\x00"), lambda: m.frombytes(b"abc"), lambda: m.frombytes("ab"), lambda: m.frombytes(array("i", [1])),
             lambda: m.frombytes(array("b", [1, 1])), lambda: m.frombytes(memoryview(b"ab")), lambda: m.extend([1, "x"]),
             lambda: m.extend(5), lambda: 3 in m, lambda: 99 in m, lambda: "x" in m, lambda: m.buffer_info()[1], lambda: m.typecode, lambda: m.itemsize,
             lambda: array("u").fromunicode(1), lambda: list(reversed(m)), lambda: sorted(m), lambda: sum(array("d", [0.1] * 3)), lambda: m.__sizeof__() > 0,
             lambda: array.append([], 1), lambda: array.append(), lambda: m.__reduce_ex__("x")):
    show(call)
    print(m)
for code in "hHiIlLqQfd":
    e = array(code, [1, 2, 3])
    e.byteswap()
    print(e.tobytes(), list(e))
    e.reverse()
    e.byteswap()
    print(e)

grow = array("i", [1, 2])
seen = []
for x in grow:
    seen.append(x)
    if len(grow) < 6:
        grow.append(x * 10)
print(seen, grow)
it = iter(grow)
print(type(it).__name__, next(it), it.__reduce__()[1:], list(it), next(it, "end"), it.__reduce__()[1:])
grow.append(1)
print(list(it))
it = iter(grow)
it.__setstate__(3)
print(list(it))
show(lambda: next(iter(array("i"))))
x, y, *z = array("i", [1, 2, 3, 4])
print(x, y, z)


class Looks(list):
    def __eq__(self, other):
        del looked[:]
        return False


looked = array("i", [1, 2, 3])
print(looked.count(Looks()), looked)
