-- Who is in a room now, as member and state in turn: KEYS[1] the room.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local here = {}
local all = redis.call('HGETALL', KEYS[1])
for place = 1, #all, 2 do
  local space = string.find(all[place + 1], ' ')
  if tonumber(string.sub(all[place + 1], 1, space - 1)) > now then
    here[#here + 1] = all[place]
    here[#here + 1] = string.sub(all[place + 1], space + 1)
  else
    redis.call('HDEL', KEYS[1], all[place])
  end
end
return here
