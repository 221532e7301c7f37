for x in []:
    print("never")
else:
    print("else on empty")
for x, *y in [(1, 2, 3), "ab", [9]]:
    print(x, y)
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a, b)
for x in (y := [1, 2]):
    y = "rebound"
print(x, y)
out = []
for c in "abc":
    for d in "abc":
        if d == c:
            break
        out.append(c + d)
    else:
        out.append("none")
print(out)
for n in range(2, 20):
    for m in range(2, n):
        if n % m == 0:
            break
    else:
        print(n, end=" ")
print()


def find(grid, target):
    for i, row in enumerate(grid):
        for j, v in enumerate(row):
            if v == target:
                return i, j
    return None


print(find([[1, 2], [3, 4]], 3), find([[1]], 9))
i = 10
while i:
    i -= 1
    if i % 2:
        continue
    if i == 4:
        break
    print(i, end=" ")
else:
    print("else")
print(i)
n = 0
while n < 3:
    n += 1
else:
    print("while else", n)
for _ in range(3):
    try:
        continue
    finally:
        print("f", end=" ")
print()
for bad in (5, None, 1.5, object):
    try:
        for x in bad:
            pass
    except TypeError as error:
        print(error)
total = 0
for i in range(3):
    for j in range(3):
        for k in range(3):
            if k == j:
                continue
            total += i * 9 + j * 3 + k
print(total)
lst = [1, 2, 3]
for lst[0] in lst:
    print(lst, end=" ")
print()
d = {}
for d["a"], d["b"] in zip("xy", "zw"):
    print(d, end=" ")
print()
for x in [1, 2, 3]:
    del x
try:
    x
except NameError as error:
    print(error)
print([x for x in range(3) if x for x in range(x)])
for f in [lambda: 1, len, str.upper, int]:
    print(callable(f), end=" ")
print()
if (n := len("abc")) > 2 and (m := n * 2):
    print(n, m)
while (line := next(iter(["stop"]), None)) != "stop":
    print("never")
print(line)
