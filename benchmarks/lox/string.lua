local function build(count)
  local text = ""
  for i = 0, count - 1 do text = text .. "ab" end
  return text
end
local same = 0
for i = 0, 399 do
  if build(2000) == build(2000) then same = same + 1 end
end
print(same)
