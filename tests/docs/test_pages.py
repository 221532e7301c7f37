"""The pages: links resolve, examples run, what the README promises is what CI runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corevm.ir.document import render as render_ir
from corevm.isa.emit.doc import core_page
from pyta.compiler.instruction import reference_page

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# A block that names a file is a piece of that file (test_build_a_language); the others of a page are one program.
EXAMPLES = {page: re.findall(r"^```python\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE) for page in PAGES}
PUBLIC = ("corevm.errors", "corevm.extend", "corevm.isa.define", "corevm.isa.native", "corevm.isa.op.", "corevm.kernel.public", "corevm.lang", "corevm.micro.surface")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_resolve(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{target}: there is no {file}"
        if anchor:
            titles = re.findall(r"^#+ (.*)$", file.read_text(), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
            assert anchor in anchors, f"{target}: no such section"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_paths_named_exist(page: Path) -> None:
    """What looks like a file or folder of the repository is one."""
    folders = "|".join(p.name for p in ROOT.iterdir() if p.is_dir() and p.name[0] not in "._")
    for named in re.findall(rf"`((?:{folders})/[\w./-]*)`", page.read_text()):
        assert (ROOT / named).exists(), named


@pytest.mark.parametrize("page", [p for p in PAGES if EXAMPLES[p]], ids=name_of)
def test_examples_run(page: Path, tmp_path: Path) -> None:
    program = tmp_path / "example.py"  # a file: Micro functions are compiled from their source
    program.write_text("\n".join(EXAMPLES[page]))
    done = subprocess.run([sys.executable, "-W", "error", str(program)], capture_output=True, text=True, timeout=300, env={**os.environ})
    assert done.returncode == 0, done.stderr


def test_generated_pages_are_up_to_date() -> None:
    assert (ROOT / "docs" / "reference" / "ir.md").read_text() == render_ir()
    assert (ROOT / "docs" / "reference" / "instructions.md").read_text() == core_page()
    assert (ROOT / "docs" / "pyta" / "instruction-set.md").read_text() == reference_page()


def test_every_page_is_linked() -> None:
    linked = {(page.parent / target.partition("#")[0]).resolve() for page in PAGES for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text())}
    lost = [name_of(p) for p in PAGES[1:] if p not in linked and p.parent not in linked]
    assert not lost, "a page nobody finds"


def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    (command,) = re.findall(r"python3 -m pip install -e '\.\[dev\]' && python3 (tests/run\.py.*)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert re.search(rf"^python {re.escape(command)}$", script, re.MULTILINE)


def test_the_lox_example_is_small_and_uses_the_public_api_only() -> None:
    files = sorted((ROOT / "examples" / "lox").glob("*.py"))
    assert sum(len(file.read_text().splitlines()) for file in files) <= 900
    for file in [*files, ROOT / "examples" / "extend_instruction.py"]:
        for module in re.findall(r"^(?:from|import) (corevm[\w.]*|pyta[\w.]*)", file.read_text(), re.MULTILINE):
            assert module.startswith(PUBLIC), f"{file.name} imports {module}"
