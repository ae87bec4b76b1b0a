-- The real amount instead of the reserved one. What is not known here stays unknown: it is learnt from the settled usage.
-- KEYS: a budget each. ARGV: what the real amount has more than the reserved one.

for _, key in ipairs(KEYS) do
  local ttl = redis.call('HGET', key, 'ttl')
  if ttl then
    redis.call('HINCRBY', key, 'spent', ARGV[1])
    redis.call('PEXPIRE', key, ttl)
  end
end
return 1
