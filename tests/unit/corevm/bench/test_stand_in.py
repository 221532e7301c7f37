"""The stand-in for `pyperf`: its JSON, its settings, its argument parser."""

from __future__ import annotations

import importlib.util
import json
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corevm.bench.program import STAND_IN


def load_stand_in() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stand_in_pyperf", STAND_IN / "pyperf.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PYPERF = load_stand_in()


@given(st.text(st.characters(codec="utf-8")))
def test_a_quoted_text_is_json(text: str) -> None:
    assert json.loads(PYPERF.quote_json(text)) == text


def test_a_short_value_is_described_by_its_repr() -> None:
    assert PYPERF.describe_value([1, "a"]) == "[1, 'a']"


def test_a_description_has_no_addresses() -> None:
    class Thing:
        pass

    first, second = Thing(), Thing()
    assert repr(first) != repr(second)
    assert PYPERF.describe_value([first, 1]) == PYPERF.describe_value([second, 1])
    assert " at ?>, 1]" in PYPERF.describe_value([first, 1])


def test_a_long_value_is_hashed_and_differs_when_the_value_does() -> None:
    one, other = list(range(500)), list(range(500))
    other[250] += 1
    assert PYPERF.describe_value(one) == PYPERF.describe_value(list(one))
    assert PYPERF.describe_value(one) != PYPERF.describe_value(other)
    assert len(PYPERF.describe_value(one)) < 60


def test_settings_are_taken_off_the_arguments() -> None:
    arguments = ["prog", "--bench-values=7", "--level", "3", "--bench-loops=a:4;b_c:8", "--bench-probe=f(x=1)"]
    settings = PYPERF.Settings(arguments)
    assert arguments == ["prog", "--level", "3"]
    assert (settings.values, settings.warmups, settings.loops) == (7, 1, {"a": 4, "b_c": 8})
    assert settings.probe == "f(x=1)"


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(SystemExit, match="unknown setting --bench-nonsense=1"):
        PYPERF.Settings(["prog", "--bench-nonsense=1"])


def make_parser() -> object:
    parser = PYPERF.ArgumentParser()
    parser.add_argument("-l", "--level", type=int, choices=[1, 2], default=1)
    parser.add_argument("--pure-python", action="store_true")
    parser.add_argument("benchmark", nargs="?", choices=["x", "y"])
    return parser


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ([], (1, False, None)),
        (["--level", "2", "x"], (2, False, "x")),
        (["y", "--level=2", "--pure-python"], (2, True, "y")),
        (["-l", "2"], (2, False, None)),
    ],
)
def test_the_parser_parses(texts: list[str], wanted: tuple[object, ...]) -> None:
    space = make_parser().parse_args(texts)  # type: ignore[attr-defined]
    assert (space.level, space.pure_python, space.benchmark) == wanted


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["--level", "3"], "invalid choice: 3"),
        (["--level"], "expected one argument"),
        (["--other"], "unrecognized argument: --other"),
        (["x", "y"], "unrecognized argument: y"),
        (["z"], "invalid choice: 'z'"),
    ],
)
def test_the_parser_refuses(texts: list[str], message: str) -> None:
    with pytest.raises(SystemExit, match=message):
        make_parser().parse_args(texts)  # type: ignore[attr-defined]


def test_a_missing_positional_is_refused() -> None:
    parser = PYPERF.ArgumentParser()
    parser.add_argument("benchmark")
    with pytest.raises(SystemExit, match="missing argument: benchmark"):
        parser.parse_args([])
