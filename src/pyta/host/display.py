"""How an exception that no one caught is shown: as the host shows its own.

The guest's exceptions are mirrored as host exceptions (same names, texts, notes, causes, groups, places of syntax errors), and the
host's `traceback` writes them; the frames are the guest's. What it would say of a misspelt name is added here.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any, cast

from corevm.engine.runtime import NONE, TRUE, GuestError

if TYPE_CHECKING:
    from pyta.host.runtime import PytaRuntime

ABSENT = 0x24
TRACEBACK, CAUSE, CONTEXT, SUPPRESS, ARGS, TYPE = range(6)  # of host_exception_part
SYNTAX_FIELDS = ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset")
CANDIDATE_LIMIT, NAME_LIMIT, MOVE_COST, CASE_COST = 750, 40, 2, 1  # of suggestions


def format_exception(rt: PytaRuntime, exception: int) -> str:
    """The whole traceback, with causes and contexts."""
    display = Display(rt)
    try:
        mirror = display.mirror(exception)
        shown = traceback.TracebackException(type(mirror), mirror, None)
        display.put_frames(shown, mirror)
        return "".join(shown.format())
    except RecursionError:  # groups in groups
        return rt.describe_exception(exception) + "\n"


class Display:
    """The mirrors made so far, by the guest exception's word, and the other way round."""

    def __init__(self, rt: PytaRuntime) -> None:
        self.rt = rt
        self.made: dict[int, BaseException] = {}
        self.words: dict[int, int] = {}

    def mirror(self, exception: int) -> BaseException:
        """A host exception that looks like the guest's, with all it is chained to."""
        todo = [exception]
        while todo:
            word = todo.pop()
            if word not in self.made:
                self.made[word] = made = self.mirror_alone(word)
                self.words[id(made)] = word
                todo += self.linked(word)
        for word, made in self.made.items():
            part = self.rt.exception_part
            made.__cause__ = self.made.get(part(word, CAUSE))
            made.__context__ = self.made.get(part(word, CONTEXT))
            made.__suppress_context__ = part(word, SUPPRESS) == TRUE
        return self.made[exception]

    def linked(self, word: int) -> list[int]:
        parts = [self.rt.exception_part(word, what) for what in (CAUSE, CONTEXT)]
        return [w for w in (*parts, *self.parts(word)) if w != NONE]

    def parts(self, word: int) -> list[int]:
        """The exceptions of a group."""
        found = self.attribute(word, "exceptions")
        if found == ABSENT or self.rt.kind(found) != "array" or not self.is_instance(word, "BaseExceptionGroup"):
            return []
        return self.rt.items(found)

    def mirror_alone(self, word: int) -> BaseException:
        t = self.rt.exception_part(word, TYPE)
        name = self.text_of(t, "__qualname__") or self.rt.exception_type(word)
        names = {"__module__": self.text_of(t, "__module__") or "<unknown>", "__qualname__": name}
        base: type[BaseException] = Mirror
        if self.is_instance(word, "SyntaxError"):
            base = SyntaxMirror
        elif self.is_instance(word, "BaseExceptionGroup"):
            base = GroupMirror
        kind = type(name.rpartition(".")[2], (base,), names)
        made = cast(BaseException, kind("", [Exception()]) if base is GroupMirror else kind())
        if base is SyntaxMirror:
            self.put_place(cast(SyntaxMirror, made), word)
        else:
            cast(Any, made).text = self.text(word) + self.suggestion(word)
        if base is GroupMirror:
            cast(Any, made).parts = [self.made.get(w) or self.mirror(w) for w in self.parts(word)]
        notes = self.notes(word)
        if notes:
            cast(Any, made).__notes__ = notes
        return made

    def put_place(self, made: SyntaxMirror, word: int) -> None:
        """The place of a syntax error, with what the host's C code does to it before it draws the carets."""
        for field in SYNTAX_FIELDS:
            setattr(made, field, self.host_value(self.attribute(word, field)))
        if self.is_instance(word, "IndentationError"):
            made.end_offset = None
        if isinstance(made.text, str) and isinstance(made.offset, int):
            indent = len(made.text) - len(made.text.lstrip(" \t\f"))
            made.text = made.text[indent:]
            made.offset = max(made.offset - indent, 0)
            made.end_offset = max(made.end_offset - indent, 0) if isinstance(made.end_offset, int) else None

    def notes(self, word: int) -> list[str]:
        found = self.attribute(word, "__notes__")
        if found in (ABSENT, NONE):
            return []
        held = self.rt.kind(found)
        if held not in ("list", "array"):
            return [self.text(self.call("repr", found))]
        words = self.rt.items(found if held == "array" else self.call("tuple", found))
        return [self.text(w, "<note str() failed>") for w in words]

    def put_frames(self, shown: traceback.TracebackException, mirror: BaseException) -> None:
        """Give what the host will write the guest's frames."""
        todo: list[tuple[Any, BaseException | None]] = [(shown, mirror)]
        while todo:
            here, made = todo.pop()
            if here is None or made is None:
                continue
            here.stack = self.frames(self.words[id(made)])
            todo += [(here.__cause__, made.__cause__), (here.__context__, made.__context__)]
            todo += zip(here.exceptions or (), getattr(made, "parts", ()), strict=False)

    def frames(self, word: int) -> traceback.StackSummary | None:
        entry = self.rt.exception_part(word, TRACEBACK)
        if entry == NONE:
            return None
        frames: list[Any] = []
        while entry != NONE:
            words = self.rt.items(self.rt.native("host_traceback_entry", entry))
            file, name, line, column, end_line, end_column = (self.rt.to_host(w) for w in words[:6])
            place = {} if column < 0 else {"end_lineno": end_line, "colno": column, "end_colno": end_column}
            frames.append(traceback.FrameSummary(file, line, name, lookup_line=False, **place))
            entry = words[6]
        return traceback.StackSummary.from_list(frames)

    # --- what the guest says

    def attribute(self, word: int, name: str) -> int:
        """An attribute, or ABSENT."""
        try:
            return self.rt.native("host_attribute", word, self.rt.name(name))
        except GuestError:
            return ABSENT

    def call(self, function: str, word: int) -> int:
        callee = self.rt.native("host_get_name", self.rt.native("host_builtins"), self.rt.name(function))
        return self.rt.call_words(callee, [word])

    def is_instance(self, word: int, name: str) -> bool:
        order = self.attribute(self.rt.exception_part(word, TYPE), "__mro__")
        wanted = self.rt.native("host_get_name", self.rt.native("host_builtins"), self.rt.name(name))
        return order != ABSENT and wanted in self.rt.items(order)

    def text(self, word: int, otherwise: str = "<exception str() failed>") -> str:
        try:
            return self.rt.text(self.rt.native("host_text", word))
        except GuestError:
            return otherwise

    def text_of(self, word: int, name: str) -> str:
        found = self.attribute(word, name)
        return self.rt.text(found) if found != ABSENT and self.rt.kind(found) == "string" else ""

    def host_value(self, word: int) -> Any:
        """A str, int or None; None for everything else."""
        if word in (ABSENT, NONE) or not (word & 1 or self.rt.kind(word) == "string"):
            return None
        return self.rt.to_host(word)

    # --- "Did you mean"

    def suggestion(self, word: int) -> str:
        name = self.host_value(self.attribute(word, "name"))
        if not isinstance(name, str):
            return ""
        try:
            if self.is_instance(word, "AttributeError"):
                found = self.attribute(word, "obj")
                known = [] if found in (ABSENT, NONE) else self.strings(self.call("dir", found))
            elif self.is_instance(word, "NameError"):
                known = self.names_in_scope(word)
            else:
                return ""
        except GuestError:
            return ""
        best = nearest(name, known)
        return f". Did you mean: '{best}'?" if best else ""

    def names_in_scope(self, word: int) -> list[str]:
        """The names where an exception was raised: variables, globals, builtins."""
        entry = self.rt.exception_part(word, TRACEBACK)
        if entry == NONE:
            return []
        while (after := self.attribute(entry, "tb_next")) != NONE:
            entry = after
        frame = self.attribute(entry, "tb_frame")
        return [
            *self.strings(self.call("list", self.attribute(self.attribute(frame, "f_code"), "co_varnames"))),
            *self.strings(self.call("list", self.attribute(frame, "f_globals"))),
            *self.strings(self.call("list", self.rt.native("host_builtins"))),
        ]

    def strings(self, word: int) -> list[str]:
        return [x for x in self.rt.to_host(word) if isinstance(x, str)]


