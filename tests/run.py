"""The test command: lint, types, import rules, tests, corpus, examples; stops at the first failure.

    python tests/run.py            everything
    python tests/run.py lint unit  the named steps
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PYTHON = sys.executable
PYTA = f"{PYTHON} -m pyta"

STEPS: dict[str, list[list[str]]] = {
    "lint": [[PYTHON, "-m", "ruff", "check", "."]],
    "types": [[PYTHON, "-m", "mypy"]],
    "imports": [["lint-imports", "--no-logo"]],
    "image": [[PYTHON, "-m", "pyta", "-c", "pass"]],
    "core": [
        [PYTHON, "-m", "pytest", "-n", "2", "tests/golden/micro", "tests/unit/corevm/micro", "tests/unit/pyta/op"],
    ],
    "smoke": [
        [PYTHON, "tests/differential/check_corpus.py", "--peer", PYTHON, "--subject", PYTA, "--jobs", "2", "--filter", "a_smoke"],
    ],
    "unit": [[PYTHON, "-m", "pytest", "-n", "2", "tests"]],
    "corpus": [[PYTHON, "tests/differential/check_corpus.py", "--peer", PYTHON, "--subject", PYTA, "--jobs", "2"]],
    "examples": [[PYTHON, "-m", "pyta", "examples/hello.py"]],
}


def main(names: list[str]) -> int:
    environment = {**os.environ, "PATH": f"{os.path.dirname(PYTHON)}{os.pathsep}{os.environ.get('PATH', '')}"}
    start = time.monotonic()
    for name in names or list(STEPS):
        if name not in STEPS:
            print(f"there is no step {name!r}; the steps are {', '.join(STEPS)}")
            return 2
        for command in STEPS[name]:
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
