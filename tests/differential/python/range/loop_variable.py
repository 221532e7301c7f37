for i in range(3):
    i = i * 10
    print(i, end=" ")
print(i)
for i in range(0):
    pass
print(i)
n = 3
for i in range(n):
    n = 100
    print(i, end=" ")
print(n)
for i in range(3):
    for i in range(10, 12):
        print(i, end=" ")
    print("outer", i)
x = [0, 0, 0]
for x[1] in range(4):
    pass
print(x)
for a, b in zip(range(3), range(3, 6)):
    pass
print(a, b)


class O:
    pass


for O.attr in range(5):
    if O.attr == 3:
        break
print(O.attr)
functions = [lambda: i for i in range(3)]
print([f() for f in functions])
functions = []
for i in range(3):
    functions.append(lambda: i)
print([f() for f in functions])
it = iter(range(10))
for v in it:
    if v % 3 == 0:
        print(v, next(it, None), end="; ")
print()
i = 0
while i < 10:
    i += 1
    if i == 2:
        continue
    for j in range(i):
        if j == 3:
            break
    else:
        print("full", i)
        continue
    print("broken at", i)
    break
else:
    print("never")
for i in range(5, -6, -5):
    print(i, end=" ")
print()
