log = []


def g():
    log.append("start")
    x = None
    while True:
        try:
            x = yield ("got", x)
            log.append(("sent", x))
            if x == "stop":
                return "returned"
        except ValueError as error:
            log.append(("caught", str(error)))
            x = "after error"
        except GeneratorExit:
            log.append("exit")
            raise
        finally:
            log.append("finally")


it = g()
print(log, next(it), it.send(1), it.throw(ValueError("v")), it.send(None), log)
log.clear()
try:
    it.send("stop")
except StopIteration as stop:
    print(stop.value, stop.args, log)
for action in (lambda: next(it), lambda: it.send(5), lambda: it.throw(KeyError("late")), lambda: it.close()):
    try:
        print(action())
    except (StopIteration, KeyError) as error:
        print(type(error).__name__, error.args)
log.clear()
it = g()
try:
    it.send(1)
except TypeError as error:
    print(error)
next(it)
print(it.close(), log, it.close())
it = g()
it.close()
try:
    next(it)
except StopIteration as stop:
    print("closed before start", stop.value)
it = g()
try:
    it.throw(ValueError("before start"))
except ValueError as error:
    print(error)
try:
    next(it)
except StopIteration:
    print("finished")


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)


def catches():
    try:
        yield 1
    except GeneratorExit:
        log.append("swallowed")


log.clear()
c = catches()
next(c)
print(c.close(), log)


def on_close():
    try:
        yield 1
    finally:
        raise KeyError("in finally")


o = on_close()
next(o)
try:
    o.close()
except KeyError as error:
    print(repr(error))
for bad in (lambda: g().throw("x"), lambda: g().throw(5), lambda: g().throw(), lambda: g().send(), lambda: g().send(1, 2)):
    try:
        bad()
    except TypeError as error:
        print("TypeError")
