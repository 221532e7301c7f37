space = {"a": 1}
exec("b = a + 1\nfor i in range(3):\n    b += i", space)
print(space["b"], space["i"], eval("a * 10 + b", space), eval("[x for x in range(a + 2)]", space), eval(" 1 + 1 "), eval("lambda x: x + 1")(5))
g, l = {"x": 1}, {"y": 2}
exec("z = x + y\nx = 50", g, l)
print(l, g["x"], eval("x + y", g, l), eval("x", g))


class Map(dict):
    def __missing__(self, key):
        return "<" + key + ">"


print(eval("foo + bar", {}, Map(bar="b")))
code = compile("q = 5\nq * 2", "<c>", "exec")
exec(code)
print(q, eval(compile("q + 1", "<c>", "eval")), code.co_filename, code.co_name)
exec(compile("7 * 6", "<c>", "single"))
print(exec("1 + 1"), eval(b"2 + 2"), eval(compile("(1,\n 2)", "f", "eval")))


def f():
    secret = 3
    exec("secret = 99")
    return secret, eval("secret + 1"), eval("locals()['secret']")


print(f()[1:])
for source, mode in (("1 +", "eval"), ("x = 1", "eval"), ("if x", "exec"), ("def f(:", "exec"), ("return 1", "exec"), ("break", "exec"), ("continue", "exec"), ("yield 1", "exec"), ("'abc", "exec"), ("  x = 1", "exec"), ("if 1:\npass", "exec"), ("x = (1", "exec"), ("1 2", "eval"), ("", "eval"), ("a b c", "exec"), ("f(a=1, 2)", "exec"), ("def f(a, a): pass", "exec"), ("def f(a=1, b): pass", "exec"), ("x = 08", "exec"), ("else: pass", "exec"), ("import", "exec"), ("lambda: (yield)", "eval"), ("f(**k, *a)", "exec"), ("*x", "eval"), ("é = 1; é", "exec"), ("x: int = 5; x", "exec"), ("class C: return 1", "exec"), ("a = b = ", "exec")):
    try:
        compile(source, "<s>", mode)
        print("ok", repr(source))
    except SyntaxError as error:
        print(type(error).__name__, repr(source), error.lineno)
try:
    exec("x = 1\ny = x / 0\n", {})
except ZeroDivisionError as error:
    tb = error.__traceback__.tb_next
    print(tb.tb_lineno, tb.tb_frame.f_code.co_filename, tb.tb_frame.f_code.co_name)
for bad in (lambda: eval(5), lambda: exec(None), lambda: eval("1", 5), lambda: compile("1", "f", "nope"), lambda: eval("1", {}, 5)):
    try:
        bad()
    except (TypeError, ValueError, SyntaxError) as error:
        print(type(error).__name__)
