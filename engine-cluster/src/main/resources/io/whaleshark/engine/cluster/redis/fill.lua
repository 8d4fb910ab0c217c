-- Fills the set with what PostgreSQL holds in one snapshot. ARGV[4]: all after this stamp is
-- here, or '-1' if the set is to begin anew; ARGV[5]: the stamp of the snapshot; ARGV[6]: how many
-- messages the owner was ever to see; ARGV[7]: up to this position nothing is here. Then for each
-- entry: its stamp, its position, the member.
-- What was added since the snapshot stays, but is not counted: the next fill counts it.
local from, upTo, trimmedUpTo = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[7])
local s = from >= 0 and known() or nothing()
if s.upTo < from or s.upTo >= upTo then
  return {} -- an older copy has come back, or somebody has filled it further
end
if trimmedUpTo > s.trimmedUpTo then
  s.trimmedUpTo = trimmedUpTo
  redis.call('ZREMRANGEBYSCORE', set, '-inf', ARGV[7])
end

-- The members that do not stand at the stamp of their message, by that: an edit or a recall has moved
-- them. The first field of that name is the server's; what the client sent comes behind it.
local function movedMembers()
  local moved = {}
  local all = redis.call('ZRANGE', set, 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do
    local stamp = string.match(all[i], ',"messageKey":(%d+)')
    if stamp and tonumber(stamp) ~= tonumber(all[i + 1]) then
      moved[stamp] = moved[stamp] or {}
      table.insert(moved[stamp], all[i])
    end
  end
  return moved
end

local put, moved = 0, nil
for i = 8, #ARGV, 3 do
  local position = tonumber(ARGV[i + 1])
  redis.call('ZREMRANGEBYSCORE', set, ARGV[i], ARGV[i])
  if position ~= tonumber(ARGV[i]) then
    moved = moved or movedMembers()
    for _, member in ipairs(moved[ARGV[i]] or {}) do
      redis.call('ZREM', set, member)
    end
  end
  if position > s.trimmedUpTo then
    redis.call('ZREMRANGEBYSCORE', set, ARGV[i + 1], ARGV[i + 1])
    redis.call('ZADD', set, ARGV[i + 1], ARGV[i + 2])
    put = math.max(put, position)
    s.last = put
  end
end
s.upTo, s.total = upTo, tonumber(ARGV[6])
save(s)
return {}
