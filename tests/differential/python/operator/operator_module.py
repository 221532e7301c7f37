import operator as op

print(op.add(1, 2), op.sub(5, 3), op.mul("a", 3), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 5), op.neg(3), op.pos(-3), op.abs(-3), op.invert(5), op.matmul)
print(op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.lshift(1, 4), op.rshift(16, 2), op.not_(0), op.truth([]), op.is_(None, None), op.is_not(1, None), op.lt(1, 2), op.ge(1, 2), op.eq("a", "a"), op.ne(1, 1))
print(op.concat([1], [2]), op.contains([1, 2], 2), op.countOf([1, 1, 2], 1), op.indexOf("abc", "c"), op.getitem([1, 2], 1), op.index(5))
d = {}
op.setitem(d, "k", 1)
op.delitem(d, "k")
print(d, op.itemgetter(1)("abc"), op.itemgetter(0, 2)("abc"), op.itemgetter(slice(1, 3))("abcd"), op.attrgetter("real")(5), op.attrgetter("real", "imag")(2 + 3j), op.attrgetter("__class__.__name__")(5), op.methodcaller("upper")("a"), op.methodcaller("split", ",", maxsplit=1)("a,b,c"))
a = [1]
b = op.iadd(a, [2])
print(a, b is a, op.iadd(1, 2), op.ior({1}, {2}) == {1, 2}, op.imul([1], 2), op.ipow(2, 3))
rows = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(rows, key=op.itemgetter(1)), sorted(rows, key=op.itemgetter(1, 0)), max(rows, key=op.itemgetter(1)), list(map(op.mul, [1, 2], [3, 4])))
for bad in (lambda: op.itemgetter(), lambda: op.itemgetter(5)("abc"), lambda: op.attrgetter(5), lambda: op.attrgetter("nope")(5), lambda: op.add(1, "a"), lambda: op.indexOf([1], 2), lambda: op.methodcaller("nope")(1), lambda: op.concat(1, 2), lambda: op.index(1.5), lambda: op.add(1)):
    try:
        print(bad())
    except (TypeError, IndexError, AttributeError, ValueError) as error:
        print(type(error).__name__)
from functools import reduce

print(reduce(op.mul, range(1, 10)), reduce(op.add, [[1], [2]], []), reduce(op.xor, [5, 3, 5]), reduce(op.or_, [{1}, {2}]) == {1, 2})
