"""What inline caches keep alive."""

from pyta.host.runtime import PytaRuntime

CHANGING = """
import math
class C:
    pi = 3
    @staticmethod
    def sin(x): return x
class D(C): pass
class Own:
    pi = 1
    def __init__(self): self.sin = C.sin
places = [math, C, D, C(), Own()]
def read(o): return o.pi
def call(o): return o.sin(0)
for i in range(80_000):
    for o in places:
        read(o)
        call(o)
"""


def test_sites_whose_receivers_change_keep_no_more_than_they_hold() -> None:
    with PytaRuntime([], heap_limit_bytes=8 << 20) as rt:
        _, space = rt.new_module("__main__")
        rt.run_source(CHANGING, "<test>", space)
        assert rt.to_host(rt.native("host_get_name", space, rt.name("i"))) == 79_999
