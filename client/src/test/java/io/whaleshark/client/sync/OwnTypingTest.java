package io.whaleshark.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.protocol.Peer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Goal: the server is told seldom enough, and often enough for others to see it all the time.
/// Method: keys that are pressed at times that the test chooses.
class OwnTypingTest {

  private static final Peer BOB = Peer.direct("bob");
  private static final Peer TEAM = Peer.group("team");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final OwnTyping own = new OwnTyping();

  @Test
  void itIsToldAtOnceAndThenEachThreeSecondsInEachConversation() {
    assertThat(own.typed(BOB, 0)).isTrue();
    assertThat(own.typed(TEAM, 0)).isTrue();
    assertThat(own.typed(BOB, 3 * SECOND - 1)).isFalse();
    assertThat(own.typed(BOB, 3 * SECOND)).isTrue();
    assertThat(own.typed(BOB, 4 * SECOND)).isFalse();
  }

  @Test
  void itsEndIsToldIfOthersMaySeeIt() {
    assertThat(own.stopped(BOB, 0)).isFalse();
    own.typed(BOB, 0);
    assertThat(own.stopped(BOB, 6 * SECOND - 1)).isTrue();
    assertThat(own.stopped(BOB, 6 * SECOND - 1)).isFalse();
    own.typed(BOB, 10 * SECOND);
    assertThat(own.stopped(BOB, 16 * SECOND)).isFalse();
  }

  @Test
  void whoBeginsAgainIsToldOfWhenTheServerPassesItOn() {
    own.typed(BOB, 0);
    own.stopped(BOB, SECOND);
    assertThat(own.typed(BOB, 2 * SECOND - 1)).isFalse();
    assertThat(own.typed(BOB, 2 * SECOND)).isTrue();
  }

  @Test
  void aMessageSaysItsEnd() {
    own.typed(BOB, 0);
    own.sent(BOB);
    assertThat(own.stopped(BOB, SECOND)).isFalse();
    assertThat(own.typed(BOB, SECOND)).isTrue();
  }
}
