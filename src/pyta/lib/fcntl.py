"""Control of descriptors, by the host's fcntl. (Level: guest.)"""

from select import _descriptor

from _pyta import host as _host
from _pyta_object import numbers_of

numbers_of("fcntl", globals())


def fcntl(fd, cmd, arg=0, /):
    return _host("module.call", "fcntl", "fcntl", _descriptor(fd), cmd, arg)


def ioctl(fd, request, arg=0, mutate_flag=True, /):
    if isinstance(arg, (int, str, bytes)):
        return _host("module.call", "fcntl", "ioctl", _descriptor(fd), request, arg)
    view = memoryview(arg).cast("B")
    changed = _host("module.call", "fcntl", "ioctl", _descriptor(fd), request, bytes(view))
    if not mutate_flag or view.readonly:
        return changed
    view[:] = changed
    return 0


def flock(fd, operation, /):
    return _host("module.call", "fcntl", "flock", _descriptor(fd), operation)


def lockf(fd, cmd, len=0, start=0, whence=0, /):
    return _host("module.call", "fcntl", "lockf", _descriptor(fd), cmd, len, start, whence)
