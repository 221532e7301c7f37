from collections import deque


class CycleError(ValueError):
    def __init__(self, cycle):
        super().__init__("cycle: " + " -> ".join(cycle))
        self.cycle = cycle


def kahn(graph):
    incoming = {n: 0 for n in graph}
    for targets in graph.values():
        for t in targets:
            incoming[t] = incoming.get(t, 0) + 1
    ready = deque(sorted(n for n, c in incoming.items() if c == 0))
    order = []
    while ready:
        n = ready.popleft()
        order.append(n)
        for t in graph.get(n, ()):
            incoming[t] -= 1
            if incoming[t] == 0:
                ready.append(t)
    if len(order) < len(incoming):
        raise CycleError(find_cycle(graph))
    return order


def find_cycle(graph):
    state, stack = {}, []

    def visit(n):
        if state.get(n) == "done":
            return None
        if state.get(n) == "active":
            return stack[stack.index(n) :] + [n]
        state[n] = "active"
        stack.append(n)
        for t in graph.get(n, ()):
            if found := visit(t):
                return found
        stack.pop()
        state[n] = "done"

    for n in graph:
        if found := visit(n):
            return found


def dfs_order(graph):
    seen, out = set(), []

    def visit(n):
        if n not in seen:
            seen.add(n)
            for t in graph.get(n, ()):
                visit(t)
            out.append(n)

    for n in sorted(graph):
        visit(n)
    return out[::-1]


def tarjan(graph):
    index, low, on, stack, out = {}, {}, set(), [], []

    def visit(v):
        index[v] = low[v] = len(index)
        stack.append(v)
        on.add(v)
        for w in graph.get(v, ()):
            if w not in index:
                visit(w)
                low[v] = min(low[v], low[w])
            elif w in on:
                low[v] = min(low[v], index[w])
        if low[v] == index[v]:
            comp = []
            while True:
                w = stack.pop()
                on.discard(w)
                comp.append(w)
                if w == v:
                    break
            out.append(sorted(comp))

    for v in graph:
        if v not in index:
            visit(v)
    return out


G = {"shirt": ["tie", "belt"], "tie": ["jacket"], "pants": ["shoes", "belt"], "belt": ["jacket"], "socks": ["shoes"], "jacket": [], "shoes": []}
print(kahn(G))
print(dfs_order(G))
try:
    kahn({"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": []})
except CycleError as error:
    print(error, error.cycle, isinstance(error, ValueError))
print(tarjan({1: [2], 2: [3], 3: [1], 4: [2, 3, 5], 5: [4, 6], 6: [3, 7], 7: [6], 8: [5, 7, 8]}))


def bfs_levels(graph, start):
    level, queue = {start: 0}, deque([start])
    while queue:
        n = queue.popleft()
        for t in graph[n]:
            if t not in level:
                level[t] = level[n] + 1
                queue.append(t)
    return level


class UnionFind:
    def __init__(self):
        self.parent = {}

    def find(self, x):
        p = self.parent.setdefault(x, x)
        if p != x:
            p = self.parent[x] = self.find(p)
        return p

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        self.parent[a] = b
        return a != b


edges = sorted([(7, "A", "D"), (5, "D", "B"), (8, "B", "C"), (9, "B", "D"), (7, "B", "E"), (5, "C", "E"), (15, "D", "E"), (6, "D", "F"), (8, "E", "F"), (9, "E", "G"), (11, "F", "G")])
uf = UnionFind()
tree = [(w, a, b) for w, a, b in edges if uf.union(a, b)]
print(bfs_levels(G, "shirt"), tree, sum(w for w, *_ in tree), len({uf.find(x) for x in "ABCDEFG"}))
