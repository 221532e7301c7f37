from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, KW_ONLY, InitVar


@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
    hidden: int = field(default=0, repr=False, compare=False)


p = P(1)
q = P(1, 2, [])
print(p, p == q, p != P(2), P(1, hidden=5) == p, asdict(p), astuple(p), replace(p, x=9), [f.name for f in fields(P)], p.tags is q.tags)
p.tags.append("t")
print(p, q, P.__hash__, P.__match_args__)


@dataclass(order=True, frozen=True)
class V:
    major: int
    minor: int = 0


print(sorted([V(2), V(1, 5), V(1)]), V(1) < V(1, 1), {V(1): "a"}[V(1, 0)], max(V(3), V(2, 9)))
try:
    V(1).major = 5
except FrozenInstanceError as error:
    print(error, isinstance(error, AttributeError))


@dataclass
class Base:
    a: int
    b: str = "b"

    def __post_init__(self):
        self.total = f"{self.a}{self.b}"


@dataclass
class Child(Base):
    c: float = 1.5
    _: KW_ONLY
    d: InitVar[int] = 7
    e: int = field(init=False, default=3)

    def __post_init__(self, d):
        super().__post_init__()
        self.d2 = d * 2


print(Child(1, "x", d=4), Child(1).d2, Child(1).total, [f.name for f in fields(Child)])
for bad in (lambda: P(), lambda: P(1, 2, 3, 4, 5), lambda: Child(1, "b", 1.0, 7), lambda: V(1) < 5, lambda: replace(p, zz=1), lambda: asdict(5)):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, str(error).split("()")[-1])
for source in ("class A:\n x: list = []", "class A(V):\n z: int = 1"):
    try:
        exec(f"@dataclass\n{source}", {"dataclass": dataclass, "V": V})
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


@dataclass(slots=True)
class S:
    x: int
    y: int = 5


@dataclass(eq=False, repr=False)
class N:
    x: int


s = S(1)
print(s, S.__slots__, hasattr(s, "__dict__"), N(1) == N(1), N(1) is not None, asdict(Child(2)), asdict(P(V(1), [V(2)])))


@dataclass
class Tree:
    value: int
    left: "Tree | None" = None
    right: "Tree | None" = None

    def __iter__(self):
        for part in (self.left, self.right):
            yield from part or ()
        yield self.value


t = Tree(1, Tree(2), Tree(3, Tree(4)))
print(t, list(t), t == Tree(1, Tree(2), Tree(3, Tree(4))), asdict(t)["right"]["left"]["value"])
