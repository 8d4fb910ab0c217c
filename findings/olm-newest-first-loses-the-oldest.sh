#!/usr/bin/env bash
# libolm: whoever decrypts a peer's messages from the newest page back cannot decrypt the oldest ones any more.
#
# With:  @matrix-org/olm 3.2.15 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: messages of one session may be decrypted in any order, each once: the keys of those that were skipped are kept.
# Seen:  the keys of the last 40 that were skipped are kept, older ones are gone for ever, and nothing says so. Of 100
#        messages, read in pages of 20 from the newest page back, 40 cannot be read; read from the oldest on, all can. The
#        reason given is a wrong authentication code, as if someone had changed the message, not that the key has gone.
# So:    decrypt in the order of sending before showing the newest page first; fetch the queue of a device from its oldest
#        message; and do not warn of tampering for a reason that a long absence gives too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @matrix-org/olm@3.2.15 >/dev/null

cat >probe.mjs <<'EOF'
import Olm from '@matrix-org/olm';

await Olm.init();

/** A session between alice and bob, both of whom have written once. */
function meet() {
  const [alice, bob] = [new Olm.Account(), new Olm.Account()];
  alice.create();
  bob.create();
  bob.generate_one_time_keys(1);
  const [once] = Object.values(JSON.parse(bob.one_time_keys()).curve25519);
  const [from, to] = [new Olm.Session(), new Olm.Session()];
  from.create_outbound(alice, JSON.parse(bob.identity_keys()).curve25519, once);
  const hello = from.encrypt('hello');
  to.create_inbound(bob, hello.body);
  to.decrypt(hello.type, hello.body);
  const answer = to.encrypt('hello alice');
  from.decrypt(answer.type, answer.body);
  return [from, to];
}

function read(what, count, ordered) {
  const [from, to] = meet();
  const sent = Array.from({ length: count }, (_, index) => ({ number: index + 1, ...from.encrypt(`text ${index + 1}`) }));
  const lost = [];
  const reasons = new Set();
  for (const { number, type, body } of ordered(sent)) {
    try {
      to.decrypt(type, body);
    } catch (failure) {
      lost.push(number);
      reasons.add(failure.message);
    }
  }
  lost.sort((one, other) => one - other);
  const said = lost.length === 0 ? 'all read' : `${lost.length} lost: ${lost[0]} to ${lost.at(-1)}, ${[...reasons].join(', ')}`;
  console.log(`${count} messages, ${what}: ${said}`);
}
const pages = (sent) => [4, 3, 2, 1, 0].flatMap((page) => sent.slice(page * 20, page * 20 + 20));

read('oldest first', 100, (sent) => sent);
read('the first one last', 100, (sent) => [...sent.slice(1), sent[0]]);
read('newest page of 20 first', 100, pages);
read('newest first', 41, (sent) => sent.toReversed());
read('newest first', 42, (sent) => sent.toReversed());
read('newest first', 50, (sent) => sent.toReversed());
EOF
node probe.mjs >seen
cat seen
cat >expected <<'EOF'
100 messages, oldest first: all read
100 messages, the first one last: all read
100 messages, newest page of 20 first: 40 lost: 1 to 40, OLM.BAD_MESSAGE_MAC
41 messages, newest first: all read
42 messages, newest first: 1 lost: 1 to 1, OLM.BAD_MESSAGE_MAC
50 messages, newest first: 9 lost: 1 to 9, OLM.BAD_MESSAGE_MAC
EOF
diff expected seen && echo "as noted"
