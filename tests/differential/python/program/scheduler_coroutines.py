from collections import deque
import heapq


class Task:
    ids = iter(range(1, 100))

    def __init__(self, gen, name=None):
        self.id, self.gen, self.value, self.name = next(Task.ids), gen, None, name or gen.__name__
        self.error, self.waiters, self.result, self.done = None, [], None, False


class Sleep:
    def __init__(self, ticks):
        self.ticks = ticks


class Loop:
    def __init__(self):
        self.ready, self.sleeping, self.now, self.log = deque(), [], 0, []

    def spawn(self, gen, name=None):
        task = Task(gen, name)
        self.ready.append(task)
        return task

    def step(self, task):
        try:
            if task.error is not None:
                error, task.error = task.error, None
                request = task.gen.throw(error)
            else:
                request = task.gen.send(task.value)
        except StopIteration as stop:
            self.finish(task, stop.value)
        except Exception as error:
            self.log.append(f"{task.name} died: {error!r}")
            self.finish(task, error)
        else:
            task.value = None
            if isinstance(request, Sleep):
                heapq.heappush(self.sleeping, (self.now + request.ticks, task.id, task))
            elif isinstance(request, Task):
                if request.done:
                    self.wake(task, request.result)
                else:
                    request.waiters.append(task)
            elif request is None:
                self.ready.append(task)
            else:
                task.error = TypeError(f"bad request {request!r}")
                self.ready.append(task)

    def wake(self, task, result):
        if isinstance(result, Exception):
            task.error = result
        else:
            task.value = result
        self.ready.append(task)

    def finish(self, task, result):
        task.done, task.result = True, result
        for w in task.waiters:
            self.wake(w, result)

    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                self.now = self.sleeping[0][0]
                while self.sleeping and self.sleeping[0][0] == self.now:
                    self.ready.append(heapq.heappop(self.sleeping)[2])
            self.step(self.ready.popleft())
        return self.log


loop = Loop()


def ticker(name, n, every):
    for i in range(n):
        yield Sleep(every)
        loop.log.append(f"{loop.now} {name} {i}")
    return name * 2


def failing():
    yield
    raise ValueError("broken task")


def cleanup():
    try:
        yield Sleep(100)
    finally:
        loop.log.append(f"{loop.now} cleaned")


def main():
    a, b, f = loop.spawn(ticker("a", 3, 2)), loop.spawn(ticker("b", 2, 3)), loop.spawn(failing())
    loop.log.append((yield a))
    loop.log.append((yield b))
    try:
        yield f
    except ValueError as error:
        loop.log.append(f"main caught {error}")
    try:
        yield 5
    except TypeError as error:
        loop.log.append(str(error))
    result = yield from sub()
    loop.log.append(result)
    c = loop.spawn(cleanup())
    yield
    c.gen.close()
    return "main done"


def sub():
    x = yield loop.spawn(ticker("s", 1, 1))
    return "sub got " + x


m = loop.spawn(main())
try:
    for line in loop.run():
        print(line)
finally:
    print(m.done, m.result, loop.now)
