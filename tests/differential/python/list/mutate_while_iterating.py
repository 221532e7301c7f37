a = [1, 2, 3, 4, 5, 6]
for x in a:
    if x % 2:
        a.remove(x)
print(a)
a = [1, 2, 3]
for x in a:
    if len(a) < 8:
        a.append(x * 10)
print(a)
a = [1, 2, 3, 4]
out = []
for x in a:
    out.append(x)
    if x == 2:
        a.insert(0, "front")
    if len(out) > 10:
        break
print(out, a)
a = [1, 2, 3, 4]
it = iter(a)
print(next(it), next(it))
a.clear()
print(list(it), next(it, "gone"))
a.extend([1, 2, 3, 4, 5])
print(next(it, "still gone"))
a = [1, 2, 3]
r = reversed(a)
print(next(r))
a.append(4)
print(list(r))
a = list(range(5))
for i, x in enumerate(a):
    a[i] = x * x
    if i == 2:
        del a[3:]
print(a)
a = [1, 2, 3]
a.extend(a)
a += a
print(a)
a[:] = (x + 1 for x in a)
print(a)
b = [3, 2, 1]


class Evil:
    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        self.target.clear()
        return False


b = [1, 2, 3]
print(Evil(b) in b, b)
b = []
b += [Evil(b), 5, 6]
print(b.count(6), b)
a = [0]
a.append(a)
print(a, a[1][1][1] is a, repr([a]), len(a))
