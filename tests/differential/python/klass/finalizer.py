"""__del__: called once for what nobody refers to, what holds another before it; objects may come back; errors in it are told, not raised."""
import gc
import sys


class Logged:
    log = []

    def __init__(self, name, *held):
        self.name, self.held = name, held

    def __del__(self):
        Logged.log.append(self.name)


def shown(wiped):
    gc.collect()
    found, Logged.log[:] = list(Logged.log), []
    return found


def chain():
    return Logged("outer", Logged("middle", Logged("inner")))


def forget(make, *arguments):
    made = make(*arguments)
    del made


wipe = eval("lambda " + ", ".join(f"a{i}=None" for i in range(200)) + ": None")  # nothing is left of earlier calls where its registers are


forget(chain)
print(shown(wipe()))


def cycle():
    a, b = Logged("a"), Logged("b")
    a.other, b.other = b, a


forget(cycle)


class Slotted:
    __slots__ = ("x",)

    def __del__(self):
        Logged.log.append("slotted")


class Derived(Logged):
    pass


class Later:
    pass


Later.__del__ = lambda self: Logged.log.append("later")


class Number(int):
    def __del__(self):
        Logged.log.append(f"number {int(self)}")


class Made:
    def __new__(cls):
        return super().__new__(cls)

    def __del__(self):
        Logged.log.append("made")


for made in (lambda: Slotted(), lambda: Derived("derived"), lambda: Later(), lambda: Number(7), lambda: Made()):
    forget(made)


class Problem(Exception):
    def __del__(self):
        Logged.log.append("problem")


def fail():
    try:
        raise Problem
    except Problem:
        pass


forget(fail)
print(sorted(shown(wipe()) + shown(wipe())))
kept = []


class Lazarus:
    def __init__(self):
        self.data = [1, 2, 3]

    def __del__(self):
        kept.append(self)


forget(Lazarus)
shown(wipe())
print(len(kept), kept[0].data)
kept.clear()
shown(wipe())
print(len(kept))


class Wrong:
    def __del__(self):
        raise ValueError("in __del__")


sys.unraisablehook = lambda u: Logged.log.append(type(u.exc_value).__name__)
forget(Wrong)
shown(wipe())
print("still running", shown(wipe()) + shown(wipe()))
sys.unraisablehook = sys.__unraisablehook__


def hot():
    for i in range(300):
        Logged(i)


hot()
print(len(shown(wipe())) > 290)


class At:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("at the end:", self.name)


at = At("one")
