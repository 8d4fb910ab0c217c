package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading a log forwards and backwards, and its authors.
abstract class HistoryContract extends PortContract {

  private static final PageLimit THREE = PageLimit.of(3);

  private ConversationId.Group group;
  private MessageLog log;

  /// Ten messages: carol's is the fourth, bob's the sixth, the others are alice's.
  @BeforeEach
  void tenMessages() {
    group = scribe.group("g", ALICE, BOB, CAROL);
    for (int i = 1; i <= 10; i++) {
      scribe.send(group, i == 4 ? CAROL : i == 6 ? BOB : ALICE);
      scribe.send(ALICE_BOB, BOB);
    }
    log = engine.messages();
  }

  @Test
  void forwardsBothBoundsHold() {
    assertThat(sequences(log.after(group, 3, 7, PAGE))).containsExactly(4L, 5L, 6L, 7L);
    assertThat(sequences(log.after(group, 0, 1, PAGE))).containsExactly(1L);
    assertThat(log.after(group, 10, Long.MAX_VALUE, PAGE)).isEmpty();
    assertThat(log.after(group, 5, 5, PAGE)).isEmpty();
    assertThat(log.after(group, 7, 3, PAGE)).isEmpty();
    assertThat(log.after(group, Long.MAX_VALUE, Long.MAX_VALUE, PAGE)).isEmpty();
  }

  @Test
  void forwardsThePageIsTheFirstOfTheRange() {
    assertThat(sequences(log.after(group, 2, 9, THREE))).containsExactly(3L, 4L, 5L);
    assertThat(sequences(log.after(group, 8, Long.MAX_VALUE, THREE))).containsExactly(9L, 10L);
  }

  @Test
  void backwardsBothBoundsHold() {
    assertThat(sequences(log.before(group, 7, 3, PAGE))).containsExactly(4L, 5L, 6L);
    assertThat(sequences(log.before(group, 2, 0, PAGE))).containsExactly(1L);
    assertThat(log.before(group, 1, 0, PAGE)).isEmpty();
    assertThat(log.before(group, 5, 4, PAGE)).isEmpty();
    assertThat(log.before(group, 3, 7, PAGE)).isEmpty();
    assertThat(log.before(group, 0, 0, PAGE)).isEmpty();
  }

  @Test
  void backwardsThePageIsTheLastOfTheRangeAscending() {
    assertThat(sequences(log.before(group, 8, 1, THREE))).containsExactly(5L, 6L, 7L);
    assertThat(sequences(log.before(group, Long.MAX_VALUE, 0, THREE))).containsExactly(8L, 9L, 10L);
    assertThat(sequences(log.before(group, Long.MAX_VALUE, 8, THREE))).containsExactly(9L, 10L);
  }

  @Test
  @DisplayName("P10 a page ends once it is full of bytes, but holds one message at least")
  void pagesAreBoundedByBytes() {
    List<Message> all = history(group);
    int firstTwo = all.get(0).sizeBytes() + all.get(1).sizeBytes();
    int lastTwo = all.get(8).sizeBytes() + all.get(9).sizeBytes();
    PageLimit one = new PageLimit(9, 1);
    assertThat(sequences(log.after(group, 0, 10, one))).containsExactly(1L);
    assertThat(sequences(log.before(group, 11, 0, one))).containsExactly(10L);
    assertThat(sequences(log.after(group, 0, 10, new PageLimit(9, firstTwo))))
        .containsExactly(1L, 2L);
    assertThat(sequences(log.before(group, 11, 0, new PageLimit(9, lastTwo))))
        .containsExactly(9L, 10L);
    assertThat(log.before(group, 11, 0, new PageLimit(9, lastTwo + 1))).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 9, 10, 11})
  void pagesInBothDirectionsBringEverythingOnce(int size) {
    PageLimit limit = PageLimit.of(size);
    List<Message> forwards = new ArrayList<>();
    List<Message> page = log.after(group, 0, Long.MAX_VALUE, limit);
    while (!page.isEmpty()) {
      forwards.addAll(page);
      assertThat(forwards).hasSizeLessThanOrEqualTo(10);
      page = log.after(group, forwards.getLast().sequence(), Long.MAX_VALUE, limit);
    }
    List<Message> backwards = new ArrayList<>();
    page = log.before(group, Long.MAX_VALUE, 0, limit);
    while (!page.isEmpty()) {
      backwards.addAll(0, page);
      assertThat(backwards).hasSizeLessThanOrEqualTo(10);
      page = log.before(group, backwards.getFirst().sequence(), 0, limit);
    }
    assertThat(forwards).isEqualTo(history(group)).isEqualTo(backwards).hasSize(10);
  }

  @Test
  @DisplayName("P10 some messages by their sequences, in the order asked, as far as a page goes")
  void someMessagesByTheirSequences() {
    List<Long> asked = List.of(9L, 11L, 2L, 4L);
    assertThat(sequences(log.messages(group, asked, PAGE))).containsExactly(9L, 2L, 4L);
    assertThat(sequences(log.messages(group, asked, PageLimit.of(2)))).containsExactly(9L, 2L);
    assertThat(sequences(log.messages(group, asked, new PageLimit(9, 1)))).containsExactly(9L);
    assertThat(log.messages(group, List.of(), PAGE)).isEmpty();
    assertThat(log.messages(ALICE_CAROL, asked, PAGE)).isEmpty();
    scribe.expire(List.of(new Due(group, 4)));
    assertThat(sequences(log.messages(group, asked, PAGE))).containsExactly(9L);
  }

  @Test
  void oneMessageByItsSequence() {
    assertThat(log.message(group, 4).orElseThrow().sender()).isEqualTo(CAROL);
    assertThat(log.message(group, 0)).isEmpty();
    assertThat(log.message(group, 11)).isEmpty();
    assertThat(log.message(ALICE_CAROL, 1)).isEmpty();
  }

  @Test
  void authorsOfARange() {
    assertThat(log.authors(group, 0, 10)).containsExactlyInAnyOrder(ALICE, BOB, CAROL);
    assertThat(log.authors(group, 3, 4)).containsExactly(CAROL);
    assertThat(log.authors(group, 4, 6)).containsExactlyInAnyOrder(ALICE, BOB);
    assertThat(log.authors(group, 6, 99)).containsExactly(ALICE);
    assertThat(log.authors(group, 10, 99)).isEmpty();
  }

  @Test
  void newestMessageOfAnAuthor() {
    assertThat(log.newestBy(group, ALICE, Long.MAX_VALUE)).isEqualTo(10);
    assertThat(log.newestBy(group, ALICE, 6)).isEqualTo(5);
    assertThat(log.newestBy(group, CAROL, 10)).isEqualTo(4);
    assertThat(log.newestBy(group, CAROL, 4)).isEqualTo(4);
    assertThat(log.newestBy(group, CAROL, 3)).isZero();
    assertThat(log.newestBy(group, DAVE, 10)).isZero();
  }
}
