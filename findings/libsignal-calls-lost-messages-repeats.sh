#!/usr/bin/env bash
# libsignal: a group message that can never be read any more is reported as a repeat, which programs drop without a word.
#
# With:  @signalapp/libsignal-client 0.103.0 from npm (it brings its own binary), Node.js 20 or newer. Seen on 2026-11-29.
# Guess: DuplicatedMessage means that this message was decrypted before. One whose key is gone, or that is older than the key that the
#        reader got, has another error: something is missing, and a client can ask for it or show a gap.
# Seen:  the keys of the last 2000 messages that were skipped are kept. Whoever catches up on 2100 from the newest one back reads
#        2001, and the 99 oldest are "duplicated", as is a message that arrives again. The same goes for a new member: what was
#        sent before the key came is "duplicated", though the member never had it. Nothing tells the three cases apart.
# So:    a client that ignores this error, as one has to with a queue that delivers again, loses messages and counts none as lost. Note
#        the ids of messages that were decrypted, take the error for a loss if the id is not among them, and read the oldest first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @signalapp/libsignal-client@0.103.0 >/dev/null

cat >probe.mjs <<'EOF'
import {
  ErrorCode, ProtocolAddress, SenderKeyDistributionMessage, SenderKeyRecord, SenderKeyStore, groupDecrypt, groupEncrypt,
  processSenderKeyDistributionMessage,
} from '@signalapp/libsignal-client';

class Keys extends SenderKeyStore {
  #records = new Map();

  async saveSenderKey(sender, group, record) {
    this.#records.set(`${sender.name()} ${group}`, record.serialize());
  }

  async getSenderKey(sender, group) {
    const record = this.#records.get(`${sender.name()} ${group}`);
    return record === undefined ? null : SenderKeyRecord.deserialize(record);
  }
}
const ann = ProtocolAddress.new('9d0652a3-dcc3-4d11-975f-74d61598733f', 1);
const group = 'd1d1d1d1-7000-11eb-b32a-33b8a8a487a6';
const keysOfAnn = new Keys();
const send = async (text) => (await groupEncrypt(ann, group, keysOfAnn, Buffer.from(text))).serialize();

async function newMember() {
  const keys = new Keys();
  const key = await SenderKeyDistributionMessage.create(ann, group, keysOfAnn);
  await processSenderKeyDistributionMessage(ann, SenderKeyDistributionMessage.deserialize(key.serialize()), keys);
  return (message) => groupDecrypt(ann, keys, message).then((text) => Buffer.from(text).toString(), (error) => ErrorCode[error.code]);
}

const bob = await newMember();
const sent = [];
for (let number = 1; number <= 2100; number++) {
  sent.push(await send(`message ${number}`));
}
const results = new Map();
for (const message of sent.toReversed()) {
  const result = (await bob(message)).replace(/\d+/, '…');
  results.set(result, (results.get(result) ?? 0) + 1);
}
console.log(`bob, from the newest back: ${[...results].map(([result, count]) => `${count} ${result}`).join(', ')}`);
console.log(`bob, the newest one again: ${await bob(sent.at(-1))}`);

const early = await send('sent before carl has the key');
const carl = await newMember();
console.log(`carl, new: ${await carl(early)}, then ${await carl(await send('sent after it'))}`);
EOF
timeout 120 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
bob, from the newest back: 2001 message …, 99 DuplicatedMessage
bob, the newest one again: DuplicatedMessage
carl, new: DuplicatedMessage, then sent after it
EOF
diff expected seen && echo "as noted"
