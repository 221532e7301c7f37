import traceback
import io
import sys


class Custom(Exception):
    def __str__(self):
        return "custom text\nsecond line"


def inner():
    raise Custom


def outer():
    try:
        inner()
    except Custom as error:
        raise ValueError("outer") from error


try:
    outer()
except ValueError as error:
    tb = traceback.extract_tb(error.__traceback__)
    print([(f.name, f.lineno, f.line) for f in tb])
    print([(f.name, f.lineno) for f in traceback.extract_tb(error.__cause__.__traceback__)])
    print(traceback.format_exception_only(error), traceback.format_exception_only(type(error.__cause__), error.__cause__))
    lines = "".join(traceback.format_exception(error)).splitlines()
    print([l for l in lines if not l.startswith(" ")])
    te = traceback.TracebackException.from_exception(error)
    print(str(te), te.__cause__ is not None, te.__suppress_context__, len(te.stack))
for e in (ValueError(), KeyError("k"), SyntaxError("bad", ("f.py", 1, 2, "x y\n")), OSError(2, "gone", "file"), ExceptionGroup("g", [ValueError(1)])):
    print([l for l in traceback.format_exception_only(type(e), e) if "^" not in l])
e = ValueError("with notes")
e.add_note("note 1")
print(traceback.format_exception_only(e))
buffer = io.StringIO()
try:
    1 / 0
except ZeroDivisionError:
    traceback.print_exc(file=buffer)
    print(traceback.format_exc().splitlines()[0], traceback.format_exc().splitlines()[-1])
print(buffer.getvalue().splitlines()[0], buffer.getvalue().count("\n") >= 3)
print([f.name for f in traceback.extract_stack()], [s.strip().splitlines()[-1] for s in traceback.format_list([("f.py", 3, "fn", "code here")])], traceback.format_exc().strip())


def walk():
    return [(f.f_code.co_name, n) for f, n in traceback.walk_stack(sys._getframe())]


print(walk()[0][0], walk()[-1][0])
