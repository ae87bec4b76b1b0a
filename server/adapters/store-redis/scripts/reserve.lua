-- Reserves an amount against every budget, or against none.
-- KEYS: a budget each. ARGV: the amount, then the limit of each.
-- Answers {'unknown', places…}, {'full', place} or {'reserved', spent of each…}.
--
-- Amounts are answered as texts, because clients round large numbers.
--
-- A budget is a hash of what was `spent` and its `ttl` in milliseconds, which begins anew at every use, a refused one too.

local amount = tonumber(ARGV[1])
local unknown, full, spent = { 'unknown' }, nil, { 'reserved' }

for place, key in ipairs(KEYS) do
  local budget = redis.call('HMGET', key, 'spent', 'ttl')
  if not budget[1] then
    table.insert(unknown, place)
  else
    redis.call('PEXPIRE', key, budget[2])
    if not full and budget[1] + amount > tonumber(ARGV[place + 1]) then full = place end
  end
end

if #unknown > 1 then return unknown end
if full then return { 'full', full } end
for place, key in ipairs(KEYS) do
  spent[place + 1] = string.format('%.0f', redis.call('HINCRBY', key, 'spent', ARGV[1]))
end
return spent
