function make(start)
  local value = start
  return function(step)
    value = value + step
    return value
  end
end
function run(count)
  local total = 0
  for i = 0, count - 1 do
    local next = make(i)
    next(1)
    next(2)
    total = total + next(3)
  end
  return total
end
print(run(5000000))
