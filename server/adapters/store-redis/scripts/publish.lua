-- Tells everybody who listens to a channel. KEYS: the channel. ARGV: the message.
--
-- As a script, so that a Cluster sends it by way of the tenant's own master: what one process publishes arrives in its order.

return redis.call('PUBLISH', KEYS[1], ARGV[1])
