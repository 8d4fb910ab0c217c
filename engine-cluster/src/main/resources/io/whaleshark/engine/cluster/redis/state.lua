-- What all scripts begin with. KEYS: the set, its state. ARGV[1]: the format.
-- Numbers that are stored or answered are written by text(): tostring keeps 14 digits only.
local set, state = KEYS[1], KEYS[2]
local format = ARGV[1]

local function text(number)
  return string.format('%.0f', number)
end

-- The member at a score, if there is one.
local function at(score)
  return redis.call('ZRANGE', set, score, score, 'BYSCORE')[1]
end

-- The score of a rank, if there is one.
local function score(rank)
  return redis.call('ZRANGE', set, rank, rank, 'WITHSCORES')[2]
end

-- By which write a member was put: the end of its JSON, before a quote and a brace.
local function tag(member)
  return string.sub(member, -18, -3)
end

-- What the state says, or nil if it does not speak of this set: one of them was lost, or is another
-- copy than the other, or both are another database's.
local function known()
  local s = redis.call('HMGET', state,
    'format', 'total', 'upTo', 'trimmedUpTo', 'size', 'oldest', 'last', 'lastTag')
  local size = redis.call('ZCARD', set)
  local read = {
    total = tonumber(s[2]), upTo = tonumber(s[3]), trimmedUpTo = tonumber(s[4]),
    last = tonumber(s[7])
  }
  local sound = s[1] == format and tonumber(s[5]) == size
    and read.total and read.upTo and read.trimmedUpTo and read.last
  if not sound then
    return nil
  end
  if size > 0 then
    local member = at(s[7])
    if tonumber(s[6]) ~= tonumber(score(0)) or not member or tag(member) ~= s[8] then
      return nil
    end
  end
  return read
end
