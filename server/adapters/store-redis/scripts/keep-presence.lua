-- A member of a room, for so long: KEYS[1] the room; ARGV member, state, milliseconds. Whose time is over leaves with it.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d', now + ARGV[3]) .. ' ' .. ARGV[2])
local rest = redis.call('PTTL', KEYS[1])
if rest < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return 1
