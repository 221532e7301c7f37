log = []


class N:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        log.append(f"{self.v}<{other.v}")
        return self.v < other.v

    def __eq__(self, other):
        log.append(f"{self.v}=={other.v}")
        return self.v == other.v

    def __le__(self, other):
        log.append(f"{self.v}<={other.v}")
        return [] if self.v > other.v else [1]


def n(v):
    log.append(str(v))
    return N(v)


def show(value):
    print(value, " ".join(log))
    log.clear()


show(n(1) < n(2) < n(3))
show(n(1) < n(0) < n(3))
show(n(1) == n(1) < n(2))
show(n(1) <= n(2) <= n(1))
show(n(3) <= n(2) <= n(1))
show(n(1) < n(2) == n(2) <= n(5))
show(n(2) > n(1))
show(n(2) >= n(1))
show(not n(1) < n(2))
show((n(1) < n(2)) == True)
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1, 1 == 1.0 == True, 1 < 2 > 1, 1 != 2 != 1, 0 == False is False, 1 in [1, 2] == True, "a" < "b" in "abc")
print(None is None is not True, 1 < 2 in [2] not in [3], (1 < 2) < 1, 5 in range(10) in [range(10)])
