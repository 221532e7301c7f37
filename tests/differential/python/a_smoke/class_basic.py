class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def total(self):
        return self.x + self.y


p = Point(1, 2)
print(p.x, p.y, p.total())
p.x = 10
print(p.total())
