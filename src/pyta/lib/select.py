"""Waiting for descriptors, by the host's select. (Level: guest.)"""

from _pyta import host as _host
from _pyta_object import HostObject, numbers_of, passed_on

error = OSError
numbers_of("select", globals())


def _descriptor(file):
    if isinstance(file, int):
        return file
    try:
        method = file.fileno
    except AttributeError:
        raise TypeError("argument must be an int, or have a fileno() method.") from None
    return method()


def select(rlist, wlist, xlist, timeout=None, /):
    asked = [{_descriptor(f): f for f in files} for files in (rlist, wlist, xlist)]
    ready = _host("module.call", "select", "select", *[list(a) for a in asked], timeout)
    return tuple([[a[fd] for fd in found] for a, found in zip(asked, ready)])


class poll(HostObject):
    """Polls descriptors that are registered with it."""

    __slots__ = ()

    def __init__(self):
        self._make("select", "poll")

    def register(self, fd, eventmask=7, /):
        self._call("register", _descriptor(fd), eventmask)

    def modify(self, fd, eventmask, /):
        self._call("modify", _descriptor(fd), eventmask)

    def unregister(self, fd, /):
        self._call("unregister", _descriptor(fd))

    poll, = passed_on("poll")


class epoll(HostObject):
    """Linux's epoll."""

    __slots__ = ()

    def __init__(self, sizehint=-1, flags=0):
        self._make("select", "epoll", sizehint, flags)

    closed = property(lambda self: self._get("closed"))

    def register(self, fd, eventmask=7):
        self._call("register", _descriptor(fd), eventmask)

    def modify(self, fd, eventmask):
        self._call("modify", _descriptor(fd), eventmask)

    def unregister(self, fd):
        self._call("unregister", _descriptor(fd))

    def poll(self, timeout=None, maxevents=-1):
        return self._call("poll", timeout, maxevents)

    close, fileno = passed_on("close", "fileno")

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()
