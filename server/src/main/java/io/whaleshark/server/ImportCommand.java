package io.whaleshark.server;

import io.whaleshark.cli.ReasonReport;
import io.whaleshark.cli.Usage;
import io.whaleshark.server.transfer.ImportCalls;
import io.whaleshark.server.transfer.ImportCheck;
import io.whaleshark.server.transfer.ImportRun;
import io.whaleshark.server.transfer.LineFile;
import io.whaleshark.server.transfer.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Imports a file of conversations into an app. Asks a running server: any node of a cluster will
/// do.
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Imports conversations from a file of JSON lines, as docs/import.md describes:",
      "  ./whaleshark import chats.jsonl --app 10001 --check",
      "  ./whaleshark import chats.jsonl --app 10001",
      "It may be stopped at any time, and repeated: nothing is imported twice."
    },
    footer = {
      "",
      "The admin key of the app is in --key FILE or the environment variable"
          + " WHALESHARK_ADMIN_KEY. With",
      "open login none is needed.",
      "Exit codes: 0 all lines are imported, 1 some were refused or it failed, 2 wrong usage."
    })
final class ImportCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int USUAL_MESSAGE_BYTES = 64 << 10;
  private static final Path STANDARD_INPUT = Path.of("-");

  @Parameters(paramLabel = "FILE", description = "The file; - for what another program writes.")
  private Path file = STANDARD_INPUT;

  @Option(
      names = "--check",
      description =
          "Reads the file, and tells what is wrong with it; asks no server, and imports nothing.")
  private boolean check;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "A file for all lines that are refused, each with the reason (default none: the first"
              + " ones are shown).")
  private @Nullable Path report;

  @Option(
      names = "--body-bytes",
      paramLabel = "BYTES",
      description = "The largest message, as body-bytes of the server says (default 65536).")
  private int messageBytesAtMost = USUAL_MESSAGE_BYTES;

  @Mixin private ServerOptions options = new ServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;
  private final InputStream standardInput;

  /// @param clock tells times in the future
  ImportCommand(Clock clock, InputStream standardInput) {
    this.clock = clock;
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws IOException {
    Usage.require(spec, "--body-bytes", messageBytesAtMost, 1, Integer.MAX_VALUE);
    if (!check) {
      options.require(spec);
    }
    if (report == null) {
      return run(Optional.empty());
    }
    if (Files.exists(report) && Files.isSameFile(report, file)) {
      throw Usage.wrong(spec, "--report: the file that is imported (expected: another one)");
    }
    try (Writer all = Files.newBufferedWriter(report)) {
      return run(Optional.of(all));
    }
  }

  private int run(Optional<Writer> all) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ReasonReport refused = new ReasonReport(out, all);
    LineReader reader = new LineReader(options.app(), messageBytesAtMost, clock);
    long count = check ? check(reader, refused, out) : send(reader, refused, out);
    return count == 0 ? 0 : FAILED;
  }

  private long check(LineReader reader, ReasonReport refused, PrintWriter out) throws IOException {
    ImportCheck.Result result;
    if (file.equals(STANDARD_INPUT)) {
      result = new ImportCheck(reader, refused).run(new LineFile(standardInput, 0, 0));
    } else {
      try (InputStream in = Files.newInputStream(file)) {
        result = new ImportCheck(reader, refused).run(new LineFile(in, 0, 0));
      }
    }
    out.printf(
        Locale.ROOT, "%,d lines, of which %,d are wrong.%n", result.lines(), result.refused());
    out.flush();
    return result.refused();
  }

  private long send(LineReader reader, ReasonReport refused, PrintWriter out) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = options.request(spec, "/import"); // reads settings and key
      var calls = new ImportCalls(client, request::copy, clock, out);
      ImportRun run = new ImportRun(reader, calls, refused, clock, out);
      if (file.equals(STANDARD_INPUT)) {
        return run.run(standardInput);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return run.run(in);
      }
    }
  }
}
