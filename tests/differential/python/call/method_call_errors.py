class C:
    def m(self, a, b=1):
        return a, b

    @classmethod
    def cm(cls, a):
        return cls.__name__, a

    @staticmethod
    def sm(a):
        return a

    def noself():
        return 1

    def __init__(self, *args):
        self.args = args

    def __call__(self, x, *, y=0):
        return "called", x, y


c = C(1, 2)
print(c.m(1), C.m(c, 2), c.cm(3), C.cm(4), c.sm(5), C.sm(6), c(7), c(8, y=9), c.args, C.noself())
bound = c.m
print(bound(1), bound.__self__ is c, bound.__func__ is C.m, bound == c.m, bound is c.m, hash(bound) == hash(c.m), bound.__name__, C.m.__qualname__)
for call in ("c.m()", "c.m(1, 2, 3)", "c.m(1, z=2)", "C.m()", "C.m(1)", "c.noself()", "c.cm()", "C.cm(1, 2)", "c.sm()", "C.sm(1, 2)", "c()", "c(1, 2)", "c(1, z=3)", "c.m(a=1, self=2)", "c.args[0]()", "c.args()", "[].append()", "[].append(1, 2)", "len()", "len(1, 2)", "object(1)", "int('1', base=2, x=3)", "{}.get()", "'a'.join()", "C.nope()", "c.nope()", "type('x')()(1)"):
    try:
        print(call, eval(call))
    except (TypeError, AttributeError) as error:
        text = str(error)
        print(call, "|", type(error).__name__, text if "takes" not in text or "C." in text else "takes")


class NoInit:
    pass


class WithInit:
    def __init__(self, a):
        pass


class WithNew:
    def __new__(cls, a):
        return super().__new__(cls)


class ReturnsValue:
    def __init__(self):
        return 5


for make in (lambda: NoInit(1), lambda: NoInit(x=1), lambda: WithInit(), lambda: WithInit(1, 2), lambda: WithNew(), lambda: WithNew(1) and "ok", lambda: ReturnsValue()):
    try:
        print(make())
    except TypeError as error:
        print(error)
