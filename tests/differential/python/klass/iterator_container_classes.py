class Matrix:
    def __init__(self, rows):
        self._rows = [list(r) for r in rows]

    def __len__(self):
        return len(self._rows)

    def __getitem__(self, key):
        if isinstance(key, tuple):
            r, c = key
            if isinstance(r, slice):
                return Matrix([row[c] if isinstance(c, slice) else [row[c]] for row in self._rows[r]])
            return self._rows[r][c]
        return self._rows[key]

    def __setitem__(self, key, value):
        if isinstance(key, tuple):
            self._rows[key[0]][key[1]] = value
        else:
            self._rows[key] = list(value)

    def __iter__(self):
        for row in self._rows:
            yield from row

    def __contains__(self, x):
        return any(x in row for row in self._rows)

    def __reversed__(self):
        return (x for row in reversed(self._rows) for x in reversed(row))

    def __eq__(self, o):
        return isinstance(o, Matrix) and self._rows == o._rows

    def __bool__(self):
        return any(map(any, self._rows))

    def __repr__(self):
        return f"Matrix({self._rows})"


m = Matrix([[1, 2, 3], [4, 5, 6]])
print(len(m), m[1], m[0, 2], m[:, 1], m[:, ::2], list(m), 5 in m, 9 in m, list(reversed(m)), sum(m), max(m), sorted(m, reverse=True)[:2], m == Matrix([(1, 2, 3), (4, 5, 6)]), bool(Matrix([[0]])), [*m][:2])
m[0, 0] = 10
m[1] = range(3)
m[1][2] += 5
print(m)
for bad in (lambda: m[5], lambda: m[0, 9], lambda: m["a"], lambda: m[1, 2, 3], lambda: hash(m)):
    try:
        print(bad())
    except (IndexError, TypeError, ValueError) as error:
        print(type(error).__name__, error)


class Ring:
    def __init__(self, size):
        self.data, self.start, self.count = [None] * size, 0, 0

    def append(self, x):
        end = (self.start + self.count) % len(self.data)
        self.data[end] = x
        if self.count == len(self.data):
            self.start = (self.start + 1) % len(self.data)
        else:
            self.count += 1

    def __len__(self):
        return self.count

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        if i < 0:
            i += self.count
        if not 0 <= i < self.count:
            raise IndexError(i)
        return self.data[(self.start + i) % len(self.data)]


r = Ring(3)
for i in range(7):
    r.append(i)
print(list(r), r[-1], r[::-1], 5 in r, len(r), list(reversed(r)), list(enumerate(r)), [*zip(r, r[1:])], tuple(r), max(r))
a, b, c = r
print(a, b, c)
