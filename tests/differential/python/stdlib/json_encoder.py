# json.dumps: every kind of value under every option, the encoder itself.
import json, enum, collections
from _json import make_encoder, make_scanner, encode_basestring, encode_basestring_ascii, scanstring


def show(f, *a, **k):
    try: print(repr(f(*a,**k)))
    except Exception as e: print(type(e).__name__, e)
class S(str): pass
class I(int):
    def __repr__(self): return "I!"
class F(float):
    def __repr__(self): return "F!"
class D(dict):
    def items(self): return [("x",1),("y",2)]
class L(list): pass
class C(enum.IntEnum):
    A=3
class Own:
    def __init__(self,v): self.v=v
P=collections.namedtuple("P","a b")
loop=[]; loop.append(loop)
dl={}; dl["a"]=dl
o=Own(0)
def default(x):
    if isinstance(x,Own): return x.v
    raise TypeError("no "+type(x).__name__)
vals=[None,True,False,0,-1,10**30,-10**30,2**62,1.5,-0.0,1e300,1e-7,float("inf"),-float("inf"),float("nan"),"","abc","é\u2028\U0001f600\x00\x1f\x7f\"\\/\b\f\n\r\t","\ud800",S("s"),I(5),F(1.5),C.A,[],(),{}, [1,[2,(3,)]],{"a":1,"b":[{}]},{1:2,1.5:3,None:4,True:5,False:6,float("inf"):7},{S("k"):1,I(4):2,F(2.5):3,C.A:4},{(1,):2},{b"x":1},D(),D(a=1),L([1]),P(1,2),collections.OrderedDict([("z",1),("a",2)]),loop,dl,Own(1),Own([Own("x")]),{1,2},b"x",object,[Own(Own(3))],{"b":1,"a":2,"c":{"z":1,"y":2}},[float("nan")],range(3)]
for v in vals:
    for kw in ({},{"ensure_ascii":False},{"sort_keys":True},{"skipkeys":True},{"separators":(",",":")},{"default":default},{"check_circular":True,"default":default,"sort_keys":True},{"indent":1},{"default":lambda x: x}):
        if kw.get("default") and kw["default"] is not default and isinstance(v,(Own,set,bytes,range)): 
            show(lambda: json.dumps(v,**kw)); continue
        show(lambda: json.dumps(v,**kw))
show(lambda: json.dumps({2:1,"a":2},sort_keys=True))
o.v=o; show(lambda: json.dumps(o,default=default))
deep=[]
for _ in range(100000): deep=[deep]
try: json.dumps(deep)
except RecursionError as e: print("RecursionError")
e=make_encoder(None,default,encode_basestring_ascii,None,": ",", ",False,False,True); print(type(e).__name__); print("".join(e([1],0))); show(e,[1]); print("".join(e(obj=[S("q")],_current_indent_level=0)))
for v in (float("inf"), [float("nan")], {float("inf"): 1}):
    try:
        json.dumps(v, allow_nan=False)
    except ValueError as e:
        print(str(e)[:45])
show(make_encoder); show(make_encoder,5,default,encode_basestring,None,":",",",0,0,0); show(make_encoder,{},default,encode_basestring,None,5,",",0,0,0)
e=make_encoder({},default,lambda s:"<"+s+">",None,":",",",False,False,True); print("".join(e({"a":"b",1:2},0)))
e=make_encoder({},default,lambda s:5,None,":",",",False,False,True); show(e,{"a":"b"},0)
show(encode_basestring,5); show(encode_basestring_ascii,b"x"); show(encode_basestring,"é\n"); show(encode_basestring_ascii,"é\n"); print(encode_basestring.__name__, encode_basestring_ascii.__name__,scanstring.__name__)
print(json.dumps({"a":[1,2,{"b":None}]},indent=2), json.dumps([1],indent="\t"))
class E(json.JSONEncoder):
    def default(self,o): return ["own",str(o)]
print(json.dumps({1,},cls=E), list(json.JSONEncoder().iterencode([1,{"a":2}])), json.dumps("x"))
