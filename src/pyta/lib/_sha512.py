"""sha384, sha512: digests, by the host. (Level: guest.)"""

from _pyta_digest import digest as _digest

sha384 = _digest("sha384")
sha512 = _digest("sha512")
