def g(n):
    yield n
    yield n + 1


it = g(5)
print(type(it).__name__, it.__name__, it.__qualname__, it.gi_running, it.gi_yieldfrom, iter(it) is it, hasattr(it, "__next__"), it.gi_frame is not None, it.gi_code is g.__code__)
next(it)
print(list(it), it.gi_frame, it.gi_running)


def self_running():
    try:
        next(me)
    except ValueError as error:
        yield str(error)
    yield me.gi_running


me = self_running()
print(list(me))


def two(a):
    x = yield a
    y = yield x
    return a, x, y


t1, t2 = two("A"), two("B")
print(next(t1), next(t2), t1.send(1), t2.send(2))
for t, v in ((t2, 20), (t1, 10)):
    try:
        t.send(v)
    except StopIteration as stop:
        print(stop.value)


def local_state():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


fib = local_state()
print([next(fib) for _ in range(15)])
def params(*args, **kw):
    yield args
    yield kw


print(list(params(1, 2, k=3)))


class C:
    def __iter__(self):
        yield from self.items

    items = (1, 2)

    @property
    def gen(self):
        yield "prop"

    @staticmethod
    def st():
        yield "static"

    def __getitem__(self, i):
        yield i


c = C()
print(list(c), list(c.gen), list(C.st()), list(c[5]), [*c, *c], max(c), 2 in c)
empty = (i for i in ())
print(list(empty), type(empty).__name__, empty.__name__, (lambda: (yield 1))().__name__)
