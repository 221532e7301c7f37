# unpacking, star arguments, del, scoping
def t(*fs):
    for f in fs:
        try: print(f())
        except Exception as e: print(type(e).__name__, e)
def ex(*ss):
    for s in ss:
        ns = {}
        try: exec(s, ns); print({k: v for k, v in ns.items() if k != "__builtins__" and not callable(v) and not isinstance(v, type)})
        except Exception as e: print(type(e).__name__, e)
ex("a, b = 1, 2", "a, *b = 1, 2, 3", "*a, b = 'xyz'", "a, (b, *c), d = 1, 'pqr', 2", "[a, [b]] = 1, [2]", "a = b = c = []", "*a, = range(3)", "(a), b = 1, 2", "a, b = {1: 2, 3: 4}", "a, *b, c = 1, 2",
   "a, b = 1", "a, b = 1, 2, 3", "a, b, c = 1, 2", "a, *b, c, d = 1, 2", "a, b = iter([1])", "a, b = None", "*a, b = ''", "a, b = {1}", "a, b = 'abc'", "for a, b in [(1, 2), (3, 4)]: c = a + b", "for a, b in [1]: pass", "for [a, *b] in ['abc']: pass", "for x in range(3): pass\nelse: y = 1",
   "a = [1, 2, 3]; a[0], a[1] = a[1], a[0]", "i = 0; a = [5, 6]; i, a[i] = 1, 9", "a = {}; a['x'], a['y'] = 1, 2", "x = 1; del x", "a = [1, 2, 3]; del a[0], a[-1]", "a, b = 1, 2; del a, (b)", "del undefined", "a = [1]; del a[5]", "a = {}; del a['k']", "del (a, b)", "x = [*range(3), *'ab']", "x = {**{'a': 1}, 'b': 2, **{'a': 3}}", "x = (*[], *())", "x = {*[1, 2], *[2]}", "x = *[1], 2", "a = 1; a += a; a -= 3; a *= 2; a **= 2; a //= 3; a %= 4; a <<= 3; a |= 1; a ^= 2; a &= 7",
   "def f(a, b=2, /, c=3, *d, e, f=6, **g): return a, b, c, d, e, f, g\nx = f(1, e=5)\ny = f(1, 2, 3, 4, 5, e=6, z=7)\nz = f(*[1, 2], **{'e': 1, 'h': 2})",
   "x = (y := 5) + y", "x = [z := i for i in range(3)]", "if (n := 10) > 5: m = n", "x = lambda: (yield)", "global q; q = 1", "x: int = 5; y: str", "x = 1 if 0 else 2", "x = not 1 == 2", "x = 1 < 2 < 3 != 4", "x = 1 < 3 > 2 == 2 in [2]", "x = 'a' 'b' f'{1}' 'c'", "x = 1_000, 0x_ff, 0b1, 0o17, 1e3, 1j, .5, 5.", "x = (1,), 1, ()", "x = [1, 2, 3][::-1], 'abc'[1:], (1, 2)[-1]", "x = ...; y = None", "assert 1, 2", "assert 0, 'msg'", "assert (0)")
