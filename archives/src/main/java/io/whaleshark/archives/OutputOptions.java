package io.whaleshark.archives;

import io.whaleshark.cli.ReasonReport;
import io.whaleshark.cli.Usage;
import io.whaleshark.server.transfer.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
    if (report != null && absolute(report).equals(absolute(file))) {
      throw Usage.wrong(spec, "--report: the file that is made (expected: another one)");
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /// Makes the file.
  ///
  /// @return the exit code
  public int run(CommandSpec spec, Conversion conversion) throws IOException {
    if (report == null) {
      return run(spec, conversion, Optional.empty());
    }
    try (Writer all = open(report)) {
      return run(spec, conversion, Optional.of(all));
    }
  }

  /// The report names who wrote to whom, so it is readable by its owner alone.
  private static Writer open(Path report) throws IOException {
    if (Files.isRegularFile(report)) {
      Files.setPosixFilePermissions(report, WholeFile.OWN);
    }
    return Channels.newWriter(
        FileChannel.open(
            report,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            PosixFilePermissions.asFileAttribute(WholeFile.OWN)),
        StandardCharsets.UTF_8);
  }

  private int run(CommandSpec spec, Conversion conversion, Optional<Writer> all)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ReasonReport losses = new ReasonReport(out, all);
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
