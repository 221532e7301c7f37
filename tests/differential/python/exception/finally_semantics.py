log = []


def f(how):
    try:
        log.append("try")
        if how == "return":
            return "from try"
        if how == "raise":
            raise ValueError("v")
        if how == "exit":
            raise KeyError("k")
    except ValueError:
        log.append("except")
        return "from except"
    else:
        log.append("else")
        return "from else"
    finally:
        log.append("finally")


for how in ("return", "raise", "none", "exit"):
    try:
        print(how, f(how), log)
    except KeyError as error:
        print(how, repr(error), log)
    log.clear()


def override(how):
    try:
        if how == "return":
            return 1
        raise ValueError
    finally:
        return 2


def loops():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(-i)
    while True:
        try:
            break
        finally:
            out.append("w")
    for i in range(2):
        try:
            raise ValueError
        except ValueError:
            continue
        finally:
            out.append("c")
    for i in range(3):
        try:
            1 / 0
        finally:
            if i < 2:
                continue
            break
    return out


def value_frozen():
    x = 1
    try:
        return x
    finally:
        x = 2


def list_not_frozen():
    x = [1]
    try:
        return x
    finally:
        x.append(2)


def nested():
    try:
        try:
            raise ValueError("inner")
        finally:
            log.append("f1")
            try:
                raise KeyError("in finally")
            except KeyError:
                log.append("caught k")
    except ValueError as error:
        log.append(str(error))
    try:
        try:
            return "r"
        finally:
            log.append("f2")
    finally:
        log.append("f3")


print(override("return"), override("raise"), loops(), value_frozen(), list_not_frozen(), nested(), log)


def replaced():
    try:
        raise ValueError("first")
    finally:
        raise KeyError("second")


try:
    replaced()
except KeyError as error:
    print(repr(error), repr(error.__context__))
