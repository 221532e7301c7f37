"""Attribute sites that meet many classes and shapes, and classes that change under them."""


class Base:
    tag = "base"

    def __init__(self, n):
        self.n = n
        self.first = n * 2

    def name(self):
        return f"{type(self).__name__}{self.n}"

    @property
    def doubled(self):
        return self.n * 2


classes = []
for number in range(40):

    class Derived(Base):
        if number % 3 == 0:
            tag = f"tag{number}"

        if number % 5 == 0:

            def name(self):
                return "own" + super().name()

        def __init__(self, n, number=number):
            for k in range(number % 7):
                setattr(self, f"a{k}", k)
            super().__init__(n)

    Derived.__name__ = f"D{number}"
    classes.append(Derived)

objects = [cls(i) for i, cls in enumerate(classes)] * 3


def read(o):
    return o.n, o.first, o.tag, o.doubled, o.name()


def write(o, v):
    o.n = v
    o.late = v


for _ in range(3):
    print(sum(hash(str(read(o))) != 0 for o in objects), read(objects[7]), read(objects[15]), read(objects[39]))
    for i, o in enumerate(objects):
        write(o, i)
    print(sum(o.n for o in objects), sum(o.late for o in objects))

# own attributes over methods, and back
for o in objects[:40:4]:
    o.name = lambda o=o: f"instance{o.n}"
print([o.name() for o in objects[:40]])
for o in objects[:40:4]:
    del o.name
print([o.name() for o in objects[:40]])

# classes that change
Base.tag = "changed"
Base.name = lambda self: "replaced"
print([o.tag for o in objects[:9]], [o.name() for o in objects[:9]])
del classes[0].tag
print(objects[0].tag, objects[3].tag)
for cls in classes[::2]:
    cls.late = "class attribute"
print([o.late for o in objects[:6]])
for o in objects[:6]:
    if "late" in o.__dict__:
        del o.late
    try:
        print(o.late)
    except AttributeError as error:
        print(error)


# many attributes: some lie outside the object
class Wide:
    def __init__(self):
        self.a0 = self.a1 = self.a2 = 0


def fill(w, count):
    for k in range(count):
        setattr(w, f"x{k}", k)
    w.x3 = "three"
    w.a1 = "one"
    w.x70 = 70
    return w.x3, w.a1, w.x70, w.x5


for count in (6, 10, 64, 80):
    print(fill(Wide(), count))
w = Wide()
fill(w, 90)
print(len(vars(w)), sum(v for v in vars(w).values() if isinstance(v, int)))
