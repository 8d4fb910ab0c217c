package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Goal: what waits and is archived is one message, of the archive's time; what an archive has
/// dropped is told. Method: copies as both stores have them.
class StoreJoinTest {

  private static final long SECOND = 1_000_000;
  private static final ConversationId OF_TWO =
      ConversationId.Direct.between(new UserId(1, "alice"), new UserId(1, "bob"));

  private final StoreJoin stores = new StoreJoin();

  private static Copy copy(CopyStore store, String owner, String archiveId, long second) {
    return new Copy(
        store, owner, 1, archiveId, second * SECOND, "alice", "", "", CopyKind.SAID, "hi", "");
  }

  private List<String> told(Copy... copies) {
    return ConversationLines.of(OF_TWO, stores.join(List.of(copies))).messages().stream()
        .map(message -> message.micros() / SECOND + " " + message.id())
        .toList();
  }

  private String report() throws IOException {
    StringWriter said = new StringWriter();
    stores.tell(new ReasonReport(new PrintWriter(said, true), Optional.empty()));
    return said.toString();
  }

  @Test
  void whatWaitsAndIsArchivedIsOneMessage() throws IOException {
    stores.archived("bob");
    assertThat(
            told(
                copy(CopyStore.ARCHIVE, "bob", "b1", 10),
                copy(CopyStore.WAITING, "bob", "b1", 700)))
        .containsExactly("10 b1");
    assertThat(report()).isEmpty();
  }

  /// Without an id of the client, only the archive's own tells that these are two.
  @Test
  void whatTheArchiveHasDroppedIsTakenAndTold() throws IOException {
    stores.archived("bob");
    assertThat(
            told(
                copy(CopyStore.WAITING, "bob", "b0", 10),
                copy(CopyStore.WAITING, "bob", "b1", 11),
                copy(CopyStore.ARCHIVE, "bob", "b1", 11)))
        .containsExactly("10 b0", "11 b1");
    assertThat(report())
        .isEqualToIgnoringNewLines(
            "  bob: 1 messages waited that the archive has dropped: they are in the file;"
                + " what else it has dropped is lost");
  }

  @Test
  void theSendersArchiveKnowsTheTimeOfWhatWaits() {
    assertThat(
            told(
                copy(CopyStore.WAITING, "bob", "b1", 10),
                copy(CopyStore.ARCHIVE, "alice", "a1", 11)))
        .containsExactly("11 a1");
  }

  /// Prosody counts in seconds.
  @Test
  void ofOneSecondWhatTheArchiveHasDroppedIsFirst() {
    assertThat(
            told(
                copy(CopyStore.ARCHIVE, "alice", "a1", 10),
                copy(CopyStore.ARCHIVE, "bob", "b1", 10),
                copy(CopyStore.WAITING, "bob", "b0", 10)))
        .containsExactly("10 b0", "10 a1");
  }

  @Test
  void noArchiveWasToKeepItOrWasRead() throws IOException {
    stores.archived("bob");
    assertThat(
            told(
                copy(CopyStore.WAITING_ALONE, "bob", "w1", 10),
                copy(CopyStore.WAITING, "carol", "c1", 90)))
        .containsExactly("10 w1", "90 c1");
    assertThat(report()).isEmpty();
  }
}
