package io.whaleshark.server.api;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.server.http.Problem;
import io.whaleshark.translation.Refusals;
import java.util.function.Supplier;

/// Converts what the core refuses into problem documents. Stateless.
final class CoreProblem {

  private CoreProblem() {}

  /// The problem that stands for a refusal of the core.
  static Problem of(Answer.Refused refused) {
    return new Problem(Refusals.code(refused.refusal()), refused.detail());
  }

  /// What the core grants.
  ///
  /// @throws Problem if it refuses
  static <T> T granted(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> value;
      case Outcome.Refused<T>(var refusal, String detail) ->
          throw of(new Answer.Refused(refusal, detail));
    };
  }

  /// Makes an id from what a client sent.
  ///
  /// @param field the name that the client knows it by
  /// @throws Problem if it is no id
  static <T> T id(String field, Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidIdException e) {
      throw new Problem(RefusalCode.MALFORMED, e.detail(field));
    }
  }
}
