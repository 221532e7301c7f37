"""deque, defaultdict and what counts elements. (Level: guest.)"""

from operator import itemgetter as _itemgetter


class deque:
    """A list that is quick at both ends: items lie in a ring."""

    __module__ = "collections"
    __slots__ = ("__dict__", "__weakref__", "_count", "_first", "_limit", "_ring", "_state")
    __hash__ = None

    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self._ring = [None] * 8
        self._first = 0
        self._count = 0
        self._limit = None
        self._state = 0
        return self

    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None:
            if not isinstance(maxlen, int):
                raise TypeError("an integer is required")
            if maxlen < 0:
                raise ValueError("maxlen must be non-negative")
        self._limit = maxlen
        if self._count:
            self.clear()
        self.extend(iterable)

    @property
    def maxlen(self):
        return self._limit

    def _grow(self):
        ring, first = self._ring, self._first
        self._ring = ring[first:] + ring[:first] + [None] * len(ring)
        self._first = 0

    def append(self, x, /):
        n = self._count
        if n == self._limit:
            if n == 0:
                return
            self.popleft()
            n -= 1
        ring = self._ring
        if n == len(ring):
            self._grow()
            ring = self._ring
        at = self._first + n
        if at >= len(ring):
            at -= len(ring)
        ring[at] = x
        self._count = n + 1
        self._state += 1

    def appendleft(self, x, /):
        n = self._count
        if n == self._limit:
            if n == 0:
                return
            self.pop()
            n -= 1
        ring = self._ring
        if n == len(ring):
            self._grow()
            ring = self._ring
        first = self._first - 1
        if first < 0:
            first += len(ring)
        ring[first] = x
        self._first = first
        self._count = n + 1
        self._state += 1

    def pop(self):
        n = self._count
        if n == 0:
            raise IndexError("pop from an empty deque")
        n -= 1
        ring = self._ring
        at = self._first + n
        if at >= len(ring):
            at -= len(ring)
        x = ring[at]
        ring[at] = None
        self._count = n
        self._state += 1
        return x

    def popleft(self):
        n = self._count
        if n == 0:
            raise IndexError("pop from an empty deque")
        ring = self._ring
        first = self._first
        x = ring[first]
        ring[first] = None
        first += 1
        self._first = 0 if first == len(ring) else first
        self._count = n - 1
        self._state += 1
        return x

    def extend(self, iterable, /):
        if iterable is self:
            iterable = list(iterable)
        append = self.append
        for x in iterable:
            append(x)

    def extendleft(self, iterable, /):
        if iterable is self:
            iterable = list(iterable)
        for x in iterable:
            self.appendleft(x)

    def clear(self):
        self._ring = [None] * 8
        self._first = self._count = 0
        self._state += 1

    def _items(self):
        ring, first, n = self._ring, self._first, self._count
        end = first + n
        if end <= len(ring):
            return ring[first:end]
        return ring[first:] + ring[:end - len(ring)]

    def _replace(self, items):
        self._ring = items + [None] * (8 + len(items))
        self._first = 0
        self._count = len(items)
        self._state += 1

    def __len__(self):
        return self._count

    def __bool__(self):
        return self._count > 0

    def _place(self, index):
        n = self._count
        if not isinstance(index, int):
            if not hasattr(type(index), "__index__"):
                raise TypeError(f"sequence index must be integer, not '{type(index).__name__}'")
            index = index.__index__()
        if index < 0:
            index += n
        if not 0 <= index < n:
            raise IndexError("deque index out of range")
        at = self._first + index
        ring = self._ring
        return at - len(ring) if at >= len(ring) else at

    def __getitem__(self, index):
        return self._ring[self._place(index)]

    def __setitem__(self, index, x):
        self._ring[self._place(index)] = x

    def __delitem__(self, index):
        self._place(index)
        items = self._items()
        del items[index]
        self._replace(items)

    def __iter__(self):
        return _deque_iterator(self)

    def __reversed__(self):
        return _deque_reverse_iterator(self)

    def __contains__(self, x):
        state = self._state
        for item in self._items():
            if item is x or item == x:
                return True
            if state != self._state:
                raise RuntimeError("deque mutated during iteration")
        return False

    def count(self, x, /):
        state = self._state
        total = 0
        for item in self._items():
            if item is x or item == x:
                total += 1
            if state != self._state:
                raise RuntimeError("deque mutated during iteration")
        return total

    def index(self, x, start=0, stop=9223372036854775807, /):
        n = self._count
        if start < 0:
            start = max(0, start + n)
        if stop < 0:
            stop += n
        items = self._items()
        for i in range(start, min(stop, n)):
            if items[i] is x or items[i] == x:
                return i
        raise ValueError(f"{x!r} is not in deque")

    def insert(self, index, x, /):
        if self._count == self._limit:
            raise IndexError("deque already at its maximum size")
        items = self._items()
        items.insert(index, x)
        self._replace(items)

    def remove(self, x, /):
        state = self._state
        items = self._items()
        for i in range(len(items)):
            found = items[i] is x or items[i] == x
            if state != self._state:
                raise IndexError("deque mutated during remove().")
            if found:
                del items[i]
                self._replace(items)
                return
        raise ValueError("deque.remove(x): x not in deque")

    def reverse(self):
        self._replace(self._items()[::-1])

    def rotate(self, n=1, /):
        count = self._count
        if count < 2:
            return
        n %= count
        if n:
            items = self._items()
            self._replace(items[-n:] + items[:-n])

    def copy(self):
        return type(self)(self, self._limit) if self._limit is not None else type(self)(self)

    __copy__ = copy

    def __reduce__(self):
        state = self.__dict__ or None
        return type(self), ((), self._limit) if self._limit is not None else (), state, iter(self)

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError(f'can only concatenate deque (not "{type(other).__name__}") to deque')
        made = self.copy()
        made.extend(other)
        return made

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, times):
        if not isinstance(times, int):
            return NotImplemented
        made = type(self)(maxlen=self._limit)
        made.extend(self._items() * times)
        return made

    __rmul__ = __mul__

    def __imul__(self, times):
        if not isinstance(times, int):
            return NotImplemented
        items = self._items() * times
        if self._limit is not None:
            items = items[len(items) - min(self._limit, len(items)):]
        self._replace(items)
        return self

    def __eq__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self is other or self._items() == other._items()

    def __ne__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() != other._items()

    def __lt__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() < other._items()

    def __le__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() <= other._items()

    def __gt__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() > other._items()

    def __ge__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() >= other._items()

    def __repr__(self):
        for held in _shown:
            if held is self:
                return "[...]"
        _shown.append(self)
        try:
            inner = repr(self._items())
        finally:
            _shown.pop()
        if self._limit is not None:
            return f"{type(self).__name__}({inner}, maxlen={self._limit})"
        return f"{type(self).__name__}({inner})"

    def __sizeof__(self):
        return 600 + 8 * len(self._ring)

    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, item)


