"""East Asian encodings, by the host's. (Level: guest.)"""

from _multibytecodec import getcodec

__all__ = ["getcodec"]
