def hanoi(n):
    pegs = {"A": list(range(n, 0, -1)), "B": [], "C": []}
    moves = []

    def move(k, a, b, c):
        if k:
            move(k - 1, a, c, b)
            disk = pegs[a].pop()
            assert not pegs[c] or pegs[c][-1] > disk
            pegs[c].append(disk)
            moves.append(f"{disk}{a}{c}")
            move(k - 1, b, a, c)

    move(n, "A", "B", "C")
    return moves, pegs


m, pegs = hanoi(3)
print(m, pegs, len(hanoi(9)[0]))


def river():
    from collections import deque

    start, goal = (frozenset("fwgc"), frozenset()), frozenset("fwgc")
    queue, seen = deque([(start, [])]), {start}
    while queue:
        (left, right), path = queue.popleft()
        if right == goal:
            return path
        here = left if "f" in left else right
        for cargo in sorted(here - {"f"}) + [None]:
            load = {"f", cargo} - {None}
            new = (left - load, right | load) if here is left else (left | load, right - load)
            unsafe = any("f" not in side and ("wg" if {"w", "g"} <= side else "gc" if {"g", "c"} <= side else "") for side in new)
            if not unsafe and new not in seen:
                seen.add(new)
                queue.append((new, path + [cargo or "alone"]))


print(river())


def jugs(a, b, goal):
    todo, seen = [((0, 0), [])], set()
    for (x, y), path in todo:
        if goal in (x, y):
            return path
        if (x, y) in seen:
            continue
        seen.add((x, y))
        pour = min(x, b - y)
        back = min(y, a - x)
        for name, state in {"fill a": (a, y), "fill b": (x, b), "empty a": (0, y), "empty b": (x, 0), "a to b": (x - pour, y + pour), "b to a": (x + back, y - back)}.items():
            todo.append((state, path + [name]))


print(jugs(3, 5, 4), jugs(2, 4, 3))
from itertools import permutations


def crypt(puzzle):
    words = [w for w in puzzle.replace("=", "+").split("+")]
    letters = sorted(set("".join(words)))
    first = {w[0] for w in words}
    for digits in permutations(range(10), len(letters)):
        table = dict(zip(letters, digits))
        if any(table[c] == 0 for c in first):
            continue
        *parts, total = [int("".join(str(table[c]) for c in w)) for w in words]
        if sum(parts) == total:
            return " + ".join(map(str, parts)) + f" = {total}"


print(crypt("TO+GO=OUT"), crypt("A+A=BA") if False else crypt("AB+BC=CDD") if False else "-")


def magic(n):
    square = [[0] * n for _ in range(n)]
    i, j = 0, n // 2
    for k in range(1, n * n + 1):
        square[i][j] = k
        ni, nj = (i - 1) % n, (j + 1) % n
        if square[ni][nj]:
            ni, nj = (i + 1) % n, j
        i, j = ni, nj
    return square


for row in magic(5):
    print(" ".join(f"{x:3}" for x in row))


def knight(n, start=(0, 0)):
    moves = [(a * x, b * y) for a, b in ((1, 2), (2, 1)) for x in (1, -1) for y in (1, -1)]
    seen, path = {start}, [start]

    def options(p):
        return [(p[0] + dx, p[1] + dy) for dx, dy in moves if 0 <= p[0] + dx < n and 0 <= p[1] + dy < n and (p[0] + dx, p[1] + dy) not in seen]

    while len(path) < n * n:
        nxt = options(path[-1])
        if not nxt:
            return None
        best = min(nxt, key=lambda p: (len(options(p)), p))
        seen.add(best)
        path.append(best)
    return path


tour = knight(6)
print(tour[:6] if tour else tour, len(set(tour)) if tour else 0)


def collatz(limit):
    cache = {1: 1}

    def length(n):
        steps, chain = n, []
        while n not in cache:
            chain.append(n)
            n = n // 2 if n % 2 == 0 else 3 * n + 1
        total = cache[n]
        for c in reversed(chain):
            total += 1
            cache[c] = total
        return cache[steps]

    return max(range(1, limit), key=length), max(map(length, range(1, limit)))


print(collatz(3000))


def look_and_say(s, n):
    for _ in range(n):
        yield s
        out, i = "", 0
        while i < len(s):
            j = i
            while j < len(s) and s[j] == s[i]:
                j += 1
            out += f"{j - i}{s[i]}"
            i = j
        s = out


print(list(look_and_say("1", 8)), [n for n in range(1, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
