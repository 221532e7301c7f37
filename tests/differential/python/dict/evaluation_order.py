log = []


def t(x):
    log.append(x)
    return x


d = {t("k1"): t("v1"), t("k2"): t("v2"), **{t("k3"): t("v3")}, t("k1"): t("v4")}
print(d, log)
log.clear()
d = {t(k): t(k * 10) for k in (1, 2)}
print(d, log)
log.clear()
t(d)[t("key")] = t("value")
print(log[1:])
log.clear()
log.append("start")
t({"a": 1})[t("a")] += t(5)
print(log)
log.clear()


class D(dict):
    def __getitem__(self, key):
        log.append(("get", key))
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        log.append(("set", key, value))
        super().__setitem__(key, value)

    def __missing__(self, key):
        log.append(("missing", key))
        return 0

    def __contains__(self, key):
        log.append(("contains", key))
        return super().__contains__(key)


c = D(x=1)
c["n"] += 1
print(c["x"], c["nope"], "x" in c, c.get("x"), c.get("nope"), c.setdefault("s", 5), dict(c), log)
log.clear()
c.update(u=1)
c |= {"v": 2}
print(c, {**c}, c.pop("u"), c.copy(), type(c.copy()).__name__, log)
for bad in ("d[t('q')]", "{t('a'): t('b'), t([]): t('c')}"):
    log.clear()
    try:
        eval(bad, {"d": {}, "t": t})
    except (KeyError, TypeError) as error:
        print(type(error).__name__, log)
