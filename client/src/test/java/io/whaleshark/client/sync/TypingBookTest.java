package io.whaleshark.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.protocol.Peer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Goal: who is writing is known for seconds, and not longer. Method: what a server tells, at times
/// that the test chooses.
class TypingBookTest {

  private static final Peer BOB = Peer.direct("bob");
  private static final Peer TEAM = Peer.group("team");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final TypingBook book = new TypingBook();

  @Test
  void whoWritesIsKnownUntilTheyStop() {
    assertThat(book.writes(TEAM, "bob", 0)).isTrue();
    assertThat(book.writes(TEAM, "carol", 0)).isTrue();
    assertThat(book.writes(TEAM, "bob", SECOND)).isFalse();
    assertThat(book.typists(TEAM)).containsExactly("bob", "carol");
    assertThat(book.typists(BOB)).isEmpty();
    assertThat(book.stopped(TEAM, "bob")).isTrue();
    assertThat(book.stopped(TEAM, "bob")).isFalse();
    assertThat(book.typists(TEAM)).containsExactly("carol");
  }

  @Test
  void itIsForgottenAfterSixSecondsUnlessItIsToldAgain() {
    book.writes(BOB, "bob", 0);
    book.writes(TEAM, "carol", 0);
    book.writes(TEAM, "carol", 3 * SECOND);
    assertThat(book.expire(6 * SECOND - 1)).isEmpty();
    assertThat(book.expire(6 * SECOND)).containsExactly(BOB);
    assertThat(book.typists(BOB)).isEmpty();
    assertThat(book.expire(9 * SECOND)).containsExactly(TEAM);
  }

  @Test
  void withoutAConnectionNobodyIsKnownToWrite() {
    book.writes(TEAM, "carol", 0);
    assertThat(book.clear()).containsExactly(TEAM);
    assertThat(book.clear()).isEmpty();
  }

  @Test
  void ofManyInOneConversationSomeAreLeftOut() {
    for (int i = 0; i < 100; i++) {
      assertThat(book.writes(TEAM, "user" + i, 0)).isTrue();
    }
    assertThat(book.writes(TEAM, "one more", 0)).isFalse();
    assertThat(book.typists(TEAM)).hasSize(100).doesNotContain("one more");
  }
}
