package io.whaleshark.bench.whale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Goal: messages of HTTP are cut where they end. Method: one that arrives byte by byte.
class HttpTextTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nA: b\r\n\r\n";

  private static int length(String text) throws IOException {
    byte[] bytes = ("pad" + text).getBytes(StandardCharsets.US_ASCII);
    return HttpText.length(bytes, 3, bytes.length);
  }

  @Test
  void messageEndsWithItsBody() throws IOException {
    String whole = HEAD + "{}";
    for (int i = 0; i < whole.length(); i++) {
      assertThat(length(whole.substring(0, i))).isZero();
    }
    assertThat(length(whole + "HTTP/1.1 404")).isEqualTo(whole.length());
    assertThat(length("HTTP/1.1 204 No Content\r\n\r\nmore")).isEqualTo(27);
  }

  @Test
  void statusAndBodyAreFound() {
    byte[] bytes = (HEAD + "{}").getBytes(StandardCharsets.US_ASCII);
    assertThat(HttpText.status(bytes, 0, bytes.length)).isEqualTo(200);
    assertThat(HttpText.body(bytes, 0, bytes.length)).isEqualTo(HEAD.length());
  }

  @Test
  void whatIsNoHeadIsRefused() {
    assertThatIOException().isThrownBy(() -> length("x".repeat(9_000)));
  }
}
