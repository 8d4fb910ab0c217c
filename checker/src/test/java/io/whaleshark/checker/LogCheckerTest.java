package io.whaleshark.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: the checker reports each anomaly of logs and inboxes, and nothing else. Method: a short
/// valid history of a group, then one impossible fact.
class LogCheckerTest {

  static final String GROUP = "#group";
  static final Part ANN = new Part(GROUP, "ann");
  static final Part BEN = new Part(GROUP, "ben");
  static final Part CHO = new Part(GROUP, "cho");
  static final Device PHONE = new Device("ben", "phone");
  static final Device WEB = new Device("ben", "web");

  private final LogChecker checker = new LogChecker();

  @BeforeEach
  void annAndBenJoinAndAnnSaysThreeThings() {
    for (Part part : List.of(ANN, BEN)) {
      checker.joining(part);
      checker.joined(part);
    }
    for (int sequence = 1; sequence <= 3; sequence++) {
      say(sequence);
    }
  }

  private void say(int sequence) {
    checker.attempted(id(sequence), GROUP, "text " + sequence);
    checker.acked(id(sequence), ack(sequence));
  }

  private static MessageId id(int number) {
    return new MessageId("ann", "m" + number);
  }

  private static Ack ack(long sequence) {
    return new Ack(sequence, 100 + sequence, 7);
  }

  private static Sighting message(int sequence) {
    return new Sighting(GROUP, sequence, 100 + sequence, id(sequence), "text " + sequence, false);
  }

  private static Sighting tombstone(int sequence) {
    return new Sighting(GROUP, sequence, 100 + sequence, id(sequence), "", true);
  }

  private static InboxPage.Entry entry(int sequence) {
    return new InboxPage.Entry(100 + sequence, message(sequence));
  }

  private void history(Part part, Sighting... messages) {
    checker.historyRead(new HistoryRead(part, checker.moment(), 0, Arrays.asList(messages)));
  }

  private void everyoneReadsHistory() {
    history(ANN, message(1), message(2), message(3));
    history(BEN, message(1), message(2), message(3));
  }

  /// A page that is completed.
  private void pull(Device device, long after, long cursor, InboxPage.Entry... entries) {
    checker.pulled(
        new InboxPage(
            device, checker.moment(), after, Arrays.asList(entries), cursor, true, List.of()));
  }

  private void pullWithGap(Device device, InboxPage.Gap gap, InboxPage.Entry... entries) {
    long cursor = entries[entries.length - 1].position();
    checker.pulled(
        new InboxPage(
            device, checker.moment(), 0, Arrays.asList(entries), cursor, true, List.of(gap)));
  }

  private void assertFound(Kind... kinds) {
    assertThat(checker.check()).extracting(Anomaly::kind).containsOnly(kinds);
  }

  private void assertSound() {
    assertThat(checker.check()).isEmpty();
  }

  @Test
  void aSoundHistoryIsSound() {
    checker.pushed(PHONE, entry(1));
    pull(PHONE, 101, 103, entry(2), entry(3));
    pull(WEB, 0, 103, entry(1), entry(2), entry(3));
    checker.loggedIn(WEB, 103, checker.moment());
    checker.acked(id(1), ack(1));
    everyoneReadsHistory();
    assertSound();
    assertThat(checker.messageCount()).isEqualTo(3);
    assertThat(checker.historyEnd(BEN)).isEqualTo(3);
  }

  @Test
  void anAckedMessageThatHistoryLacksIsLost() {
    history(BEN, message(1), message(2));
    assertFound(Kind.LOST_WRITE);
  }

  @Test
  void aMessageWhoseSequenceAnotherOneHasIsLost() {
    checker.attempted(id(9), GROUP, "text 9");
    history(BEN, message(1), message(2), new Sighting(GROUP, 3, 103, id(9), "text 9", false));
    assertFound(Kind.LOST_WRITE, Kind.INCONSISTENT_SEQUENCE);
  }

  @Test
  void aPushedMessageThatHistoryLacksIsLost() {
    checker.attempted(id(4), GROUP, "text 4");
    checker.pushed(PHONE, entry(4));
    everyoneReadsHistory();
    assertFound(Kind.LOST_WRITE);
  }

  @Test
  void whatHistoryShowedOnceItShowsForEver() {
    checker.attempted(id(4), GROUP, "text 4");
    history(ANN, message(1), message(2), message(3), message(4));
    history(ANN, message(1), message(2), message(3));
    assertFound(Kind.LOST_WRITE);
  }

