for s in ("abc", "é€", "😀", "", "\x00\x7f\x80", "日本"):
    print(s.encode(), s.encode("utf-8") == s.encode(), s.encode("utf-16-le"), s.encode("utf-32-be"), s.encode("ascii", "replace"), s.encode("ascii", "ignore"), s.encode("ascii", "backslashreplace"), s.encode("ascii", "xmlcharrefreplace"), s.encode("latin-1", "replace"))
    print(s.encode("utf-8").decode("utf-8") == s, s.encode("utf-16").decode("utf-16") == s, s.encode("utf-32-le").decode("utf-32-le") == s)
for call in (lambda: "é".encode("ascii"), lambda: "a€b€".encode("latin-1"), lambda: "\ud800".encode(), lambda: b"\xff".decode(), lambda: b"a\xc3".decode("utf-8"), lambda: b"\xe2\x82".decode(), lambda: b"\x80".decode("ascii"), lambda: "a".encode("nope"), lambda: b"\xc0\x80".decode(),
             lambda: b"\xed\xa0\x80".decode(), lambda: b"\xf5\x80\x80\x80".decode(), lambda: "a".encode("ascii", "nohandler") + "é".encode("ascii", "nohandler")):
    try:
        print(call())
    except (UnicodeError, LookupError) as error:
        print(type(error).__name__, ascii(str(error)))
print(b"\xff\xfea".decode("utf-8", "replace").encode("unicode_escape"), b"a\xffb".decode("ascii", "ignore"), b"\xe9".decode("latin-1"), ascii(b"\xff".decode("utf-8", "surrogateescape")), "\udcff".encode("utf-8", "surrogateescape"), b"\xff".decode("utf-8", "backslashreplace"))
try:
    "aé".encode("ascii")
except UnicodeEncodeError as error:
    print(error.encoding, error.object, error.start, error.end, error.reason, isinstance(error, ValueError))
print(str(b"abc", "ascii"), str(b"\xc3\xa9", "utf-8", "strict"), str(bytearray(b"x"), encoding="ascii"), str(b"abc"), str(object=5), str())
