package io.whaleshark.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The cost of processes, their child processes included. Stateless.
///
/// @param roots the processes by what they are called, such as `node` and `postgres`
public record Processes(Map<String, List<ProcessHandle>> roots) {

  /// What processes are called of which nothing else is said.
  public static final String SERVER = "server";

  private static final String RESIDENT = "VmRSS:";
  private static final long KIB = 1024;

  /// Copies.
  public Processes {
    roots = Map.copyOf(roots);
  }

  /// The processes of one server.
  public static Processes of(ProcessHandle server) {
    return new Processes(Map.of(SERVER, List.of(server)));
  }

  /// The CPU time so far by name, in steps of the system's ticks, usually 10 ms. What a child
  /// process used that has ended is not in it.
  public Map<String, Duration> cpu() {
    Map<String, Duration> used = new TreeMap<>();
    roots.forEach((name, named) ->
        used.put(
            name,
            withChildren(named)
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus)));
    return used;
  }

  /// The resident memory in bytes; 0 if the system does not provide it as Linux does.
  public long residentBytes() {
    return roots.values().stream()
        .flatMap(Processes::withChildren)
        .mapToLong(Processes::residentBytes)
        .sum();
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

  private static Stream<ProcessHandle> withChildren(List<ProcessHandle> roots) {
    return roots.stream().flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
  }
}
