def grade(n):
    if n >= 90:
        return "A"
    elif n >= 80:
        return "B"
    elif n >= 70: return "C"
    else:
        if n < 0:
            return "?"
        return "F"


print([grade(n) for n in (95, 85, 75, 10, -1)])
for v in (0, 1, -1, 0.0, "", "0", [], [0], {}, {0: 0}, (), (0,), None, ..., NotImplemented if False else True, set(), range(0), range(1), b"", 0j, float("nan")):
    if v:
        print("T", end="")
    elif v is None:
        print("N", end="")
    elif v == 0 and v is not False:
        print("0", end="")
    else:
        print("F", end="")
print()
a, b, c = 1, 0, 2
print(a if b else c, a if a else b if b else c, (a if b else c) if c else b, [x if x else "z" for x in (0, 1)], (lambda x: "pos" if x > 0 else "neg" if x < 0 else "zero")(0), a if not b else c, (a, b) if c else (c, a), "y" if a == 1 and b == 0 or c else "n")
print(a and b or c, (a and b) or c, a and (b or c), not a == b, not (a == b), a < b or c > b and not b, a or b / 0, b and b / 0, not not a)
print(1 if True else 1 / 0, 1 / 1 if True else 0, [1, 2][True if a else False], {True: "t", False: "f"}[a > b], "x" * (a > b) + "y" * (a < b), max(a, b) if a != b else a, (b or c or a), (b and c and a), (a and c and b))
x = None
y = x or "default"
z = x if x is not None else "explicit"
print(y, z, x is None and "was none", (x or {}).get("k", "nothing"), x == None, None == 0, None == False, None in [None], None is None)


def classify(x):
    return ("int" if isinstance(x, int) and not isinstance(x, bool) else "bool" if isinstance(x, bool) else "str" if isinstance(x, str) else "seq" if hasattr(x, "__len__") else "other")


print([classify(v) for v in (1, True, "a", [], None, 1.5, {})])
if a:
    if b:
        print("ab")
    elif c:
        print("ac")
    else:
        print("a")
elif c:
    print("c")
n, steps = 27, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
print([("Fizz" * (not i % 3) + "Buzz" * (not i % 5)) or i for i in range(1, 16)])
