import sys
import math
import os.path
import collections.abc
from collections import abc as cabc, OrderedDict as OD
import string as st, textwrap as tw

me = sys.modules[__name__]
print(__name__, me.__name__, __package__, __spec__, __builtins__ is not None, __doc__, type(me).__name__, me.__dict__ is globals())
print(math.__name__, type(math).__name__, repr(math).startswith("<module 'math'"), collections.abc is cabc, OD.__name__, st.digits, tw.__name__, os.path is sys.modules["os.path"] if "os.path" in sys.modules else "-")
me.new_global = 5
print(new_global)
math.extra = "patched"
import math as m2

print(m2.extra, m2 is math)
del math.extra
for bad in (lambda: math.nope, lambda: math.extra, lambda: setattr(math, "__dict__", {}), lambda: math()):
    try:
        print(bad())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
print(sys.version_info >= (3, 11), sys.version_info[0], sys.version_info.major, sys.maxsize, sys.byteorder, sys.platform, sys.implementation.name != "", sys.maxunicode, sys.int_info.bits_per_digit > 0, sys.float_info.max, sys.float_info.epsilon, len(sys.argv), sys.getrecursionlimit() > 100, sys.flags.optimize, sys.intern("a" + "b") is sys.intern("ab"))
print("sys" in sys.modules, "sys" in sys.builtin_module_names, isinstance(sys.path, list), sys.getdefaultencoding(), sys.hash_info.modulus == 2**61 - 1, callable(sys.exit), sys.stdin is not None, sys.stdout.encoding.lower(), sys.getsizeof(1) > 0)


def f():
    from os import path, sep as s

    return path.join("a", "b"), s, "path" in globals()


print(f())
class C:
    import math as inner

    pi = inner.pi


print(C.pi, C.inner is math)
try:
    from math import pi, nope
except ImportError as error:
    print(str(error).split(" (")[0], "pi" in globals())
