s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice(1, 2))
print(slice(1, 2) == slice(1, 2), slice(1, 2) != slice(1, 2, 1), slice(1, 2) < slice(1, 3), slice("a", [1]).stop)
for sl in (slice(None), slice(None, None, -1), slice(-5, None), slice(10, 0, -3), slice(-100, 100, 7), slice(3, 3)):
    for n in (0, 1, 5, 12):
        start, stop, step = sl.indices(n)
        wanted = list(range(n))[sl]
        print(sl, n, (start, stop, step), list(range(start, stop, step)) == wanted, len(range(n)[sl]))


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


o = Show()
print(o[1], o[1:2], o[::], o[1:2, 3], o[...], o[:, None], o[()], o[(1,)], o["a":"b":"c"], o[1, 2:3, ::4])
o[1:2] = 5
o[::2, ...] = 6
del o[3:], o[1, 2]
o[0] += 1 if False else 0
o[:] = o[:]
for bad in ((), (1, 2, 3, 4)):
    try:
        slice(*bad)
    except TypeError as error:
        print(error)
try:
    slice(1).indices(-1)
except ValueError as error:
    print(error)
try:
    slice(None, None, 0).indices(3)
except ValueError as error:
    print(error)
