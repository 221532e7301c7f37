class A:
    cls = 1
    _hidden = 2

    def __init__(self):
        self.inst = 3

    @property
    def prop(self):
        raise AttributeError("inside prop")


a = A()
print(getattr(a, "inst"), getattr(a, "cls"), getattr(a, "nope", None), getattr(a, "nope", default := "d"), hasattr(a, "prop"), getattr(a, "prop", "dflt"), hasattr(a, "inst"), hasattr(5, "real"), hasattr("", "join"))
setattr(a, "new", 1)
setattr(A, "cls", 100)
setattr(a, "with space", 2)
delattr(a, "inst")
print(vars(a), a.cls, getattr(a, "with space"), hasattr(a, "inst"), sorted(k for k in vars(A) if k[0] != "_" or k == "_hidden"))
for bad in (lambda: getattr(a, "inst"), lambda: getattr(a), lambda: getattr(a, 5), lambda: getattr(a, None, 1), lambda: hasattr(a, 5), lambda: setattr(a, 5, 1), lambda: delattr(a, "zz"), lambda: vars(5), lambda: vars(a, a), lambda: setattr(a, "x"), lambda: getattr(a, "x", 1, 2), lambda: hasattr(a), lambda: a.prop, lambda: setattr(a, "prop", 1), lambda: dir(1, 2)):
    try:
        print(bad())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error if "argument" not in str(error) else "")
print([n for n in dir(a) if not n.startswith("__")], "__init__" in dir(a), dir() == sorted(dir()), "a" in dir(), [n for n in dir([]) if n[0] != "_"], [n for n in dir({}) if n[0] != "_"], [n for n in dir(()) if n[0] != "_"])
print(callable(a), callable(A), callable(len), callable(lambda: 0), callable(a.__init__), callable("x"), callable(int), callable(None), id(a) == id(a), id([]) is not None, isinstance(id(a), int))
print(type(a).__name__, type(type(a)), type(None).__name__, type(...).__name__, type(NotImplemented).__name__, type(print).__name__, type(A.__init__).__name__, type(a.__init__).__name__, type([].append).__name__, type(A).__name__, type(range(1)).__name__, type(type).__name__, type(1j).__name__, type(__builtins__).__name__ in ("module", "dict"))
class S(A):
    def __dir__(self):
        return ["z", "a"]
print(dir(S()), isinstance(S(), A), isinstance(a, S), issubclass(S, A), issubclass(S, (int, A)), issubclass(S, S), isinstance(5, (str, (float, (int,)))), isinstance(True, int), isinstance(int, type), isinstance(type, type), isinstance(type, object), isinstance(object, type), issubclass(type, object))
import sys
mod = sys.modules[__name__]
mod.dynamic = "set through module"
print(dynamic, getattr(mod, "A") is A, mod.__name__, hasattr(mod, "zz"))
