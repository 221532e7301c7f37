# comparison and numbers protocol, iteration protocol corner cases
def t(*fs):
    for f in fs:
        try: print(repr(f()))
        except Exception as e: print(type(e).__name__, e)
class R:
    def __init__(s, n): s.n = n
    def __repr__(s): return s.n
    def _op(name):
        def f(s, *o): print(s.n, name, *o); return NotImplemented
        f.__name__ = name
        return f
    for _n in "eq ne lt le gt ge add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul and rand or ror xor rxor lshift rlshift rshift rrshift divmod rdivmod iadd isub".split(): locals()[f"__{_n}__"] = _op(_n)
    del _n
class S(R): pass
a, b, s = R("a"), R("b"), S("s")
t(lambda: a == b, lambda: a != b, lambda: a < b, lambda: a == s, lambda: a < s, lambda: s <= a, lambda: a + b, lambda: a + s, lambda: a - 1, lambda: 1 - a, lambda: a * "x", lambda: "x" * a, lambda: [1] + a, lambda: a + [1], lambda: a / s, lambda: a // b, lambda: a % b, lambda: "%s" % a, lambda: "x" % a, lambda: a ** b, lambda: pow(a, b, 2), lambda: a @ b, lambda: a & 1, lambda: 1 | a, lambda: a ^ b, lambda: a << 1, lambda: 1 >> a, lambda: divmod(a, 1), lambda: divmod(1, a), lambda: a == 1, lambda: 1 == a, lambda: None == a, lambda: a in [b], lambda: [a] == [b], lambda: (a,) < (b,), lambda: {a: 1} if 0 else 0, lambda: max(a, b), lambda: 1 < a, lambda: 1.5 + a, lambda: 1j + a, lambda: b"x" + a, lambda: {1} | a, lambda: {1: 2} | a, lambda: (1,) + a, lambda: (1,) * a, lambda: True & a)
def aug():
    global x
    x = R("x")
    x += 1
t(aug)
t(lambda: 1 + "a", lambda: "a" + 1, lambda: [] + (), lambda: () + [], lambda: {} + {}, lambda: 1 < "a", lambda: [] < (), lambda: None < None, lambda: {} < {}, lambda: 1j < 2j, lambda: -"a", lambda: ~1.5, lambda: +[], lambda: not [], lambda: "a" * 1.5, lambda: "a" * "b", lambda: [1] * None, lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 0 ** -1, lambda: 0.0 ** -1, lambda: (-8) ** (1/3), lambda: 2 ** 1000 % 7, lambda: 1 << -1, lambda: 1 >> -1, lambda: 1 << 70, lambda: 2.0 ** 10000, lambda: 10 ** 400 / 3, lambda: float(10 ** 400), lambda: int(float("inf")), lambda: int(float("nan")), lambda: 5 @ 5, lambda: "abc" - "a", lambda: {1} + {2}, lambda: {1} - [1], lambda: {1}.union([2], (3,)), lambda: {1} | [2], lambda: "a" in 5, lambda: 5 in "a", lambda: 1 in 1, lambda: None[0], lambda: 5[0], lambda: (1, 2)["a"], lambda: [1][1.0], lambda: "a"[None], lambda: {}[[]], lambda: {}["k"], lambda: [1, 2][5], lambda: "abc"[10], lambda: b"abc"[10], lambda: range(3)[5], lambda: [][0], lambda: ()[0], lambda: [1, 2, 3]["a":], lambda: [1, 2, 3][::0], lambda: "abc"[::0], lambda: [1].index(5), lambda: (1,).index(5), lambda: "a".index("b"), lambda: [].pop(), lambda: [1].pop(5), lambda: {}.pop("k"), lambda: {}.popitem(), lambda: set().pop(), lambda: {1}.remove(2), lambda: [1].remove(2), lambda: "a".join([1]), lambda: "".join(5), lambda: "a".split(""), lambda: "a".replace(1, 2), lambda: "a".startswith(5), lambda: "a".encode("nope"), lambda: "é".encode("ascii"), lambda: b"\xff".decode(), lambda: "a".center("x"), lambda: "a".center(5, "xy"), lambda: "abc".translate(5), lambda: "a".zfill("b"), lambda: int.from_bytes(b"a"), lambda: (5).to_bytes(0), lambda: (300).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: int.from_bytes("a", "big"), lambda: (1.5).as_integer_ratio(), lambda: float("inf").as_integer_ratio(), lambda: float.fromhex("zz"), lambda: (1.5).hex(), lambda: complex(1, 2).conjugate(), lambda: (5).bit_length(), lambda: (5).nope, lambda: None.x, lambda: "a".b, lambda: [].x, lambda: int.x, lambda: (lambda: 0).x, lambda: len.x, lambda: type.x, lambda: setattr("a", "upper", 1), lambda: delattr([], "append"), lambda: print.__name__, lambda: [].append.__name__, lambda: [].append.__self__, lambda: str.upper.__name__, lambda: str.upper(5), lambda: str.upper(), lambda: list.append([]), lambda: list.append(1, 2), lambda: int.__add__(1), lambda: int.__add__("a", 1), lambda: int.__add__(1, "a"), lambda: (1).__add__(1.5), lambda: dict.fromkeys(5), lambda: dict.fromkeys([1, 2], 0), lambda: dict([("a", 1)], b=2), lambda: {**5}, lambda: [*5], lambda: {*5}, lambda: print(*5), lambda: dict(**{1: 2}))
class I:
    def __init__(s, *v): s.v = list(v)
    def __iter__(s): return s
    def __next__(s):
        if not s.v: raise StopIteration
        r = s.v.pop(0)
        if isinstance(r, Exception): raise r
        return r
t(lambda: list(I(1, 2)), lambda: list(I(1, ValueError("mid"))), lambda: tuple(I(1, StopIteration("early"), 2)), lambda: [*I(1, KeyError("k"))], lambda: dict(I((1, 2), ValueError("d"))), lambda: set(I([1])), lambda: sum(I(1, 2, TypeError("s"))), lambda: "".join(I("a", 5)), lambda: next(I()), lambda: next(I(), "d"), lambda: next(I(ValueError("n")), "d"), lambda: [x for x in I(1, ZeroDivisionError("z"))], lambda: list(map(lambda x: x, I(1, KeyError("m")))), lambda: list(zip(I(1, 2), I("a", ValueError("z")))), lambda: sorted(I(3, 1, 2)), lambda: any(I(0, 1, ValueError("not reached"))), lambda: all(I(1, ValueError("reached"))), lambda: list(enumerate(I("x"), 5)), lambda: list(filter(None, I(0, 1, 2))), lambda: list(reversed([1, 2])), lambda: list(iter(lambda: 5, 5)), lambda: 1 in I(2, 1, ValueError("no")), lambda: 9 in I(2, ValueError("yes")), lambda: [].extend(I(ValueError("e"))), lambda: bytes(I(1, 300)), lambda: bytearray(I(1, "a")), lambda: {}.update(I((1,))), lambda: {}.update(5), lambda: frozenset(I(1)).union(I(2)), lambda: (lambda *a: a)(*I(1, 2)), lambda: (lambda *a: a)(*I(ValueError("star"))))
