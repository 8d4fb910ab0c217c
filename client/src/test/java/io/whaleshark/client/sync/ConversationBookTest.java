package io.whaleshark.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.ConversationItem.DirectState;
import io.whaleshark.protocol.ConversationItem.GroupState;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Goal: counts, positions and reports of reading follow from what is heard, once each. Method:
/// list items and events at times that the test hands in.
class ConversationBookTest {
  private static final Peer ALICE = Peer.direct("alice");
  private static final Peer BOB = Peer.direct("bob");
  private static final Peer TEAM = Peer.group("team");

  private final ConversationBook book =
      new ConversationBook(
          "alice",
          new Backoff(Duration.ofNanos(10), Duration.ofNanos(40), RandomGenerator.getDefault()));

  private static ChatMessage message(String from, Peer to, long sequence) {
    return new ChatMessage(
        1, "m" + sequence, from, to, CanonicalJson.ofText("x"), null, 1, sequence, sequence, false);
  }

  private static ConversationItem item(long newest, long read, boolean deleted) {
    return new ConversationItem(
        "alice",
        BOB,
        newest,
        read,
        newest,
        message("bob", ALICE, newest),
        newest - read,
        false,
        false,
        deleted,
        new DirectState(0, 0));
  }

  private List<Long> due(long now) {
    return book.dueReports(now).stream().map(ReadReport::upTo).toList();
  }

  @Test
  void positionThatWasNotReportedYetIsReportedBeforeTheDeviceLeaves() {
    book.listed(item(9, 2, false));
    book.read(BOB, 4);
    assertThat(unsent()).containsExactly(4L);
    assertThat(unsent()).as("it is under way").isEmpty();
    book.read(BOB, 5);
    assertThat(unsent()).containsExactly(5L);
    book.loggedIn();
    assertThat(unsent()).as("it may be lost").containsExactly(5L);
  }

  private List<Long> unsent() {
    return book.unsentReports().stream().map(ReadReport::upTo).toList();
  }

  @Test
  void messageThatIsRecalledBeforeItArrivesIsCountedByTheServer() {
    book.listed(item(2, 2, false));
    book.listComplete();
    book.arrived(BOB, message("bob", ALICE, 4), Origin.LIVE);
    assertThat(book.state(BOB).unread()).isEqualTo(1);
    book.recalled(BOB, 4);
    assertThat(book.needsList()).as("it was counted when it arrived").isFalse();
    book.recalled(BOB, 3);
    assertThat(book.needsList()).isTrue();
    book.listed(item(4, 2, false));
    book.listComplete();
    assertThat(book.state(BOB).unread()).isEqualTo(2);
    book.recalled(BOB, 3);
    assertThat(book.needsList()).as("the list has counted it").isFalse();
    book.recalled(BOB, 5);
    assertThat(book.needsList()).as("it is the newest, and never arrived").isTrue();
  }

  @Test
  void editChangesTheLastMessageAndNoCount() {
    book.listed(item(4, 2, false));
    book.listComplete();
    ChatMessage last = message("bob", ALICE, 4);
    ChatMessage newer = last.edited(CanonicalJson.ofText("newer"), null, 20);
    book.edited(BOB, newer);
    book.edited(BOB, last.edited(CanonicalJson.ofText("older"), null, 10));
    book.edited(BOB, message("bob", ALICE, 3).edited(CanonicalJson.ofText("3"), null, 30));
    assertThat(book.state(BOB).last()).isEqualTo(newer);
    assertThat(book.state(BOB).unread()).isEqualTo(2);
    assertThat(book.needsList()).isFalse();
    book.editedHere(BOB, new EditAck("m4", 4, 4, 40, null), CanonicalJson.ofText("mine"), null);
    assertThat(book.state(BOB).last())
        .isEqualTo(last.edited(CanonicalJson.ofText("mine"), null, 40));
    book.recalled(BOB, 4);
    book.edited(BOB, last.edited(CanonicalJson.ofText("too late"), null, 50));
    assertThat(Objects.requireNonNull(book.state(BOB).last()).recalled()).isTrue();
  }

  @Test
  void messageThatAnEditMovedBehindLaterOnesIsCountedByTheServer() {
    book.listed(item(2, 2, false));
    book.listComplete();
    book.arrived(BOB, message("bob", ALICE, 4), Origin.INBOX);
    assertThat(book.needsList()).isFalse();
    book.arrived(
        BOB,
        message("bob", ALICE, 3).edited(CanonicalJson.ofText("newer"), null, 20),
        Origin.INBOX);
    assertThat(book.needsList()).isTrue();
  }

