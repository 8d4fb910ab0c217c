package io.whaleshark.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Goal: lines are found wherever they end, with the place from which an import goes on. Method:
/// small files, and lines around the bound.
class LineFileTest {

  private static List<String> lines(String text, long number, long read) throws IOException {
    LineFile file = new LineFile(new ByteArrayInputStream(text.getBytes(UTF_8)), number, read);
    List<String> found = new ArrayList<>();
    for (Optional<LineFile.Line> line = file.next(); line.isPresent(); line = file.next()) {
      String shown = line.get().text().map(bytes -> shown(bytes.bytes())).orElse("too long");
      found.add(line.get().number() + "@" + line.get().end() + " " + shown);
    }
    return found;
  }

  private static String shown(byte[] bytes) {
    return bytes.length > 10 ? bytes.length + " bytes" : new String(bytes, UTF_8);
  }

  @Test
  void emptyLinesCountAndArePassedOver() throws IOException {
    assertThat(lines("a\r\n\n \t\nü\nend", 0, 0)).containsExactly("1@3 a", "4@10 ü", "5@13 end");
    assertThat(lines("a\n", 41, 100)).containsExactly("42@102 a");
    assertThat(lines("", 0, 0)).isEmpty();
  }

  @Test
  void aLineThatIsTooLongIsPassedOver() throws IOException {
    String most = "x".repeat(LineFile.LINE_BYTES_AT_MOST);
    assertThat(lines(most + "\nb", 0, 0)).containsExactly("1@1048577 1048576 bytes", "2@1048578 b");
    assertThat(lines("x" + most + "\nb", 0, 0))
        .containsExactly("1@1048578 too long", "2@1048579 b");
  }
}
