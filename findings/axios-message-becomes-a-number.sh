#!/usr/bin/env bash
# axios: of messages that are posted or read as bare texts, "hello" stays what it is, while "2026" and "null" become something else.
#
# With:  axios 1.21.1 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: a message's text that is posted as application/json is either written as a JSON text, always, or goes out as it is, always. An
#        answer of the type text/plain comes as text; only application/json is parsed.
# Seen:  both go by what the text looks like. If it happens to be JSON it is posted as it is, so that 2026, null, true and "quoted"
#        arrive as a number, nothing, a boolean and a text without its quotation marks; any other text is written as JSON. An answer is
#        parsed if that works, whatever type it says: an id of 19 digits loses its last ones, 1e3 is 1000, "null" is nothing.
#        "007" is no JSON and stays. With responseType 'text' answers stay texts; JSON.stringify before posting is right for all.
# So:    post an object ({ text }), never a bare text, and ask for responseType 'text' wherever long messages, files or ids come as
#        text/plain. A test with "hello" passes in both directions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts axios@1.21.1 >/dev/null

cat >probe.mjs <<'EOF'
import http from 'node:http';
import axios from 'axios';

let posted;
const server = http.createServer(async (request, response) => {
  posted = '';
  for await (const part of request) {
    posted += part;
  }
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(decodeURIComponent(request.url.slice(1)));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}/`;
const show = (value) => value === null ? 'nothing' : `${typeof value} ${value}`;

for (const text of ['hello', '2026', '007', '70', '1e3', 'null', 'true', '"quoted"', '7012345678901234567']) {
  await axios.post(base, text, { headers: { 'content-type': 'application/json' } });
  const heard = JSON.parse(posted);
  await axios.post(base, JSON.stringify(text), { headers: { 'content-type': 'application/json' } });
  const stringified = JSON.parse(posted);
  await axios.post(base, { text }, { headers: { 'content-type': 'application/json' } });
  const inObject = JSON.parse(posted).text;
  const got = (await axios.get(base + encodeURIComponent(text))).data;
  const asked = (await axios.get(base + encodeURIComponent(text), { responseType: 'text' })).data;
  console.log(`${text}: posted ${show(heard)}, stringified ${stringified === text}, in an object ${inObject === text}; ` +
      `got ${show(got)}, as text ${asked === text}`);
}
server.close();
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
hello: posted string hello, stringified true, in an object true; got string hello, as text true
2026: posted number 2026, stringified true, in an object true; got number 2026, as text true
007: posted string 007, stringified true, in an object true; got string 007, as text true
70: posted number 70, stringified true, in an object true; got number 70, as text true
1e3: posted number 1000, stringified true, in an object true; got number 1000, as text true
null: posted nothing, stringified true, in an object true; got nothing, as text true
true: posted boolean true, stringified true, in an object true; got boolean true, as text true
"quoted": posted string quoted, stringified true, in an object true; got string quoted, as text true
7012345678901234567: posted number 7012345678901235000, stringified true, in an object true; got number 7012345678901235000, as text true
EOF
diff expected seen && echo "as noted"
