log = []


class T:
    def __init__(self, name):
        self.name = name
        log.append("make " + name)

    def __format__(self, spec):
        log.append(f"format {self.name} {spec!r}")
        return self.name

    def __str__(self):
        log.append("str " + self.name)
        return self.name

    def __repr__(self):
        log.append("repr " + self.name)
        return self.name


def show(text):
    print(text, log)
    log.clear()


show(f"{T('a')} {T('b')!r} {T('c')!s:>3}")
show(f"{T('a'):{T('w')}}")
show(f"{T('a')!r:5}{T('b'):x{T('y')!s}z}")
show("{} {!r} {:{}}".format(T("a"), T("b"), T("c"), T("d")))
show("%s %r %5s" % (T("a"), T("b"), T("c")))
show(f"{T('a')=}{T('b')=!s}{T('c')=:z}")


def boom(name):
    log.append("boom " + name)
    raise KeyError(name)


try:
    f"{T('a')} {boom('b')} {T('c')}"
except KeyError as error:
    show(repr(error))
def outer():
    v = 1

    def inner():
        return f"{v} {[v + i for i in range(3)]} {(lambda: v)()}"

    v = 2
    return inner()


print(outer())


class C:
    a = 5
    b = f"{a} {a + 1}"
    c = [f"{i}" for i in range(a)]


print(C.b, C.c)
