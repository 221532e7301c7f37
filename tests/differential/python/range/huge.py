big = 10**30
r = range(big, big + 10, 3)
print(r, len(r), list(r), r[1], r[-1], big + 3 in r, big + 4 in r, r.index(big + 9), r[::-1])
h = range(-(2**70), 2**70, 2**68)
print(list(h), len(h), 0 in h, h[4], list(reversed(h))[:2])
for call in (lambda: len(range(2**70)), lambda: len(range(-(2**63), 2**63))):
    try:
        print(call())
    except OverflowError as error:
        print(type(error).__name__, error)
print(bool(range(2**70)), range(2**70)[2**69], range(2**70)[-1], 2**69 in range(2**70), range(2**70)[5:10], range(0, 2**70, 2**60)[1000])
it = iter(range(2**62 - 2, 2**62 + 2))
print(list(it))
print(list(range(2**63 - 2, 2**63 + 2)), list(range(-(2**63) - 1, -(2**63) + 2)), list(range(4611686018427387902, 4611686018427387906)))
print(sum(range(10**6)), sum(range(0, 10**6, 7)), len(range(0, 10**18, 7)), range(10**18).index(10**17))
total = 0
for i in range(2**40, 2**40 + 1000):
    total += i
print(total)


class I:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


print(range(I(2), I(9), I(3)), list(range(I(3))), range(10)[I(4)], I(3) in range(10) if False else "-")
try:
    range(I("x"))
except TypeError as error:
    print(error)
