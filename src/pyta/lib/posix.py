"""The operating system, over the host's. (Level: guest.)"""

from _pyta import host as _host

error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_NOCTTY, O_TRUNC, O_APPEND = 0, 1, 2, 64, 128, 256, 512, 1024
O_NONBLOCK, O_SYNC, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC, O_TMPFILE, O_ACCMODE = 2048, 1052672, 65536, 131072, 524288, 4259840, 3
SEEK_DATA, SEEK_HOLE = 3, 4
WNOHANG, WUNTRACED, WCONTINUED = 1, 2, 8
EX_OK, EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_SOFTWARE, EX_OSERR = 0, 64, 65, 66, 70, 71
NGROUPS_MAX = 65536
TMP_MAX = 238328
P_WAIT, P_NOWAIT = 0, 1
_have_functions = ["HAVE_FACCESSAT", "HAVE_FSTATAT", "HAVE_LSTAT", "HAVE_FDOPENDIR"]


class stat_result(tuple):
    """What a file is."""

    __slots__ = ()
    __module__ = "os"
    n_fields, n_sequence_fields, n_unnamed_fields = 16, 10, 3

    def __new__(cls, values):
        return tuple.__new__(cls, values)

    st_mode = property(lambda self: self[0])
    st_ino = property(lambda self: self[1])
    st_dev = property(lambda self: self[2])
    st_nlink = property(lambda self: self[3])
    st_uid = property(lambda self: self[4])
    st_gid = property(lambda self: self[5])
    st_size = property(lambda self: self[6])
    st_atime = property(lambda self: tuple.__getitem__(self, 10))
    st_mtime = property(lambda self: tuple.__getitem__(self, 11))
    st_ctime = property(lambda self: tuple.__getitem__(self, 12))
    st_atime_ns = property(lambda self: tuple.__getitem__(self, 13))
    st_mtime_ns = property(lambda self: tuple.__getitem__(self, 14))
    st_ctime_ns = property(lambda self: tuple.__getitem__(self, 15))
    st_blksize = property(lambda self: tuple.__getitem__(self, 16))
    st_blocks = property(lambda self: tuple.__getitem__(self, 17))
    st_rdev = property(lambda self: tuple.__getitem__(self, 18))

    def __len__(self):
        return 10

    def __iter__(self):
        return iter(tuple.__getitem__(self, slice(0, 10)))

    def __repr__(self):
        names = ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime")
        return f"os.stat_result({', '.join([f'{n}={v}' for n, v in zip(names, self)])})"


def _result(found):
    mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime, atime_ns, mtime_ns, ctime_ns, blksize, blocks, rdev = found
    return stat_result((mode, ino, dev, nlink, uid, gid, size, int(atime), int(mtime), int(ctime), atime, mtime, ctime,
                        atime_ns, mtime_ns, ctime_ns, blksize, blocks, rdev))


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    method = getattr(type(path), "__fspath__", None)
    if method is None:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    found = method(path)
    if not isinstance(found, (str, bytes)):
        raise TypeError(f"expected {type(path).__name__}.__fspath__() to return str or bytes, not {type(found).__name__}")
    return found


def _path(path):
    return path if type(path) is int else fspath(path)


def stat(path, *, dir_fd=None, follow_symlinks=True):
    return _result(_host("os.stat", _path(path), follow_symlinks, dir_fd))


def lstat(path, *, dir_fd=None):
    return _result(_host("os.stat", _path(path), False, dir_fd))


def fstat(fd):
    return _result(_host("os.fstat", fd))


def open(path, flags, mode=0o777, *, dir_fd=None):
    return _host("os.open", fspath(path), flags, mode)


def close(fd):
    _host("os.close", fd)


def read(fd, length):
    return _host("os.read", fd, length)


def write(fd, data):
    return _host("os.write", fd, data if type(data) is bytes else bytes(data))


def lseek(fd, position, how):
    return _host("os.lseek", fd, position, how)


def listdir(path="."):
    return _host("os.listdir", "." if path is None else _path(path))


def mkdir(path, mode=0o777, *, dir_fd=None):
    _host("os.mkdir", fspath(path), mode)


def rmdir(path, *, dir_fd=None):
    _host("os.rmdir", fspath(path))


def unlink(path, *, dir_fd=None):
    _host("os.unlink", fspath(path))


remove = unlink


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _host("os.rename", fspath(src), fspath(dst))


def replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _host("os.replace", fspath(src), fspath(dst))


def link(src, dst, **options):
    _host("os.link", fspath(src), fspath(dst))


def symlink(src, dst, target_is_directory=False, *, dir_fd=None):
    _host("os.symlink", fspath(src), fspath(dst))


def readlink(path, *, dir_fd=None):
    return _host("os.readlink", fspath(path))


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    _host("os.chmod", _path(path), mode)


def chown(path, uid, gid, **options):
    _host("os.chown", _path(path), uid, gid)


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    return _host("os.access", _path(path), mode)


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    if ns is not None:
        times = (ns[0] / 1e9, ns[1] / 1e9)
    _host("os.utime", _path(path), times)


