package io.whaleshark.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads answers of hooks from their text.
class HookAnswerTest {

  private static HookAnswer read(String text) {
    return HookAnswer.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'allow': true}",
        "{'allow': true, 'reason': 'fine', 'more': [1, {}]}",
        "{'deny': false, 'allow': true, 'messageBody': null}"
      })
  void whatIsAllowedStaysAsItWasSent(String text) {
    assertThat(read(text)).isEqualTo(new HookAnswer(false, "", null, null));
  }

  @Test
  void aDenialHasAReasonOrNone() {
    HookAnswer denied = new HookAnswer(true, "rude", null, null);
    assertThat(read("{'deny': true, 'reason': 'rude'}")).isEqualTo(denied);
    assertThat(read("{'allow': false, 'reason': 'rude'}")).isEqualTo(denied);
    assertThat(read("{'deny': true, 'allow': true}").isDenied()).isTrue();
    assertThat(read("{'deny': true}").reason()).isEmpty();
  }

  @Test
  void whatIsSentInsteadIsCanonicalAndKeepsItsNumbers() {
    HookAnswer changed = read("{ 'messageBody': {'n': 1.50, 's': '\\u0041'}, 'extra': [ 1 ] }");
    assertThat(changed.isDenied()).isFalse();
    assertThat(text(changed.messageBody())).isEqualTo("{\"n\":1.50,\"s\":\"A\"}");
    assertThat(text(changed.extra())).isEqualTo("[1]");
    assertThat(read("{'extra': 'x'}").messageBody()).isNull();
  }

  private static String text(@Nullable Bytes json) {
    return new String(Objects.requireNonNull(json).array(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "'allow'",
        "{}",
        "{'deny': false}",
        "{'allow': 'yes'}",
        "{'deny': true, 'reason': 1}",
        "{'allow': true} {}",
        "{'allow': true"
      })
  void whatSaysNothingIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ProtocolException.class);
  }
}
