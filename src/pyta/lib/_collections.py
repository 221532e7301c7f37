"""defaultdict and what counts elements; deque is native (pyta/module/deque.py). (Level: guest.)"""

from operator import itemgetter as _itemgetter

from _pyta import native_type

deque = native_type("deque")
_deque_iterator = native_type("_deque_iterator")
_deque_reverse_iterator = native_type("_deque_reverse_iterator")
_shown = []


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


def _count_elements(mapping, iterable):
    get = mapping.get
    if type(mapping).get is dict.get and type(mapping).__setitem__ is dict.__setitem__:
        for x in iterable:
            mapping[x] = get(x, 0) + 1
    else:
        for x in iterable:
            mapping[x] = get(x, 0) + 1


def _refuse_set(instance, value):
    raise AttributeError("can't set attribute")


def _refuse_delete(instance):
    raise AttributeError("can't delete attribute")


def _tuplegetter(index, doc):
    """A named tuple's attribute."""
    return property(_itemgetter(index), _refuse_set, _refuse_delete, doc)
