#!/usr/bin/env bash
# cloudevents: an event that says "0 unread" arrives without its 0 in the structured form, so the badge stays as it was.
#
# With:  cloudevents 10.0.0 from npm (the JavaScript SDK), Node.js 20 or newer. Seen on 2026-11-29.
# Guess: an event carries any JSON value; what the sender puts into data comes out at the other end, and 0 differs from no data.
# Seen:  3, true and "hi" come as they were sent; 0, false and "" come as nothing: data is undefined, as if the event had none. On the
#        wire they are there, so the sender's log is right; it is the reader, HTTP.toEvent, that drops them. An object, which
#        examples and tests use, comes whole, also with a 0 in it.
# So:    "all read", "not typing" and "text removed" are just the values that get lost, and no error tells of it. Put the value into an
#        object ({"unread": 0}), and test each kind of event with the value that ends something.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cloudevents@10.0.0 >/dev/null

cat >probe.mjs <<'EOF'
import { createServer } from 'node:http';
import { CloudEvent, HTTP, Mode, emitterFor, httpTransport } from 'cloudevents';

let heard;
let wire;
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    wire = Buffer.concat(chunks).toString();
    heard = HTTP.toEvent({ headers: request.headers, body: wire });
    response.end();
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const transport = httpTransport(`http://127.0.0.1:${server.address().port}`);
const emit = emitterFor(transport, { binding: HTTP, mode: Mode.STRUCTURED });
for (const data of [{ unread: 0 }, 3, 0, true, false, 'hi', '']) {
  await emit(new CloudEvent({ id: '1', source: '/chat', type: 'unread', datacontenttype: 'application/json', data }));
  const sent = JSON.stringify(JSON.parse(wire).data);
  console.log(`${JSON.stringify(data)} is on the wire as ${sent}, and comes as ${JSON.stringify(heard.data)}`);
}
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
{"unread":0} is on the wire as {"unread":0}, and comes as {"unread":0}
3 is on the wire as 3, and comes as 3
0 is on the wire as 0, and comes as undefined
true is on the wire as true, and comes as true
false is on the wire as false, and comes as undefined
"hi" is on the wire as "hi", and comes as "hi"
"" is on the wire as "", and comes as undefined
EOF
diff expected seen && echo "as noted"
