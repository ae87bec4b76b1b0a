-- One token from every bucket, or none at all.
-- KEYS: a bucket each. ARGV: tokens per second and burst of each, in pairs.
-- Answers {1}, or {0, place of the bucket that takes longest, milliseconds until it has a token}.
--
-- A bucket is the text "tokens milliseconds". It is gone when it would be full again, which is the same. The clock is Redis' own: those of
-- several servers differ, and a bucket has one.

local HAIR = 1e-6
local DAY_MS = 86400000

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local left = {}
local empty, longest

for place, key in ipairs(KEYS) do
  local per_second, burst = tonumber(ARGV[place * 2 - 1]), tonumber(ARGV[place * 2])
  local tokens = burst
  local kept, at = string.match(redis.call('GET', key) or '', '^(%S+) (%S+)$')
  if kept then tokens = math.min(burst, kept + math.max(0, now - at) / 1000 * per_second) end
  if tokens < 1 - HAIR then
    local wait = math.min(DAY_MS, math.ceil((1 - tokens) / per_second * 1000))
    if not empty or wait > longest then empty, longest = place, wait end
  end
  left[place] = math.max(0, tokens - 1)
end

if empty then return { 0, empty, longest } end

for place, key in ipairs(KEYS) do
  local per_second, burst = tonumber(ARGV[place * 2 - 1]), tonumber(ARGV[place * 2])
  local full = math.min(30 * DAY_MS, math.ceil((burst - left[place]) / per_second * 1000))
  redis.call('SET', key, string.format('%.17g %.0f', left[place], now), 'PX', string.format('%.0f', math.max(1, full)))
end
return { 1 }
