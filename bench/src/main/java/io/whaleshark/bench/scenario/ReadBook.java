package io.whaleshark.bench.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The generator's own record of a group's messages and reads, to verify the server's counts. A
/// read is recorded when it is sent, so a server that counts more reads than the record has made
/// them up. Confined to its loop's thread.
final class ReadBook {
  private final List<String> members;
  private final @Nullable String[] authors;
  private final long[] readers;
  private final long[] lastReadNanos;
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, Long> planned = new HashMap<>();
  private boolean storm;

  /// @param members all members, the authors included
  /// @param messages the number of messages that will be written
  ReadBook(List<String> members, int messages) {
    this.members = List.copyOf(members);
    this.authors = new String[messages];
    this.readers = new long[messages];
    this.lastReadNanos = new long[messages];
  }

  /// A message was acknowledged.
  ///
  /// @return whether that sequence is plausible
  boolean written(String author, long sequence) {
    if (!isPlace(sequence) || authors[(int) sequence - 1] != null) {
      return false;
    }
    authors[(int) sequence - 1] = author;
    return true;
  }

  /// Records a member's final read position.
  void plans(String reader, long upTo) {
    planned.put(reader, upTo);
  }

  /// The reads start now.
  void beginStorm() {
    storm = true;
  }

  boolean isStorm() {
    return storm;
  }

  /// A member reports a read.
  void read(String reader, long upTo, long dueNanos) {
    long before = positions.getOrDefault(reader, 0L);
    for (long sequence = before + 1; sequence <= upTo; sequence++) {
      int at = (int) sequence - 1;
      if (!reader.equals(authors[at])) {
        readers[at]++;
        lastReadNanos[at] = dueNanos;
      }
    }
    positions.put(reader, Math.max(before, upTo));
  }

  /// The number of messages.
  int messages() {
    return authors.length;
  }

  private boolean isPlace(long sequence) {
    return sequence >= 1 && sequence <= authors.length;
  }

  boolean isBy(String author, long sequence) {
    return isPlace(sequence) && author.equals(authors[(int) sequence - 1]);
  }

  /// The sequences of an author's messages, ascending.
  List<Long> by(String author) {
    List<Long> sequences = new ArrayList<>();
    for (long sequence = 1; sequence <= authors.length; sequence++) {
      if (isBy(author, sequence)) {
        sequences.add(sequence);
      }
    }
    return sequences;
  }

  /// The number of users in a message's audience who have read it.
  long readers(long sequence) {
    return isPlace(sequence) ? readers[(int) sequence - 1] : 0;
  }

  /// The time of the last of these reads.
  long lastReadNanos(long sequence) {
    return lastReadNanos[(int) sequence - 1];
  }

  /// The final number of users in a message's audience who will have read it.
  long plannedReaders(long sequence) {
    return members.stream()
        .filter(member -> !isBy(member, sequence))
        .filter(member -> planned.getOrDefault(member, 0L) >= sequence)
        .count();
  }

  boolean hasRead(String member, long sequence) {
    return positions.getOrDefault(member, 0L) >= sequence;
  }

  /// The size of every message's audience.
  long audience() {
    return members.size() - 1L;
  }

  /// Returns whether a user is in a message's audience.
  boolean isInAudience(String user, long sequence) {
    return members.contains(user) && !isBy(user, sequence);
  }
}
