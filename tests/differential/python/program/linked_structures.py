class LinkedList:
    class Node:
        __slots__ = "value", "next"

        def __init__(self, value, next=None):
            self.value, self.next = value, next

    def __init__(self, items=()):
        self.head, self.size = None, 0
        for x in reversed(list(items)):
            self.push(x)

    def push(self, x):
        self.head = self.Node(x, self.head)
        self.size += 1

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def __len__(self):
        return self.size

    def __getitem__(self, i):
        if isinstance(i, slice):
            return LinkedList(list(self)[i])
        if i < 0:
            i += self.size
        if not 0 <= i < self.size:
            raise IndexError(f"index {i} out of {self.size}")
        for k, x in enumerate(self):
            if k == i:
                return x

    def reverse(self):
        prev, node = None, self.head
        while node:
            node.next, prev, node = prev, node, node.next
        self.head = prev
        return self

    def sort(self):
        def merge(a, b):
            dummy = tail = self.Node(None)
            while a and b:
                if b.value < a.value:
                    tail.next, b = b, b.next
                else:
                    tail.next, a = a, a.next
                tail = tail.next
            tail.next = a or b
            return dummy.next

        def go(head):
            if head is None or head.next is None:
                return head
            slow, fast = head, head.next
            while fast and fast.next:
                slow, fast = slow.next, fast.next.next
            mid, slow.next = slow.next, None
            return merge(go(head), go(mid))

        self.head = go(self.head)
        return self

    def __eq__(self, other):
        return isinstance(other, LinkedList) and list(self) == list(other)

    def __add__(self, other):
        return LinkedList([*self, *other])

    def __repr__(self):
        return "<" + " -> ".join(map(repr, self)) + ">"


l = LinkedList([3, 1, 2])
print(l, len(l), l[0], l[-1], l[1:], l.reverse(), l.sort(), 2 in l, 9 in l, l + "ab", LinkedList(), l == LinkedList([1, 2, 3]), max(l), [*l], sum(l))
try:
    l[5]
except IndexError as error:
    print(error)
print(LinkedList(i * 7919 % 1009 for i in range(500)).sort() == LinkedList(sorted(i * 7919 % 1009 for i in range(500))))


class AVL:
    def __init__(self):
        self.root = None

    @staticmethod
    def h(n):
        return n[3] if n else 0

    def fix(self, n):
        n[3] = 1 + max(self.h(n[1]), self.h(n[2]))
        balance = self.h(n[1]) - self.h(n[2])
        for side, other, sign in ((1, 2, 1), (2, 1, -1)):
            if balance * sign > 1:
                child = n[side]
                if self.h(child[side]) < self.h(child[other]):
                    n[side] = self.rotate(child, other, side)
                return self.rotate(n, side, other)
        return n

    def rotate(self, n, up, down):
        top = n[up]
        n[up], top[down] = top[down], n
        for m in (n, top):
            m[3] = 1 + max(self.h(m[1]), self.h(m[2]))
        return top

    def add(self, key):
        def go(n):
            if n is None:
                return [key, None, None, 1]
            if key != n[0]:
                side = 1 if key < n[0] else 2
                n[side] = go(n[side])
            return self.fix(n)

        self.root = go(self.root)

    def __iter__(self):
        def walk(n):
            if n:
                yield from walk(n[1])
                yield n[0]
                yield from walk(n[2])

        return walk(self.root)


t = AVL()
for i in range(500):
    t.add(i)
print(list(t) == list(range(500)), t.h(t.root), t.root[0])
t = AVL()
for w in "the quick brown fox jumps over the lazy dog".split():
    t.add(w)
print(list(t), t.h(t.root))
