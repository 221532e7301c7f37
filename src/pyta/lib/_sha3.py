"""sha3_224, sha3_256, sha3_384, sha3_512, shake_128, shake_256: digests, by the host. (Level: guest.)"""

from _pyta_digest import digest as _digest

sha3_224 = _digest("sha3_224")
sha3_256 = _digest("sha3_256")
sha3_384 = _digest("sha3_384")
sha3_512 = _digest("sha3_512")
shake_128 = _digest("shake_128")
shake_256 = _digest("shake_256")
implementation = "host"
