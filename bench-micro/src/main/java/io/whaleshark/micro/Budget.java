package io.whaleshark.micro;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/// The bytes that a direct message allocates on its path from the received frame to the sent
/// frames, for each measured part.
///
/// @param bytesOf the bytes by benchmark name, without the class
record Budget(Map<String, Double> bytesOf) {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /// The path of a message in a busy server; each part runs once.
  private static final List<String> PATH =
      List.of("decodeSend", "turnOfHundred", "encodeAck", "encodePush");

  Budget {
    bytesOf = Map.copyOf(bytesOf);
  }

  static Budget of(Collection<RunResult> results) {
    Map<String, Double> bytesOf = new LinkedHashMap<>();
    for (RunResult result : results) {
      var allocated = result.getSecondaryResults().get(ALLOCATED);
      if (allocated != null) {
        String name = result.getParams().getBenchmark();
        bytesOf.put(name.substring(name.lastIndexOf('.') + 1), allocated.getScore());
      }
    }
    return new Budget(bytesOf);
  }

  /// A line for each part, and their sum if none is missing.
  @Override
  public String toString() {
    var text = new StringBuilder("\nAllocated for each message, bytes:\n");
    double sum = 0;
    for (String part : PATH) {
      Double bytes = bytesOf.get(part);
      if (bytes != null) {
        sum += bytes;
        text.append(line(part, bytes));
      }
    }
    if (bytesOf.keySet().containsAll(PATH)) {
      text.append(line("all", sum));
    }
    return text.toString();
  }

  private static String line(String part, double bytes) {
    return String.format(Locale.ROOT, "  %-16s %,8.0f%n", part, bytes);
  }
}
