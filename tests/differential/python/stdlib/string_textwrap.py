import textwrap
import string

text = "The quick brown fox jumps over the lazy dog. " * 2 + "Supercalifragilisticexpialidocious hyphen-ated-word end."
print(textwrap.fill(text, 30))
print(textwrap.wrap(text, 20, break_long_words=False)[:6])
print(textwrap.wrap("a-b-c-d-e-f-g", 5), textwrap.wrap("", 5), textwrap.wrap("   lead", 10), textwrap.wrap("x" * 12, 5), textwrap.wrap("a\tb\nc  d", 4))
print(textwrap.fill("one two three four", width=12, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten("Hello  world of   Python", width=16), textwrap.shorten("Hello", 10), textwrap.shorten("Hello world", 8, placeholder=".."))
print(repr(textwrap.dedent("""
    a
      b

    c
""")), repr(textwrap.dedent("  x\n\ty")), repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "> ", lambda line: True)))
print(textwrap.wrap("one two three four five six", 10, max_lines=2), textwrap.wrap("aa bb cc", 5, drop_whitespace=False), textwrap.wrap("This is. A test.  Yes", 40, fix_sentence_endings=True))
try:
    textwrap.wrap("abc", 0)
except ValueError as error:
    print(error)
print(string.ascii_lowercase, string.hexdigits, repr(string.whitespace), string.capwords("a bC  d"), string.capwords("x-y-z", "-"))
print(string.Template("${a}-$b-$$").substitute(a=1, b=2), string.Template("$x").safe_substitute(), string.Formatter().vformat("{0}{k}", (1,), {"k": 2}))


def justify(text, width):
    out, line = [], []
    for w in text.split():
        if line and sum(map(len, line)) + len(line) + len(w) > width:
            gaps = width - sum(map(len, line))
            for i in range(gaps):
                line[i % max(1, len(line) - 1)] += " "
            out.append("".join(line))
            line = []
        line.append(w)
    return out + [" ".join(line)]


print("\n".join(f"|{l:<24}|" for l in justify(text, 24)[:-1]))


def columns(words, width):
    w = max(map(len, words)) + 2
    per = max(1, width // w)
    return "\n".join("".join(f"{x:<{w}}" for x in words[i : i + per]).rstrip() for i in range(0, len(words), per))


print(columns("alpha beta gamma delta epsilon zeta eta theta".split(), 30))
