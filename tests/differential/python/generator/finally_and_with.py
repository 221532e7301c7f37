log = []


class CM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        log.append("enter " + self.name)
        return self

    def __exit__(self, kind, value, tb):
        log.append(f"exit {self.name} {kind.__name__ if kind else None}")
        return self.swallow


def g():
    with CM("a"):
        yield 1
        with CM("b", True):
            yield 2
            raise ValueError("swallowed")
        yield 3
        try:
            yield 4
        finally:
            log.append("inner finally")
            yield 5
    yield 6


print(list(g()), log)
log.clear()
it = g()
next(it)
it.close()
print(log)
log.clear()
it = g()
print(next(it), next(it), it.throw(KeyError("k")), log)
log.clear()
print(it.throw(StopAsyncIteration) if False else next(it))
try:
    it.throw(IndexError("i"))
    print("yielded in finally", log)
    next(it)
except IndexError as error:
    print("error after finally", error, log)


def early():
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            yield i
        finally:
            log.append(i)
    else:
        yield "else"


log.clear()
print(list(early()), log)


def returns():
    try:
        yield 1
        return "try"
    finally:
        log.append("finally")


def overrides():
    try:
        yield 1
        raise ValueError
    finally:
        return "finally wins"


def run(it):
    try:
        while True:
            next(it)
    except StopIteration as stop:
        return stop.value


log.clear()
print(run(returns()), run(overrides()), log)
