if True:
        x = 1
        if x:
         y = 2
        else:
              y = 3
print(x, y)
def f():
  def g():
      return 1
  return g()
class A:
	def m(self):
		return "tabs"
print(f(), A().m())
if 1:

    # comment with blank lines around

    z = 5

print(z)
SOURCES = [
    "if 1:\nx = 1", "if 1:\n  x = 1\n y = 2", "x = 1\n  y = 2", "def f():\nreturn 1", "if 1:\n\tx = 1\n        y = 2", "for x in y", "while", "class", "def f", "def f()", "if x = 1: pass", "x = = 1", "x + ", "(1, 2", "1)", "[1, 2", "{1: 2", "'abc", '"""abc', "f(1 2)", "print 1", "x = 5 y = 6", "import a.b as", "from a import", "from a import *, b", "from . import *\ndef f(): from a import *", "return", "yield 1", "break", "continue", "def f(): break", "while 1:\n def f(): continue", "try: pass", "try:\n pass\nelse:\n pass", "except: pass", "raise a b", "with open(x) as 5: pass", "global x; x = 1", "lambda x: yield x", "def f(x, x): pass", "def f(*, **k): pass", "def f(*): pass", "def f(a, *b, *c): pass", "def f(**k, a): pass", "def f(a=1, /, b): pass", "def f(/, a): pass", "f(**a, *b)", "f(a=1, b)", "f(a=1, a=2)", "True = 1", "x = None = 5", "None += 1", "__debug__ = 1", "1 += 2", "f() += 1", "(a, b) += 1", "[a] += 1", "x: int: str", "a, b: int = 1", "del f()", "assert", "0777", "1__0", "0x", "0b2", "1_", "1e", "'\\x1'", "'\\N{nope}'", "b'é'", "b'a' 'b'", "f'{'", "f'{}'", "f'{a b}'", "f'{a!x}'", "f'}'", "$", "a ? b : c", "a!", "x = @", "é€ = 1", "a\u00a0= 1", "def f():\n    '''doc'''\n  x = 1", "async", "await x", "not = 1", "a if b", "x = (yield)", "class A: return 1", "nonlocal x", "if a:\n  pass\n else:\n  pass", "elif x: pass", "@\ndef f(): pass", "@a\nx = 1", "a = 1 if 2", "for in x: pass", "[x for]", "*a = 1", "a, *b, *c = d", "(*a)", "def f(a, b=1, c): pass", "lambda *: 0", "from __future__ import nope", "x = 1\nfrom __future__ import annotations", "a\\ b", "a \\", "print(a, end='')\\\n", "#only comment", "", "pass", "x = 1;;", "if 1: if 2: pass", "'a' = 1", "...= 1", "a.1", "1.a", "1 .real", "1..real", "a.b = 1 = c", "\tx = 1", "return = 1",
]
for s in SOURCES:
    try:
        compile(s, "<t>", "exec")
        print("ok", repr(s))
    except (SyntaxError, ValueError) as error:
        print({"TabError": "IndentationError"}.get(type(error).__name__, type(error).__name__), repr(s))
