import configparser
import csv
import html
import io
import urllib.parse

print(list(csv.reader(io.StringIO('a,"b ""q"", c",d\n1,,3\n'))), [dict(r) for r in csv.DictReader(io.StringIO("x,y\n1,2\n"))])
out = io.StringIO()
csv.writer(out, lineterminator="\n").writerows([["a,b", 'q"q', None, 1.5], ["plain", "new\nline"]])
print(repr(out.getvalue()))
c = configparser.ConfigParser()
c.read_string("[s]\na = 1\nb: %(a)s2\n[t]\nflag = yes\n")
print(c.sections(), c["s"]["b"], c.getboolean("t", "flag"), c.get("s", "zz", fallback="none"))
print(html.escape("<a href='x'>&"), html.unescape("&lt;&eacute;&#33;"), urllib.parse.quote("a b/é"), urllib.parse.unquote("a%20b"), urllib.parse.urlencode({"a": 1, "b": "x y"}), urllib.parse.urlsplit("http://u@h:80/p?q=1#f").port, urllib.parse.parse_qs("a=1&a=2"), urllib.parse.urljoin("http://a/b/c", "../d"))