  @Test
  void anUnknownSendMayHaveHappenedOrNot() {
    checker.attempted(id(4), GROUP, "text 4");
    everyoneReadsHistory();
    assertSound();
    history(BEN, message(1), message(2), message(3), message(4));
    history(ANN, message(1), message(2), message(3), message(4));
    assertSound();
  }

  @Test
  void aMessageThatIsDeniedIsLost() {
    checker.denied(id(9));
    assertSound();
    checker.denied(id(3));
    assertFound(Kind.LOST_WRITE);
  }

  @Test
  void oneIdAtTwoSequencesIsADuplicate() {
    Sighting again = new Sighting(GROUP, 4, 104, id(3), "text 3", false);
    history(BEN, message(1), message(2), message(3), again);
    assertFound(Kind.DUPLICATE);
  }

  @Test
  void anEntryTwiceInAnInboxIsADuplicate() {
    checker.pushed(PHONE, entry(1));
    checker.pushed(WEB, new InboxPage.Entry(150, message(1)));
    everyoneReadsHistory();
    assertFound(Kind.DUPLICATE);
  }

  @Test
  void twoMessagesAtOnePositionAreADuplicate() {
    checker.pushed(PHONE, entry(1));
    checker.pushed(WEB, new InboxPage.Entry(101, message(2)));
    assertFound(Kind.DUPLICATE);
  }

  @Test
  void aPullThatJumpsOverWhatAnotherDeviceSawIsASkip() {
    pull(WEB, 0, 103, entry(1), entry(2), entry(3));
    checker.pushed(PHONE, entry(2));
    pull(PHONE, 0, 103, entry(1), entry(3));
    everyoneReadsHistory();
    assertFound(Kind.SKIPPED_POLL);
  }

  @Test
  void aPullThatSaysCompletedTooEarlyIsASkip() {
    checker.pushed(PHONE, entry(3));
    pull(PHONE, 0, 102, entry(1), entry(2));
    everyoneReadsHistory();
    assertFound(Kind.SKIPPED_POLL);
  }

  @Test
  void whatAPullSaysItDroppedIsNoSkip() {
    pull(WEB, 0, 103, entry(1), entry(2), entry(3));
    pullWithGap(PHONE, new InboxPage.Gap(GROUP, 1, 2), entry(3));
    everyoneReadsHistory();
    assertSound();
  }

  @Test
  void aGapThatHistoryCannotFillIsUnseen() {
    checker.joining(CHO);
    checker.joined(CHO);
    say(4);
    history(CHO, message(4));
    checker.leaving(BEN);
    checker.left(BEN);
    say(5);
    everyoneReadsHistory();
    // Ben was shown history too early: message 4 is his, and only the gap names it.
    pullWithGap(PHONE, new InboxPage.Gap(GROUP, 4, 4), entry(1), entry(2), entry(3));
    assertFound(Kind.LOST_WRITE, Kind.UNSEEN);
  }

  @Test
  void aPullThatBringsWhatItBroughtIsBackwards() {
    pull(PHONE, 0, 103, entry(1), entry(2), entry(3));
    pull(PHONE, 103, 103, entry(3));
    everyoneReadsHistory();
    assertFound(Kind.BACKWARDS_POLL);
  }

  @Test
  void aCursorThatIsNotTheLastEntryIsBackwards() {
    pull(PHONE, 0, 104, entry(1), entry(2), entry(3));
    everyoneReadsHistory();
    assertFound(Kind.BACKWARDS_POLL);
  }

  @Test
  void anInboxThatEndsBeforeWhatWasSeenIsBackwards() {
    checker.pushed(PHONE, entry(3));
    checker.loggedIn(WEB, 102, checker.moment());
    assertFound(Kind.BACKWARDS_POLL);
  }

  @Test
  void historyOutOfOrderIsBackwards() {
    history(BEN, message(1), message(3), message(2));
    assertFound(Kind.BACKWARDS_POLL);
  }

  @Test
  void onePlaceWithTwoMessagesIsInconsistent() {
    checker.attempted(id(4), GROUP, "text 4");
    checker.pushed(PHONE, entry(1));
    checker.pushed(
        WEB, new InboxPage.Entry(104, new Sighting(GROUP, 1, 104, id(4), "text 4", false)));
    assertFound(Kind.INCONSISTENT_SEQUENCE, Kind.DUPLICATE);
  }

  @Test
  void sequencesThatAreNotDenseHaveAGap() {
    checker.attempted(id(5), GROUP, "text 5");
    checker.acked(id(5), ack(5));
    assertFound(Kind.GAP);
  }

