log = []


class A:
    def __new__(cls, *args, **kw):
        log.append(("new", cls.__name__, args, kw))
        return super().__new__(cls)

    def __init__(self, *args, **kw):
        log.append(("init", args, kw))


A(1, k=2)
print(log)
log.clear()


class Other:
    def __new__(cls, x):
        log.append("other new")
        return [x]

    def __init__(self, x):
        log.append("never")


print(Other(5), log)


class Single:
    _one = None

    def __new__(cls):
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __init__(self):
        self.calls = getattr(self, "calls", 0) + 1


print(Single() is Single(), Single().calls)


class Child(A):
    def __new__(cls, kind):
        return A(kind) if kind == "parent" else super().__new__(cls, kind)


log.clear()
print(type(Child("parent")).__name__, log)
log.clear()
print(type(Child("self")).__name__, log)


class Pos(int):
    def __new__(cls, v):
        return super().__new__(cls, abs(v))


class Rev(str):
    def __new__(cls, v):
        return super().__new__(cls, v[::-1])


class Pair(tuple):
    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))


print(Pos(-5), Rev("abc"), Pair(1, 2), Pos(-1) + 1, type(Pair(1, 2)).__name__)
o = object.__new__(A)
print(type(o).__name__, o.__dict__)
for bad in (lambda: object.__new__(5), lambda: object.__new__(int), lambda: int.__new__(str), lambda: object.__new__(), lambda: A.__new__(), lambda: object(1), lambda: object().__init__(1), lambda: type.__call__(5), lambda: int.__new__(A)):
    try:
        print(bad())
    except TypeError as error:
        print(error)


class OnlyNew:
    def __new__(cls, a):
        self = object.__new__(cls)
        self.a = a
        return self


class OnlyInit:
    def __init__(self, a):
        self.a = a


print(OnlyNew(1).a, OnlyInit(2).a, A.__call__ is not None, OnlyInit.__new__ is object.__new__, OnlyNew.__init__ is object.__init__)
x = OnlyInit(1)
x.__init__(9)
print(x.a)


class Count:
    made = 0

    def __init__(self):
        type(self).made += 1


class Sub(Count):
    pass


Count(), Sub(), Sub()
print(Count.made, Sub.made, Sub.__dict__.get("made"))
