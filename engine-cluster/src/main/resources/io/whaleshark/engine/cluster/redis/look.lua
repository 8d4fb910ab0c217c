-- Looks at a set. ARGV[2]: a cursor; ARGV[3]: how many entries after it are wanted; ARGV[4]: the
-- bound of the inbox. Answers nothing if there is nothing that fits together; else the total, the
-- stamp up to which all is counted, the position up to which the set is trimmed, and the members.
-- Of a set that has counted more than the bound, all that follows the cursor decides what is kept:
-- the heads of the rest come too, cut before the field messageId.
local s = known()
if not s then
  return {}
end
local answer = { text(s.total), text(s.upTo), text(s.trimmedUpTo) }
local wanted = tonumber(ARGV[3])
local members
if s.total > tonumber(ARGV[4]) then
  members = redis.call('ZRANGE', set, '(' .. ARGV[2], '+inf', 'BYSCORE')
else
  members = redis.call('ZRANGE', set, '(' .. ARGV[2], '+inf', 'BYSCORE', 'LIMIT', 0, wanted)
end
for i, member in ipairs(members) do
  if i > wanted then
    local cut = string.find(member, ',"messageId":', 1, true)
    member = cut and string.sub(member, 1, cut - 1) .. '}' or member
  end
  answer[#answer + 1] = member
end
return answer
