"""Objects of the host that guest modules work on. (Level: guest.)"""

from _pyta import host as _host


class HostObject:
    """Holds an object of the host by its number."""

    __slots__ = ("__weakref__", "_number")

    def _make(self, module, kind, *arguments):
        self._number = _host("object.make", module, kind, *arguments)

    def _call(self, method, *arguments):
        return _host("object.call", self._number, method, *arguments)

    def _get(self, attribute):
        return _host("object.get", self._number, attribute)

    def __del__(self):
        number = getattr(self, "_number", None)
        if number is not None:
            _host("object.drop", number)


def passed_on(*names):
    """A method for each name that hands its arguments to the host's."""
    return [_passed_on(name) for name in names]


def _passed_on(name):
    def method(self, *args):
        return self._call(name, *args)

    method.__name__ = name
    return method


def numbers_of(module, space):
    """Enter the integer constants of a module of the host into a namespace."""
    for name, value in _host("module.numbers", module):
        space[name] = value
