import heapq
from itertools import count


class Simulation:
    def __init__(self):
        self.now, self.queue, self.order, self.log = 0, [], count(), []

    def at(self, delay, action, *args, priority=0):
        if delay < 0:
            raise ValueError("cannot schedule in the past")
        event = [self.now + delay, priority, next(self.order), action, args]
        heapq.heappush(self.queue, event)
        return event

    def cancel(self, event):
        event[3] = None

    def process(self, gen):
        def resume(value=None):
            try:
                request = gen.send(value)
            except StopIteration as stop:
                self.log.append((self.now, "end", stop.value))
                return
            if isinstance(request, (int, float)):
                self.at(request, resume)
            else:
                request.wait(resume)

        self.at(0, resume)

    def run(self, until=float("inf")):
        while self.queue and self.queue[0][0] <= until:
            self.now, _, _, action, args = heapq.heappop(self.queue)
            if action is not None:
                action(*args)
        return self.now


class Resource:
    def __init__(self, sim, size):
        self.sim, self.free, self.waiting = sim, size, []

    def wait(self, resume):
        if self.free:
            self.free -= 1
            self.sim.at(0, resume, "now")
        else:
            self.waiting.append((self.sim.now, resume))

    def release(self):
        if self.waiting:
            since, resume = self.waiting.pop(0)
            self.sim.at(0, resume, f"waited {self.sim.now - since}")
        else:
            self.free += 1


sim = Simulation()
desk = Resource(sim, 2)


def customer(name, arrive, service):
    yield arrive
    sim.log.append((sim.now, name, "arrives"))
    how = yield desk
    sim.log.append((sim.now, name, "served", how))
    yield service
    desk.release()
    return name


for i, (arrive, service) in enumerate([(0, 5), (1, 4), (2, 3), (2, 1), (9, 2)]):
    sim.process(customer(f"c{i}", arrive, service))
sim.at(3, sim.log.append, (3, "low"), priority=5)
sim.at(3, sim.log.append, (3, "high"), priority=-5)
dead = sim.at(4, sim.log.append, "never")
sim.cancel(dead)
print(sim.run(until=4), len(sim.queue))
print(sim.run())
for entry in sim.log:
    print(entry)
try:
    sim.at(-1, print)
except ValueError as error:
    print(error)
