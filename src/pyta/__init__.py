"""Pyta: Python 3 on corevm."""
