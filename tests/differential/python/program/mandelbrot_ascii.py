def row(y, width, steps):
    out = []
    for px in range(width):
        c = complex(-2.2 + px * 3.2 / width, y)
        z = 0j
        for n in range(steps):
            if abs(z) > 2:
                break
            z = z * z + c
        else:
            n = steps
        out.append(" .:-=+*#%@"[min(9, n * 10 // (steps + 1))])
    return "".join(out)


for i in range(17):
    print(row(-1.2 + i * 0.15, 60, 30))


def escape(cr, ci, limit):
    zr = zi = 0.0
    for n in range(limit):
        zr2, zi2 = zr * zr, zi * zi
        if zr2 + zi2 > 4.0:
            return n
        zr, zi = zr2 - zi2 + cr, 2 * zr * zi + ci
    return limit


total = 0
for y in range(-20, 21):
    for x in range(-40, 21):
        total += escape(x / 20, y / 20, 25)
print(total)


def julia(c, size=16, limit=20):
    lines = []
    for y in range(size):
        line = ""
        for x in range(size * 2):
            z = complex(x / size - 1, y / size * 2 - 1) * 1.5
            n = 0
            while abs(z) <= 2 and n < limit:
                z = z**2 + c
                n += 1
            line += "#" if n == limit else "+" if n > 8 else "."
        lines.append(line)
    return lines


print("\n".join(julia(-0.4 + 0.6j)))


def sierpinski(n):
    rows = ["*"]
    for i in range(n):
        pad = " " * 2**i
        rows = [pad + r + pad for r in rows] + [r + " " + r for r in rows]
    return rows


print("\n".join(r.rstrip() for r in sierpinski(3)))


def lsystem(axiom, rules, n):
    for _ in range(n):
        axiom = "".join(rules.get(c, c) for c in axiom)
    return axiom


print(lsystem("A", {"A": "AB", "B": "A"}, 7), [len(lsystem("A", {"A": "AB", "B": "A"}, n)) for n in range(10)], lsystem("F", {"F": "F+F-F"}, 2))
