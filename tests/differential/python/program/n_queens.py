def solve(n, row=0, cols=0, d1=0, d2=0):
    if row == n:
        return 1
    count = 0
    free = ~(cols | d1 | d2) & ((1 << n) - 1)
    while free:
        bit = free & -free
        free ^= bit
        count += solve(n, row + 1, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1)
    return count


def boards(n, placed=()):
    if len(placed) == n:
        yield placed
        return
    for c in range(n):
        if all(c != q and abs(c - q) != len(placed) - r for r, q in enumerate(placed)):
            yield from boards(n, placed + (c,))


print([solve(n) for n in range(1, 8)])
print(sum(1 for _ in boards(6)), next(boards(8)))
for b in boards(6):
    print("\n".join("".join("Q" if c == q else "." for c in range(6)) for q in b))
    break


class Board:
    def __init__(self, n):
        self.n = n
        self.queens = []

    def safe(self, c):
        r = len(self.queens)
        return not any(q == c or abs(q - c) == r - i for i, q in enumerate(self.queens))

    def search(self):
        if len(self.queens) == self.n:
            return True
        for c in range(self.n):
            if self.safe(c):
                self.queens.append(c)
                if self.search():
                    return True
                self.queens.pop()
        return False


for n in (1, 2, 3, 4, 5, 8):
    b = Board(n)
    print(n, b.search(), b.queens)
