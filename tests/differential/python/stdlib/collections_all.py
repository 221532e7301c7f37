from collections import Counter, OrderedDict, defaultdict, deque, ChainMap, UserDict, UserList

c = Counter("mississippi")
print(c, c.most_common(2), c["z"], sorted(c.elements()), c + Counter("miss"), c - Counter("ssss"), c & Counter("sip"), c | Counter("zz"), sum(c.values()), -Counter(a=-1, b=2), +Counter(a=-1, b=2))
c.update("mmm")
c.subtract({"i": 10})
print(c, c["i"], len(c), Counter(a=1) == Counter(a=1, b=0), c.total(), Counter([1, 1, 2]).most_common(), Counter() == {}, list(Counter("ab") + Counter("b")))
try:
    Counter.fromkeys("ab")
except NotImplementedError as error:
    print(type(error).__name__)
d = defaultdict(list)
d["a"].append(1)
d["b"]
print(d, d.get("zz"), "zz" in d, dict(d), defaultdict(int, x=1)["y"], d.default_factory)
d.default_factory = None
try:
    d["new"]
except KeyError as error:
    print(error)
try:
    defaultdict(5)
except TypeError as error:
    print(error)
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
print(list(o), o.popitem(last=False), o == OrderedDict([("c", 3), ("a", 1)]), o == OrderedDict([("a", 1), ("c", 3)]), o == {"a": 1, "c": 3}, list(reversed(o)))
o.move_to_end("a", last=False)
print(list(o.items()))
q = deque([1, 2, 3], maxlen=4)
q.append(4)
q.append(5)
q.appendleft(0)
print(q, q.maxlen, q.popleft(), q.pop(), q, len(q), q[0], q[-1], 3 in q, q.index(3), q.count(3))
q.extend([7, 8])
q.extendleft([9, 10])
q.rotate(1)
print(q, list(reversed(q)), q.copy() == q, deque("ab") + deque("c"), deque([1]) < deque([2]), deque("abc", 2))
q.rotate(-3)
q.insert(1, "i") if len(q) < 4 else None
q.reverse()
q.remove(q[-1])
del q[0]
print(q)
for bad in (lambda: deque().pop(), lambda: deque([1]).remove(2), lambda: deque([1])[5], lambda: deque([1], -1), lambda: deque([1, 2], 2).insert(0, 1), lambda: hash(deque()), lambda: deque([1])[0:1]):
    try:
        bad()
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__)
try:
    for x in (dq := deque([1, 2])):
        dq.append(x)
except RuntimeError as error:
    print(error)
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["c"] = 4
child = m.new_child({"a": 0})
print(m["a"], m["b"], dict(m) == {"a": 1, "b": 3, "c": 4}, m.maps, child["a"], child.parents["a"], sorted(child), len(child))
try:
    del m["b"]
except KeyError as error:
    print("KeyError")


class UD(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k, v * 2)


class UL(UserList):
    def append(self, x):
        super().append(x + 1)


u, l = UD(a=1), UL([1])
u.update(b=5)
l.append(5)
print(u, u.data, u | {"c": 1}, l, l + [0], l[1], sorted(l, reverse=True), type(l + [1]).__name__)
