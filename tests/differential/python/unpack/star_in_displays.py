a, b, d = [1, 2], (3,), {"x": 1}
print([*a, *b], (*a, *b), {*a, *b} == {1, 2, 3}, {**d, "y": 2, **{"x": 3}}, [*a, 0, *a], (*a,), [*"ab"], [*d], [*d.items()], [*range(2), *[]], {**{}, **d}, (*[],))
print(*a, *b, sep=",")
print([*map(str, a)], [*(x * 2 for x in a)], [*[*[*a]]], (*a, *a)[2], len([*b, *b]))


def f(*args, **kw):
    return args, kw


print(f(*a, *b, **d, **{"z": 2}), f(0, *a, 9, k=1, **d), f(*"ab", *()), f(**{}), f(*d), f(*[1], *[2], x=3), f(k=1, *[2]))
for source in ("[*5]", "{*5}", "(*None,)", "{**5}", "{**[1]}", "f(*5)", "f(**5)", "f(**{1: 2})", "f(x=1, **d)", "f(**d, **d)", "[*Bad()]", "print(*Bad())"):
    class Bad:
        def __iter__(self):
            raise LookupError("iter")
    try:
        print(eval(source))
    except (TypeError, LookupError) as error:
        print(source, type(error).__name__, str(error).split(") ")[-1] if "f(" in source else error)
x = *a, *b
y = [*x, x]
print(x, y)
for z in *a, *b:
    print(z, end=" ")
print()


def g():
    return *a, *b


def h():
    yield *a, 5


print(g(), list(h()), {k: v for k, v in [*d.items(), ("q", 1)]}, dict([*d.items()], **d))
s = "s"
s, *t = *s, *"tuv"
print(s, t)
