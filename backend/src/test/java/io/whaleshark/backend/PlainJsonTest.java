package io.whaleshark.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: whatever a user puts into a message, the backend reads it: one that it refused would stop
/// its webhook for ever.
class PlainJsonTest {

  static Stream<String> bodies() {
    return Stream.of(
        "1e99999999999",
        "-1E-99999999999",
        "9".repeat(1_001),
        "0." + "3".repeat(60_000),
        "{\"" + "n".repeat(60_000) + "\":[]}",
        "\"\\ud800\"",
        "[".repeat(60) + "]".repeat(60));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void anyBodyIsRead(String body) {
    byte[] event = ("{\"type\":\"message.sent\",\"data\":" + body + "}").getBytes(UTF_8);
    assertThat(PlainJson.read(event).map(fields -> fields.text("type", "")))
        .contains("message.sent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "1", "null", "{}{}"})
  void whatIsNoObjectIsNone(String json) {
    assertThat(PlainJson.read(json.getBytes(UTF_8))).isEmpty();
  }
}
