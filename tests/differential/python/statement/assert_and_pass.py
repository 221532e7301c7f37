log = []


def t(v, name):
    log.append(name)
    return v


assert t(True, "cond"), t("never", "msg")
print(log)
for source in ("assert 0", "assert 0, 'message'", "assert [], ('a', 1)", "assert None, None", "assert '' or 0, ValueError('inner')", "assert (1 > 2), f'{1 + 1} {[x for x in range(2)]}'", "assert not 1, 5"):
    try:
        exec(source)
    except AssertionError as error:
        print(source, "|", str(error), error.args)
try:
    assert t(False, "c2"), t("m", "m2")
except AssertionError as error:
    print(error, log)


class B:
    def __bool__(self):
        raise ValueError("bool failed")


try:
    assert B()
except ValueError as error:
    print(error)


def f():
    pass


def g():
    ...


class C:
    pass


class D: ...


for _ in range(2): pass
while False: pass
if True: pass
else: pass
try: pass
finally: pass
with open(__file__): pass
print(f(), g(), C.__name__, D.__name__, (lambda: ...)(), ... is Ellipsis, Ellipsis)
if 1: print("one line"); print("two statements")
x = 1; y = 2; print(x, y);
for i in range(2): print(i, end=" "); print("same line")
class E: a = 1; b = 2
def h(): return 1; return 2
print(E.a, E.b, h())
"a string statement"
5
None
[print("list display statement")]
x == 1
x
-x
not x
(lambda: print("never"))
1 if x else print("never")
x and print("and evaluated")
print("line \
continuation"); z = (1 +
    2 +
    3); print(z)
if (x == 1 and
        y == 2):
    print("paren continuation")
value = {
    "a": 1,  # comment
    # another
    "b": [1,
          2],
}
print(value)
