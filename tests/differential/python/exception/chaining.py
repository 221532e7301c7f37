def show(error):
    seen = []
    while error is not None and len(seen) < 6:
        seen.append(f"{type(error).__name__}({error}) cause={error.__cause__!r} suppress={error.__suppress_context__}")
        error = error.__context__
    print("\n  ".join(seen))


def attempt(f):
    try:
        f()
    except Exception as error:
        show(error)


def implicit():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("implicit")


def explicit():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise ValueError("explicit") from error


def suppressed():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("none") from None


def from_class():
    raise ValueError("from class") from KeyError


def triple():
    try:
        implicit()
    except ValueError:
        try:
            explicit()
        except ValueError:
            raise TypeError("third")


def reraise():
    try:
        try:
            1 / 0
        except ZeroDivisionError as error:
            saved = error
            raise
    except ZeroDivisionError as error:
        assert error is saved
        raise error


def bad_cause():
    raise ValueError from 5


def no_active():
    raise


def same():
    try:
        raise ValueError("same")
    except ValueError as error:
        raise error from error


def after():
    try:
        1 / 0
    except ZeroDivisionError:
        pass
    raise ValueError("no context after handler")


def cycle():
    a, b = ValueError("a"), KeyError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except KeyError:
        raise a


for f in (implicit, explicit, suppressed, from_class, triple, reraise, bad_cause, no_active, same, after, cycle):
    print(f.__name__, end=": ")
    attempt(f)
e = ValueError("x")
e.__cause__ = KeyError("set")
print(e.__suppress_context__)
for attr, value in (("__cause__", 5), ("__context__", "x"), ("__traceback__", 1)):
    try:
        setattr(e, attr, value)
    except TypeError as error:
        print(error)
