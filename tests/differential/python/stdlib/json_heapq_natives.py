import _json, json
for s in ['"\\x"', '"a\\u12"', '"abc', '"a\nb"', '"\\', '"\\ud834\\udd20"', '"\\ud834x"', '"\\u00zz"', '"\\ud834\\u12"', '"é\\n\\u00e9☃"', '"\\/\\b\\f\\r\\t\\"\\\\"', '""', '"\x7f"', '"\U0001d120a\\u0041"', '"\\uDC00"', '"\\ud834\\ud834"', '"\\ud834\\u0041"']:
    for st in (True, False):
        try: print(ascii(s), ascii(_json.scanstring(s, 1, st)))
        except json.JSONDecodeError as e: print(ascii(repr(e)))
for f in (_json.encode_basestring, _json.encode_basestring_ascii):
    for s in ("", "abc", "é\n\t\"\\", "\x7f\x00\x1f", "\U0001d120\ud800", "☃" * 3 + "a"):
        print(ascii(f(s)))
    try: f(3)
    except TypeError as e: print(e)
for a in (("x", 5), ("x", -1), (3, 1)):
    try: _json.scanstring(*a)
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
import heapq, bisect
h = [5, 3, 8, 1]; heapq.heapify(h); print(h, heapq.heappop(h), h, heapq.heappushpop(h, 0), heapq.heapreplace(h, 9), h, heapq.nsmallest(2, h), heapq.nlargest(2, h, key=lambda x: -x), list(heapq.merge([1, 4], [2, 3], reverse=False)))
for f in (lambda: heapq.heappop([]), lambda: heapq.heapreplace([], 1), lambda: heapq.heappush((), 1), lambda: heapq.heapify("x"), lambda: bisect.bisect([], 1, -1), lambda: bisect.bisect(3, 1), lambda: bisect.bisect([1]), lambda: heapq.heappush([1], "a"), lambda: heapq.heappushpop([], 3), lambda: bisect.bisect_left([1, 2, 3], 2, hi=2), lambda: bisect.bisect_left("abd", "c"), lambda: bisect.bisect([1, 3], 2, key=lambda x: -x)):
    try: print(f())
    except (IndexError, TypeError, ValueError) as e: print(type(e).__name__, e)
class Bad:
    def __init__(self, l): self.l = l
    def __lt__(self, o): self.l.clear(); return True
l = []
l.extend(Bad(l) for _ in range(5))
try: heapq.heapify(l)
except RuntimeError as e: print(e)
a = [3, 1]; bisect.insort(a, 2); bisect.insort_left(a, 2); bisect.insort(a, 0, key=lambda x: -x); print(a)
