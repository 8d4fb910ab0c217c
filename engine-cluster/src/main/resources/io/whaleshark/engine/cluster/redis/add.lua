-- Adds what a batch has committed. From ARGV[4] on, for each entry: the position that it left when
-- it was edited or recalled, '0' if it was sent; its stamp; its position; the member.
-- Whoever committed it adds it, once. What a fill has read is not counted again. Where an addition is
-- lost, a message may stand here twice: nobody is answered from the set until a fill has put that
-- right.
local s = known() or nothing()
local put = 0
for i = 4, #ARGV, 4 do
  local sent, stamp, position = ARGV[i] == '0', tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local committed = sent and stamp or position
  if committed > s.upTo then
    if not sent then
      redis.call('ZREMRANGEBYSCORE', set, ARGV[i], ARGV[i])
      redis.call('ZREMRANGEBYSCORE', set, ARGV[i + 1], ARGV[i + 1])
    end
    if not at(ARGV[i + 2]) then
      if sent then
        s.total = s.total + 1
      end
      if position > s.trimmedUpTo then
        redis.call('ZADD', set, ARGV[i + 2], ARGV[i + 3])
        put = math.max(put, position)
        s.last = put
      end
    end
  end
end
save(s)
return {}
