log = []


def handler(n):
    try:
        try:
            if n == 1:
                raise ValueError("one")
            if n == 2:
                raise KeyError("two")
            log.append("body")
        except ValueError:
            log.append("inner except")
            raise TypeError("from handler")
        else:
            log.append("inner else")
            if n == 3:
                raise IndexError("from else")
        finally:
            log.append("inner finally")
    except (TypeError, KeyError) as error:
        log.append(f"outer {error!r}")
        return "handled"
    except IndexError as error:
        log.append(f"else error {error}")
        raise
    finally:
        log.append("outer finally")
    return "end"


for n in range(4):
    try:
        print(n, handler(n), log)
    except IndexError as error:
        print(n, repr(error), log)
    log.clear()
import sys


def info():
    kind = sys.exc_info()[0]
    return kind and kind.__name__


def states():
    out = [info()]
    try:
        raise ValueError
    except ValueError:
        out.append(info())
        try:
            raise KeyError
        except KeyError:
            out.append(info())
        out.append(info())
    out.append(info())
    return out


print(states())


def gen():
    try:
        raise IndexError
    except IndexError:
        yield info()
        yield info()


it = gen()
try:
    raise TypeError
except TypeError:
    print(next(it), info())
print(next(it), info())


def retry(times):
    attempts = 0
    while True:
        try:
            attempts += 1
            if attempts < times:
                raise ConnectionError(attempts)
            return attempts
        except ConnectionError as error:
            log.append(error.args[0])
            if attempts > 5:
                raise


print(retry(3), log)
try:
    retry(10)
except ConnectionError as error:
    print(repr(error))


def deep(n):
    try:
        if n == 0:
            raise ValueError("bottom")
        deep(n - 1)
    except ValueError as error:
        error.args += (n,)
        raise


try:
    deep(5)
except ValueError as error:
    print(error.args)
