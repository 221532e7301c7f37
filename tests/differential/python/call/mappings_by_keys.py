class P:
    def __getattr__(self, n): return getattr({'a': 1}, n)
    def __getitem__(self, k): return 5
def f(**k): return k
for t in (lambda: {**P()}, lambda: dict(P()), lambda: f(**P()), lambda: {'z': 1}.update(P()), lambda: {} | P()):
    try: print(t())
    except Exception as e: print(type(e).__name__, e)
class Q:
    def __init__(self): self.keys = lambda: ['q']
    def __getitem__(self, k): return k
for t in (lambda: {**Q()}, lambda: dict(Q()), lambda: f(**Q())):
    try: print(t())
    except Exception as e: print(type(e).__name__, e)
class R:
    def __getattr__(self, n): raise ValueError('getattr ' + n)
for t in (lambda: {**R()}, lambda: dict(R()), lambda: f(**R()), lambda: list(R()), lambda: len(R()), lambda: iter(R())):
    try: print(t())
    except Exception as e: print(type(e).__name__, e)
class K:
    def keys(self): return 3
for t in (lambda: {**K()}, lambda: dict(K()), lambda: f(**K())):
    try: print(t())
    except Exception as e: print(type(e).__name__, e)
