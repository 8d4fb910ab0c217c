package io.whaleshark.core.command;

/// The result of a query to the core: an answer or a refusal. Immutable.
///
/// @param <T> the type of the answer
public sealed interface Outcome<T> {

  /// The answer.
  record Granted<T>(T value) implements Outcome<T> {}

  /// The query was refused.
  ///
  /// @param detail explains to a person what was wrong and what was expected; never contains
  ///   contents
  record Refused<T>(Refusal refusal, String detail) implements Outcome<T> {}

  /// The answer to a query that is not refused.
  ///
  /// @throws IllegalStateException if it was
  default T granted() {
    return switch (this) {
      case Granted<T>(T value) -> value;
      case Refused<T> refused -> throw new IllegalStateException(refused.toString());
    };
  }
}
