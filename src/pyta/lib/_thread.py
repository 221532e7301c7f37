"""Threads and locks of a runtime that has one thread: a thread runs to its end when it is started. (Level: guest.)"""

error = RuntimeError
TIMEOUT_MAX = 9223372036.0
_started = 0
_ident = 1
_idents = [1]
_sentinels = [None]  # of the running threads


class LockType:
    """A lock. With one thread, taking a lock that is taken can only fail."""

    __slots__ = ("__weakref__", "_locked")
    __module__ = "_thread"

    def __init__(self):
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        if self._locked:
            if not blocking:
                if timeout != -1:
                    raise ValueError("can't specify a timeout for a non-blocking call")
                return False
            if timeout is not None and timeout >= 0:
                from time import sleep

                sleep(timeout)
                return False
            raise RuntimeError("deadlock: the lock is held, and there is no other thread to release it")
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False

    def locked(self):
        return self._locked

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *details):
        self.release()

    def _at_fork_reinit(self):
        self._locked = False

    def __repr__(self):
        return f"<{'locked' if self._locked else 'unlocked'} _thread.lock object at {id(self):#x}>"


LockType.__name__ = LockType.__qualname__ = "lock"
lock = allocate = allocate_lock = LockType  # what is called to make one does not become a method of a class that holds it


class RLock:
    """A lock its holder may take again."""

    __slots__ = ("__weakref__", "_count", "_owner")
    __module__ = "_thread"

    def __init__(self):
        self._count = 0
        self._owner = 0

    def acquire(self, blocking=True, timeout=-1):
        self._count += 1
        self._owner = _ident
        return True

    def release(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._owner = 0

    def __enter__(self):
        self._count += 1
        self._owner = _ident
        return True

    def __exit__(self, *details):
        self.release()

    def _is_owned(self):
        return self._count > 0

    def _release_save(self):
        state = self._count, self._owner
        self._count = self._owner = 0
        return state

    def _acquire_restore(self, state):
        self._count, self._owner = state

    def _recursion_count(self):
        return self._count

    def _at_fork_reinit(self):
        self._count = self._owner = 0

    def __repr__(self):
        return f"<{'locked' if self._count else 'unlocked'} _thread.RLock object owner={self._owner} count={self._count} at {id(self):#x}>"


def get_ident():
    return _idents[-1]


get_native_id = get_ident


def _count():
    return len(_idents) - 1


def start_new_thread(function, args, kwargs={}):
    global _started
    _started += 1
    ident = _started + 1
    _idents.append(ident)
    _sentinels.append(None)
    try:
        function(*args, **kwargs)
    except SystemExit:
        pass
    except BaseException as e:
        import sys

        sys.excepthook(type(e), e, e.__traceback__)
    finally:
        _idents.pop()
        sentinel = _sentinels.pop()
        if sentinel is not None and sentinel.locked():
            sentinel.release()
    return ident


start_new = start_new_thread


def start_joinable_thread(function, handle=None, daemon=True):
    made = handle or _ThreadHandle()
    made.ident = start_new_thread(function, ())
    return made


class _ThreadHandle:
    ident = None

    def join(self, timeout=None):
        pass

    def is_done(self):
        return True

    def _set_done(self):
        pass


def exit():
    raise SystemExit


exit_thread = exit


def interrupt_main(signum=2):
    raise KeyboardInterrupt


def stack_size(size=0):
    return 0


def daemon_threads_allowed():
    return True


def _is_main_interpreter():
    return True


def _shutdown():
    pass


def _make_thread_handle(ident):
    return _ThreadHandle()


def _get_main_thread_ident():
    return 1


def _set_sentinel():
    """A lock that is released when the running thread ends."""
    _sentinels[-1] = LockType()
    return _sentinels[-1]


class _local:
    """Attributes of a thread's own: there is one thread."""

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        return object.__new__(cls)


class _ExceptHookArgs(tuple):
    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def _excepthook(args):
    import sys

    if args[0] is SystemExit:
        return
    name = args[3].name if args[3] is not None else get_ident()
    print(f"Exception in thread {name}:", file=sys.stderr)
    sys.excepthook(args[0], args[1], args[2])
