import pprint
import shlex
import colorsys
import graphlib

pprint.pprint({"key%d" % i: list(range(i, i + 6)) for i in range(5)}, width=40)
print(pprint.pformat([["nested"] * 3, {"a": {"b": (1,)}}], width=20), pprint.pformat("long " * 10, width=20))
print(shlex.split("a 'b c' \"d\\\"e\" f\\ g"), shlex.quote("it's"), shlex.join(["a b", "c"]))
print(list(graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}).static_order())[0], colorsys.rgb_to_hsv(1, 0.5, 0))
