"""Searches through long texts: what cannot begin a match is passed by, once a pattern has failed often enough."""

import re

TEXT = ("plain words, numbers 12 and 345; a-b c_d \"quoted\" \\ back; tab\tnew\nline \xe9\xdf \u0105\u0107 x\u2028y " * 6)
PATTERNS = [
    r'([\\"]|[^\ -~])', r"(\d+|[A-Z])", r"(?:foo|[x-z]\b|\d\d)", r"\d*", r"\d*x", r"\d+?;", r"(\d|)y", r"^line", r"(?m)^line", r"\bw\w+",
    r"(?=n)new|tab", r"(?!b)[a-d]\b", r"(?<=\")q", r"(?i)(WORDS|B[A-C])", r"(?i)[é]|ß", r"(?s).\n.", r"(?:ab|[^a-z ]){2}", r"(?:q|w){0,2}o",
    r"(?>q+|w)o", r"[qw]++o", r"(x)?y", r"(?:(x)|z)(?(1)\u2028|q)", r"(a)-?b|(c).d", r"\Z", r"$|q", r"[\u0100-\u0200]+", r"[^\x00-\xff]", r"\W\Z|\d;",
    r"(?:(?:(?:(?:(?:(?:(?:(?:(?:(?:[z])))))))|[y])))", r"(?:[;,]|\\|\Bw)s?",
]
for pattern in PATTERNS:
    compiled = re.compile(pattern)
    for turn in range(2):
        found = [m.span() for m in compiled.finditer(TEXT)]
        print(pattern, len(found), found[:4], found[-1:], compiled.search(TEXT, 70), len(compiled.sub("<>", TEXT)), len(compiled.split(TEXT)))
    if pattern.isascii():
        data = TEXT.encode("latin-1", "replace")
        compiled = re.compile(pattern.replace(r"\u0100-\u0200", "Z").replace(r"\u2028", "Z").encode())
        for turn in range(2):
            found = [m.span() for m in compiled.finditer(data)]
            print(len(found), found[:4], found[-1:])
escape = re.compile(r'([\\"]|[^\ -~])')
for turn in range(100):
    for text in ("", "key", "value" * 9, 'a"b', "\xe9", "x" * 30 + "\u0105", "\n"):
        if turn in (0, 1, 50, 99):
            print(turn, escape.sub(lambda m: f"<{ord(m[0]):x}>", text), bool(escape.match(text)), bool(escape.search(text, 2)))
        else:
            escape.search(text)
