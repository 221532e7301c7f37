import functools


def memo(f):
    cache = {}

    @functools.wraps(f)
    def inner(*args):
        if args not in cache:
            cache[args] = f(*args)
        return cache[args]

    inner.cache = cache
    return inner


@memo
def fib(n):
    "fibonacci"
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache), fib.__name__, fib.__doc__, fib.__wrapped__.__name__)


def retry(times, *errors):
    def deco(f):
        @functools.wraps(f)
        def inner(*a, **k):
            for attempt in range(1, times + 1):
                try:
                    return f(*a, attempt=attempt, **k)
                except errors as error:
                    last = error
                    print("attempt", attempt, "failed:", error)
            raise RuntimeError("gave up") from last

        return inner

    return deco


@retry(3, ValueError, KeyError)
def flaky(limit, attempt):
    if attempt < limit:
        raise ValueError(f"only {attempt}")
    return "ok at " + str(attempt)


print(flaky(2))
try:
    flaky(9)
except RuntimeError as error:
    print(error, repr(error.__cause__))


def typed(f):
    hints = f.__annotations__

    @functools.wraps(f)
    def inner(*args):
        for (name, kind), value in zip(hints.items(), args):
            if name != "return" and not isinstance(value, kind):
                raise TypeError(f"{f.__name__}: {name} wants {kind.__name__}, got {type(value).__name__}")
        return f(*args)

    return inner


@typed
def join(a: str, n: int) -> str:
    return a * n


print(join("ab", 2))
try:
    join("ab", "2")
except TypeError as error:
    print(error)


def trace(f, depth=[0]):
    @functools.wraps(f)
    def inner(*a):
        print("  " * depth[0] + f"{f.__name__}{a}")
        depth[0] += 1
        try:
            return f(*a)
        finally:
            depth[0] -= 1

    return inner


@trace
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


print(fact(4))
