class A:
    __x = 1

    def __init__(self):
        self.__y = 2
        self.__z__ = 3
        self._p = 4

    def get(self):
        return self.__x, self.__y, self.__z__, self._p, A.__x

    def __m(self):
        return "A.__m"

    def call(self):
        return self.__m()

    def names(self, __arg=5, *, __kw=6):
        __local = 7
        f = lambda: __local + __arg + __kw
        return f(), sorted(locals())

    class __Inner:
        __v = "inner private"

        def show(self):
            return self.__v

    def inner(self):
        return self.__Inner().show()

    def imports(self):
        import math as __math

        global __module_level
        __module_level = 9
        return __math.floor(2.5)


class B(A):
    __x = 10

    def __m(self):
        return "B.__m"

    def both(self):
        return self.__m(), self.call(), self.__x, self._A__x


a, b = A(), B()
print(a.get(), b.get(), b.both(), sorted(vars(a)), a._A__y, a._A__m(), a.names(), a.inner(), a.imports())
print(sorted(n for n in vars(A) if "__" in n[1:] and not n.endswith("__")), sorted(n for n in vars(B) if n.startswith("_B")), "_A__module_level" in globals(), "__module_level" in globals())
for bad in (lambda: a.__y, lambda: A.__x, lambda: getattr(a, "__y")):
    try:
        print(bad())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
print(a.names(_A__kw=1)[0])
setattr(a, "__dyn", "set by string")
print(a.__dict__["__dyn"], getattr(a, "__dyn"))


class _Under:
    __q = 1

    def get(self):
        return self.__q


class ___:
    __q = 2

    def get(self):
        return self.__q


print(_Under().get(), [n for n in vars(_Under) if "q" in n], ___().get(), [n for n in vars(___) if "q" in n])


class K:
    def m(self, other):
        try:
            return other.__secret
        except AttributeError as error:
            return str(error)

    def d(self):
        d = {"__k": 1}
        return d["__k"], [__i for __i in range(2)], {"__x"}

    def e(self):
        try:
            raise ValueError
        except ValueError as __err:
            return sorted(locals())


print(K().m(5), K().d(), K().e())
