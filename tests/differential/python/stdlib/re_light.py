import re

print(re.findall(r"\d+", "a1 bb22 c333"), re.findall(r"(\w)(\d)", "a1b2"), re.sub(r"\s+", " ", "a  b \n c"), re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b"), re.match(r"\w+", "hello world").group(), re.search(r"o", "hello").span(), re.match("x", "y"), re.fullmatch(r"a+", "aaa") is not None)
m = re.match(r"(?P<y>\d{4})-(?P<m>\d\d)(-(?P<d>\d\d))?", "2024-05 rest")
print(m.group(0), m.group("y", "m"), m.groups(), m.groups("?"), m.groupdict(), m.start("m"), m.end(), m.span(3), m["y"], m.lastgroup, m.expand(r"\2/\1"), bool(m), m.string[m.end():])
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("a", lambda m: m.group().upper() + str(m.start()), "banana"), re.subn("x", "y", "axbx"), re.sub("a", "b", "aaa", count=2), re.sub(r"(?P<n>\d)", r"<\g<n>>", "1a2"), re.escape("a.b*c"))
print([x.group() for x in re.finditer(r"[aeiou]", "education")], re.findall(r"a.c", "abc a\nc", re.S), re.findall("^b", "a\nb", re.M), re.findall("A", "aA", re.I), re.findall(r"(?i:b)c", "Bc bC"), re.findall(r"""\d  # digit
   [a-z]""", "1a 2B", re.X), re.findall(r"<.+?>", "<a><b>"), re.findall(r"<.+>", "<a><b>"), re.findall(r"(a|ab)(c|bcd)(d*)", "abcd"))
print(re.findall(r"\b\w", "the quick fox"), re.findall(r"(?<=\$)\d+", "$5 6 $77"), re.findall(r"\d+(?!\d|%)", "50% 60"), re.findall(r"(?<!a)b", "ab bb"), re.findall(r"(\w)\1", "aabbcd"), re.findall(r"x{2,3}", "x xx xxx xxxx"), re.findall(r"[^\W\d_]+", "a1_é2"), re.findall(r"", "ab"), re.split(r"", "ab"), re.findall(r"[]a]", "]a"), re.findall(r"[a\-z]", "-z"), re.findall("é", "éa"))
for bad in ("(", "[", "*a", "a{2,1}", "(?P<1>a)", r"\1", "(?P<a>x)(?P<a>y)", "(?z)", "[z-a]", "\\"):
    try:
        re.compile(bad)
        print("ok", bad)
    except re.error as error:
        print(repr(bad), error.msg, error.pos)
p = re.compile(r"(\d+)")
print(p.pattern, p.groups, p.findall("1 22"), p.search("ab12", 3).group(), p.match("ab12", 2).group(), p.sub("#", "a1b2"), p == re.compile(r"(\d+)"), re.compile(b"a").findall(b"banana"), p.split("a1b2c"))
try:
    re.match("a", b"a")
except TypeError as error:
    print(error)
try:
    m.group("zz")
except IndexError as error:
    print(error)
SPEC = re.compile(r"\s*(?:(?P<num>\d+(?:\.\d*)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>[-+*/()=]))")


def lex(text):
    pos = 0
    while pos < len(text):
        m = SPEC.match(text, pos)
        if m is None:
            raise ValueError(f"bad input at {pos}")
        pos = m.end()
        yield m.lastgroup, m.group(m.lastgroup)


print(list(lex("x = 3.14*(y1 + 2)")))
try:
    list(lex("a $ b"))
except ValueError as error:
    print(error)
