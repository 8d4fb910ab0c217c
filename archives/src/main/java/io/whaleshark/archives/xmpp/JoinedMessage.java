package io.whaleshark.archives.xmpp;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A message of which there may be several copies. What is done to it later changes it. Confined to
/// one thread.
final class JoinedMessage {

  /// By time. Of one instant, which may be a second long, what no archive has any more is first,
  /// since archives drop the oldest ones. Then by the place in the archive that most of them are
  /// in.
  static final Comparator<JoinedMessage> ORDER =
      Comparator.comparingLong(JoinedMessage::micros)
          .thenComparing(message -> message.placed.store(), Comparator.reverseOrder())
          .thenComparing(message -> message.placed.owner())
          .thenComparingLong(message -> message.placed.place())
          .thenComparing(JoinedMessage::id);

  private final Copy placed;
  private final long micros;
  private final Set<String> names = new HashSet<>();
  private String id;
  private String text;
  private boolean isRecalled;
  private long correctedAt = Long.MIN_VALUE;

  /// @param copies at least one
  /// @param id what it is called in the file
  JoinedMessage(List<Copy> copies, String id) {
    this.placed =
        copies.stream()
            .min(
                Comparator.comparing(Copy::store)
                    .thenComparing(Copy::owner)
                    .thenComparingLong(Copy::place))
            .orElseThrow();
    this.micros =
        copies.stream()
            .min(Comparator.comparing(Copy::store).thenComparingLong(Copy::micros))
            .orElseThrow()
            .micros();
    copies.forEach(copy -> copy.names().forEach(names::add));
    this.id = id;
    this.text =
        copies.stream().map(Copy::text).filter(has -> !has.isEmpty()).findFirst().orElse("");
    this.isRecalled = copies.stream().anyMatch(copy -> copy.kind() == CopyKind.RECALLED);
  }

  String sender() {
    return placed.sender();
  }

  /// When it was archived first. A message that waits may have been stored anew.
  long micros() {
    return micros;
  }

  String id() {
    return id;
  }

  /// Gives it another id, since this one is taken.
  void rename(String other) {
    id = other;
  }

  /// What it may be called by others.
  Set<String> names() {
    return names;
  }

  String text() {
    return text;
  }

  boolean isRecalled() {
    return isRecalled;
  }

  void recall() {
    isRecalled = true;
  }

  /// Gives it another text, unless it has a newer one.
  void correct(String other, long at) {
    if (at >= correctedAt) {
      correctedAt = at;
      text = other;
    }
  }
}
