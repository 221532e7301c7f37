def add(a, b):
    return a + b


def nothing():
    pass


print(add(1, 2))
print(add("a", "b"))
print(nothing())
print(add(add(1, 2), add(3, 4)))
