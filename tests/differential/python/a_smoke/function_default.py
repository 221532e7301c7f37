def f(a, b=10, c=20):
    return a + b + c


print(f(1))
print(f(1, 2))
print(f(1, 2, 3))
print(f(1, c=5))
print(f(c=1, a=2, b=3))
