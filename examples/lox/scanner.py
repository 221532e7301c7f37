"""Lox source text to tokens (level: host)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

KEYWORDS = frozenset("and class else false for fun if nil or print return super this true var while".split())
TOKEN = re.compile(
    r"""(?P<skip> [ \t\r\n]+ | //[^\n]* )
      | (?P<number> [0-9]+ (?: \.[0-9]+ )? )
      | (?P<string> "[^"]*" )
      | (?P<name> [A-Za-z_][A-Za-z_0-9]* )
      | (?P<symbol> [!=<>]= | [-(){},.+;/*!=<>] )
      | (?P<open> "[^"]*\Z )
      | (?P<other> . )""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """`kind`: a keyword or symbol itself, or "name", "number", "string", "end", "error" (`text`: the message)."""

    kind: str
    text: str
    line: int


def scan(source: str) -> Iterator[Token]:
    """The tokens of a source text, "end" last. A token's line is that of its end."""
    line = 1
    for match in TOKEN.finditer(source):
        text, kind = match[0], match.lastgroup or ""
        line += text.count("\n")
        if kind == "symbol" or text in KEYWORDS:
            yield Token(text, text, line)
        elif kind in ("open", "other"):
            yield Token("error", "Unterminated string." if kind == "open" else "Unexpected character.", line)
        elif kind != "skip":
            yield Token(kind, text, line)
    yield Token("end", "", line)
