"""Streams: raw files over descriptors, buffers, text. (Level: guest.)

The standard streams are native (pyta/module/stream.py). A text stream decodes and encodes whole pieces: UTF-8, ASCII and Latin-1 are
native, other encodings the host's.
"""

from _pyta import host as _host
from _pyta import native_type as _native_type

DEFAULT_BUFFER_SIZE = 8192
_reference = _native_type("ReferenceType")
_ENFILE, _EMFILE = 23, 24
_SEEK_SET, _SEEK_CUR, _SEEK_END = 0, 1, 2
BlockingIOError = BlockingIOError


class UnsupportedOperation(OSError, ValueError):
    __module__ = "io"


def text_encoding(encoding, stacklevel=2, /):
    return "locale" if encoding is None else encoding


_LARGEST_CHUNK = 1 << 17
_LineStream = _native_type("_LineStream")


class _IOBase:
    """What all streams have."""

    _closed = False

    def __iter__(self):
        self._check_closed()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __enter__(self):
        self._check_closed()
        return self

    def __exit__(self, *details):
        self.close()

    def __del__(self):
        try:
            closed = self.closed
        except AttributeError:
            return
        if not closed:
            self.close()

    def _unsupported(self, name):
        raise UnsupportedOperation(name)

    def _check_closed(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    _checkClosed = _check_closed

    def _checkReadable(self, msg=None):
        if not self.readable():
            raise UnsupportedOperation("File or stream is not readable." if msg is None else msg)

    def _checkWritable(self, msg=None):
        if not self.writable():
            raise UnsupportedOperation("File or stream is not writable." if msg is None else msg)

    def _checkSeekable(self, msg=None):
        if not self.seekable():
            raise UnsupportedOperation("File or stream is not seekable." if msg is None else msg)

    @property
    def closed(self):
        return self._closed

    def close(self):
        if not self._closed:
            try:
                self.flush()
            finally:
                self._closed = True

    def flush(self):
        self._check_closed()

    def seek(self, position, whence=0):
        self._unsupported("seek")

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, size=None):
        self._unsupported("truncate")

    def fileno(self):
        self._unsupported("fileno")

    def seekable(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return False

    def isatty(self):
        self._check_closed()
        return False

    def readline(self, size=-1):
        if size is None:
            size = -1
        parts = bytearray()
        while size < 0 or len(parts) < size:
            piece = self.read(1)
            if not piece:
                break
            parts += piece
            if piece == b"\n":
                break
        return bytes(parts)

    def readlines(self, hint=-1, /):
        if hint is not None and not hasattr(type(hint), "__index__"):
            raise TypeError(f"argument should be integer or None, not '{type(hint).__name__}'")
        if hint is None or hint <= 0:
            return list(self)
        lines = []
        size = 0
        for line in self:
            lines.append(line)
            size += len(line)
            if size >= hint:
                break
        return lines

    def writelines(self, lines):
        self._check_closed()
        for line in lines:
            self.write(line)


class _RawIOBase(_IOBase):
    def read(self, size=-1):
        if size is None or size < 0:
            return self.readall()
        data = bytearray(size)
        n = self.readinto(data)
        if n is None:
            return None
        del data[n:]
        return bytes(data)

    def readall(self):
        parts = []
        while True:
            piece = self.read(DEFAULT_BUFFER_SIZE)
            if not piece:
                break
            parts.append(piece)
        return b"".join(parts)

    def readinto(self, buffer):
        self._unsupported("readinto")

    def write(self, data):
        self._unsupported("write")


class _BufferedIOBase(_IOBase):
    def read(self, size=-1):
        self._unsupported("read")

    def read1(self, size=-1):
        self._unsupported("read1")

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    readinto1 = readinto

    def write(self, data):
        self._unsupported("write")

    def detach(self):
        self._unsupported("detach")


class _TextIOBase(_IOBase):
    encoding = None
    errors = None
    newlines = None

    def read(self, size=-1):
        self._unsupported("read")

    def write(self, text):
        self._unsupported("write")

    def readline(self, size=-1):
        self._unsupported("readline")

    def detach(self):
        self._unsupported("detach")


_O_RDONLY, _O_WRONLY, _O_RDWR, _O_CREAT, _O_EXCL, _O_TRUNC, _O_APPEND, _O_CLOEXEC = 0, 1, 2, 64, 128, 512, 1024, 524288


_writers = []  # weak references to the streams that `open` made to write files


def _flush_writers():
    """Write out what waits in the buffers of open files: who forgets to close one may still read it, and it is not lost at the end.

    (In CPython a file is closed as soon as nobody refers to it; here, when the collector finds it.)
    """
    kept = []
    for reference in _writers:
        stream = reference()
        if stream is not None and not stream.closed:
            kept.append(reference)
            try:
                stream.flush()
            except (OSError, ValueError):
                pass  # it stays in the buffer: whoever closes the file is told
    _writers[:] = kept


def _open_descriptor(name, flags):
    try:
        return _host("os.open", name, flags, 0o666)
    except OSError as e:
        if e.errno not in (_EMFILE, _ENFILE):
            raise
    import gc

    gc.collect()  # files nobody refers to are closed
    return _host("os.open", name, flags, 0o666)


class FileIO(_RawIOBase):
    """A file descriptor."""

    __module__ = "_io"
    _fd = -1

    def __init__(self, file, mode="r", closefd=True, opener=None):
        if isinstance(file, bool) or isinstance(file, float):
            if isinstance(file, float):
                raise TypeError("integer argument expected, got float")
        if isinstance(file, int) and file < 0:
            raise ValueError("negative file descriptor")
        if not isinstance(mode, str):
            raise TypeError(f"invalid mode: {mode!r}")
        if not set(mode) <= set("xrwab+"):
            raise ValueError(f"invalid mode: {mode}")
        if sum([c in "rwax" for c in mode]) != 1 or mode.count("+") > 1:
            raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")
        self._created = self._appending = False
        plus = "+" in mode
        self._readable = "r" in mode or plus
        self._writable = "r" not in mode or plus
        if "x" in mode:
            self._created = True
            flags = _O_EXCL | _O_CREAT
        elif "w" in mode:
            flags = _O_CREAT | _O_TRUNC
        elif "a" in mode:
            self._appending = True
            flags = _O_APPEND | _O_CREAT
        else:
            flags = 0
        flags |= _O_RDWR if plus else _O_RDONLY if self._readable else _O_WRONLY
        self._closefd = closefd
        if isinstance(file, int):
            self._fd = file
            found = _host("os.fstat", file)
        else:
            if not closefd:
                raise ValueError("Cannot use closefd=False with file name")
            name = file
            if not isinstance(file, (str, bytes)):
                from posix import fspath

                name = fspath(file)
            if opener is not None:
                self._fd = opener(name, flags)
                if not isinstance(self._fd, int):
                    raise TypeError("expected integer from opener")
                if self._fd < 0:
                    raise OSError("Negative file descriptor")
            else:
                if ("\0" if isinstance(name, str) else b"\0") in name:
                    raise ValueError("embedded null byte")
                self._fd = _open_descriptor(name, flags | _O_CLOEXEC)
            found = _host("os.fstat", self._fd)
            if found[0] & 0o170000 == 0o040000:
                _host("os.close", self._fd)
                self._fd = -1
                raise IsADirectoryError(21, "Is a directory", file)
        self.name = file
        self._is_regular = found[0] & 0o170000 == 0o100000
        if self._appending:
            try:
                _host("os.lseek", self._fd, 0, 2)
            except OSError:
                pass

    @property
    def mode(self):
        plus = self._readable and self._writable
        if self._created:
            return "xb+" if plus else "xb"
        if self._appending:
            return "ab+" if plus else "ab"
        if self._readable:
            return "rb+" if plus else "rb"
        return "wb"

    @property
    def closefd(self):
        return self._closefd

    def _check(self):
        if self._closed:
            raise ValueError("I/O operation on closed file")

    def read(self, size=-1):
        self._check()
        if not self._readable:
            raise UnsupportedOperation("File not open for reading")
        if size is None or size < 0:
            return self.readall()
        return _host("os.read", self._fd, size)

    def readall(self):
        self._check()
        if not self._readable:
            raise UnsupportedOperation("File not open for reading")
        parts = []
        while True:
            piece = _host("os.read", self._fd, 1 << 16)
            if not piece:
                return b"".join(parts)
            parts.append(piece)

    def readinto(self, buffer):
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[:len(data)] = data
        return len(data)

    def write(self, data):
        self._check()
        if not self._writable:
            raise UnsupportedOperation("File not open for writing")
        return _host("os.write", self._fd, data if type(data) is bytes else bytes(data))

    def seek(self, position, whence=0):
        if isinstance(position, float):
            raise TypeError("an integer is required")
        self._check()
        return _host("os.lseek", self._fd, position, whence)

    def tell(self):
        self._check()
        return _host("os.lseek", self._fd, 0, 1)

    def truncate(self, size=None):
        self._check()
        if not self._writable:
            raise UnsupportedOperation("File not open for writing")
        if size is None:
            size = self.tell()
        _host("os.ftruncate", self._fd, size)
        return size

    def close(self):
        if not self._closed:
            self._closed = True
            if self._closefd and self._fd >= 0:
                fd, self._fd = self._fd, -1
                _host("os.close", fd)

    def seekable(self):
        self._check()
        try:
            _host("os.lseek", self._fd, 0, 1)
        except OSError:
            return False
        return True

    def readable(self):
        self._check()
        return self._readable

    def writable(self):
        self._check()
        return self._writable

    def fileno(self):
        self._check()
        return self._fd

    def isatty(self):
        self._check()
        return _host("os.isatty", self._fd)

    def __repr__(self):
        if self._closed:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self._closefd}>"

    def __reduce__(self):
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")


