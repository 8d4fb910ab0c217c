#!/usr/bin/env bash
# tus-js-client: a second picture that begins like the first and is as large is not sent and gets the first's address.
#
# With:  tus-js-client 4.3.1 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: an upload that was cut off is found again by its content and by what it is for. If a Buffer's content is
#        hashed, all of it is, and an upload that was finished is not there any more to be resumed.
# Seen:  of a Buffer the first 64 KiB and the length are looked at, and a finished upload stays on the list. Two
#        bitmaps of one size with the same upper part (screenshots of one form), or two recordings in WAV that
#        begin with silence, are one: the second asks how much is there, hears "all of it", sends no byte and reports
#        success. The room in its metadata is not looked at either: the same picture for another room is the upload of
#        the first room, with that room's metadata.
# So:    a bot that sends a chart every hour shows the first one for ever. Give the option fingerprint a hash of all
#        bytes and of the room, and let messages say the hash of their file, so that the server can compare it with
#        what it stored.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tus-js-client@4.3.1 >/dev/null

cat >probe.mjs <<'EOF'
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { FileUrlStorage, Upload } from 'tus-js-client';

// A server of as much of the protocol as it takes: POST makes an upload, HEAD tells how much is there, PATCH adds.
const uploads = [];
const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  response.setHeader('Tus-Resumable', '1.0.0');
  if (request.method === 'POST') {
    const metadata = Buffer.from(request.headers['upload-metadata'].split(' ')[1], 'base64').toString();
    uploads.push({ room: metadata, length: request.headers['upload-length'], content: Buffer.alloc(0) });
    response.writeHead(201, { Location: `/files/${uploads.length}` }).end();
    return;
  }
  const upload = uploads[request.url.split('/').pop() - 1];
  upload.content = Buffer.concat([upload.content, ...parts]);
  response.setHeader('Upload-Offset', upload.content.length);
  response.setHeader('Upload-Length', upload.length);
  response.writeHead(request.method === 'HEAD' ? 200 : 204).end();
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

async function send(picture, room, options) {
  let bytes = 0;
  const upload = await new Promise((resolve, reject) => {
    const made = new Upload(picture, {
      endpoint: `http://127.0.0.1:${server.address().port}/files`,
      urlStorage: new FileUrlStorage('./uploads.json'),
      metadata: { room },
      onChunkComplete: (size) => { bytes += size; },
      onError: reject,
      onSuccess: () => resolve(made),
      ...options,
    });
    made.findPreviousUploads().then((previous) => {
      if (previous.length > 0) {
        made.resumeFromPreviousUpload(previous[0]);
      }
      made.start();
    });
  });
  const { pathname } = new URL(upload.url);
  const kept = uploads[pathname.split('/').pop() - 1];
  const same = kept.content.equals(picture) ? 'this picture' : 'another picture';
  console.log(`${bytes} bytes sent, success: ${pathname} has ${same} and is for ${kept.room}`);
}

// Three pictures of one size, white above, with a line below that differs; the last one differs in its first byte.
const picture = (line) => Buffer.concat([Buffer.alloc(100_000, 255), Buffer.from(line)]);
await send(picture('at nine: 10'), 'room 1');
await send(picture('at ten:  99'), 'room 1');
await send(picture('at nine: 10'), 'room 2');
await send(Buffer.concat([Buffer.from([0]), picture('at ten: 99')]), 'room 2');
console.log('with a fingerprint of all bytes and the room:');
for (const [line, room] of [['at nine: 10', 'room 1'], ['at ten:  99', 'room 1'], ['at nine: 10', 'room 2']]) {
  const fingerprint = async (bytes) => `${createHash('sha256').update(bytes).digest('hex')} ${room}`;
  await send(picture(line), room, { fingerprint });
}
server.closeAllConnections();
server.close();
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
100011 bytes sent, success: /files/1 has this picture and is for room 1
0 bytes sent, success: /files/1 has another picture and is for room 1
0 bytes sent, success: /files/1 has this picture and is for room 1
100011 bytes sent, success: /files/2 has this picture and is for room 2
with a fingerprint of all bytes and the room:
100011 bytes sent, success: /files/3 has this picture and is for room 1
100011 bytes sent, success: /files/4 has this picture and is for room 1
100011 bytes sent, success: /files/5 has this picture and is for room 2
EOF
diff expected seen && echo "as noted"
