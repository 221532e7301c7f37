"""sha1: digests, by the host. (Level: guest.)"""

from _pyta_digest import digest as _digest

sha1 = _digest("sha1")
