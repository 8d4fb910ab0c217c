package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.ConversationList.Peer;
import io.whaleshark.core.engine.ConversationList.Peers;
import io.whaleshark.core.engine.ConversationList.Unread;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Memberships.Reader;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P6, P8: who has switched their receipts off, and what they read meanwhile.
abstract class ReceiptsContract extends PortContract {

  private static final UserId ALICE_ELSEWHERE = new UserId(APP + 1, "alice");

  /// Begins with the name of another user, in bytes too.
  private static final UserId ALICE_TOO = new UserId(APP, "alice2");

  @Test
  @DisplayName("a switch is one user's, in one app, and stays, also once opened again")
  void isOneUsers() {
    scribe.switchReceipts(ALICE, false);
    scribe.switchReceipts(BOB, false);
    scribe.switchReceipts(BOB, true);
    for (int i = 0; i < 2; i++) {
      assertThat(hasReceiptsOff(ALICE)).isTrue();
      assertThat(engine.receiptSwitches().isOff(ALICE)).isTrue();
      for (UserId other : List.of(BOB, CAROL, ALICE_TOO, ALICE_ELSEWHERE)) {
        assertThat(hasReceiptsOff(other)).isFalse();
        assertThat(engine.receiptSwitches().isOff(other)).isFalse();
      }
      reopen();
    }
  }

  @Test
  @DisplayName("a batch switches to and fro, and the last of it stays")
  void aBatchSwitches() {
    scribe.switchReceipts(CAROL, false);
    scribe.batch(() -> {
      scribe.switchReceipts(ALICE, false);
      scribe.switchReceipts(ALICE, true);
      scribe.switchReceipts(CAROL, true);
      scribe.switchReceipts(CAROL, false);
      scribe.switchReceipts(ALICE_ELSEWHERE, false);
    });
    assertThat(engine.receiptSwitches().isOff(ALICE)).isFalse();
    assertThat(engine.receiptSwitches().isOff(CAROL)).isTrue();
    assertThat(engine.receiptSwitches().isOff(ALICE_ELSEWHERE)).isTrue();
    assertThat(engine.newestStamp()).isEqualTo(scribe.now());
  }

  @Test
  @DisplayName("switches are the last facts, by user, without those that are on")
  void areFacts() {
    scribe.switchReceipts(ALICE_ELSEWHERE, false);
    scribe.switchReceipts(BOB, false);
    scribe.switchReceipts(ALICE_TOO, false);
    scribe.switchReceipts(ALICE, false);
    scribe.switchReceipts(CAROL, false);
    scribe.switchReceipts(CAROL, true);
    scribe.block(CAROL, BOB);
    assertThat(Readout.facts(engine))
        .endsWith(
            new Fact.OfBlock(new Block(CAROL, BOB)),
            new Fact.OfReceiptsOff(ALICE),
            new Fact.OfReceiptsOff(ALICE_TOO),
            new Fact.OfReceiptsOff(BOB),
            new Fact.OfReceiptsOff(ALICE_ELSEWHERE));
  }

  @Test
  @DisplayName("what is read in a direct conversation unseen counts for the reader alone")
  void unsharedInDirect() {
    send(ALICE_BOB, ALICE, BOB, ALICE, ALICE, BOB, ALICE);
    scribe.read(ALICE_BOB, BOB, 1);
    var before = item(ALICE, ALICE_BOB);
    Membership counted = membership(ALICE_BOB, BOB).orElseThrow();
    scribe.readUnshared(ALICE_BOB, BOB, 4);
    for (int i = 0; i < 2; i++) {
      assertThat(item(BOB, ALICE_BOB).read()).isEqualTo(4);
      assertThat(item(BOB, ALICE_BOB).unread()).isEqualTo(1);
      assertThat(engine.conversations().unread(BOB)).isEqualTo(new Unread(1, 0));
      assertThat(item(BOB, ALICE_BOB).changedAt()).isEqualTo(scribe.now());
      assertThat(item(ALICE, ALICE_BOB)).isEqualTo(before);
      assertThat(membership(ALICE_BOB, BOB)).contains(counted);
      assertThat(participation(BOB, ALICE_BOB).orElseThrow().unshared())
          .isEqualTo(new Participation.Unshared(4, 1));
      reopen();
    }
    assertThat(item(ALICE, ALICE_BOB).counterpart()).isEqualTo(new Peer(1, 1));
  }

  @Test
  @DisplayName("what is read in a group unseen is in no count and no list of readers")
  void unsharedInGroup() {
    ConversationId.Group group = scribe.group("team", ALICE, BOB, CAROL);
    List<Message> sent = send(group, ALICE, BOB, ALICE);
    scribe.read(group, CAROL, 3);
    scribe.readUnshared(group, BOB, 3);
    for (int i = 0; i < 2; i++) {
      assertThat(engine.memberships().readCount(sent.get(2))).isEqualTo(1);
      assertThat(engine.memberships().audience(sent.get(2), "", 9))
          .containsExactly(new Reader(BOB, false), new Reader(CAROL, true));
      assertThat(item(BOB, group).unread()).isZero();
      assertThat(item(BOB, group).read()).isEqualTo(3);
      reopen();
    }
    scribe.read(group, BOB, 1);
    assertThat(engine.memberships().readCount(sent.get(0))).isEqualTo(2);
    assertThat(engine.memberships().readCount(sent.get(2))).isEqualTo(1);
    assertThat(item(BOB, group).unread()).isZero();
  }

  @Test
  @DisplayName(
      "what was read unseen stays read when it expires, and when the reader sets something")
  void unsharedAndExpired() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB, ALICE, ALICE);
    scribe.readUnshared(ALICE_BOB, BOB, 3);
    scribe.pin(ALICE_BOB, BOB);
    assertThat(item(BOB, ALICE_BOB).unread()).isEqualTo(1);
    expireBefore(sent.get(2));
    assertThat(item(BOB, ALICE_BOB).unread()).isEqualTo(1);
    assertThat(item(BOB, ALICE_BOB).read()).isEqualTo(3);
    expireAll();
    assertThat(item(BOB, ALICE_BOB).unread()).isZero();
  }

  @Test
  @DisplayName("to whom peers are hidden, they get nowhere, and no item changes when they do")
  void hiddenPeers() {
    send(ALICE_BOB, ALICE, BOB, ALICE);
    send(ALICE_CAROL, CAROL);
    scribe.read(ALICE_BOB, BOB, 3);
    var list = engine.conversations();
    var hidden = list.item(ALICE, ALICE_BOB, Peers.HIDDEN).orElseThrow();
    assertThat(hidden.counterpart()).isEqualTo(new Peer(0, 0));
    assertThat(hidden.changedAt()).isEqualTo(hidden.newest().orElseThrow().stamp());
    assertThat(item(ALICE, ALICE_BOB).changedAt()).isEqualTo(scribe.now());
    assertThat(list.changedAfter(ALICE, 0, 9, Peers.HIDDEN))
        .extracting(item -> item.participation().conversation())
        .containsExactly(ALICE_BOB, ALICE_CAROL);
    assertThat(list.changedAfter(ALICE, 0, 9))
        .extracting(item -> item.participation().conversation())
        .containsExactly(ALICE_CAROL, ALICE_BOB);
  }
}
