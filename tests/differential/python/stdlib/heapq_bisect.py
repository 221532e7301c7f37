import heapq
import bisect

h = []
for x in [5, 1, 8, 3, 9, 2, 7]:
    heapq.heappush(h, x)
print(h, [heapq.heappop(h) for _ in range(len(h))])
a = [9, 8, 7, 6, 5, 4, 3, 2, 1]
heapq.heapify(a)
print(a, heapq.heappushpop(a, 0), heapq.heapreplace(a, 10), a, heapq.nlargest(3, a), heapq.nsmallest(3, a), heapq.nlargest(2, "abcd", key=lambda c: -ord(c)), heapq.nsmallest(0, a), heapq.nsmallest(99, [2, 1]))
print(list(heapq.merge([1, 4], [2, 3], [0, 9])), list(heapq.merge([4, 1], [3], reverse=True)), list(heapq.merge("ac", "B", key=str.lower)))
for bad in (lambda: heapq.heappop([]), lambda: heapq.heapreplace([], 1), lambda: heapq.heappush((1,), 2), lambda: heapq.heapify("x"), lambda: heapq.heapify([1, "a"])):
    try:
        print(bad())
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error)
entries = []
for i, (p, name) in enumerate([(2, "b"), (1, "a"), (2, "c"), (1, "d")]):
    heapq.heappush(entries, (p, i, name))
print([heapq.heappop(entries)[2] for _ in range(4)])


class Task:
    def __init__(self, p):
        self.p = p

    def __lt__(self, o):
        return self.p < o.p


tasks = [Task(p) for p in (3, 1, 2)]
heapq.heapify(tasks)
print([heapq.heappop(tasks).p for _ in range(3)])
s = [1, 3, 3, 5]
print(bisect.bisect(s, 3), bisect.bisect_left(s, 3), bisect.bisect_right(s, 0), bisect.bisect(s, 9), bisect.bisect_left(s, 3, 2), bisect.bisect_left(["a", "bbb", "cc"], 2, key=len))
bisect.insort(s, 4)
bisect.insort_left(s, 3)
bisect.insort(s, 0)
print(s)
try:
    bisect.bisect(s, 1, lo=-1)
except ValueError as error:
    print(error)
print([["F", "D", "C", "B", "A"][bisect.bisect([60, 70, 80, 90], x)] for x in (33, 60, 75, 99)])
seed, ok = 5, True
data = []
for _ in range(300):
    seed = seed * 69069 + 1 & 0xFFFFFFFF
    bisect.insort(data, seed >> 8)
heap = data[::-1]
heapq.heapify(heap)
print(data == sorted(data), [heapq.heappop(heap) for _ in range(300)] == data, heapq.nlargest(2, data) == data[:-3:-1])
