package io.whaleshark.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.sync.InboxEffect.Acknowledge;
import io.whaleshark.client.sync.InboxEffect.Show;
import io.whaleshark.client.sync.InboxEffect.ShowEdit;
import io.whaleshark.client.sync.InboxEffect.ShowGap;
import io.whaleshark.client.sync.InboxEffect.ShowRecall;
import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.MessageEvent.MessagePush;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.PageEvent.Gap;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Goal: whatever comes twice is applied once, and nothing is missed (C3). Method: events in the
/// orders in which pushes, pulls and broken connections can bring them. Alice's inbox holds what
/// Bob wrote, at the position that equals its sequence.
class InboxTest {
  private static final Peer ALICE = Peer.direct("alice");
  private static final Peer BOB = Peer.direct("bob");

  private final Inbox inbox =
      new Inbox(
          "alice",
          0,
          3,
          "here"::equals,
          new Backoff(Duration.ofNanos(10), Duration.ofNanos(40), RandomGenerator.getDefault()));
  private final List<InboxEffect> done = new ArrayList<>();

  private static ChatMessage message(long sequence, boolean recalled) {
    return new ChatMessage(
        1,
        "m" + sequence,
        "bob",
        ALICE,
        CanonicalJson.ofText("text"),
        null,
        1_000,
        sequence,
        sequence,
        recalled);
  }

  private static InboxPage page(boolean completed, long maxSequence, long... sequences) {
    return new InboxPage(entries(sequences), maxSequence, completed, false, List.of(), null);
  }

  private static List<InboxEntry> entries(long... sequences) {
    return Arrays.stream(sequences)
        .mapToObj(sequence -> new InboxEntry(message(sequence, false), "alice", sequence))
        .toList();
  }

  private static RecallNotify recall(long sequence, long position) {
    return new RecallNotify(
        1, "alice", ALICE, "bob", "m" + sequence, sequence, sequence, position, position - 1);
  }

  private void push(long sequence) {
    done.addAll(
        inbox.pushed(
            new MessagePush(message(sequence, false), "alice", sequence, sequence - 1, false)));
  }

  private void logIn(long newest) {
    done.addAll(inbox.loggedIn(newest));
  }

  private List<Long> shown() {
    return done.stream()
        .filter(Show.class::isInstance)
        .map(effect -> ((Show) effect).message().messageSequence())
        .toList();
  }

  private List<Long> acknowledged() {
    return done.stream()
        .filter(Acknowledge.class::isInstance)
        .map(effect -> ((Acknowledge) effect).message().messageSequence())
        .toList();
  }

