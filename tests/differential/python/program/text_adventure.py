class Room:
    def __init__(self, name, **exits):
        self.name, self.exits, self.items = name, exits, []


class Command:
    registry = {}

    def __init_subclass__(cls, words):
        for w in words.split():
            Command.registry[w] = cls()


class Go(Command, words="go walk"):
    def __call__(self, game, where=None):
        try:
            game.room = game.rooms[game.room.exits[where]]
        except KeyError:
            return f"You cannot go {where}."
        return game.describe()


class Take(Command, words="take get"):
    def __call__(self, game, *what):
        item = " ".join(what)
        if item not in game.room.items:
            raise GameError(f"There is no {item or 'nothing'} here.")
        game.room.items.remove(item)
        game.bag.append(item)
        return f"Taken: {item}."


class Drop(Command, words="drop"):
    def __call__(self, game, *what):
        item = " ".join(what)
        try:
            game.bag.remove(item)
        except ValueError:
            raise GameError(f"You have no {item}.") from None
        game.room.items.append(item)
        return f"Dropped: {item}."


class Look(Command, words="look l inventory i"):
    def __call__(self, game):
        return game.describe() + f" Bag: {', '.join(game.bag) or 'empty'}."


class GameError(Exception):
    pass


class Game:
    def __init__(self):
        self.rooms = {r.name: r for r in (Room("hall", north="garden", east="kitchen"), Room("garden", south="hall"), Room("kitchen", west="hall", down="cellar"), Room("cellar", up="kitchen"))}
        self.rooms["kitchen"].items += ["rusty key", "cup"]
        self.rooms["cellar"].items.append("treasure")
        self.room, self.bag, self.turns = self.rooms["hall"], [], 0

    def describe(self):
        items = f" You see {' and '.join(self.room.items)}." if self.room.items else ""
        return f"You are in the {self.room.name}; exits {sorted(self.room.exits)}.{items}"

    def run(self, script):
        for line in script:
            verb, *rest = line.lower().split() or [""]
            self.turns += 1
            try:
                action = Command.registry[verb]
            except KeyError:
                yield line, f"What is {verb!r}?"
                continue
            try:
                yield line, action(self, *rest)
            except GameError as error:
                self.turns -= 1
                yield line, str(error)
            except TypeError:
                yield line, "Too many words."
            if "treasure" in self.bag and self.room.name == "hall":
                yield None, f"You win after {self.turns} turns."
                return


for line, answer in Game().run("look|go up|go east|take rusty key|take lamp|drop cup|get cup|i|dance|go down|walk up now|take treasure|go up|go west|look".split("|")):
    print(">", line)
    print(answer)
