import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Node({self.name})"

    def hello(self):
        return "hello " + self.name


a = Node("a")
log = []
r = weakref.ref(a, lambda ref: log.append("callback"))
p = weakref.proxy(a)
print(r() is a, p.name, p.hello(), weakref.getweakrefcount(a), r == weakref.ref(a), type(r).__name__)
d = weakref.WeakValueDictionary(a=a)
k = weakref.WeakKeyDictionary({a: "value"})
s = weakref.WeakSet([a])
print(d["a"], k[a], len(s), a in s, list(d), sorted(d.keys()))
m = weakref.WeakMethod(a.hello)
print(m()())
f = weakref.finalize(a, log.append, "finalized")
print(f.alive)
del a
gc.collect()
print(r(), log.count("callback"), "finalized" in log, len(d), len(k), len(s), f.alive, m())
try:
    p.name
except ReferenceError as error:
    print(error)
x, y = Node("x"), Node("y")
x.other, y.other = y, x
rx = weakref.ref(x)
del x, y
gc.collect()
print(rx() is None)


class Del:
    def __init__(self, log):
        self.log = log
        self.me = self

    def __del__(self):
        self.log.append("del")


out = []
Del(out)
gc.collect()
print(out)
saved = []


class Lazarus:
    def __del__(self):
        saved.append(self)


z = Lazarus()
del z
gc.collect()
print(len(saved), type(saved[0]).__name__)
for bad in (lambda: weakref.ref(5), lambda: weakref.ref("s"), lambda: weakref.ref((1,)), lambda: weakref.ref(None)):
    try:
        bad()
    except TypeError as error:
        print(error)


class Slots:
    __slots__ = ("a",)


class SlotsWeak:
    __slots__ = ("__weakref__",)


try:
    weakref.ref(Slots())
except TypeError as error:
    print(error)
w = SlotsWeak()
print(weakref.ref(w)() is w, gc.isenabled(), isinstance(gc.collect(), int), weakref.ref(Node) == weakref.ref(Node), weakref.ref(print) is not None)
c = weakref.WeakValueDictionary()
keep = []
for i in range(10):
    n = Node(str(i))
    c[i] = n
    if i % 3 == 0:
        keep.append(n)
del n
gc.collect()
print(sorted(c), [c[i].name for i in sorted(c)])
