"""Run a program as if some modules did not exist: `without_module.py NAME[,NAME…] PROGRAM ARGUMENTS…`.

So the pure-Python path of a module is measured where it would pick a C accelerator. The program runs in this module's own
namespace, as `__main__`.
"""

import sys

for _name in sys.argv[1].split(","):
    sys.modules[_name] = None  # type: ignore[assignment]
del sys.argv[:2]
__file__ = sys.argv[0]
__doc__ = None  # type: ignore[assignment]
with open(__file__, encoding="utf-8") as _file:
    _code = compile(_file.read(), __file__, "exec")
del _name, _file
exec(_code)
