#!/usr/bin/env bash
# JLine: a line that is typed while a command-line chat starts is lost.
#
# With:  org.jline:jline 4.5.0 from Maven Central; Java 17 or newer, Maven, Python 3 for a terminal; Linux. Seen on 2026-11-28.
# Guess: as in a shell, what is typed before the prompt appears waits in the terminal and is the first line that is read.
# Seen:  building the terminal asks it for its abilities (cursor position, grapheme clusters, synchronized output) and waits for
#        answers. A terminal that does not answer at once lets JLine read the person's line in their place: it is echoed, never
#        read, and nothing says so. With graphemeCluster(false) nothing is asked, and the line is read.
# So:    a chat that people start and type into builds its terminal with graphemeCluster(false), or the first message is lost.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.jline</groupId><artifactId>jline</artifactId><version>4.5.0</version></dependency>
  </dependencies>
</project>
POM
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'JAVA'
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

class Probe {
  public static void main(String[] arguments) throws Exception {
    TerminalBuilder builder = TerminalBuilder.builder().system(true);
    if (arguments[0].equals("unasked")) {
      builder.graphemeCluster(false);
    }
    try (Terminal terminal = builder.build()) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
      System.out.println("READ " + reader.readLine("> "));
    }
  }
}
JAVA

cat >probe.py <<'PYTHON'
import os, pty, re, select, time

def read_first(mode):
    """What the first prompt reads, if 'first' is typed at the start and 'second' once the prompt is there."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ['TERM'] = 'xterm-256color'
        os.execvp('java', ['java', '-cp', 'lib/*', 'Probe.java', mode])
    os.write(terminal, b'first\n')
    shown, typed = b'', False
    until = time.time() + 60
    while time.time() < until and not re.search(rb'READ \w+\r', shown):
        if select.select([terminal], [], [], 2)[0]:
            try:
                shown += os.read(terminal, 4096)
            except OSError:
                break
        elif b'?2004h' in shown and not typed:  # the prompt is there
            typed = True
            os.write(terminal, b'second\n')
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return shown.split(b'READ ')[-1].split()[0].decode()

print('as it comes:', read_first('asked'))
print('graphemeCluster(false):', read_first('unasked'))
PYTHON
output=$(python3 probe.py)
echo "$output"
expected='as it comes: second
graphemeCluster(false): first'
[ "$output" = "$expected" ] || { echo "it behaves differently now"; exit 1; }
echo "as noted"
