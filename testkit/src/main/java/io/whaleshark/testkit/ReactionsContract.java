package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Reactions.Seen;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.model.Tally.Count;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P9: who has which sign at which message. Reactions go with their message.
abstract class ReactionsContract extends PortContract {

  private static final String UP = "\uD83D\uDC4D";
  private static final String HEART = "\u2764\uFE0F";

  /// Begins with another sign, in bytes too: thumbs up with a skin tone.
  private static final String LONGER = UP + "\uD83C\uDFFD";

  private Tally set(Tally before, ConversationId in, String sign, UserId user) {
    Tally after = before.with(sign);
    put(in, new Reaction(before.sequence(), sign, user), true, after);
    return after;
  }

  private Tally takeBack(Tally before, ConversationId in, String sign, UserId user) {
    Tally after = before.without(sign);
    put(in, new Reaction(before.sequence(), sign, user), false, after);
    return after;
  }

  private void put(ConversationId in, Reaction reaction, boolean isSet, Tally tally) {
    scribe.change(at -> new Change.ReactionPut(in, reaction, isSet, tally, at));
  }

  private void expect(ConversationId in, Tally... tallies) {
    assertThat(engine.reactions().tallies(in, Optional.empty(), 0, Long.MAX_VALUE, 500))
        .containsExactly(
            IntStream.range(0, tallies.length)
                .mapToObj(i -> Seen.of(tallies[i]))
                .toArray(Seen[]::new));
    for (Tally tally : tallies) {
      assertThat(engine.reactions().tally(in, tally.sequence())).isEqualTo(tally);
      assertThat(tally(in, tally.sequence())).isEqualTo(tally);
    }
  }

  private List<UserId> reactors(ConversationId in, long sequence, String sign) {
    return engine.reactions().reactors(in, sequence, sign, "", 500);
  }

