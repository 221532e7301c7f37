import io, os, tempfile, sys
d = tempfile.mkdtemp(); p = os.path.join(d, "f")
for nl in (None, "", "\n", "\r", "\r\n"):
    with open(p, "w", newline=nl) as f: f.write("a\nb\r\nc\rd")
    print(repr(nl), open(p, "rb").read())
    for rn in (None, "", "\n", "\r", "\r\n"):
        with open(p, newline=rn) as f: print("  ", repr(rn), list(f), f.newlines)
for enc in ("utf-8", "latin-1", "utf-16", "utf-8-sig", "ascii", "cp1252", "utf-32-le", "shift_jis"):
    for err in ("strict", "replace", "ignore", "backslashreplace", "xmlcharrefreplace"):
        try:
            with open(p, "w", encoding=enc, errors=err) as f: f.write("aé☃\n𝄠z")
            with open(p, "rb") as f: print(enc, err, f.read())
        except UnicodeError as e: print(enc, err, e)
with open(p, "wb") as f: f.write(b"ab\xff\xfecd\n" * 3)
for err in ("strict", "replace", "ignore", "surrogateescape", "backslashreplace"):
    try: print(err, ascii(open(p, encoding="utf-8", errors=err).read()))
    except UnicodeDecodeError as e: print(err, e)
with open(p, "w+", encoding="utf-8") as f:
    f.write("héllo\nwörld\n"); t = f.tell(); f.write("more"); f.seek(0); print(f.readline(), f.tell() > 0, f.read(3)); f.seek(t); print(f.read()); f.seek(0, 2); print(f.tell()); f.seek(0); f.truncate(3); print(f.read())
with open(p, "rb+") as f:
    f.write(b"0123456789"); f.seek(3); print(f.read(2), f.tell(), f.seek(-2, 2), f.read(), f.seek(1), f.write(b"X"), f.seek(0), f.readline(), f.peek(1) if hasattr(f, "peek") else "")
with open(p, "a+") as f: f.write("tail"); f.seek(0); print(f.read())
try: open(p, "x")
except FileExistsError as e: print(type(e).__name__)
for args in (("nope/x",), (p, "rw"), (p, "z"), (p, "rb", -1, "utf-8"), (p, "r", 0), (d,)):
    try: open(*args)
    except (OSError, ValueError) as e: print(type(e).__name__, str(e).replace(d, "D"))
f = open(p); f.close()
for op in (f.read, f.readline, lambda: list(f), lambda: f.__enter__()):
    try: op()
    except ValueError as e: print(e)
with open(p) as f:
    try: f.write("x")
    except io.UnsupportedOperation as e: print(e)
    next(f)
    try: f.tell()
    except OSError as e: print(e)
with open(p, "wb", buffering=0) as f: print(type(f).__name__, f.write(b"abc"), f.name == p, f.mode, f.fileno() > 2)
with open(p) as f: print(type(f).__name__, f.encoding, f.mode, f.buffer.__class__.__name__, f.line_buffering, f.isatty(), f.readable(), f.writable(), f.seekable(), repr(f).replace(d, "D"))
with open(p, "rb") as f: b = bytearray(5); print(f.readinto(b), b, f.read1())
fd = os.open(p, os.O_RDWR); g = open(fd, "r+", closefd=False); print(g.read()); g.close(); os.close(fd)
w = io.TextIOWrapper(io.BytesIO(), encoding="utf-16", newline="\r\n", write_through=True); w.write("a\n"); print(w.buffer.getvalue()); w.reconfigure(newline="\n"); print(w.detach().getvalue())
