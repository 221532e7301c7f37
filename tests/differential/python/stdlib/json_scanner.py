# json.loads: right and wrong texts, hooks, the scanner itself.
import json, enum, collections
from _json import make_encoder, make_scanner, encode_basestring, encode_basestring_ascii, scanstring


def show(f, *a, **k):
    try: print(repr(f(*a,**k)))
    except Exception as e: print(type(e).__name__, e)
try: json.loads("["*100000)
except RecursionError as e: print("RecursionError")
try: json.loads('{"a":'*100000)
except RecursionError as e: print("RecursionError")
texts=['','  ','null','nul','true','tru','false','NaN','Infinity','-Infinity','-Inf','-','0','-0','01','1.','1.5','1.5e','1.5e3','1e5','1E+5','1e-','1e+x','.5','-.5','1.e5','123456789012345678','1234567890123456789','12345678901234567890123','-999999999999999999','1e400','"a"','"a','"\\','"\\u12"','"\\ud83d\\ude00"','"\\ud83d"','"\t"','"\\x"','[]','[1]','[1 2]','[1,2','[','[ 1 , 2 ]','{}','{"a":1}','{"a" : 1 , "b":[1]}','{"a"}','{"a":}','{"a":1 "b"}','{a:1}','{"a":1','{','{1:2}','[}','{"a":1,"a":2}','nulll','1 2','\ufeff1','[1,\n2,\r\n3,\t4]','"é\U0001f600"','[NaN,-Infinity]','{"a":{"b":[{"c":null}]}}','\x00','[1,,2]','"\\/\\b\\f\\n\\r\\t\\"\\\\"', "'a'"]
for t in texts:
    show(json.loads,t)
    show(json.loads,t,parse_float=lambda s:("f",s),parse_int=lambda s:("i",s),parse_constant=lambda s:("c",s))
    show(json.loads,t,object_hook=lambda d:("o",d)); show(json.loads,t,object_pairs_hook=tuple); show(json.loads,t,strict=False)
r=json.loads('[{"k":1},{"k":2}]'); print(list(r[0])[0] is list(r[1])[0])
d=json.JSONDecoder(); show(d.raw_decode,'[1] x'); show(d.raw_decode,' 1'); show(d.raw_decode,'x1 ',1); show(d.raw_decode,'x',-1)
sc=make_scanner(d); print(type(sc).__name__, sc.strict, sc.object_hook, sc.parse_float, sc.parse_int); show(sc,'[1]',0); show(sc,'',0); show(sc,'1',5); show(sc,5,0); show(sc,'1'); show(sc,'1','x'); show(sc,string='1',idx=0); show(make_scanner); show(make_scanner,5)
show(scanstring,'abc"',0); show(scanstring,'abc',0); show(scanstring,5,0); show(scanstring,'a',10); show(scanstring,'a"b"',2)
print(json.load(__import__("io").StringIO('{"x": [1, 2.5]}')), json.loads(b'{"x": 1}'), json.loads('"\u00e9"'.encode('utf-16')))
