# Every encoding with every error handler, on text and bytes that they can and cannot convert.
def show(call):
    try:
        return ascii(call())
    except UnicodeError as error:
        return f"{type(error).__name__} {error.encoding} {error.start} {error.end} {error.reason}: {ascii(str(error))}"
    except (LookupError, TypeError) as error:
        return f"{type(error).__name__} {error}"


encodings = ("utf-8", "utf-16-le", "utf-16", "utf-32-be", "ascii", "latin-1", "unicode_escape", "raw_unicode_escape", "utf-8-sig")
for text in ("abc", "é€", "😀", "", "\x00\x7f\x80", "\ud800a", "\udcff", "\n\t\\"):
    for encoding in encodings:
        print(ascii(text), encoding, *(show(lambda: text.encode(encoding, handler)) for handler in ("strict", "replace", "ignore", "backslashreplace", "xmlcharrefreplace")))
    for encoding in ("utf-8", "ascii", "latin-1"):
        print(ascii(text), encoding, show(lambda: text.encode(encoding, "surrogateescape")), show(lambda: text.encode(encoding, "surrogatepass")))
data = (b"abc", b"\xff", b"a\xc3", b"\xe2\x82", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe9\xff\x00", b"\xff\xfea\x00\x00\xd8", b"\x00\xd8a\x00", b"\x00\x00\x11\x00", b"\xef\xbb\xbfa", b"\xfe\xff\x00a")
for b in data:
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "ascii", "latin-1", "utf-8-sig"):
        print(b, encoding, *(show(lambda: b.decode(encoding, handler)) for handler in ("strict", "replace", "ignore", "backslashreplace", "surrogateescape")))
print(b"\\u20ac\\n\\101\\x41\\\\".decode("unicode_escape"), b"\\u20ac\\n".decode("raw_unicode_escape"), show(lambda: "a".encode("nope")), show(lambda: "é".encode("ascii", "nohandler")))
