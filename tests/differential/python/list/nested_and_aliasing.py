grid = [[0] * 3 for _ in range(3)]
grid[1][2] = 5
grid[0], grid[2] = grid[2], grid[0]
print(grid, [row[:] for row in grid] == grid, list(map(list, zip(*grid))), sum(map(sum, grid)), [c for row in grid for c in row])
a = b = [1]
b += [2]
b = b + [3]
print(a, b)


def f(x, acc=[]):
    acc.append(x)
    return acc


print(f(1), f(2), f(3, []), f(4))
a = [1, 2, 3]
a[0], a[a[0]] = 2, "x"
print(a)
i = 0
i, a[i] = 1, "y"
print(a)
a = [[1, 2], [3, 4]]
shallow, deep = a[:], [x[:] for x in a]
a[0][0] = 99
print(shallow, deep)
x = [1, 2, 3, 4, 5]
x[1:3], rest = [20], x[1:3]
print(x, rest)
stack = []
for token in "3 4 + 2 * 7 -".split():
    if token.isdigit():
        stack.append(int(token))
    else:
        q, p = stack.pop(), stack.pop()
        stack.append(p + q if token == "+" else p - q if token == "-" else p * q)
print(stack)
t = ([1], [2])
try:
    t[0] += [5]
except TypeError as error:
    print(error, t)
first, *middle, last = range(6)
print(first, middle, last, [*middle, *[first]], len([None] * 5), [[], [[]], [[[]]]])
del a[0], a[0][1:]
print(a)
