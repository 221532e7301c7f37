PUZZLE = "530070000600195000098000060800060003400803001700020006060000280000419005000080079"


def peers():
    table = []
    for i in range(81):
        r, c = divmod(i, 9)
        s = {r * 9 + k for k in range(9)} | {k * 9 + c for k in range(9)}
        s |= {(r // 3 * 3 + a) * 9 + c // 3 * 3 + b for a in range(3) for b in range(3)}
        table.append(sorted(s - {i}))
    return table


PEERS = peers()


class Contradiction(Exception):
    pass


def assign(cells, i, d):
    for other in cells[i] - {d}:
        eliminate(cells, i, other)


def eliminate(cells, i, d):
    if d not in cells[i]:
        return
    cells[i] = cells[i] - {d}
    if not cells[i]:
        raise Contradiction(i)
    if len(cells[i]) == 1:
        (only,) = cells[i]
        for p in PEERS[i]:
            eliminate(cells, p, only)


def solve(cells, stats):
    stats["nodes"] += 1
    open_cells = [(len(c), i) for i, c in enumerate(cells) if len(c) > 1]
    if not open_cells:
        return cells
    _, i = min(open_cells)
    for d in sorted(cells[i]):
        copy = cells[:]
        try:
            assign(copy, i, d)
            result = solve(copy, stats)
        except Contradiction:
            stats["dead"] += 1
            continue
        if result:
            return result
    return None


def run(text):
    cells = [frozenset("123456789")] * 81
    stats = {"nodes": 0, "dead": 0}
    try:
        for i, ch in enumerate(text):
            if ch in "123456789":
                assign(cells, i, ch)
        result = solve(cells, stats)
    except Contradiction as error:
        return f"contradiction at {error.args[0]}"
    if result is None:
        return "no solution"
    flat = "".join(min(c) for c in result)
    return "\n".join(" ".join(flat[r * 9 : r * 9 + 9]) for r in range(9)) + f"\n{stats}"


print(run(PUZZLE))
print(run("4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......"))
print(run("55" + "." * 79))
