package io.whaleshark.archives.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The messages of one conversation, in the order in which the source's devices show them: by
/// sequence. One without a sequence stands where its key puts it.
///
/// Sequences are counted in Redis. One that lost its memory counts from one again; then numbers are
/// there twice, and the order is that of the keys. Immutable.
final class MessageOrder {

  private static final Comparator<StoredMessage> BY_KEY =
      Comparator.comparingLong(StoredMessage::key);
  private static final Comparator<StoredMessage> BY_SEQUENCE =
      Comparator.comparingLong(StoredMessage::sequence);

  private final List<StoredMessage> messages;
  private final boolean restarted;

  /// Those that have a sequence, in their order: the numbers, and their places among all.
  private final long[] sequences;

  private final int[] places;

  private MessageOrder(List<StoredMessage> messages, boolean restarted) {
    this.messages = messages;
    this.restarted = restarted;
    places =
        IntStream.range(0, messages.size())
            .filter(place -> messages.get(place).sequence() > 0)
            .toArray();
    sequences = Arrays.stream(places).mapToLong(place -> messages.get(place).sequence()).toArray();
  }

  static MessageOrder of(Collection<StoredMessage> all) {
    Set<Long> used = new HashSet<>();
    List<StoredMessage> byKey = new ArrayList<>(all);
    byKey.sort(BY_KEY);
    boolean restarted =
        byKey.stream()
            .filter(message -> message.sequence() > 0)
            .anyMatch(message -> !used.add(message.sequence()));
    return new MessageOrder(restarted ? byKey : inOrder(byKey), restarted);
  }

  private static List<StoredMessage> inOrder(List<StoredMessage> byKey) {
    List<StoredMessage> counted = new ArrayList<>(byKey.size());
    List<StoredMessage> uncounted = new ArrayList<>();
    byKey.forEach(message -> (message.sequence() > 0 ? counted : uncounted).add(message));
    counted.sort(BY_SEQUENCE);
    if (uncounted.isEmpty()) {
      return counted;
    }
    List<StoredMessage> merged = new ArrayList<>(byKey.size());
    int next = 0;
    for (StoredMessage message : counted) {
      while (next < uncounted.size() && uncounted.get(next).key() < message.key()) {
        merged.add(uncounted.get(next));
        next++;
      }
      merged.add(message);
    }
    merged.addAll(uncounted.subList(next, uncounted.size()));
    return merged;
  }

  List<StoredMessage> messages() {
    return messages;
  }

  /// Whether the source has counted from one again.
  boolean isRestarted() {
    return restarted;
  }

  /// The place of the newest message that somebody has read who has read up to a sequence; -1 if
  /// that is none.
  int upTo(long sequence) {
    int found = sequences.length - 1;
    while (restarted && found >= 0 && sequences[found] != sequence) {
      found--; // the newest one of that number: a marker is set after the message was sent
    }
    if (!restarted) {
      int at = Arrays.binarySearch(sequences, sequence);
      found = at >= 0 ? at : -at - 2;
    }
    return found < 0 ? -1 : places[found];
  }

  /// Says which numbers have no message; empty if each has one.
  ///
  /// @param withoutMessage how many numbers are known to stand for something else
  Optional<String> holes(int withoutMessage) {
    if (restarted || sequences.length == 0) {
      return Optional.empty();
    }
    long newest = sequences[sequences.length - 1];
    long missing = newest - sequences.length - withoutMessage;
    if (missing <= 0) {
      return Optional.empty();
    }
    int first = 0;
    while (sequences[first] == first + 1) {
      first++;
    }
    return Optional.of(
        missing
            + " of the sequences 1.."
            + newest
            + " have no message (the first is "
            + (first + 1)
            + ")");
  }
}
