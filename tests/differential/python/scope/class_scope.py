x = "module"


def deco(f):
    f.tag = "decorated"
    return f


class A:
    print(__name__, __qualname__, __module__)
    x = x + "+class"
    for i in range(3):
        pass
    if i == 2:
        flag = True
    else:
        flag = False
    items = []
    items.append(i)
    try:
        raise ValueError
    except ValueError as e:
        caught = True
    with_del = 1
    del with_del

    @deco
    def m(self):
        return x, __class__.__name__

    n = m
    l = lambda self: self.x

    class Inner:
        y = x

        def q(self):
            return A.x, __class__.__qualname__

    def __private(self):
        return "private"

    def call(self):
        return self.__private()

    __value = 5
    value = __value


a = A()
print(A.x, A.i, A.flag, A.items, A.caught, hasattr(A, "e"), hasattr(A, "with_del"), a.m(), A.n.tag, a.l(), A.Inner.y, A.Inner().q())
print(a.call(), a._A__private(), A.value, A._A__value, sorted(k for k in vars(A) if "A__" in k))
try:
    a.__private
except AttributeError as error:
    print(error)


class B(A):
    def call(self):
        try:
            return self.__private()
        except AttributeError as error:
            return str(error)

    def up(self):
        return super().call()


print(B().call(), B().up())


def make(n):
    class Local:
        value = n

        def get(self):
            return n, self.value

    return Local


P, Q = make(1), make(2)
print(P().get(), Q().get(), P is Q, P.__qualname__, isinstance(P(), Q))
try:
    class Broken:
        y = undefined_thing
except NameError as error:
    print(error, "Broken" in globals())
locals_in_class = None


class L:
    a = 1
    locals()["b"] = 2
    names = sorted(k for k in locals() if not k.startswith("__"))


print(L.names, L.b, [k for k in L.__dict__ if not k.startswith("__")])
