# io.StringIO: every method, its errors, line ends, copies, derived classes.
import copy
import io
import pickle


def show(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)


S = io.StringIO
for a in ((),("ab",),(None,),(b"x",),(5,),("a\nb\r\nc\rd",),("a\nb\r\nc\rd",None),("a\nb\r\nc\rd",""),("a\nb\r\nc\rd","\r"),("a\nb\r\nc\rd","\r\n"),("a","x"),("a",5),("a","\n",3)):
    show(lambda: S(*a).getvalue()); show(lambda: S(*a).readlines()); show(lambda: S(*a).newlines)
show(lambda: S(newline=None).newlines)
s=S("héllo\nwörld\nlast")
for c in ("s.read(3)","s.read('x')","s.read(1.5)","s.read(None)","s.read()","s.seek(0)","s.readline()","s.readline(2)","s.readline(None)","s.readline('x')","s.readlines()","s.seek(0)","s.readlines(3)","s.seek(0)","s.readlines('x')",
 "s.seek(-1)","s.seek(0,5)","s.seek('x')","s.seek(1.5)","s.seek(-1,1)","s.seek(0,1)","s.seek(3,2)","s.seek(0,2)","s.tell()","s.seek(3)","s.write('XYZ')","s.getvalue()","s.write(b'x')","s.write(5)","s.seek(25)","s.write('far')","s.getvalue()","s.truncate(4)","s.truncate(-1)","s.truncate('x')","s.truncate()","s.tell()","s.truncate(None)","s.getvalue()","s.seek(2)","s.truncate()","s.getvalue()",
 "s.writelines(['1','2'])","s.writelines('ab')","s.writelines(5)","s.writelines(['a',1])","s.getvalue()","s.readable()","s.writable()","s.seekable()","s.isatty()","s.flush()","s.closed","s.fileno()","s.__getstate__()","s.seek(0)","list(s)","next(s)","s.detach()","s.encoding","s.errors","s.line_buffering","s.newlines","setattr(s,'name','n')","s.name","s.__dict__","s.__getstate__()","s.__setstate__(('z','\\n',1,None))","s.getvalue()","s.tell()","s.__setstate__(('a','\\n','x',None))","s.__setstate__(('a','\\n',-1,None))","s.__setstate__(('a','\\n',1,5))","s.__setstate__(('q','\\n',0,{'k':1}))","s.k", "s.__init__('new')", "s.getvalue()","s.tell()","s.__init__()","s.getvalue()","s.seek(3)","s.read()","s.write('q')","s.getvalue()","s.__enter__() is s","s.__exit__(None,None,None)","s.closed","s.read()","s.write('')","s.getvalue()","s.close()","s.tell()","s.isatty()","s.flush()","s.readable()","iter(s)","next(s)","s.__enter__()","s.__getstate__()","s.truncate()","s.seek(0)","s.readlines()","s.writelines([])","s.newlines","s.line_buffering","s.readline()"):
    print(c,end=": "); show(lambda: eval(c))
x = S("abc")
x.seek(1)
for y in (copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x)), pickle.loads(pickle.dumps(x, 2))):
    print(y.getvalue(), y.tell(), type(y).__name__)
class MS(S):
    def readline(self, *a): return super().readline().upper()
    def write(self, t): return super().write(t*2)
m=MS("a\nb"); print(list(m)); m.writelines("xy"); print("z",file=m); print(m.getvalue())
for nl in (None,"","\n","\r","\r\n"):
    s=S(newline=nl); s.write("a\n"); s.write("b\r"); s.write("\nc\r\n"); s.write("d\r"); print(repr(s.getvalue()), s.newlines, s.seek(0), s.readlines(), s.tell(), s.seek(1), repr(s.readline(1)), repr(s.readline(3)))
big = S()
for i in range(1000):
    print(i, file=big, end="é" if i == 500 else ",")
print(len(big.getvalue()), big.tell(), big.getvalue()[-8:], big.write("!"), big.getvalue()[-4:])
print(isinstance(S(), io.TextIOBase), isinstance(S(), io.IOBase))
