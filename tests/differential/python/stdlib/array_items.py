# What items of each typecode an array takes, and the errors for others.
from array import array


def show(make):
    try:
        print(repr(make()))
    except Exception as e:
        print(type(e).__name__, e)


class Index:
    def __index__(self):
        return 5


class Real:
    def __float__(self):
        return 2.5


BIG = 10**30
VALUES = (0, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, -32769, 65535, 65536, 2**31 - 1, 2**31, -(2**31) - 1, 2**32 - 1,
          2**32, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, BIG, -BIG, 10**400, 1.5, 0.0, -0.0, 1e300, 1e-320,
          float("inf"), float("nan"), "a", "ab", "", b"a", None, True, [1], chr(0x10FFFF))

for code in "bBuhHiIlLqQfd":
    print(code, array(code).itemsize, array(code))
    for v in VALUES:
        show(lambda: array(code, [v]))
        show(lambda: array(code, (v,))[0])
    show(lambda: array(code, [Index()]))
    show(lambda: array(code, [Real()]))
a = array("d", [1.5, 2.5])
for v in (3, True, 1e300, 5e-324, -0.0, 0.0, Real(), 2**60, "x"):
    try:
        a[1] = v
    except TypeError as e:
        print(e)
    print(a, a[1], a[-1])
f = array("f", [0.1, 1e39, -1e39])
print(f, f[0] == 0.1)
u = array("u", "héllo \U0001f600")
print(u, u[-1], len(u), u.tounicode(), u.tolist())
