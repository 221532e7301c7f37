a = [1]
b = [1]
c = a
print(a is b, a is c, a == b, a is not b)
print(None is None, True is True)