  @Test
  void whatIsLeftOutIsCountedOnceAndThenByTheServer() {
    book.listed(item(9, 2, false));
    book.listComplete();
    book.leftOut(BOB, 3, 9);
    assertThat(book.state(BOB).unread()).as("the list has counted them").isEqualTo(7);
    assertThat(book.needsList()).isFalse();
    book.leftOut(BOB, 8, 12);
    assertThat(book.state(BOB).unread()).isEqualTo(10);
    assertThat(book.state(BOB).newest()).isEqualTo(12);
    assertThat(book.needsList()).as("some of them may be own ones").isTrue();
    book.arrived(BOB, message("bob", ALICE, 12), Origin.HISTORY);
    assertThat(book.state(BOB).unread()).isEqualTo(10);
  }

  @Test
  void positionBeyondTheNewestMovesNothing() {
    assertThat(book.read(BOB, 1)).isFalse();
    book.listed(item(5, 2, false));
    assertThat(book.read(BOB, 6)).isFalse();
    assertThat(book.read(BOB, 2)).isFalse();
    assertThat(due(0)).isEmpty();
    assertThat(book.state(BOB).unread()).isEqualTo(3);
    assertThat(book.read(BOB, 5)).isTrue();
    assertThat(book.state(BOB).unread()).isZero();
  }

  @Test
  void readElsewhereIsNotTakenForTheNewest() {
    book.listed(item(5, 2, false));
    book.listComplete();
    book.readElsewhere(BOB, 6, 0); // another device has the sixth already
    assertThat(book.state(BOB).newest()).isEqualTo(5);
    assertThat(book.state(BOB).unread()).isZero();
    book.arrived(BOB, message("bob", ALICE, 6), Origin.LIVE);
    book.arrived(BOB, message("bob", ALICE, 7), Origin.LIVE);
    assertThat(book.state(BOB).newest()).isEqualTo(7);
    assertThat(book.state(BOB).unread()).isEqualTo(1);
  }

  @Test
  void oneReportIsUnderWayAndTheNextTellsAllThatFollowed() {
    book.listed(item(9, 0, false));
    assertThat(book.read(BOB, 3)).isTrue();
    assertThat(due(0)).containsExactly(3L);
    assertThat(book.read(BOB, 4)).isTrue();
    assertThat(book.read(BOB, 6)).isTrue();
    assertThat(due(4)).isEmpty();
    assertThat(book.needsList()).isTrue();
    book.listed(item(9, 3, false));
    assertThat(due(4)).containsExactly(6L);
    book.listed(item(9, 6, false));
    book.listComplete();
    assertThat(due(1_000)).isEmpty();
    assertThat(book.needsList()).isFalse();
    assertThat(book.state(BOB).unread()).isEqualTo(3);
  }

  @Test
  void reportThatIsNotConfirmedIsRepeatedAfterGrowingPauses() {
    book.listed(item(9, 0, false));
    assertThat(book.read(BOB, 3)).isTrue();
    long now = 0;
    assertThat(due(now)).containsExactly(3L);
    for (long bound : new long[] {10, 20, 40, 40}) {
      assertThat(due(now + bound / 2 - 1)).isEmpty();
      now += bound;
      assertThat(due(now)).containsExactly(3L);
    }
    book.loggedIn();
    assertThat(due(now)).containsExactly(3L);
    book.readElsewhere(BOB, 3, 6);
    assertThat(due(now + 1_000)).isEmpty();
  }

  @Test
  void reportIsRepeatedHoweverOftenItIsRefusedForNow() {
    book.listed(item(9, 0, false));
    assertThat(book.read(BOB, 3)).isTrue();
    long now = 0;
    for (int refusedForNow = 0; refusedForNow < 9; refusedForNow++) {
      assertThat(due(now)).containsExactly(3L);
      now += 40;
    }
    assertThat(due(now)).containsExactly(3L);
    book.listed(item(9, 3, false));
    assertThat(due(now + 40)).isEmpty();
    book.listComplete();
    assertThat(book.needsList()).isFalse();
  }

  @Test
  void readThatTheListKnowsAlreadyBringsAnOldCount() {
    book.listed(item(9, 3, false));
    long counted = book.state(BOB).unread();
    book.readElsewhere(BOB, 3, counted + 1);
    assertThat(book.state(BOB).unread()).isEqualTo(counted);
  }

