"""Weak references: the native reference type, and proxies over it. (Level: guest.)"""

from _pyta import getweakrefcount, getweakrefs, native_type

ReferenceType = ref = native_type("ReferenceType")


def _remove_dead_weakref(d, key):
    held = d.get(key)
    if held is not None and held() is None:
        del d[key]


def _there(reference):
    found = object.__getattribute__(reference, "_reference")()
    if found is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return found


class ProxyType:
    """Passes everything on to an object it does not keep alive."""

    __slots__ = ("__weakref__", "_reference")

    def __getattribute__(self, name):
        return getattr(_there(self), name)

    def __setattr__(self, name, value):
        setattr(_there(self), name, value)

    def __delattr__(self, name):
        delattr(_there(self), name)

    def __repr__(self):
        return repr(_there(self))

    def __str__(self):
        return str(_there(self))

    def __bool__(self):
        return bool(_there(self))

    def __hash__(self):
        raise TypeError("unhashable type: 'weakref.ProxyType'")

    def __class_getitem__(cls, item):
        return cls


def _unary(name, operation):
    def method(self):
        return operation(_there(self))

    method.__name__ = name
    setattr(ProxyType, name, method)


def _binary(name, operation):
    def method(self, other):
        if type(other) is ProxyType or type(other) is CallableProxyType:
            other = _there(other)
        return operation(_there(self), other)

    method.__name__ = name
    setattr(ProxyType, name, method)


def _reflected(name, operation):
    def method(self, other):
        return operation(other, _there(self))

    method.__name__ = name
    setattr(ProxyType, name, method)


def _fill():
    import operator

    for name in ("neg", "pos", "invert", "abs", "index"):
        _unary(f"__{name}__", getattr(operator, f"__{name}__"))
    for name, operation in (("len", len), ("iter", iter), ("int", int), ("float", float), ("bytes", bytes), ("reversed", reversed)):
        _unary(f"__{name}__", operation)
    _unary("__next__", next)
    for name in ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor"):
        operation = getattr(operator, f"__{name}__")
        _binary(f"__{name}__", operation)
        _reflected(f"__r{name}__", operation)
        _binary(f"__i{name}__", getattr(operator, f"__i{name}__"))
    for name in ("lt", "le", "eq", "ne", "gt", "ge", "contains", "getitem", "delitem"):
        _binary(f"__{name}__", getattr(operator, f"__{name}__"))

    def setitem(self, key, value):
        _there(self)[key] = value

    ProxyType.__setitem__ = setitem


class CallableProxyType(ProxyType):
    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return _there(self)(*args, **kwargs)


_filled = False


def proxy(object_, callback=None, /):
    global _filled
    if not _filled:
        _filled = True
        _fill()
    made = object.__new__(CallableProxyType if callable(object_) else ProxyType)
    object.__setattr__(made, "_reference", ref(object_, callback) if callback is not None else ref(object_))
    return made
