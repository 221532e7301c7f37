"""`list[int]` and `int | None`: types.GenericAlias and types.UnionType. (Level: guest.)

The kernel asks for this module when a builtin type is first subscripted or united (`pyta.object.generic`).

Source: PEP 585, PEP 604, PEP 646; what CPython's genericaliasobject.c and unionobject.c do and say.
"""

_get = object.__getattribute__
_NoneType = type(None)
_ABSENT = object()

_OWN = frozenset((
    "__class__", "__bases__", "__origin__", "__args__", "__unpacked__", "__parameters__", "__typing_unpacked_tuple_args__",
    "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__",
))  # fmt: skip


class GenericAlias:
    """Represent a PEP 585 generic type

    E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,)."""

    __module__ = "types"
    __slots__ = ("_args", "_origin", "_parameters", "_starred", "__weakref__")

    def __new__(cls, origin, args, /):
        self = object.__new__(cls)
        set_slot = object.__setattr__
        set_slot(self, "_origin", origin)
        set_slot(self, "_args", args if isinstance(args, tuple) else (args,))
        set_slot(self, "_parameters", None)
        set_slot(self, "_starred", False)
        return self

    def __init_subclass__(cls, /, **kwargs):
        pass

    def __getattribute__(self, name):
        if name in _OWN:
            return _get(self, name)
        return getattr(_get(self, "_origin"), name)

    def __setattr__(self, name, value):
        if name in ("__origin__", "__args__"):
            raise AttributeError("readonly attribute")
        if name in ("__parameters__", "__unpacked__"):
            raise AttributeError(f"attribute {name!r} of 'types.GenericAlias' objects is not writable")
        raise AttributeError(f"'types.GenericAlias' object has no attribute {name!r}")

    @property
    def __origin__(self):
        return _get(self, "_origin")

    @property
    def __args__(self):
        return _get(self, "_args")

    @property
    def __parameters__(self):
        """Type variables in the GenericAlias."""
        found = _get(self, "_parameters")
        if found is None:
            found = _parameters_of(_get(self, "_args"))
            object.__setattr__(self, "_parameters", found)
        return found

    @property
    def __unpacked__(self):
        return _get(self, "_starred")

    @property
    def __typing_unpacked_tuple_args__(self):
        if _get(self, "_starred") and _get(self, "_origin") is tuple:
            return _get(self, "_args")
        return None

    def __call__(self, /, *args, **kwargs):
        made = _get(self, "_origin")(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except (AttributeError, TypeError):
            pass
        return made

    def __getitem__(self, item, /):
        made = GenericAlias(_get(self, "_origin"), _substituted(self, self.__args__, self.__parameters__, item))
        object.__setattr__(made, "_starred", _get(self, "_starred"))
        return made

    def __iter__(self):
        made = GenericAlias(_get(self, "_origin"), _get(self, "_args"))
        object.__setattr__(made, "_starred", True)
        yield made

    def __mro_entries__(self, bases, /):
        return (_get(self, "_origin"),)

    def __instancecheck__(self, instance, /):
        raise TypeError("isinstance() argument 2 cannot be a parameterized generic")

    def __subclasscheck__(self, cls, /):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")

    def __eq__(self, other):
        if not (isinstance(self, GenericAlias) and isinstance(other, GenericAlias)):
            return NotImplemented
        return (
            _get(self, "_starred") == _get(other, "_starred")
            and _get(self, "_origin") == _get(other, "_origin")
            and _get(self, "_args") == _get(other, "_args")
        )

    def __hash__(self):
        return hash(_get(self, "_origin")) ^ hash(_get(self, "_args"))

    def __or__(self, other, /):
        return unite(self, other)

    def __ror__(self, other, /):
        return unite(other, self)

    def __repr__(self):
        inside = ", ".join([_item_text(arg) for arg in _get(self, "_args")]) or "()"
        return f"{'*' if _get(self, '_starred') else ''}{_item_text(_get(self, '_origin'))}[{inside}]"

    def __dir__(self):
        names = dir(_get(self, "_origin"))
        names += [name for name in _OWN if name not in names and name != "__bases__"]
        return names

    def __reduce__(self):
        if _get(self, "_starred"):
            return next, (iter(GenericAlias(_get(self, "_origin"), _get(self, "_args"))),)
        return type(self), (_get(self, "_origin"), _get(self, "_args"))


class UnionType:
    """Represent a PEP 604 union type

    E.g. for int | str"""

    __module__ = "types"
    __slots__ = ("_args", "_parameters")

    def __new__(cls, /, *args, **kwargs):
        raise TypeError("cannot create 'types.UnionType' instances")

    def __init_subclass__(cls, /, **kwargs):
        raise TypeError("type 'types.UnionType' is not an acceptable base type")

    def __setattr__(self, name, value):
        if name == "__args__":
            raise AttributeError("readonly attribute")
        if name == "__parameters__":
            raise AttributeError("attribute '__parameters__' of 'types.UnionType' objects is not writable")
        raise AttributeError(f"'types.UnionType' object has no attribute {name!r}")

    @property
    def __args__(self):
        return self._args

    @property
    def __parameters__(self):
        """Type variables in the types.UnionType."""
        found = self._parameters
        if found is None:
            found = _parameters_of(self._args)
            object.__setattr__(self, "_parameters", found)
        return found

    def __getitem__(self, item, /):
        parts = _substituted(self, self._args, self.__parameters__, item)
        made = parts[0]
        for part in parts[1:]:
            made = made | part
        return made

    def __instancecheck__(self, instance, /):
        self._refuse_aliases("isinstance")
        return any(isinstance(instance, arg) for arg in self._args if isinstance(arg, type))

    def __subclasscheck__(self, cls, /):
        if not isinstance(cls, type):
            raise TypeError("issubclass() arg 1 must be a class")
        self._refuse_aliases("issubclass")
        return any(issubclass(cls, arg) for arg in self._args if isinstance(arg, type))

    def _refuse_aliases(self, function):
        for arg in self._args:
            if isinstance(arg, GenericAlias):
                raise TypeError(f"{function}() argument 2 cannot be a parameterized generic")

    __iter__ = None  # what it can be subscripted with does not make it a sequence

    def __eq__(self, other):
        if not isinstance(other, UnionType):
            return NotImplemented
        return set(self._args) == set(other._args)

    def __hash__(self):
        return hash(frozenset(self._args))

    def __or__(self, other, /):
        return unite(self, other)

    def __ror__(self, other, /):
        return unite(other, self)

    def __repr__(self):
        return " | ".join(["None" if arg is _NoneType else _item_text(arg) for arg in self._args])


UNITED = (type, GenericAlias, UnionType)  # and type aliases: lib/_typing.py


def unite(a, b):
    """a | b of what a union may hold, else NotImplemented."""
    for x in (a, b):
        if not (x is None or isinstance(x, UNITED)):
            return NotImplemented
    args = []
    for x in (a, b):
        for arg in x._args if type(x) is UnionType else (_NoneType if x is None else x,):
            if not any(_is_same(arg, other) for other in args):
                args.append(arg)
    if len(args) == 1:
        return args[0]
    made = object.__new__(UnionType)
    object.__setattr__(made, "_args", tuple(args))
    object.__setattr__(made, "_parameters", None)
    return made


def _is_same(a, b):
    return a is b or (isinstance(a, GenericAlias) and isinstance(b, GenericAlias) and a == b)


def _item_text(item):
    if item is Ellipsis:
        return "..."
    if not (hasattr(item, "__origin__") and hasattr(item, "__args__")):
        name = getattr(item, "__qualname__", None)
        module = getattr(item, "__module__", None)
        if name is not None and module is not None:
            return str(name) if module == "builtins" else f"{module}.{name}"
    return repr(item)


def _parameters_of(args):
    """The type variables among the arguments and in them, each once."""
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        inside = (arg,) if hasattr(arg, "__typing_subst__") else getattr(arg, "__parameters__", ())
        if isinstance(inside, tuple):
            for parameter in inside:
                if not any(parameter is other for other in found):
                    found.append(parameter)
    return tuple(found)


def _unpacked(item):
    """The items of a subscript, with `*tuple[int, str]` spread."""
    made = []
    for arg in item if isinstance(item, tuple) else (item,):
        inside = None
        if not isinstance(arg, type):
            inside = getattr(arg, "__typing_unpacked_tuple_args__", None)
        if isinstance(inside, tuple) and not (inside and inside[-1] is Ellipsis):
            made += inside
        else:
            made.append(arg)
    return tuple(made)


def _index_of(parameters, parameter):
    for i, other in enumerate(parameters):
        if other is parameter:
            return i
    return -1


def _substituted(alias, args, parameters, item):
    """The arguments of `alias` with its type variables replaced by what a subscript gives."""
    if not parameters:
        raise TypeError(f"{alias!r} is not a generic class")
    items = _unpacked(item)
    for parameter in parameters:
        prepare = getattr(parameter, "__typing_prepare_subst__", None)
        if prepare is not None:
            prepared = prepare(alias, items)
            items = prepared if isinstance(prepared, tuple) else (prepared,)
    if len(items) != len(parameters):
        amount = "many" if len(items) > len(parameters) else "few"
        raise TypeError(f"Too {amount} arguments for {alias!r}; actual {len(items)}, expected {len(parameters)}")
    made = []
    for arg in args:
        if isinstance(arg, type):
            made.append(arg)
            continue
        is_spread = bool(getattr(arg, "__typing_is_unpacked_typevartuple__", False))
        substitute = getattr(arg, "__typing_subst__", _ABSENT)
        if substitute is not _ABSENT:
            new = substitute(items[_index_of(parameters, arg)])
        else:
            new = _substituted_inside(arg, parameters, items)
        if is_spread:
            made += new
        else:
            made.append(new)
    return tuple(made)


def _substituted_inside(arg, parameters, items):
    inner = getattr(arg, "__parameters__", None)
    if not isinstance(inner, tuple) or not inner:
        return arg
    subscript = []
    for parameter in inner:
        i = _index_of(parameters, parameter)
        new = parameter if i < 0 else items[i]
        if i >= 0 and isinstance(new, tuple) and hasattr(type(parameters[i]), "__iter__"):
            subscript += new
        else:
            subscript.append(new)
    return arg[tuple(subscript)]
