from contextlib import contextmanager, suppress, closing, ExitStack, nullcontext, redirect_stdout, ContextDecorator, AbstractContextManager
import io

log = []


@contextmanager
def cm(name, swallow=False):
    log.append(f"+{name}")
    try:
        yield name.upper()
    except ValueError as error:
        log.append(f"!{name}:{error}")
        if not swallow:
            raise
    finally:
        log.append(f"-{name}")


def show(*v):
    print(*v, log)
    log.clear()


with cm("a") as a, cm("b") as b:
    log.append(a + b)
show()
with cm("s", True):
    raise ValueError("v")
show("swallowed")
try:
    with cm("outer"), cm("inner"):
        raise ValueError("deep")
except ValueError as error:
    show(error)


@cm("deco")
def decorated(x):
    log.append(x)
    return x * 2


show(decorated(5), decorated(6))


@contextmanager
def no_yield():
    if False:
        yield


@contextmanager
def two_yields():
    yield 1
    yield 2


@contextmanager
def replaces():
    try:
        yield
    except KeyError as error:
        raise TypeError("replaced") from error


for make in (no_yield, two_yields, replaces):
    try:
        with make():
            raise KeyError("k") if make is replaces else SystemError("x") if False else None or KeyError("k2")
    except (RuntimeError, TypeError, KeyError) as error:
        print(make.__name__, type(error).__name__, error, repr(error.__cause__))
with suppress(KeyError, ZeroDivisionError):
    {}["x"]
    log.append("never")
with suppress():
    log.append("fine")
try:
    with suppress(KeyError):
        raise IndexError("other")
except IndexError as error:
    show(error)


class Closes:
    def close(self):
        log.append("closed")


with closing(Closes()) as c:
    log.append(type(c).__name__)
with nullcontext(7) as n:
    log.append(n)
show()
with ExitStack() as stack:
    names = [stack.enter_context(cm(str(i))) for i in range(3)]
    stack.callback(log.append, "callback")
    stack.push(lambda *exc: log.append(exc[0] and exc[0].__name__))
show(names)
try:
    with ExitStack() as stack:
        stack.enter_context(cm("x"))
        stack.callback(lambda: 1 / 0)
        raise ValueError("body")
except ZeroDivisionError as error:
    show(error, repr(error.__context__))
stack = ExitStack()
stack.enter_context(cm("moved"))
later = stack.pop_all()
stack.close()
log.append("after close")
later.close()
show()
buffer = io.StringIO()
with redirect_stdout(buffer):
    print("hidden")
show(repr(buffer.getvalue()))


class Track(ContextDecorator, AbstractContextManager):
    def __exit__(self, *exc):
        log.append("track exit")


@Track()
def tracked():
    return "result"


show(tracked(), isinstance(Closes(), AbstractContextManager), isinstance(cm("q"), AbstractContextManager))
