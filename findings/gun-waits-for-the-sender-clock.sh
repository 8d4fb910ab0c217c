#!/usr/bin/env bash
# GUN: a message of a phone whose clock is three minutes fast is shown to nobody else for three minutes.
#
# With:  gun 0.2020.1241 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: of two values for one field the one with the later time wins, so a fast clock wins too often. A message is a new field that nobody
#        else writes: it comes through at once, with a wrong time at most.
# Seen:  the receiver puts each value with a time ahead of its own clock aside until that time has come. The writer sees the message at once,
#        all others as late as the clock is fast: the answer of somebody else stands there first. It is not in the receiver's data
#        meanwhile, so one that restarts, as a relay does, no longer has it. A slow clock does no harm to a new message.
# So:    one phone in the room talks into the past, and neither it nor the others see an error; on the developer's machine all peers have one
#        clock. Compare the clock with a server's and set Gun.state.drift, and test with peers whose clocks differ.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts gun@0.2020.1241 >/dev/null

cat >phone.cjs <<'EOF'
// Writes one message to the room, by a clock that is fast by so many milliseconds.
const [fast, port, text, corrected] = process.argv.slice(2);
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...fields) {
    super(...(fields.length > 0 ? fields : [RealDate.now() + Number(fast)]));
  }

  static now() {
    return RealDate.now() + Number(fast);
  }
};
const Gun = require('gun');
if (corrected) {
  Gun.state.drift = -Number(fast);
}
const gun = Gun({ peers: [`http://127.0.0.1:${port}/gun`], localStorage: false, radisk: false, axe: false, multicast: false });
gun.get('room').map().once((message) => message.text === text && process.send?.('seen by its writer'));
gun.get('room').set({ text });
EOF
cat >probe.mjs <<'EOF'
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import Gun from 'gun';

const http = createServer().listen(0, '127.0.0.1');
await once(http, 'listening');
const gun = Gun({ web: http, localStorage: false, radisk: false, axe: false, multicast: false });
const heard = new Map();
gun.get('room').map().on(({ text }) => heard.set(text, heard.get(text) ?? Date.now()));

/** Lets a phone write, waits for its writer to see it, and switches it off a moment later; tells when that was. */
async function write(text, fast, ...corrected) {
  const phone = fork('phone.cjs', [fast, http.address().port, text, ...corrected], { silent: true });
  await once(phone, 'message');
  const written = Date.now();
  await pass(1000);
  phone.kill();
  await once(phone, 'exit');
  return written;
}

await write('right clock', 0);
await write('slow clock', -8000);
await write('fast clock, corrected by drift', 8000, 'corrected');
const written = await write('fast clock', 8000);
await write('an answer to it', 0);
const there = Object.values(gun._.graph).some((node) => node.text === 'fast clock');
console.log(`a moment later: ${[...heard.keys()].join('; ')}`);
console.log(`the message of the fast clock is in the receiver's data: ${there ? 'yes' : 'no'}`);
while (!heard.has('fast clock')) {
  await pass(50);
}
const late = heard.get('fast clock') - written;
console.log(`it comes as the last one, about as late as its clock is fast: ${late > 6500 && late < 9500 ? 'yes' : late}`);
process.exit(0);
EOF
timeout 90 node probe.mjs 2>errors | grep -v '^Hello wonderful' >seen || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
a moment later: right clock; slow clock; fast clock, corrected by drift; an answer to it
the message of the fast clock is in the receiver's data: no
it comes as the last one, about as late as its clock is fast: yes
EOF
diff expected seen && echo "as noted"
