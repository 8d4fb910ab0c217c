package io.whaleshark.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.whaleshark.protocol.RefusalCode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P10. Goal: no more large pages are written at once than fit into the heap, and small ones do not
/// wait for those. Method: clients that ask again before they have read.
class PagesTest {

  private static final byte[] LARGE = new byte[Pages.SMALL_BYTES + 1];
  private static final byte[] SMALL = new byte[Pages.SMALL_BYTES];

  private final Pages pages = new Pages();
  private final AtomicInteger written = new AtomicInteger();

  /// Has so many large pages written at once, and does something meanwhile.
  private void during(int large, Pages.Client meanwhile) throws IOException {
    if (large == 0) {
      meanwhile.write(LARGE);
    } else {
      pages.give(() -> LARGE, _ -> during(large - 1, meanwhile));
    }
  }

  private void give(byte[] answer) throws IOException {
    pages.give(() -> answer, _ -> written.incrementAndGet());
  }

  @Test
  @DisplayName("P10 as many large pages are written at once as may be, and not one more")
  void largeOnesAreBounded() throws IOException {
    during(Pages.LARGE_AT_ONCE - 1, _ -> give(LARGE));
    assertThat(written).hasValue(1);
    during(
        Pages.LARGE_AT_ONCE,
        _ ->
            assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> give(LARGE))
                .extracting(Problem::code)
                .isEqualTo(RefusalCode.RETRY_LATER));
    assertThat(written).hasValue(1);
    give(LARGE);
    assertThat(written).as("those before have ended").hasValue(2);
  }

  @Test
  @DisplayName("P10 clients that do not read large pages keep nobody from small ones")
  void smallOnesGoOn() throws IOException {
    during(Pages.LARGE_AT_ONCE, _ -> give(SMALL));
    assertThat(written).hasValue(1);
  }

  @Test
  @DisplayName("P10 a client that goes away while it is written to leaves its place")
  void whoGoesAwayLeavesItsPlace() throws IOException {
    for (int i = 0; i <= Pages.LARGE_AT_ONCE; i++) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() ->
              pages.give(
                  () -> LARGE,
                  _ -> {
                    throw new IOException("gone");
                  }));
    }
    give(LARGE);
    assertThat(written).hasValue(1);
  }
}
