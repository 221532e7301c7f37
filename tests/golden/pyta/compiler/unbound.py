def f(a):
    if a:
        x = 1
    print(x)
    print(x)
    for i in a:
        y = i
        del y
        y = 2
    try:
        z = a()
    except ValueError as e:
        z = 3
    return i, z, e
