"""defaultdict and what counts elements; deque is native (pyta/module/deque.py). (Level: guest.)"""

from operator import eq as _equal
from sys import version_info as _version

from _pyta import count_elements as _count_elements
from _pyta import dict_move as _dict_move
from _pyta import dict_pop_first as _dict_pop_first
from _pyta import native_type

deque = native_type("deque")
_tuplegetter = native_type("_tuplegetter")
_deque_iterator = native_type("_deque_iterator")
_deque_reverse_iterator = native_type("_deque_reverse_iterator")
_shown = []
_SHOWS_DICT = _version >= (3, 12)


class defaultdict(dict):
    """A dict that makes missing values with a function."""

    __module__ = "collections"
    __slots__ = ("__dict__", "default_factory")

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        self.default_factory = default_factory
        dict.__init__(self, *args, **kwargs)

    def __missing__(self, key):
        factory = self.default_factory
        if factory is None:
            raise KeyError(key)
        value = factory()
        self[key] = value
        return value

    def __repr__(self):
        factory = self.default_factory
        for held in _shown:
            if held is factory:
                return f"{type(self).__name__}(..., {dict.__repr__(self)})"
        _shown.append(factory)
        try:
            shown = repr(factory)
        finally:
            _shown.pop()
        return f"{type(self).__name__}({shown}, {dict.__repr__(self)})"

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __reduce__(self):
        args = () if self.default_factory is None else (self.default_factory,)
        return type(self), args, None, None, iter(self.items())

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = self.copy()
        made.update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = type(self)(self.default_factory, other)
        made.update(self)
        return made

    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, item)


class OrderedDict(dict):
    """Dictionary that remembers insertion order: a dict that does, with what else such a one can do."""

    __module__ = "collections"

    def __init__(self, *args, **kwds):
        if len(args) > 1:
            raise TypeError(f"expected at most 1 arguments, got {len(args)}")
        self.__update(*args, **kwds)

    def update(self, *args, **kwds):
        if len(args) > 1:
            raise TypeError(f"update() takes at most 1 positional argument ({len(args)} given)")
        if args:
            other = args[0]
            if type(self).__setitem__ is dict.__setitem__ and isinstance(other, dict):
                dict.update(self, other)
            elif isinstance(other, dict):
                for key, value in other.items():
                    self[key] = value
            elif hasattr(other, "keys"):
                for key in other.keys():
                    self[key] = other[key]
            elif hasattr(other, "items"):
                for key, value in other.items():
                    self[key] = value
            else:
                for pair in other:
                    if len(pair := tuple(pair)) < 2:
                        raise ValueError(f"need more than {len(pair)} value{'s' * (len(pair) != 1)} to unpack")
                    key, value = pair
                    self[key] = value
        for key, value in kwds.items():
            self[key] = value

    __update = update

    def move_to_end(self, key, last=True):
        """Move an existing element to the end (or beginning if last is false)."""
        _dict_move(self, key, last)

    def popitem(self, last=True):
        """Remove and return a (key, value) pair from the dictionary."""
        if not last:
            return _dict_pop_first(self)
        if not self:
            raise KeyError("dictionary is empty")
        return dict.popitem(self)

    def setdefault(self, key, default=None):
        """Insert key with a value of default if key is not in the dictionary; its value."""
        if key in self:
            return self[key]
        self[key] = default
        return default

    def copy(self):
        made = type(self)()
        for key in self:
            made[key] = self[key]
        return made

    __copy__ = copy

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and all(map(_equal, self, other))
        return dict.__eq__(self, other)

    def __ne__(self, other):
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    __hash__ = None

    def __repr__(self):
        for held in _shown:
            if held is self:
                return "..."
        if not self:
            return f"{type(self).__name__}()"
        _shown.append(self)
        try:
            return f"{type(self).__name__}({_contents(self)!r})"
        finally:
            _shown.pop()

    def __reduce__(self):
        return type(self), (), self.__getstate__() or None, None, iter(self.items())

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = type(self)(self)
        made.update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = type(self)(other)
        made.update(self)
        return made

    def __ior__(self, other):
        self.update(other)
        return self

    def __sizeof__(self):
        return dict.__sizeof__(self) + 40 * len(self)


def _contents(mapping):
    """What the printed form of an OrderedDict shows."""
    return dict(mapping.items()) if _SHOWS_DICT else list(mapping.items())
