a = 3
b = a + 4
a = b * a
print(a)
print(b)
a = b = 5
print(a, b)
