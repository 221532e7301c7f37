class Upper(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper(a=1)
u["b"] = 2
u.update(c=3)
u.setdefault("d", 4)
print(u, Upper.fromkeys("xy", 0), type(Upper.fromkeys("x")).__name__, isinstance(u, dict), u == {"a": 1, "B": 2, "c": 3, "d": 4})


class Default(dict):
    def __init__(self, factory):
        super().__init__()
        self.factory = factory

    def __missing__(self, key):
        value = self[key] = self.factory()
        return value


d = Default(list)
d["a"].append(1)
d["a"].append(2)
d["b"]
print(d, d.get("zz"), "zz" in d, len(d), d.__dict__ != {}, repr(d), d.factory is list)


class Attr(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self[name] = value

    def __delattr__(self, name):
        del self[name]


a = Attr(x=1)
a.y = 2
del a.x
print(a, a.y, hasattr(a, "x"), getattr(a, "q", "none"), a.keys(), vars(a))
try:
    a.x
except AttributeError as error:
    print(error)
it = iter({1: "a", 2: "b"}.items())
print(next(it), next(it), next(it, None), dict.__name__, dict.get({"a": 1}, "a"), dict.keys({"q": 1}))
def kwargs(**kw):
    return kw
k = {"z": 1, "a": 2}
r = kwargs(**k)
print(r, r is k, list(kwargs(c=1, b=2, a=3)))
