package io.whaleshark.core.command;

/// What a question to the core came to. Immutable.
///
/// @param <T> what a granted question brings
public sealed interface Outcome<T> {

  /// The answer.
  record Granted<T>(T value) implements Outcome<T> {}

  /// The question was refused.
  ///
  /// @param detail for the person who reads it: what was wrong and what was expected, no contents
  record Refused<T>(Refusal refusal, String detail) implements Outcome<T> {}
}
