"""The command `pyta`: its options, programs of all kinds, the prompt; beside the host's own command where both must say the same."""

from __future__ import annotations

import gzip
import os
import pty
import select
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from pyta.host.option import OptionError, read_options

PYTA = [sys.executable, "-m", "pyta"]
HOST = [sys.executable]


def run(command: list[str], *arguments: str, given: str = "", **variables: str) -> tuple[int, str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment = {**kept, "PYTHONPATH": os.pathsep.join(sys.path), **variables}
    done = subprocess.run(
        [*command, *arguments], input=given, capture_output=True, text=True, timeout=120, env=environment
    )
    return done.returncode, done.stdout, done.stderr


def test_letters_stand_alone_or_together() -> None:
    o = read_options(["-OOqB", "-Wignore", "-W", "error", "-Xdev", "-X", "a=b", "-c", "pass", "-x", "y"], {})
    assert (o["optimize"], o["quiet"], o["dont_write_bytecode"], o["skip_first_line"]) == (2, 1, 1, 0)
    assert (o.warnings, o.settings) == (["default", "ignore", "error"], {"dev": True, "a": "b"})
    assert (o.kind, o.target, o.argv) == ("c", "pass", ["-c", "-x", "y"])


def test_code_and_module_may_follow_their_letter() -> None:
    assert read_options(["-uc1+1", "a"], {}).target == "1+1"
    assert read_options(["-mjson.tool", "a"], {}).argv == ["-m", "a"]
    assert read_options(["x.py", "-c", "1"], {}).argv == ["x.py", "-c", "1"]
    assert read_options(["-", "a"], {}).argv == ["-", "a"]


def test_variables_stand_for_options_unless_ignored() -> None:
    given = {"PYTHONOPTIMIZE": "2", "PYTHONWARNINGS": "error,ignore::X", "PYTHONINSPECT": "x"}
    o = read_options(["-W", "once", "-O"], given)
    assert (o["optimize"], o["inspect"], o.warnings) == (2, 1, ["error", "ignore::X", "once"])
    o = read_options(["-I"], given)
    assert (o["optimize"], o["inspect"], o.warnings, o["safe_path"], o["no_user_site"]) == (0, 0, [], 1, 1)


@pytest.mark.parametrize("arguments", [["-Z"], ["--nothing"], ["-c"], ["-qm"], ["-W"], ["-X", "int_max_str_digits=5"]])
def test_bad_options_are_refused(arguments: list[str]) -> None:
    with pytest.raises(OptionError):
        read_options(arguments, {})


def test_an_unknown_option_is_said_with_status_2() -> None:
    status, out, error = run(PYTA, "-Z")
    assert (status, out) == (2, "") and error.startswith("Unknown option: -Z\nusage: pyta")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-W", "error", "-c", "import warnings\ntry: warnings.warn('x')\nexcept UserWarning as e: print(e)"],
        ["-Werror::SyntaxWarning", "-c", "1 is 1"],
        ["-c", "import sys; print(sys.flags.optimize, sys.warnoptions, sys._xoptions, sys.dont_write_bytecode)"],
        [
            "-OBW",
            "ignore",
            "-Xa=b",
            "-c",
            "import sys; print(sys.flags.optimize, sys.warnoptions, sys._xoptions, sys.dont_write_bytecode)",
        ],
        ["-OO", "-c", "def f():\n 'doc'\nassert 0; print(f.__doc__, __debug__)"],
        ["-X", "int_max_str_digits=700", "-c", "print(len(str(10 ** 650))); str(10 ** 800)"],
        ["-P", "-c", "import sys; print('' in sys.path, sys.flags.safe_path)"],
        ["-S", "-c", "import sys; print([p for p in sys.path if 'packages' in p])"],
        ["-c", "import sys; sys.exit('bye')"],
        ["-c", "import sys; sys.exit(-1)"],
        ["-c", "raise SystemExit([1])"],
        ["-", "a"],
        ["-i", "-c", "x = 5"],
        ["-iq"],
    ],
)
def test_it_says_what_the_host_says(arguments: list[str]) -> None:
    given = "import sys\nprint(sys.argv[1:], __name__)\ntry:\n  x\nexcept NameError as e:\n  print(e)\n\n1 / 0\nfor\n_ = 3\n_\n'''a\nb'''\nexit(4)\n"
    here, there = run(PYTA, *arguments, given=given), run(HOST, *arguments, given=given)
    banner = [line for line in there[2].splitlines() if line.startswith(("Python ", 'Type "help"'))]
    wanted = "\n".join(line for line in there[2].splitlines() if line not in banner)
    assert (here[0], here[1], here[2].rstrip("\n")) == (there[0], there[1], wanted.rstrip("\n"))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "pk").mkdir()
    (tmp_path / "pk" / "__init__.py").write_text("print('package', __name__)\n")
    (tmp_path / "pk" / "__main__.py").write_text(
        "import sys\nprint(__name__, __package__, __spec__.name, sys.argv[1:])\n"
    )
    (tmp_path / "pk" / "tool.py").write_text(
        "from . import __name__ as n\nprint(n, __spec__.parent, __spec__.origin == __file__)\n"
    )
    (tmp_path / "pk" / "data.txt").write_text("data\n")
    (tmp_path / "plain.py").write_text("raise SystemExit(__spec__.name)\n")
    return tmp_path


