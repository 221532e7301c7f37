import itertools as it

take = lambda n, g: list(it.islice(g, n))
print(take(3, it.count(5)), take(3, it.count(1, 0.5)), take(5, it.cycle("ab")), list(it.repeat("x", 2)), take(2, it.repeat(1)), list(it.accumulate([1, 2, 3])), list(it.accumulate([3, 1, 2], max)), list(it.accumulate([1, 2], initial=10)), list(it.accumulate([])))
print(list(it.chain("ab", [1])), list(it.chain.from_iterable(["ab", "c"])), list(it.compress("abcd", [1, 0, 1])), list(it.dropwhile(lambda x: x < 3, [1, 3, 1])), list(it.takewhile(lambda x: x < 3, [1, 3, 1])), list(it.filterfalse(None, [0, 1, ""])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.pairwise("abc")))
print(list(it.islice("abcdef", 1, 5, 2)), list(it.islice("abc", 2)), list(it.islice("abc", 1, None)), list(it.zip_longest("ab", [1], fillvalue="-")), list(it.product("ab", [1, 2])), list(it.product([0, 1], repeat=2)), list(it.product()), list(it.permutations([1, 2, 3], 2)), list(it.combinations("abc", 2)), list(it.combinations_with_replacement("ab", 2)), list(it.permutations([])), list(it.combinations("ab", 3)))
print([(k, list(g)) for k, g in it.groupby("aabbba")], [(k, list(g)) for k, g in it.groupby([1, 3, 2, 4], lambda x: x % 2)], len(list(it.permutations(range(5)))))
groups = it.groupby("aab")
k1, g1 = next(groups)
k2, g2 = next(groups)
print(k1, list(g1), k2, list(g2))
a, b = it.tee(iter([1, 2, 3]))
print(next(a), next(a), list(b), list(a))
a, b, c = it.tee("xy", 3)
print(list(a), list(b), list(c), it.tee([], 0))
src = iter(range(10))
print(list(it.islice(src, 3)), next(src), list(it.takewhile(lambda x: x < 6, src)), next(src))
for bad in (lambda: it.islice([1], -1), lambda: it.islice([1], 0, 5, 0), lambda: it.product(5), lambda: it.combinations([1], -1), lambda: it.count("a"), lambda: it.repeat(), lambda: list(it.starmap(pow, [5])), lambda: it.chain(5).__next__(), lambda: it.permutations([1], "x"), lambda: it.cycle(), lambda: next(it.cycle([])), lambda: it.tee([1], -1), lambda: it.accumulate(5)):
    try:
        print(bad())
    except (TypeError, ValueError, StopIteration) as error:
        print(type(error).__name__)
print(repr(it.count(3)), repr(it.repeat(1, 2)), next(it.count(10**20)), take(2, it.count(-1, -1)), take(3, it.count(2**62 - 1)), list(it.zip_longest()), sum(1 for _ in it.product(range(10), repeat=3)))


def primes():
    yield 2
    found = [2]
    for n in it.count(3, 2):
        if all(n % p for p in it.takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n


def roundrobin(*its):
    active = len(its)
    nexts = it.cycle(iter(i).__next__ for i in its)
    while active:
        try:
            for n in nexts:
                yield n()
        except StopIteration:
            active -= 1
            nexts = it.cycle(it.islice(nexts, active))


print(take(10, primes()), list(roundrobin("abc", "d", "ef")), [list(g) for _, g in it.groupby(enumerate([1, 2, 4, 5, 7]), lambda p: p[1] - p[0])][1], list(map("".join, it.product("ab", "cd"))))
