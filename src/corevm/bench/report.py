"""Tables of comparisons, as plain text or Markdown, and the JSON file."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import Any

from corevm.bench.measure import Contender, Plan
from corevm.bench.result import Comparison, Track, pool_ratios

FORMAT_VERSION = 1
MEBIBYTE = 1024 * 1024


def format_seconds(seconds: float) -> str:
    """Three figures and a unit that suits them."""
    for unit, factor in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= factor:
            return f"{seconds / factor:.3g} {unit}" if seconds / factor < 100 else f"{seconds / factor:.0f} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def make_rows(comparisons: Sequence[Comparison]) -> list[list[str]]:
    """The header and the programs with their geomean, then the rest; one row per contender beside the baseline."""
    base = comparisons[0].baseline.label
    header = ["", base, "MiB", "against", "time", "faster", "spread", "MiB", "memory", "answer"]
    programs = [one for one in comparisons if one.kind == "program"]
    others = [one for one in comparisons if one.kind != "program"]
    rows = [header]
    for one in programs:
        rows += _comparison_rows(one)
    for index in range(1, len(programs[0].tracks) if programs else 0):
        mean, least, peak, count = pool_ratios(programs, index)
        if count:
            label = programs[0].tracks[index].label
            peak_text = f"{peak:.2f}x" if peak else ""
            rows.append(
                [f"geomean of {count}", "", "", label, "", f"{mean:.2f}x", f"least {least:.2f}x", "", peak_text, ""]
            )
    for one in others:
        rows += _comparison_rows(one)
    return rows


def _comparison_rows(one: Comparison) -> list[list[str]]:
    base_cells = [one.name, _time(one.baseline), _mebibytes(one.baseline)]
    if len(one.tracks) == 1:
        return [[*base_cells, "", "", "", "", "", "", one.check_note()]]
    rows = []
    for track in one.tracks[1:]:
        ratios = one.ratios(track)
        peak_ratio = one.peak_ratio(track)
        rows.append(
            [
                *base_cells,
                track.label,
                _time(track),
                f"{one.ratio(track):.2f}x" if ratios else "",
                f"{min(ratios):.2f}-{max(ratios):.2f}" if ratios else "",
                _mebibytes(track),
                f"{peak_ratio:.2f}x" if peak_ratio else "",
                one.check_note(),
            ]
        )
    return rows


def render_text(rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns: first column left, the others right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def render_markdown(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(rows[0]) + " |", "|---|" + "---:|" * (len(rows[0]) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows[1:]]
    return "\n".join(lines)


def make_document(comparisons: Sequence[Comparison], contenders: Sequence[Contender], plan: Plan) -> dict[str, Any]:
    """What `--json` writes: everything measured, and on what."""
    return {
        "format": FORMAT_VERSION,
        "machine": {"system": platform.system(), "architecture": platform.machine()},
        "contenders": [{"label": one.label, "command": list(one.command)} for one in contenders],
        "plan": {"runs": plan.runs, "values": plan.values, "warmups": plan.warmups},
        "comparisons": [one.to_json() for one in comparisons],
    }


def _time(track: Track) -> str:
    return format_seconds(track.median_seconds()) if track.seconds and not track.failure else "failed"


def _mebibytes(track: Track) -> str:
    peak = track.peak()
    return f"{peak / MEBIBYTE:.1f}" if peak else ""
