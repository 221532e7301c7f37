import xml.etree.ElementTree as E, xml.dom.minidom, xml.sax, plistlib, io, xmlrpc.client
doc = """<?xml version="1.0"?>
<!DOCTYPE r [<!ENTITY e "entity">]>
<r xmlns:n="urn:x" a="1" b="&lt;2"><!-- c --><n:k>text &e; é</n:k><e/>tail<![CDATA[<raw>]]><?pi data?></r>"""
t = E.fromstring(doc)
print([(x.tag, x.attrib, x.text, x.tail) for x in t.iter()])
print(E.tostring(t, encoding="unicode"))
for bad in ("<a><b></a>", "", "<a>&nope;</a>", "<a b=1/>", "<a/><b/>"):
    try: E.fromstring(bad)
    except E.ParseError as e: print(e, e.code, e.position)
for event, el in E.iterparse(io.BytesIO(b"<a><b>1</b><b>2</b></a>"), events=("start", "end")): print(event, el.tag, el.text)
d = xml.dom.minidom.parseString(doc.encode())
print(d.documentElement.toxml()); print(d.toprettyxml(indent=" ")[:120])
class H(xml.sax.ContentHandler):
    def startElement(self, name, attrs): print("start", name, dict(attrs), self.loc.getLineNumber())
    def endElement(self, name): print("end", name)
    def characters(self, c): print("chars", repr(c))
    def setDocumentLocator(self, l): self.loc = l
xml.sax.parseString(doc, H())
try: xml.sax.parseString("<a>", H())
except xml.sax.SAXParseException as e: print(e)
p = plistlib.dumps({"a": 1, "b": [True, 2.5, b"x"], "c": "é"}); print(plistlib.loads(p))
print(xmlrpc.client.loads(xmlrpc.client.dumps((1, "a", [2.5, None], {"k": 3}), "m", allow_none=True)))
from xml.parsers import expat
print(expat.errors.XML_ERROR_SYNTAX, expat.ErrorString(3), expat.model.XML_CTYPE_EMPTY)
q = expat.ParserCreate(); q.StartElementHandler = lambda n, a: print(n, a, q.CurrentLineNumber, q.CurrentColumnNumber); q.Parse("<x a='1'>\n <y/>"); q.Parse("</x>", True)
x = E.Element("root"); E.SubElement(x, "c", k="v").text = "a<b"; E.indent(x); print(E.tostring(x), E.canonicalize("<b z='1' a='2'/>"))
def raising(n, a): raise KeyError(n)
q = expat.ParserCreate(); q.StartElementHandler = raising
try: q.Parse("<x><y/></x>")
except KeyError as e: print("KeyError", e)
seen = []
q = expat.ParserCreate()
def doctype(*a): q.CommentHandler = seen.append; q.StartDoctypeDeclHandler = None
q.StartDoctypeDeclHandler = doctype
def external(context, base, system, public):
    child = q.ExternalEntityParserCreate(context); child.CharacterDataHandler = seen.append; child.Parse("from outside", True); return 1
q.ExternalEntityRefHandler = external
q.Parse("<!--no--><!DOCTYPE r [<!ENTITY x SYSTEM 'file'>]><r><!--yes-->&x;</r>", True); print(seen)
class Odd(Exception): pass
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
q = expat.ParserCreate(); q.StartElementHandler = lambda n, a: seen.append(deep(200)); q.Parse("<r>" + "<a/>" * 50 + "</r>", True); print(len(seen), seen[-1])
