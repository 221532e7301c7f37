# io.BytesIO: every method, its errors, views that lock the size, copies, derived classes.
import copy
import io
import pickle


def show(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)


B = io.BytesIO
for a in ((), (b"ab",),(None,),(bytearray(b"x"),),(memoryview(b"xy"),),("s",),(5,),([1],),(b"a",1)):
    show(lambda: B(*a).getvalue())
show(lambda: B(initial_bytes=b"q").getvalue())
b=B(b"line1\nline2\nlast")
for c in ("b.read(3)","b.read('x')","b.read(1.5)","b.read(None)","b.read()","b.seek(0)","b.readline()","b.readline(2)","b.readline(None)","b.readline('x')","b.readline(1.0)","b.readlines()","b.seek(0)","b.readlines(3)","b.seek(0)","b.readlines('x')","b.readlines(None)",
 "b.seek(-1)","b.seek(0,5)","b.seek('x')","b.seek(1.5)","b.seek(-100,1)","b.seek(-3,2)","b.read1()","b.read1(2)","b.seek(0)","b.read1(None)","b.tell()","b.seek(3)","b.write(b'XYZ')","b.getvalue()","b.write('x')","b.write(5)","b.write(bytearray(b'q'))","b.write(memoryview(b'q'))","b.seek(25)","b.write(b'far')","b.getvalue()","b.truncate(4)","b.truncate(-1)","b.truncate('x')","b.truncate()","b.tell()","b.truncate(None)","b.getvalue()","b.seek(2)","b.truncate()","b.getvalue()",
 "b.writelines([b'1',b'2'])","b.writelines('ab')","b.writelines(5)","b.writelines([b'a',1])","b.getvalue()","b.readable()","b.writable()","b.seekable()","b.isatty()","b.flush()","b.closed","b.fileno()","b.__getstate__()","b.seek(0)","list(b)","next(b)","b.readinto(bytearray(3))","b.readinto(b'abc')","b.readinto('x')","b.seek(0)","b.readinto(memoryview(bytearray(2)))","b.detach()","b.getbuffer().tolist()","b.read(10**30)","b.seek(10**30)", "setattr(b,'name','n')","b.name","b.__dict__","b.__getstate__()","b.__setstate__((b'z',1,None))","b.getvalue()","b.tell()","b.__setstate__((b'a','x',None))","b.__setstate__((b'a',-1,None))","b.__setstate__((b'a',1,5))","b.__setstate__((b'q',0,{'k':1}))","b.k", "b.__init__(b'new')", "b.getvalue()","b.tell()","b.__init__()","b.getvalue()","b.__enter__() is b","b.__exit__(None,None,None)","b.closed","b.read()","b.write(b'')","b.getvalue()","b.close()","b.tell()","b.isatty()","b.flush()","b.readable()","next(b)","b.__enter__()","b.getbuffer()","b.__getstate__()","b.truncate()","b.seek(0)","b.readlines()","b.writelines([])","b.readinto(bytearray(1))"):
    print(c,end=": "); show(lambda: eval(c))
b=B(b"abc"); v=b.getbuffer()
for c in ("b.write(b'x')","b.write(b'')","v.release()","b.write(b'x')","b.getvalue()"):
    print(c,end=": "); show(lambda: eval(c))
b=B(b"abc"); v=b.getbuffer(); v[0]=65
for c in ("b.getvalue()","b.close()","b.truncate(1)","v.release()","b.truncate(1)","b.getvalue()"):
    print(c,end=": "); show(lambda: eval(c))
x = B(b"abc")
x.seek(1)
for y in (copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x)), pickle.loads(pickle.dumps(x, 2))):
    print(y.getvalue(), y.tell(), type(y).__name__)
class MB(B):
    def __init__(self, x): super().__init__(x); self.n=1
    def readline(self): return b"own\n" if (self.__dict__.__setitem__('n',self.n+1) or self.n<4) else b""
print(list(MB(b"x\ny")), MB(b"q\nr").readlines())
big = B()
for i in range(1000):
    big.write(b"%d," % i)
print(len(big.getvalue()), big.tell(), big.getvalue()[-8:], big.write(b"!"), big.getvalue()[-4:])
print(isinstance(B(), io.BufferedIOBase), isinstance(B(), io.IOBase))
