class Frozen:
    __slots__ = ("v",)

    def __init__(self, v):
        object.__setattr__(self, "v", v)

    def __setattr__(self, *a):
        raise TypeError("frozen")

    __delattr__ = __setattr__


f = Frozen(3)
for bad in (lambda: setattr(f, "v", 4), lambda: delattr(f, "v")):
    try:
        bad()
    except TypeError as error:
        print(error, f.v)


class Dir:
    def __dir__(self):
        return ["b", "a", "c"]


print(dir(Dir()), [n for n in dir(Frozen(1)) if not n.startswith("__")], [n for n in dir(Frozen) if n[0] != "_"])
class V:
    def __init__(self):
        self.b, self.a = 1, 2
v = V()
print(vars(v), sorted(vars(v)), [n for n in dir(v) if n[0] != "_"], getattr(v, "a"), setattr(v, "new attr", 3), getattr(v, "new attr"), v.__dict__)
