log = []


class CM:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        log.append(f"enter {self.name}")
        if self.fail == "enter":
            raise RuntimeError("enter " + self.name)
        return self.name

    def __exit__(self, kind, value, tb):
        log.append(f"exit {self.name} {kind and kind.__name__} {value} {tb is not None}")
        if self.fail == "exit":
            raise RuntimeError("exit " + self.name)
        return self.swallow


def run(f):
    try:
        result = f()
    except Exception as error:
        result = f"{error!r} context={error.__context__!r}"
    print(result, log)
    log.clear()


def normal():
    with CM("a") as a, CM("b") as (b):
        log.append(a + b)
        return "returned"


def swallowed():
    with CM("a", True):
        with CM("b"):
            raise ValueError("v")
    return "after"


def not_swallowed():
    with CM("a"), CM("b"):
        raise ValueError("v")


def enter_fails():
    with CM("a"), CM("b", fail="enter"), CM("c"):
        pass


def exit_fails():
    with CM("a"), CM("b", fail="exit"):
        raise ValueError("v")


def exit_fails_quietly():
    with CM("a", True), CM("b", fail="exit"):
        pass
    return "a swallowed"


def loops():
    for i in range(3):
        with CM(str(i)):
            if i == 0:
                continue
            if i == 1:
                break
    return i


def targets():
    d = {}
    with CM("x") as d["k"], CM("yz") as (p, q):
        return d, p, q


def bad_target():
    with CM("abc") as (p, q):
        pass


def parenthesised():
    with (CM("p") as a, CM("q") as b,):
        return a, b


class Truthy:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return [0]


def truthy():
    with Truthy():
        1 / 0
    return "truthy swallowed"


class NoExit:
    def __enter__(self):
        pass


class NoEnter:
    def __exit__(self, *a):
        pass


for f in (normal, swallowed, not_swallowed, enter_fails, exit_fails, exit_fails_quietly, loops, targets, bad_target, parenthesised, truthy):
    print(f.__name__, end=": ")
    run(f)
for thing in (NoExit(), NoEnter(), 5):
    try:
        with thing:
            pass
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)
