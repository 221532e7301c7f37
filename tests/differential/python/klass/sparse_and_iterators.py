class Sparse(dict):
    default = 0

    def __missing__(self, key):
        return self.default

    def __add__(self, o):
        out = Sparse(self)
        for k, v in o.items():
            out[k] += v
            if not out[k]:
                del out[k]
        return out


s = Sparse({1: 5}) + Sparse({1: -5, 2: 3})
print(s, s[99], 99 in s, len(s), s.get(7))


class Chars:
    def __init__(self, start, stop):
        self.start, self.stop = start, stop

    def __iter__(self):
        return self.Iterator(self)

    class Iterator:
        def __init__(self, owner):
            self.code, self.stop = ord(owner.start), ord(owner.stop)

        def __iter__(self):
            return self

        def __next__(self):
            if self.code > self.stop:
                raise StopIteration
            self.code += 1
            return chr(self.code - 1)

        def __length_hint__(self):
            return 1000


c = Chars("a", "e")
print("".join(c), list(zip(c, c)), [x + y for x in c for y in Chars("x", "y")][:3], dict(enumerate(c)), set(c) == set("abcde"), sorted(c, reverse=True), "c" in c, next(iter(c)))
it = iter(c)
next(it)
print(list(it), list(it))
