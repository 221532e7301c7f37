t = (1, "two", 3.0)
print(t)
print(t[1], len(t))
a, b, c = t
print(c, b, a)
a, b = b, a
print(a, b)
print((), (1,))
