#!/usr/bin/env bash
# exifr: the time of a photo that names its offset is read in the zone of the server, and is hours wrong, or on another day.
#
# With:  exifr 7.1.3 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: a photo that says "20:00" and "+08:00", as those of today's phones do, has the Date of 12:00 UTC, wherever it is read.
#        Only a photo without an offset is ambiguous.
# Seen:  the offset is handed on as a text beside the Date and has no part in it: the Date is 20:00 in the zone of the process.
#        A server in UTC is eight hours late, one in New York says the next day. On a developer's machine in the zone of the
#        camera all is right, so tests pass there.
# So:    a gallery of a conversation that is sorted by these times mixes up the photos of two travellers. Ask for the raw
#        texts (reviveValues: false) and put the time and its offset together in the program.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts exifr@7.1.3 >/dev/null

cat >probe.mjs <<'EOF'
import exifr from 'exifr';

/** A JPEG that has nothing but Exif texts: an IFD that points to the Exif IFD, which has the tags. */
function photo(tags) {
  const tiff = Buffer.alloc(26 + 2 + 12 * tags.length + 4);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  entry(tiff, 10, 0x8769, 4, 1, 26);
  tiff.writeUInt16LE(tags.length, 26);
  const texts = [];
  let end = tiff.length;
  tags.forEach(([tag, text], index) => {
    const bytes = Buffer.from(`${text}\0`, 'latin1');
    entry(tiff, 28 + 12 * index, tag, 2, bytes.length, end);
    texts.push(bytes);
    end += bytes.length;
  });
  const length = Buffer.alloc(2);
  length.writeUInt16BE(end + 8);
  const exif = [Buffer.from('\xff\xd8\xff\xe1', 'latin1'), length, Buffer.from('Exif\0\0', 'latin1'), tiff, ...texts];
  return Buffer.concat([...exif, Buffer.from('\xff\xd9', 'latin1')]);
}

function entry(tiff, at, tag, type, count, value) {
  tiff.writeUInt16LE(tag, at);
  tiff.writeUInt16LE(type, at + 2);
  tiff.writeUInt32LE(count, at + 4);
  tiff.writeUInt32LE(value, at + 8);
}

const taken = photo([
  [0x9003, '2026:11:28 20:00:00'],
  [0x9011, '+08:00'],
]);
for (const zone of ['Asia/Shanghai', 'UTC', 'America/New_York']) {
  process.env.TZ = zone;
  const { DateTimeOriginal: time, OffsetTimeOriginal: offset } = await exifr.parse(taken);
  console.log(`read in ${zone}: ${time.toISOString()}, offset ${offset}`);
}
const raw = await exifr.parse(taken, { reviveValues: false });
console.log(`raw: ${raw.DateTimeOriginal}, offset ${raw.OffsetTimeOriginal}`);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
read in Asia/Shanghai: 2026-11-28T12:00:00.000Z, offset +08:00
read in UTC: 2026-11-28T20:00:00.000Z, offset +08:00
read in America/New_York: 2026-11-29T01:00:00.000Z, offset +08:00
raw: 2026:11:28 20:00:00, offset +08:00
EOF
diff expected seen && echo "as noted"
