def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4))
print(f(1, 20, 30, 40, 50, d=4, e=6, z=7))
print(f(1, d=4, a=10, b=11))
print(f(*[1, 2], *[3, 4], **{"d": 5}, **{"x": 6}))
print(f(1, c=9, d=0))


def g(a, *, b, c=1):
    return a, b, c


def h(*args, **kw):
    return args, kw


def i(a, b, /):
    return a, b


def j(*, k):
    return k


def p(a, /, **kw):
    return a, kw


print(g(1, b=2), g(a=1, b=2, c=3), h(), h(1, 2), h(x=1), h(*"ab", **{"c": 1}), i(1, 2), j(k=1), p(1, a=2))
calls = ["f()", "f(1)", "f(1, 2, 3, d=1, c=2)", "f(1, d=1, d=2)", "g()", "g(1)", "g(1, 2)", "g(1, 2, b=3)", "g(b=1)", "g(1, b=2, z=3)", "g(1, b=2, a=3)", "i()", "i(1)", "i(1, 2, 3)", "i(a=1, b=2)", "i(1, b=2)", "j()", "j(1)", "j(k=1, z=2)", "j(1, k=2)", "h(**{'a': 1}, a=2)", "f(1, **{'d': 1}, **{'d': 2})", "(lambda x, y: 0)(1)", "(lambda: 0)(1, 2)", "(lambda *, a, b: 0)()", "(lambda a, b, c: 0)()", "(lambda a, b=1: 0)(1, 2, 3)", "(lambda a, b, c, d: 0)(1)", "p()", "p(a=1)"]
for call in calls:
    try:
        print(call, eval(call))
    except (TypeError, SyntaxError) as error:
        print(call, "|", type(error).__name__, error if isinstance(error, TypeError) else "")
print(f.__defaults__, f.__kwdefaults__, f.__code__.co_argcount, f.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount, f.__code__.co_varnames[:7])
