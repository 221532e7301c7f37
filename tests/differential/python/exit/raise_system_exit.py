def classify(code):
    try:
        raise SystemExit(code)
    except SystemExit as error:
        return error.code


print([classify(c) for c in (None, 0, 1, "x", (1, 2), [3], True)])
print(classify(()))
try:
    quit_like = SystemExit
    raise quit_like
except SystemExit as error:
    print(error.code, error.args)
with_finally = []
try:
    try:
        raise SystemExit(2)
    finally:
        with_finally.append(1)
except SystemExit:
    with_finally.append(2)
print(with_finally)
raise SystemExit(True)
