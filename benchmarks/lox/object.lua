local Node = {}
Node.__index = Node
function Node.new(value, next) return setmetatable({value = value, next = next}, Node) end
function run(rounds)
  local total = 0
  for i = 0, rounds - 1 do
    local list = nil
    for j = 0, 99 do list = Node.new(j, list) end
    while list ~= nil do
      total = total + list.value
      list = list.next
    end
  end
  return total
end
print(run(100000))
