print(len("abc"), len([]), len({1: 2}), len({1}), len(range(5)), len(b"ab"), len(()), sorted("bca"), sorted([3, 1], reverse=True), sorted({"b": 1, "a": 2}), sorted([(1, "b"), (1, "a")]), list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), "".join(reversed("abc")))
print(list(zip([1, 2, 3], "ab")), list(zip("ab", range(9), [True, False])), list(enumerate("ab")), list(enumerate("ab", 10)), list(map(str, [1, 2])), list(map(lambda *a: a, [1, 2], [3, 4], [5, 6])), list(filter(str.isalpha, "a1b2")), list(filter(None, [0, 1, [], [0]])))
print(all([]), any([]), all([1, [0]]), any([0, "", None, []]), all(x > 0 for x in [1, 2]), any(x > 1 for x in [1, 2]), slice(1, 2), list(range(3))[slice(None, None, -1)])
print(iter([1]).__next__(), next(iter("z")), next(iter([]), 0), list(iter([1, 2])), tuple(iter("ab")), set(iter([1])), frozenset([1]), dict([(1, 2)]), list({3: 0, 1: 0}), tuple({"k": 1}), list("ab"), bytes([65]), bytearray(b"a"), memoryview(b"ab")[0])
a = [1, 2, 3]
r = reversed(a)
a.append(4)
print(list(r), list(reversed({"a": 1, "b": 2})), list(reversed((1, 2))))


class Seq:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        print("get", i, end=" ")
        return i * 10


class Rev:
    def __reversed__(self):
        return "custom"


print(list(reversed(Seq())), reversed(Rev()), sorted(reversed([2, 3, 1])))
for bad in (lambda: len(5), lambda: len(x for x in ""), lambda: reversed({1}), lambda: reversed(x for x in ""), lambda: reversed(5), lambda: sorted(5), lambda: zip(1), lambda: enumerate(5), lambda: list(map(None, [1])), lambda: map(), lambda: next([1]), lambda: iter(5), lambda: all(5), lambda: list(filter(5, [1])), lambda: range(1, 2, 3, 4), lambda: next(iter([])), lambda: len(), lambda: slice()):
    try:
        print(bad())
    except (TypeError, StopIteration) as error:
        print(type(error).__name__, error)
word = "mississippi"
print({c: word.count(c) for c in sorted(set(word))}, sorted(set(word), key=word.index), max(set(word), key=lambda c: (word.count(c), c)), [i for i, c in enumerate(word) if c == "s"], list(zip(word, word[1:]))[:3], word[::-1] == "".join(reversed(word)), [len(list(g)) for g in word.split("i")])
print(list(zip(*[iter(range(6))] * 2)), list(zip(*zip([1, 2], [3, 4]))), dict(zip("abc", range(3))), dict(enumerate("ab")), [*map(sum, zip(*[[1, 2], [3, 4]]))], list(map(list, zip("ab", "cd"))), sorted(zip([2, 1], "ab")), max(enumerate([3, 9, 2]), key=lambda p: p[1]))
