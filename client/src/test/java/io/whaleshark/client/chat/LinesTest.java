package io.whaleshark.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.Tick;
import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.ReadCount;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: ticks, counts and lines are worded as promised. Method: values and the text they become.
class LinesTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Peer BOB = Peer.direct("bob");
  private static final Peer TEAM = Peer.group("team");

  private final Lines lines = new Lines("alice", Clock.fixed(NOON, ZoneOffset.UTC));

  private static ChatMessage message(String from, String text, Instant at) {
    return new ChatMessage(
        1, "m", from, BOB, CanonicalJson.ofText(text), null, at.toEpochMilli(), 7, 7, false);
  }

  private static ConversationState state(Peer of, long unread, boolean muted) {
    return new ConversationState(of, of.id(), 9, null, 3, unread, 5, 7, null, 0, muted, false);
  }

  @Test
  void messageShowsSequenceTimeAndSender() {
    assertThat(lines.message(message("bob", "hi", NOON.minusSeconds(60))))
        .hasToString("#7 11:59 bob: hi");
    assertThat(lines.message(message("bob", "old", NOON.minusSeconds(86_400))))
        .hasToString("#7 2026-11-22 12:00 bob: old");
  }

  @Test
  void furtherLinesAreIndented() {
    assertThat(lines.message(message("bob", "one\ntwo", NOON)))
        .hasToString("#7 12:00 bob: one\n    two");
  }

  @Test
  void ticksFollowThePositionsOfThePeer() {
    var state = state(BOB, 0, false);
    assertThat(Lines.ticks(state.tick(5))).isEqualTo("✓✓ read");
    assertThat(Lines.ticks(state.tick(6))).isEqualTo("✓✓ delivered");
    assertThat(Lines.ticks(state.tick(7))).isEqualTo("✓✓ delivered");
    assertThat(Lines.ticks(state.tick(8))).isEqualTo("✓ sent");
  }

  @Test
  void ownMessagesCarryTheirTicks() {
    var own = message("alice", "hi", NOON);
    assertThat(lines.message(own, Tick.DELIVERED)).hasToString("#7 12:00 alice: hi  ✓✓ delivered");
    assertThat(lines.message(own, new ReadCount(7, 0, 5)))
        .hasToString("#7 12:00 alice: hi  ✓ sent");
    assertThat(lines.message(own, new ReadCount(7, 2, 5)))
        .hasToString("#7 12:00 alice: hi  ✓✓ read 2/5");
    assertThat(lines.message(own, new ReadCount(7, 5, 5)))
        .hasToString("#7 12:00 alice: hi  ✓✓ read by all 5");
    assertThat(lines.message(own, new ReadCount(7, 1, 1)))
        .hasToString("#7 12:00 alice: hi  ✓✓ read");
    var ack = new SendAck(ConversationType.DIRECT, "m", 8, 8, NOON.toEpochMilli(), null);
    assertThat(lines.sent("yo", ack)).hasToString("#8 12:00 alice: yo  ✓ sent");
  }

  @Test
  void receiptsAreAnnounced() {
    assertThat(Lines.readByPeer(BOB, 12)).hasToString("    ✓✓ read by bob up to #12");
    assertThat(Lines.delivered(BOB, 12)).hasToString("    ✓✓ delivered to bob up to #12");
    assertThat(Lines.readInGroup(new GroupReadReceipt("team", "bob", 12, 11, 2, 5)))
        .hasToString("    #11 ✓✓ read 2/5");
    assertThat(Lines.unread(1)).hasToString("— 1 unread message —");
    assertThat(Lines.unread(1_200)).hasToString("— 1,200 unread messages —");
  }

  @Test
  void unreadOfOtherConversationsIsCounted() {
    var carol = Peer.direct("carol");
    assertThat(
            Lines.unread(
                List.of(state(BOB, 4, false), state(carol, 2, false), state(TEAM, 5, false)), BOB))
        .isEqualTo("unread: team 5, carol 2");
    assertThat(Lines.unread(List.of(state(carol, 2, true), state(TEAM, 0, false)), BOB)).isEmpty();
  }

  @Test
  void statusLeavesOutWhatThereIsNot() {
    assertThat(Lines.status("online", "", "", "", "")).hasToString("online");
    assertThat(
            Lines.status("online", "672 more unread messages", "", "#3 ✓✓ read", "unread: carol 2"))
        .hasToString("online | 672 more unread messages: Enter | #3 ✓✓ read | unread: carol 2");
    assertThat(Lines.status("online", "", Lines.typing(List.of("bob")), "", ""))
        .hasToString("online | bob is writing…");
  }

  @Test
  void whoIsWritingIsNamedUpToTwo() {
    assertThat(Lines.typing(List.of())).isEmpty();
    assertThat(Lines.typing(List.of("bob", "carol"))).isEqualTo("bob and carol are writing…");
    assertThat(Lines.typing(List.of("bob", "carol", "dave"))).isEqualTo("3 people are writing…");
  }

  @Test
  void whatIsNotShownYetIsCounted() {
    assertThat(Lines.more(1_672)).isEqualTo("1,672 more unread messages");
    assertThat(Lines.more(1)).isEqualTo("1 more unread message");
    assertThat(Lines.more(0)).isEqualTo("more messages");
  }

  @Test
  void promptSaysWhoWritesToWhom() {
    assertThat(Lines.prompt("alice", state(BOB, 0, false))).isEqualTo("alice → bob> ");
    assertThat(Lines.prompt("alice", state(TEAM, 0, false))).isEqualTo("alice → team (group)> ");
  }

  @Test
  void namesCannotForgeLines() {
    var forged = message("bob\n#1 12:00 alice", "x", NOON);
    assertThat(lines.message(forged)).hasToString("#7 12:00 bob·#1 12:00 alice: x");
  }
}
