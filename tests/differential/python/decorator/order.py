log = []


def d(name):
    log.append(f"eval {name}")

    def deco(f):
        log.append(f"apply {name} to {getattr(f, '__name__', f)}")

        def inner(*a, **k):
            log.append(f"call {name}")
            return (name, f(*a, **k))

        inner.__name__ = name
        return inner

    return deco


@d("outer")
@d("inner")
def f(x):
    return x


print(log)
log.clear()
print(f(1), f.__name__, log)
log.clear()


@d("class")
class K:
    @d("method")
    def m(self):
        return "m"

    @classmethod
    @d("cm")
    def c(cls):
        return cls

    @staticmethod
    @d("sm")
    def s():
        return "s"

    @property
    @d("prop")
    def p(self):
        return "p"


print(log)
log.clear()
k = K()[1]
print(type(k).__name__, k.m(), k.c()[0], k.s(), k.p, log)
tools = {"twice": lambda f: lambda x: f(f(x))}


@tools["twice"]
def inc(x):
    return x + 1


@(lambda f: [f(1), f(2)])
def as_list(x):
    return x * 10


@str
@type
def weird():
    pass


print(inc(5), as_list, weird)


class Deco:
    def __init__(self, f):
        self.f, self.calls = f, 0

    def __call__(self, *a):
        self.calls += 1
        return self.f(*a)

    def __get__(self, obj, owner):
        return self if obj is None else lambda *a: self(obj, *a)


@Deco
def g(x):
    return x * 2


class H:
    @Deco
    def m(self, x):
        return x + 1


print(g(2), g(3), g.calls, H().m(5), H.m.calls)
for bad in ("@5\ndef f(): pass", "@None\nclass C: pass", "@undefined_name\ndef f(): pass"):
    try:
        exec(bad)
    except (TypeError, NameError) as error:
        print(error)
