"""Generators that are forgotten within try or with: their cleanup is run when they are found, or at the end."""
import gc, contextlib

log = []


def g():
    try:
        yield 1
        yield 2
    finally:
        log.append("finally")
def w():
    with contextlib.ExitStack() as s:
        s.callback(log.append,"with")
        yield 1
def bad():
    try:
        yield 1
    finally:
        1 / 0


def use(f):
    it = f()
    next(it)


def first(f):
    for x in f():
        break


for f in (g, w):
    use(f)
    first(f)
g()  # not started
gc.collect(); gc.collect()
print(sorted(log))
import sys

sys.unraisablehook = lambda u: log.append(type(u.exc_value).__name__)
use(bad)


def deep(n):
    return n and deep(n - 1)


deep(20)
gc.collect(); gc.collect()
print(sorted(log))
sys.unraisablehook = sys.__unraisablehook__
def left():
    try:
        yield
    finally:
        print("left at the end")


kept = left()
next(kept)
