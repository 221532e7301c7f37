class A(Exception):
    pass


class B(A):
    pass


class C(A, ValueError):
    pass


def which(error):
    try:
        raise error
    except B:
        return "B"
    except (KeyError, ValueError) as e:
        return "tuple " + type(e).__name__
    except A:
        return "A"
    except LookupError:
        return "Lookup"
    except:
        return "bare"


print([which(e) for e in (A(), B(), C(), KeyError(), IndexError(), ValueError(), UnicodeError(), TypeError(), SystemExit(), A, B)])
try:
    try:
        raise KeyError("x")
    except "not a class":
        pass
except TypeError as error:
    print(error, repr(error.__context__))
try:
    try:
        raise KeyError
    except (ValueError, int):
        pass
except TypeError as error:
    print(error)
log = []


def classes(c):
    log.append(c.__name__)
    return c


try:
    raise IndexError
except classes(KeyError):
    pass
except classes(IndexError):
    log.append("hit")
except classes(Exception):
    pass
print(log)
for bad in (5, "str", int, None, object(), [ValueError]):
    try:
        raise bad
    except TypeError as error:
        print(error)
try:
    raise ValueError
except ValueError as e:
    print(repr(e), e.args)
try:
    e
except NameError as error:
    print(error)
e = "kept"
try:
    raise ValueError
except ValueError as e:
    e = "rebound"
print("e" in globals())
try:
    raise A("one", 2) from None
except Exception as x:
    print(x, x.args, repr(x), str(A()), repr(A("s")), str(A("s")), repr(A(1, "a")))
errors = ()
try:
    raise ValueError("through empty tuple")
except errors:
    print("no")
except ValueError as error:
    print(error)
try:
    raise (ValueError)("called")
except (((ValueError, KeyError), TypeError)[0]) as error:
    print(error)
def swallow():
    try:
        raise BaseException("base")
    except Exception:
        return "Exception"
    except BaseException as b:
        return "Base " + str(b)
print(swallow(), issubclass(KeyboardInterrupt, Exception), issubclass(GeneratorExit, Exception), issubclass(StopIteration, Exception), issubclass(RecursionError, RuntimeError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(ModuleNotFoundError, ImportError), issubclass(FileNotFoundError, OSError), IOError is OSError)
