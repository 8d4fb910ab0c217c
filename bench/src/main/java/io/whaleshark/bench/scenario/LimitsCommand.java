package io.whaleshark.bench.scenario;

import io.whaleshark.bench.limits.ForwardSubject;
import io.whaleshark.bench.limits.RawDialect;
import io.whaleshark.bench.limits.SyncedWrites;
import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Dialect;
import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Figure;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.subject.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// Measures the upper bounds of the machine.
@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the limits of this machine, with which other results are compared.",
      "A process that does nothing else forwards frames as long as a message between 100 pairs."
          + " RocksDB writes the rows of messages and syncs, with nothing around it."
    },
    footer = {"", "It measures no server, so there is no option that names one."})
final class LimitsCommand extends ScenarioCommand {
  private static final int PAIRS = 100;
  private static final int FEW = 1;
  private static final int MANY = 20;
  private static final List<Integer> ROWS_AT_ONCE = List.of(1, 100, 1_000);
  private static final Duration SYNC_WARM_UP_AT_MOST = Duration.ofSeconds(1);

  @Override
  protected List<String> unused() {
    return List.of("--server", "--dialect", "--http", "--pid");
  }

  @Override
  protected Subject subject() {
    return new ForwardSubject();
  }

  @Override
  protected Dialect dialect(Subject subject) {
    return new RawDialect(super.dialect(subject));
  }

  @Override
  protected Result measure(Bench bench) throws InterruptedException {
    Result few = P2pCommand.of(PAIRS, FEW).measure(bench);
    Result many = P2pCommand.of(PAIRS, MANY).measure(bench);
    return new Result(
            "limits",
            "this machine",
            Map.of("pairs", "" + PAIRS, "body", bench.bodyBytes() + " bytes"),
            List.of(),
            List.of(),
            0,
            List.of(),
            List.of())
        .and("forward, 1 in flight", few)
        .and("forward, 20 in flight", many)
        .and("synced writes", syncedWrites(bench));
  }

  private static Result syncedWrites(Bench bench) {
    Path folder = newFolder();
    Duration warmUp = min(bench.warmUp(), SYNC_WARM_UP_AT_MOST);
    List<Figure> figures = new ArrayList<>();
    try (var writes = new SyncedWrites(folder.resolve("data"), bench.bodyBytes())) {
      for (int rows : ROWS_AT_ONCE) {
        writes.measure(rows, warmUp, bench.progress());
        double rate = writes.measure(rows, bench.measure().dividedBy(2), bench.progress());
        figures.add(new Figure(rows + " at once", rate, "rows/s"));
      }
      return new Result(
          "synced writes",
          "RocksDB",
          Map.of(),
          figures,
          List.of(),
          writes.written(),
          List.of(new Check("rows that are not there", writes.missing())),
          List.of());
    } finally {
      delete(folder);
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("whaleshark-limits");
    } catch (IOException e) {
      throw new BenchException("cannot create a folder: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new BenchException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