  private static List<Long> to(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void recallThatPushAndPullBringIsShownOnce() {
    logIn(0);
    push(1);
    // The push of 2 is lost, so that of the recall doesn't continue the chain.
    done.addAll(inbox.recalled(recall(1, 3)));
    assertThat(inbox.question()).contains(new InboxQuestion.Pull(1));
    var tombstone = new InboxEntry(message(1, true), "alice", 3);
    List<InboxEntry> both = List.of(entries(2).getFirst(), tombstone);
    done.addAll(inbox.pulled(new InboxPage(both, 3, true, false, List.of(), null)));
    done.addAll(inbox.recalled(recall(1, 3)));
    assertThat(shown()).isEqualTo(to(2));
    assertThat(done).filteredOn(ShowRecall.class::isInstance).hasSize(1);
    assertThat(inbox.isComplete()).isTrue();
  }

  @Test
  void recallIsShownOnceThoughTheInboxIsAnotherOne() {
    logIn(0);
    push(1);
    done.addAll(inbox.recalled(recall(1, 2)));
    logIn(1);
    assertThat(inbox.question()).contains(new InboxQuestion.Pull(0));
    var tombstone = new InboxEntry(message(1, true), "alice", 1);
    done.addAll(inbox.pulled(new InboxPage(List.of(tombstone), 1, true, false, List.of(), null)));
    assertThat(done).filteredOn(ShowRecall.class::isInstance).hasSize(1);
  }

  @Test
  void everyMessageIsAcknowledgedOnceHoweverOftenItComes() {
    logIn(2);
    assertThat(inbox.question()).contains(new InboxQuestion.Pull(0));
    push(2);
    push(3);
    done.addAll(inbox.pulled(page(true, 3, 1, 2, 3)));
    push(3);
    push(4);
    assertThat(shown()).isEqualTo(to(4));
    assertThat(acknowledged()).isEqualTo(to(4));
  }

  @Test
  void onlyAcknowledgementsThatMayBeLostAreSaidAgain() {
    logIn(2);
    var _ = inbox.question();
    done.addAll(inbox.pulled(page(true, 2, 1, 2)));
    long before = inbox.acknowledged();
    push(3);
    inbox.acknowledgementsArrived(before);
    done.clear();
    logIn(3);
    assertThat(acknowledged()).containsExactly(3L);
    inbox.acknowledgementsArrived(inbox.acknowledged());
    done.clear();
    logIn(3);
    assertThat(acknowledged()).isEmpty();
  }

  @Test
  void acknowledgementThatIsRefusedForTheMomentIsSaidAgain() {
    logIn(0);
    push(1);
    push(2);
    assertThat(inbox.dueAcknowledgements(0)).isEmpty();
    inbox.acknowledgementRefusedForNow(((Acknowledge) done.getFirst()).id(), 0);
    assertThat(inbox.dueAcknowledgements(10)).as("2 stands for 1").isEmpty();
    var second = done.stream().filter(Acknowledge.class::isInstance).toList().getLast();
    inbox.acknowledgementsArrived(inbox.acknowledged());
    inbox.acknowledgementRefusedForNow(((Acknowledge) second).id(), 0);
    assertThat(inbox.dueAcknowledgements(4)).isEmpty();
    assertThat(inbox.dueAcknowledgements(10))
        .extracting(again -> again.message().messageSequence())
        .containsExactly(2L);
    assertThat(inbox.dueAcknowledgements(10)).isEmpty();
  }

  @Test
  void pushesThatComeDuringAPullAreNeitherLostNorShownTwice() {
    logIn(2);
    assertThat(inbox.question()).contains(new InboxQuestion.Pull(0));
    push(3);
    push(4);
    assertThat(inbox.question()).isEmpty();
    done.addAll(inbox.pulled(page(false, 2, 1, 2)));
    assertThat(inbox.question()).contains(new InboxQuestion.Pull(2));
    done.addAll(inbox.pulled(page(true, 4, 3, 4)));
    assertThat(inbox.question()).isEmpty();
    assertThat(shown()).isEqualTo(to(4));
  }

  @Test
  void answersOfALostConnectionAreNotWaitedFor() {
    logIn(2);
    assertThat(inbox.question()).isPresent();
    logIn(2);
    assertThat(inbox.question()).contains(new InboxQuestion.Pull(0));
  }

  @Test
  void whatHasExpiredIsNotAskedForAgain() {
    logIn(5);
    assertThat(inbox.question()).contains(new InboxQuestion.Pull(0));
    done.addAll(inbox.pulled(page(true, 0)));
    assertThat(inbox.question()).isEmpty();
    push(6);
    assertThat(shown()).containsExactly(6L);
  }

  @Test
  void newestOfWhatTheInboxDroppedIsFetchedAndShownFirst() {
    logIn(11);
    var _ = inbox.question();
    var gap = new Gap(BOB, 1, 9);
    done.addAll(inbox.pulled(new InboxPage(entries(10, 11), 11, true, true, List.of(gap), null)));
    assertThat(done).as("first of all").containsExactly(new ShowGap(BOB, 1, 6));
    assertThat(inbox.question()).contains(new InboxQuestion.History(BOB, 6));
    List<ChatMessage> two = List.of(message(7, false), message(8, true));
    done.addAll(inbox.fetched(new HistoryPage(two, false, null)));
    assertThat(inbox.question()).contains(new InboxQuestion.History(BOB, 8));
    List<ChatMessage> rest = List.of(message(9, false), message(10, false));
    done.addAll(inbox.fetched(new HistoryPage(rest, true, null)));
    assertThat(shown()).containsExactly(7L, 9L, 10L, 11L);
    assertThat(done).contains(new ShowRecall(BOB, 8));
    assertThat(done).filteredOn(ShowGap.class::isInstance).hasSize(1);
  }

  @Test
  void gapThatComesAgainAndIsShorterIsNotShownAfterWhatFollowsIt() {
    logIn(11);
    var _ = inbox.question();
    List<Gap> gap = List.of(new Gap(BOB, 1, 9));
    done.addAll(inbox.pulled(new InboxPage(entries(10, 11), 11, true, true, gap, null)));
    var _ = inbox.question();
    done.addAll(inbox.fetched(new HistoryPage(List.of(message(7, false)), false, null)));
    // The connection breaks, and 8 and 9 are recalled, so they are entries behind 11.
    logIn(13);
    var _ = inbox.question();
    List<Gap> shorter = List.of(new Gap(BOB, 1, 7));
    var recalled =
        List.of(
            new InboxEntry(message(8, true), "alice", 12),
            new InboxEntry(message(9, true), "alice", 13));
    done.addAll(inbox.pulled(new InboxPage(List.of(), 11, false, true, shorter, null)));
    assertThat(inbox.question()).contains(new InboxQuestion.History(BOB, 6));
    done.addAll(inbox.fetched(new HistoryPage(List.of(message(7, false)), true, null)));
    var _ = inbox.question();
    done.addAll(inbox.pulled(new InboxPage(recalled, 13, true, false, List.of(), null)));
    assertThat(shown()).containsExactly(7L);
    assertThat(done).filteredOn(ShowGap.class::isInstance).containsExactly(new ShowGap(BOB, 1, 6));
    assertThat(inbox.isComplete()).isTrue();
  }

  @Test
  void gapsOfEarlierMembershipsAreFilledFirst() {
    Peer team = Peer.group("team");
    logIn(11);
    var _ = inbox.question();
    List<Gap> gaps = List.of(new Gap(team, 20, 25), new Gap(team, 4, 8));
    done.addAll(inbox.pulled(new InboxPage(entries(11), 11, true, true, gaps, null)));
    for (int i = 0; i < gaps.size(); i++) {
      assertThat(inbox.question()).isPresent();
      done.addAll(inbox.notFetched());
    }
    assertThat(done)
        .filteredOn(ShowGap.class::isInstance)
        .containsExactly(
            new ShowGap(team, 4, 5),
            new ShowGap(team, 6, 8),
            new ShowGap(team, 20, 22),
            new ShowGap(team, 23, 25));
  }

  @Test
  void gapThatMayNotBeReadIsShownAsSuch() {
    logIn(11);
    var _ = inbox.question();
    var gap = new Gap(Peer.group("team"), 4, 9);
    done.addAll(inbox.pulled(new InboxPage(entries(11), 11, true, true, List.of(gap), null)));
    assertThat(inbox.question()).isPresent();
    done.addAll(inbox.notFetched());
    assertThat(done)
        .startsWith(
            new ShowGap(Peer.group("team"), 4, 6), // too many to fetch
            new ShowGap(Peer.group("team"), 7, 9))
        .filteredOn(ShowGap.class::isInstance)
        .hasSize(2);
    assertThat(shown()).containsExactly(11L);
  }

  private static ChatMessage edited(ChatMessage message, long editedTime) {
    return message.edited(CanonicalJson.ofText("at " + editedTime), null, editedTime);
  }

  private void pushEdit(ChatMessage edited, long position) {
    done.addAll(inbox.pushed(new MessagePush(edited, "alice", position, position - 1, false)));
  }

  private List<Long> editsShown() {
    return done.stream()
        .filter(ShowEdit.class::isInstance)
        .map(effect -> ((ShowEdit) effect).message().editedTime())
        .toList();
  }

  @Test
  void editIsShownOnceThoughTheInboxIsAnotherOne() {
    logIn(0);
    push(1);
    ChatMessage edited = edited(message(1, false), 2_000);
    pushEdit(edited, 2);
    assertThat(done).last().isEqualTo(new ShowEdit(BOB, edited));
    logIn(1);
    assertThat(inbox.question()).contains(new InboxQuestion.Pull(0));
    var entry = new InboxEntry(edited, "alice", 1);
    done.addAll(inbox.pulled(new InboxPage(List.of(entry), 1, true, false, List.of(), null)));
    pushEdit(edited(message(1, false), 3_000), 2);
    pushEdit(edited(message(1, false), 2_500), 3);
    assertThat(shown()).as("what another inbox has is shown").containsExactly(1L, 1L);
    assertThat(editsShown()).containsExactly(2_000L, 3_000L);
  }

  @Test
  void messageThatIsEditedBeforeItComesIsShownOnceWithItsNewestContent() {
    logIn(3);
    ChatMessage edited = edited(message(1, false), 2_000);
    List<InboxEntry> both = List.of(entries(2).getFirst(), new InboxEntry(edited, "alice", 3));
    done.addAll(inbox.pulled(new InboxPage(both, 3, true, false, List.of(), null)));
    pushEdit(edited, 4);
    assertThat(shown()).containsExactly(2L, 1L);
    assertThat(editsShown()).isEmpty();
  }

  @Test
  void editOfWhatAnEarlierRunHasShownIsAnEdit() {
    Inbox later =
        new Inbox(
            "alice",
            5,
            3,
            "here"::equals,
            new Backoff(Duration.ofNanos(10), Duration.ofNanos(40), RandomGenerator.getDefault()));
    assertThat(later.loggedIn(5)).isEmpty();
    ChatMessage old = edited(message(4, false), 2_000);
    assertThat(later.pushed(new MessagePush(old, "alice", 6, 5, false)))
        .containsExactly(new ShowEdit(BOB, old));
  }

  @Test
  void editOfAMessageThatIsNewHereDoesNotRing() {
    logIn(0);
    pushEdit(edited(message(1, false), 2_000), 1);
    assertThat(done)
        .filteredOn(Show.class::isInstance)
        .singleElement()
        .matches(effect -> ((Show) effect).silent());
  }

  @Test
  void noEditIsShownBehindTheRecall() {
    logIn(0);
    push(1);
    done.addAll(inbox.recalled(recall(1, 2)));
    pushEdit(edited(message(1, false), 2_000), 3);
    assertThat(editsShown()).isEmpty();
  }

  @Test
  void editMadeHereIsNotShownAgain() {
    logIn(0);
    inbox.sent(BOB, 1);
    ChatMessage own =
        new ChatMessage(
            1, "here", "alice", BOB, CanonicalJson.ofText("text"), null, 1_000, 1, 1, false);
    ChatMessage edited = edited(own, 2_000);
    inbox.editedHere(BOB, 1, 2_000, edited.messageBody(), null);
    pushEdit(edited, 2);
    assertThat(done).isEmpty();
    pushEdit(edited(own, 3_000), 3);
    assertThat(editsShown()).as("by another device").containsExactly(3_000L);
  }

  @Test
  void recallMadeHereIsNotShownAgain() {
    logIn(0);
    inbox.sent(BOB, 1);
    inbox.recalledHere(BOB, 1);
    var tombstone = new RecallNotify(1, "alice", BOB, "alice", "here", 1, 1, 2, 0);
    done.addAll(inbox.recalled(tombstone));
    assertThat(done).isEmpty();
  }
}
