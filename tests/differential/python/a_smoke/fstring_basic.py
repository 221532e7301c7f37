name = "World"
n = 42
print(f"Hello {name}!")
print(f"{n} {n + 1} {name!r}")
print(f"{n:5d}|{n:<5}|{n:05}")
print(f"{3.14159:.2f}")
print(f"{{}}")
