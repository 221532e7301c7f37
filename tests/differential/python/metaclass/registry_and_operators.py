class Registry(type):
    items = {}

    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        if bases:
            Registry.items[name.lower()] = cls

    def __getitem__(cls, key):
        return f"{cls.__name__}[{key}]"

    def __len__(cls):
        return len(cls.__name__)

    def __iter__(cls):
        return iter(sorted(Registry.items))

    def __contains__(cls, name):
        return name in Registry.items

    def __add__(cls, other):
        return cls.__name__ + "+" + other.__name__

    def __getattr__(cls, name):
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError(f"no class attribute {name}")

    def __bool__(cls):
        return False

    def __eq__(cls, other):
        return "same?"

    def __hash__(cls):
        return 1

    @property
    def shout(cls):
        return cls.__name__.upper()

    def meta_method(cls):
        return "meta " + cls.__name__


class Base(metaclass=Registry):
    pass


class Circle(Base):
    def __getitem__(self, key):
        return "instance item"

    shout = "class attribute"


class Square(Base):
    pass


print(Circle["r"], Circle()["r"], len(Square), list(Base), "circle" in Base, Circle + Square, Base.dyn_thing, bool(Circle), Circle == 1, Square.shout, Circle.shout, Square.meta_method())
for bad in (lambda: Base.nope, lambda: Base().dyn_x, lambda: Base().meta_method, lambda: Base().shout):
    try:
        print(bad())
    except AttributeError as error:
        print(error)
print(sorted(Registry.items), hasattr(Circle(), "meta_method"), hasattr(Circle, "meta_method"), "meta_method" in dir(Circle), isinstance(Circle, Registry), Registry.items["square"]().__class__.__name__)


class Singleton(type):
    def __call__(cls, *args):
        if "_instance" not in cls.__dict__:
            cls._instance = super().__call__(*args)
        return cls._instance


class Config(metaclass=Singleton):
    def __init__(self, v=0):
        self.v = v


class Special(Config):
    pass


print(Config(1) is Config(2), Config().v, Special(5) is Config(), Special().v)


class Final(type):
    def __new__(m, name, bases, ns):
        for b in bases:
            if isinstance(b, Final):
                raise TypeError(f"{b.__name__} is final")
        return super().__new__(m, name, bases, ns)


class Leaf(metaclass=Final):
    pass


try:
    class Bad(Leaf):
        pass
except TypeError as error:
    print(error)