class Mirror(Exception):
    text: str

    def __str__(self) -> str:
        return self.text


class SyntaxMirror(SyntaxError):
    """Its `text` is the line of the place: a SyntaxError's own."""


class GroupMirror(BaseExceptionGroup[Exception]):
    text: str
    parts: list[BaseException]

    @property
    def exceptions(self) -> Any:
        return self.parts

    def __str__(self) -> str:
        return self.text


def nearest(wrong: str, known: list[str]) -> str | None:
    """The name that was probably meant. Source: CPython's Python/suggestions.c."""
    if len(known) > CANDIDATE_LIMIT or len(wrong) > NAME_LIMIT:
        return None
    best, best_distance = None, len(wrong)
    for name in known:
        if name != wrong:
            bound = min((len(name) + len(wrong) + 3) * MOVE_COST // 6, best_distance - 1)
            distance = edit_distance(wrong, name, bound)
            if distance <= bound:
                best, best_distance = name, distance
    return best


def edit_distance(a: str, b: str, bound: int) -> int:
    """Levenshtein's, where a change of case costs half; some number above the bound for what exceeds it."""
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b:
        return MOVE_COST * (len(a) + len(b))
    if len(a) > NAME_LIMIT or len(b) > NAME_LIMIT:
        return bound + 1
    if len(b) < len(a):
        a, b = b, a
    row = [MOVE_COST * (i + 1) for i in range(len(a))]
    result = 0
    for i, other in enumerate(b):
        distance = result = i * MOVE_COST
        least = bound + 1
        for k, here in enumerate(a):
            changed = distance + (0 if here == other else CASE_COST if here.lower() == other.lower() else MOVE_COST)
            distance = row[k]
            row[k] = result = min(min(result, distance) + MOVE_COST, changed)
            least = min(least, result)
        if least > bound:
            return bound + 1
    return result
