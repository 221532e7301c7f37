b = b"abracadabra"
print(b.find(b"bra"), b.rfind(b"bra"), b.find(b"x"), b.find(98), b.count(b"a"), b.count(97), b.index(b"c"), b.find(b"a", 1, 5), b.startswith(b"abr"), b.endswith((b"x", b"ra")), b.replace(b"a", b"AA"), b.replace(b"a", b"", 2))
print(b"a,b,,c".split(b","), b" a b ".split(), b"a-b-c".rsplit(b"-", 1), b"a.b.c".partition(b"."), b"a.b".rpartition(b"x"), b"a\nb\r\nc".splitlines(), b"-".join([b"a", bytearray(b"b")]), b"".join([]))
print(b" x\t".strip(), b"xxaxx".strip(b"x"), b"abc".upper(), b"ABC".lower(), b"hello world".title(), b"hELLO".capitalize(), b"aBc".swapcase(), b"ab".center(6, b"*"), b"ab".ljust(4) + b"|", b"ab".rjust(4), b"-5".zfill(4), b"a\tb".expandtabs(4))
print(b"abc".isalpha(), b"12".isdigit(), b"a1".isalnum(), b" \n".isspace(), b"ab".islower(), b"AB".isupper(), b"Ab".istitle(), b"\x80".isascii(), b"".isascii(), b"".isalpha(), b"\xe9".isalpha(), b"\xe9".upper())
print(b"hello".translate(bytes.maketrans(b"el", b"ip")), b"hello".translate(None, b"l"), b"hello".translate(bytes(range(256)), delete=b"h"), b"pre-x".removeprefix(b"pre-"), b"x.py".removesuffix(b".py"))
print(b"\xde\xad".hex(), b"\xde\xad\xbe\xef".hex(":"), b"\xde\xad\xbe\xef\x01".hex("-", 2), b"\xde\xad\xbe\xef\x01".hex("-", -2), bytes.fromhex("de ad BE ef"), bytes.fromhex(""), b"abc".decode(), b"\xff".decode("latin-1") == "ÿ")
for call in (lambda: bytes.fromhex("a"), lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("a b"), lambda: b.split(b""), lambda: b.split("a"), lambda: b.find("a"), lambda: b.index(b"zz"), lambda: b.count(256), lambda: b.replace("a", "b"), lambda: b"-".join([b"a", "b"]), lambda: b.translate(b"short"), lambda: b.center(20, b"ab"), lambda: b.startswith("a"), lambda: b"x".hex("ab"), lambda: b.partition(b""), lambda: bytes.maketrans(b"a", b"bc")):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error if "fromhex" not in str(error) else "fromhex")
