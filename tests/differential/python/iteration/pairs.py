# Loops that unpack pairs, over every kind of iterator.
def f():
    out=[]
    for i, x in enumerate([5,6,7]): out.append((i,x))
    for i, x in enumerate((5,6,7), 10): out.append((i,x))
    for i, x in enumerate(range(3), (1<<62)-2): out.append((i,x))
    for i, x in enumerate("abc"): out.append((i,x))
    for a, b in zip([1,2,3],(4,5)): out.append((a,b))
    for a, b in zip([1,2,3],range(9)): out.append((a,b))
    for a, b in zip("ab",range(9)): out.append((a,b))
    it=iter([1,2,3,4,5])
    for a, b in zip(it,it): out.append((a,b))
    out.append(list(it))
    for k, v in {1:2,3:4}.items(): out.append((k,v))
    for k, v in [(1,2),[3,4],"xy"]: out.append((k,v))
    for k, v in ((1,2),(3,4)): out.append((k,v))
    def g():
        yield 1,2
        yield [3,4]
    for k, v in g(): out.append((k,v))
    out.append([k+v for k,v in [(1,2),(3,4)]])
    out.append({k:v for k,v in zip("ab",[1,2])})
    out.append(list((b,a) for a,b in enumerate([7,8])))
    for a, (b, c) in enumerate([(1,2),(3,4)]): out.append((a,b,c))
    try:
        for a, b in [(1,2),(3,)]: out.append((a,b))
    except ValueError as e: out.append((str(e),a,b))
    d={1:1}
    try:
        for k,v in d.items(): d[k+1]=1
    except RuntimeError as e: out.append(str(e))
    l=[(1,2)]
    for a,b in l:
        if len(l)<5: l.append((a+1,b))
        out.append((a,b))
    class C: pass
    c=C()
    for c.x, c.y in enumerate([1]): out.append((c.x,c.y))
    for a, b in enumerate([]): pass
    out.append((a,b))
    for a, a in enumerate([9]): out.append(a)
    for a, b in zip([1,2],[3,4],strict=True): out.append((a,b))
    def h(xs):
        try:
            for p, q in xs: pass
            return p, q
        except UnboundLocalError as e: return str(e)
    out.append(h([])); out.append(h([(1,2)])); out.append(h({}.items()))
    for x in out: print(x)
f()
for i, x in enumerate([5,6,7]): print(i,x)
print(i,x)
