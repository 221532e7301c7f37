def t(*fs):
    for f in fs:
        try: print(repr(f()))
        except Exception as e: print(type(e).__name__, e)
specs = ["", "d", "5d", "<5d", ">5", "^7", "05", "+", " ", "-", "x", "X", "#x", "#010x", "b", "#b", "o", "#o", "c", "n", ",", "_", ",d", "_x", "_b", ",x", "e", "f", ".2f", "10.3f", "g", "%", ".1%", "E", "G", "s", "10s", "<10", "*^9", "=+5", "0=5", "x<5", ".3", "5.3d", "z", "zf", "é>4", "{}", "5,", "+,.2f", "#.3g", "#g", ".0f", "#.0f", "1000d", "d5", "<<5", "0<5", "08.3f", "_.2f", ",.0f", "+e", "!r", "10c", "+c", "#c", "\0>5"]
for v in (0, 42, -42, 10**20, True, 3.14159, -0.0, 1e300, float("inf"), float("nan"), "text", "", 1+2j, None, [1], b"x"):
    out = []
    for s in specs:
        try: out.append(format(v, s))
        except (ValueError, TypeError, OverflowError) as e: out.append(f"{type(e).__name__}:{e}")
    print(repr(v), out)
x, w, p, o = 3.14159, 10, 3, None
class C:
    a = [1, {"k": "v"}]
    def __format__(self, s): return f"C<{s}>"
    def __repr__(self): return "C()"
    def __str__(self): return "str C"
c = C()
print(f"{x:{w}.{p}f}|{x!r:>{w}}|{c}|{c!r}|{c!s}|{c:spec}|{c.a[1]['k']}|{'nested ' + f'{x:.1f}'}|{x=}|{x = }|{x=:.2f}|{c=}|{c=!s}|{1+1=}|{{}}|{{{x:.0f}}}|{(lambda: 5)()}|{ {1: 2}[1] }|{'a' if x else 'b'}|{x:>{w}}|{o}|{o!r:>6}|{w:#x}|{w:08b}|{'é'!a}|{x!s:.4}")
t(lambda: f"{o:5}", lambda: f"{[]:5}", lambda: f"{x:zz}", lambda: f"{'a':d}", lambda: f"{undefined}", lambda: f"{1/0}", lambda: f"{x:{'bad'}}", lambda: f"{c.missing}",
  lambda: "{} {}".format(1), lambda: "{0} {}".format(1, 2), lambda: "{a}".format(), lambda: "{".format(), lambda: "}".format(), lambda: "{!x}".format(1), lambda: "{0.a[0]}".format(c), lambda: "{0.a[1][k]}".format(c), lambda: "{0[5]}".format([1]), lambda: "{a.b}".format(a=1), lambda: "{:{}}".format("x", 5), lambda: "{:{w}}".format("x", w=6), lambda: "{!r:>5}".format("a"), lambda: "{}".format(*[1], **{}), lambda: "{0}{1}{0}".format("a", "b"), lambda: "{:%Y}".format(5), lambda: "{a[b]}".format(a={"b": 2}), lambda: "{ }".format(1), lambda: "{0!}".format(1), lambda: "{:}}".format(1), lambda: "{a b}".format(**{"a b": 3}), lambda: "{-1}".format(1), lambda: "{0.}".format(1), lambda: "{0[}".format(1), lambda: "{[0]}".format([7]), lambda: "{.real}".format(5), lambda: "{:>{w}.{p}}".format("text", w=8, p=2), lambda: "{:{:{}}}".format(1, 2, 3), lambda: "a{{b}}c{}".format(1), lambda: "{99999999999999999999}".format(1), lambda: "{x}".format_map({"x": 1}), lambda: "{x}".format_map({}),
  lambda: "%d %s %r" % (1, "a", "b"), lambda: "%5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 4, 5), lambda: "%x %X %#x %o %#o" % (255, 255, 255, 8, 8), lambda: "%e %E %f %g %G" % (1.5, 1.5, 1.5, 1.5, 1e10), lambda: "%.2f %10.3f %-10.1f|" % (1.234, 1.234, 1.25), lambda: "%c%c" % (65, "b"), lambda: "%%", lambda: "%(a)s %(b)d" % {"a": 1, "b": 2}, lambda: "%s" % (1, 2), lambda: "%s %s" % (1,), lambda: "%d" % "x", lambda: "%d" % 1.9, lambda: "%d" % None, lambda: "%x" % 1.5, lambda: "%c" % "ab", lambda: "%c" % -1, lambda: "%z" % 1, lambda: "%" % 1, lambda: "%(a)s" % 5, lambda: "%(a" % {}, lambda: "%(x)s" % {}, lambda: "%*d|%-*d|" % (5, 1, 5, 2), lambda: "%.*f" % (2, 1.239), lambda: "%s" % {}, lambda: "%s" % [1, 2], lambda: "%r" % (("t",),), lambda: "%a" % "é", lambda: "%i %u" % (1, 2), lambda: "%5s|%-5s|%.2s" % ("ab", "cd", "efg"), lambda: "%s" % None, lambda: "no" % (), lambda: "no" % 5, lambda: "no" % {}, lambda: "%ld %hd" % (1, 2), lambda: "%#b" % 5, lambda: "%s %%" % 1, lambda: "%0*d" % (5, 42), lambda: "%+.1e" % 12345, lambda: "%g" % 1e-5, lambda: "%d" % 10**30, lambda: "%.3d" % 5, lambda: "%5%" % ())