class _Buffered(_LineStream, _BufferedIOBase):
    """A buffer over a raw stream."""

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if buffer_size <= 0:
            raise ValueError("buffer size must be strictly positive")
        self._raw = raw
        self._size = self._ahead = buffer_size
        self._input = b""  # what has been read ahead
        self._at = 0
        self._output = bytearray()  # what has not been written yet

    @property
    def raw(self):
        return self._raw

    @property
    def closed(self):
        return self._raw is None or self._raw.closed

    @property
    def name(self):
        return self._raw.name

    @property
    def mode(self):
        return self._raw.mode

    def _need(self):
        if self._raw is None:
            raise ValueError("raw stream has been detached")
        if self._raw.closed:
            raise ValueError("I/O operation on closed file.")

    def seekable(self):
        self._need()
        return self._raw.seekable()

    def readable(self):
        self._need()
        return self._raw.readable()

    def writable(self):
        self._need()
        return self._raw.writable()

    def fileno(self):
        self._need()
        return self._raw.fileno()

    def isatty(self):
        self._need()
        return self._raw.isatty()

    def detach(self):
        self.flush()
        self._is_quick = False
        raw, self._raw = self._raw, None
        return raw

    def close(self):
        if self._raw is not None and not self._raw.closed:
            self._is_quick = False
            try:
                self.flush()
            finally:
                self._raw.close()

    def flush(self):
        self._need()
        self._write_out()

    def _write_out(self):
        out = self._output
        while out:
            n = self._raw.write(bytes(out))
            if n is None:
                raise BlockingIOError(11, "write could not complete without blocking", 0)
            del out[:n]

    def _drop_input(self):
        """Forget what has been read ahead; the raw position becomes the stream's."""
        left = len(self._input) - self._at
        self._input = b""
        self._at = 0
        if left:
            self._raw.seek(-left, 1)

    def tell(self):
        self._need()
        return self._raw.tell() - (len(self._input) - self._at) + len(self._output)

    def seek(self, position, whence=0):
        self._need()
        if whence not in (0, 1, 2):
            raise ValueError(f"invalid whence value ({whence}, should be 0, 1 or 2)")
        self._write_out()
        if whence == 1:
            position -= len(self._input) - self._at
        self._input = b""
        self._at = 0
        return self._raw.seek(position, whence)

    def truncate(self, size=None):
        self._need()
        self._write_out()
        if size is None:
            size = self.tell()
        return self._raw.truncate(size)

    # --- reading
    def _readable_now(self):
        self._need()
        if not self._raw.readable():
            raise UnsupportedOperation("read")
        if self._output:
            self._write_out()

    def _read_slowly(self, size):
        self._readable_now()
        if size is None or size < 0:
            if size is not None and size < -1:
                raise ValueError("read length must be non-negative or -1")
            held = self._input[self._at:]
            self._input = b""
            self._at = 0
            rest = self._raw.readall() if hasattr(self._raw, "readall") else self._raw.read()
            if rest is None:
                return held or None
            return held + rest
        at = self._at
        held = self._input
        if len(held) - at >= size:
            self._at = at + size
            return held[at:at + size]
        parts = [held[at:]]
        have = len(parts[0])
        self._input = b""
        self._at = 0
        while have < size:
            piece = self._raw.read(max(self._size, size - have))
            if not piece:
                if piece is None and not have:
                    return None
                break
            if have + len(piece) > size:
                self._input = piece
                self._at = size - have
                piece = piece[:size - have]
            parts.append(piece)
            have += len(piece)
        return b"".join(parts)

    def read1(self, size=-1):
        self._readable_now()
        if size is None or size < 0:
            size = self._size
        if self._at >= len(self._input):
            self._input = self._raw.read(max(size, self._size)) or b""
            self._at = 0
        at = self._at
        data = self._input[at:at + size]
        self._at = at + len(data)
        return data

    def peek(self, size=0):
        self._readable_now()
        if self._at >= len(self._input):
            self._input = self._raw.read(self._size) or b""
            self._at = 0
        return self._input[self._at:]

    def readinto(self, buffer):
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[:len(data)] = data
        return len(data)

    def readinto1(self, buffer):
        view = memoryview(buffer).cast("B")
        data = self.read1(len(view))
        view[:len(data)] = data
        return len(data)

    def _readline_slowly(self, size):
        self._readable_now()
        if size is None:
            size = -1
        parts = []
        have = 0
        while True:
            at = self._at
            end = self._input.find(b"\n", at)
            end = len(self._input) if end < 0 else end + 1
            if size >= 0 and end - at > size - have:
                end = at + size - have
            piece = self._input[at:end]
            self._at = end
            parts.append(piece)
            have += len(piece)
            if piece.endswith(b"\n") or have == size:
                break
            self._input = self._raw.read(self._ahead) or b""
            self._at = 0
            if not self._input:
                break
            if self._is_quick and self._ahead < _LARGEST_CHUNK:
                self._ahead *= 2  # whoever has read much goes on
        return b"".join(parts)

    # --- writing
    def write(self, data):
        self._need()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        if not self._raw.writable():
            raise UnsupportedOperation("write")
        if self._input:
            self._drop_input()
        if type(data) is not bytes:
            data = bytes(memoryview(data))
        self._output += data
        if len(self._output) > self._size:
            self._write_out()
        return len(data)

    def __repr__(self):
        kind = f"_io.{type(self).__name__}"
        try:
            name = self.name
        except Exception:
            return f"<{kind}>"
        return f"<{kind} name={name!r}>"

    def __reduce__(self):
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")


