print(len("abc"))
len = lambda x: "shadowed"
print(len("abc"))
del len
print(len("abc"))


def f():
    print = lambda *a: "local print"
    return print("x")


print(f())


def g(list):
    return [list, type(list).__name__]


print(g(5))
import builtins

builtins.added = "visible"
print(added)
del builtins.added
try:
    added
except NameError as error:
    print(error)
original = builtins.abs
builtins.abs = lambda x: "patched"
print(abs(-5))
builtins.abs = original
print(abs(-5), __builtins__ is builtins or isinstance(__builtins__, dict), builtins.len is len)
space = {}
exec("x = 1\ndef f(): return x, len('ab')\ny = f()", space)
print(space["y"], sorted(k for k in space if not k.startswith("__")), "__builtins__" in space)
space = {"__builtins__": {"len": lambda x: "custom"}}
exec("r = len('abc')", space)
print(space["r"])
try:
    exec("print(1)", {"__builtins__": {}})
except NameError as error:
    print(error)
a = 1
print(globals()["a"], "a" in locals(), locals() is globals())
globals()["dynamic"] = 5
print(dynamic)


def h(p, q=2):
    r = p + q
    snapshot = locals()
    return sorted(snapshot.items())


print(h(1))
print(__name__, __doc__, __file__.endswith("builtins_shadow.py"))
