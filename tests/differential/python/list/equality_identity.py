nan = float("nan")
print([nan] == [nan], [nan] == [float("nan")], nan in [nan], [nan].index(nan), [nan].count(nan), [nan].count(float("nan")))
log = []


class E:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        log.append((self.n, other.n if isinstance(other, E) else other))
        return isinstance(other, E) and self.n == other.n

    __hash__ = None


a, b, c = E(1), E(2), E(1)
print([a, b] == [c, b], log)
log.clear()
print([a, b] == [a, a], log)
log.clear()
print(c in [b, a], log)
log.clear()
print([a, b].index(c), [b, b].count(b), log)
log.clear()
print(5 in [a, b], [a] != [c], log)
log.clear()
print([a, b] == [a], [a] == [a, b], log)
items = [a, b, c]
items.remove(E(1))
print([x.n for x in items], log)


class L:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        log.append(f"{self.n}<{other.n}")
        return self.n < other.n

    def __eq__(self, other):
        log.append(f"{self.n}=={other.n}")
        return self.n == other.n


log.clear()
print([L(1), L(2)] < [L(1), L(3)], log)
log.clear()
print([L(1), L(2)] < [L(1), L(2), L(0)], log)
log.clear()
print(max([L(1), L(5), L(3)]).n, min(L(2), L(0)).n, log)