class BufferedReader(_Buffered):
    __module__ = "_io"

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if not raw.readable():
            raise OSError('"raw" argument must be readable.')
        _Buffered.__init__(self, raw, buffer_size)

    def writable(self):
        return False

    def write(self, data):
        raise UnsupportedOperation("write")


class BufferedWriter(_Buffered):
    __module__ = "_io"

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if not raw.writable():
            raise OSError('"raw" argument must be writable.')
        _Buffered.__init__(self, raw, buffer_size)

    def readable(self):
        return False

    def _readable_now(self):
        self._need()
        raise UnsupportedOperation("read")


class BufferedRandom(_Buffered):
    __module__ = "_io"

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        raw._checkSeekable()
        _Buffered.__init__(self, raw, buffer_size)


class BufferedRWPair(_BufferedIOBase):
    __module__ = "_io"

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE):
        self.reader = BufferedReader(reader, buffer_size)
        self.writer = BufferedWriter(writer, buffer_size)

    def read(self, size=-1):
        return self.reader.read(size)

    def readinto(self, buffer):
        return self.reader.readinto(buffer)

    def read1(self, size=-1):
        return self.reader.read1(size)

    def peek(self, size=0):
        return self.reader.peek(size)

    def write(self, data):
        return self.writer.write(data)

    def readable(self):
        return self.reader.readable()

    def writable(self):
        return self.writer.writable()

    def flush(self):
        return self.writer.flush()

    def close(self):
        try:
            self.writer.close()
        finally:
            self.reader.close()

    def isatty(self):
        return self.reader.isatty() or self.writer.isatty()

    @property
    def closed(self):
        return self.writer.closed


