package io.whaleshark.core.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How many users have each sign at a message. Immutable.
///
/// @param sequence of the message
/// @param counts in the order in which the signs first came to the message, each sign once, at most
///   [#SIGNS_AT_MOST]
public record Tally(long sequence, List<Count> counts) {

  /// How many different signs a message has at once.
  public static final int SIGNS_AT_MOST = 20;

  /// How many users have a sign.
  ///
  /// @param users at least 1
  public record Count(String sign, long users) {

    /// @throws IllegalArgumentException if nobody has the sign
    public Count {
      if (users < 1) {
        throw new IllegalArgumentException("tally: " + users + " users (expected: 1..)");
      }
    }
  }

  /// @throws IllegalArgumentException if it has too many signs, or one of them twice
  public Tally {
    counts = List.copyOf(counts);
    Set<String> signs = new HashSet<>();
    counts.forEach(count -> signs.add(count.sign()));
    if (signs.size() != counts.size() || signs.size() > SIGNS_AT_MOST) {
      throw new IllegalArgumentException(
          "tally: %d signs, %d of them different (expected: different ones, 0..%d)"
              .formatted(counts.size(), signs.size(), SIGNS_AT_MOST));
    }
  }

  /// Of a message without reactions.
  public static Tally none(long sequence) {
    return new Tally(sequence, List.of());
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /// How many users have a sign.
  public long of(String sign) {
    return counts.stream()
        .filter(count -> count.sign().equals(sign))
        .mapToLong(Count::users)
        .findFirst()
        .orElse(0);
  }

  /// The same with one user more who has a sign. A new sign comes last.
  ///
  /// @throws IllegalArgumentException if it is one sign too many
  public Tally with(String sign) {
    return of(sign) == 0 ? appended(sign) : moved(sign, 1);
  }

  /// The same with one user less who has a sign; of the last one, without the sign.
  public Tally without(String sign) {
    return moved(sign, -1);
  }

  private Tally appended(String sign) {
    List<Count> all = new ArrayList<>(counts);
    all.add(new Count(sign, 1));
    return new Tally(sequence, all);
  }

  private Tally moved(String sign, int by) {
    List<Count> all = new ArrayList<>();
    for (Count count : counts) {
      long users = count.users() + (count.sign().equals(sign) ? by : 0);
      if (users > 0) {
        all.add(new Count(count.sign(), users));
      }
    }
    return new Tally(sequence, all);
  }
}
