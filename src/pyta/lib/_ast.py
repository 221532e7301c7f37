"""The classes of syntax trees; parsing is the host's. (Level: guest.)"""

from _pyta import host as _host

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8400
_POSITIONS = ("lineno", "col_offset", "end_lineno", "end_col_offset")


class AST:
    """A node."""

    __module__ = "ast"
    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        fields = self._fields
        if len(args) > len(fields):
            s = "" if len(fields) == 1 else "s"
            raise TypeError(f"{type(self).__name__} constructor takes at most {len(fields)} positional argument{s}")
        for name, value in zip(fields, args):
            if name in kwargs:
                raise TypeError(f"{type(self).__name__} got multiple values for argument {name!r}")
            setattr(self, name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __reduce_ex__(self, protocol):
        return type(self), (), self.__dict__

    def __repr__(self):
        return f"<ast.{type(self).__name__} object at {id(self):#x}>"


def _make():
    classes = {"AST": AST}
    for name, base, fields, attributes, optional in _host("node_types"):
        space = {"_fields": fields, "_attributes": attributes, "__module__": "ast", "__match_args__": fields}
        for field in optional:
            space[field] = None
        classes[name] = type(name, (classes[base],), space)
    return classes


_classes = _make()
globals().update(_classes)


def _built(values):
    if type(values) is list:
        return [_built(v) for v in values]
    if type(values) is not tuple or len(values) != 3 or type(values[1]) is not tuple:
        return values
    kind = _classes[values[0]]
    made = kind.__new__(kind)
    for name, value in zip(kind._fields, values[1]):
        setattr(made, name, _built(value))
    if values[2] is not None:
        for name, value in zip(_POSITIONS, values[2]):
            setattr(made, name, value)
    return made


def _parse(source, filename, mode, flags):
    """compile() with the flag for trees only."""
    if isinstance(source, AST):
        return source
    return _built(_host("parse", source, filename, mode, flags))


def _plain(node):
    """A tree as the host takes it."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, AST):
        return node
    kind = type(node)
    while _classes.get(kind.__name__) is not kind:
        kind = kind.__bases__[0]
    places = tuple([getattr(node, name, None) for name in _POSITIONS]) if kind._attributes else None
    for name in kind._attributes:
        if name in ("lineno", "col_offset") and getattr(node, name, None) is None:
            raise TypeError(f'required field "{name}" missing from {kind.__name__}')
    values = []
    for name in kind._fields:
        if not hasattr(node, name):
            raise TypeError(f'required field "{name}" missing from {kind.__name__}')
        values.append(_plain(getattr(node, name)))
    return kind.__name__, tuple(values), places
