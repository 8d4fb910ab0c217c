package io.whaleshark.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: the option wins over the environment, and a refused value is named where it was given.
/// Method: the pair of both.
class GivenTest {

  private static Given port(@Nullable String inOption, @Nullable String inVariable) {
    return Given.of("--port", inOption, "WHALESHARK_TCP_PORT", inVariable, "19001");
  }

  @ParameterizedTest
  @CsvSource({"5, 6, 5", ", 6, 6", ", ' 6 ', 6", ", ' ', 19001", ", , 19001"})
  void firstPlaceThatHasAValueWins(
      @Nullable String inOption, @Nullable String inVariable, int expected) {
    assertThat(port(inOption, inVariable).number(1, 65_535)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://10.3.2.1:19001", "udp://10.3.2.1:53", "sctp://[::1]:9"})
  void addressOfAServiceIsNoPort(String ofAPlatform) {
    assertThat(port(null, ofAPlatform)).isEqualTo(new Given(null, "19001"));
    assertThat(Given.of("--host", null, "WHALESHARK_HOST", ofAPlatform, "127.0.0.1").value())
        .as("nobody but a person sets the host")
        .isEqualTo(ofAPlatform);
  }

  @Test
  void refusalNamesThePlaceOfTheValue() {
    assertThatThrownBy(() -> port(null, "x").number(1, 65_535))
        .hasMessage("WHALESHARK_TCP_PORT: x (expected: 1..65535)");
    assertThatThrownBy(() -> port("65536", "1").number(1, 65_535))
        .hasMessage("--port: 65536 (expected: 1..65535)");
    assertThatThrownBy(() -> port("99999999999", null).number(1, 65_535))
        .hasMessage("--port: 99999999999 (expected: 1..65535)");
    assertThatThrownBy(() -> port(null, "019001").number(1, 65_535))
        .hasMessage(
            "WHALESHARK_TCP_PORT: 019001 (expected: 1..65535, without + and without zeros before"
                + " it)");
  }
}
