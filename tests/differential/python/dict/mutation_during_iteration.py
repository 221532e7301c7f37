def attempt(label, function):
    d = {i: str(i) for i in range(5)}
    seen = []
    try:
        function(d, seen)
        print(label, seen, len(d))
    except RuntimeError as error:
        print(label, seen, error)


def add(d, seen):
    for k in d:
        seen.append(k)
        d[k + 100] = 1


def delete(d, seen):
    for k in d:
        seen.append(k)
        del d[k]


def replace(d, seen):
    for k in d:
        seen.append(k)
        d[k] = "same size"


def swap(d, seen):
    for k in d:
        seen.append(k)
        if len(seen) > 20:
            break
        d.pop(k)
        d[k + 50] = 0


def items_clear(d, seen):
    for k, v in d.items():
        seen.append((k, v))
        d.clear()


def values_grow(d, seen):
    for v in d.values():
        seen.append(v)
        d["x"] = 1


def break_after(d, seen):
    for k in d:
        d["y"] = 1
        seen.append(k)
        break


def last(d, seen):
    for k in d:
        seen.append(k)
        if k == 4:
            del d[0]


for f in (add, delete, replace, items_clear, values_grow, break_after, last):
    attempt(f.__name__, f)
d = {1: 2}
it = iter(d)
d[2] = 3
for _ in range(2):
    try:
        print(next(it))
    except (RuntimeError, StopIteration) as error:
        print(type(error).__name__, error)
for k in list(d):
    del d[k]
print(d)
s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as error:
    print(error)
