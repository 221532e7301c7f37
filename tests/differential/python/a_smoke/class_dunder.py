class V:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return V(self.n + other.n)

    def __repr__(self):
        return "V(" + repr(self.n) + ")"

    def __eq__(self, other):
        return self.n == other.n

    def __len__(self):
        return self.n


print(V(1) + V(2))
print(V(1) == V(1), V(1) != V(1), V(1) == V(2))
print([V(3)], len(V(7)), bool(V(0)))