  @Test
  void keysThatDoNotGrowAreAGap() {
    checker.attempted(id(4), GROUP, "text 4");
    checker.acked(id(4), new Ack(4, 103, 7));
    assertFound(Kind.GAP);
  }

  @Test
  void whatADeviceThatIsUpToDateNeverGotIsUnseen() {
    pull(PHONE, 0, 102, entry(1), entry(2));
    everyoneReadsHistory();
    assertFound(Kind.UNSEEN);
  }

  @Test
  void aRecallThatADeviceNeverGotIsUnseen() {
    pull(PHONE, 0, 103, entry(1), entry(2), entry(3));
    checker.recalling(id(1));
    checker.recalled(id(1), 1);
    pull(PHONE, 103, 103);
    assertFound(Kind.UNSEEN);
  }

  @Test
  void aRecallMovesAnEntry() {
    pull(PHONE, 0, 103, entry(1), entry(2), entry(3));
    checker.recalling(id(1));
    checker.recalled(id(1), 1);
    pull(PHONE, 103, 110, new InboxPage.Entry(110, tombstone(1)));
    pull(WEB, 0, 110, entry(2), entry(3), new InboxPage.Entry(110, tombstone(1)));
    history(BEN, tombstone(1), message(2), message(3));
    history(ANN, tombstone(1), message(2), message(3));
    assertSound();
  }

  @Test
  void aRecallThatIsUndoneIsLost() {
    checker.recalling(id(1));
    checker.recalled(id(1), 1);
    history(BEN, message(1), message(2), message(3));
    assertFound(Kind.LOST_RECALL);
  }

  @Test
  void aRecallThatNobodyAskedForIsNamed() {
    history(BEN, tombstone(1), message(2), message(3));
    assertFound(Kind.LOST_RECALL);
  }

  private static Sighting edited(int sequence, long editedTime, String body) {
    return new Sighting(GROUP, sequence, 100 + sequence, id(sequence), body, editedTime, false);
  }

  private void edit(int sequence, long editedTime, String body) {
    checker.editing(id(sequence), body);
    checker.edited(id(sequence), sequence, editedTime);
  }

  @Test
  void editsMoveAnEntry() {
    pull(PHONE, 0, 103, entry(1), entry(2), entry(3));
    edit(1, 8, "better");
    pull(PHONE, 103, 110, new InboxPage.Entry(110, edited(1, 8, "better")));
    edit(1, 9, "best");
    pull(PHONE, 110, 111, new InboxPage.Entry(111, edited(1, 9, "best")));
    pull(WEB, 0, 111, entry(2), entry(3), new InboxPage.Entry(111, edited(1, 9, "best")));
    history(BEN, edited(1, 9, "best"), message(2), message(3));
    history(ANN, edited(1, 9, "best"), message(2), message(3));
    assertSound();
  }

  @Test
  void anEditThatADeviceNeverGotIsLost() {
    pull(PHONE, 0, 103, entry(1), entry(2), entry(3));
    edit(1, 8, "better");
    pull(PHONE, 103, 103);
    assertFound(Kind.LOST_EDIT);
  }

  @Test
  void anEditThatIsUndoneIsLost() {
    edit(1, 8, "better");
    edit(1, 9, "best");
    history(BEN, edited(1, 8, "better"), message(2), message(3));
    assertFound(Kind.LOST_EDIT);
  }

  @Test
  void anEditThatNobodyAskedForIsNamed() {
    history(BEN, edited(1, 8, "invented"), message(2), message(3));
    assertFound(Kind.ALTERED);
  }

  @Test
  void whatHasExpiredNeedNotBeThere() {
    pull(PHONE, 0, 103, entry(1), entry(2), entry(3));
    everyoneReadsHistory();
    checker.expired(GROUP, 2);
    history(ANN, message(3));
    history(BEN, message(3));
    pull(WEB, 0, 103, entry(3));
    assertSound();
    pull(WEB, 0, 0);
    assertFound(Kind.SKIPPED_POLL);
  }

  @Test
  void whatHasNotExpiredHasToBeThere() {
    everyoneReadsHistory();
    checker.expired(GROUP, 2);
    history(BEN);
    assertFound(Kind.LOST_WRITE);
  }

  @Test
  void theIdOfWhatHasExpiredMayBeUsedAgain() {
    everyoneReadsHistory();
    checker.expired(GROUP, 1);
    checker.acked(id(1), ack(4));
    Sighting again = new Sighting(GROUP, 4, 104, id(1), "text 1", false);
    history(ANN, message(2), message(3), again);
    history(BEN, message(2), message(3), again);
    history(BEN, message(1), message(2), message(3), again); // the first one arrives late
    assertSound();
    checker.acked(id(2), ack(5));
    assertFound(Kind.ACK_CHANGED);
  }

