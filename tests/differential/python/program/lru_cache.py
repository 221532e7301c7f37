class Node:
    __slots__ = ("key", "value", "prev", "next")

    def __init__(self, key=None, value=None):
        self.key, self.value, self.prev, self.next = key, value, None, None


class LRU:
    def __init__(self, capacity):
        if capacity <= 0:
            raise ValueError("capacity must be positive")
        self.capacity, self.map = capacity, {}
        self.head, self.tail = Node(), Node()
        self.head.next, self.tail.prev = self.tail, self.head
        self.hits = self.misses = 0

    def _unlink(self, node):
        node.prev.next, node.next.prev = node.next, node.prev

    def _front(self, node):
        node.next, node.prev = self.head.next, self.head
        self.head.next.prev = node
        self.head.next = node

    def __getitem__(self, key):
        try:
            node = self.map[key]
        except KeyError:
            self.misses += 1
            raise
        self.hits += 1
        self._unlink(node)
        self._front(node)
        return node.value

    def __setitem__(self, key, value):
        if key in self.map:
            node = self.map[key]
            node.value = value
            self._unlink(node)
        else:
            if len(self.map) >= self.capacity:
                old = self.tail.prev
                self._unlink(old)
                del self.map[old.key]
            node = self.map[key] = Node(key, value)
        self._front(node)

    def __delitem__(self, key):
        self._unlink(self.map.pop(key))

    def __contains__(self, key):
        return key in self.map

    def __len__(self):
        return len(self.map)

    def __iter__(self):
        node = self.head.next
        while node is not self.tail:
            yield node.key
            node = node.next

    def __repr__(self):
        return "LRU(" + ", ".join(f"{k!r}: {self.map[k].value!r}" for k in self) + ")"


c = LRU(3)
for i in range(5):
    c[i] = i * i
print(c, len(c), 1 in c, 4 in c)
print(c[2], c)
c[9] = "nine"
c[3] = "gone?"
print(c)
for key in (2, 4, "zz"):
    try:
        print(c[key])
    except KeyError as error:
        print("miss", error)
del c[9]
print(c, list(c), c.hits, c.misses)
try:
    LRU(0)
except ValueError as error:
    print(error)
big = LRU(50)
seed = 3
for _ in range(3000):
    seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
    k = seed >> 16 & 63
    try:
        big[k] += 1
    except KeyError:
        big[k] = 1
print(big.hits, big.misses, len(big), sum(big.map[k].value for k in big))
from functools import lru_cache


@lru_cache(maxsize=2)
def f(x, y=0):
    print("compute", x, y)
    return x + y


print(f(1), f(1), f(2), f(3), f(1), f(1, y=0), f.cache_info())
f.cache_clear()
print(f.cache_info())
