def f(a: int, b: "str" = "x", *args: float, c: list = [], **kw: dict) -> None:
    """Doc of f.

    more"""
    local = 1
    return local


print(f.__name__, f.__qualname__, f.__doc__.splitlines()[0], f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__dict__, f.__closure__)
f.count = 5
f.__name__ = "renamed"
f.__doc__ = None
print(f.count, f.__dict__, f.__name__, f.__qualname__, vars(f), f.__doc__, callable(f), type(f).__name__)
del f.count
print(hasattr(f, "count"), f.__code__.co_name, f.__code__.co_argcount, f.__code__.co_flags & 4 != 0, f.__code__.co_flags & 8 != 0, f.__globals__ is globals())


def outer():
    x = 1

    def inner():
        return x

    class K:
        def method(self):
            return lambda: x

    return inner, K


inner, K = outer()
print(inner.__qualname__, K.__qualname__, K.method.__qualname__, K().method().__qualname__, inner.__closure__[0].cell_contents, inner.__code__.co_freevars, outer.__code__.co_cellvars, (lambda: 0).__name__)
for action in (lambda: setattr(f, "__name__", 5), lambda: setattr(f, "__defaults__", [1]), lambda: setattr(f, "__code__", 1), lambda: setattr(f, "__dict__", 1), lambda: f.missing, lambda: delattr(f, "missing"), lambda: setattr(f, "__closure__", None), lambda: setattr(f, "__globals__", {})):
    try:
        action()
        print("ok")
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)


def a():
    return "a"


def b():
    return "b"


a.__code__ = b.__code__
print(a(), a.__name__)
F = type(f)
g = F(b.__code__, {"__builtins__": {}}, "made")
print(g(), g.__name__, f == f, f != b, {f: 1}[f], repr(f).startswith("<function f at 0x") or repr(f).split(" at ")[0], isinstance(print, F), type(len).__name__, type([].append).__name__, type(print).__name__)
