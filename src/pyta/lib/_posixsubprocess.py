"""Starting programs: the host forks, and its child becomes the program at once. (Level: guest.)"""

from _pyta import host as _host


def fork_exec(args, *rest):
    *rest, preexec_fn, use_vfork = rest
    if preexec_fn is not None:
        raise NotImplementedError("preexec_fn is not supported: no guest code runs between fork and exec")
    return _host("module.call", "_posixsubprocess", "fork_exec", [_bytes(a) for a in args], *rest, None, use_vfork)


def _bytes(argument):
    if isinstance(argument, str):
        return argument.encode("utf-8", "surrogateescape")
    return argument if type(argument) is bytes else bytes(argument)
