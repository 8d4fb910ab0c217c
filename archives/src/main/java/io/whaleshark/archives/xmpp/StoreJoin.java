package io.whaleshark.archives.xmpp;

import io.whaleshark.cli.ReasonReport;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Takes what waits for a user, and is in their archive too, as one copy. What their archive has
/// dropped shows in what it had named. Memory: the users. Confined to one thread.
final class StoreJoin {

  private final Set<String> archived = new HashSet<>();
  private final SortedMap<String, Long> dropped = new TreeMap<>();

  /// A user's archive was read.
  void archived(String owner) {
    archived.add(owner);
  }

  /// The copies of a conversation, without those that wait for a user in whose archive they are.
  List<Copy> join(List<Copy> copies) {
    Set<String> inArchives =
        copies.stream()
            .filter(copy -> copy.store() == CopyStore.ARCHIVE)
            .map(StoreJoin::name)
            .collect(Collectors.toSet());
    List<Copy> joined =
        copies.stream()
            .filter(copy -> copy.store() == CopyStore.ARCHIVE || !inArchives.contains(name(copy)))
            .toList();
    joined.stream()
        .filter(copy -> copy.store() == CopyStore.WAITING && archived.contains(copy.owner()))
        .forEach(copy -> dropped.merge(copy.owner(), 1L, Long::sum));
    return joined;
  }

  private static String name(Copy copy) {
    return copy.owner() + '\n' + copy.archiveId();
  }

  /// Says whose archives have dropped what still waits.
  void tell(ReasonReport report) throws IOException {
    for (Map.Entry<String, Long> each : dropped.entrySet()) {
      report.add(
          each.getKey(),
          each.getValue()
              + " messages waited that the archive has dropped: they are in the file;"
              + " what else it has dropped is lost");
    }
  }
}