def truncate(path, length):
    _host("os.truncate", _path(path), length)


def getcwdb():
    return getcwd().encode("utf-8", "surrogateescape")


def chdir(path):
    _host("os.chdir", _path(path))


def _exit(status):
    import sys

    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    _host("os._exit", status)


def system(command):
    import sys

    sys.stdout.flush()
    return _host("os.system", command)


def waitstatus_to_exitcode(status):
    return -(status & 0x7F) if status & 0x7F else status >> 8


def _passed_on(name):
    full = "os." + name

    def function(*args):
        return _host(full, *args)

    function.__name__ = function.__qualname__ = name
    return function


for _name in (
    "getcwd", "isatty", "ftruncate", "urandom", "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid", "umask", "dup", "dup2",
    "pipe", "cpu_count", "strerror", "fsync", "kill", "getlogin", "get_inheritable", "set_inheritable", "get_blocking", "waitpid",
    "getpgid", "getsid", "fchmod", "sysconf", "pread", "pwrite", "getloadavg", "getgroups", "sched_yield", "WIFSTOPPED", "WIFSIGNALED",
    "WIFEXITED", "WIFCONTINUED", "WEXITSTATUS", "WSTOPSIG", "WTERMSIG", "WCOREDUMP", "pidfd_open", "set_blocking", "openpty", "ttyname",
    "killpg", "setsid", "getpgrp", "nice", "getpriority", "tcgetpgrp", "tcsetpgrp", "pipe2", "eventfd", "memfd_create", "sync", "fdatasync",
):  # fmt: skip
    globals()[_name] = _passed_on(_name)


class terminal_size(tuple):
    __slots__ = ()
    __module__ = "os"
    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])

    def __repr__(self):
        return f"os.terminal_size(columns={self[0]}, lines={self[1]})"


def get_terminal_size(fd=1):
    return terminal_size(tuple(_host("os.get_terminal_size", fd)))


class uname_result(tuple):
    __slots__ = ()
    __module__ = "posix"
    sysname = property(lambda self: self[0])
    nodename = property(lambda self: self[1])
    release = property(lambda self: self[2])
    version = property(lambda self: self[3])
    machine = property(lambda self: self[4])

    def __repr__(self):
        names = ("sysname", "nodename", "release", "version", "machine")
        return f"posix.uname_result({', '.join([f'{n}={v!r}' for n, v in zip(names, self)])})"


def uname():
    return uname_result(_host("os.uname"))


class times_result(tuple):
    __slots__ = ()
    user = property(lambda self: self[0])
    system = property(lambda self: self[1])
    children_user = property(lambda self: self[2])
    children_system = property(lambda self: self[3])
    elapsed = property(lambda self: self[4])


def times():
    return times_result(tuple(_host("os.times")))


environ = dict(_host("os.environ"))


def putenv(key, value):
    _host("os.putenv", key, value)


def unsetenv(key):
    _host("os.unsetenv", key)


class DirEntry:
    """What scandir found."""

    __slots__ = ("_inode", "_is_dir", "_is_file", "_is_link", "name", "path")
    __module__ = "posix"

    def __init__(self, parts):
        self.name, self.path, self._inode, self._is_link, self._is_dir, self._is_file = parts

    def inode(self):
        return self._inode

    def is_symlink(self):
        return self._is_link

    def is_dir(self, *, follow_symlinks=True):
        if self._is_link and follow_symlinks:
            try:
                return stat(self.path).st_mode & 0o170000 == 0o040000
            except OSError:
                return False
        return self._is_dir

    def is_file(self, *, follow_symlinks=True):
        if self._is_link and follow_symlinks:
            try:
                return stat(self.path).st_mode & 0o170000 == 0o100000
            except OSError:
                return False
        return self._is_file

    def is_junction(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return stat(self.path, follow_symlinks=follow_symlinks)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class _Entries:
    """The iterator scandir gives; a context manager."""

    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return DirEntry(next(self._entries))

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path=None):
    return _Entries(_host("os.scandir", "." if path is None else _path(path)))


def ctermid():
    return "/dev/tty"


def register_at_fork(**functions):
    pass


def get_exec_path(env=None):
    return environ.get(b"PATH", b"").decode().split(":")


def _path_normpath(path):
    """posixpath.normpath."""
    is_bytes = isinstance(path, bytes)
    text = path.decode("utf-8", "surrogateescape") if is_bytes else fspath(path)
    if isinstance(text, bytes):
        return _path_normpath(text)
    if text == "":
        return b"." if is_bytes else "."
    slashes = 0
    if text.startswith("/"):
        slashes = 2 if text.startswith("//") and not text.startswith("///") else 1
    kept = []
    for part in text.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or (not slashes and not kept) or (kept and kept[-1] == ".."):
            kept.append(part)
        elif kept:
            kept.pop()
    text = "/" * slashes + "/".join(kept) or "."
    return text.encode("utf-8", "surrogateescape") if is_bytes else text
