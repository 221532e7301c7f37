"""Texts that += puts together in loops: what others were given of them stays as it was."""

import sys


def kept(pieces):
    seen = []
    s = ""
    for p in pieces:
        s += p
        seen.append(s)
    return s, seen


def kept_sometimes(n):
    seen = {}
    s = ""
    for i in range(n):
        s += str(i)
        if i % 7 == 0:
            seen[s] = len(s)
    return seen


def rows(n):
    found = []
    for i in range(n):
        row = "<"
        for j in range(i):
            row += f"{j},"
        found.append(row)
        row += ">"
        found.append(row)
    return found


def alias(n):
    s = "start"
    t = s
    for i in range(n):
        s += "abc"
        if i == n // 2:
            t = s
    u = s
    s += "!"
    return t, u, s


def doubled(n):
    s = "x"
    for _ in range(n):
        s += s
    return s


def returned(n):
    s = ""
    try:
        for i in range(n):
            s += "r"
        return s
    finally:
        for i in range(n):
            s += "f"
        print("finally", s)


def yielded(n):
    s = ""
    for i in range(n):
        s += chr(97 + i)
        yield s
        s += "-"
    yield s


def wider():
    s = ""
    out = []
    for c in ["a", "b" * 300, "é", "ü" * 200, "€", "x" * 500, "\U0001f600", "", "z", "\ud800"] * 2:
        s += c
        s += "."
    out.append((len(s), hash(s) == hash("".join(list(s))), s.isascii(), s.encode("utf-8", "surrogatepass")[-20:]))
    return out


def closed(n):
    s = ""
    for i in range(n):
        s += "c"
    return (lambda: s)()


def comprehended(n):
    s = ""
    for i in range(n):
        s += "ab"
        parts = [s + str(k) for k in range(2)]
    return s, parts


def deleted(n):
    s = ""
    for i in range(n):
        s += "d"
        if i == 3:
            t = s
            del s
            s = t
    return s, t


def failing(n):
    s = ""
    try:
        for i in range(n):
            s += "e"
            if i == 5:
                s += 5
    except TypeError as e:
        return s, str(e)


def other_types():
    s = ""
    s = [1]
    for i in range(3):
        s += (i,)
    t = ""
    t = 5
    for i in range(3):
        t += i
    return s, t


class Text(str):
    def __iadd__(self, other):
        return Text("<" + self + other + ">")


def derived():
    s = ""
    s = Text("t")
    for i in range(3):
        s += "u"
    return s


def with_break(words):
    line = ""
    lines = []
    for w in words:
        if len(line) + len(w) > 20:
            lines.append(line)
            line = ""
        line += w
        line += " "
    lines.append(line)
    return lines


def iterated():
    s = "abc"
    for c in s:
        s += c
    return s


def swapped(n):
    a, b = "", ""
    a = "a"
    b = "b"
    for i in range(n):
        a += "1"
        b += "2"
        a, b = b, a
    return a, b


def compared(n):
    s = ""
    d = {}
    for i in range(n):
        s += "k"
        d[s] = i
        if s in d and s == "k" * (i + 1) and s is not None:
            s += ""
    return sorted(d.items())[-2:], s


def used_as_name(n):
    class C:
        pass

    o = C()
    name = "f"
    for i in range(n):
        name += "o"
        setattr(o, name, i)
    return vars(o)


print(kept(["ab", "", "cd", "e" * 20, "é", "€"]))
print(kept_sometimes(40))
print(rows(5))
print(alias(10))
print(len(doubled(10)), doubled(3))
print(returned(4))
print(list(yielded(4)))
print(wider())
print(closed(3), comprehended(3), deleted(6), failing(9), other_types(), derived())
print(with_break("the quick brown fox jumps over the lazy dog and runs away".split()))
print(iterated(), swapped(3), compared(5), used_as_name(3))


def long(n):
    s = ""
    for i in range(n):
        s += "0123456789"
    return s


text = long(50000)
print(len(text), text == "0123456789" * 50000, text[-5:], sys.getsizeof(text) > 500000)
