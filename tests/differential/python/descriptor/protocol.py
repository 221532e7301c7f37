log = []


class Data:
    def __get__(self, obj, owner):
        log.append(("get", obj is not None, owner.__name__))
        return "data"

    def __set__(self, obj, value):
        log.append(("set", value))

    def __delete__(self, obj):
        log.append("delete")


class NonData:
    def __get__(self, obj, owner):
        return "nondata"


class SetOnly:
    def __set__(self, obj, value):
        obj.__dict__["so"] = value * 2


class A:
    d, n, so = Data(), NonData(), SetOnly()
    plain = "class"


a = A()
a.__dict__.update(d="inst d", n="inst n", plain="inst")
print(a.d, a.n, a.plain, A.d, A.n, log)
log.clear()
a.d = 1
a.n = "new n"
a.so = 4
print(a.d, a.n, a.so, type(A.so).__name__, log, sorted(a.__dict__.items()))
log.clear()
del a.d
del a.n
print(a.n, log)
try:
    del a.n
except AttributeError as error:
    print(error)
try:
    del a.so
except AttributeError as error:
    print("AttributeError")
A.d = "replaced on class"
print(A.d, a.d, A.__dict__["d"])


class Typed:
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.name, self.default)

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}, not {type(value).__name__}")
        setattr(obj, self.name, value)


class Person:
    name = Typed(str, "anon")
    age = Typed(int)


p = Person()
print(p.name, p.age)
p.name, p.age = "bob", 5
print(p.name, p.age, vars(p))
for attr, v in (("name", 5), ("age", "x")):
    try:
        setattr(p, attr, v)
    except TypeError as error:
        print(error)
