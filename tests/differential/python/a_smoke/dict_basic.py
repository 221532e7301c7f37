d = {"a": 1, "b": 2}
print(d)
print(d["a"], len(d))
d["c"] = 3
d["a"] = 10
print(d)
print(d.get("zz"), d.get("zz", 0), "b" in d)
for k in d:
    print(k, d[k])
del d["b"]
print(d)
