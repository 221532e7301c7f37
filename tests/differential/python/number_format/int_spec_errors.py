for value, spec in ((5, ".2"), (5, ".2d"), (5, "s"), (5, "z"), (5, "5.x"), (5, ",x"), (5, ",_"), (5, "_,"), (-1, "c"), (5, "+c"), (5, "#c"), (1.5, "d"), (1.5, "x"), (1.5, "s"),
                    ("a", "d"), ("a", "+"), ("a", "="), ("a", ","), ("a", "#"), ("a", "05"), ("abc", "=5"), (None, "5"), ([], "x"), (1j, "d"), (1.5, "c")):
    try:
        print(repr(value), repr(spec), repr(format(value, spec)))
    except (ValueError, TypeError, OverflowError) as error:
        print(repr(value), repr(spec), type(error).__name__, error)
class NoFormat:
    pass


class Named:
    def __format__(self, spec):
        return "<" + spec + ">"


class Bad:
    def __format__(self, spec):
        return 5


try:
    format(NoFormat(), "x")
except TypeError as error:
    print(error)
print(format(Named()), format(Named(), "a:b"), f"{Named():{'x' * 3}}", "{:{}}".format(Named(), "yy"))
try:
    print(format(Bad()))
except TypeError as error:
    print(error)
try:
    format(5, 5)
except TypeError as error:
    print(error)
