package io.whaleshark.server.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.session.Push;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: what a device that does not read gets later is bounded, and worth something then (P10).
/// Method: more pushes than are kept.
class BacklogTest {

  private static final UserId ALICE = new UserId(1, "alice");

  private static ConversationId.Direct with(int peer) {
    return ConversationId.Direct.between(ALICE, new UserId(1, "peer" + peer));
  }

  private static Push read(int peer) {
    return new Push.PeerRead(new UserId(1, "peer" + peer), with(peer), 1);
  }

  @Test
  @DisplayName("who is writing is not kept, and takes nobody's place")
  void typingIsLeftOut() {
    Backlog backlog = new Backlog();
    for (int peer = 0; peer < Backlog.KEPT_AT_MOST; peer++) {
      assertThat(backlog.add(read(peer))).isTrue();
    }
    for (int peer = 0; peer < 2 * Backlog.KEPT_AT_MOST; peer++) {
      Typing typing = new Typing(with(peer), new UserId(1, "peer" + peer), true);
      assertThat(backlog.add(new Push.TypingShown(typing))).isTrue();
    }
    assertThat(backlog.drain())
        .hasSize(Backlog.KEPT_AT_MOST)
        .allMatch(Push.PeerRead.class::isInstance);
  }

  @Test
  @DisplayName("of pins the newest of each message is kept")
  void pinsAreOfMessages() {
    Backlog backlog = new Backlog();
    for (long sequence = 1; sequence <= 2; sequence++) {
      assertThat(backlog.add(pin(sequence, true))).isTrue();
      assertThat(backlog.add(pin(sequence, false))).isTrue();
    }
    assertThat(backlog.drain()).containsExactly(pin(1, false), pin(2, false));
  }

  @Test
  @DisplayName("of reactions the newest of each message and sign is kept")
  void reactionsAreOfMessagesAndSigns() {
    Backlog backlog = new Backlog();
    for (String sign : List.of("👍", "❤️")) {
      for (long sequence = 1; sequence <= 2; sequence++) {
        assertThat(backlog.add(reaction(sequence, sign, 1))).isTrue();
        assertThat(backlog.add(reaction(sequence, sign, 2))).isTrue();
      }
    }
    assertThat(backlog.drain())
        .containsExactly(
            reaction(1, "👍", 2), reaction(2, "👍", 2), reaction(1, "❤️", 2), reaction(2, "❤️", 2));
  }

  @Test
  @DisplayName("what others do does not hide what the user has done, and the oldest are left out")
  void ownReactionsStay() {
    Backlog backlog = new Backlog();
    Push own = reaction(1, "👍", 1, ALICE);
    Push others = reaction(1, "👍", 2, new UserId(1, "eve"));
    assertThat(backlog.add(own)).isTrue();
    assertThat(backlog.add(others)).isTrue();
    assertThat(backlog.drain()).containsExactly(own, others);
    for (int i = 0; i <= Backlog.REACTIONS_AT_MOST; i++) {
      assertThat(backlog.add(reaction(1 + i, "👍", 1))).isTrue();
    }
    assertThat(backlog.drain())
        .hasSize(Backlog.REACTIONS_AT_MOST)
        .doesNotContain(reaction(1, "👍", 1));
  }

  private static Push reaction(long sequence, String sign, long count) {
    return reaction(sequence, sign, count, ALICE);
  }

  private static Push reaction(long sequence, String sign, long count, UserId by) {
    Reaction reaction = new Reaction(sequence, sign, by);
    return new Push.MessageReacted(
        new Reacted(with(1), sequence, "m" + sequence, reaction, true, count), ALICE);
  }

  private static Push pin(long sequence, boolean isPinned) {
    Optional<Pin> pin = isPinned ? Optional.of(new Pin(sequence, 9)) : Optional.empty();
    return new Push.MessagePinned(
        new Pinning(with(1), sequence, sequence, "m" + sequence, Optional.of(ALICE), pin), ALICE);
  }

  @Test
  @DisplayName("one conversation more than are kept is too many")
  void isBounded() {
    Backlog backlog = new Backlog();
    for (int peer = 0; peer < Backlog.KEPT_AT_MOST; peer++) {
      assertThat(backlog.add(read(peer))).isTrue();
      assertThat(backlog.add(read(peer))).isTrue();
    }
    assertThat(backlog.add(read(Backlog.KEPT_AT_MOST))).isFalse();
  }
}
