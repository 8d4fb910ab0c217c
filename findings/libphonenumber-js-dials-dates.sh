#!/usr/bin/env bash
# libphonenumber-js: a date, the result of a match and an address in a network become telephone numbers that one can dial.
#
# With:  libphonenumber-js 1.13.16 from npm and com.googlecode.libphonenumber:libphonenumber 9.0.20 from Maven Central; Node.js 20 or
#        newer, Java 17 or newer, Maven. Seen on 2026-11-30.
# Guess: findPhoneNumbersInText finds in a message what the library that it is made after finds: digits that are a number in Germany, written
#        as one, with its 0 or +49 in front. Dates with points are the usual ones there, so they are left alone.
# Seen:  it takes "28.11.2026" for +49 2811 2026, the sets of a match (21-19 21-18) for one number, an address of four numbers and the digits
#        of pi for others; and each "is valid". The metadata of libphonenumber-js/max leaves out some of these, not the date and not the
#        match. The original in Java finds none of them. Real numbers both find alike.
# So:    messages get links on dates, a tap on one calls a stranger, and what looks for numbers (a filter, a bridge to SMS, contacts) finds
#        false ones. Take only what has "+" or the country's 0 in front, or find them on the server; and test with a date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts libphonenumber-js@1.13.16 >/dev/null
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.googlecode.libphonenumber</groupId><artifactId>libphonenumber</artifactId><version>9.0.20</version>
    </dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >messages.txt <<'EOF'
call 030 1234567
call +49 30 1234567
see you on 28.11.2026
see you 2026-11-28 10:30
we won 21-19 21-18 21-17
the printer is 192.168.100.200
pi is 3.1415926535
EOF
cat >probe.mjs <<'EOF'
import { readFileSync } from 'node:fs';
import { findPhoneNumbersInText } from 'libphonenumber-js';
import { findPhoneNumbersInText as findWithMax } from 'libphonenumber-js/max';

const list = (found) => found.map(({ number }) => `${number.number}${number.isValid() ? '' : ' (not valid)'}`).join(', ') || 'none';
for (const message of readFileSync('messages.txt', 'utf8').trim().split('\n')) {
  console.log(`libphonenumber-js, ${message}: ${list(findPhoneNumbersInText(message, 'DE'))}`);
  console.log(`libphonenumber-js/max, ${message}: ${list(findWithMax(message, 'DE'))}`);
}
EOF
cat >Probe.java <<'EOF'
import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

class Probe {
  public static void main(String[] arguments) throws Exception {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    for (String message : Files.readAllLines(Path.of("messages.txt"))) {
      StringJoiner found = new StringJoiner(", ").setEmptyValue("none");
      for (PhoneNumberMatch match : numbers.findNumbers(message, "DE")) {
        found.add(numbers.format(match.number(), PhoneNumberFormat.E164));
      }
      System.out.println("libphonenumber in Java, " + message + ": " + found);
    }
  }
}
EOF
timeout 60 node probe.mjs >seen
timeout 60 java -cp 'lib/*' Probe.java >>seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
libphonenumber-js, call 030 1234567: +49301234567
libphonenumber-js/max, call 030 1234567: +49301234567
libphonenumber-js, call +49 30 1234567: +49301234567
libphonenumber-js/max, call +49 30 1234567: +49301234567
libphonenumber-js, see you on 28.11.2026: +4928112026
libphonenumber-js/max, see you on 28.11.2026: +4928112026
libphonenumber-js, see you 2026-11-28 10:30: none
libphonenumber-js/max, see you 2026-11-28 10:30: none
libphonenumber-js, we won 21-19 21-18 21-17: +49211921182117
libphonenumber-js/max, we won 21-19 21-18 21-17: +49211921182117
libphonenumber-js, the printer is 192.168.100.200: +49192168100200
libphonenumber-js/max, the printer is 192.168.100.200: none
libphonenumber-js, pi is 3.1415926535: +4931415926535
libphonenumber-js/max, pi is 3.1415926535: none
libphonenumber in Java, call 030 1234567: +49301234567
libphonenumber in Java, call +49 30 1234567: +49301234567
libphonenumber in Java, see you on 28.11.2026: none
libphonenumber in Java, see you 2026-11-28 10:30: none
libphonenumber in Java, we won 21-19 21-18 21-17: none
libphonenumber in Java, the printer is 192.168.100.200: none
libphonenumber in Java, pi is 3.1415926535: none
EOF
diff expected seen && echo "as noted"
