function run(count)
  local sum = 0
  local i = 0
  while i < count do
    sum = sum + i
    i = i + 1
  end
  return sum
end
print(run(100000000))
