a = [3, 1, 2]
print(a.append(4), a.extend("xy"), a.insert(1, "i"), a, a.pop(), a.pop(0), a.remove("x"), a)
print(a.index(1), a.count(1), a.reverse(), a, a.copy() == a, a.copy() is a, a.clear(), a)
b = [1, 2, 3, 2, 1]
print(b.index(2), b.index(2, 2), b.index(1, -2), b.count(9), b.index(1, 1, 100))
b.insert(100, "end")
b.insert(-100, "start")
b.insert(-1, "before end")
print(b)
b.extend(b)
b += (7, 8)
b += {9: 0}
b.extend(x for x in range(2))
print(b, len(b))
for call in (lambda: b.index("zz"), lambda: b.remove("zz"), lambda: [].pop(), lambda: b.pop(100), lambda: b.pop(-100), lambda: b.pop("a"), lambda: b.append(), lambda: b.extend(5), lambda: b + (1,), lambda: b * "a", lambda: b * 1.5, lambda: [1] < 5, lambda: b.foo, lambda: b.insert("a", 1), lambda: b.append(1, 2), lambda: list(5), lambda: list(1, 2)):
    try:
        print(call())
    except (ValueError, IndexError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(list(), list("ab"), list((1, 2)), list({1: 2}), list(range(3)), list([1]), [*"ab", *[1], *()], [1, 2] * 2, 0 * [1], [[]] * 3)
c = [[0] * 2] * 2
c[0][0] = 1
print(c, c[0] is c[1])
print([1, 2] == [1, 2], [1] == (1,), [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9], [1, [2]] == [1.0, [2.0]])
