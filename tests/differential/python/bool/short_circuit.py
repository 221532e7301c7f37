log = []


def t(name, value):
    log.append(name)
    return value


def run(label, value):
    print(label, repr(value), "".join(log))
    log.clear()


run("and", t("a", 0) and t("b", 1))
run("and", t("a", 2) and t("b", 0))
run("or", t("a", 0) or t("b", ""))
run("or", t("a", "x") or t("b", 1))
run("mix", t("a", 0) and t("b", 1) or t("c", 2))
run("mix", t("a", 1) or t("b", 1) and t("c", 2))
run("mix", t("a", 0) or t("b", 3) and t("c", []))
run("paren", (t("a", 1) or t("b", 1)) and t("c", 2))
run("not", not t("a", 0) and t("b", 5))
run("not", not (t("a", 0) or t("b", 0)))
run("chain", t("a", 1) and t("b", 2) and t("c", 0) and t("d", 4))
run("chain", t("a", 0) or t("b", None) or t("c", ()) or t("d", False))
run("ternary", t("a", 1) if t("b", 0) else t("c", 3))
run("ternary", t("a", 1) if t("b", 1) or t("d", 1) else t("c", 3))
run("nested", (t("a", 1) if t("b", 0) else t("c", 3)) if t("d", 1) else t("e", 5))
run("compare", t("a", 1) < t("b", 0) < t("c", 5))
run("compare", t("a", 1) < t("b", 2) < t("c", 5))
run("compare not", not t("a", 1) < t("b", 2) and t("c", 1))
if t("a", []) or not t("b", {}):
    run("if", None)
while t("w", 0) and t("x", 1):
    pass
run("while", None)
