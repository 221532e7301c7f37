"""The import machinery's lower part; modules are found by the host's side of Pyta. (Level: guest.)"""

check_hash_based_pycs = "default"


def extension_suffixes():
    return []


def source_hash(key, source):
    return b"\0" * 8


def is_builtin(name):
    import sys

    return int(name in sys.builtin_module_names)


def is_frozen(name):
    return False


def is_frozen_package(name):
    return False


def find_frozen(name, *, withdata=False):
    return None


def get_frozen_object(name, data=None):
    raise ImportError(f"No such frozen object named {name}", name=name)


def init_frozen(name):
    return None


def acquire_lock():
    pass


def release_lock():
    pass


def lock_held():
    return False


def create_builtin(spec):
    return __import__(spec.name)


def exec_builtin(module):
    return 0


def create_dynamic(spec, file=None):
    raise ImportError("extension modules of the host are not loaded", name=spec.name)


exec_dynamic = exec_builtin


def _fix_co_filename(code, path):
    pass


def _frozen_module_names():
    return []


def _override_frozen_modules_for_tests(override, /):
    pass
