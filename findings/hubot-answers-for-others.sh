#!/usr/bin/env bash
# Hubot: a bot that is named "max" takes what is said to Maxine, and to anybody about a maximum, for what is said to it.
#
# With:  hubot 14.1.0 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: robot.respond hears what is addressed to the bot: its name as a word at the start, with an @ or a comma if one likes. That its
#        pattern begins where the name has ended is what respond does for its scripts.
# Seen:  the name needs no end: after it may come a comma, a space or nothing at all, so "@maxine" is "@max" and "ine". Patterns that begin
#        with a word of their own hide it; one that takes any text, as bots that talk have it, or that begins with .*, gets
#        "ine can you come?" as a question. (?<!\w) at the start of the pattern mends it.
# So:    the bot answers what others were asked, sets reminders that nobody asked it for, and hands talk on to the service behind it. Give bots
#        names that begin no other name or word, and test with a name that only begins like the bot's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts hubot@14.1.0 >/dev/null

cat >probe.mjs <<'EOF'
import { Robot, TextMessage, User } from 'hubot';

/** Says each text in a room in which one bot listens, and shows what the bot takes for its own. */
async function probe(what, pattern) {
  const robot = new Robot(null, false, 'max');
  const heard = [];
  robot.respond(pattern, async (response) => heard.push(response.match[1]));
  for (const text of ['max, hello', '@max hello', '@maxine can you come?', 'maximum is 5', 'maxine, please remind ben', 'ask max', '@ben hello']) {
    await robot.receive(new TextMessage(new User('ann', { room: 'team' }), text));
  }
  console.log(`${what}: ${heard.map((words) => `"${words}"`).join(', ')}`);
}

await probe('any text', /(.*)/);
await probe('remind, anywhere', /.*(remind .*)/);
await probe('any text, after a border', /(?<!\w)(.*)/);
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
any text: "hello", "hello", "ine can you come?", "imum is 5", "ine, please remind ben"
remind, anywhere: "remind ben"
any text, after a border: "hello", "hello"
EOF
diff expected seen && echo "as noted"
