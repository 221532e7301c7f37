"""Names that code expects of the host's import system. (Level: guest.)"""

from importlib.machinery import FileFinder, PathFinder, SourceFileLoader, SourcelessFileLoader


def _get_supported_file_loaders():
    return []
