"""Ratios, peaks, differences."""

from __future__ import annotations

import json

import pytest

from corevm.bench.result import Comparison, Track, geometric_mean, pool_ratios


def make_comparison(name: str = "work", factor: float = 2.0, kind: str = "program") -> Comparison:
    base = Track("base", {"work": [[4.0, 4.0, 100.0], [8.0, 8.0, 8.0]]}, [100, 300, 200], {"work": "1"})
    other = Track("other", {"work": [[4.0 / factor] * 3, [8.0 / factor] * 3]}, [400, 400, 400], {"work": "1"})
    return Comparison(name, kind, [base, other])


def test_geometric_mean() -> None:
    assert geometric_mean([1.0, 4.0]) == pytest.approx(2.0)
    assert geometric_mean([]) == 0.0


def test_a_ratio_pairs_the_medians_of_one_round() -> None:
    comparison = make_comparison()
    assert comparison.ratios(comparison.tracks[1]) == pytest.approx([2.0, 2.0])
    assert comparison.ratio(comparison.tracks[1]) == pytest.approx(2.0)
    assert comparison.peak_ratio(comparison.tracks[1]) == pytest.approx(2.0)


def test_benchmarks_of_one_program_are_pooled_by_their_geometric_mean() -> None:
    base = Track("base", {"a": [[1.0]], "b": [[1.0]]})
    other = Track("other", {"a": [[1.0]], "b": [[0.25]]})
    comparison = Comparison("two", "program", [base, other])
    assert comparison.ratios(other) == pytest.approx([2.0])
    assert other.median_seconds() == pytest.approx(1.25)


def test_the_pool_takes_programs_only() -> None:
    rows = [make_comparison("a", 1.0), make_comparison("b", 4.0), make_comparison("c", 100.0, kind="startup")]
    assert pool_ratios(rows, 1) == pytest.approx((2.0, 1.0, 2.0, 2))


def test_a_failure_leaves_no_ratio_and_is_a_problem() -> None:
    comparison = make_comparison()
    comparison.tracks[1].failure = "exit status 1: ValueError"
    assert comparison.ratios(comparison.tracks[1]) == []
    assert comparison.check_note() == "FAILED"
    assert comparison.problems() == ["work: other: exit status 1: ValueError"]


def test_another_answer_is_a_problem() -> None:
    comparison = make_comparison()
    comparison.tracks[1].answers["work"] = "2"
    assert comparison.check_note() == "DIFFERS"
    assert comparison.problems() == ["work: other: another answer: work: '2', base gives '1'"]


def test_a_missing_answer_is_a_problem() -> None:
    comparison = make_comparison()
    comparison.tracks[1].answers.clear()
    assert comparison.problems() == ["work: other: another answer: work: '<nothing>', base gives '1'"]


def test_equal_answers_are_noted() -> None:
    assert make_comparison().check_note() == "same"
    assert make_comparison().problems() == []


def test_what_is_written_is_json() -> None:
    document = json.loads(json.dumps(make_comparison().to_json()))
    assert document["tracks"][1]["ratio"] == pytest.approx(2.0)
    assert document["check"] == "same"
