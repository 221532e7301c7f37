"""`corevm bench`: benchmark programs under several interpreters, paired in one run, answers verified.

    command      the command line
    program      the table of programs, unmodified from pyperformance
    measure      who runs when, by turns
    process      child processes: time and peak memory
    result       ratios, spreads, differences
    report       tables and JSON
    stand_in/    run by the interpreter under test: our `pyperf`, and a launcher that hides modules

Only the standard library is needed; a run needs an installed pyperformance for its programs.
"""

from corevm.bench.command import main

__all__ = ["main"]
