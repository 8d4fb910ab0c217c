#!/usr/bin/env bash
# opencsv: what its writer has written its reader reads differently: backslashes are gone, and a message that ends with one ends the import.
#
# With:  com.opencsv:opencsv 5.12.0 from Maven Central; Java 17 or newer, Maven. Seen on 2026-12-01.
# Guess: an export of messages with CSVWriter, read with CSVReader, both as they come, has the same texts: quotes, line breaks and commas are
#        what CSV libraries are for, and whatever character escapes others is escaped, too.
# Seen:  the writer doubles quotes and leaves backslashes as they are; to the reader a backslash escapes what follows. C:\new\temp becomes
#        C:newtemp, \d+ becomes d+, and a shrug loses its arm. A text that ends with a backslash takes all along that follows, up to
#        the next such text: three messages become one, without an error. If there is no other, the reader throws at the end of the file, and
#        the row before is lost, too, as it reads ahead. With RFC4180Parser for the reader every text is as it was.
# So:    an importer that is tested with "quotes", commas and line breaks passes. Give the reader the parser of RFC 4180, compare the number
#        of rows, and test with a path, a pattern and a text that ends with a backslash.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for artifact in com.opencsv:opencsv:5.12.0 org.apache.commons:commons-lang3:3.18.0 org.apache.commons:commons-text:1.13.1; do
  mvn -q --batch-mode dependency:copy -Dartifact=$artifact -DoutputDirectory=. >/dev/null 2>&1
done

cat >Probe.java <<'EOF'
import com.opencsv.CSVParserBuilder;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.CSVWriter;
import com.opencsv.ICSVParser;
import com.opencsv.RFC4180ParserBuilder;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

class Probe {
  /** Five messages out and in again, of which the second and the fourth have these texts. */
  static String copied(String text, String later, ICSVParser parser) throws Exception {
    StringWriter file = new StringWriter();
    try (CSVWriter writer = new CSVWriter(file)) {
      writer.writeNext(new String[] {"m1", "hi"});
      writer.writeNext(new String[] {"m2", text});
      writer.writeNext(new String[] {"m3", "see you"});
      writer.writeNext(new String[] {"m4", later});
      writer.writeNext(new String[] {"m5", "bye"});
    }
    List<String> rows = new ArrayList<>();
    try (CSVReader reader = new CSVReaderBuilder(new StringReader(file.toString())).withCSVParser(parser).build()) {
      for (String[] row : reader) {
        rows.add(String.join("=", row).replace("\n", "\\n"));
      }
    } catch (RuntimeException e) {
      rows.add(e.getCause().getClass().getSimpleName());
    }
    return rows.toString();
  }

  public static void main(String[] arguments) throws Exception {
    for (String text : new String[] {"so, \"six\"\nor seven", "C:\\new\\temp", "use \\d+", "¯\\_(ツ)_/¯", "in C:\\"}) {
      System.out.println(text.replace("\n", "\\n"));
      System.out.println("  as it comes: " + copied(text, text, new CSVParserBuilder().build()));
      System.out.println("  RFC 4180:    " + copied(text, text, new RFC4180ParserBuilder().build()));
    }
    System.out.println("one alone");
    System.out.println("  as it comes: " + copied("in C:\\", "ok", new CSVParserBuilder().build()));
  }
}
EOF
timeout 60 java -Dstdout.encoding=UTF-8 -cp '*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
so, "six"\nor seven
  as it comes: [m1=hi, m2=so, "six"\nor seven, m3=see you, m4=so, "six"\nor seven, m5=bye]
  RFC 4180:    [m1=hi, m2=so, "six"\nor seven, m3=see you, m4=so, "six"\nor seven, m5=bye]
C:\new\temp
  as it comes: [m1=hi, m2=C:newtemp, m3=see you, m4=C:newtemp, m5=bye]
  RFC 4180:    [m1=hi, m2=C:\new\temp, m3=see you, m4=C:\new\temp, m5=bye]
use \d+
  as it comes: [m1=hi, m2=use d+, m3=see you, m4=use d+, m5=bye]
  RFC 4180:    [m1=hi, m2=use \d+, m3=see you, m4=use \d+, m5=bye]
¯\_(ツ)_/¯
  as it comes: [m1=hi, m2=¯_(ツ)_/¯, m3=see you, m4=¯_(ツ)_/¯, m5=bye]
  RFC 4180:    [m1=hi, m2=¯\_(ツ)_/¯, m3=see you, m4=¯\_(ツ)_/¯, m5=bye]
in C:\
  as it comes: [m1=hi, m2=in C:"\nm3,see you\nm4,in C:", m5=bye]
  RFC 4180:    [m1=hi, m2=in C:\, m3=see you, m4=in C:\, m5=bye]
one alone
  as it comes: [CsvMalformedLineException]
EOF
diff expected seen && echo "as noted"
