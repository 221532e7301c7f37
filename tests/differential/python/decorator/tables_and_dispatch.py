import functools


def register(table, key=None):
    def deco(f):
        table[key or f.__name__] = f
        return f

    return deco if not callable(key) else deco(key)


commands = {}


@register(commands)
def start():
    return "started"


@register(commands, "halt")
def stop():
    return "stopped"


print(sorted(commands), commands["halt"](), start())


def add_methods(**methods):
    def deco(cls):
        for name, f in methods.items():
            setattr(cls, name, f)
        return cls

    return deco


@add_methods(double=lambda self: self.v * 2, __len__=lambda self: self.v)
class Box:
    v = 21


print(Box().double(), len(Box()))


@functools.singledispatch
def show(x):
    return "object"


@show.register(int)
@show.register(float)
def _(x):
    return "number"


@show.register
def _(x: list):
    return "list of " + ", ".join(map(show, x))


print(show(1), show(2.5), show("s"), show([1, "a", [2]]), show(True), show.dispatch(bool)(1))
