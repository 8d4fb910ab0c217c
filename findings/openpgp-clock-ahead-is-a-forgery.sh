#!/usr/bin/env bash
# OpenPGP.js: a message of a phone whose clock is thirty seconds fast can be read, but counts as not signed by its sender.
#
# With:  openpgp 6.3.2 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: a signature tells who wrote, and its time is a note: verifying with the right key succeeds, perhaps with a tolerance of some
#        minutes as tokens have it. A wrong clock makes a wrong time, not a wrong sender.
# Seen:  one second ahead of the reader is too much: decrypt gives the text, and "verified" is rejected, as for a signature by a stranger's
#        key; only the words of the error differ. With expectSigned there is no text either. A clock that is late
#        is all right. Read with a later date, or with date: null, the same message is verified.
# So:    a live chat marks each new message of that phone as unverified, or drops it, and finds nothing wrong in the history. Verify with
#        a date some minutes ahead (or null), look at the time apart from the sender, and test with two clocks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts openpgp@6.3.2 >/dev/null

cat >probe.mjs <<'EOF'
import * as openpgp from 'openpgp';

const from = (seconds) => new Date(Date.now() + seconds * 1000);
const pair = (name) =>
  openpgp.generateKey({ userIDs: [{ name, email: `${name}@example.org` }], format: 'object', date: from(-86_400) });
const [ann, bob, eve] = await Promise.all(['ann', 'bob', 'eve'].map(pair));

async function write(signer, seconds) {
  const message = await openpgp.createMessage({ text: 'see you at six' });
  return openpgp.encrypt({ message, encryptionKeys: bob.publicKey, signingKeys: signer.privateKey, date: from(seconds) });
}

async function read(armoredMessage, options = {}) {
  const message = await openpgp.readMessage({ armoredMessage });
  try {
    const { data, signatures } =
      await openpgp.decrypt({ message, decryptionKeys: bob.privateKey, verificationKeys: ann.publicKey, ...options });
    return `"${data}", ${await signatures[0].verified.then(() => 'verified', () => 'not verified')}`;
  } catch {
    return 'no text at all';
  }
}

console.log(`Ann, a clock 30 s behind: ${await read(await write(ann, -30))}`);
console.log(`Ann, a clock 30 s ahead: ${await read(await write(ann, 30))}`);
console.log(`Eve: ${await read(await write(eve, 0))}`);
console.log(`Ann, 30 s ahead, expectSigned: ${await read(await write(ann, 30), { expectSigned: true })}`);
console.log(`Ann, 30 s ahead, read with a date of five minutes ahead: ${await read(await write(ann, 30), { date: from(300) })}`);
console.log(`Ann, 30 s ahead, read with date null: ${await read(await write(ann, 30), { date: null })}`);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
Ann, a clock 30 s behind: "see you at six", verified
Ann, a clock 30 s ahead: "see you at six", not verified
Eve: "see you at six", not verified
Ann, 30 s ahead, expectSigned: no text at all
Ann, 30 s ahead, read with a date of five minutes ahead: "see you at six", verified
Ann, 30 s ahead, read with date null: "see you at six", verified
EOF
diff expected seen && echo "as noted"
