"""blake2b, blake2s: digests, by the host. (Level: guest.)"""

from _pyta_digest import digest as _digest

blake2b = _digest("blake2b")
blake2s = _digest("blake2s")
