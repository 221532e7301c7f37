class AppError(Exception):
    code = 1

    def __init__(self, message, *, detail=None):
        super().__init__(message)
        self.detail = detail

    def __str__(self):
        return f"[{self.code}] {super().__str__()}" + (f" ({self.detail})" if self.detail else "")


class NotFound(AppError, LookupError):
    code = 404


class Fatal(BaseException):
    pass


class NoInitCall(Exception):
    def __init__(self, a, b):
        self.a, self.b = a, b


class Slots(Exception):
    __slots__ = ("x",)


for error in (AppError("m"), NotFound("thing", detail="id 5"), NoInitCall(1, [2]), Fatal(), Fatal("x", 1), Slots(3)):
    try:
        raise error
    except LookupError as caught:
        print("lookup", caught, repr(caught), caught.args, caught.code)
    except (AppError, NoInitCall) as caught:
        print("app", caught, repr(caught), caught.args, vars(caught))
    except BaseException as caught:
        print("base", repr(caught), str(caught))
print([c.__name__ for c in NotFound.__mro__])
e = KeyError("k")
print(str(e), str(KeyError("k", 1)), str(KeyError()), repr(KeyError("it's")), str(ValueError("it's")), str(Exception(None)), str(Exception("")), repr(Exception("a", 1)), Exception(1) == Exception(1), Exception("x").args)
o = OSError(2, "No such file", "name.txt")
print(o, o.errno, o.strerror, o.filename, type(o).__name__, repr(o), o.args, type(OSError(13, "x")).__name__, str(OSError("just text")), OSError().errno, type(OSError(17, "")).__name__)
s = SyntaxError("bad", ("f.py", 3, 5, "x = = 1\n"))
print(s, s.msg, s.lineno, s.offset, s.text, s.filename, s.args[0])
i = ImportError("no", name="mod", path="p")
print(i, i.name, i.path, i.msg, AttributeError("a", name="n", obj=5).name, NameError("n", name="nm").name)
x = SystemExit(3)
print(x.code, SystemExit().code, SystemExit("bye").code, SystemExit(1, 2).code)
u = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "why")
print(u, u.reason, u.object)
e.add_note("note one")
e.add_note("note two")
print(e.__notes__, hasattr(ValueError(), "__notes__"))
try:
    e.add_note(5)
except TypeError as error:
    print(error)
class Meta(type):
    def __instancecheck__(cls, obj):
        return True
class Anything(Exception, metaclass=Meta):
    pass
try:
    try:
        raise ValueError("not matched by __instancecheck__")
    except Anything:
        print("matched")
except ValueError as error:
    print(error, isinstance(error, Anything))
try:
    assert 1 == 2, ("tuple", "message")
except AssertionError as error:
    print(error, error.args)
try:
    assert False
except AssertionError as error:
    print(repr(error), error.args)
assert True, 1 / 0
