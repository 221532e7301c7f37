import types
from typing import NamedTuple, Optional, Union, List, Dict, Any, TypeVar, Generic, Callable, get_type_hints, cast, TYPE_CHECKING, Protocol, runtime_checkable

ns = types.SimpleNamespace(a=1, b=[2])
ns.c = 3
print(ns, ns == types.SimpleNamespace(a=1, b=[2], c=3), vars(ns), types.SimpleNamespace())
del ns.a
print(hasattr(ns, "a"), isinstance(lambda: 0, types.FunctionType), isinstance(len, types.BuiltinFunctionType), isinstance((x for x in ""), types.GeneratorType), isinstance(types, types.ModuleType), types.NoneType is type(None), isinstance(ns.__class__, type), types.LambdaType is types.FunctionType)
m = types.ModuleType("made", "its doc")
m.x = 5
exec("def f(): return x", m.__dict__)
print(m.f(), m.__name__, m.__doc__, repr(m))
C = types.new_class("C", (), {}, lambda ns: ns.update(v=1))
print(C.v, types.MappingProxyType({"a": 1})["a"], types.DynamicClassAttribute is not None)


class Employee(NamedTuple):
    """Doc."""

    name: str
    id: int = 3

    def hello(self):
        return f"{self.name}#{self.id}"


e = Employee("ann")
print(e, e.hello(), e[0], Employee._fields, Employee._field_defaults, e._replace(id=9), e == ("ann", 3), Employee.__doc__, tuple(e))
T = TypeVar("T")


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: List[T] = []

    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self


print(Stack[int]().push(1).items, Stack[int], Optional[int], Union[int, str], List[int], Dict[str, Any], Callable[[int], str], Union[int, int], Optional[None], T, Union[int, Union[str, int]])


def f(a: int, b: "str" = "x", *args: float, **kw: Optional[int]) -> List[str]:
    local: int = 5
    undefined_annotation: NotDefined = 1
    return [b] * a


print(f.__annotations__["a"], f.__annotations__["b"], f(2), cast(int, "5"), TYPE_CHECKING, get_type_hints(f)["b"])


@runtime_checkable
class Closable(Protocol):
    def close(self): ...


class File:
    def close(self):
        pass


print(isinstance(File(), Closable), isinstance(5, Closable))
x: int
y: int = 5
(z): str = "paren"
print(__annotations__, y, z)
try:
    x
except NameError as error:
    print(error)


class Ann:
    a: int
    b: str = "b"
    c: "list[int]" = []

    def m(self):
        self.q: int = 5
        return self.q


print(Ann.__annotations__, hasattr(Ann, "a"), Ann().m())
log = []
log.append(1).attr if False else None
d = {}
d["k"]: log.append("annotation evaluated") = 7
print(d, log)
