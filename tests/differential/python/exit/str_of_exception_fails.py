class S:
    def __str__(self):
        raise AssertionError(self)
    __repr__ = __str__
try:
    str(S())
except AssertionError as e:
    print(type(e), len(e.args))
raise AssertionError(S())
