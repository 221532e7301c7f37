for seq in ("abcdefg", [0, 1, 2, 3, 4, 5, 6], tuple("abcdefg"), b"abcdefg", range(7)):
    out = []
    for start in (None, 0, 3, 6, 7, -1, -3, -7, -8):
        for stop in (None, 0, 3, 7, -1, -7, -8):
            for step in (-1, -2, -3, 2, 3):
                part = seq[start:stop:step]
                out.append(len(part))
                if list(part) != [seq[i] for i in range(*slice(start, stop, step).indices(7))]:
                    print("wrong", start, stop, step)
    print(type(seq).__name__, sum(out), out[:20])
print("abcdefg"[5:1:-2], [1, 2, 3][::-1], (1, 2, 3)[-1:0:-1], range(10)[::-3], range(0, 20, 3)[1:-1][::-1], "x"[::-1], ""[::-1])
r = range(10, 0, -3)
print(r[1:], r[::-1], list(r[::-1]), r[-1], r[5:], r[1:3][0])
