class Upper(str):
    def __new__(cls, value, tag=None):
        self = super().__new__(cls, value.upper())
        self.tag = tag
        return self

    def __add__(self, other):
        return Upper(str(self) + other, "added")

    def __getitem__(self, index):
        return "<" + super().__getitem__(index) + ">"

    def __contains__(self, item):
        return super().__contains__(item.upper())

    def __len__(self):
        return 99


u = Upper("abc", tag=5)
print(u, u.tag, u + "d", (u + "d").tag, type(u + "d").__name__, u[0], u[1:], "b" in u, len(u), u.lower(), type(u.lower()).__name__, u == "ABC", hash(u) == hash("ABC"))
print({u: 1}["ABC"], isinstance(u, str), "x" + u, type("x" + u).__name__, u * 2, type(u * 2).__name__, list(u), u.replace("A", "z"), str(u), type(str(u)).__name__, f"{u:>5}", "%s" % u, u.join("xy"))
print(u.upper() is u, type(u.strip()).__name__, type(u[:]).__name__, u.__dict__, u.startswith("A"), [u], sorted([Upper("b"), "A", Upper("a")]))


class Lazy(str):
    pass


print(Lazy(), repr(Lazy(5)), Lazy("a") + Lazy("b"), type(Lazy("a") + "").__name__, Lazy(b"x", "ascii"), Lazy("q").__class__.__name__, type(Lazy("abc")[0:]).__name__, bool(Lazy("")), Lazy("a") in ["a"])
