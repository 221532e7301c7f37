"""Terminals, by the host's termios. (Level: guest.)"""

from select import _descriptor

from _pyta import host as _host
from _pyta_object import numbers_of

numbers_of("termios", globals())


class error(Exception):
    __module__ = "termios"


def _passed_on(name):
    def function(fd, /, *args):
        try:
            return _host("module.call", "termios", name, _descriptor(fd), *args)
        except Exception as e:
            raise error(*e.args) from None

    function.__name__ = function.__qualname__ = name
    return function


for _name in ("tcgetattr", "tcsetattr", "tcsendbreak", "tcdrain", "tcflush", "tcflow", "tcgetwinsize", "tcsetwinsize"):
    globals()[_name] = _passed_on(_name)
