import os
import sys
import tempfile

sys.dont_write_bytecode = True
with tempfile.TemporaryDirectory() as d:
    def write(name, text):
        with open(os.path.join(d, name), "w") as f:
            f.write(text)

    write("one.py", "print('one start')\nimport two\nprint('one end', two.name, hasattr(two, 'use'))\nname = 'one'\ndef use(): return two.name\n")
    write("two.py", "print('two start')\nimport one\nprint('two sees', hasattr(one, 'name'))\nname = 'two'\ndef use(): return one.name\n")
    write("bad1.py", "from bad2 import b\na = 1\n")
    write("bad2.py", "from bad1 import a\nb = 1\n")
    write("self_import.py", "import self_import\nprint('self', self_import.__name__, hasattr(self_import, 'x'))\nx = 1\n")
    write("counter.py", "import sys\ncount = globals().get('count', 0) + 1\n")
    write("replaces.py", "import sys\nclass M:\n    attr = 'replaced module'\nsys.modules[__name__] = M()\n")
    write("getattr_mod.py", "def __getattr__(name):\n    if name == 'dyn':\n        return 'dynamic'\n    raise AttributeError(f'no {name} here')\ndef __dir__():\n    return ['dyn']\n")
    write("deleted.py", "x = 1\ny = 2\ndel x\n")
    sys.path.insert(0, d)
    import one

    print(one.use(), one.two.use(), sys.modules["two"] is one.two)
    try:
        import bad1
    except ImportError as error:
        print(type(error).__name__, "partially initialized" in str(error), "bad1" in sys.modules, "bad2" in sys.modules)
    import self_import
    import counter
    import importlib

    old = counter
    print(counter.count, importlib.reload(counter).count, old is counter, counter.count)
    import replaces

    print(replaces.attr, type(replaces).__name__)
    import getattr_mod

    print(getattr_mod.dyn, dir(getattr_mod), hasattr(getattr_mod, "other"))
    from getattr_mod import dyn

    print(dyn)
    try:
        getattr_mod.other
    except AttributeError as error:
        print(error)
    try:
        from getattr_mod import other
    except ImportError as error:
        print(type(error).__name__)
    import deleted

    print(hasattr(deleted, "x"), deleted.y)
    try:
        deleted.x
    except AttributeError as error:
        print(error)
    sys.modules["blocked"] = None
    try:
        import blocked
    except ImportError as error:
        print(type(error).__name__, "blocked" in str(error))
    import types

    fake = types.ModuleType("fake")
    fake.answer = 42
    sys.modules["fake"] = fake
    import fake as f2
    from fake import answer

    print(f2.answer, answer, f2 is fake, repr(f2))
    sys.path.remove(d)
