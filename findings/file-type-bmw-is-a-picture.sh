#!/usr/bin/env bash
# file-type: a text file that begins with "BMW" is a picture, and with "ID3", "MZ", "GIF" or "%PDF" a song, a program, a picture or a PDF.
#
# With:  file-type 21.3.4 and magic-bytes.js 1.13.1 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: a file of pure text has no type that can be read off its bytes: the answer is undefined, and the name decides. The
#        readme says that text formats are not what it finds.
# Seen:  two or three letters at the beginning are enough, and nothing is looked at behind them: a price list of cars is image/bmp, the
#        notes "MZ: …" are a Windows program, "ID3 tags" a song, "FWS and …" a Flash film, "icns are …" an icon. magic-bytes.js takes
#        "OTTO …" for a font as well, and "GIF …" for a film. "Hello" and most other words give undefined, as one would guess.
# So:    who shows attachments by this answer shows a broken picture or player in the place of a note, or refuses it as a program. Where a
#        file is valid UTF-8 without control characters, it is text, whatever it begins with; ask for the type after that. A
#        test with "hello world" passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts file-type@21.3.4 magic-bytes.js@1.13.1 >/dev/null

cat >probe.mjs <<'EOF'
import { fileTypeFromBuffer } from 'file-type';
import { filetypeinfo } from 'magic-bytes.js';

const beginnings = [
  'Hello Ann', 'BMW M3, 2019, 41 000 km', 'BM: the brand meeting', 'MZ: see you at six', 'ID3 tags and what they are',
  'FWS and CWS, the two forms', 'GIF or PNG?', 'GIF87 and its palette', 'icns are icons of a Mac', 'OTTO is here', '%PDF is how it begins',
];
for (const beginning of beginnings) {
  const file = Buffer.from(`${beginning}\n${'and so on, with more lines of plain text. \n'.repeat(100)}`);
  const type = (await fileTypeFromBuffer(file))?.mime;
  const guesses = filetypeinfo(file).map((guess) => guess.mime ?? guess.typename);
  console.log(`"${beginning}": file-type ${type ?? 'knows none'}, magic-bytes.js ${guesses.join(' or ') || 'knows none'}`);
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
"Hello Ann": file-type knows none, magic-bytes.js knows none
"BMW M3, 2019, 41 000 km": file-type image/bmp, magic-bytes.js image/bmp
"BM: the brand meeting": file-type image/bmp, magic-bytes.js image/bmp
"MZ: see you at six": file-type application/x-msdownload, magic-bytes.js exe
"ID3 tags and what they are": file-type audio/mpeg, magic-bytes.js audio/mpeg
"FWS and CWS, the two forms": file-type application/x-shockwave-flash, magic-bytes.js application/x-shockwave-flash
"GIF or PNG?": file-type image/gif, magic-bytes.js video/mpeg
"GIF87 and its palette": file-type image/gif, magic-bytes.js video/mpeg
"icns are icons of a Mac": file-type image/icns, magic-bytes.js knows none
"OTTO is here": file-type knows none, magic-bytes.js font/otf
"%PDF is how it begins": file-type application/pdf, magic-bytes.js application/pdf
EOF
diff expected seen && echo "as noted"
