"""What a module knows of how it was found: made when it is asked for. (Level: guest.)"""


def set_spec(module, name=None, file=None):
    """Give a module its `__spec__` and `__loader__`; the program's own module by the name and file it was found under."""
    from importlib.machinery import _builtin_spec, _found_spec

    own = vars(module)
    path = own.get("__path__")
    file = file or own.get("__file__")
    if file is None and path is None:
        spec = _builtin_spec(own["__name__"])
    else:
        spec = _found_spec(name or own["__name__"], file, path)
    module.__spec__, module.__loader__ = spec, spec.loader
