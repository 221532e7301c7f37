"""Tokens of Python source, by the host's tokenizer. (Level: guest.)"""

from _pyta_object import HostObject


class TokenizerIter(HostObject):
    """Reads all lines at the first token that is asked for; what readline() raises comes where its line would."""

    __slots__ = ("_encoding", "_failure", "_found", "_has_extra_tokens", "_readline")
    __module__ = "_tokenize"

    def __init__(self, readline, /, *, encoding=None, extra_tokens):
        if encoding is not None and not isinstance(encoding, str):
            raise TypeError(f"tokenizeriter() argument 'encoding' must be str, not {type(encoding).__name__}")
        self._readline, self._encoding, self._has_extra_tokens = readline, encoding, bool(extra_tokens)
        self._number = self._failure = None
        self._found = []

    def __iter__(self):
        return self

    def __next__(self):
        if self._number is None:
            lines = self._lines()
            self._make("pyta.host.token", "Tokens", lines, self._failure is not None, self._encoding, self._has_extra_tokens)
        if not self._found:
            found = self._call("some")
            if found is None:
                raise self._failure
            self._found = found[::-1]
            if not found:
                raise StopIteration("EOF")
        return self._found.pop()

    def _lines(self):
        kind = str if self._encoding is None else bytes
        lines = []
        try:
            while line := self._readline():
                if not isinstance(line, kind):
                    raise TypeError(f"readline() returned a non-{'string' if kind is str else 'bytes'} object")
                lines.append(kind(line))
        except StopIteration:
            pass
        except Exception as e:
            self._failure = e
        return lines
