import heapq

GRAPH = {
    "A": {"B": 7, "C": 9, "F": 14}, "B": {"A": 7, "C": 10, "D": 15}, "C": {"A": 9, "B": 10, "D": 11, "F": 2},
    "D": {"B": 15, "C": 11, "E": 6}, "E": {"D": 6, "F": 9}, "F": {"A": 14, "C": 2, "E": 9}, "Z": {},
}


def dijkstra(graph, start):
    dist, prev, done = {start: 0}, {}, []
    heap = [(0, start)]
    while heap:
        d, node = heapq.heappop(heap)
        if d > dist[node]:
            continue
        done.append(node)
        for other, w in graph[node].items():
            nd = d + w
            if nd < dist.get(other, float("inf")):
                dist[other] = nd
                prev[other] = node
                heapq.heappush(heap, (nd, other))
    return dist, prev, done


def path(prev, start, end):
    out = [end]
    while out[-1] != start:
        out.append(prev[out[-1]])
    return out[::-1]


dist, prev, done = dijkstra(GRAPH, "A")
print(dist, done, path(prev, "A", "E"), "Z" in dist)


def bellman_ford(edges, n, start):
    dist = [float("inf")] * n
    dist[start] = 0
    for i in range(n):
        changed = False
        for u, v, w in edges:
            if dist[u] + w < dist[v]:
                dist[v] = dist[u] + w
                changed = True
        if not changed:
            return dist
    raise ValueError("negative cycle")


print(bellman_ford([(0, 1, 4), (0, 2, 5), (1, 2, -3), (2, 3, 2)], 5, 0))
try:
    bellman_ford([(0, 1, 1), (1, 0, -2)], 2, 0)
except ValueError as error:
    print(error)


def floyd(m):
    n = len(m)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if m[i][k] + m[k][j] < m[i][j]:
                    m[i][j] = m[i][k] + m[k][j]
    return m


INF = float("inf")
print(floyd([[0, 3, INF, 7], [8, 0, 2, INF], [5, INF, 0, 1], [2, INF, INF, 0]]))


def astar(grid):
    rows = grid.split()
    start = next((r, c) for r, row in enumerate(rows) for c, ch in enumerate(row) if ch == "S")
    goal = next((r, c) for r, row in enumerate(rows) for c, ch in enumerate(row) if ch == "G")
    heap, best, came = [(0, 0, start)], {start: 0}, {}
    while heap:
        _, cost, (r, c) = heapq.heappop(heap)
        if (r, c) == goal:
            node, seen = goal, {goal}
            while node in came:
                node = came[node]
                seen.add(node)
            return cost, "\n".join("".join("*" if (i, j) in seen and ch == "." else ch for j, ch in enumerate(row)) for i, row in enumerate(rows))
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            n = r + dr, c + dc
            if 0 <= n[0] < len(rows) and 0 <= n[1] < len(rows[0]) and rows[n[0]][n[1]] != "#" and cost + 1 < best.get(n, INF):
                best[n] = cost + 1
                came[n] = r, c
                heapq.heappush(heap, (cost + 1 + abs(n[0] - goal[0]) + abs(n[1] - goal[1]), cost + 1, n))
    return None, "no way"


for g in ("S.#.....\n..#.###.\n....#...\n.##.#.#.\n...#..#G", "S#G"):
    print(*astar(g), sep="\n")
