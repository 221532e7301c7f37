big = 2**53
print(big == float(big), big + 1 == float(big + 1), big + 1 > float(big), big + 2 == float(big + 2))
print(10**400 > 1e308, -10**400 < -1e308, 10**400 > float("inf"), 10**400 < float("inf"))
nan = float("nan")
print([1 < nan, 1 > nan, 1 == nan, 1 != nan, 10**30 < nan, 10**30 == nan])
print(1 == 1.0, 1 < 1.5, 2 > 1.5, 0 == -0.0, -1 < -0.5)
print(2**62 == 2.0**62, 2**62 + 1 == 2.0**62, 2**62 - 1 < 2.0**62, 2**63 >= 2.0**63)
print(hash(2**62) == hash(2.0**62), hash(10**20) == hash(1e20), hash(0) == hash(-0.0) == hash(False))
values = [3, 2.5, 10**20, 1e20, -1, -1.5, 0, 2**63, 9.3e18]
print(sorted(values))
print({1: "a", 1.0: "b", True: "c"}, {2**70: "x"}.get(float(2**70)))
print(1e16 + 1 == 10**16 + 1, 10**16 + 1 > 1e16, int(1e16) == 1e16)
