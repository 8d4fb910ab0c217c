package io.whaleshark.server;

import static java.util.stream.Collectors.toMap;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.ObjectName;

/// The objects of this process that are alive, class by class. Immutable.
///
/// @param histogram as Java writes it: a map of so many classes would itself be what has grown
public record LiveObjects(String histogram) {

  private static final int COUNT = 1;
  private static final int BYTES = 2;
  private static final int NAME = 3;

  /// Those that are alive now. Collects garbage before.
  public static LiveObjects now() {
    try {
      return new LiveObjects(
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()}));
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Long> column(int column) {
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+")) // 1: objects bytes class
        .filter(words -> words[0].endsWith(":"))
        .collect(toMap(words -> words[NAME], words -> Long.parseLong(words[column]), Long::sum));
  }

  /// The classes of which there are more than so many objects more than before, with how many more.
  public Map<String, Long> grownSince(LiveObjects before, long atMost) {
    Map<String, Long> grown = column(COUNT);
    before.column(COUNT).forEach((name, count) -> grown.merge(name, -count, Long::sum));
    grown.values().removeIf(count -> count <= atMost);
    return grown;
  }

  /// The bytes of all objects.
  public long bytes() {
    return bytes(_ -> true);
  }

  /// The bytes of the objects of some classes.
  public long bytes(Predicate<String> classes) {
    return column(BYTES).entrySet().stream()
        .filter(each -> classes.test(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
