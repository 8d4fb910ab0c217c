package io.whaleshark.archives.xmpp;

import io.whaleshark.cli.ReasonReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/// Says of each store what was read, and what it has lost as far as that shows. Confined to one
/// thread.
///
/// @param out is told how far it is
/// @param report gets what is lost
/// @param keeps how many messages a Prosody keeps in each store
record StoreReport(PrintWriter out, ReasonReport report, long keeps) {

  /// Of 100 messages Prosody keeps 99 when its archive is full, and drops one.
  private static final int KEPT_PERCENT = 99;

  private static final int WHOLE_PERCENT = 100;

  /// An archive was read.
  ///
  /// @param of whose it is
  void archive(String of, ArchiveWalk.Outcome outcome) throws IOException {
    progress(of, outcome.taken(), "archived");
    if (outcome.counted().isPresent() && outcome.counted().getAsLong() > outcome.taken()) {
      report.add(
          of,
          "the server counts "
              + outcome.counted().getAsLong()
              + " messages, and gave "
              + outcome.taken());
    }
    if (outcome.beganAnew()) {
      report.add(of, "the server began its archive anew; what comes behind was not read");
    }
    if (outcome.taken() >= keeps * KEPT_PERCENT / WHOLE_PERCENT && outcome.taken() <= keeps) {
      report.add(
          of,
          outcome.taken()
              + " messages are in the archive, where Prosody keeps "
              + keeps
              + ": older ones are lost, unless they wait or the other side has them");
    }
  }

  /// What waits for a user was read.
  ///
  /// @param of whom it waits for
  void waiting(String of, OfflineStore.Outcome outcome) throws IOException {
    progress(of, outcome.taken(), "waiting");
    if (outcome.fault().isPresent()) {
      report.add(
          of,
          "what waits cannot be read behind message "
              + outcome.taken()
              + ": "
              + outcome.fault().get());
    }
    if (outcome.taken() >= keeps) {
      report.add(
          of,
          outcome.taken()
              + " messages wait, where Prosody keeps "
              + keeps
              + ": later ones are in the archive, or lost");
    }
  }

  private void progress(String of, long taken, String how) {
    out.printf(Locale.ROOT, "  %s: %,d %s messages%n", of, taken, how);
    out.flush();
  }
}
