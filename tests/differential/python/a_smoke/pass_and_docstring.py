"""Module docstring."""


def f():
    """Function docstring."""


class C:
    """Class docstring."""


print(__doc__)
print(f.__doc__)
print(C.__doc__)
