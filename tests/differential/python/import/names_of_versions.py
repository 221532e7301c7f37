"""What later versions of Python have added, where the host is one of them."""

import sys


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


if sys.version_info >= (3, 12):
    try:
        from math import nothing  # noqa: F401
    except ImportError as e:
        print(e.name, e.name_from)
    attempt(lambda: ImportError("m", name="n", name_from="f").name_from)
    attempt(lambda: hash(slice(1, 2)) == hash(slice(1, 2)))
if sys.version_info >= (3, 13):
    import array
    import copy
    import math

    attempt(lambda: (math.fma(0.1, 10, -1), math.fma(1e308, 10, math.inf)))
    attempt(lambda: math.fma(1e308, 10, 0))
    attempt(lambda: math.fma(math.inf, 0, 1))
    attempt(lambda: math.fma("1", 0, 1))
    a = array.array("i", [1, 2, 3])
    a.clear()
    print(a)
    print(copy.replace(attempt.__code__, co_name="x").co_name)
    print(PythonFinalizationError.__mro__, issubclass(_IncompleteInputError, SyntaxError))
    print(type(i for i in a)[int, None, None])
    attempt(lambda: "a b".split(zzz=1))
    attempt(lambda: sorted([1], qqq=1))

    class C:
        @classmethod
        @property
        def x(cls):
            return 5

    print(type(C.x).__name__)
