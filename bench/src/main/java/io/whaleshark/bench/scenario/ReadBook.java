package io.whaleshark.bench.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was written to a group and read there, by the generator's own books: what the server's
/// counts are held against. A read stands here from when it is sent, so a server that counts more
/// than stands here makes it up. Confined to its loop's thread.
final class ReadBook {
  private final List<String> members;
  private final @Nullable String[] authors;
  private final long[] readers;
  private final long[] lastReadNanos;
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, Long> planned = new HashMap<>();
  private boolean storm;

  /// @param members all of them, the authors too
  /// @param messages how many will be written
  ReadBook(List<String> members, int messages) {
    this.members = List.copyOf(members);
    this.authors = new String[messages];
    this.readers = new long[messages];
    this.lastReadNanos = new long[messages];
  }

  /// A message was acknowledged.
  ///
  /// @return whether that sequence can be its
  boolean written(String author, long sequence) {
    if (!isPlace(sequence) || authors[(int) sequence - 1] != null) {
      return false;
    }
    authors[(int) sequence - 1] = author;
    return true;
  }

  /// How far a member will have read in the end.
  void plans(String reader, long upTo) {
    planned.put(reader, upTo);
  }

  /// From now on it is read.
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

  /// How many messages there are.
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

  /// How many of a message's audience have read it.
  long readers(long sequence) {
    return isPlace(sequence) ? readers[(int) sequence - 1] : 0;
  }

  /// When the last of them did.
  long lastReadNanos(long sequence) {
    return lastReadNanos[(int) sequence - 1];
  }

  /// How many of a message's audience will have read it in the end.
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

  /// Whether somebody is in a message's audience.
  boolean isInAudience(String user, long sequence) {
    return members.contains(user) && !isBy(user, sequence);
  }
}
