package io.whaleshark.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.ProtocolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: a line is read as it was meant or refused by the name of what is wrong, as the schema says
/// and the document shows. Method: examples, which the schema is held against; what is read is
/// written again.
class LineReaderTest {

  private static final int APP = 7;
  private static final int BODY_BYTES = 1_000;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-29T08:00:00Z"), ZoneOffset.UTC);
  private static final Path DOCS = Path.of("..", "docs");

  private final LineReader reader = new LineReader(APP, BODY_BYTES, CLOCK);

  private static JsonNode examples() {
    return JsonMapper.shared().readTree(Path.of("src/test/resources/import-lines.json").toFile());
  }

  private ImportLine read(String line) {
    return reader.read(line.getBytes(UTF_8));
  }

  private static String written(ImportLine line) {
    JsonWriter json = new JsonWriter(1);
    LineWriter.write(json, line);
    return new String(json.toBytes(), UTF_8);
  }

  @Test
  void theSchemaAndTheReaderAgree() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(DOCS.resolve("import.schema.json")));
    int refused = 0;
    for (JsonNode example : examples()) {
      String line = example.path("line").toString();
      boolean isValid = example.path("valid").asBoolean(false);
      assertThat(schema.validate(example.path("line")).isEmpty()).as(line).isEqualTo(isValid);
      if (isValid) {
        assertThat(read(line)).as(line).isNotNull();
      } else {
        assertThatThrownBy(() -> read(line))
            .isInstanceOf(ProtocolException.class)
            .hasMessageStartingWith(example.path("refused").asString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void whatIsReadIsWrittenAgain() {
    for (JsonNode example : examples()) {
      if (example.path("valid").asBoolean(false)) {
        ImportLine line = read(example.path("line").toString());
        assertThat(read(written(line))).isEqualTo(line);
      }
    }
  }

  @Test
  void whatTheWriterWritesIsOfTheSchema() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(DOCS.resolve("import.schema.json")));
    for (JsonNode example : examples()) {
      if (example.path("valid").asBoolean(false)) {
        String line = written(read(example.path("line").toString()));
        assertThat(schema.validate(JsonMapper.shared().readTree(line))).as(line).isEmpty();
      }
    }
  }

  /// The lines of the documents' first block of JSON.
  private static List<String> shown(Path document) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("{\"type\"")) {
        lines.add(line);
      }
    }
    return lines;
  }

  @Test
  void theLinesOfTheDocumentsAreTrue() throws IOException {
    List<String> shown = shown(DOCS.resolve("import.md"));
    assertThat(shown).hasSizeGreaterThan(5);
    assertThat(shown(DOCS.resolve("zh-CN/import.md"))).isEqualTo(shown);
    OrderCheck order = new OrderCheck();
    for (String line : shown) {
      assertThat(order.fault(read(line))).as(line).isEmpty();
      assertThat(written(read(line))).isEqualTo(line);
    }
  }

  @Test
  void aMessageOfTheFutureIsRefused() {
    long now = CLOCK.millis();
    String line =
        "{\"type\":\"message\",\"fromId\":\"a\",\"toId\":\"b\",\"messageId\":\"m\","
            + "\"messageTime\":%d,\"messageBody\":1}";
    assertThat(read(line.formatted(now + 5_000))).as("of a clock that is ahead").isNotNull();
    assertThatThrownBy(() -> read(line.formatted(now + 5_001)))
        .hasMessageStartingWith("messageTime: in the future");
  }

  @Test
  void aContentIsAsLargeAsOneThatABackendMayEdit() {
    String line =
        "{\"type\":\"message\",\"fromId\":\"a\",\"toId\":\"b\",\"messageId\":\"m\","
            + "\"messageTime\":1,\"messageBody\":\"%s\"}";
    int most = BODY_BYTES - "\"\"".length();
    assertThat(read(line.formatted("x".repeat(most)))).isNotNull();
    assertThatThrownBy(() -> read(line.formatted("x".repeat(most + 1))))
        .hasMessage("message: too large (expected: at most 1000 bytes)");
  }

  @Test
  void aLineNamesAThousandMembersAtMost() {
    String line = "{\"type\":\"join\",\"groupId\":\"team\",\"members\":[%s]}";
    String thousand = "\"u\",".repeat(ImportLine.MEMBERS_AT_MOST - 1) + "\"u\"";
    assertThat(read(line.formatted(thousand))).isNotNull();
    assertThatThrownBy(() -> read(line.formatted(thousand + ",\"u\"")))
        .hasMessage("members: too many (expected: at most 1000)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"leave","groupId":"g","userId":"a","userId":"b"} | userId: given twice (expected: once)
          {"type":"leave","groupId":"g","userId":"a"} {} | line: not JSON (expected: one JSON object in UTF-8)
          {"type":"leave","groupId":"g" | line: not JSON (expected: one JSON object in UTF-8)
          {"type":"leave","groupId":"g","userId":"a\\u0007"} | userId: a control character (expected: none)
          {"type":"user","userId":"a","blocks":["a"]} | blocks: the user (expected: others)
          {"type":"leave","groupId":"g","userId":null} | userId: missing (expected: a text)
          """)
  void whatIsWrongIsNamed(String line, String detail) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(ProtocolException.class).hasMessage(detail);
  }

  @Test
  void anIdThatComesIntoUseIsOneThatPeopleCanRead() {
    assertThatThrownBy(() -> read("{\"type\":\"group\",\"groupId\":\"g \",\"ownerId\":\"a\"}"))
        .hasMessageStartingWith("groupId: white space or an invisible character at an end");
    assertThat(read("{\"type\":\"leave\",\"groupId\":\"g \",\"userId\":\"a\"}")).isNotNull();
  }
}
