import heapq
from collections import Counter


class Leaf:
    def __init__(self, weight, symbol):
        self.weight, self.symbol, self.order = weight, symbol, symbol

    def codes(self, prefix):
        yield self.symbol, prefix or "0"


class Inner:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.weight, self.order = left.weight + right.weight, min(left.order, right.order)

    def codes(self, prefix):
        yield from self.left.codes(prefix + "0")
        yield from self.right.codes(prefix + "1")


for k in (Leaf, Inner):
    k.__lt__ = lambda self, other: (self.weight, self.order) < (other.weight, other.order)


def build(text):
    heap = [Leaf(n, s) for s, n in Counter(text).items()]
    heapq.heapify(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, Inner(a, b))
    return heap[0] if heap else None


def encode(text):
    tree = build(text)
    if tree is None:
        return {}, ""
    codes = dict(tree.codes(""))
    return codes, "".join(codes[c] for c in text)


def decode(codes, bits):
    table, out, cur = {v: k for k, v in codes.items()}, [], ""
    for b in bits:
        cur += b
        if cur in table:
            out.append(table[cur])
            cur = ""
    if cur:
        raise ValueError(f"left over bits {cur!r}")
    return "".join(out)


for text in ("abracadabra", "aaaa", "", "the quick brown fox jumps over the lazy dog", "é€é"):
    codes, bits = encode(text)
    print(repr(text), len(bits), sorted(codes.items(), key=lambda kv: (len(kv[1]), kv[1]))[:6], decode(codes, bits) == text)
codes, bits = encode("mississippi")
packed = int("1" + bits, 2).to_bytes((len(bits) + 8) // 8, "big")
print(packed.hex(), bin(int.from_bytes(packed, "big"))[3:] == bits)
try:
    decode(codes, bits + "1" * 1)
except ValueError as error:
    print(error)


def lz78(text):
    table, out, cur = {"": 0}, [], ""
    for c in text:
        if cur + c in table:
            cur += c
        else:
            out.append((table[cur], c))
            table[cur + c] = len(table)
            cur = ""
    if cur:
        out.append((table[cur[:-1]], cur[-1]))
    return out


def unlz(pairs):
    table = [""]
    for i, c in pairs:
        table.append(table[i] + c)
    return "".join(table[1:])


s = "abababababa" * 5 + "c"
print(lz78(s)[:8], unlz(lz78(s)) == s, len(lz78(s)))


def bwt(s):
    s += "\0"
    rows = sorted(s[i:] + s[:i] for i in range(len(s)))
    return "".join(r[-1] for r in rows)


def unbwt(b):
    table = [""] * len(b)
    for _ in b:
        table = sorted(c + r for c, r in zip(b, table))
    return next(r for r in table if r.endswith("\0"))[:-1]


print(repr(bwt("banana")), unbwt(bwt("banana")))
