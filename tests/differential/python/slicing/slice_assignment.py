def run(source, expression, value):
    a = list(range(8))
    try:
        exec(source, {"a": a, "v": value})
        print(source, repr(value), a)
    except (ValueError, TypeError, IndexError) as error:
        print(source, repr(value), type(error).__name__, error if value != 5 else "")


for source in ("a[2:4] = v", "a[2:2] = v", "a[:] = v", "a[5:2] = v", "a[-2:] = v", "a[100:] = v", "a[:-100] = v", "a[::2] = v", "a[::-1] = v", "a[1:7:3] = v", "a[::0] = v", "a[3:3:2] = v"):
    for value in ([], [9], [9, 8, 7, 6], "xy", (1,), 5, iter([1, 2]), {1: 2}):
        run(source, None, value if not hasattr(value, "__next__") else [1, 2])
for source in ("del a[2]", "del a[-1]", "del a[2:5]", "del a[::2]", "del a[::-3]", "del a[:]", "del a[5:2]", "del a[9]", "del a[1:100:4]", "del a[6::-2]"):
    run(source, None, None)
a = [1, 2, 3]
a[1:1] = a
print(a)
a[:] = a[::-1]
print(a)
a[::2] = a[::2][::-1]
print(a)
a[len(a):] = [0]
a[0:0] = (x for x in "gen")
print(a)
a = a[:]
a[2:4], a[0] = [a[0], a[0]], "end"
print(a)
