package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: all copies of a message become one, and two messages stay two. Method: copies as archives
/// have them.
class CopyJoinTest {

  private static final long SECOND = 1_000_000;

  private static Copy copy(String owner, long place, long micros, String id, String text) {
    return new Copy(
        CopyStore.ARCHIVE,
        owner,
        place,
        owner + place,
        micros,
        "alice",
        id,
        "",
        CopyKind.SAID,
        text,
        "");
  }

  private static List<String> told(Copy... copies) {
    return CopyJoin.join(List.of(copies)).stream()
        .map(message -> message.micros() / SECOND + " " + message.id() + " " + message.text())
        .toList();
  }

  @Test
  void bothSidesHaveOneMessageAndItsTimeIsTheOlder() {
    assertThat(
            told(copy("alice", 1, 7 * SECOND, "m1", "hi"), copy("bob", 1, 5 * SECOND, "m1", "hi")))
        .containsExactly("5 m1 hi");
  }

  @Test
  void whatASessionGotTwiceIsOneMessage() {
    assertThat(
            told(copy("bob", 1, 5 * SECOND, "m1", "hi"), copy("bob", 2, 700 * SECOND, "m1", "hi")))
        .containsExactly("5 m1 hi");
  }

  @Test
  void aClientThatCountsItsIdsAnewSaysTwoMessages() {
    assertThat(
            told(
                copy("alice", 1, 5 * SECOND, "1", "hi"),
                copy("bob", 1, 6 * SECOND, "1", "hi"),
                copy("bob", 2, 700 * SECOND, "1", "hi"),
                copy("bob", 3, 5_000 * SECOND, "1", "hi"),
                copy("alice", 2, 5_001 * SECOND, "1", "hi")))
        .containsExactly("5 1 hi", "5000 1 hi");
  }

  @Test
  void twoArchivesHoursApartHaveOneMessage() {
    assertThat(
            told(
                copy("alice", 1, 5 * SECOND, "1", "hi"), copy("bob", 1, 9_000 * SECOND, "1", "hi")))
        .containsExactly("5 1 hi");
  }

  @Test
  void oneIdWithTwoTextsIsTwoMessages() {
    assertThat(
            told(
                copy("alice", 1, 5 * SECOND, "1", "hi"),
                copy("bob", 1, 5 * SECOND, "1", "hi"),
                copy("alice", 2, 6 * SECOND, "1", "bye"),
                copy("bob", 2, 6 * SECOND, "1", "bye")))
        .containsExactly("5 1 hi", "6 1 bye");
  }

  @Test
  void withoutIdsEachArchiveSaysHowOften() {
    assertThat(
            told(
                copy("alice", 1, 5 * SECOND, "", "ok"),
                copy("alice", 2, 6 * SECOND, "", "ok"),
                copy("bob", 1, 5 * SECOND, "", "ok"),
                copy("bob", 2, 7 * SECOND, "", "ok"),
                copy("bob", 3, 90 * SECOND, "", "ok")))
        .containsExactly("5 alice1 ok", "6 alice2 ok", "90 bob3 ok");
  }

  @Test
  void ofOneInstantTheArchiveHasTheOrder() {
    assertThat(
            told(
                copy("bob", 1, SECOND, "x", "first"),
                copy("bob", 2, SECOND, "a", "second"),
                copy("alice", 7, SECOND, "x", "first"),
                copy("alice", 8, SECOND, "a", "second")))
        .containsExactly("1 x first", "1 a second");
  }

  @Test
  void anIdThatIsNotAllowedIsAHash() {
    assertThat(told(copy("alice", 1, SECOND, " m ", "hi")).getFirst()).matches("1 [0-9a-f]{32} hi");
  }
}