  @Test
  void whatNobodySentIsAPhantom() {
    checker.pushed(PHONE, entry(8));
    assertFound(Kind.PHANTOM);
  }

  @Test
  void whatWasSentElsewhereIsAPhantom() {
    checker.pushed(
        PHONE, new InboxPage.Entry(101, new Sighting("#other", 1, 101, id(1), "text 1", false)));
    assertFound(Kind.PHANTOM);
  }

  @Test
  void whatWasRefusedIsAPhantom() {
    checker.attempted(id(4), GROUP, "text 4");
    checker.refused(id(4));
    checker.pushed(PHONE, entry(4));
    assertFound(Kind.PHANTOM);
  }

  @Test
  void anAckOfNothingIsAPhantom() {
    checker.acked(id(9), ack(4));
    assertFound(Kind.PHANTOM);
  }

  @Test
  void anotherContentIsAltered() {
    checker.pushed(
        PHONE, new InboxPage.Entry(101, new Sighting(GROUP, 1, 101, id(1), "else", false)));
    assertFound(Kind.ALTERED);
  }

  @Test
  void aRepeatWithAnotherAnswerIsNamed() {
    checker.acked(id(1), new Ack(1, 101, 8));
    assertFound(Kind.ACK_CHANGED);
  }

  @Test
  void aRepeatThatIsRefusedIsNamed() {
    checker.refused(id(1));
    assertFound(Kind.ACK_CHANGED);
  }

  @Test
  void whatWasSaidAfterLeavingIsNotToBeShown() {
    everyoneReadsHistory();
    checker.leaving(BEN);
    checker.left(BEN);
    say(4);
    history(BEN, message(1), message(2), message(3), message(4));
    assertFound(Kind.TRESPASS);
  }

  @Test
  void whoLeftMaySayNothingMore() {
    checker.leaving(ANN);
    checker.left(ANN);
    say(4);
    assertFound(Kind.TRESPASS);
  }

  @Test
  void aPushThatComesTwiceOverOneConnectionIsADuplicate() {
    checker.pushed(PHONE, entry(1));
    checker.pushed(WEB, entry(1));
    checker.loggedIn(WEB, 103, checker.moment());
    checker.pushed(WEB, entry(1));
    assertThat(checker.found()).isEmpty();
    checker.pushed(PHONE, entry(1));
    assertThat(checker.found()).extracting(Anomaly::kind).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void aPushBehindALaterOneIsBackwards() {
    checker.pushed(PHONE, entry(2));
    checker.pushed(PHONE, entry(1));
    everyoneReadsHistory();
    assertFound(Kind.BACKWARDS_POLL);
  }

  @Test
  void ofADeviceThatIsForgottenNothingIsExpected() {
    pull(PHONE, 0, 102, entry(1), entry(2));
    everyoneReadsHistory();
    checker.forget(PHONE);
    assertSound();
  }

  @Test
  void whoLeftNeedsNothingMoreAndKeepsWhatWasSeen() {
    checker.leaving(BEN);
    checker.left(BEN);
    say(4);
    pull(PHONE, 0, 103, entry(1), entry(2), entry(3));
    everyoneReadsHistoryButAnnMore();
    assertSound();
    history(BEN, message(1), message(2));
    assertFound(Kind.LOST_WRITE);
  }

  private void everyoneReadsHistoryButAnnMore() {
    history(ANN, message(1), message(2), message(3), message(4));
    history(BEN, message(1), message(2), message(3));
  }

  @Test
  void changesOfMembersThatDoNotLastAreLost() {
    checker.membersListed(GROUP, Set.of("ann", "ben"), checker.moment());
    assertSound();
    checker.leaving(BEN);
    checker.membersListed(GROUP, Set.of("ann", "ben"), checker.moment());
    checker.membersListed(GROUP, Set.of("ann"), checker.moment());
    assertSound();
    checker.left(BEN);
    checker.membersListed(GROUP, Set.of("ann", "ben"), checker.moment());
    assertFound(Kind.LOST_MEMBERSHIP);
  }

  @Test
  void aMemberWhoIsMissingIsLost() {
    checker.membersListed(GROUP, Set.of("ann"), checker.moment());
    assertFound(Kind.LOST_MEMBERSHIP);
  }
}
