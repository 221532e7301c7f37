def check(a):
    b = sorted(a)
    ok = all(x <= y for x, y in zip(b, b[1:])) and len(b) == len(a)
    c = list(a)
    c.sort(reverse=True)
    return ok and c == b[::-1] or (ok, "reverse differs")


n = 2000
seed = 1
rand = []
for _ in range(n):
    seed = (seed * 16807) % 2147483647
    rand.append(seed)
patterns = {
    "sorted": list(range(n)),
    "reversed": list(range(n, 0, -1)),
    "equal": [7] * n,
    "saw": [i % 17 for i in range(n)],
    "organ": list(range(n // 2)) + list(range(n // 2, 0, -1)),
    "random": rand,
    "almost": [i if i % 50 else n - i for i in range(n)],
    "runs": [x for k in range(20) for x in range(k, n, 21)],
    "floats": [x / 7 for x in rand],
    "strings": [str(x) for x in rand],
    "tuples": [(x % 5, -x) for x in rand],
    "mixed": [x if x % 2 else float(x) for x in rand],
    "big": [x << 70 for x in rand],
    "two": [1] * n + [0] * n,
}
for name, a in patterns.items():
    print(name, check(a), len(sorted(a)), sorted(a)[n // 3])
print(sorted([float("inf"), -1.0, float("-inf"), 0.0, -0.0]), [round(x, 1) for x in sorted(x * -0.1 for x in range(5))])
