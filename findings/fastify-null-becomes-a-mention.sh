#!/usr/bin/env bash
# Fastify: a message with null for "no mentions" arrives with one mention of nobody, as a reply to message 0, and with an empty text.
#
# With:  fastify 5.12.8 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: null where the schema says a list, a number or a text is refused with 400, or comes to the handler as null; what Fastify coerces
#        are texts that look like numbers, as queries have them.
# Seen:  bodies are coerced as queries are, and null too: a number becomes 0, a text "", a boolean false, and a list of texts [""], by
#        way of the text "", so that it has one entry. A list of numbers becomes [0]. A list in the place of a text is taken
#        if it has one entry. All with status 200, and the schema says afterwards that all is valid. Fields that are left out stay out.
# So:    clients that write null for "none", as those in Java and Kotlin often do, mention nobody once, reply to message 0 and set the read
#        position to 0. Turn coerceTypes off for bodies, or allow null in the schema, and test each field with null.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8 >/dev/null

cat >probe.mjs <<'EOF'
import Fastify from 'fastify';

async function probe(what, options) {
  const server = Fastify(options);
  const properties = {
    text: { type: 'string' },
    replyTo: { type: 'integer' },
    silent: { type: 'boolean' },
    mentions: { type: 'array', items: { type: 'string' } },
    files: { type: 'array', items: { type: 'integer' } },
  };
  server.post('/messages', { schema: { body: { type: 'object', properties } } }, async ({ body }) => body);
  console.log(what);
  for (const payload of [{}, ...Object.keys(properties).map((name) => ({ [name]: null })), { text: ['hi'] }]) {
    const answer = await server.inject({ method: 'POST', url: '/messages', payload });
    console.log(`  ${JSON.stringify(payload)}: ${answer.statusCode === 200 ? answer.body : answer.statusCode}`);
  }
}

await probe('by default', {});
await probe('without coercion', { ajv: { customOptions: { coerceTypes: false } } });
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
by default
  {}: {}
  {"text":null}: {"text":""}
  {"replyTo":null}: {"replyTo":0}
  {"silent":null}: {"silent":false}
  {"mentions":null}: {"mentions":[""]}
  {"files":null}: {"files":[0]}
  {"text":["hi"]}: {"text":"hi"}
without coercion
  {}: {}
  {"text":null}: 400
  {"replyTo":null}: 400
  {"silent":null}: 400
  {"mentions":null}: 400
  {"files":null}: 400
  {"text":["hi"]}: 400
EOF
diff expected seen && echo "as noted"
