"""sha224, sha256: digests, by the host. (Level: guest.)"""

from _pyta_digest import digest as _digest

sha224 = _digest("sha224")
sha256 = _digest("sha256")
