package io.whaleshark.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Response;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P10. Goal: no more large pages are written at once than fit into the heap, and small ones do not
/// wait for those. Method: clients that ask again before they have read.
class PagesTest {

  private static final byte[] LARGE = new byte[Pages.SMALL_BYTES + 1];
  private static final byte[] SMALL = new byte[Pages.SMALL_BYTES];

  private final Pages pages = new Pages();

  /// Makes so many large pages, which are being written from then on.
  private List<Response.Whole> underWay(int large) {
    return IntStream.range(0, large).mapToObj(_ -> pages.give(() -> LARGE)).toList();
  }

  @Test
  @DisplayName("P10 as many large pages are written at once as may be, and not one more")
  void largeOnesAreBounded() {
    List<Response.Whole> underWay = underWay(Pages.LARGE_AT_ONCE);
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> pages.give(() -> LARGE))
        .extracting(Problem::code)
        .isEqualTo(RefusalCode.RETRY_LATER);
    underWay.getFirst().sent().run();
    assertThat(pages.give(() -> LARGE).bytes())
        .as("one before has ended")
        .isEqualTo(Bytes.of(LARGE));
  }

  @Test
  @DisplayName("P10 clients that do not read large pages keep nobody from small ones")
  void smallOnesGoOn() {
    assertThat(underWay(Pages.LARGE_AT_ONCE)).hasSize(Pages.LARGE_AT_ONCE);
    assertThat(pages.give(() -> SMALL).bytes()).isEqualTo(Bytes.of(SMALL));
  }
}
