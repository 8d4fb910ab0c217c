package io.whaleshark.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: the checker reports each anomaly of positions and counts, and nothing else. Method: five
/// messages, some reads, then one impossible fact.
class ReadCheckTest {

  private static final String GROUP = "#group";
  private static final Part ANN = new Part(GROUP, "ann");
  private static final Part BEN = new Part(GROUP, "ben");
  private static final Part CHO = new Part(GROUP, "cho");
  private static final Device OF_ANN = new Device("ann", "phone");
  private static final int MESSAGES = 5;

  private final LogChecker checker = new LogChecker();

  @BeforeEach
  void annSaysFiveThingsToBenAndCho() {
    for (Part part : List.of(ANN, BEN, CHO)) {
      checker.joining(part);
      checker.joined(part);
    }
    for (int sequence = 1; sequence <= MESSAGES; sequence++) {
      checker.attempted(id(sequence), GROUP, "text");
      checker.acked(id(sequence), new Ack(sequence, sequence, 7));
    }
    for (Part part : List.of(ANN, BEN, CHO)) {
      List<Sighting> all =
          IntStream.rangeClosed(1, MESSAGES)
              .mapToObj(s -> new Sighting(GROUP, s, s, id(s), "text", false))
              .toList();
      checker.historyRead(new HistoryRead(part, checker.moment(), 0, all));
    }
  }

  private static MessageId id(int number) {
    return new MessageId(number == 4 ? "ben" : "ann", "m" + number);
  }

  private void listed(Part part, long read, long unread) {
    listed(part, read, unread, null);
  }

  private void listed(Part part, long read, long unread, SeenItem.@Nullable Peer peer) {
    checker.listed(new SeenItem(part, checker.moment(), MESSAGES, read, unread, peer));
  }

  private void counted(long read, long audience, @Nullable Map<String, Boolean> readers) {
    checker.counted(new ReaderCount(GROUP, 3, checker.moment(), read, audience, readers));
  }

  private void assertFound(Kind... kinds) {
    assertThat(checker.check()).extracting(Anomaly::kind).containsOnly(kinds);
  }

  private void assertSound() {
    assertThat(checker.check()).isEmpty();
  }

  @Test
  void soundReadsAreSound() {
    checker.reading(BEN, 2);
    checker.reading(BEN, 3);
    checker.reading(BEN, 1);
    checker.readSeen(OF_ANN, BEN, 2);
    checker.readSeen(OF_ANN, BEN, 3);
    listed(BEN, 3, 1);
    listed(CHO, 0, 5);
    counted(1, 2, null);
    counted(1, 2, Map.of("ben", true, "cho", false));
    assertSound();
  }

  @Test
  void aReadOfUnknownOutcomeMayBeThereOrNot() {
    checker.reading(BEN, 3);
    listed(CHO, 0, 5);
    counted(0, 2, Map.of("ben", false, "cho", false));
    counted(1, 2, Map.of("ben", true, "cho", false));
    assertSound();
  }

  @Test
  void aPushOfALowerPositionMovedBack() {
    checker.reading(BEN, 2);
    checker.reading(BEN, 3);
    checker.readSeen(OF_ANN, BEN, 3);
    checker.readSeen(OF_ANN, BEN, 2);
    assertFound(Kind.POSITION_MOVED_BACK);
  }

  @Test
  void aPositionBelowWhatTheAuthorWasToldIsLost() {
    checker.reading(BEN, 2);
    checker.reading(BEN, 3);
    checker.readSeen(OF_ANN, BEN, 3);
    listed(BEN, 2, 2);
    assertFound(Kind.POSITION_LOST);
  }

  @Test
  void aPositionBelowWhatTheListShowedIsLost() {
    checker.reading(BEN, 3);
    listed(BEN, 3, 1);
    listed(BEN, 0, 4);
    assertFound(Kind.POSITION_LOST);
  }

  @Test
  void aPeersPositionsNeverGoBackEither() {
    checker.reading(CHO, 2);
    listed(BEN, 0, 4, new SeenItem.Peer("cho", 2, 4));
    listed(BEN, 0, 4, new SeenItem.Peer("cho", 2, 3));
    assertFound(Kind.POSITION_LOST);
  }

  @Test
  void aPositionBehindTheNewestIsNamed() {
    checker.reading(BEN, 6);
    listed(BEN, 6, 0);
    assertFound(Kind.POSITION_BEYOND_NEWEST);
  }

  @Test
  void whatIsReadWasReceived() {
    checker.reading(CHO, 3);
    listed(BEN, 0, 4, new SeenItem.Peer("cho", 3, 2));
    assertFound(Kind.POSITION_BEYOND_NEWEST);
  }

  @Test
  void aPositionThatNobodyReportedIsGuessed() {
    checker.reading(BEN, 3);
    listed(BEN, 2, 2);
    assertFound(Kind.POSITION_GUESSED);
  }

  @Test
  void aWrongUnreadCountIsNamed() {
    listed(BEN, 0, 5);
    assertFound(Kind.UNREAD_WRONG);
  }

  @Test
  void aListThatEndsTooEarlyLostTheRest() {
    checker.listed(new SeenItem(BEN, checker.moment(), 3, 0, 3, null));
    assertFound(Kind.LOST_WRITE);
  }

  @Test
  void aCountBelowWhatIsKnownIsWrong() {
    checker.reading(BEN, 3);
    listed(BEN, 3, 1);
    counted(0, 2, null);
    assertFound(Kind.READERS_WRONG);
  }

  @Test
  void aCountAboveWhatCanBeIsWrong() {
    checker.reading(BEN, 3);
    counted(2, 2, null);
    assertFound(Kind.READERS_WRONG);
  }

  @Test
  void aCountThatIsNotThatOfItsListIsWrong() {
    checker.reading(BEN, 3);
    counted(0, 2, Map.of("ben", true, "cho", false));
    assertFound(Kind.READERS_WRONG);
  }

  @Test
  void anAudienceThatHistoryDoesNotShowIsWrong() {
    counted(0, 1, null);
    assertFound(Kind.READERS_WRONG);
  }

  @Test
  void whoHadReadHasRead() {
    checker.reading(BEN, 3);
    counted(1, 2, Map.of("ben", true, "cho", false));
    assertSound();
    counted(0, 2, Map.of("ben", false, "cho", false));
    assertFound(Kind.POSITION_LOST);
  }

  @Test
  void whoCannotHaveReadHasNot() {
    counted(1, 2, Map.of("ben", true, "cho", false));
    assertFound(Kind.POSITION_GUESSED, Kind.READERS_WRONG);
  }

  @Test
  void aCountOfNothingIsAPhantom() {
    checker.counted(new ReaderCount(GROUP, 9, checker.moment(), 0, 2, null));
    assertFound(Kind.PHANTOM);
  }
}
