"""The codecs of East Asian encodings, by the host's; pieces are held back until they are whole. (Level: guest.)"""

from _pyta import host as _host


class MultibyteCodec:
    """Encodes and decodes at once."""

    def __init__(self, encoding):
        self._encoding = encoding

    def encode(self, input, errors=None):
        return _host("encode", input, self._encoding, errors or "strict"), len(input)

    def decode(self, input, errors=None):
        data = bytes(input)
        return _host("decode", data, self._encoding, errors or "strict"), len(data)


class MultibyteIncrementalEncoder:
    codec = None

    def __init__(self, errors="strict"):
        self.errors = errors

    def encode(self, input, final=False):
        return self.codec.encode(input, self.errors)[0]

    def reset(self):
        pass

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class MultibyteIncrementalDecoder:
    codec = None

    def __init__(self, errors="strict"):
        self.errors = errors
        self._rest = b""

    def decode(self, input, final=False):
        data = self._rest + bytes(input)
        self._rest = b""
        if final:
            return self.codec.decode(data, self.errors)[0]
        for held in range(min(4, len(data) + 1)):  # a character has at most four bytes
            whole = data[:len(data) - held]
            try:
                text = self.codec.decode(whole, "strict")[0]
            except UnicodeDecodeError:
                continue
            self._rest = data[len(data) - held:]
            return text
        return self.codec.decode(data, self.errors)[0]

    def reset(self):
        self._rest = b""

    def getstate(self):
        return self._rest, 0

    def setstate(self, state):
        self._rest = state[0]


class MultibyteStreamReader:
    codec = None

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors

    def read(self, size=-1):
        return self.codec.decode(self.stream.read(size), self.errors)[0]

    def readline(self, size=-1):
        return self.codec.decode(self.stream.readline(size), self.errors)[0]

    def readlines(self, hint=-1):
        return self.read().splitlines(True)

    def reset(self):
        pass


class MultibyteStreamWriter:
    codec = None

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors

    def write(self, text):
        self.stream.write(self.codec.encode(text, self.errors)[0])

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def reset(self):
        pass


def getcodec(encoding, /):
    return MultibyteCodec(encoding)
