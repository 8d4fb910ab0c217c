package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P1: who takes no direct messages of whom.
abstract class BlocksContract extends PortContract {

  private static final UserId ALICE_ELSEWHERE = new UserId(APP + 1, "alice");
  private static final UserId BOB_ELSEWHERE = new UserId(APP + 1, "bob");

  /// Begins with the name of another user, in bytes too.
  private static final UserId ALICE_TOO = new UserId(APP, "alice2");

  @Test
  @DisplayName("a block binds one user towards one other, in one app")
  void bindsOnePair() {
    scribe.block(ALICE, BOB);
    scribe.block(BOB_ELSEWHERE, ALICE_ELSEWHERE);
    assertThat(isInForce(ALICE, BOB)).isTrue();
    assertThat(isInForce(BOB, ALICE)).isFalse();
    assertThat(isInForce(ALICE, CAROL)).isFalse();
    assertThat(isInForce(CAROL, BOB)).isFalse();
    assertThat(isInForce(ALICE_ELSEWHERE, BOB_ELSEWHERE)).isFalse();
    assertThat(isInForce(BOB_ELSEWHERE, ALICE_ELSEWHERE)).isTrue();
    assertThat(engine.blocks().of(BOB)).isEmpty();
    assertThat(blockCount(BOB)).isZero();
  }

  @Test
  @DisplayName("those whom a user blocks are listed in order and counted, also once opened again")
  void areListedAndCounted() {
    UserId last = new UserId(APP, "\uD83D\uDE00");
    UserId beforeLast = new UserId(APP, "漢");
    send(ALICE_BOB, ALICE);
    scribe.block(ALICE, last);
    scribe.block(ALICE, BOB);
    scribe.block(ALICE, beforeLast);
    scribe.block(ALICE_TOO, CAROL);
    scribe.liftBlock(ALICE_TOO, CAROL);
    scribe.block(ALICE_TOO, BOB);
    for (int i = 0; i < 2; i++) {
      assertThat(engine.blocks().of(ALICE)).containsExactly(BOB, beforeLast, last);
      assertThat(blockCount(ALICE)).isEqualTo(3);
      assertThat(isInForce(ALICE, BOB)).isTrue();
      assertThat(engine.blocks().of(ALICE_TOO)).containsExactly(BOB);
      assertThat(isInForce(ALICE_TOO, CAROL)).isFalse();
      reopen();
    }
  }

  @Test
  @DisplayName("a batch blocks and lifts, and the last of it stays")
  void aBatchBlocksAndLifts() {
    scribe.block(ALICE, CAROL);
    scribe.batch(() -> {
      scribe.block(ALICE, BOB);
      scribe.liftBlock(ALICE, BOB);
      scribe.liftBlock(ALICE, CAROL);
      scribe.block(ALICE, CAROL);
      scribe.block(BOB, ALICE);
    });
    assertThat(engine.blocks().of(ALICE)).containsExactly(CAROL);
    assertThat(isInForce(ALICE, BOB)).isFalse();
    assertThat(isInForce(ALICE, CAROL)).isTrue();
    assertThat(isInForce(BOB, ALICE)).isTrue();
    assertThat(engine.newestStamp()).isEqualTo(scribe.now());
  }

  @Test
  @DisplayName("the memory of a conversation knows what becomes of its blocks")
  void betweenThoseWhoTalk() {
    send(ALICE_BOB, ALICE);
    assertThat(isInForce(ALICE, BOB)).isFalse();
    scribe.block(ALICE, BOB);
    assertThat(isInForce(ALICE, BOB)).isTrue();
    assertThat(isInForce(BOB, ALICE)).isFalse();
    scribe.block(BOB, ALICE);
    scribe.liftBlock(ALICE, BOB);
    assertThat(isInForce(ALICE, BOB)).isFalse();
    assertThat(isInForce(BOB, ALICE)).isTrue();
  }

  @Test
  @DisplayName("blocks are the last facts, in the order of both users, without those that ended")
  void blocksAreFacts() {
    send(ALICE_BOB, ALICE);
    scribe.block(BOB_ELSEWHERE, ALICE_ELSEWHERE);
    scribe.block(BOB, ALICE);
    scribe.block(ALICE_TOO, BOB);
    scribe.block(ALICE, CAROL);
    scribe.block(ALICE, BOB);
    scribe.block(CAROL, BOB);
    scribe.liftBlock(CAROL, BOB);
    Ban ban = scribe.ban(CAROL, "spam", Ban.FOR_EVER);
    assertThat(Readout.facts(engine))
        .endsWith(
            new Fact.OfBan(ban),
            new Fact.OfBlock(new Block(ALICE, BOB)),
            new Fact.OfBlock(new Block(ALICE, CAROL)),
            new Fact.OfBlock(new Block(ALICE_TOO, BOB)),
            new Fact.OfBlock(new Block(BOB, ALICE)),
            new Fact.OfBlock(new Block(BOB_ELSEWHERE, ALICE_ELSEWHERE)));
  }
}
