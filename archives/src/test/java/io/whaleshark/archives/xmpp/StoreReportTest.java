package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.cli.ReasonReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: what a server has lost, or does not give, is said as far as it shows. Method: what came of
/// reading stores, as servers have been seen to answer or might.
class StoreReportTest {

  private final StringWriter lost = new StringWriter();
  private final StoreReport report =
      new StoreReport(
          new PrintWriter(new StringWriter()),
          new ReasonReport(new PrintWriter(lost, true), Optional.empty()),
          1_000);

  private List<String> lost() {
    return lost.toString().lines().toList();
  }

  private void archive(long taken, long counted, boolean beganAnew) throws IOException {
    report.archive("bob", new ArchiveWalk.Outcome(taken, OptionalLong.of(counted), beganAnew));
  }

  @Test
  void aWholeArchiveIsNoLoss() throws IOException {
    archive(7, 7, false);
    archive(7, 6, false); // one came meanwhile
    report.archive("bob", new ArchiveWalk.Outcome(7, OptionalLong.empty(), false));
    report.waiting("bob", new OfflineStore.Outcome(7, Optional.empty()));
    assertThat(lost()).isEmpty();
  }

  @Test
  void whatTheServerCountsAndDoesNotGiveIsSaid() throws IOException {
    archive(7, 9, false);
    assertThat(lost()).containsExactly("  bob: the server counts 9 messages, and gave 7");
  }

  @Test
  void aServerThatBeganAnewIsSaid() throws IOException {
    archive(7, 7, true);
    assertThat(lost())
        .containsExactly(
            "  bob: the server began its archive anew; what comes behind was not read");
  }

  @ParameterizedTest
  @CsvSource({"989,0", "990,1", "1000,1", "1001,0"})
  void anArchiveThatIsFullHasLostWhatWasBefore(long taken, int lines) throws IOException {
    archive(taken, taken, false);
    assertThat(lost()).hasSize(lines);
  }

  @ParameterizedTest
  @CsvSource({"999,0", "1000,1"})
  void whereTooManyWaitLaterOnesDoNot(long taken, int lines) throws IOException {
    report.waiting("bob", new OfflineStore.Outcome(taken, Optional.empty()));
    assertThat(lost()).hasSize(lines);
  }

  @Test
  void aFileThatIsBrokenIsSaidWithWhatWasRead() throws IOException {
    report.waiting("bob", new OfflineStore.Outcome(7, Optional.of("the file ends")));
    assertThat(lost())
        .containsExactly("  bob: what waits cannot be read behind message 7: the file ends");
  }
}
