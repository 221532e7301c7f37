from fractions import Fraction


def mul(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]


def identity(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]


def power(m, n):
    result = identity(len(m))
    while n:
        if n & 1:
            result = mul(result, m)
        m = mul(m, m)
        n >>= 1
    return result


def det(m):
    if len(m) == 1:
        return m[0][0]
    return sum((-1) ** j * m[0][j] * det([row[:j] + row[j + 1 :] for row in m[1:]]) for j in range(len(m)))


def bareiss(m):
    m, sign, prev = [row[:] for row in m], 1, 1
    n = len(m)
    for k in range(n - 1):
        if m[k][k] == 0:
            for i in range(k + 1, n):
                if m[i][k]:
                    m[k], m[i], sign = m[i], m[k], -sign
                    break
            else:
                return 0
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                m[i][j] = (m[i][j] * m[k][k] - m[i][k] * m[k][j]) // prev
        prev = m[k][k]
    return sign * m[-1][-1]


def inverse(m):
    n = len(m)
    a = [[Fraction(x) for x in row] + [Fraction(int(i == j)) for j in range(n)] for i, row in enumerate(m)]
    for c in range(n):
        p = next((r for r in range(c, n) if a[r][c]), None)
        if p is None:
            raise ZeroDivisionError("singular matrix")
        a[c], a[p] = a[p], a[c]
        a[c] = [x / a[c][c] for x in a[c]]
        for r in range(n):
            if r != c:
                a[r] = [x - a[r][c] * y for x, y in zip(a[r], a[c])]
    return [row[n:] for row in a]


def lu(m):
    n = len(m)
    l, u = identity(n), [row[:] for row in m]
    for c in range(n):
        for r in range(c + 1, n):
            f = u[r][c] / u[c][c]
            l[r][c] = f
            u[r] = [x - f * y for x, y in zip(u[r], u[c])]
    return l, u


m = [[2, 1, 3], [0, -1, 4], [1, 2, 5]]
print(mul(m, m), det(m), bareiss(m), power([[1, 1], [1, 0]], 90)[0][1], power(m, 0) == identity(3))
inv = inverse(m)
print([[str(x) for x in row] for row in inv], mul(m, inv) == identity(3))
try:
    inverse([[1, 2], [2, 4]])
except ZeroDivisionError as error:
    print(error)
l, u = lu([[4.0, 3.0], [6.0, 3.0]])
print(l, u, mul(l, u))
h = [[Fraction(1, i + j + 1) for j in range(4)] for i in range(4)]
print([[int(x) for x in row] for row in inverse(h)], det(h))
print(list(zip(*m)), [list(r) for r in zip(*m[::-1])], sum(m[i][i] for i in range(3)), [row[::-1] for row in m], bareiss([[(i * j + i + j) % 7 for j in range(7)] for i in range(7)]))
magic = [[8, 1, 6], [3, 5, 7], [4, 9, 2]]
print(all(sum(r) == 15 for r in magic + [list(c) for c in zip(*magic)]), det(magic))
n = 5
spiral, (r, c), (dr, dc) = [[0] * n for _ in range(n)], (0, 0), (0, 1)
for k in range(1, n * n + 1):
    spiral[r][c] = k
    if not (0 <= r + dr < n and 0 <= c + dc < n and spiral[r + dr][c + dc] == 0):
        dr, dc = dc, -dr
    r, c = r + dr, c + dc
print("\n".join(" ".join(f"{x:2}" for x in row) for row in spiral))
