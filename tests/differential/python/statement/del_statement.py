x = 1
del x
try:
    x
except NameError as error:
    print(error)
try:
    del x
except NameError as error:
    print(error)
a, b, c, d, e = range(5)
del a, (b, c), [d]
print(e, "a" in globals(), "d" in globals())
del (e)


class O:
    k = 1

    def __init__(self):
        self.v = 2

    def __delitem__(self, key):
        print("delitem", key)

    def __delattr__(self, name):
        print("delattr", name)
        object.__delattr__(self, name)


o = O()
del o.v, o[1], o[1:2], o[..., 3]
for bad in ("del o.v", "del o.k", "del o.nope", "del undefined", "del 5 .x" if False else "del (5).real", "del [1][3]", "del {}['k']", "del (1,)[0]", "del 'abc'[0]", "del O.nope", "del range(3)[0]"):
    try:
        exec(bad)
    except (AttributeError, NameError, IndexError, KeyError, TypeError) as error:
        print(bad, "|", type(error).__name__, error if "(5)" not in bad else "")
del O.k
print(hasattr(O, "k"))
lst = list(range(10))
del lst[0], lst[-1], lst[2:4], lst[::3]
print(lst)
d = {"a": {"b": [1, 2, 3]}}
del d["a"]["b"][1]
print(d)
del d["a"]["b"]
print(d)


def f(p, *args, **kw):
    del p, kw
    try:
        return p
    except UnboundLocalError as error:
        return str(error), args


print(f(1, 2, k=3))


def g():
    v = 1

    def inner():
        return v

    del v
    try:
        return inner()
    except NameError as error:
        return type(error).__name__, str(error)


print(g())


def h():
    for i in range(3):
        pass
    del i
    i = "again"
    return i


print(h())


def glob():
    global made
    made = 1
    del made


glob()
print("made" in globals())
for source in ("del 1", "del f()", "del a + b", "del (x for x in y)", "del *a", "del a, ", "del ()", "del []", "del (a)", "del a.b[c].d", "del None", "del {a}", "del a if b else c", "del lambda: 0"):
    try:
        compile(source, "<t>", "exec")
        print("ok", source)
    except SyntaxError:
        print("SyntaxError", source)
