package io.whaleshark.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The cost of processes, their child processes included. Stateless.
public record Processes(List<ProcessHandle> roots) {
  private static final String RESIDENT = "VmRSS:";
  private static final long KIB = 1024;

  /// Copies.
  public Processes {
    roots = List.copyOf(roots);
  }

  /// The CPU time in nanoseconds so far, in steps of the system's ticks, usually 10 ms.
  public long cpuNanos() {
    return all()
        .mapToLong(process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
        .sum();
  }

  /// The resident memory in bytes; 0 if the system does not provide it as Linux does.
  public long residentBytes() {
    return all().mapToLong(Processes::residentBytes).sum();
  }

  private static long residentBytes(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
          .sum();
    } catch (IOException _) {
      return 0;
    }
  }

  private Stream<ProcessHandle> all() {
    return roots.stream().flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
  }
}
