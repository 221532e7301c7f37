"""Type variables, parameter specifications, aliases, Generic: what is C code from Python 3.12 on. (Level: guest.)

The compiler calls the functions at the end for type parameters (`pyta.syntax.type_parameter`).

Source: PEP 695, PEP 696; what CPython's typevarobject.c does and says.
"""

from sys import _getframe, version_info

import _pyta_generic

_HAS_DEFAULTS = version_info >= (3, 13)
_UNKNOWN = object()


def _idfunc(_, x):
    return x


def _typing():
    import typing

    return typing


def _checked(value, what):
    return _typing()._type_check(value, what)


class _NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()
    __module__ = "typing"
    _made = None

    def __new__(cls):
        if cls._made is None:
            cls._made = object.__new__(cls)
        return cls._made

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


_NoDefaultType.__name__ = _NoDefaultType.__qualname__ = "NoDefaultType"
NoDefault = _NoDefaultType()


def _set(parameter, **values):
    for key, value in values.items():
        object.__setattr__(parameter, key, value)


class _Parameter:
    """What all kinds have in common. What is to be evaluated later lies in slots as functions."""

    __slots__ = ("__name__", "__dict__", "__weakref__", "_lazy_default", "_default")

    def __init_subclass__(cls, **kwargs):
        if cls.__module__ != "typing":
            raise TypeError(f"type 'typing.{cls.__base__.__name__}' is not an acceptable base type")

    def __reduce__(self):
        return self.__name__

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __setattr__(self, key, value):
        if hasattr(type(self), key):
            if key in _MEMBERS:
                raise AttributeError("readonly attribute")
            if key in _COMPUTED:
                raise AttributeError(f"attribute {key!r} of 'typing.{type(self).__name__}' objects is not writable")
        object.__setattr__(self, key, value)

    if _HAS_DEFAULTS:

        @property
        def __default__(self):
            """The default value for this parameter."""
            if self._default is _UNKNOWN:
                _set(self, _default=self._lazy_default())
            return self._default

        def has_default(self):
            return self._lazy_default is not None or self._default is not NoDefault


_MEMBERS = frozenset(("__name__", "__covariant__", "__contravariant__", "__infer_variance__"))
_COMPUTED = frozenset(("__bound__", "__constraints__", "__default__"))


def _set_default(parameter, default, lazily):
    _set(parameter, _lazy_default=lazily, _default=_UNKNOWN if lazily is not None else default)


def _begin(cls, name, default):
    """A parameter of one of the kinds. It gets the module of the code that made it; type parameters, which the compiler makes, do not."""
    if not isinstance(name, str):
        raise TypeError(f"{cls.__name__.lower()}() argument 'name' must be str, not {type(name).__name__}")
    self = object.__new__(cls)
    _set(self, __name__=name)
    _set_default(self, default, None)
    made_by = _getframe(2).f_globals
    if made_by is not globals():
        self.__module__ = made_by.get("__name__")
    return self


def _set_variance(parameter, covariant, contravariant, infer_variance):
    if covariant and contravariant:
        raise ValueError("Bivariant types are not supported.")
    if infer_variance and (covariant or contravariant):
        raise ValueError("Variance cannot be specified with infer_variance.")
    _set(parameter, __covariant__=bool(covariant), __contravariant__=bool(contravariant), __infer_variance__=bool(infer_variance))


def _sign(parameter):
    if parameter.__infer_variance__:
        return parameter.__name__
    return ("+" if parameter.__covariant__ else "-" if parameter.__contravariant__ else "~") + parameter.__name__


class _Either:
    __slots__ = ()

    def __or__(self, other):
        return _typing().Union[self, other]

    def __ror__(self, other):
        return _typing().Union[other, self]


class TypeVar(_Either, _Parameter):
    """Type variable."""

    __module__ = "typing"
    __slots__ = ("_bound", "_lazy_bound", "_constraints", "_lazy_constraints", "__covariant__", "__contravariant__", "__infer_variance__")

    def __new__(cls, name, *constraints, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False):
        self = _begin(cls, name, default)
        _set_variance(self, covariant, contravariant, infer_variance)
        if bound is not None:
            bound = _checked(bound, "Bound must be a type.")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if constraints:
            constraints = tuple([_checked(c, "TypeVar(name, constraint, ...): constraints must be types.") for c in constraints])
            if bound is not None:
                raise TypeError("Constraints cannot be combined with bound=...")
        _set(self, _bound=bound, _lazy_bound=None, _constraints=constraints, _lazy_constraints=None)
        return self

    @property
    def __bound__(self):
        if self._bound is _UNKNOWN:
            _set(self, _bound=self._lazy_bound())
        return self._bound

    @property
    def __constraints__(self):
        if self._constraints is _UNKNOWN:
            _set(self, _constraints=self._lazy_constraints())
        return self._constraints

    def __repr__(self):
        return _sign(self)

    def __typing_subst__(self, arg, /):
        return _typing()._typevar_subst(self, arg)

    if _HAS_DEFAULTS:

        def __typing_prepare_subst__(self, alias, args, /):
            parameters = alias.__parameters__
            index = parameters.index(self)
            if index < len(args):
                return args
            if index == len(args) and self.has_default():
                return (*args, self.__default__)
            raise TypeError(f"Too few arguments for {alias!r}")


