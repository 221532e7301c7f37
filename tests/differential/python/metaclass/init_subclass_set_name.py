log = []


class Field:
    def __set_name__(self, owner, name):
        log.append(("set_name", owner.__name__, name))
        self.name = name

    def __get__(self, obj, owner=None):
        return self if obj is None else obj.__dict__.get(self.name, "unset")

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value


class Base:
    subclasses = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        log.append(("init_subclass", cls.__name__, tag, "f" in cls.__dict__))
        cls.tag = tag
        Base.subclasses.append(cls.__name__)


class A(Base, tag="a"):
    f = Field()
    g = Field()


class B(A):
    h = Field()


class C(B, tag=[1]):
    pass


print(log, Base.subclasses, A.tag, B.tag, C.tag)
a = A()
a.f = 5
print(a.f, a.g, A.f.name, vars(a))
A.late = Field()
print(hasattr(A.late, "name"))
for bad in ("class X(Base, nope=1): pass", "class X(nope=1): pass", "class X(object, tag=1): pass"):
    try:
        exec(bad)
    except TypeError as error:
        print(error)


class Broken:
    def __set_name__(self, owner, name):
        raise ValueError("set_name failed")


try:
    class UsesBroken:
        x = Broken()
except (RuntimeError, ValueError) as error:
    print("failed", isinstance(error, (RuntimeError, ValueError)))


class Plugin:
    registry = {}

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        key = cls.__dict__.get("key") or cls.__name__
        if key in Plugin.registry:
            raise ValueError(f"duplicate {key}")
        Plugin.registry[key] = cls

    @classmethod
    def make(cls, key):
        return cls.registry[key]()


class P1(Plugin):
    key = "one"


class P2(P1):
    pass


try:
    class P3(Plugin):
        key = "one"
except ValueError as error:
    print(error)
print(sorted(Plugin.registry), type(Plugin.make("one")).__name__)


class G:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}<{item}>"


class GS(G):
    pass


print(G[int], GS["x", 1], list[int], dict[str, int], list[int]([1]), tuple[int, ...], type(list[int]).__name__, list[int].__origin__, list[int].__args__)
try:
    G()[1]
except TypeError as error:
    print(error)
