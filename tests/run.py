"""The test command: lint, types, import rules, tests, corpus, fuzzing, examples, docs; stops at the first failure.

    python tests/run.py            everything
    python tests/run.py lint smoke the named steps, or parts of them

Longer than fits here: `pytest --long` (programs of minutes on the model machine), `python -m tests.fuzz.run_bytecode --mutants 1000000`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PYTHON = sys.executable
PYTA = f"{PYTHON} -m pyta"

PYTEST = [PYTHON, "-m", "pytest", "-n", "2"]
CORPUS = [PYTHON, "tests/differential/check_corpus.py", "--peer", PYTHON, "--subject", PYTA, "--jobs", "2", "--timeout", "120"]
STEPS: dict[str, list[list[str]]] = {
    "lint": [[PYTHON, "-m", "ruff", "check", "."]],
    "types": [[PYTHON, "-m", "mypy"]],
    "imports": [["lint-imports", "--no-logo"]],
    "image": [[PYTHON, "-m", "pyta", "-c", "pass"]],
    "unit": [[*PYTEST, "tests/unit"]],
    "golden": [[*PYTEST, "tests/golden", "tests/differential", "tests/fuzz"]],
    "corpus": [CORPUS],
    "fuzz": [[PYTHON, "-m", "tests.fuzz.run_bytecode", "--mutants", "4000", "--programs", "60"]],
    "examples": [
        [PYTHON, "-m", "pyta", "examples/hello.py"],
        [PYTHON, "examples/extend_instruction.py", "2000000"],
        [*PYTEST, "tests/conformance"],
    ],
    "docs": [[PYTHON, "-m", "pytest", "tests/docs"]],
}
# Parts of the steps above, for a quick look; run by name only.
PARTS: dict[str, list[list[str]]] = {
    "smoke": [[*CORPUS, "--filter", "a_smoke"]],
    "core": [[*PYTEST, "tests/golden/micro", "tests/unit/corevm/micro", "tests/unit/pyta/op"]],
}


def main(names: list[str]) -> int:
    os.environ.setdefault("COREVM_LEVEL", "full")  # what is shipped is tested, not a draft
    environment = {**os.environ, "PATH": f"{os.path.dirname(PYTHON)}{os.pathsep}{os.environ.get('PATH', '')}"}
    start = time.monotonic()
    known = {**STEPS, **PARTS}
    for name in names:
        if name not in known:
            print(f"there is no step {name!r}; the steps are {', '.join(known)}")
            return 2
    for name in names or STEPS:
        for command in known[name]:
            print(f"\n== {name}: {' '.join(command)}", flush=True)
            began = time.monotonic()
            status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
            print(f"== {name}: {'passed' if status == 0 else f'FAILED ({status})'} in {time.monotonic() - began:.0f} s", flush=True)
            if status != 0:
                return 1
    print(f"\nall steps passed in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
