class NotIterable:
    pass


class Raises:
    def __iter__(self):
        yield 1
        raise ValueError("mid")


cases = ["a, b = [1]", "a, b = [1, 2, 3]", "a, b = 5", "a, b = None", "a, *b = []", "a, *b, c = [1]", "a, b = ''", "a, b, c = {1: 2}", "a, b = NotIterable()", "[a] = 1, 2", "(a, b), c = 1, 2", "a, b = Raises()", "a, *b = Raises()", "*a, = 5", "x, y = {1, 2, 3}",
         "a, (b, c) = 1, (2,)", "for a, b in [(1, 2), (3,)]: pass", "[a for a, b in [1]]", "a, b, *c = 'x'", "() = [1]", "a, b = (i for i in range(1))", "a, b = iter([1, 2, 3, 4])"]
for source in cases:
    space = {"NotIterable": NotIterable, "Raises": Raises}
    try:
        exec(source, space)
        print(source, "fine")
    except (ValueError, TypeError) as error:
        print(source, "|", type(error).__name__, error, "|", "a" in space)
seen = []


def gen():
    for i in range(10):
        seen.append(i)
        yield i


try:
    a, b, c = gen()
except ValueError as error:
    print(error, seen)
seen.clear()
it = gen()
a, b = next(it), next(it)
print(a, b, seen)
for source in ("*a = 1", "*a, *b = 1, 2", "a, 1 = 1, 2", "f() = 1", "a + b = 1", "None = 1", "(a, b) += 1", "*a", "x = *a", "del *a", "a = *b, = 1 = 2", "for 1 in x: pass", "{a} = 1", "'x' = 1", "a.b() = 1", "def f(): nonlocal x", "[a, b] : int = 1"):
    try:
        compile(source, "<test>", "exec")
        print(source, "compiles")
    except SyntaxError as error:
        print(source, "SyntaxError")
