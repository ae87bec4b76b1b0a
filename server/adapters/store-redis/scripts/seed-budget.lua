-- What a budget starts with when nothing is known of it. KEYS: the budget. ARGV: spent, milliseconds until it is forgotten unused.

local ttl = redis.call('HGET', KEYS[1], 'ttl')
if not ttl then
  redis.call('HSET', KEYS[1], 'spent', ARGV[1], 'ttl', ARGV[2])
  ttl = ARGV[2]
end
redis.call('PEXPIRE', KEYS[1], ttl)
return 1
