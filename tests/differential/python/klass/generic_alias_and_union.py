print(list[int], dict[str, int], type[int], tuple[int, ...], tuple[()], list[list[int]], set["x"])
print(int | None, None | int, int | str | int, list[int] | None, (int|str)|(str|int))
print(isinstance(3, int|None), isinstance(None, int|None), issubclass(bool, int|str), isinstance("", (int|None, str)))
print(list[int]==list[int], hash(list[int])==hash(list[int]), list[int].__origin__, list[int].__args__, list[int].__parameters__, list[int].append, list[int]((1,2)))
try: isinstance([], list[int])
except TypeError as e: print(e)
try: isinstance([], list[int]|None)
except TypeError as e: print(e)
try: int[3]
except TypeError as e: print(e)
try: int | 3
except TypeError as e: print(e)
class A(list[int]): pass
print(A.__mro__, A.__orig_bases__, type(list[int]), type(int|str), (int|str).__args__, int|str == str|int)
import re, types, enum, functools, collections, typing
T=typing.TypeVar('T')
print(list[T], list[T][int], dict[T, list[T]].__parameters__, dict[T, list[T]][str], list[T]|None, (list[T]|None)[int])
try: list[int][str]
except TypeError as e: print(e)
try: list[T][str,int]
except TypeError as e: print(e)
print(types.GenericAlias, types.UnionType, typing.Optional[int], typing.Union[int,str], typing.List[int], typing.Callable[[int], str], collections.abc.Callable[[int], str])
import sys

print([*tuple[int,str]], tuple[*tuple[int,str]])
print(collections.deque[int], collections.defaultdict[int,str], re.Pattern[str], isinstance(list[int], type), callable(list[int]))
try: list[int].foo
except AttributeError as e: print(e)
try: list[int].__origin__=3
except AttributeError as e: print(e)
import itertools, weakref
print(itertools.chain[int], weakref.ref[int], enumerate[int], types.MappingProxyType[int,str], list[int].__name__, list[int].__class__, list[int].__mro_entries__(()), type(list[int]).__name__)
def f(a: int|None=None, b: list[str]=()) -> dict[str,int]|None: ...
print(f.__annotations__, typing.get_type_hints(f))
