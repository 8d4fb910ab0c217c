#!/usr/bin/env bash
# linkify-plugin-mention: "ssh root@db" mentions the user db, and "@bob.smith" mentions bob, who is somebody else.
#
# With:  linkifyjs and linkify-plugin-mention 4.3.3 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: a mention begins where a word begins, as in chats: text before an "@" makes it an address, a version or a path, known or not. What
#        follows is a name as people have them, with a dot inside, and without the full stop of a sentence.
# Seen:  an "@" inside a word begins a mention, wherever no address is found. An address is one of a public top-level domain alone: those
#        inside of a company (anna@intranet, anna@mail.internal) call whoever is called intranet or mail, as do commands with a host, a
#        version or a digest. A dot ends the name: of @bob.smith only @bob is left, and of @bob.smith@corp.example.com
#        an address is found that nobody has. Names in Chinese are found, in the middle of a sentence too, as they should be.
# So:    who is told of a message should not be taken from there: a bot that reports "root@db" calls a colleague each time. Look the names
#        up among the members of the room, the longest first, and only where a word begins; or let the editor say whom it inserted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts linkifyjs@4.3.3 linkify-plugin-mention@4.3.3 >/dev/null

cat >probe.mjs <<'EOF'
import { find } from 'linkifyjs';
import 'linkify-plugin-mention';

for (const text of [
  'thanks @ann, see you',
  '你好@李雷，吃饭吗',
  'write to anna@example.com',
  'write to anna@intranet',
  'write to anna@mail.internal',
  'ssh root@db, then restart',
  'npm i react@latest',
  'docker pull app@sha256',
  'ask @bob.smith.',
  'ask @bob.smith@corp.example.com',
]) {
  console.log(`${text}: ${find(text).map(({ type, value }) => `${type} ${value}`).join(', ')}`);
}
EOF
timeout 50 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
thanks @ann, see you: mention @ann
你好@李雷，吃饭吗: mention @李雷
write to anna@example.com: email anna@example.com
write to anna@intranet: mention @intranet
write to anna@mail.internal: mention @mail
ssh root@db, then restart: mention @db
npm i react@latest: mention @latest
docker pull app@sha256: mention @sha256
ask @bob.smith.: mention @bob
ask @bob.smith@corp.example.com: mention @bob, email smith@corp.example.com
EOF
diff expected seen && echo "as noted"