_shown = []


class _deque_iterator:
    """Over a deque from the left; a change of the deque is an error."""

    __slots__ = ("_at", "_deque", "_state")

    def __init__(self, owner, at=0):
        self._deque = owner
        self._at = at
        self._state = owner._state

    def __iter__(self):
        return self

    def __next__(self):
        owner = self._deque
        if owner is None:
            raise StopIteration
        if owner._state != self._state:
            self._deque = None
            raise RuntimeError("deque mutated during iteration")
        at = self._at
        if at >= owner._count:
            self._deque = None
            raise StopIteration
        self._at = at + 1
        ring = owner._ring
        at += owner._first
        return ring[at - len(ring) if at >= len(ring) else at]

    def __length_hint__(self):
        return 0 if self._deque is None else self._deque._count - self._at

    def __reduce__(self):
        return _deque_iterator, (self._deque, self._at)


class _deque_reverse_iterator(_deque_iterator):
    __slots__ = ()

    def __next__(self):
        owner = self._deque
        if owner is None:
            raise StopIteration
        if owner._state != self._state:
            self._deque = None
            raise RuntimeError("deque mutated during iteration")
        at = owner._count - 1 - self._at
        if at < 0:
            self._deque = None
            raise StopIteration
        self._at += 1
        return owner[at]


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