class BytesIO(_native_type("_BytesIO"), _BufferedIOBase):
    """Bytes in memory as a stream: native (pyta/module/bytes_io.py)."""

    __module__ = "_io"
    __del__ = None  # nothing to close


class IncrementalNewlineDecoder:
    """Turns line ends into "\\n" piece by piece."""

    __module__ = "_io"

    def __init__(self, decoder, translate, errors="strict"):
        self._decoder = decoder
        self._translate = translate
        self.errors = errors
        self._pending = False
        self._seen = 0

    def decode(self, input, final=False):
        text = input if self._decoder is None else self._decoder.decode(input, final)
        if self._pending and (text or final):
            text = "\r" + text
            self._pending = False
        if text.endswith("\r") and not final:
            text = text[:-1]
            self._pending = True
        crlf = text.count("\r\n")
        cr = text.count("\r") - crlf
        lf = text.count("\n") - crlf
        self._seen |= (lf > 0) | (cr > 0) << 1 | (crlf > 0) << 2
        if self._translate and (cr or crlf):
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def getstate(self):
        data, flag = (b"", 0) if self._decoder is None else self._decoder.getstate()
        return data, flag << 1 | self._pending

    def setstate(self, state):
        self._pending = bool(state[1] & 1)
        if self._decoder is not None:
            self._decoder.setstate((state[0], state[1] >> 1))

    def reset(self):
        self._seen = 0
        self._pending = False
        if self._decoder is not None:
            self._decoder.reset()

    @property
    def newlines(self):
        return (None, "\n", "\r", ("\r", "\n"), "\r\n", ("\n", "\r\n"), ("\r", "\r\n"), ("\r", "\n", "\r\n"))[self._seen]


