package io.whaleshark.archives;

import io.whaleshark.cli.Usage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every conversion has: the file that it makes, and the report of what is not in it.
public final class OutputOptions {

  private static final int LOST = 1;

  @Parameters(paramLabel = "FILE", description = "The file to make, for ./whaleshark import.")
  private Path file = Path.of("");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "A file for all that the source has lost, or that the format cannot say (default none:"
              + " the first ones are shown).")
  private @Nullable Path report;

  /// Refuses a file that is there, before anything is read.
  public void require(CommandSpec spec) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    if (report != null && report.toAbsolutePath().equals(file.toAbsolutePath())) {
      throw Usage.wrong(spec, "--report: the file that is made (expected: another one)");
    }
  }

  /// Makes the file.
  ///
  /// @return the exit code
  public int run(CommandSpec spec, Conversion conversion) throws IOException {
    if (report == null) {
      return run(spec, conversion, Optional.empty());
    }
    try (Writer all = Files.newBufferedWriter(report)) {
      return run(spec, conversion, Optional.of(all));
    }
  }

  private int run(CommandSpec spec, Conversion conversion, Optional<Writer> all)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    LossReport losses = new LossReport(out, all);
    try (ChatFile lines = ChatFile.begin(file)) {
      conversion.run(lines, losses);
      lines.complete();
      out.printf(
          Locale.ROOT,
          "Written to %s: %,d lines. Lost or changed: %,d.%n",
          file,
          lines.lines(),
          losses.count());
      out.flush();
    }
    return losses.count() == 0 ? 0 : LOST;
  }
}