@pytest.mark.parametrize(
    "arguments", ["pk a b", "pk.tool", "plain", "pk.nothing", "nothing", "plain.x", "nothing.x", "json.tool --help"]
)
def test_modules_run_as_programs(package: Path, arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package)
    here, there = run(PYTA, "-m", *arguments.split()), run(HOST, "-m", *arguments.split())
    assert here == there


def test_a_module_knows_how_it_was_found(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package)
    program = """
import importlib.resources, importlib.util, itertools, json, pk, pkgutil, sys, types
print(json.__spec__.name, json.__spec__.origin == json.__file__, type(json.__loader__).__name__, json.__spec__.submodule_search_locations == json.__path__)
print(pk.__spec__.parent, importlib.resources.files(pk).joinpath("data.txt").read_text(), pkgutil.get_data("pk", "data.txt"))
print([m.name for m in pkgutil.iter_modules(pk.__path__)], types.ModuleType("x").__spec__, itertools.__spec__.origin)
print(__spec__, importlib.util.find_spec("pk.tool").name, sys.modules["__main__"].__spec__)
"""
    here, there = run(PYTA, "-c", program), run(HOST, "-c", program)
    assert here == there and here[0] == 0


def test_files_that_are_not_utf_8(tmp_path: Path) -> None:
    for name, content in (("a.py", b'x = 1\nprint("\xe9")\n'), ("b.py", b"# coding: nope\n"), ("c.py", b'# coding: latin-1\nprint(ascii("\xe9"))\n'), ("d.py", b"\xef\xbb\xbfprint(1)\r\n")):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        here, there = run(PYTA, str(tmp_path / name)), run(HOST, str(tmp_path / name))
        assert here == there


def test_an_archive_is_a_program(tmp_path: Path) -> None:
    app = tmp_path / "app.pyz"
    program = """
import importlib.resources, pk.sub, sys, top
print(__name__, sys.argv, sys.path[0] == sys.argv[0], pk.__file__[-18:], pk.sub.x, top.__spec__.name, type(top.__loader__).__name__)
print(importlib.resources.files(pk).joinpath("d.txt").read_text(), pk.__loader__.get_source("pk"))
import missing
"""
    with zipfile.ZipFile(app, "w") as z:
        for name, text in (("__main__.py", program), ("pk/__init__.py", "y = 1\n"), ("pk/sub.py", "from . import y as x\n"), ("top.py", ""), ("pk/d.txt", "data")):  # fmt: skip
            z.writestr(name, text)
    app.write_bytes(b"#!/usr/bin/env pyta\n" + app.read_bytes())
    here, there = run(PYTA, str(app), "a"), run(HOST, str(app), "a")
    assert here[:2] == there[:2] and here[2].splitlines()[-1] == there[2].splitlines()[-1] == "ModuleNotFoundError: No module named 'missing'"
    (tmp_path / "user.py").write_text("import sys; sys.path.insert(0, 'app.pyz/pk'); import sub\n")
    assert "attempted relative import" in run(PYTA, "-c", f"import os; os.chdir({str(tmp_path)!r}); import user")[2]


def test_outputs_that_are_closed_or_full() -> None:
    shell = "{} -c 'import sys; print(1); sys.stderr.write(str(sys.stdout))' >&-"
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    for line in (shell, "{} -c 'print(1)' > /dev/full", "{} -c 'while 1: print(1)' | head -1"):
        here, there = (
            subprocess.run(
                ["bash", "-c", line.format(" ".join(c)) + '; echo "${PIPESTATUS[0]}" >&2'],
                capture_output=True,
                text=True,
                env=kept,
                timeout=60,
            )
            for c in (PYTA, HOST)
        )
        assert here.stdout == there.stdout
        assert here.stderr.splitlines()[-1] == there.stderr.splitlines()[-1]
        assert [e in here.stderr for e in ("None", "OSError: [Errno 28]", "BrokenPipeError")] == [e in there.stderr for e in ("None", "OSError: [Errno 28]", "BrokenPipeError")]  # fmt: skip


