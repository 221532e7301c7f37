"""Errors of the operating system. (Level: guest.)"""

from _pyta import host


def os_error(number, filename=None):
    """The OSError of an error number."""
    text = host("os.strerror", number)
    if filename is None:
        return OSError(number, text)
    return OSError(number, text, filename)
