#!/usr/bin/env bash
# better-queue: one message for three receivers is brought to the last one alone, and the other two are reported as done.
#
# With:  better-queue 3.8.12 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: what is pushed three times is worked on three times. A job is whatever object one pushes; its fields are the program's own.
# Seen:  a field "id" of the object, if it has one, is the id of the job, and what is pushed with the id of a job that waits takes its place.
#        So {id: 'm1', to: 'ann'} and the same for bob and cat become one job, for cat. The callbacks of all three are called without an
#        error, with the result for cat. Once a job has begun, the next one with its id is a job of its
#        own: in a quiet system, and in a test that waits for each, all three are told. A field of another name is as guessed.
# So:    notifications, mails and webhooks by receiver get lost under load alone. Give the option id a field that names the whole job, as
#        message and receiver, or a field that no object has; and check in the callback for whom the result is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts better-queue@3.8.12 >/dev/null

cat >probe.cjs <<'EOF'
const Queue = require('better-queue');

const receivers = ['ann', 'bob', 'cat'];

/** A message for three people, which comes while another one is on its way. */
function probe(what, task, options) {
  return new Promise((resolve) => {
    const told = [];
    const said = [];
    const answer = (to) => (error, result) => {
      said.push(`  ${to}: ${error ?? result}`);
      if (said.length === receivers.length) {
        console.log([`${what}: told ${told}`, ...said.sort()].join('\n'));
        resolve();
      }
    };
    const queue = new Queue((one, done) => {
      if (one.to === 'dan') {
        for (const to of receivers) {
          queue.push(task(to), answer(to));
        }
      } else {
        told.push(one.to);
      }
      setTimeout(done, 20, null, `brought to ${one.to}`);
    }, options);
    queue.push({ id: 'm0', messageId: 'm0', to: 'dan' });
  });
}

const withId = (to) => ({ id: 'm1', to, text: 'see you at six' });
const withName = (to) => ({ messageId: 'm1', to, text: 'see you at six' });
probe('id', withId)
  .then(() => probe('messageId', withName))
  .then(() => probe('id, and an id of the whole job', withId, { id: (task, done) => done(null, `${task.id} ${task.to}`) }));
EOF
timeout 50 node probe.cjs >seen
cat seen
cat >expected <<'EOF'
id: told cat
  ann: brought to cat
  bob: brought to cat
  cat: brought to cat
messageId: told ann,bob,cat
  ann: brought to ann
  bob: brought to bob
  cat: brought to cat
id, and an id of the whole job: told ann,bob,cat
  ann: brought to ann
  bob: brought to bob
  cat: brought to cat
EOF
diff expected seen && echo "as noted"
