class Trie:
    END = "$"

    def __init__(self, words=()):
        self.root, self.size = {}, 0
        for w in words:
            self.add(w)

    def add(self, word):
        node = self.root
        for c in word:
            node = node.setdefault(c, {})
        self.size += self.END not in node
        node[self.END] = node.get(self.END, 0) + 1

    def _find(self, prefix):
        node = self.root
        for c in prefix:
            node = node.get(c)
            if node is None:
                return None
        return node

    def __contains__(self, word):
        node = self._find(word)
        return node is not None and self.END in node

    def __len__(self):
        return self.size

    def __iter__(self):
        return self.walk(self.root, "")

    def walk(self, node, prefix):
        if self.END in node:
            yield prefix
        for c in sorted(k for k in node if k != self.END):
            yield from self.walk(node[c], prefix + c)

    def complete(self, prefix):
        node = self._find(prefix)
        return list(self.walk(node, prefix)) if node else []

    def remove(self, word):
        path, node = [], self.root
        for c in word:
            path.append((node, c))
            node = node[c]
        del node[self.END]
        self.size -= 1
        while path and not node:
            node, c = path.pop()
            del node[c]

    def fuzzy(self, word, most):
        def search(node, prefix, row):
            if self.END in node and row[-1] <= most:
                yield prefix, row[-1]
            if min(row) > most:
                return
            for c in sorted(k for k in node if len(k) == 1 and k != self.END):
                new = [row[0] + 1]
                for i, w in enumerate(word, 1):
                    new.append(min(new[i - 1] + 1, row[i] + 1, row[i - 1] + (w != c)))
                yield from search(node[c], prefix + c, new)

        return list(search(self.root, "", list(range(len(word) + 1))))


t = Trie("to tea ted ten i in inn to".split())
print(len(t), list(t), "tea" in t, "te" in t, "" in t, "zz" in t)
print(t.complete("te"), t.complete("in"), t.complete("x"), t.complete(""))
t.add("")
print("" in t, list(t)[0] == "", t._find("to")["$"])
t.remove("inn")
t.remove("tea")
print(list(t), len(t), t.complete("in"))
try:
    t.remove("nothing")
except KeyError as error:
    print(repr(error))
print(t.fuzzy("tin", 1), t.fuzzy("teds", 2), t.fuzzy("", 1))
words = [f"w{i * 7919 % 997}" for i in range(400)]
big = Trie(words)
print(len(big), list(big) == sorted(set(words)), big.complete("w99"), len(big.complete("w1")))


def wildcard(node, pattern, prefix=""):
    if not pattern:
        if "$" in node:
            yield prefix
        return
    keys = sorted(k for k in node if k != "$") if pattern[0] == "?" else [pattern[0]]
    for k in keys:
        if k in node:
            yield from wildcard(node[k], pattern[1:], prefix + k)


print(list(wildcard(t.root, "t?")), list(wildcard(t.root, "?e?")), list(wildcard(big.root, "w?7"))[:5])
