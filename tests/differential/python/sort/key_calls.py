log = []


def key(x):
    log.append(x)
    return -x


a = [3, 1, 2]
print(a.sort(key=key), a, log)
log.clear()
print(sorted([], key=key), sorted([5], key=key), log)
print(sorted([3, 1, 2], key=None), sorted("aBc", key=str.lower, reverse=False))


def boom(x):
    if x == 2:
        raise RuntimeError("key failed")
    return -x


b = [1, 3, 2, 4]
try:
    b.sort(key=boom)
except RuntimeError as error:
    print(error, b)
for call in (lambda: [1, 2].sort(len), lambda: sorted(), lambda: sorted([1, 2], key=5), lambda: sorted(5), lambda: [1, "a"].sort(), lambda: sorted([None, 1]), lambda: sorted([1j, 2]), lambda: sorted([{}, {}]), lambda: sorted([[1], ["a"]]), lambda: sorted([(1, "a"), (1, None)])):
    try:
        print(call())
    except TypeError as error:
        print(error)
c = [3, "x", 1]
try:
    c.sort()
except TypeError as error:
    print(error, len(c), sorted(map(str, c)))
print(sorted([2, 1], reverse=5), sorted([2, 1], reverse=0), sorted([[2], [1, 5], [1]]), sorted([(2, "b"), (2, "a")]), sorted([{1}, {1, 2}], key=len))
