local Counter = {}
Counter.__index = Counter
function Counter.new(step) return setmetatable({step = step, count = 0}, Counter) end
function Counter:add(n)
  self.count = self.count + n * self.step
  return self.count
end
function Counter:get() return self.count end
local Wrapping = setmetatable({}, {__index = Counter})
Wrapping.__index = Wrapping
Wrapping.get = Counter.get
function Wrapping.new(step) return setmetatable({step = step, count = 0}, Wrapping) end
function Wrapping:add(n)
  if Counter.add(self, n) > 1000000 then self.count = 0 end
  return self:get()
end
function run(count)
  local plain = Counter.new(1)
  local wrapping = Wrapping.new(3)
  for i = 0, count - 1 do
    plain:add(i)
    wrapping:add(2)
    plain:get()
  end
  return plain:get() + wrapping:get()
end
print(run(10000000))
