def f(*args, **kwargs):
    print(args, kwargs)


f()
f(1, 2)
f(1, a=2, b=3)
f(*[1, 2], **{"z": 1})
first, *rest = [1, 2, 3]
print(first, rest)