class _Part:
    """What a function gives on of the arguments a parameter specification stands for."""

    __slots__ = ("__origin__", "__weakref__")
    __hash__ = None

    def __new__(cls, origin):
        self = object.__new__(cls)
        self.__origin__ = origin
        return self

    def __init_subclass__(cls, **kwargs):
        if cls.__module__ != "typing":
            raise TypeError(f"type 'typing.{cls.__base__.__name__}' is not an acceptable base type")

    def __repr__(self):
        name = self.__origin__.__name__ if isinstance(self.__origin__, ParamSpec) else repr(self.__origin__)
        return f"{name}.{self._part}"

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__origin__ == other.__origin__

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class ParamSpecArgs(_Part):
    """The args for a ParamSpec object."""

    __module__ = "typing"
    __slots__ = ()
    _part = "args"


class ParamSpecKwargs(_Part):
    """The kwargs for a ParamSpec object."""

    __module__ = "typing"
    __slots__ = ()
    _part = "kwargs"


class ParamSpec(_Either, _Parameter):
    """Parameter specification."""

    __module__ = "typing"
    __slots__ = ("__bound__", "__covariant__", "__contravariant__", "__infer_variance__")

    def __new__(cls, name, *, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False):
        self = _begin(cls, name, default)
        _set_variance(self, covariant, contravariant, infer_variance)
        _set(self, __bound__=None if bound is None else _checked(bound, "Bound must be a type."))
        return self

    @property
    def args(self):
        """Represents positional arguments."""
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        """Represents keyword arguments."""
        return ParamSpecKwargs(self)

    def __repr__(self):
        return _sign(self)

    def __typing_subst__(self, arg, /):
        return _typing()._paramspec_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args, /):
        return _typing()._paramspec_prepare_subst(self, alias, args)


class TypeVarTuple(_Parameter):
    """Type variable tuple. A specialized form of type variable that enables variadic generics."""

    __module__ = "typing"
    __slots__ = ()

    def __new__(cls, name, *, default=NoDefault):
        return _begin(cls, name, default)

    def __iter__(self):
        yield _typing().Unpack[self]

    def __repr__(self):
        return self.__name__

    def __typing_subst__(self, arg, /):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args, /):
        return _typing()._typevartuple_prepare_subst(self, alias, args)


class TypeAliasType:
    """Type alias."""

    __module__ = "typing"
    __slots__ = ("__name__", "__type_params__", "_value", "_lazy_value", "_module", "__weakref__")

    def __new__(cls, name, value, *, type_params=()):
        if not isinstance(name, str):
            raise TypeError(f"typealias() argument 'name' must be str, not {type(name).__name__}")
        if not isinstance(type_params, tuple):
            raise TypeError("type_params must be a tuple")
        self = object.__new__(cls)
        _set(self, __name__=name, __type_params__=type_params, _value=value, _lazy_value=None, _module=_getframe(1).f_globals.get("__name__"))
        return self

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type 'typing.TypeAliasType' is not an acceptable base type")

    def __setattr__(self, key, value):
        if key in ("__name__", "__type_params__"):
            raise AttributeError("readonly attribute")
        if key in ("__value__", "__parameters__", "__module__"):
            raise AttributeError(f"attribute {key!r} of 'typing.TypeAliasType' objects is not writable")
        raise AttributeError(f"'typing.TypeAliasType' object has no attribute {key!r}")

    def __getattribute__(self, key):
        if key == "__module__":
            return self._module
        return object.__getattribute__(self, key)

    @property
    def __value__(self):
        if self._value is _UNKNOWN:
            _set(self, _value=self._lazy_value())
        return self._value

    @property
    def __parameters__(self):
        return _unpacked(self.__type_params__)

    def __or__(self, other):
        return _pyta_generic.unite(self, other)

    def __ror__(self, other):
        return _pyta_generic.unite(other, self)

    def __getitem__(self, args):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        from types import GenericAlias

        return GenericAlias(self, args)

    def __repr__(self):
        return self.__name__

    def __reduce__(self):
        return self.__name__


_pyta_generic.UNITED += (TypeAliasType,)


class Generic:
    """The base of generic classes; one with a parameter list after its name has it without naming it."""

    __module__ = "typing"
    __slots__ = ()

    @classmethod
    def __class_getitem__(cls, *args, **kwargs):
        """`cls[...]`: with types, an alias; with parameters, what makes a class generic in them."""
        return _typing()._generic_class_getitem(cls, *args, **kwargs)

    @classmethod
    def __init_subclass__(cls, *args, **kwargs):
        return _typing()._generic_init_subclass(cls, *args, **kwargs)


def _unpacked(parameters):
    if not any(isinstance(p, TypeVarTuple) for p in parameters):
        return parameters
    unpack = _typing().Unpack
    return tuple([unpack[p] if isinstance(p, TypeVarTuple) else p for p in parameters])


# --- what the compiler calls


def type_variable(name, bound, is_choice, default):
    """`[T]`, `[T: bound]`, `[T: (choices)]`; bound and default are functions or None."""
    made = TypeVar(name, infer_variance=True)
    if is_choice:
        _set(made, _constraints=_UNKNOWN, _lazy_constraints=bound)
    elif bound is not None:
        _set(made, _bound=_UNKNOWN, _lazy_bound=bound)
    if default is not None:
        _set_default(made, None, default)
    return made


def parameter_specification(name, default):
    made = ParamSpec(name, infer_variance=True)
    if default is not None:
        _set_default(made, None, default)
    return made


def type_variable_tuple(name, default):
    made = TypeVarTuple(name)
    if default is not None:
        _set_default(made, None, default)
    return made


def type_alias(name, value, parameters):
    made = TypeAliasType(name, None, type_params=parameters)
    _set(made, _value=_UNKNOWN, _lazy_value=value, _module=_getframe(1).f_globals.get("__name__"))
    return made


def generic_base(parameters):
    return _typing()._GenericAlias(Generic, _unpacked(parameters))
