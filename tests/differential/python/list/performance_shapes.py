# Large lists through every growth and shrink path.
a = []
for i in range(20000):
    a.append(i)
print(len(a), sum(a), a[12345])
while len(a) > 7:
    a.pop()
print(a)
a = list(range(300))
for i in range(150):
    a.insert(i * 2, -i)
print(sum(a), a[:6], len(a))
for i in range(200):
    a.pop(0)
print(len(a), a[0], a[-1])
a = [0] * 1000
for i in range(0, 1000, 7):
    a[i] = i
print(sum(a), a.count(0), a.index(700))
mixed = [1, 2.5, "x", None, (1,), [2], 10**20, True]
mixed = mixed * 50
print(len(mixed), mixed.count(1), mixed.count(None), mixed.index(10**20), mixed[-8:] == mixed[:8])
b = []
for i in range(100):
    b = [i] + b[:50]
print(b[:3], len(b))
ints = list(range(10))
ints[3] = 3.5
ints.append("s")
ints[0] = 10**30
print(ints)
floats = [i / 4 for i in range(8)]
floats[2] = None
floats.insert(0, -0.0)
print(floats)
q = list(range(5))
for _ in range(1000):
    q.append(q.pop(0))
print(q)
matrix = [[i * j for j in range(20)] for i in range(20)]
print(sum(matrix[i][i] for i in range(20)), [row[3] for row in matrix][:5])
