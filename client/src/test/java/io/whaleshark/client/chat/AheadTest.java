package io.whaleshark.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Goal: every message that waits is counted once, and the user is told once. Method: what happens
/// to a conversation, in several orders.
class AheadTest {
  private final Ahead ahead = new Ahead();

  @Test
  void messagesThatTheServerCountedAreNotCountedAgain() {
    ahead.some();
    ahead.counted(7, 12);
    ahead.waits(11);
    ahead.waits(12);
    assertThat(ahead.text()).isEqualTo("7 more unread messages");
    ahead.waits(13);
    ahead.waits(13);
    assertThat(ahead.text()).isEqualTo("8 more unread messages");
  }

  @Test
  void messagesThatWereNotCountedYetAreNotSubtracted() {
    ahead.some();
    ahead.counted(3, 12);
    ahead.shown(11);
    ahead.shown(13);
    assertThat(ahead.text()).isEqualTo("2 more unread messages");
  }

  @Test
  void userIsToldOnceAndNotOfWhatIsGone() {
    assertThat(ahead.takeUntold()).isFalse();
    ahead.some();
    assertThat(ahead.takeUntold()).isTrue();
    ahead.some();
    assertThat(ahead.takeUntold()).as("told before").isFalse();
    ahead.mention();
    assertThat(ahead.takeUntold()).isTrue();
    ahead.mention();
    ahead.none();
    assertThat(ahead.takeUntold()).isFalse();
    assertThat(ahead.text()).isEmpty();
    ahead.some();
    assertThat(ahead.takeUntold()).isTrue();
  }
}
