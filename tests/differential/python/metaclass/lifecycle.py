log = []


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        log.append(("prepare", name, [b.__name__ for b in bases], kw))
        return {"prepared": True}

    def __new__(mcls, name, bases, ns, **kw):
        log.append(("new", name, sorted(k for k in ns if not k.startswith("__")), kw))
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        log.append(("init", name, kw))
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **kw):
        log.append(("call", cls.__name__, args, kw))
        return super().__call__(*args, **kw)


class A(metaclass=Meta, option=1):
    log.append("body A")
    x = 1

    def __init__(self, v):
        log.append(("A init", v))


class B(A):
    log.append("body B")


for entry in log:
    print(entry)
log.clear()
b = B(5)
print(log, type(B).__name__, B.prepared, A.x)
C = Meta("C", (A,), {"y": 2})
print(C.y, C.__name__, type(C) is Meta, isinstance(C, Meta), issubclass(C, A))


class M2(Meta):
    pass


class D(A, metaclass=M2):
    pass


print(type(D).__name__)


class Unrelated(type):
    pass


try:
    class E(A, metaclass=Unrelated):
        pass
except TypeError as error:
    print(error)


class F(metaclass=lambda name, bases, ns, **kw: (name, bases, sorted(k for k in ns if k[0] != "_"), kw)):
    p = q = 1


print(F)
print(type("Dyn", (), {"v": 3, "f": lambda self: self.v})().f(), type("Sub", (A,), {}).__class__.__name__)
for bad in (lambda: type(), lambda: type("x"), lambda: type(1, (), {}), lambda: type("x", [], {}), lambda: type("x", (), []), lambda: type("x", (), {}, 5), lambda: type("a\0b", (), {}), lambda: Meta("Z", (5,), {})):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__)
