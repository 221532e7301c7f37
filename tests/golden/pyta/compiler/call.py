def f(self, x, *args, **kw):
    self.plain(x, 1)
    self.plain(x + 1)
    self.keywords(x, key=x)
    len(x)
    isinstance(x, str)
    print(x + 1, end="")
    return f(x, *args, key=1, **kw)


class C(f):
    def m(self, a):
        return super().m(a) + super().value
