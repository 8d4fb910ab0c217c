#!/usr/bin/env bash
# msgpackr and cbor-x: a time in milliseconds, or any whole number over 32 bits, goes out as a floating-point number.
#
# With:  msgpackr 2.1.4, cbor-x 1.6.9, @msgpack/msgpack 3.1.3 and cborg 6.1.5 from npm, Node.js 20 or newer;
#        org.msgpack:msgpack-core 0.9.12 from Maven Central, Java 17 or newer, Maven. Seen on 2026-11-28.
# Guess: whole numbers up to 2^53 are integers in MessagePack and CBOR, in the shortest form that holds them; an option to get
#        BigInt when reading changes nothing about how numbers are written.
# Seen:  msgpackr and cbor-x write an integer up to 32 bits, and a double from there on, so for every time of today. Readers in
#        JavaScript never notice; one that asks for a long, in Java here, refuses the message. @msgpack/msgpack and cborg write
#        integers, but with useBigInt64, which one sets in order to read them exactly, @msgpack/msgpack writes doubles too.
# So:    between languages, write times and sequences as BigInt, which goes out as an integer wherever it is taken, and keep a
#        golden frame with a number over 32 bits that each language reads by its type. Tests with small sequences see nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts msgpackr@2.1.4 cbor-x@1.6.9 @msgpack/msgpack@3.1.3 cborg@6.1.5 >/dev/null
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.msgpack</groupId><artifactId>msgpack-core</artifactId><version>0.9.12</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >probe.mjs <<'EOF'
import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cborx } from 'cbor-x';
import { encode as cborg } from 'cborg';
import { pack } from 'msgpackr';

const writers = {
  msgpackr: pack,
  '@msgpack/msgpack': msgpack,
  '@msgpack/msgpack with useBigInt64': (value) => msgpack(value, { useBigInt64: true }),
  'cbor-x': cborx,
  cborg,
};
const values = { 'sequence 4294967295': 4294967295, 'sequence 4294967296': 4294967296, 'a time': 1795838400000 };
for (const [writer, write] of Object.entries(writers)) {
  const bigInt = writer === '@msgpack/msgpack' ? {} : { 'a time as BigInt': 1795838400000n };
  for (const [what, value] of Object.entries({ ...values, ...bigInt })) {
    console.log(`${writer}\t${what}\t${Buffer.from(write(value)).toString('hex')}`);
  }
}
EOF
cat >Probe.java <<'EOF'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageTypeException;

class Probe {
  public static void main(String[] arguments) throws Exception {
    for (String line : Files.readAllLines(Path.of("written"))) {
      String[] fields = line.split("\t");
      String read = "";
      if (fields[0].contains("msgpack")) {
        try (var unpacker = MessagePack.newDefaultUnpacker(HexFormat.of().parseHex(fields[2]))) {
          read = ", a long: " + unpacker.unpackLong();
        } catch (MessageTypeException refused) {
          read = ", no long";
        }
      }
      System.out.println(fields[0] + ", " + fields[1] + ": " + fields[2] + read);
    }
  }
}
EOF
node probe.mjs >written
timeout 60 java -cp 'lib/*' Probe.java >seen
cat seen
cat >expected <<'EOF'
msgpackr, sequence 4294967295: ceffffffff, a long: 4294967295
msgpackr, sequence 4294967296: cb41f0000000000000, no long
msgpackr, a time: cb427a2204f5600000, no long
msgpackr, a time as BigInt: d3000001a2204f5600, a long: 1795838400000
@msgpack/msgpack, sequence 4294967295: ceffffffff, a long: 4294967295
@msgpack/msgpack, sequence 4294967296: cf0000000100000000, a long: 4294967296
@msgpack/msgpack, a time: cf000001a2204f5600, a long: 1795838400000
@msgpack/msgpack with useBigInt64, sequence 4294967295: ceffffffff, a long: 4294967295
@msgpack/msgpack with useBigInt64, sequence 4294967296: cb41f0000000000000, no long
@msgpack/msgpack with useBigInt64, a time: cb427a2204f5600000, no long
@msgpack/msgpack with useBigInt64, a time as BigInt: cf000001a2204f5600, a long: 1795838400000
cbor-x, sequence 4294967295: 1affffffff
cbor-x, sequence 4294967296: fb41f0000000000000
cbor-x, a time: fb427a2204f5600000
cbor-x, a time as BigInt: 1b000001a2204f5600
cborg, sequence 4294967295: 1affffffff
cborg, sequence 4294967296: 1b0000000100000000
cborg, a time: 1b000001a2204f5600
cborg, a time as BigInt: 1b000001a2204f5600
EOF
diff expected seen && echo "as noted"
