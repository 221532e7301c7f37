import os
import sys
import tempfile

root = tempfile.TemporaryDirectory()
d = root.name


def write(path, text):
    path = os.path.join(d, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


write("single.py", "print('executing', __name__)\nvalue = [1]\n_hidden = 2\n__all__ = ['value', 'f']\ndef f(): return value\n")
write("pkg/__init__.py", "print('init', __name__, __package__)\nfrom . import a\nfrom .a import thing as renamed\nversion = '1'\n")
write("pkg/a.py", "print('a', __name__, __package__)\nthing = 'thing'\n")
write("pkg/b.py", "from .a import thing\nfrom . import a, version\nfrom .sub import deep\nresult = (thing, a.thing, version, deep.where)\n")
write("pkg/sub/__init__.py", "")
write("pkg/sub/deep.py", "from ..a import thing\nfrom ... import_bad if False else None\n" if False else "from ..a import thing\nfrom .. import version\nwhere = __name__\n")
write("pkg/__main__.py", "print('main of pkg')\n")
write("noall.py", "x = 1\n_y = 2\nimport os as z\n")
write("broken.py", "ok = 1\n1 / 0\n")
write("syntax.py", "def f(:\n")
write("namespace/inner.py", "v = 'from namespace package'\n")
sys.path.insert(0, d)
sys.dont_write_bytecode = True
import single
import single as again

print(single.value, again is single, single.__name__, os.path.basename(single.__file__), sys.modules["single"] is single, single.__package__ == "")
from single import value, f as g

value.append(2)
print(single.value, g(), g() is value)
import pkg.b
import pkg.sub.deep as deep
from pkg.sub import deep as deep2

print(pkg.b.result, deep is deep2, pkg.renamed, pkg.a.thing, deep.where, pkg.__name__, pkg.__path__ == [os.path.join(d, "pkg")])
from single import *
from noall import *

print("f" in globals(), "_hidden" in globals(), "x" in globals(), "_y" in globals(), z.__name__)
import namespace.inner

print(namespace.inner.v)
for source in ("import nope", "import pkg.nope", "from pkg import nope", "from single import nope", "import single.sub", "import broken", "from . import x", "from .. import y", "import syntax", "from nope.sub import x"):
    try:
        exec(source, {"__name__": "__main__"})
    except (ImportError, ZeroDivisionError, SyntaxError) as error:
        print(source, "|", type(error).__name__, str(error).split(" (")[0] if isinstance(error, ImportError) else "")
print("broken" in sys.modules, "nope" in sys.modules)


def lazy():
    import math as m

    return m.floor(2.5), "m" in locals()


print(lazy(), "m" in globals(), __import__("pkg.sub").__name__, __import__("pkg.sub", fromlist=["deep"]).__name__)
import importlib

print(importlib.import_module("pkg.a") is pkg.a, importlib.import_module(".a", "pkg") is pkg.a)
sys.path.remove(d)
root.cleanup()
print(single.value)
