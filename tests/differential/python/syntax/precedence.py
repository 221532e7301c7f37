log = []


class T:
    def __init__(self, s):
        self.s = s

    def _b(op):
        return lambda a, b: T(f"({a.s}{op}{b.s if isinstance(b, T) else b})")

    def _u(op):
        return lambda a: T(f"({op}{a.s})")

    __add__, __sub__, __mul__, __truediv__, __floordiv__, __mod__, __matmul__ = map(_b, ("+", "-", "*", "/", "//", "%", "@"))
    __and__, __or__, __xor__, __lshift__, __rshift__, __pow__ = map(_b, ("&", "|", "^", "<<", ">>", "**"))
    __neg__, __pos__, __invert__ = map(_u, "-+~")
    __lt__, __gt__, __eq__, __ne__ = map(_b, ("<", ">", "==", "!="))

    def __getitem__(self, i):
        return T(f"{self.s}[{i.s}]")

    def __call__(self, *a):
        return T(f"{self.s}({','.join(x.s for x in a)})")

    def __getattr__(self, n):
        return T(f"{self.s}.{n}")

    def __bool__(self):
        log.append(self.s)
        return True

    __hash__ = None


a, b, c, d, e = map(T, "abcde")
for source in ("a + b * c", "a * b + c", "a - b - c", "a ** b ** c", "-a ** b", "a ** -b", "-a * b", "~a + b", "a @ b * c / d // e % a", "a << b + c", "a + b << c", "a & b | c ^ d", "a | b & c << d + e", "a ^ b & c", "a < b + c", "a + b < c", "a & b == c", "(a & b) == c", "a.x + b[c] * d(e)", "-a.x", "-a[b]", "a ** b.c(d)", "a(b)(c)[d].e", "not a == b", "-(a + b)", "a - (b - c)", "a % b ** c", "+-~a", "a // b * c", "a >> b >> c", "a if b else c + d", "a or b and c", "lambda: a + b", "a + b if c else d"):
    value = eval(source)
    print(source, "=>", value.s if isinstance(value, T) else value() .s if callable(value) else value)
print(log)
print(2 + 3 * 4, (2 + 3) * 4, 2**3**2, -2**2, 2**-1, 10 - 3 - 2, 100 / 10 / 2, 7 // 2 * 2, 1 << 2 + 1, 6 & 3 == 3, (6 & 3) == 2, 5 | 2 ^ 1, not 1 + 1, not True == False, 1 + 2 if 0 else 3 + 4, 1 or 0 and 0, (1 or 0) and 0, -3 % 5, -(3 % 5), 2 * -3, ~5 + 1, 1 < 2 == True, 3 - -3, 4 if 1 else 5 if 1 else 6)
x = 1,
y = 1, 2 if True else 3
z = lambda q: q, 5
print(x, y, len(z), [i for i in (1, 2) if i > 1 or i < 0], (lambda: 1, 2)[1], *[1, 2] + [3], {**{"a": 1} | {"b": 2}}, 1 in [1] in [[1]])
