class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __matmul__(self, o):
        return Matrix([[sum(x * y for x, y in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])

    def __rmatmul__(self, o):
        return Matrix([o]) @ self

    def __imatmul__(self, o):
        self.rows = (self @ o).rows
        return self

    def __getitem__(self, ij):
        i, j = ij
        if isinstance(i, slice):
            return [r[j] for r in self.rows[i]]
        return self.rows[i][j]

    def __setitem__(self, ij, v):
        self.rows[ij[0]][ij[1]] = v

    def __delitem__(self, i):
        del self.rows[i]

    def __repr__(self):
        return repr(self.rows)


m = Matrix([[1, 2], [3, 4]])
n = m @ m
n[0, 1] = 100
m @= m
print(m, n, n[1, 0], n[:, 1], n[0, ::-1], [1, 1] @ m)
del n[0]
print(n)
