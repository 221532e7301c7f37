# array.array: subscripts and slices.
from array import array


def show(make, *args):
    try:
        print(repr(make(*args)))
    except Exception as e:
        print(type(e).__name__, e)


a = array("i", range(10))
for key in (0, -1, 9, -10, 10, -11, 2**70, True, None, "a", 1.0, slice(None), slice(2, 5), slice(5, 2), slice(None, None, 3), slice(8, 1, -2),
            slice(100), slice(-3, None), slice(None, None, -1), slice(0, 0, -1), slice(None, None, 0), slice("a")):
    show(lambda: a[key])
for key, v in ((0, 7), (-1, 8), (10, 1), (-11, 1), (None, 1), (1, "x"), (1, 2**40), (2**70, 1), (slice(0, 2), [1, 2]), (slice(0, 2), array("h")),
               (slice(0, 2), array("i", [5, 6, 7])), (slice(None, None, 2), array("i", [1])), (slice(0, 6, 2), array("i", [9, 9, 9])),
               (slice(6, 0, -2), array("i", [3, 2, 1])), (slice(5, 2), array("i", [42])), (slice(None, None, 3), array("i")),
               (slice(8, None), a), (slice(None, None, -1), array("i"))):
    b = array("i", a)

    def assign():
        b[key] = v
        return b

    show(assign)
    print(b)
for key in (0, -1, 10, "a", slice(1, 3), slice(None, None, 2), slice(None, None, -3), slice(5, 2), slice(9, 0, -4)):
    b = array("i", a)

    def delete():
        del b[key]
        return b

    show(delete)
