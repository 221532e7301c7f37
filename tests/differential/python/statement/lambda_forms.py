print((lambda: 1)(), (lambda x: x)(2), (lambda x, y=2: x + y)(1), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda a, /, b, *, c=3: (a, b, c))(1, b=2), (lambda a, *b, c, **d: (a, b, c, d))(1, 2, c=3, e=4))
print((lambda x: (lambda y: x + y))(1)(2), (lambda f, n: f(f, n))(lambda s, n: 1 if n == 0 else n * s(s, n - 1), 5), [f(3) for f in (lambda x: x, lambda x: x * x, lambda x: -x)], (lambda x: x if x else "zero")(0), (lambda: (yield 1))().__next__(), (lambda x: [x := x + 1, x])(1), (lambda: print("in lambda"))())
f = lambda n: [i for i in range(n)]
g = lambda *args, sep="-": sep.join(map(str, args))
print(f(3), g(1, 2, sep="+"), f.__name__, f.__code__.co_argcount, g.__kwdefaults__, (lambda x=[]: (x.append(1), x)[1])(), sorted([3, -1, 2], key=lambda v: abs(v)), max({"a": 2, "b": 1}.items(), key=lambda kv: kv[1]), list(filter(lambda v: v % 2, range(5))), list(map(lambda a, b: a * b, [1, 2], [3, 4])))
compose = lambda *fs: (lambda x: x) if not fs else (lambda x: fs[0](compose(*fs[1:])(x)))
curry = lambda f, n, *a: f(*a) if len(a) >= n else lambda x: curry(f, n, *a, x)
print(compose(lambda x: x + 1, lambda x: x * 2)(5), curry(lambda a, b, c: a + b + c, 3)(1)(2)(3))
zero = lambda f: lambda x: x
succ = lambda n: lambda f: lambda x: f(n(f)(x))
add = lambda m: lambda n: lambda f: lambda x: m(f)(n(f)(x))
mul = lambda m: lambda n: lambda f: m(n(f))
power = lambda m: lambda n: n(m)
pred = lambda n: lambda f: lambda x: n(lambda g: lambda h: h(g(f)))(lambda u: x)(lambda u: u)
to_int = lambda n: n(lambda k: k + 1)(0)
two, three = succ(succ(zero)), succ(succ(succ(zero)))
print(to_int(add(two)(three)), to_int(mul(two)(three)), to_int(power(two)(three)), to_int(pred(three)), to_int(pred(zero)))
true, false = lambda a: lambda b: a, lambda a: lambda b: b
is_zero = lambda n: n(lambda _: false)(true)
pair = lambda a: lambda b: lambda f: f(a)(b)
print(is_zero(zero)("yes")("no"), is_zero(two)("yes")("no"), pair(1)(2)(true), pair(1)(2)(false))
Z = lambda f: (lambda x: f(lambda v: x(x)(v)))(lambda x: f(lambda v: x(x)(v)))
print(Z(lambda self: lambda n: 0 if n == 0 else n + self(n - 1))(100), Z(lambda fib: lambda n: n if n < 2 else fib(n - 1) + fib(n - 2))(15))
fs = []
for i in range(3):
    fs.append((lambda: i, lambda i=i: i, (lambda j: lambda: j)(i)))
print([[f() for f in row] for row in fs])
d = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}
print(d["+"](1, 2), d.get("?", lambda a, b: "unknown")(1, 2), (lambda: None)() is None, (lambda: ())(), (lambda: (1, 2))(), (lambda x: lambda: x)(3)(), callable(lambda: 0), (lambda self: self)(5))


class C:
    m = lambda self, x: (self.v, x)
    v = 1
    p = property(lambda self: self.v + 1)
    s = staticmethod(lambda x: x * 2)


print(C().m(2), C().p, C.s(4))
