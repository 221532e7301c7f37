graph = {"a": {"b", "c"}, "b": {"d"}, "c": {"d", "e"}, "d": {"f"}, "e": {"f"}, "f": set(), "x": {"y"}, "y": {"x"}}


def reach(start):
    seen, todo = set(), {start}
    while todo:
        seen |= todo
        todo = set().union(*(graph[n] for n in todo)) - seen
    return seen


for n in sorted(graph):
    print(n, sorted(reach(n)))
print(sorted(map(sorted, {frozenset(reach(n) & {m for m in graph if n in reach(m)}) for n in graph})))
components = []
left = set(graph)
undirected = {n: graph[n] | {m for m in graph if n in graph[m]} for n in graph}
while left:
    todo, comp = [min(left)], set()
    while todo:
        n = todo.pop()
        if n not in comp:
            comp.add(n)
            todo += undirected[n] - comp
    left -= comp
    components.append(sorted(comp))
print(components)


def powerset(s):
    out = {frozenset()}
    for x in s:
        out |= {p | {x} for p in out}
    return out


ps = powerset({1, 2, 3, 4})
print(len(ps), sorted(sorted(p) for p in ps if len(p) == 2), frozenset({2, 4}) in ps)
words = ["listen", "silent", "enlist", "google", "elgoog", "abc", "cab"]
groups = {}
for w in words:
    groups.setdefault(frozenset(w), set()).add(w)
print(sorted(sorted(g) for g in groups.values()))
