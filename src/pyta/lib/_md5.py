"""md5: digests, by the host. (Level: guest.)"""

from _pyta_digest import digest as _digest

md5 = _digest("md5")
