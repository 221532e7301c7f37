"""XML parsing, by the host's expat, whose handlers call back. (Level: guest.)"""

import sys

from _pyta import host as _host
from _pyta_object import HostObject, passed_on

_HANDLERS = (
    "StartElementHandler", "EndElementHandler", "ProcessingInstructionHandler", "CharacterDataHandler", "UnparsedEntityDeclHandler",
    "NotationDeclHandler", "StartNamespaceDeclHandler", "EndNamespaceDeclHandler", "CommentHandler", "StartCdataSectionHandler",
    "EndCdataSectionHandler", "DefaultHandler", "DefaultHandlerExpand", "NotStandaloneHandler", "ExternalEntityRefHandler",
    "StartDoctypeDeclHandler", "EndDoctypeDeclHandler", "EntityDeclHandler", "XmlDeclHandler", "ElementDeclHandler", "AttlistDeclHandler",
    "SkippedEntityHandler",
)  # fmt: skip
_PIECE_BYTES = 1 << 16
EXPAT_VERSION, version_info, _errors, _codes, features, _numbers, _model = _host("expat.constants")
native_encoding = "UTF-8"
globals().update(_numbers)


def _module(name, contents):
    made = type(sys)("pyexpat." + name)
    made.__dict__.update(contents)
    sys.modules["pyexpat." + name] = made
    return made


errors = _module("errors", _errors)
errors.codes = dict(_codes)
errors.messages = {number: text for text, number in _codes}
model = _module("model", _model)


class ExpatError(Exception):
    __module__ = "xml.parsers.expat"


error = ExpatError


def ErrorString(code, /):
    return errors.messages.get(code)


def _of_host(name):
    return property(lambda self: self._get(name), lambda self, value: self._call("assign", name, value))


def _handler(name):
    def set(self, function):
        self._handlers[name] = function
        self._call("watch", name, function is not None)

    return property(lambda self: self._handlers.get(name), set)


class XMLParserType(HostObject):
    """A parser of one document."""

    __slots__ = ("__dict__", "_handlers", "intern", "ordered_attributes")
    __module__ = "pyexpat"

    def __init__(self, encoding, separator, intern):
        self._make("pyta.host.expat", "Parser", encoding, separator)
        self._handlers = {}
        self.intern = {} if intern is None else intern
        self.ordered_attributes = False

    buffer_text, buffer_size, namespace_prefixes, specified_attributes = [
        _of_host(n) for n in ("buffer_text", "buffer_size", "namespace_prefixes", "specified_attributes")
    ]
    CurrentLineNumber, CurrentColumnNumber, CurrentByteIndex, ErrorLineNumber, ErrorColumnNumber, ErrorByteIndex = [
        property(lambda self, n=n: self._get(n))
        for n in ("CurrentLineNumber", "CurrentColumnNumber", "CurrentByteIndex", "ErrorLineNumber", "ErrorColumnNumber", "ErrorByteIndex")
    ]
    ErrorCode = property(lambda self: self._get("ErrorCode"))
    buffer_used = property(lambda self: self._get("buffer_used"))
    SetBase, GetBase, SetParamEntityParsing, UseForeignDTD = passed_on("SetBase", "GetBase", "SetParamEntityParsing", "UseForeignDTD")

    def Parse(self, data, isfinal=False, /):
        if not isinstance(data, (str, bytes)):
            data = bytes(memoryview(data))
        failed = _host("object.call_back", self._number, "parse", data, bool(isfinal), self._told)
        if failed is not None:
            text, code, lineno, offset = failed
            e = ExpatError(text)
            e.code, e.lineno, e.offset = code, lineno, offset
            raise e
        return 1

    def _told(self, event):
        name, arguments = event
        if name == "StartElementHandler" and not self.ordered_attributes:
            element, pairs = arguments
            arguments = element, dict(zip(pairs[::2], pairs[1::2]))
        return self._handlers[name](*arguments)

    def ParseFile(self, file, /):
        while True:
            piece = file.read(_PIECE_BYTES)
            self.Parse(piece, not piece)
            if not piece:
                return 1

    def GetInputContext(self):
        return None

    def ExternalEntityParserCreate(self, context, encoding=None, /):
        made = XMLParserType.__new__(XMLParserType)
        made._number = _host("expat.child", self._number, context, encoding)
        made._handlers = {}
        made.intern = self.intern
        made.ordered_attributes = self.ordered_attributes
        for name, function in self._handlers.items():
            setattr(made, name, function)
        return made


for _name in _HANDLERS:
    setattr(XMLParserType, _name, _handler(_name))


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    if namespace_separator is not None and len(namespace_separator) > 1:
        raise ValueError("namespace_separator must be at most one character, omitted, or None")
    return XMLParserType(encoding, namespace_separator, intern)
