def f(a, b=2):
    x = a.bit_length()
    return [x + b, f.__name__]
print(f(3), f(4))
c = f.__code__.replace(co_name="g", co_filename="zz", co_firstlineno=7)
print(c.co_name, c.co_filename, c.co_firstlineno, c.co_varnames, f.__code__.co_name)
import types
g = types.FunctionType(c, globals(), None, (5,))
print(g(3), g(3), f(3), g.__name__)
def outer():
    y = 1
    def inner(): return y
    return inner
try: f.__code__ = outer().__code__
except ValueError as e: print(e)
@types.coroutine
def gen(): yield 3
print(gen.__code__.co_flags & 0x100, next(iter(gen())))
def co(): pass
co.__code__ = f.__code__
print(co(8, 9))
