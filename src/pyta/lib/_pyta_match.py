"""Taking subjects of `match` apart (pyta/syntax/stand_in.py). Each gives the tuple of parts, or None. (Level: guest.)"""


def sequence(subject, count, star):
    """The items; with a star, the list at its place takes what the others leave."""
    kind = type(subject)
    if kind is not list and kind is not tuple:
        if isinstance(subject, (str, bytes, bytearray)):
            return None
        if not isinstance(subject, (list, tuple)):
            from _collections_abc import Sequence

            if not isinstance(subject, Sequence):
                return None
    n = len(subject)
    if star < 0:
        if n != count:
            return None
        return subject if kind is list or kind is tuple else [subject[i] for i in range(n)]
    if n < count:
        return None
    after = count - star
    items = [subject[i] for i in range(n)]
    return [*items[:star], items[star:n - after], *items[n - after:]]


_MISSING = object()


def mapping(subject, keys, has_rest):
    """The values of the keys, and with a rest the dict of the other items."""
    if not isinstance(subject, dict):
        from _collections_abc import Mapping

        if not isinstance(subject, Mapping):
            return None
    if len(subject) < len(keys):
        return None
    if len(set(keys)) != len(keys):
        for i, key in enumerate(keys):
            if key in keys[:i]:
                raise ValueError(f"mapping pattern checks duplicate key ({key!r})")
    found = []
    get = subject.get
    for key in keys:
        value = get(key, _MISSING)
        if value is _MISSING:
            return None
        found.append(value)
    if has_rest:
        rest = dict(subject)
        for key in keys:
            del rest[key]
        found.append(rest)
    return found


_SELF = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


def instance(subject, cls, count, names):
    """The attributes of positional patterns (__match_args__), then those named."""
    if not isinstance(cls, type):
        if not hasattr(cls, "__instancecheck__"):
            raise TypeError("called match pattern must be a class")
    if not isinstance(subject, cls):
        return None
    found = []
    seen = set()
    if count:
        places = getattr(cls, "__match_args__", _MISSING)
        if places is _MISSING:
            if not issubclass(cls, _SELF):
                raise TypeError(f"{cls.__name__}() accepts 0 positional sub-patterns ({count} given)")
            if count > 1:
                raise TypeError(f"{cls.__name__}() accepts 1 positional sub-pattern ({count} given)")
            found.append(subject)
        else:
            if type(places) is not tuple:
                raise TypeError(f"{cls.__name__}.__match_args__ must be a tuple (got {type(places).__name__})")
            if len(places) < count:
                s = "" if len(places) == 1 else "s"
                raise TypeError(f"{cls.__name__}() accepts {len(places)} positional sub-pattern{s} ({count} given)")
            for i in range(count):
                name = places[i]
                if type(name) is not str:
                    raise TypeError(f"__match_args__ elements must be strings (got {type(name).__name__})")
                if name in seen:
                    raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute {name!r}")
                seen.add(name)
                value = getattr(subject, name, _MISSING)
                if value is _MISSING:
                    return None
                found.append(value)
    for name in names:
        if name in seen:
            raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute {name!r}")
        seen.add(name)
        value = getattr(subject, name, _MISSING)
        if value is _MISSING:
            return None
        found.append(value)
    return found
