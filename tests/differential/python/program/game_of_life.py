def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = x + dx, y + dy
                    counts[key] = counts.get(key, 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}


def parse(text):
    return {(x, y) for y, row in enumerate(text.split()) for x, ch in enumerate(row) if ch == "#"}


def show(cells):
    if not cells:
        return "(dead)"
    xs, ys = [x for x, _ in cells], [y for _, y in cells]
    return "\n".join("".join("#" if (x, y) in cells else "." for x in range(min(xs), max(xs) + 1)) for y in range(min(ys), max(ys) + 1))


def normal(cells):
    mx, my = min(x for x, _ in cells), min(y for _, y in cells)
    return frozenset((x - mx, y - my) for x, y in cells)


glider = parse(".#. ..# ###")
g = glider
for _ in range(4):
    g = step(g)
print(normal(g) == normal(glider), sorted(g))
blinker = parse("###")
print(show(step(blinker)), step(step(blinker)) == blinker)
r = parse(".## ##. .#.")
history = []
for i in range(60):
    history.append(len(r))
    r = step(r)
print(history[:20], len(r))
print(show(step(step(r)))[:200] != "", show(step(parse("#"))))


class Torus:
    def __init__(self, w, h, cells):
        self.w, self.h = w, h
        self.grid = [[(x, y) in cells for x in range(w)] for y in range(h)]

    def step(self):
        w, h, g = self.w, self.h, self.grid
        self.grid = [[(n := sum(g[(y + dy) % h][(x + dx) % w] for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy)) == 3 or n == 2 and g[y][x] for x in range(w)] for y in range(h)]

    def __str__(self):
        return "\n".join("".join(".#"[c] for c in row) for row in self.grid)


t = Torus(8, 6, glider)
for i in range(9):
    t.step()
print(t)
seen, cells, period = {}, parse("### #.# ###"), None
for i in range(100):
    key = frozenset(cells)
    if key in seen:
        period = i - seen[key]
        break
    seen[key] = i
    cells = step(cells)
print(i, period, len(cells))
