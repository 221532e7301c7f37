def lines(error):
    tb, out = error.__traceback__, []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return out


def level3():
    x = [1,
         2]
    return x[
        5
    ]


def level2():
    return level3() + 1


def level1():
    try:
        level2()
    finally:
        pass


try:
    level1()
except IndexError as error:
    print(lines(error))


def reraiser():
    try:
        level2()
    except IndexError:
        raise


def wrapper():
    try:
        level2()
    except IndexError as error:
        raise ValueError from error


for f in (reraiser, wrapper):
    try:
        f()
    except Exception as error:
        print(lines(error), lines(error.__cause__) if error.__cause__ else None)


def gen():
    yield 1
    raise KeyError


try:
    for _ in gen():
        pass
except KeyError as error:
    print(lines(error))
try:
    [1 / x for x in (1,
                     0)]
except ZeroDivisionError as error:
    print(error.__traceback__.tb_lineno)
try:
    (lambda: undefined)()
except NameError as error:
    print(lines(error))


class C:
    def __init__(self):
        self.x = self.missing

    def __add__(self, other):
        raise TypeError("add")


for make in (C, lambda: C.__new__(C) + 1):
    try:
        make()
    except (AttributeError, TypeError) as error:
        print(lines(error))
saved = ValueError("reused")
for _ in range(2):
    try:
        raise saved
    except ValueError as error:
        print(len(lines(error)))
print(saved.with_traceback(None) is saved, saved.__traceback__)
def deco(f):
    def inner(*a):
        return f(*a)

    return inner


@deco
def decorated(a):
    return a.b


try:
    decorated(5)
except AttributeError as error:
    print(lines(error))
import sys


def current():
    try:
        1 / 0
    except ZeroDivisionError:
        kind, value, tb = sys.exc_info()
        return kind.__name__, str(value), tb.tb_lineno


print(current(), sys.exc_info(), sys._getframe().f_lineno, sys._getframe().f_code.co_name)
