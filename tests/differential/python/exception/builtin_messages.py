import math


class Empty:
    pass


e = Empty()
seqs = [[1], (1,), "s", None, 5]
cases = [
    lambda: undefined_name, lambda: e.attr, lambda: Empty.attr, lambda: [].attr, lambda: None.attr, lambda: (5).attr, lambda: math.attr, lambda: print.attr, lambda: (lambda: 0).attr,
    lambda: 1 + "a", lambda: "a" + 1, lambda: [] + (), lambda: {} + {}, lambda: None + 1, lambda: 1 - None, lambda: "a" * "b", lambda: 1 @ 2, lambda: 2 ** "x", lambda: e + e, lambda: -"a", lambda: ~1.5, lambda: +[], lambda: 1 < "a", lambda: e < e, lambda: None > None, lambda: [] < {},
    lambda: [1][1], lambda: (1,)[5], lambda: "a"[9], lambda: {}["k"], lambda: {}[1, 2], lambda: seqs[0]["a"], lambda: seqs[1]["a"], lambda: seqs[2]["a"], lambda: e[0], lambda: seqs[3][0], lambda: seqs[4][0], lambda: len[0], lambda: int[0] if False else e["x"],
    lambda: 5 in 5, lambda: 1 in None, lambda: 1 in "a", lambda: e in e, lambda: iter(5), lambda: iter(None), lambda: next(5), lambda: next([]), lambda: len(5), lambda: len(None), lambda: reversed(5), lambda: reversed({1}), lambda: hash([]), lambda: hash({}),
    lambda: int("x"), lambda: int([]), lambda: float("y"), lambda: abs("a"), lambda: round("a"), lambda: sum(["a"]), lambda: sum(5), lambda: max(5), lambda: chr(-1), lambda: ord("ab"), lambda: divmod(1, "a"), lambda: pow("a", 2), lambda: sorted(5),
    lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: issubclass(int, 5), lambda: getattr(e, 5), lambda: getattr(e, "zz"), lambda: zip(5), lambda: list(map(5, [1])), lambda: enumerate(5), lambda: range("a"), lambda: e(), lambda: e.x.y, lambda: "%d" % "a", lambda: "{}".format(), lambda: bytes("a"), lambda: open(1.5), lambda: __import__("no_such_module_x"), lambda: object().x, lambda: type("X", 5), lambda: super().x,
    lambda: all(5), lambda: any(None), lambda: dict(5), lambda: set(5), lambda: tuple(5), lambda: list(None), lambda: frozenset(1), lambda: str(b"a", "nope"), lambda: slice(), lambda: complex("x"), lambda: bool(1, 2), lambda: vars(5), lambda: callable(), lambda: input(1, 2), lambda: id(), lambda: filter(1), lambda: memoryview(5),
]
for i, case in enumerate(cases):
    try:
        print(i, "no error", case())
    except Exception as error:
        print(i, type(error).__name__, error)
