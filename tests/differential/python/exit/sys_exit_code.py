import sys

try:
    sys.exit(3)
except SystemExit as error:
    print(error.code, isinstance(error, Exception))
try:
    sys.exit("message")
except SystemExit as error:
    print(error.code, error.args)
try:
    sys.exit()
except SystemExit as error:
    print(error.code)
try:
    exit_in_finally = []
    try:
        sys.exit(5)
    finally:
        exit_in_finally.append("ran")
except BaseException as error:
    print(type(error).__name__, exit_in_finally)


def f():
    try:
        sys.exit(7)
    except Exception:
        print("never")
    finally:
        print("finally before exit")


f()
print("never printed")
