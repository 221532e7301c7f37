import threading
import queue

q = queue.Queue()
out = []


def worker(n):
    while True:
        item = q.get()
        if item is None:
            q.task_done()
            break
        with lock:
            out.append(item * item)
        q.task_done()


lock = threading.Lock()
threads = [threading.Thread(target=worker, args=(i,), name=f"w{i}") for i in range(3)]
for t in threads:
    t.start()
for i in range(50):
    q.put(i)
for _ in threads:
    q.put(None)
for t in threads:
    t.join()
print(sorted(out) == [i * i for i in range(50)], q.empty(), [t.name for t in threads], any(t.is_alive() for t in threads), threading.current_thread().name)
p = queue.PriorityQueue()
for x in (3, 1, 2):
    p.put(x)
print([p.get() for _ in range(3)], queue.LifoQueue().empty(), queue.Queue(1).maxsize)
for call in (lambda: queue.Queue().get_nowait(), lambda: queue.Queue().get(timeout=0.001), lambda: (s := queue.Queue(1), s.put(1), s.put_nowait(2))):
    try:
        call()
    except (queue.Empty, queue.Full) as error:
        print(type(error).__name__)
local = threading.local()
local.v = "main"
seen = []


def other():
    seen.append(hasattr(local, "v"))
    local.v = "other"


t = threading.Thread(target=other)
t.start()
t.join()
print(seen, local.v)
event, results = threading.Event(), []
t = threading.Thread(target=lambda: (event.wait(5), results.append("woke")))
t.start()
event.set()
t.join()
print(results, event.is_set(), lock.locked(), lock.acquire(False), lock.locked(), lock.acquire(False), lock.release(), threading.RLock().acquire())
try:
    lock.release()
except RuntimeError as error:
    print(error)
count = 0
sem = threading.Semaphore(2)


def add():
    global count
    for _ in range(500):
        with lock:
            count += 1


ts = [threading.Thread(target=add) for _ in range(4)]
[t.start() for t in ts]
[t.join() for t in ts]
print(count)
cond, box = threading.Condition(), []


def consumer():
    with cond:
        while not box:
            cond.wait(5)
        results.append(box.pop())


t = threading.Thread(target=consumer)
t.start()
with cond:
    box.append("item")
    cond.notify()
t.join()
print(results)
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(lambda x: x + 1, range(5))), pool.submit(pow, 2, 5).result(), type(pool.submit(lambda: 1 / 0).exception()).__name__)
