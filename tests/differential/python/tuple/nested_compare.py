log = []


class N:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        log.append(f"{self.v}=={other.v}")
        return self.v == other.v

    def __lt__(self, other):
        log.append(f"{self.v}<{other.v}")
        return self.v < other.v

    def __hash__(self):
        log.append(f"hash {self.v}")
        return self.v


def show(value):
    print(value, log)
    log.clear()


a, b, c = N(1), N(2), N(1)
show((a, b) == (c, b))
show((a, b) < (c, b))
show((a, b) < (c, N(3)))
show((a,) < (a, b))
show((a, b) == (a,))
show(hash((a, b)) == hash((c, b)))
show((a, b) in [(c, b)])
show({(a, b): 1}.get((c, N(2))))
show(((a, b), c) == ((a, b), a))
show(min([(a, "x"), (c, "a")])[1])
nan = float("nan")
show((nan,) == (nan,))
show((nan, 1) < (nan, 2))
show([(1, nan)] == [(1, nan)])
show(sorted([(2, "b"), (1, "z"), (2, "a")]))
