"""Threads that need nothing of each other while they run: start, join, names, errors, locks, thread-local data, pools of one task."""
import threading
import gc

out = []
lock = threading.Lock()
before = threading.active_count(), threading.current_thread()


def work(n):
    with lock:
        out.append((n, threading.current_thread().name))


threads = [threading.Thread(target=work, args=(i,), name=f"t{i}") for i in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(out), any(t.is_alive() for t in threads), (threading.active_count(), threading.current_thread()) == before)


class Own(threading.Thread):
    def run(self):
        self.result = sum(range(100))


own = Own(daemon=True)
own.start()
own.join(5)
print(own.result, own.is_alive(), own.daemon, own.ident is not None)
try:
    own.start()
except RuntimeError as e:
    print(e)

seen = []
threading.excepthook = lambda args: seen.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))
failing = threading.Thread(target=lambda: 1 / 0, name="failing")
failing.start()
failing.join()
print(seen)

local = threading.local()
local.x = 1


def generator():
    try:
        yield 1
    finally:
        out.append("closed")


def leave():
    next(generator())
    raise SystemExit


left = threading.Thread(target=leave)
left.start()
left.join()
gc.collect()
gc.collect()
print("closed" in out, local.x)

event = threading.Event()
setter = threading.Thread(target=event.set)
setter.start()
print(event.wait(5))
timer = threading.Timer(0.01, out.clear)
timer.start()
timer.join()
print(out)
barrier = threading.Semaphore(2)
with barrier, barrier:
    print(barrier.acquire(blocking=False))
