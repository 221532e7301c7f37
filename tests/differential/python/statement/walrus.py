if (n := 10) > 5:
    print(n)
data = [1, 2, 3, 4]
print([y for x in data if (y := x * 2) > 4], y, {(k := x): k * 2 for x in data}, k)
print((a := 1, b := 2), a, b, [c := 5, c + 1], {"k": (d := 7)}, d, f"{(e := 3)}", e)


def f(x, *args, **kw):
    return x, args, kw


print(f((g := 4), g, key=(h := g + 1)), g, h, (lambda: (z := 5) + z)())
i = 0
while (i := i + 1) < 4:
    print(i, end=" ")
print(i)
total = 0
print([total := total + x for x in data], total)
x = 5
print((x := x + 1) + x, x + (x := 1), x)
stack = [1, 2, 3]
while stack and (top := stack.pop()) != 1:
    print("top", top)
print(top, any((hit := v) > 2 for v in data), hit, all((miss := v) < 3 for v in data), miss)


def scope():
    inner = [w := q for q in range(3)]
    return w, inner


print(scope(), "w" in globals())


def g():
    global made
    [made := v for v in "xyz"]


g()
print(made)


class C:
    a = (b := 5) + 1


print(C.a, C.b, not (p := 0), p, (q := None) is None, 1 < (r := 2) < 3, r, (s := [1, 2])[0], (t := "abc").upper(), -(u := 3), u)
for source in ("x := 1", "(x.y := 1)", "(x[0] := 1)", "((a, b) := 1)", "[x := 0 for x in range(3)]", "f(a := 1)", "f(a=b := 1)", "f(a=(b := 1))", "lambda: x := 1", "lambda x=(y := 1): 0", "(x := 1) = 2", "del (x := 1)", "[i for i in (j := [1])]", "class C: [z := i for i in range(1)]", "x = y := 1", "(yield := 1)", "assert (x := 1)", "a[b := 0]", "{x := 1}", "{x := 1: 2}", "f'{x:=5}'", "(None := 1)", "with (x := 1): pass", "(x += 1)"):
    try:
        compile(source, "<t>", "exec")
        print("ok", source)
    except SyntaxError:
        print("SyntaxError", source)