  @Test
  void countOfAReadIsAskedForWhereNewerMessagesWerePulled() {
    book.arrived(BOB, message("bob", ALICE, 1), Origin.LIVE);
    book.arrived(BOB, message("bob", ALICE, 2), Origin.INBOX);
    book.readElsewhere(BOB, 1, 0);
    assertThat(book.needsList()).isTrue();
  }

  @Test
  void messageThatComesAfterALaterOwnOneCounts() {
    book.sent(BOB, message("alice", BOB, 2));
    book.arrived(BOB, message("bob", ALICE, 1), Origin.LIVE);
    assertThat(book.state(BOB).unread()).isEqualTo(1);
    assertThat(book.state(BOB).newest()).isEqualTo(2);
    book.arrived(BOB, message("bob", ALICE, 1), Origin.HISTORY);
    assertThat(book.state(BOB).unread()).isEqualTo(1);
  }

  @Test
  void countOfTheServerStandsWhereAReportIsRefusedForGood() {
    book.listed(item(3, 0, false));
    assertThat(book.read(BOB, 3)).isTrue();
    String id = book.dueReports(0).getFirst().id();
    book.arrived(BOB, message("bob", ALICE, 4), Origin.LIVE);
    assertThat(book.state(BOB).unread()).isEqualTo(1);
    book.reportRefused(id);
    assertThat(book.state(BOB).unread()).isEqualTo(4);
    assertThat(book.needsList()).isTrue();
    book.listed(expired(4, 1)); // the first three have expired
    book.listComplete();
    assertThat(book.state(BOB).unread()).isEqualTo(1);
    assertThat(book.state(BOB).read()).isEqualTo(3);
  }

  private static ConversationItem expired(long newest, long unread) {
    ConversationItem item = item(newest, 0, false);
    return new ConversationItem(
        item.owner(),
        item.of(),
        item.sequence(),
        item.readSequence(),
        item.messageSequence(),
        item.lastMessage(),
        unread,
        false,
        false,
        false,
        item.state());
  }

  @Test
  void reportThatIsRefusedForGoodIsNotRepeated() {
    book.listed(item(9, 0, false));
    assertThat(book.read(BOB, 3)).isTrue();
    String id = book.dueReports(0).getFirst().id();
    book.reportRefused("another");
    assertThat(due(1_000)).containsExactly(3L);
    book.reportRefused(id);
    assertThat(due(2_000)).containsExactly(3L);
    book.reportRefused(book.dueReports(3_000).getFirst().id());
    assertThat(due(9_000)).isEmpty();
    assertThat(book.read(BOB, 4)).isTrue();
    assertThat(due(9_000)).containsExactly(4L);
  }

  @Test
  void ownMessageIsTheNewestOfItsConversation() {
    book.listed(item(5, 2, false));
    book.sent(BOB, message("alice", BOB, 6));
    assertThat(Objects.requireNonNull(book.state(BOB).last()).messageSequence()).isEqualTo(6);
    assertThat(book.state(BOB).unread()).isEqualTo(3);
    book.recalled(BOB, 6);
    assertThat(Objects.requireNonNull(book.state(BOB).last()).recalled()).isTrue();
  }

  @Test
  void hiddenConversationComesBackWithItsNextMessageAlone() {
    book.listed(item(5, 2, true));
    book.arrived(BOB, message("bob", ALICE, 4), Origin.INBOX);
    assertThat(book.states()).isEmpty();
    assertThat(book.needsList()).isTrue();
    book.listComplete();
    assertThat(book.needsList()).isFalse();
    book.arrived(BOB, message("bob", ALICE, 6), Origin.LIVE);
    assertThat(book.states()).hasSize(1);
    book.changed(BOB, ConversationChange.hide());
    assertThat(book.states()).isEmpty();
    book.sent(BOB, message("alice", BOB, 7));
    assertThat(book.states()).hasSize(1);
  }

  @Test
  void groupIsCalledByItsNewestName() {
    assertThat(book.state(TEAM).title()).isEqualTo("team");
    book.listed(
        new ConversationItem(
            "alice", TEAM, 1, 0, 0, null, 0, false, false, false, new GroupState(2, "The team")));
    assertThat(book.state(TEAM).title()).isEqualTo("The team");
    book.groupChanged(new GroupEvent.Renamed("team", "Our team", "bob"));
    assertThat(book.state(TEAM).title()).isEqualTo("Our team");
  }
}
