-- What scripts that write go on with. ARGV[2]: how many entries are kept. ARGV[3]: for how many
-- seconds after this change.
local kept, idle = tonumber(ARGV[2]), ARGV[3]

-- Begins with nothing: nothing is counted, so nothing is missed.
local function nothing()
  redis.call('DEL', set, state)
  return { total = 0, upTo = 0, trimmedUpTo = 0, last = 0 }
end

-- Trims the set, and notes what it is now.
local function save(s)
  local over = redis.call('ZCARD', set) - kept
  if over > 0 then
    s.trimmedUpTo = math.max(s.trimmedUpTo, tonumber(score(over - 1)))
    redis.call('ZREMRANGEBYRANK', set, 0, over - 1)
  end
  local oldest, lastTag = '0', ''
  local size = redis.call('ZCARD', set)
  if size > 0 then
    oldest = text(tonumber(score(0)))
    if not at(text(s.last)) then
      s.last = tonumber(score(-1))
    end
    lastTag = tag(at(text(s.last)))
  end
  redis.call('HSET', state, 'format', format, 'total', text(s.total), 'upTo', text(s.upTo),
    'trimmedUpTo', text(s.trimmedUpTo), 'size', text(size), 'oldest', oldest,
    'last', text(s.last), 'lastTag', lastTag)
  redis.call('EXPIRE', set, idle)
  redis.call('EXPIRE', state, idle)
end
