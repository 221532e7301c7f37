print("{} {} {}".format(1, "a", None), "{0} {1} {0}".format("x", "y"), "{a} {b} {}".format(0, a=1, b=2), "{{}} {{{}}}".format(5), "{0[0]} {0[k]}".format({0: "zero", "k": "v"}), "{0[1]} {0[2]}".format([1, 2, 3]), "{0.real} {0.imag}".format(1 + 2j))
print("{!r} {!s} {!a}".format("é", "é", "é") == "'é' é '\\xe9'", "{0!r:>8}|{1!s:<6}|".format("a", "b"), "{:>{}}|{:{fill}^{width}}|".format("a", 5, "b", fill="*", width=7), "{:{}{}}".format(3.14159, ".", "2f"), "{0:{1}}".format(42, "05d"), "{a[x].real}".format(a={"x": 5}))
class P:
    def __init__(self):
        self.x, self.y = [10, 20], {"k": "v"}
    def __getitem__(self, key):
        return ("item", key)
    def __format__(self, spec):
        return "P(" + spec + ")"
p = P()
print("{0.x[1]} {0.y[k]} {0[3]} {0[a b]} {0[-1]} {0:spec} {0:%Y-%m} {p.x}".format(p, p=1 and p), "{:a{{b}}}".format(p) if False else "")
print("{:5}|{:<5}|{:>5}|{:^5}|{:*<5}|{:5}|{:5}|".format("a", "b", "c", "d", "e", 1, True), "{:.2}|{:5.2}|{:.0}|".format("abc", "abc", "abc"), "{:}|{:s}|".format("x", "y"), "{:d}".format(5), "{:,}".format(10**6), "{:é^5}".format("x") == "ééxéé")
print("{} {}".format(*[1, 2]), "{a}{b}".format(**{"a": 1, "b": 2}), "{0}{0}".format("ab"), "".format(1, 2), "{:>3}{:>3}".format(1, 2), "{0:x} {0:o} {0:b} {0:#x}".format(255), str.format("{} {}", 1, 2), "{}".format({}), "{:}".format([1, 2]))
print("{self} {x}".format(self=1, x=2), "{0[a.b]}".format({"a.b": 1}), "{0[}]}".format({"}": 2}) if False else "-", "{x}".format_map({"x": 9}), "{x[0]}".format_map({"x": "yz"}))