class StringIO(_native_type("_StringIO"), _TextIOBase):
    """Text in memory as a stream: native (pyta/module/string_io.py)."""

    __module__ = "_io"
    __del__ = None  # nothing to close


_NativeText = _native_type("TextIOWrapper")


class _TextMeta(type):
    """The standard streams are instances of TextIOWrapper too."""

    def __instancecheck__(cls, x):
        return type.__instancecheck__(cls, x) or (cls is TextIOWrapper and type(x) is _NativeText)


class TextIOWrapper(_LineStream, _TextIOBase, metaclass=_TextMeta):
    """Text over a buffered binary stream."""

    __module__ = "_io"
    _CHUNK_SIZE = 8192

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        if newline is not None and not isinstance(newline, str):
            raise TypeError(f"illegal newline type: {type(newline)!r}")
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        if encoding is None or encoding == "locale":
            encoding = "UTF-8" if encoding is None else "utf-8"
        if not isinstance(encoding, str):
            raise ValueError(f"invalid encoding: {encoding!r}")
        if errors is None:
            errors = "strict"
        elif not isinstance(errors, str):
            raise ValueError(f"invalid errors: {errors!r}")
        "".encode(encoding)
        self._buffer = buffer
        self._encoding = encoding
        self._errors = errors
        self._newline = newline
        self._line_buffering = line_buffering
        self._write_through = write_through
        self._decoder = None
        self._input = ""
        self._at = 0
        self._pending = []
        self._pending_count = 0
        self._ended = False
        self._chunk = self._CHUNK_SIZE  # bytes to be read at once
        lower = encoding.lower().replace("_", "-")
        self._bom = None
        if lower in ("utf-16", "utf-32", "utf-8-sig"):
            self._bom = lower
            if buffer.seekable() and buffer.writable():
                try:
                    if buffer.tell() != 0:
                        self._bom_written()
                except OSError:
                    pass

    def _bom_written(self):
        self._write_encoding = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}[self._bom]

    _write_encoding = None

    @property
    def encoding(self):
        return self._encoding

    @property
    def errors(self):
        return self._errors

    @property
    def newlines(self):
        return getattr(self._decoder, "newlines", None)

    @property
    def line_buffering(self):
        return self._line_buffering

    @property
    def write_through(self):
        return self._write_through

    @property
    def buffer(self):
        self._is_quick = self._takes_ascii = False  # it may be closed from outside now
        return self._buffer

    @property
    def name(self):
        return self._buffer.name

    @property
    def closed(self):
        return self._buffer is None or self._buffer.closed

    def _need(self):
        if self._buffer is None:
            raise ValueError("underlying buffer has been detached")
        if self._buffer.closed:
            raise ValueError("I/O operation on closed file.")

    def reconfigure(self, *, encoding=None, errors=None, newline=Ellipsis, line_buffering=None, write_through=None):
        if self._decoder is not None and (encoding is not None or errors is not None or newline is not Ellipsis):
            raise UnsupportedOperation("not possible to set the encoding or newline of stream after the first read")
        self.flush()
        self._is_quick = self._takes_ascii = False
        if encoding is not None:
            self._encoding = "utf-8" if encoding == "locale" else encoding
            if errors is None:
                errors = "strict"
        if errors is not None:
            self._errors = errors
        if newline is not Ellipsis:
            self._newline = newline
        if line_buffering is not None:
            self._line_buffering = line_buffering
        if write_through is not None:
            self._write_through = write_through

    def readable(self):
        self._need()
        return self._buffer.readable()

    def writable(self):
        self._need()
        return self._buffer.writable()

    def seekable(self):
        self._need()
        return self._buffer.seekable()

    def fileno(self):
        self._need()
        return self._buffer.fileno()

    def isatty(self):
        self._need()
        return self._buffer.isatty()

    def flush(self):
        self._need()
        self._write_pending()
        self._buffer.flush()

    def close(self):
        self._is_quick = self._takes_ascii = False
        if self._buffer is not None and not self._buffer.closed:
            try:
                self.flush()
            finally:
                self._buffer.close()

    def detach(self):
        self.flush()
        self._is_quick = self._takes_ascii = False
        buffer, self._buffer = self._buffer, None
        return buffer

    # --- writing
    def _write_slowly(self, text):
        self._need()
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if not self._buffer.writable():
            raise UnsupportedOperation("not writable")
        n = len(text)
        newline = self._newline
        has_line = "\n" in text
        if has_line and newline is not None and newline != "" and newline != "\n":
            text = text.replace("\n", newline)
        encoding = self._write_encoding or self._encoding
        data = text.encode(encoding, self._errors)
        if self._bom is not None and self._write_encoding is None:
            self._bom_written()
        self._collect_written()
        self._pending.append(data)
        self._pending_count += len(data)
        if self._input:
            self._forget_input()
        if self._pending_count > self._CHUNK_SIZE or self._write_through:
            self._write_pending()
        if self._line_buffering and (has_line or "\r" in text):
            self.flush()
        return n

    def _collect_written(self):
        text = self._take_written()
        if text:
            self._pending.append(text.encode("ascii"))
            self._pending_count += len(text)

    def _write_pending(self):
        self._collect_written()
        if self._pending:
            data = b"".join(self._pending)
            self._pending.clear()
            self._pending_count = 0
            self._buffer.write(data)

    # --- reading
    def _forget_input(self):
        self._input = ""
        self._at = 0
        self._ended = False

    def _new_decoder(self):
        from codecs import getincrementaldecoder

        decoder = getincrementaldecoder(self._encoding)(self._errors)
        if self._newline is None or self._newline == "":
            decoder = IncrementalNewlineDecoder(decoder, self._newline is None)
        self._decoder = decoder
        return decoder

    def _read_all(self):
        """Everything that is left, decoded."""
        lower = self._encoding.lower()
        if self._decoder is None and (lower == "utf-8" or lower == "ascii" or lower == "latin-1"):
            data = self._buffer.read()
            text = data.decode(lower, self._errors)
            if "\r" in text:
                self._new_decoder()
                text = self._decoder.decode(data, True)
                return text
            if self._newline is None or self._newline == "":
                self._decoder = _Plain("\n" if "\n" in text else None)
            return text
        decoder = self._decoder or self._new_decoder()
        return decoder.decode(self._buffer.read(), True)

    def _fill(self):
        """Decode one more piece; whether there was one."""
        if self._ended:
            return False
        decoder = self._decoder
        if decoder is None or type(decoder) is _Plain:
            decoder = self._new_decoder()
        rest = self._input[self._at:]
        data = self._buffer.read1(self._chunk) if hasattr(self._buffer, "read1") else self._buffer.read(self._chunk)
        if self._is_quick and self._chunk < _LARGEST_CHUNK:
            self._chunk *= 2  # whoever has read much goes on
        text = decoder.decode(data, not data)
        if not data:
            self._ended = True
        self._input = rest + text
        self._at = 0
        return bool(text) or not self._ended

    def _reading(self):
        self._need()
        if not self._buffer.readable():
            raise UnsupportedOperation("not readable")
        self._collect_written()
        if self._pending:
            self._write_pending()
            self._buffer.flush()

    def _read_slowly(self, size):
        self._reading()
        if size is None or size < 0:
            text = self._input[self._at:] + self._read_all()
            self._forget_input()
            return text
        while len(self._input) - self._at < size and self._fill():
            pass
        at = self._at
        text = self._input[at:at + size]
        self._at = at + len(text)
        if not text:
            self._ended = False
        return text

    def _readline_slowly(self, size):
        self._reading()
        if not hasattr(type(size), "__index__"):
            raise TypeError(f"'{type(size).__name__}' object cannot be interpreted as an integer")
        newline = self._newline
        start = 0
        while True:
            text, at = self._input, self._at
            if newline == "\r" or newline == "\r\n":
                end = text.find(newline, at + start)
                end = -1 if end < 0 else end + len(newline)
            else:
                end = text.find("\n", at + start) + 1 or -1
                if newline == "":
                    cr = text.find("\r", at + start)
                    if cr >= 0 and (end < 0 or cr < end - 1):
                        end = cr + 2 if text[cr + 1:cr + 2] == "\n" else cr + 1
            if end >= 0:
                break
            if 0 <= size <= len(text) - at:
                end = at + size
                break
            start = max(0, len(text) - at - 1)
            if not self._fill():
                at = self._at
                end = len(self._input)
                break
        if 0 <= size < end - at:
            end = at + size
        line = self._input[at:end]
        self._at = end
        if not line:
            self._ended = False
        return line

    # --- positions: those of the bytes where a piece was decoded, and how many characters further
    def tell(self):
        self._need()
        if not self._buffer.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        if self._is_iterated:
            raise OSError("telling position disabled by next() call")
        self.flush()
        rest = self._input[self._at:]
        undecoded = 0
        if self._decoder is not None:
            waiting, flags = self._decoder.getstate()
            undecoded = len(waiting) + (type(self._decoder) is IncrementalNewlineDecoder and flags & 1)
        if not rest:
            return self._buffer.tell() - undecoded
        encoding = self._write_encoding or self._encoding
        if self._newline is None and self.newlines not in (None, "\n"):
            ends = self.newlines
            if isinstance(ends, str):
                rest = rest.replace("\n", ends)
        return self._buffer.tell() - undecoded - len(rest.encode(encoding, self._errors))

    def seek(self, position, whence=0):
        self._need()
        if whence != 1:
            self._is_iterated = False
        if whence == 1:
            if position != 0:
                raise UnsupportedOperation("can't do nonzero cur-relative seeks")
            position = self.tell()
            whence = 0
        elif whence == 2:
            if position != 0:
                raise UnsupportedOperation("can't do nonzero end-relative seeks")
        elif whence != 0:
            raise ValueError(f"unsupported whence ({whence})")
        elif position < 0:
            raise ValueError(f"negative seek position {position}")
        self.flush()
        found = self._buffer.seek(position, whence)
        self._forget_input()
        self._decoder = None
        if self._bom is not None:
            if found == 0:
                self._write_encoding = None
            else:
                self._bom_written()
        return found

    def truncate(self, size=None):
        self.flush()
        if size is None:
            size = self.tell()
        return self._buffer.truncate(size)

    def __repr__(self):
        shown = "<_io.TextIOWrapper"
        try:
            shown += f" name={self.name!r}"
        except Exception:
            pass
        try:
            shown += f" mode={self.mode!r}"
        except Exception:
            pass
        return shown + f" encoding={self.encoding!r}>"

    def __reduce__(self):
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")


