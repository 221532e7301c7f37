def knapsack(items, cap):
    best = [[0] * (cap + 1) for _ in range(len(items) + 1)]
    for i, (name, w, v) in enumerate(items, 1):
        for c in range(cap + 1):
            best[i][c] = best[i - 1][c]
            if w <= c and best[i - 1][c - w] + v > best[i][c]:
                best[i][c] = best[i - 1][c - w] + v
    chosen, c = [], cap
    for i in range(len(items), 0, -1):
        if best[i][c] != best[i - 1][c]:
            chosen.append(items[i - 1][0])
            c -= items[i - 1][1]
    return best[-1][-1], chosen[::-1]


ITEMS = [("map", 9, 150), ("compass", 13, 35), ("water", 153, 200), ("sandwich", 50, 160), ("glucose", 15, 60), ("tin", 68, 45), ("banana", 27, 60), ("apple", 39, 40), ("cheese", 23, 30)]
print(knapsack(ITEMS, 150), knapsack([], 10), knapsack(ITEMS, 0))


def lcs(a, b):
    m = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            m[i + 1][j + 1] = m[i][j] + x if x == y else max(m[i + 1][j], m[i][j + 1], key=len)
    return m[-1][-1]


def edit(a, b):
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1):
            cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]


def change(coins, total):
    ways = [1] + [0] * total
    for c in coins:
        for t in range(c, total + 1):
            ways[t] += ways[t - c]
    least = [0] + [None] * total
    for t in range(1, total + 1):
        options = [least[t - c] for c in coins if c <= t and least[t - c] is not None]
        least[t] = min(options) + 1 if options else None
    return ways[total], least[total]


def lis(a):
    from bisect import bisect_left

    tails, back, where = [], [], []
    for i, x in enumerate(a):
        k = bisect_left(tails, x)
        if k == len(tails):
            tails.append(x)
            where.append(i)
        else:
            tails[k], where[k] = x, i
        back.append(where[k - 1] if k else None)
    out, i = [], where[-1] if where else None
    while i is not None:
        out.append(a[i])
        i = back[i]
    return out[::-1]


def chain(dims):
    n = len(dims) - 1
    cost, split = {}, {}
    for size in range(1, n + 1):
        for i in range(n - size + 1):
            j = i + size - 1
            if i == j:
                cost[i, j] = 0
                continue
            cost[i, j], split[i, j] = min((cost[i, k] + cost[k + 1, j] + dims[i] * dims[k + 1] * dims[j + 1], k) for k in range(i, j))

    def show(i, j):
        return chr(65 + i) if i == j else f"({show(i, split[i, j])}{show(split[i, j] + 1, j)})"

    return cost[0, n - 1], show(0, n - 1)


def max_sub(a):
    best = cur = a[0]
    for x in a[1:]:
        cur = max(x, cur + x)
        best = max(best, cur)
    return best


print(lcs("AGGTAB", "GXTXAYB"), edit("kitten", "sitting"), edit("", "abc"), change([1, 5, 10, 25], 100), change([5, 7], 13), change([2], 3), lis([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]), lis([]), chain([30, 35, 15, 5, 10, 20, 25]), max_sub([-2, 1, -3, 4, -1, 2, 1, -5, 4]), max_sub([-3, -1]))
paths = [[1] * 10 for _ in range(10)]
for i in range(1, 10):
    for j in range(1, 10):
        paths[i][j] = paths[i - 1][j] + paths[i][j - 1]
print(paths[9][9], [row[i] for i, row in enumerate(paths)])
