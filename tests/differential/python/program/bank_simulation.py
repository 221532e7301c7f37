from collections import defaultdict


class BankError(Exception):
    pass


class InsufficientFunds(BankError):
    def __init__(self, account, needed):
        super().__init__(f"{account.owner} has {account.balance}, needs {needed}")
        self.account, self.needed = account, needed


class Account:
    count = 0
    kinds = {}

    def __init_subclass__(cls, kind, **kw):
        super().__init_subclass__(**kw)
        Account.kinds[kind] = cls
        cls.kind = kind

    def __new__(cls, *args, **kw):
        Account.count += 1
        self = super().__new__(cls)
        self.number = Account.count
        return self

    def __init__(self, owner, balance=0):
        self.owner, self._balance, self.history = owner, balance, []

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        if amount <= 0:
            raise BankError(f"bad amount {amount}")
        self._balance += amount
        self.history.append(("deposit", amount))
        return self

    def withdraw(self, amount):
        if amount > self.available:
            raise InsufficientFunds(self, amount)
        self._balance -= amount
        self.history.append(("withdraw", amount))
        return self

    @property
    def available(self):
        return self._balance

    def __repr__(self):
        return f"<{self.kind} #{self.number} {self.owner}: {self.balance}>"

    def __lt__(self, other):
        return (self.balance, self.owner) < (other.balance, other.owner)

    def __iadd__(self, amount):
        return self.deposit(amount)

    def __isub__(self, amount):
        return self.withdraw(amount)


class Savings(Account, kind="savings"):
    rate = 5

    def interest(self):
        return self.deposit(self.balance * self.rate // 100)


class Checking(Account, kind="checking"):
    def __init__(self, *args, overdraft=100, **kw):
        super().__init__(*args, **kw)
        self.overdraft = overdraft

    @property
    def available(self):
        return super().available + self.overdraft


class Bank:
    def __init__(self):
        self.accounts, self.log = {}, defaultdict(list)

    def open(self, kind, *args, **kw):
        account = Account.kinds[kind](*args, **kw)
        self.accounts[account.owner] = account
        return account

    def transfer(self, source, target, amount):
        a, b = self.accounts[source], self.accounts[target]
        before = a.balance, b.balance
        try:
            a.withdraw(amount)
            b.deposit(amount)
        except BankError as error:
            self.log["failed"].append(str(error))
            raise
        else:
            self.log["ok"].append((source, target, amount))
        finally:
            assert sum(before) == a.balance + b.balance


bank = Bank()
ann, bob = bank.open("savings", "ann", 1000), bank.open("checking", "bob", overdraft=50)
bank.transfer("ann", "bob", 300)
print(ann, bob, ann < bob, sorted([ann, bob]), max(ann, bob))
for args in (("bob", "ann", 351), ("ann", "bob", 0), ("ann", "carl", 1), ("bob", "ann", 350)):
    try:
        bank.transfer(*args)
        print("done", args)
    except InsufficientFunds as error:
        print("insufficient:", error, error.needed - error.account.available)
    except BankError as error:
        print("bank error:", error)
    except KeyError as error:
        print("no account", error)
bob += 25
ann -= 50
print(ann.interest().history, bob, dict(bank.log), Account.count, sorted(Account.kinds))
try:
    bob.balance = 10**6
except AttributeError as error:
    print("AttributeError")
try:
    bank.open("gold", "zed")
except KeyError as error:
    print("unknown kind", error)
