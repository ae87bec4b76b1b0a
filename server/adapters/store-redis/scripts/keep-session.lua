-- Keeps a session when what is kept now is what the writer has read, and never one that has read less.
-- KEYS: the session. ARGV: `seq` that it is based on (empty: nothing is kept), its own `seq`, the bytes, milliseconds to keep it.
-- Answers 1, or 0 when another writer was quicker.
--
-- A session is the text "seq " and its bytes, in one value: half the memory of a hash.

local kept = string.match(redis.call('GETRANGE', KEYS[1], 0, 20), '^(%d+) ') or ''
if kept ~= ARGV[1] or (kept ~= '' and tonumber(ARGV[2]) < tonumber(kept)) then return 0 end
redis.call('SET', KEYS[1], ARGV[2] .. ' ' .. ARGV[3], 'PX', ARGV[4])
return 1
