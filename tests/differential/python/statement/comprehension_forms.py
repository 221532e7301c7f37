print([x for x in range(10) if x % 2 if x % 3], [(x, y) for x in "ab" for y in range(2)], [x + y for x in (1, 2) for y in (10, 20) if x * y != 20], [[j for j in range(i)] for i in range(4)], [x for row in [[1, 2], [3]] for x in row])
print({x % 3 for x in range(10)} == {0, 1, 2}, {x: x * x for x in range(4)}, {v: k for k, v in {"a": 1, "b": 2}.items()}, {k: [v for v in range(k)] for k in range(3)}, {**{x: 0 for x in "ab"}, "c": 1})
print(list(x for x in "abc"), tuple(x for x in (1, 2)), sum(x * x for x in range(5)), max((len(w), w) for w in ["a", "bbb", "cc"]), dict((k, v) for k, v in [(1, 2)]), set(x for x in [1, 1]) == {1}, "".join(c.upper() for c in "abc" if c != "b"), sorted((x for x in [3, 1, 2]), reverse=True))
print([x if x % 2 else -x for x in range(5)], [lambda: 1 for _ in range(2)][0](), [(lambda a: a + x)(10) for x in range(3)], [not x for x in (0, 1)], [x for x, in [(1,), (2,)]], [a + b for a, (b, c) in [(1, (2, 3))]], [h for h, *t in ["abc", "de"]], [x for x in [1, 2, 3] if (y := x) > 1], y)
log = []


def t(name, v):
    log.append(name)
    return v


print([t("body", x) for x in t("outer", [1, 2]) if t("cond", x > 1) for z in t("inner", [x])], log)
log.clear()
print({t("key", x): t("value", x) for x in t("src", [1, 2])}, log)
log.clear()
g = (t("body", x) for x in t("source now", [1, 2]) for y in t("later", [1]))
print(log, next(g), log, list(g), log)
try:
    [x for x in 5]
except TypeError as error:
    print(error)
try:
    (x for x in 5)
except TypeError as error:
    print(error)
g = (1 / x for x in [1, 0, 2])
print(next(g))
try:
    next(g)
except ZeroDivisionError:
    print(list(g))
x = "outer"
[x for x in range(3)]
print(x, [x for _ in range(2)], [[x for x in range(i)] for i in range(3)], [x for x in x])
print([[r[i] for r in [[1, 2], [3, 4]]] for i in range(2)], [x for x in range(20) if all(x % d for d in range(2, x)) and x > 1], [(a, b, c) for a in range(1, 15) for b in range(a, 15) for c in range(b, 15) if a * a + b * b == c * c])
print(any(x > 3 for x in range(10)), all(x < 3 for x in range(3)), next(x for x in range(10) if x > 4), [*(i for i in range(2)), *[j for j in "z"]], [print("side effect", i) for i in range(2)], len([None for _ in range(1000)]), [[]for _ in range(2)], [{}for x in[1]])


class C:
    data = [1, 2, 3]
    doubled = [x * 2 for x in data]
    total = sum(x for x in data)


print(C.doubled, C.total, hasattr(C, "x"))
for source in ("[x for x in 1, 2]", "[x, y for x in z]", "[*x for x in y]", "{**x for x in y}", "[x for x in y if]", "[for x in y]", "(x for x in y", "f(x for x in y, 1)", "f(1, x for x in y)", "f(x for x in y)", "[x for x in lambda: y, 1]", "[x async for x in y]", "{x: y for x in z, w}", "[yield x for x in y]", "[x for x.a in y]", "[x for x in (yield)]", "[x for x() in y]"):
    try:
        compile(source, "<t>", "eval")
        print("ok", source)
    except SyntaxError:
        print("SyntaxError", source)
