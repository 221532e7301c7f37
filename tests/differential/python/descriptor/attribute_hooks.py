log = []


class A:
    cls_attr = "class"

    def __init__(self):
        object.__setattr__(self, "real", 1)

    def __getattribute__(self, name):
        log.append("ga " + name)
        return super().__getattribute__(name)

    def __getattr__(self, name):
        log.append("g " + name)
        if name.startswith("no"):
            raise AttributeError("refused " + name)
        return "dyn " + name

    def __setattr__(self, name, value):
        log.append(f"s {name}={value}")
        super().__setattr__(name, value)

    def __delattr__(self, name):
        log.append("d " + name)
        super().__delattr__(name)


def show(*v):
    print(*v, log)
    log.clear()


a = A()
show(a.real)
show(a.cls_attr)
show(a.missing)
a.x = 5
show()
a.x += 1
show(a.x)
del a.x
show()
show(hasattr(a, "nope"), getattr(a, "nope", "d"))
for bad in (lambda: a.nope, lambda: delattr(a, "x2")):
    try:
        bad()
    except AttributeError as error:
        show(error)
show(getattr(a, "real"), a.__dict__)
show(a.__class__.__name__)


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_t", target)

    def __getattr__(self, name):
        return getattr(self._t, name)

    def __setattr__(self, name, value):
        setattr(self._t, name, value)

    def __len__(self):
        return len(self._t)


class L(list):
    pass


t = L([1, 2])
p = Proxy(t)
p.append(3)
p.tag = "on target"
print(t, t.tag, len(p), p.count(1), p.tag, "tag" in vars(p))


class Deny:
    def __getattribute__(self, name):
        raise AttributeError("denied " + name)


d = Deny()
for f in (lambda: d.x, lambda: d.__dict__, lambda: hasattr(d, "y"), lambda: getattr(d, "z", "fallback"), lambda: object.__getattribute__(d, "__class__").__name__, lambda: type(d).__name__):
    try:
        print(f())
    except AttributeError as error:
        print(error)


class Err:
    def __getattr__(self, name):
        raise KeyError(name)


try:
    hasattr(Err(), "x")
except KeyError as error:
    print("hasattr lets KeyError through", error)