class _Plain:
    """In the place of a decoder, where a whole file was decoded at once."""

    def __init__(self, newlines):
        self.newlines = newlines

    def getstate(self):
        return b"", 0


_ASCII_BASED = ("utf-8", "utf8", "ascii", "us-ascii", "latin-1", "iso-8859-1")


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """Open a file; see the library reference."""
    if not isinstance(file, int):
        if not isinstance(file, (str, bytes)):
            from posix import fspath

            file = fspath(file)
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    if not isinstance(buffering, int):
        raise TypeError(f"'{type(buffering).__name__}' object cannot be interpreted as an integer")
    if encoding is not None and not isinstance(encoding, str):
        raise TypeError(f"open() argument 'encoding' must be str or None, not {type(encoding).__name__}")
    if errors is not None and not isinstance(errors, str):
        raise TypeError(f"open() argument 'errors' must be str or None, not {type(errors).__name__}")
    modes = set(mode)
    if modes - set("axrwb+t") or len(mode) > len(modes):
        raise ValueError(f"invalid mode: {mode!r}")
    creating, reading, writing, appending = "x" in modes, "r" in modes, "w" in modes, "a" in modes
    updating, text, binary = "+" in modes, "t" in modes, "b" in modes
    if text and binary:
        raise ValueError("can't have text and binary mode at once")
    if creating + reading + writing + appending != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if binary and encoding is not None:
        raise ValueError("binary mode doesn't take an encoding argument")
    if binary and errors is not None:
        raise ValueError("binary mode doesn't take an errors argument")
    if binary and newline is not None:
        raise ValueError("binary mode doesn't take a newline argument")
    if _writers:
        _flush_writers()
    raw_mode = ("x" if creating else "r" if reading else "w" if writing else "a") + ("+" if updating else "")
    raw = FileIO(file, raw_mode, closefd, opener)
    made = raw
    try:
        line_buffering = False
        if buffering == 1 or (buffering < 0 and raw.isatty()):
            buffering = -1
            line_buffering = True
        if buffering < 0:
            buffering = DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if binary:
                return made
            raise ValueError("can't have unbuffered text I/O")
        if updating:
            made = BufferedRandom(raw, buffering)
        elif creating or writing or appending:
            made = BufferedWriter(raw, buffering)
        else:
            made = BufferedReader(raw, buffering)
        made._is_quick = True
        if binary:
            if raw._is_regular and (not reading or updating):
                _writers.append(_reference(made))
            return made
        made = TextIOWrapper(made, encoding, errors, newline, line_buffering)
        made.mode = mode
        made._is_quick = newline is None or newline == "\n"
        made._takes_ascii = (raw.writable() and not line_buffering and newline in (None, "", "\n")
                             and made.encoding.lower().replace("_", "-") in _ASCII_BASED)
        if raw._is_regular and (not reading or updating):
            _writers.append(_reference(made))
        return made
    except BaseException:
        made.close()
        raise


open.__module__ = "_io"


def open_code(path):
    return open(path, "rb")


def _standard_buffer(stream):
    """The binary stream below a standard one; what was written there before has been flushed."""
    fd = stream.fileno()
    raw = FileIO(fd, "r" if fd == 0 else "w", closefd=False)
    raw.name = stream.name
    if fd == 0:
        return BufferedReader(raw)
    return _StandardWriter(raw)


class _StandardWriter(BufferedWriter):
    """Written at once, so that it keeps its order with the text stream's own writes."""

    def write(self, data):
        import sys

        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None and stream.fileno() == self.fileno():
                stream.flush()
        n = BufferedWriter.write(self, data)
        self._write_out()
        return n


_StandardWriter.__name__ = _StandardWriter.__qualname__ = "BufferedWriter"
