import inspect


def f(a, b: int = 2, /, c=3, *args, d, e: str = "e", **kw) -> list:
    """Doc.

        indented
    """
    return inspect.currentframe().f_code.co_name


sig = inspect.signature(f)
print(sig, list(sig.parameters), sig.return_annotation.__name__, sig.parameters["b"].default, sig.parameters["d"].kind.name, sig.parameters["a"].default is inspect.Parameter.empty, f(1, d=2))
b = sig.bind(1, d=4, z=5)
print(b.args, b.kwargs, b.arguments)
b.apply_defaults()
print(b.arguments)
for args, kw in (((), {}), ((1,), {}), ((1, 2, 3), {"d": 1, "c": 2})):
    try:
        sig.bind(*args, **kw)
    except TypeError as error:
        print(error)


class C:
    "class doc"

    def __init__(self, x, *, y=1):
        pass

    def m(self, q):
        pass

    @classmethod
    def c(cls):
        pass

    @staticmethod
    def s(z):
        pass

    @property
    def p(self):
        return 1


print(inspect.signature(C), inspect.signature(C.m), inspect.signature(C(1).m), inspect.signature(C.c), inspect.signature(lambda *a, k=1: 0), inspect.signature(C.s))
print(inspect.getdoc(f), inspect.getdoc(C), inspect.isclass(C), inspect.isfunction(f), inspect.ismethod(C(1).m), inspect.isbuiltin(len), inspect.isgeneratorfunction(f), inspect.ismodule(inspect), inspect.isroutine(len), inspect.isdatadescriptor(C.__dict__["p"]))
print([n for n, v in inspect.getmembers(C) if not n.startswith("_")], [c.__name__ for c in inspect.getmro(C)], inspect.getmodule(C).__name__, inspect.getfullargspec(f).args, inspect.getfullargspec(f).kwonlyargs, inspect.cleandoc("  a\n    b"))


def g():
    x = yield 1


it = g()
print(inspect.getgeneratorstate(it), next(it), inspect.getgeneratorstate(it), inspect.getgeneratorlocals(it))
it.close()
print(inspect.getgeneratorstate(it), inspect.isgenerator(it), inspect.isgeneratorfunction(g))


def outer():
    return inspect.stack()[0].function, inspect.currentframe().f_back.f_code.co_name, inspect.currentframe().f_lineno


print(outer(), inspect.getsource(outer).splitlines()[0], inspect.getclosurevars(outer).globals.keys() == {"inspect"}, inspect.unwrap(f) is f)
