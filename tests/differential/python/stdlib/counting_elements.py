# collections.Counter counts: plain, with methods of derived classes, with values that are no ints.
from collections import Counter, defaultdict


def show(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)


print(Counter("abracadabra"), Counter([1,1.0,True,"1"]), Counter(a=1)+Counter("ab"), Counter("aab").most_common(1))
class C(Counter):
    def __setitem__(self,k,v): super().__setitem__(k,v*10)
print(C("aab"))
class G(Counter):
    def get(self,k,d=None): return 100
print(G("ab")); show(lambda: Counter([[]])); show(lambda: Counter(5)); c=Counter("a"); c["a"]=2**62-1; c.update("aa"); print(c); c["b"]=1.5; c.update("bb"); print(c); c["s"]="x"; show(lambda: c.update("s"))
from collections import _count_elements
q={}; _count_elements(q,"hello"); print(q); dd=defaultdict(lambda: 5); _count_elements(dd,"ab"); print(dict(dd)); show(lambda: _count_elements(5,"a"))
