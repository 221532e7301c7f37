a = [1, 2, 3]
print(a)
print(a[0], a[-1], len(a))
a.append(4)
a[1] = 20
print(a)
print(a + [5])
print([])
print([[1], [2, [3]]])
