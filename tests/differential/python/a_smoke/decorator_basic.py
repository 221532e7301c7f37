def twice(f):
    def inner(x):
        return f(f(x))

    return inner


@twice
def add3(x):
    return x + 3


print(add3(10))
