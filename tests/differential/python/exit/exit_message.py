import sys

print("out")


def main():
    return "a text exit status is one"


sys.exit(main())
