x = "global"


def read():
    return x


def shadow():
    x = "local"
    return x


def write():
    global x, created
    x = "written"
    created = "yes"


def unbound():
    try:
        print(x)
    except UnboundLocalError as error:
        print(error, isinstance(error, NameError))
    x = 1


print(read(), shadow(), x)
write()
print(read(), x, created)
unbound()


def conditional(flag):
    if flag:
        y = 1
    try:
        return y
    except UnboundLocalError as error:
        return str(error)


print(conditional(True), conditional(False))


def deleted():
    z = 1
    del z
    try:
        return z
    except UnboundLocalError as error:
        return str(error)


print(deleted())


def outer():
    x = "outer"

    def skip():
        global x
        x = "from skip"
        return x

    def near():
        nonlocal x
        x = "near"

    skip()
    near()
    return x


print(outer(), x)


class C:
    x = "class"

    def method(self):
        return x

    y = [x for _ in range(2)]
    z = x


print(C().method(), C.y, C.z, C.x)


class G:
    global from_class
    from_class = "set in class"
    a = 1


print(from_class, hasattr(G, "from_class"))
for source in ("def f():\n nonlocal q", "nonlocal q", "def f():\n x = 1\n global x", "def f(x):\n global x", "def f():\n global x\n nonlocal x", "def f():\n print(x)\n global x", "class C:\n nonlocal x", "def f():\n def g():\n  nonlocal z\n z = 1"):
    try:
        compile(source, "<t>", "exec")
        print("compiles", repr(source))
    except SyntaxError as error:
        print(error.msg, error.lineno)
del x
try:
    read()
except NameError as error:
    print(type(error).__name__, error)