  @Test
  @DisplayName(
      "each message has its own signs, in the order in which they came, also once opened again")
  void eachHasItsOwn() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    ConversationId.Group longer = scribe.group("g2", ALICE, BOB);
    send(group, ALICE, BOB, ALICE);
    send(longer, ALICE, BOB);
    send(ALICE_BOB, ALICE, BOB);
    Tally first = set(Tally.none(1), group, UP, BOB);
    first = set(first, group, LONGER, BOB);
    first = set(first, group, HEART, CAROL);
    first = set(first, group, UP, ALICE);
    Tally third = set(Tally.none(3), group, HEART, ALICE);
    Tally elsewhere = set(Tally.none(1), longer, UP, ALICE);
    Tally direct = set(Tally.none(2), ALICE_BOB, UP, ALICE);
    for (int i = 0; i < 2; i++) {
      expect(group, first, third);
      expect(longer, elsewhere);
      expect(ALICE_BOB, direct);
      expect(ALICE_CAROL);
      assertThat(first.counts())
          .containsExactly(new Count(UP, 2), new Count(LONGER, 1), new Count(HEART, 1));
      assertThat(reactors(group, 1, UP)).containsExactly(ALICE, BOB);
      assertThat(reactors(group, 1, LONGER)).containsExactly(BOB);
      assertThat(reactors(group, 2, UP)).isEmpty();
      assertThat(reactors(longer, 1, UP)).containsExactly(ALICE);
      assertThat(isSet(group, new Reaction(1, UP, BOB))).isTrue();
      assertThat(isSet(group, new Reaction(1, HEART, BOB))).isFalse();
      assertThat(isSet(group, new Reaction(3, UP, BOB))).isFalse();
      reopen();
    }
  }

  @Test
  @DisplayName("what is taken back is gone; a sign that comes again comes last")
  void takenBack() {
    send(ALICE_BOB, ALICE);
    Tally tally = set(Tally.none(1), ALICE_BOB, UP, ALICE);
    tally = set(tally, ALICE_BOB, UP, BOB);
    tally = set(tally, ALICE_BOB, HEART, BOB);
    tally = takeBack(tally, ALICE_BOB, UP, ALICE);
    expect(ALICE_BOB, tally);
    assertThat(reactors(ALICE_BOB, 1, UP)).containsExactly(BOB);
    tally = takeBack(tally, ALICE_BOB, UP, BOB);
    assertThat(reactors(ALICE_BOB, 1, UP)).isEmpty();
    tally = set(tally, ALICE_BOB, UP, ALICE);
    assertThat(tally.counts()).containsExactly(new Count(HEART, 1), new Count(UP, 1));
    expect(ALICE_BOB, tally);
    tally = takeBack(tally, ALICE_BOB, UP, ALICE);
    Tally none = takeBack(tally, ALICE_BOB, HEART, BOB);
    expect(ALICE_BOB);
    assertThat(tally(ALICE_BOB, 1)).isEqualTo(none).isEqualTo(Tally.none(1));
  }

  @Test
  @DisplayName("several changes of one message in a batch")
  void severalInABatch() {
    send(ALICE_BOB, ALICE, BOB);
    scribe.batch(() -> {
      Tally tally = set(Tally.none(1), ALICE_BOB, UP, ALICE);
      tally = set(tally, ALICE_BOB, UP, BOB);
      tally = takeBack(tally, ALICE_BOB, UP, ALICE);
      Tally other = set(Tally.none(2), ALICE_BOB, HEART, ALICE);
      takeBack(other, ALICE_BOB, HEART, ALICE);
    });
    expect(ALICE_BOB, Tally.none(1).with(UP));
    assertThat(reactors(ALICE_BOB, 1, UP)).containsExactly(BOB);
    assertThat(engine.newestStamp()).isEqualTo(scribe.now());
  }

  @Test
  @DisplayName("a range of tallies, with what is the asker's own")
  void aRangeWithTheAskersOwn() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    send(group, ALICE, BOB, ALICE, BOB, ALICE);
    for (long sequence = 2; sequence <= 5; sequence++) {
      Tally tally = set(Tally.none(sequence), group, UP, BOB);
      set(set(tally, group, UP, ALICE), group, HEART, sequence % 2 == 0 ? ALICE : BOB);
    }
    Tally both = new Tally(2, List.of(new Count(UP, 2), new Count(HEART, 1)));
    var reactions = engine.reactions();
    assertThat(reactions.tallies(group, Optional.of(ALICE), 0, 3, 500))
        .containsExactly(
            new Seen(both, Set.of(UP, HEART)), new Seen(new Tally(3, both.counts()), Set.of(UP)));
    assertThat(reactions.tallies(group, Optional.of(BOB), 1, 2, 500))
        .containsExactly(new Seen(both, Set.of(UP)));
    assertThat(reactions.tallies(group, Optional.of(CAROL), 1, 2, 500))
        .containsExactly(Seen.of(both));
    assertThat(reactions.tallies(group, Optional.empty(), 2, 9, 2))
        .extracting(seen -> seen.tally().sequence())
        .containsExactly(3L, 4L);
    assertThat(reactions.tallies(group, Optional.of(ALICE), 5, Long.MAX_VALUE, 500)).isEmpty();
  }

  @Test
  @DisplayName("pages of who has a sign, in the order of users")
  void pagesOfReactors() {
    UserId capital = new UserId(APP, "Zoe");
    UserId longer = new UserId(APP, "alice2");
    UserId emoji = new UserId(APP, UP);
    ConversationId.Group group = scribe.group("g", ALICE, BOB, capital, longer, emoji);
    send(group, ALICE);
    Tally tally = Tally.none(1);
    for (UserId user : List.of(emoji, BOB, longer, ALICE, capital)) {
      tally = set(tally, group, UP, user);
      tally = set(tally, group, LONGER, user);
    }
    var reactions = engine.reactions();
    assertThat(reactions.reactors(group, 1, UP, "", 2)).containsExactly(capital, ALICE);
    assertThat(reactions.reactors(group, 1, UP, "alice", 2)).containsExactly(longer, BOB);
    assertThat(reactions.reactors(group, 1, UP, "bob", 9)).containsExactly(emoji);
    assertThat(reactions.reactors(group, 1, UP, UP, 9)).isEmpty();
    assertThat(reactions.reactors(group, 1, UP, "aa", 1)).containsExactly(ALICE);
  }

  @Test
  @DisplayName(
      "a recall takes the reactions away, also in the batch that has set them; an edit keeps them")
  void aRecallTakesThem() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB, ALICE);
    Tally first = set(Tally.none(1), ALICE_BOB, UP, BOB);
    set(Tally.none(2), ALICE_BOB, UP, ALICE);
    Tally third = set(set(Tally.none(3), ALICE_BOB, UP, BOB), ALICE_BOB, HEART, ALICE);
    scribe.edit(sent.get(0), "edited");
    scribe.recall(sent.get(1));
    expect(ALICE_BOB, first, third);
    assertThat(reactors(ALICE_BOB, 2, UP)).isEmpty();
    assertThat(isSet(ALICE_BOB, new Reaction(2, UP, ALICE))).isFalse();
    scribe.batch(() -> {
      Message last = scribe.send(ALICE_BOB, BOB);
      set(Tally.none(4), ALICE_BOB, UP, ALICE);
      set(third, ALICE_BOB, UP, ALICE);
      scribe.recall(sent.get(2));
      scribe.recall(last);
    });
    expect(ALICE_BOB, first);
    reopen();
    expect(ALICE_BOB, first);
    assertThat(reactors(ALICE_BOB, 3, UP)).isEmpty();
  }

  @Test
  @DisplayName("reactions expire with their messages, before those are deleted")
  void theyExpire() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    send(group, ALICE, BOB, ALICE);
    send(ALICE_BOB, ALICE, BOB);
    set(Tally.none(1), group, UP, BOB);
    set(Tally.none(2), group, UP, BOB);
    Tally third = set(Tally.none(3), group, UP, BOB);
    Tally direct = set(Tally.none(1), ALICE_BOB, UP, BOB);
    scribe.expire(List.of(new Due(group, 2)));
    expect(group, third);
    assertThat(reactors(group, 2, UP)).isEmpty();
    assertThat(tally(group, 1)).isEqualTo(Tally.none(1));
    engine.retention().delete(group);
    reopen();
    expect(group, third);
    expect(ALICE_BOB, direct);
    assertThat(reactors(group, 3, UP)).containsExactly(BOB);
  }

  @Test
  @DisplayName("as many signs as a message may have")
  void manySigns() {
    send(ALICE_BOB, ALICE);
    Tally tally = Tally.none(1);
    for (int i = Tally.SIGNS_AT_MOST; i > 0; i--) {
      tally = set(tally, ALICE_BOB, "sign " + i, BOB);
    }
    expect(ALICE_BOB, tally);
    assertThat(engine.reactions().tallies(ALICE_BOB, Optional.of(BOB), 0, 1, 1).getFirst().mine())
        .hasSize(Tally.SIGNS_AT_MOST);
  }

  @Test
  @DisplayName("reactions are facts, behind their message, in the order of its signs")
  void reactionsAreFacts() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB, ALICE);
    Tally first = set(Tally.none(1), ALICE_BOB, UP, BOB);
    first = set(first, ALICE_BOB, HEART, ALICE);
    set(first, ALICE_BOB, UP, ALICE);
    set(Tally.none(3), ALICE_BOB, HEART, BOB);
    assertThat(
            Readout.facts(engine).stream()
                .filter(fact -> fact instanceof Fact.OfReaction || fact instanceof Fact.OfMessage))
        .containsExactly(
            new Fact.OfMessage(sent.get(0)),
            new Fact.OfReaction(ALICE_BOB, new Reaction(1, UP, ALICE)),
            new Fact.OfReaction(ALICE_BOB, new Reaction(1, UP, BOB)),
            new Fact.OfReaction(ALICE_BOB, new Reaction(1, HEART, ALICE)),
            new Fact.OfMessage(sent.get(1)),
            new Fact.OfMessage(sent.get(2)),
            new Fact.OfReaction(ALICE_BOB, new Reaction(3, HEART, BOB)));
  }
}
