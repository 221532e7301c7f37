"""What a comparison gave: times by round, peaks, answers; and the figures made of them.

INV-BENCH-2: A ratio pairs two contenders within one round, so that a slow minute of the machine falls on both.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

EXCERPT_CHARACTERS = 160


def geometric_mean(values: Iterable[float]) -> float:
    """The geometric mean; 0.0 of nothing."""
    logs = [math.log(value) for value in values]
    return math.exp(sum(logs) / len(logs)) if logs else 0.0


@dataclass
class Track:
    """What one contender did in one comparison.

    Attributes:
        seconds: By benchmark name, one list per round, one time per call (per loop).
        peak_bytes: One per round; empty when unknown.
        answers: What was returned or printed, by a name for it.
        failure: Why it did not run to its end; empty when it did.
    """

    label: str
    seconds: dict[str, list[list[float]]] = field(default_factory=dict)
    peak_bytes: list[int] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    failure: str = ""

    def median_seconds(self) -> float:
        """The sum over its benchmarks of the median call."""
        return sum(statistics.median(value for one in rounds for value in one) for rounds in self.seconds.values())

    def peak(self) -> float:
        return statistics.median(self.peak_bytes) if self.peak_bytes else 0.0


@dataclass
class Comparison:
    """One row: the same work done by several contenders in turn; the first track is the baseline.

    Attributes:
        kind: `program`, `startup` or `script`.
        checks_itself: The work raises when its answer is wrong.
    """

    name: str
    kind: str
    tracks: list[Track]
    checks_itself: bool = False

    @property
    def baseline(self) -> Track:
        return self.tracks[0]

    def ratios(self, track: Track) -> list[float]:
        """By round, how many times faster than the baseline (INV-BENCH-2); the geometric mean over benchmarks."""
        if track.failure or self.baseline.failure:
            return []
        rounds = min((len(one) for one in (*track.seconds.values(), *self.baseline.seconds.values())), default=0)
        ratios = []
        for index in range(rounds):
            parts = [
                statistics.median(base[index]) / statistics.median(track.seconds[name][index])
                for name, base in self.baseline.seconds.items()
                if name in track.seconds
            ]
            ratios.append(geometric_mean(parts))
        return ratios

    def ratio(self, track: Track) -> float:
        """The median ratio, 0.0 when there is none."""
        ratios = self.ratios(track)
        return statistics.median(ratios) if ratios else 0.0

    def peak_ratio(self, track: Track) -> float:
        """Times the baseline's peak memory, 0.0 when unknown."""
        base = self.baseline.peak()
        return track.peak() / base if base and not track.failure else 0.0

    def difference(self, track: Track) -> str:
        """Empty when the track's answers are the baseline's, else the first that is not."""
        if track.failure or self.baseline.failure:
            return ""
        for name in sorted({*self.baseline.answers, *track.answers}):
            wanted = self.baseline.answers.get(name, "<nothing>")
            seen = track.answers.get(name, "<nothing>")
            if wanted != seen:
                return f"{name}: {_excerpt(seen)}, {self.baseline.label} gives {_excerpt(wanted)}"
        return ""

    def check_note(self) -> str:
        """How the answers were checked: one word for the table."""
        if any(track.failure for track in self.tracks):
            return "FAILED"
        if any(self.difference(track) for track in self.tracks):
            return "DIFFERS"
        if any(text for track in self.tracks for text in track.answers.values()):
            return "same"
        return "by itself" if self.checks_itself else "-"

    def problems(self) -> list[str]:
        """Every failure and every difference, as lines for a reader."""
        lines = [f"{self.name}: {track.label}: {track.failure}" for track in self.tracks if track.failure]
        for track in self.tracks[1:]:
            if difference := self.difference(track):
                lines.append(f"{self.name}: {track.label}: another answer: {difference}")
        return lines

    def to_json(self) -> dict[str, Any]:
        """Everything measured, for `--json`."""
        return {
            "name": self.name,
            "kind": self.kind,
            "check": self.check_note(),
            "tracks": [
                {
                    "label": track.label,
                    "seconds": track.seconds,
                    "median_seconds": track.median_seconds() if track.seconds else None,
                    "peak_bytes": track.peak_bytes,
                    "ratios": self.ratios(track),
                    "ratio": self.ratio(track) or None,
                    "peak_ratio": self.peak_ratio(track) or None,
                    "failure": track.failure,
                    "difference": self.difference(track),
                }
                for track in self.tracks
            ],
        }


def pool_ratios(comparisons: Sequence[Comparison], index: int) -> tuple[float, float, float, int]:
    """Over the programs: geomean of the ratios, least ratio, geomean of peaks, number of programs, for track `index`."""
    ratios = [one.ratio(one.tracks[index]) for one in comparisons if one.kind == "program"]
    ratios = [ratio for ratio in ratios if ratio]
    peaks = [one.peak_ratio(one.tracks[index]) for one in comparisons if one.kind == "program"]
    return geometric_mean(ratios), min(ratios, default=0.0), geometric_mean(p for p in peaks if p), len(ratios)


def _excerpt(text: str) -> str:
    text = text.strip().replace("\n", "\\n")
    return repr(text if len(text) <= EXCERPT_CHARACTERS else text[:EXCERPT_CHARACTERS] + "…")
