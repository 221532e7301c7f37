"""Indented JSON: levels, separators, empty containers, keys that are skipped, defaults."""

import json
class D(dict): pass
class L(list): pass
o={"a":[1,[],{}, {"b":(2,3)}],"c":{"d":None, 5:[True]}, "e":D(x=L([1]))}
for ind in (None,0,1,3,"\t","--"):
    print(json.dumps(o,indent=ind)); print(json.dumps(o,indent=ind,sort_keys=False,separators=("; "," = ")))
print(json.dumps({(1,):2},indent=2,skipkeys=True), json.dumps({(1,):2, "a":[object]},indent=2,skipkeys=True,default=lambda x:[1,{"q":2}]))
print("".join(json.JSONEncoder(indent=2).iterencode(o)))
