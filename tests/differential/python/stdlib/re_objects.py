# re.Pattern and re.Match as objects: every method and attribute, arguments by name, errors, scanners, replacements, derived strings.
import re, copy
def show(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except Exception as e: print(type(e).__name__, e)
p=re.compile(r"(?P<a>\w)(?P<b>\d)?")
m=p.search("..x1 yz")
for c in ("type(p)","type(m)","p.__class__.__mro__","p.pattern","p.flags","p.groups","p.groupindex","type(p.groupindex)","p.match('x')","p.match('.')","p.match('ab',1)","p.match('ab',pos=1)","p.match('ab',5)","p.match('ab',-5)","p.match('ab',0,1)","p.match('ab',endpos=0)","p.match(string='ab')","p.match()","p.match(5)","p.match(b'x')","p.match('x','y')","p.match('a',0,1,2)","p.match('x',0,10**30)","p.match('x', 10**30)",
 "p.fullmatch('a1')","p.fullmatch('a1b')","p.search('...')","p.findall('a1 b c2')","p.findall('')","list(p.finditer('a1 b'))","p.split('a1b c2')","p.split('a1b c2',1)","p.split('a1b c2',maxsplit=1)","p.split('...')","p.sub('-','a1 b')","p.sub(r'<\\2\\1>','a1 b')","p.sub(r'\\g<a>!','a1 b',1)","p.sub(r'\\g<a>!','a1 b',count=1)","p.subn('x','...')","p.subn('x','a1b')","p.sub(lambda m: m.group().upper(),'a1 b')","p.sub(lambda m: None,'a1 b')","p.sub(lambda m: 5,'a1 b')","p.sub(5,'a')","p.sub('\\\\g<zz>','a')","p.sub(b'x','a')","p.sub('x',b'a')","p.sub('x')","p.sub(repl='x',string='abc')",
 "m.group()","m.group(0)","m.group(1)","m.group('a')","m.group(1,2)","m.group('a','b',0)","m.group(3)","m.group(-1)","m.group('zz')","m.group(1.0)","m.group([])","m.group(True)","m['a']","m[2]","m[5]","m.groups()","m.groups('d')","m.groupdict()","m.groupdict(default=1)","m.start()","m.end()","m.span()","m.start('a')","m.end(2)","m.span('b')","m.start(7)","m.start(1,2)","m.pos","m.endpos","m.string","m.re is p","m.lastindex","m.lastgroup","m.regs","m.expand(r'\\1-\\g<b>')","m.expand('x')","copy.copy(m) is m","copy.deepcopy(m) is m","copy.copy(p) is p","m","p","bool(m)","len(m)","iter(m)","p.match('z').groups()","p.match('z').group('b')","p.match('z').span(2)","p.match('z').groups(0)","p.match('z').expand(r'[\\2]')","p.match('z').lastindex","p.match('a1').lastindex","re.match('a','a').lastindex","re.match('(?P<x>a)|b','b').lastgroup","m.foo","p.foo","p==re.compile(p.pattern)","p==re.compile('x')","p!=5","p<p","hash(p)==hash(re.compile(p.pattern))","re.Pattern","re.Match","re.Pattern()","re.Match()","re.Pattern[str]","re.Match[str]","type('X',(re.Pattern,),{})"):
    print(c,end=": "); show(lambda: eval(c))
for f in (0,re.I,re.I|re.M,re.S|re.X,re.A,re.A|re.I|re.DEBUG&0,re.U):
    print(re.compile("a",f))
print(re.compile(b"a"),re.compile("x"*300), re.compile(b"a",re.L))
sc=re.compile("a|(b)").scanner("abxa"); print(type(sc).__name__, sc.match(), sc.match(), sc.match(), sc.search(), sc.search(), sc.pattern)
sc=re.compile("").scanner("ab"); print([sc.search() for _ in range(5)])
print(re.findall(r"(a)(b)?","abaab"), re.findall(b"a(b)?",b"abaab"), re.findall("x*","axb"), re.split("x*","axbc"), re.sub("x*","-","abxd"), re.sub("(?=b)","|","abab"))
print(re.split("(,)|;","a,b;c"), re.subn("a","b","aaaa",2), re.split(",","a,b,c",maxsplit=1))
class T(str): pass
t=T("abc"); print(type(re.sub("x","y",t)), type(re.sub("a","y",t)), type(re.match("a",t).group()), type(re.match("abc",t).group()), re.match("a",t).string is t, type(re.split("x",t)[0]), type(re.findall("abc",t)[0]))
for data in (bytearray(b"abab"), memoryview(b"abab")):
    print(re.findall(b"a",data), re.sub(b"a",b"c",data), re.match(b"a",data).group(), re.split(b"b",data), re.subn(b"x",b"c",data), type(re.match(b"a",data).string).__name__)
import pickle
q=pickle.loads(pickle.dumps(p)); print(q is p or q==p); show(lambda: pickle.dumps(m))
def nested(m): return re.sub("b","<"+m.group()+">","abc")
print(re.sub("[ab]",nested,"aab"))
it=re.finditer("a","aaa"); next(it); print([x.span() for x in it], type(it).__name__)
print(re.compile("(a)|(b)|(c)").sub(lambda m: str(m.lastindex), "abcab"), re.compile("é+").findall("aéébé"), re.compile("[\U0001f600]").search("a\U0001f600").span())
print(re.sub("(?P<x>a)", r"\g<x>\g<0>\n\\", "ba"), re.sub("a", "\\n", "a"), repr(re.sub("a", r"\x", "b") if 0 else ""))
import weakref; print(weakref.ref(p)() is p)
show(lambda: weakref.ref(m))
show(lambda: re.compile('').search('abcdef',5,3)); show(lambda: re.compile('').findall('abcdef',5,3)); show(lambda: re.compile('a*').findall('aab',1,2)); show(lambda: re.compile('^b').search('ab',1)); show(lambda: re.compile('').fullmatch('abc',3,3).span())
