"""What `functools` takes from C, where the library's own Python does not do the same. (Level: guest.)"""

import types
from reprlib import recursive_repr


class partial:
    """partial(func, *args, **keywords): a callable that calls func with these and with its own arguments."""

    __slots__ = ("func", "args", "keywords", "__dict__", "__weakref__")
    __module__ = "functools"

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if type(func) is partial and not func.__dict__:
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = super().__new__(cls)
        self.func, self.args, self.keywords = func, args, keywords
        return self

    def __call__(self, /, *args, **keywords):
        if keywords or self.keywords:
            return self.func(*self.args, *args, **{**self.keywords, **keywords})
        return self.func(*self.args, *args)

    @recursive_repr()
    def __repr__(self):
        kind = type(self)
        shown = [repr(self.func), *map(repr, self.args), *[f"{k}={v!r}" for k, v in self.keywords.items()]]
        name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
        return f"{name}({', '.join(shown)})"

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords or None, self.__dict__ or None)

    def __setstate__(self, state):
        if not isinstance(state, tuple) or len(state) != 4:
            raise TypeError("invalid partial state")
        func, args, keywords, namespace = state
        if not callable(func) or not isinstance(args, tuple) or not (keywords is None or isinstance(keywords, dict)):
            raise TypeError("invalid partial state")
        self.func, self.args = func, tuple(args)
        self.keywords = {} if keywords is None else dict(keywords)
        if namespace is not None:
            self.__dict__.update(namespace)

    __class_getitem__ = classmethod(types.GenericAlias)