def test_what_files_still_hold_is_written(tmp_path: Path) -> None:
    """Files that nobody closes: read again at once, left at the end, held by objects with finalizers; and more of them than descriptors."""
    program = """
import gzip, io, os
class Log:
    def __init__(self):
        self.file = open("log", "w")
        self.file.write("begun ")
    def __del__(self):
        self.file.write("ended")
        self.file.close()
open("a", "w").write("text")
print(open("a").read(), os.path.getsize("a"))
f = open("b", "wb"); f.write(b"bytes")
g = gzip.GzipFile("c.gz", "wb"); g.write(b"packed")
h = gzip.open("d.gz", "wt"); h.write("packed text")
i = io.TextIOWrapper(io.BufferedWriter(io.FileIO("e", "w"))); i.write("by hand")
log = Log()
for n in range(300):
    open("many", "w").write(str(n))
print(open("many").read())
raise SystemExit(3)
"""
    line = f"cd {tmp_path} && ulimit -n 100 && {' '.join(PYTA)} - <<'END'\n{program}\nEND"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (3, "text 4\n299\n", "")
    assert (tmp_path / "b").read_bytes() == b"bytes" and (tmp_path / "e").read_text() == "by hand"
    assert gzip.open(tmp_path / "c.gz").read() == b"packed" and gzip.open(tmp_path / "d.gz", "rt").read() == "packed text"
    assert (tmp_path / "log").read_text() == "begun ended"


class Terminal:
    """A process on a terminal of its own."""

    def __init__(self, home: Path, *arguments: str) -> None:
        pid, self.fd = pty.fork()
        if pid == 0:
            os.environ.update(HOME=str(home), TERM="dumb", PYTHONPATH=os.pathsep.join(sys.path))
            os.environ.pop("PYTHON_HISTORY", None)
            os.execv(sys.executable, [*PYTA, *arguments])
        self.pid = pid

    def read(self, end: str, seconds: float = 60) -> str:
        """What it writes up to a text."""
        out, stop = "", time.monotonic() + seconds
        while not out.endswith(end) and time.monotonic() < stop:
            if select.select([self.fd], [], [], 0.2)[0]:
                try:
                    out += os.read(self.fd, 4096).decode()
                except OSError:  # it has ended
                    break
        assert out.endswith(end), out
        return out

    def say(self, text: str, end: str = ">>> ") -> str:
        os.write(self.fd, text.encode())
        return self.read(end)

    def end(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_the_prompt_on_a_terminal(tmp_path: Path) -> None:
    t = Terminal(tmp_path)
    assert t.read(">>> ").startswith("Pyta ")
    t.say("answer = 41\n")
    assert "42" in t.say("ans\t + 1\n"), "names are completed"
    t.say("def f():\n", "... ")
    t.say("  return 'seven'\n", "... ")
    t.say("\n")
    assert "'seven'" in t.say("f()\n")
    assert "'seven'" in t.say("\x1b[A\n"), "lines come back"
    assert 'File "<stdin>", line 1, in <module>\r\nZeroDivisionError' in t.say("1/0\n")
    t.say("while True: pass\n", "... ")
    os.write(t.fd, b"\n")
    time.sleep(0.5)
    os.kill(t.pid, signal.SIGINT)
    assert "KeyboardInterrupt" in t.read(">>> ")
    os.write(t.fd, b"unfinished")
    time.sleep(0.2)
    os.kill(t.pid, signal.SIGINT)
    assert "KeyboardInterrupt" in t.read(">>> ")
    t.say("input('name? ')\n", "name? ")
    assert "'Ada'" in t.say("Ada\n")
    assert "Ctrl-D" in t.say("exit\n")
    os.write(t.fd, b"\x04")
    assert t.end() == 0
    history = (tmp_path / ".pyta_history").read_text().splitlines()
    assert history[0] == "answer = 41" and "1/0" in history
    t = Terminal(tmp_path, "-q")
    assert t.read(">>> ") == ">>> "
    t.say("\x1b[A" * len(history) + "\n")
    assert "41" in t.say("answer\n"), "the lines of the last time"
    os.write(t.fd, b"raise SystemExit(7)\n")
    assert t.end() == 7


def test_the_prompt_after_a_program(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 5\nraise ValueError(x)\n")
    t = Terminal(tmp_path, "-i", str(tmp_path / "a.py"))
    assert "ValueError: 5" in t.read(">>> ")
    assert "\r\n6\r\n" in t.say("x + 1\n")
    os.write(t.fd, b"\x04")
    assert t.end() == 0
