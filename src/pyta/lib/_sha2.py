"""sha224, sha256, sha384, sha512: digests, by the host. (Level: guest.)"""

from _pyta_digest import digest as _digest

sha224 = _digest("sha224")
sha256 = _digest("sha256")
sha384 = _digest("sha384")
sha512 = _digest("sha512")
