"""Puts this folder's helpers (the model machine, the flow checker) where its tests can import them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
