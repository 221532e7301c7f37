"""What a module knows of how it was found, made when it is asked for; and the finders of programs. (Level: guest.)"""

import sys


def import_by_finders(name, path, is_before):
    """The module that a finder of sys.meta_path knows, of those before (or behind) Pyta's own; or None."""
    machinery = sys.modules.get("importlib.machinery")
    finders = sys.meta_path
    if machinery is None:
        own = 0
    else:
        here = [i for i, f in enumerate(finders) if f is machinery.PathFinder]
        own = here[0] if here else len(finders)
        if len(finders) == 3 and own == 2:
            return None  # as they are at the start
    for finder in finders[:own] if is_before else finders[own:]:
        if machinery is not None and finder in (machinery.BuiltinImporter, machinery.FrozenImporter, machinery.PathFinder):
            continue
        find = getattr(finder, "find_spec", None)
        spec = find(name, path, None) if find is not None else None
        if spec is not None:
            from importlib._bootstrap import _load

            return _load(spec)
    return None


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

