def attempt(label, function):
    try:
        print(label, function())
    except ZeroDivisionError as error:
        print(label, type(error).__name__)


zero = 0
big = 10**30
for value in (0, 1, -1, 7, big, -big, True):
    attempt("floordiv", lambda: value // zero)
    attempt("mod", lambda: value % zero)
    attempt("truediv", lambda: value / zero)
    attempt("divmod", lambda: divmod(value, zero))
    attempt("false", lambda: value // False)
    attempt("float", lambda: value / 0.0)
attempt("pow", lambda: 0 ** -1)
attempt("pow big", lambda: 0 ** -big)
try:
    pow(2, 3, 0)
except ValueError as error:
    print(type(error).__name__, error)
