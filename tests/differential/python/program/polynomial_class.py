class Poly:
    def __init__(self, *coefficients):
        c = list(coefficients)
        while len(c) > 1 and c[-1] == 0:
            c.pop()
        self.c = tuple(c) or (0,)

    @classmethod
    def from_roots(cls, *roots):
        p = cls(1)
        for r in roots:
            p *= cls(-r, 1)
        return p

    @property
    def degree(self):
        return len(self.c) - 1

    def __call__(self, x):
        total = 0
        for k in reversed(self.c):
            total = total * x + k
        return total

    def _other(self, o):
        return o if isinstance(o, Poly) else Poly(o) if isinstance(o, (int, float, complex)) else NotImplemented

    def __add__(self, o):
        o = self._other(o)
        if o is NotImplemented:
            return o
        n = max(len(self.c), len(o.c))
        return Poly(*(a + b for a, b in zip(self.c + (0,) * (n - len(self.c)), o.c + (0,) * (n - len(o.c)))))

    __radd__ = __add__

    def __neg__(self):
        return Poly(*(-x for x in self.c))

    def __sub__(self, o):
        return self + -o

    def __rsub__(self, o):
        return -self + o

    def __mul__(self, o):
        o = self._other(o)
        if o is NotImplemented:
            return o
        out = [0] * (len(self.c) + len(o.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c):
                out[i + j] += a * b
        return Poly(*out)

    __rmul__ = __mul__

    def __pow__(self, n):
        if not isinstance(n, int) or n < 0:
            raise ValueError(f"bad exponent {n!r}")
        out = Poly(1)
        for _ in range(n):
            out *= self
        return out

    def __divmod__(self, o):
        if o == Poly(0):
            raise ZeroDivisionError("polynomial division by zero")
        q, r = Poly(0), self
        while r.degree >= o.degree and r != Poly(0):
            k = r.c[-1] // o.c[-1] if r.c[-1] % o.c[-1] == 0 else r.c[-1] / o.c[-1]
            t = Poly(*[0] * (r.degree - o.degree), k)
            q, r = q + t, r - t * o
        return q, r

    def __floordiv__(self, o):
        return divmod(self, o)[0]

    def __mod__(self, o):
        return divmod(self, o)[1]

    def __eq__(self, o):
        o = self._other(o)
        return o if o is NotImplemented else self.c == o.c

    def __hash__(self):
        return hash(self.c) if self.degree else hash(self.c[0])

    def __bool__(self):
        return self.c != (0,)

    def __getitem__(self, i):
        return self.c[i] if i <= self.degree else 0

    def diff(self):
        return Poly(*(i * k for i, k in enumerate(self.c) if i))

    def __str__(self):
        parts = []
        for i, k in reversed(list(enumerate(self.c))):
            if k or not self:
                x = "" if i == 0 else "x" if i == 1 else f"x^{i}"
                n = "" if abs(k) == 1 and i else str(abs(k))
                parts.append((" - " if k < 0 else " + ", n + x))
        first, *rest = parts
        return ("-" if first[0] == " - " else "") + first[1] + "".join(a + b for a, b in rest)

    def __repr__(self):
        return f"Poly{self.c}"


p, q = Poly(-1, 0, 1), Poly(1, 1)
print(p, "|", q, "|", p + q, "|", p - q, "|", p * q, "|", p // q, "|", p % q, "|", q**3, "|", 3 - p, "|", 2 * q + 1, "|", -p, "|", p.diff())
print(p(3), q(0.5), p(1j), p == Poly(-1, 0, 1, 0, 0), Poly(5) == 5, {Poly(5): 1}[5], p != q, bool(Poly()), repr(Poly(0, 0)), p[0], p[99], p.degree, Poly.from_roots(1, 2, 3), divmod(Poly(1, 2, 3, 4), Poly(1, 1)), p == "x")
for bad in (lambda: p + "a", lambda: p**-1, lambda: p // Poly(0), lambda: p < q, lambda: "a" * p, lambda: p**1.5):
    try:
        print(bad())
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
print(sum([p, q, Poly(7)]), [str(Poly(*row)) for row in ((0, 1), (0, -1), (1,), (0, 0, 2), (-3, 2, -1))], sorted([q, p], key=lambda r: r.degree)[0])
chebyshev = [Poly(1), Poly(0, 1)]
for _ in range(5):
    chebyshev.append(Poly(0, 2) * chebyshev[-1] - chebyshev[-2])
print(*chebyshev, sep="; ")
