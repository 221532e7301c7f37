"""Finalizers and forgotten generators are run at safepoints: the instruction that is under way, and the frame it enters, stay whole."""
class S:
    def __init__(self): self.w=[1,2,3]
    @property
    def groups(self): return len(self.w)
    def __getitem__(self, i): return self.w[i]
    def m(self): return len(self.w)
class D:
    def __del__(self):
        x=[self.a, self.a]
        for i in range(3): x.append(i)
def g():
    try: yield 1
    finally:
        x=[1]*5
def gd():
    x=g(); next(x)
def dd():
    d=D(); d.a=1
def first():
    for x in g(): break
def items(s):
    for i in range(3): yield s[i]
makers = (gd, dd, first)
s=S()

bad=0
for i in range(4000):
    makers[i % 3]()
    r=s.groups
    if r != 3: bad+=1; print('groups', r)
    if s.m() != 3: print('m')
    if s[1] != 2: print('item')
    if sum(items(s)) != 6: print('sum')
    if [y for y in items(s)] != [1,2,3]: print('list')
    if sorted([3,1,2], key=lambda v: -v) != [3,2,1]: print('sorted')
    t = "%s %d" % (s.groups, i)
    if t != f"3 {i}": print("fmt", t)
    if max(s.groups, 1) > 3: print('max')
print("done", bad)
