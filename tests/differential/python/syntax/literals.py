print(0, 00, 0_0, 1_000_000, 0xFF, 0Xff, 0b11, 0B1_0, 0o17, 0O7, 1e3, 1E-3, 1_0.5_0, .5, 5., 0.0, 1e1_0, 1j, 1.5J, 0x_ff, 10_0j, 1_2e3_4)
print('single', "double", '''triple '
single''', """triple "
double""", r'\raw', R"\Raw", b'bytes', B"B", rb'\x', Rb"\y", bR'\z', u'unicode', f'{1}', rf'\{1}', fR"{2}\n", "a" 'b' """c""", 'it''s')
print("\a\b\f\n\r\t\v\\\'\"".encode(), "\0\1\12\123\x00\xff\u00e9\U0001F600".encode("unicode_escape"), b"\0\1\12\xff", "\N{EURO SIGN}\N{latin small letter a}", "a\
b", len("\
"))
print([1, 2,], (1,), (1, 2,), {1: 2,}, {1,} == {1}, [[], [[]]], (()), ((),), {}, [*[], ], None, True, False, ..., NotImplemented is NotImplemented, __debug__)
x = (
    1 +
    2
    # comment inside
    + 3
)
y = [
    1, 2,

    3,
]
z = x + \
    y[0]
print(x, y, z); print("semi"); print("colon")
if True: print("one"); print("line")
for i in 1, 2: print(i, end=";")
print()
def f(a, b,
      c=1, *,
      d,
      ): return a, b, c, d
print(f(1, 2, d=4,), f(*[1, 2], **{"d": 5},), f(1, 2,
    d=3))
class A: x = 1; y = 2; z = lambda self: 3
print(A.x, A.y, A().z())
_ = 5
__ = _ + 1
_a1 = __
été = "accents"; 变量 = "chinese"; ªº = 1
print(_, __, _a1, été, 变量, "ﬁ".isidentifier(), ªº)
match = 1; case = 2; type_ = 3; _ = 4; print_ = match + case
match, case = case, match
print(match, case, [match for match in range(2)], {"case": case}["case"])
print(True and False or not None, not 1 == 2, -1 ** 2, 2 ** -1, ~-1, - - 1, + - + 1, not not 1, 1 - -1, 5 % -3, -5 // 2, 3 in [1, 2, 3] == True)
lambda_ = lambda: (yield)
pass; pass
assert (1, 2) == (1, 2,), "msg"
print(*"ab", *[1], sep=""  , end="\n"   )
	
print("tab line above")
