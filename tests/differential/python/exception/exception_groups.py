def leaves(group):
    for e in group.exceptions:
        if isinstance(e, BaseExceptionGroup):
            yield from leaves(e)
        else:
            yield e


g = ExceptionGroup("top", [ValueError("v"), ExceptionGroup("nested", [KeyError("k"), TypeError("t")]), OSError("o")])
print(g, repr(g)[:40], g.message, len(g.exceptions), [repr(e) for e in leaves(g)])
match, rest = g.split(KeyError)
print(repr(match), repr(rest))
print(g.subgroup(lambda e: isinstance(e, OSError)), g.subgroup(IndexError), g.split((ValueError, TypeError))[0])
log = []
try:
    raise g
except* KeyError as e:
    log.append(("key", [repr(x) for x in leaves(e)]))
except* (ValueError, OSError) as e:
    log.append(("value/os", [repr(x) for x in leaves(e)]))
except* TypeError:
    log.append("type")
else:
    log.append("else")
finally:
    log.append("finally")
print(log)
try:
    try:
        raise ExceptionGroup("partial", [ValueError(1), KeyError(2)])
    except* ValueError:
        pass
except ExceptionGroup as left:
    print(repr(left))
try:
    raise ValueError("plain")
except* ValueError as e:
    print(type(e).__name__, e.exceptions)
for args in (("m", []), ("m", [5]), (5, [ValueError()]), ("m",)):
    try:
        ExceptionGroup(*args)
    except (TypeError, ValueError) as error:
        print(type(error).__name__)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
