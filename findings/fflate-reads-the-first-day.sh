#!/usr/bin/env bash
# fflate, Commons Compress: of an archive (gzip) to which each day is appended they read the first day, without error.
#
# With:  fflate 0.8.3 from npm, Node.js 20 or newer; org.apache.commons:commons-compress 1.28.0 from Maven Central;
#        Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: a gzip file may have several parts, one after the other; that is how one appends to an archive ("gzip >>
#        chat.jsonl.gz"), how log shippers write and how files are joined. Who unpacks it gets all parts, as with
#        gunzip, Node's zlib and GZIPInputStream, or an error.
# Seen:  gunzipSync, decompressSync and gunzip of fflate give the first part as if it were all; its own stream, Gunzip,
#        gives all. GzipCompressorInputStream of Commons Compress stops after the first part too, also by
#        CompressorStreamFactory, unless it is built with decompressConcatenated. What comes out is whole lines of
#        valid JSON, so nothing looks cut off.
# So:    a chat that is exported in the background, day by day, is imported with its first day. Test an import with a
#        file of two parts, compare the number of messages with what the export says, and write an export in one part
#        if it goes to others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts fflate@0.8.3 >/dev/null
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.commons</groupId><artifactId>commons-compress</artifactId><version>1.28.0</version>
    </dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

for day in 1 2 3; do
  for number in 1 2; do
    echo "{\"day\":$day,\"text\":\"message $number\"}"
  done | gzip >>chat.jsonl.gz
done
echo "gunzip: $(gunzip -c chat.jsonl.gz | wc -l) messages" >seen

cat >probe.mjs <<'EOF'
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gunzipSync as zlib } from 'node:zlib';
import { Gunzip, decompressSync, gunzip, gunzipSync } from 'fflate';

const file = readFileSync('chat.jsonl.gz');
const count = (bytes) => Buffer.from(bytes).toString().trim().split('\n').length;
const print = (who, bytes) => console.log(`${who}: ${count(bytes)} messages`);
print('zlib of Node.js', zlib(file));
print('gunzipSync of fflate', gunzipSync(file));
print('decompressSync of fflate', decompressSync(file));
print('gunzip of fflate', await promisify(gunzip)(file));
const parts = [];
new Gunzip((part) => parts.push(part)).push(file, true);
print('Gunzip of fflate', Buffer.concat(parts));
EOF
node probe.mjs >>seen

cat >Probe.java <<'EOF'
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

class Probe {
  interface Opener {
    InputStream open(InputStream file) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    print("GZIPInputStream", GZIPInputStream::new);
    print("GzipCompressorInputStream", GzipCompressorInputStream::new);
    print("CompressorStreamFactory",
        file -> new CompressorStreamFactory().createCompressorInputStream("gz", file));
    print("with decompressConcatenated", file -> new GzipCompressorInputStream(file, true));
  }

  static void print(String who, Opener opener) throws Exception {
    try (InputStream in = opener.open(new FileInputStream("chat.jsonl.gz"))) {
      System.out.println(who + ": " + new BufferedReader(new InputStreamReader(in)).lines().count() + " messages");
    }
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >>seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
gunzip: 6 messages
zlib of Node.js: 6 messages
gunzipSync of fflate: 2 messages
decompressSync of fflate: 2 messages
gunzip of fflate: 2 messages
Gunzip of fflate: 6 messages
GZIPInputStream: 6 messages
GzipCompressorInputStream: 2 messages
CompressorStreamFactory: 2 messages
with decompressConcatenated: 6 messages
EOF
diff expected seen && echo "as noted"
