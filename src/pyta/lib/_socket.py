"""Sockets, over the host's. (Level: guest.)"""

from _pyta import host as _host
from _pyta_object import HostObject, numbers_of, passed_on

error = OSError
timeout = TimeoutError
has_ipv6 = True
numbers_of("_socket", globals())


class herror(OSError):
    __module__ = "socket"


class gaierror(OSError):
    __module__ = "socket"


def _contents(data):
    return data if type(data) is bytes else bytes(memoryview(data))


class socket(HostObject):
    """The part of a socket that talks to the system."""

    __slots__ = ()
    __module__ = "_socket"

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._make("_socket", "socket", family, type, proto, fileno)

    family, type, proto, timeout = [property(lambda self, n=n: self._get(n)) for n in ("family", "type", "proto", "timeout")]

    (
        _accept, bind, close, connect, connect_ex, detach, fileno, getpeername, getsockname, getsockopt, listen, recv, recvfrom,
        setblocking, getblocking, settimeout, gettimeout, shutdown,
    ) = passed_on(
        "_accept", "bind", "close", "connect", "connect_ex", "detach", "fileno", "getpeername", "getsockname", "getsockopt", "listen",
        "recv", "recvfrom", "setblocking", "getblocking", "settimeout", "gettimeout", "shutdown",
    )  # fmt: skip

    def setsockopt(self, level, option, value, *length):
        self._call("setsockopt", level, option, value if value is None or isinstance(value, int) else _contents(value), *length)

    def recv_into(self, buffer, nbytes=0, flags=0):
        view = memoryview(buffer).cast("B")
        data = self.recv(nbytes or len(view), flags)
        view[:len(data)] = data
        return len(data)

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        view = memoryview(buffer).cast("B")
        data, address = self.recvfrom(nbytes or len(view), flags)
        view[:len(data)] = data
        return len(data), address

    def send(self, data, flags=0, /):
        return self._call("send", _contents(data), flags)

    def sendall(self, data, flags=0, /):
        self._call("sendall", _contents(data), flags)

    def sendto(self, data, *rest):
        return self._call("sendto", _contents(data), *rest)

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
        given = [(level, kind, _contents(data)) for level, kind, data in ancdata]
        return self._call("sendmsg", [_contents(b) for b in buffers], given, flags, *(() if address is None else (address,)))

    def recvmsg(self, bufsize, ancbufsize=0, flags=0, /):
        return self._call("recvmsg", bufsize, ancbufsize, flags)

    def __repr__(self):
        return f"<socket object, fd={self.fileno()}, family={self.family}, type={self.type}, proto={self.proto}>"


SocketType = socket


def _resolved(name, *arguments):
    try:
        return _host("module.call", "_socket", name, *arguments)
    except OSError as e:
        if e.errno is not None and (e.errno < 0 or (e.errno in (1, 2, 3, 4) and name.startswith("gethost"))):
            raise (gaierror if e.errno < 0 else herror)(*e.args) from None
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    return _resolved("getaddrinfo", host, port, int(family), int(type), int(proto), int(flags))


def _resolver(name):
    def function(*args):
        return _resolved(name, *args)

    function.__name__ = function.__qualname__ = name
    return function


for _name in (
    "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo", "gethostname", "getservbyname", "getservbyport",
    "getprotobyname", "htons", "htonl", "ntohs", "ntohl", "inet_aton", "inet_ntoa", "inet_pton", "inet_ntop", "getdefaulttimeout",
    "setdefaulttimeout", "if_nameindex", "if_nametoindex", "if_indextoname", "CMSG_LEN", "CMSG_SPACE", "sethostname", "dup", "close",
):  # fmt: skip
    globals()[_name] = _resolver(_name)


def socketpair(family=1, type=1, proto=0):
    first, second = _host("socket.pair", int(family), int(type), int(proto))
    return socket(family, type, proto, first), socket(family, type, proto, second)
