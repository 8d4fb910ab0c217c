package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pages of history, of somebody who was in the group twice: 3 and 4 were said in between.
class HistoryTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final UserId bob = World.user("bob");
  private final ConversationId.Group group = world.group("team", "alice", "bob");
  private final List<Message> said = new ArrayList<>();

  @BeforeEach
  void twoPeriods() {
    say(2);
    world.leaves(group, "bob").done();
    say(2);
    world.joins(group, "bob").done();
    say(2);
  }

  private void say(int count) {
    for (int i = 0; i < count; i++) {
      said.add(alice.sends("text").to(group).message());
    }
  }

  private static String told(Outcome<History.Page> asked) {
    History.Page page = asked.granted();
    List<Long> sequences = page.messages().stream().map(Message::sequence).toList();
    return sequences + (page.completed() ? "" : " and more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1 | [1] and more",
        "0 | 2 | [1, 2] and more",
        "0 | 3 | [1, 2, 5] and more",
        "0 | 4 | [1, 2, 5, 6]",
        "2 | 2 | [5, 6]",
        "3 | 1 | [5] and more",
        "6 | 1 | []"
      })
  void forwards(long after, int limit, String told) {
    assertThat(told(world.node.history().after(bob, group, after, PageLimit.of(limit))))
        .isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9 | 1 | [6] and more",
        "9 | 2 | [5, 6] and more",
        "9 | 3 | [2, 5, 6] and more",
        "9 | 4 | [1, 2, 5, 6]",
        "5 | 2 | [1, 2]",
        "4 | 1 | [2] and more",
        "1 | 1 | []"
      })
  void backwards(long before, int limit, String told) {
    assertThat(told(world.node.history().before(bob, group, before, PageLimit.of(limit))))
        .isEqualTo(told);
  }

  @Test
  @DisplayName("P10 the bytes of a page are bounded over all periods")
  void bytesAreBounded() {
    int ofTwo = said.get(0).sizeBytes() + said.get(1).sizeBytes();
    PageLimit limit = new PageLimit(9, ofTwo);
    assertThat(told(world.node.history().after(bob, group, 0, limit))).isEqualTo("[1, 2] and more");
    assertThat(told(world.node.history().before(bob, group, 9, limit)))
        .isEqualTo("[5, 6] and more");
  }

  @Test
  @DisplayName("P9 a group that one never was in is closed, in both directions")
  void strangersAreRefused() {
    UserId carol = World.user("carol");
    assertThat(world.node.history().after(carol, group, 0, PageLimit.of(9)))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(world.node.history().before(carol, group, 9, PageLimit.of(9)))
        .isInstanceOf(Outcome.Refused.class);
  }
}
