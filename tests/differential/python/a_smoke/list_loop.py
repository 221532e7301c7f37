total = 0
for x in [5, 6, 7]:
    total += x
print(total)
squares = []
for i in range(6):
    squares.append(i * i)
print(squares)
print(squares[2:4], squares[::-1])
print(9 in squares, 10 in squares)