def f(a, b=2, *c, d, e=5, **g): return a, b, c, d, e, g
def g(a, /, b, *, c): return a, b, c
def h(): return 0
t(lambda: f(), lambda: f(1), lambda: f(1, d=2), lambda: f(d=1), lambda: f(1, a=2, d=3), lambda: f(*5, d=1), lambda: f(**5), lambda: f(1, **{1: 2}), lambda: f(1, d=1, **{"d": 2}), lambda: f(*[1], *[2], d=3, **{"z": 1}, **{"y": 2}), lambda: f(1, d=1, **{"z": 1}, **{"z": 2}),
  lambda: g(1, 2, c=3), lambda: g(a=1, b=2, c=3), lambda: g(1, 2, 3), lambda: g(1, b=2), lambda: g(1, c=2), lambda: g(), lambda: g(1, 2, c=3, d=4), lambda: h(1), lambda: h(a=1), lambda: h(*[1]), lambda: h(**{"x": 1}), lambda: h(*()), lambda: (lambda a, b: 0)(1), lambda: (lambda *a, b: 0)(), lambda: (lambda a, b, c, d: 0)(), lambda: (lambda a, b, c: 0)(1), lambda: (lambda *, a, b, c: 0)(), lambda: (lambda a=1: a)(1, 2), lambda: (lambda a, b=1: a)(1, 2, 3), lambda: (lambda: 0)(1, 2),
  lambda: print(sep=5), lambda: len(), lambda: len(1, 2), lambda: len(x=1), lambda: isinstance(1), lambda: [].append(), lambda: [].append(1, 2), lambda: [].append(x=1), lambda: {}.get(), lambda: "".join(), lambda: sorted(), lambda: sorted([1], 2), lambda: max(), lambda: max(1), lambda: max([], default=3), lambda: min(1, 2, key=None), lambda: min(1, default=2), lambda: sum(), lambda: sum(1), lambda: sum(["a"]), lambda: sum([], ""), lambda: range(), lambda: range("a"), lambda: range(1, 2, 0), lambda: range(1.5), lambda: enumerate(), lambda: enumerate(1), lambda: zip(1), lambda: list(zip([1], [2, 3], strict=True)), lambda: map(1), lambda: list(map(5, [1])), lambda: filter(1), lambda: chr(-1), lambda: chr("a"), lambda: ord("ab"), lambda: ord(5), lambda: abs("a"), lambda: round("a"), lambda: round(1.5, "a"), lambda: divmod(1), lambda: divmod(1, 0), lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: hash([]), lambda: hash({}), lambda: iter(5), lambda: next([]), lambda: next(iter([])), lambda: reversed(5), lambda: getattr(5), lambda: getattr(5, 5), lambda: input(1, 2), lambda: type(), lambda: super(), lambda: object(1), lambda: dict(1), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: set(1), lambda: list(1), lambda: tuple(5), lambda: bytes(-1), lambda: bytes([256]), lambda: bytes("a"), lambda: bytearray(1.5), lambda: str(1, 2), lambda: str(b"a", "nope"), lambda: float("x"), lambda: float([]), lambda: int("x"), lambda: int([]), lambda: int("5", 99), lambda: int(5, 10), lambda: complex("x"), lambda: complex("1", 2), lambda: bool(1, 2), lambda: slice(), lambda: property(1, 2, 3, 4, 5), lambda: classmethod(), lambda: staticmethod(1, 2), lambda: vars(5), lambda: dir(1, 2), lambda: id(), lambda: callable(), lambda: exec(5), lambda: eval(5), lambda: compile(5), lambda: compile("1", "f", "bad"), lambda: format(1, 2), lambda: format(1, "z"), lambda: ascii(), lambda: bin("a"), lambda: hex(1.5), lambda: oct(None), lambda: all(5), lambda: any(), lambda: memoryview(5), lambda: frozenset(1, 2), lambda: __import__(5), lambda: globals(1), lambda: locals(1), lambda: isinstance(1, 5), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: hasattr(5, 5), lambda: breakpoint and 1)
def scope():
    x = 1
    def a():
        nonlocal x
        x += 1
        def b():
            nonlocal x
            x *= 10
            return x
        return b()
    r = a()
    class C:
        x = "class"
        y = [x for _ in range(1)]
        def m(self): return x
        z = (lambda: x)()
    return r, x, C.x, C.y, C().m(), C.z
print(scope())
G = 1
def gl():
    global G, NEW
    G += 1; NEW = "new"
    def inner(): return G
    return inner()
print(gl(), G, NEW)
def ub():
    try: print(v)
    except UnboundLocalError as e: print(e)
    v = 1
    del v
    try: v
    except UnboundLocalError as e: print(e)
    def inner(): return w
    try: inner()
    except NameError as e: print(e)
    w = 1
    return inner()
print(ub())
fs = [lambda: i for i in range(3)]; print([f() for f in fs]); fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
def mut(a=[]): a.append(1); return a
print(mut(), mut(), mut([5]), mut.__defaults__)
print([(i, j) for i in range(3) for j in range(i) if i != j], {k: v for k, v in zip("ab", [1, 2])}, {c for c in "aab"} == {"a", "b"}, [[y for y in x] for x in ["ab", "c"]])
try: exec("def f():\n  nonlocal zz")
except SyntaxError as e: print(e.msg)
x = 5
print((lambda x: x + 1)(x), [x for x in range(2)], x)
def loc():
    a = 1
    exec("a = 2; b = 3")
    return a, eval("a + 1"), [eval("x") for _ in "1"]
print(loc())
def dels():
    x = 1
    del x
    try: return x
    except NameError as e: return type(e).__name__, str(e)
print(dels())
