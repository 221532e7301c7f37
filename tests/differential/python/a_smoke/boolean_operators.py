print(True and False, True or False, not True)
print(0 or 5, 3 and 4, 0 and 4, 3 or 4)
print(not 0, not 1)
x = None
print(x is None, x is not None)
print("a" if x else "b")
