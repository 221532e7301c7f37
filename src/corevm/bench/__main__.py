"""`python -m corevm.bench`, the same as `corevm bench`."""

from corevm.bench.command import main

if __name__ == "__main__":
    raise SystemExit(main())
