f = lambda x, y=2: x * y
print(f(3), f(3, 4))
print((lambda: 42)())
print(list(map(lambda v: v + 1, [1, 2, 3])))
