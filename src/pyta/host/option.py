"""The options of the `pyta` command, and the environment variables that stand for them: CPython's, where they mean something here."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COUNTED = {
    "b": "bytes_warning", "B": "dont_write_bytecode", "d": "debug", "E": "ignore_environment", "i": "inspect", "I": "isolated", "O": "optimize",
    "P": "safe_path", "q": "quiet", "R": "hash_randomization", "s": "no_user_site", "S": "no_site", "u": "unbuffered", "v": "verbose",
    "x": "skip_first_line",
}  # fmt: skip
VARIABLES = {
    "PYTHONDONTWRITEBYTECODE": "dont_write_bytecode", "PYTHONDEBUG": "debug", "PYTHONINSPECT": "inspect", "PYTHONOPTIMIZE": "optimize",
    "PYTHONSAFEPATH": "safe_path", "PYTHONNOUSERSITE": "no_user_site", "PYTHONUNBUFFERED": "unbuffered", "PYTHONVERBOSE": "verbose",
}  # fmt: skip
LONG = {"--help": "h", "--version": "V"}
DEFAULT_DIGITS, LEAST_DIGITS = 4300, 640  # of sys.set_int_max_str_digits


class OptionError(ValueError):
    """Options that the command does not know; the text says which."""


class Options:
    """What the command line says.

    Attributes: the counts of COUNTED by their names; `warnings`: of -W; `settings`: of -X; `kind`: "c", "m", "" (a file, or the standard
    input), "h" or "V"; `target`: the code, module or file; `argv`: what becomes sys.argv.
    """

    def __init__(self) -> None:
        self.counts = dict.fromkeys(COUNTED.values(), 0)
        self.counts["hash_randomization"] = 1
        self.warnings: list[str] = []
        self.settings: dict[str, str | bool] = {}
        self.kind, self.target = "", ""
        self.argv: list[str] = [""]
        self.digits = DEFAULT_DIGITS

    def __getitem__(self, name: str) -> int:
        return self.counts[name]

    def flags(self, is_interactive: bool) -> tuple[int | bool, ...]:
        """The values of sys.flags, in its order."""
        c = self.counts
        is_developing = self.settings.get("dev") is True
        return (
            c["debug"], c["inspect"], int(is_interactive), c["optimize"], c["dont_write_bytecode"], c["no_user_site"], c["no_site"],
            c["ignore_environment"], c["verbose"], c["bytes_warning"], c["quiet"], c["hash_randomization"], c["isolated"], is_developing,
            1 if self.settings.get("utf8") in (True, "1") else 0, 1 if "warn_default_encoding" in self.settings else 0, bool(c["safe_path"]),
            self.digits,
        )  # fmt: skip


def read_options(arguments: Sequence[str], environment: Mapping[str, str]) -> Options:
    """Read the command line. Raises: OptionError."""
    o = Options()
    given = list(arguments)
    while given and given[0].startswith("-") and given[0] != "-" and not o.kind:
        letters = given.pop(0)
        if letters.startswith("--"):
            if letters not in LONG:
                raise OptionError(f"Unknown option: {letters}")
            letters = "-" + LONG[letters]
        _read_letters(o, letters[1:], given)
    if o.kind == "c":
        o.argv = ["-c", *given]
    elif o.kind == "m":
        o.argv = ["-m", *given]
    elif o.kind == "" and given:
        o.target, o.argv = given[0], given
    if o["isolated"]:
        o.counts.update(ignore_environment=max(1, o["ignore_environment"]), no_user_site=1, safe_path=1)
    _read_environment(o, {} if o["ignore_environment"] else environment)
    return o


def _read_letters(o: Options, letters: str, given: list[str]) -> None:
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter in "cmWX":
            if not letters and not given:
                raise OptionError(f"Argument expected for the -{letter} option")
            value, letters = letters or given.pop(0), ""
            if letter == "W":
                o.warnings.append(value)
            elif letter == "X":
                key, equals, rest = value.partition("=")
                o.settings[key] = rest if equals else True
            else:
                o.kind, o.target = letter, value
        elif letter in "hV?":
            o.kind = "V" if letter == "V" else "h"
        elif letter in COUNTED:
            o.counts[COUNTED[letter]] += letter != "R"
        else:
            raise OptionError(f"Unknown option: -{letter}")


def _read_environment(o: Options, environment: Mapping[str, str]) -> None:
    for variable, name in VARIABLES.items():
        given = environment.get(variable, "")
        if given:
            o.counts[name] = max(o.counts[name], int(given) if given.isdecimal() and int(given) > 0 else 1)
    if environment.get("PYTHONDEVMODE"):
        o.settings.setdefault("dev", True)
    o.warnings[:0] = [w for w in environment.get("PYTHONWARNINGS", "").split(",") if w]
    if o.settings.get("dev") is True:
        o.warnings.insert(0, "default")
    if o["bytes_warning"]:
        o.warnings.append("error::BytesWarning" if o["bytes_warning"] > 1 else "default::BytesWarning")
    setting = o.settings.get("int_max_str_digits", "")
    for where, text in (("PYTHONINTMAXSTRDIGITS", environment.get("PYTHONINTMAXSTRDIGITS", "")), ("-X int_max_str_digits", str(setting))):
        if text:
            digits = int(text) if text.isdecimal() else -1
            if digits < LEAST_DIGITS and digits != 0:
                raise OptionError(f"{where}: invalid limit; must be >= {LEAST_DIGITS} or 0 for unlimited.")
            o.digits = digits
