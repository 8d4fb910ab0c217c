package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P1: who is banned, and until when.
abstract class BansContract extends PortContract {

  private static final UserId ALICE_ELSEWHERE = new UserId(APP + 1, "alice");

  @Test
  @DisplayName("nobody is banned who never was; each app has bans of its own")
  void nobodyIsBanned() {
    scribe.ban(ALICE_ELSEWHERE, "spam", Ban.FOR_EVER);
    assertThat(ban(ALICE)).isEmpty();
    assertThat(engine.bans().of(ALICE)).isEmpty();
  }

  @Test
  @DisplayName("the last ban of a user counts, also after the engine was opened again")
  void theLastBanCounts() {
    scribe.ban(ALICE, "spam", Ban.FOR_EVER);
    Ban last = scribe.ban(ALICE, "", 42);
    Ban other = scribe.ban(BOB, "a reason with 漢 and \uD83D\uDE00", Ban.FOR_EVER);
    for (int i = 0; i < 2; i++) {
      assertThat(ban(ALICE)).contains(last);
      assertThat(engine.bans().of(ALICE)).contains(last);
      assertThat(engine.bans().of(BOB)).contains(other);
      reopen();
    }
  }

  @Test
  @DisplayName("a batch bans and lifts, and the last of it stays")
  void aBatchBansAndLifts() {
    scribe.batch(() -> {
      scribe.ban(ALICE, "spam", Ban.FOR_EVER);
      scribe.ban(ALICE, "", 0);
    });
    assertThat(engine.bans().of(ALICE))
        .hasValueSatisfying(ban -> {
          assertThat(ban.isInForce(scribe.now())).isFalse();
          assertThat(ban.changedAt()).isEqualTo(engine.newestStamp());
        });
  }

  @Test
  @DisplayName("bans are the last facts, in the order of users, with those that have ended")
  void bansAreFacts() {
    send(ALICE_BOB, ALICE);
    Ban elsewhere = scribe.ban(ALICE_ELSEWHERE, "spam", Ban.FOR_EVER);
    Ban bob = scribe.ban(BOB, "", 42);
    Ban alice = scribe.ban(ALICE, "spam", Ban.FOR_EVER);
    assertThat(Readout.facts(engine))
        .endsWith(new Fact.OfBan(alice), new Fact.OfBan(bob), new Fact.OfBan(elsewhere));
  }
}
