#!/usr/bin/env bash
# @parse/node-apn: "too many requests" is answered by three more requests at once, and an expired token by four new tokens.
#
# With:  @parse/node-apn 8.1.0 from npm, Node.js 20 or newer, openssl. Seen on 2026-11-27.
# Guess: after 429 or 503 the library waits before it tries again, longer each time, or leaves that to its caller; after an
#        expired token it makes one new token.
# Seen:  429, 503 and 500 are each repeated three times within the same second, without a pause, before the caller hears of a
#        failure. 403 ExpiredProviderToken is too, with another token each time. The library sets no apns-id, so that the
#        tries of one notification cannot be told apart from several notifications.
# So:    who sends to many devices multiplies a provider's refusals by four just when it asks for less. Pace the notifications
#        before this library, set an apns-id, and let one place decide when to come again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @parse/node-apn@8.1.0 >/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.pem -days 2 \
  -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out provider.p8 2>/dev/null

cat >probe.mjs <<'EOF'
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import apn from '@parse/node-apn';

const ca = readFileSync('server.pem');

async function attemptsAfter(status, reason) {
  const heard = [];
  const server = createSecureServer({ key: readFileSync('server.key'), cert: ca });
  server.on('stream', (stream, headers) => {
    heard.push({ at: Date.now(), token: headers.authorization, id: headers['apns-id'] });
    stream.resume().on('end', () => {
      stream.respond({ ':status': status });
      stream.end(JSON.stringify({ reason }));
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const token = { key: 'provider.p8', keyId: 'AAAAAAAAAA', teamId: 'BBBBBBBBBB' };
  const provider = new apn.Provider({ token, production: false, address: 'localhost', port: server.address().port, ca });
  const { failed } = await provider.send(new apn.Notification({ alert: 'hi', topic: 'org.example' }), ['a'.repeat(64)]);
  const within = heard.at(-1).at - heard[0].at < 1000 ? 'within a second' : 'over more than a second';
  const tokens = new Set(heard.map((attempt) => attempt.token)).size;
  const ids = heard.filter((attempt) => attempt.id !== undefined).length;
  console.log(`${status} ${reason}: ${heard.length} attempts ${within}, ${tokens} tokens, ${ids} with an apns-id, then ${failed.length} failed`);
  await provider.shutdown();
  server.close();
}

await attemptsAfter(429, 'TooManyRequests');
await attemptsAfter(503, 'ServiceUnavailable');
await attemptsAfter(500, 'InternalServerError');
await attemptsAfter(403, 'ExpiredProviderToken');
await attemptsAfter(410, 'Unregistered');
process.exit(0);
EOF
node probe.mjs >seen
cat seen
cat >expected <<'EOF'
429 TooManyRequests: 4 attempts within a second, 1 tokens, 0 with an apns-id, then 1 failed
503 ServiceUnavailable: 4 attempts within a second, 1 tokens, 0 with an apns-id, then 1 failed
500 InternalServerError: 4 attempts within a second, 1 tokens, 0 with an apns-id, then 1 failed
403 ExpiredProviderToken: 4 attempts within a second, 4 tokens, 0 with an apns-id, then 1 failed
410 Unregistered: 1 attempts within a second, 1 tokens, 0 with an apns-id, then 1 failed
EOF
diff expected seen && echo "as noted"
