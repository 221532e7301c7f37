class A: pass
class B:
    __slots__ = ()
def g(): yield
for x in (1, 1.5, "s", (1,), b"b", range(3), {1}, frozenset(), A(), None, g(), A, len, 1j, True, B(), slice(1), memoryview(b"a"), iter([])):
    for k in (0, "x", 0.5, slice(0, 1)):
        try: del x[k]
        except Exception as e: print(type(x).__name__, k, type(e).__name__, e)
        try: x[k] = 1
        except Exception as e: print(type(x).__name__, k, type(e).__name__, e)
