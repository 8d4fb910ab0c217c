package io.whaleshark.translation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.protocol.RefusalCode;
import java.util.function.Consumer;

/// Converts refusals for all transports. Stateless.
public final class Refusals {

  private Refusals() {}

  /// The wire's number for a refusal of the core.
  public static RefusalCode code(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED -> RefusalCode.MALFORMED;
      case NOT_A_PARTICIPANT -> RefusalCode.NOT_A_PARTICIPANT;
      case NOT_YOURSELF -> RefusalCode.NOT_YOURSELF;
      case MUTED -> RefusalCode.MUTED;
      case BANNED -> RefusalCode.BANNED;
      case NOT_ACCEPTED -> RefusalCode.NOT_ACCEPTED;
      case RECEIPTS_FIXED -> RefusalCode.RECEIPTS_FIXED;
      case DIRECTORY_CLOSED -> RefusalCode.DIRECTORY_CLOSED;
      case NO_SUCH_USER -> RefusalCode.NO_SUCH_USER;
      case DENIED -> RefusalCode.DENIED;
      case RECALL_TOO_LATE -> RefusalCode.RECALL_TOO_LATE;
      case EDIT_TOO_LATE -> RefusalCode.EDIT_TOO_LATE;
      case PIN_NOT_ALLOWED -> RefusalCode.PIN_NOT_ALLOWED;
      case NO_SUCH_GROUP -> RefusalCode.NO_SUCH_GROUP;
      case NO_SUCH_MESSAGE -> RefusalCode.NO_SUCH_MESSAGE;
      case MESSAGE_ID_CONFLICT -> RefusalCode.MESSAGE_ID_CONFLICT;
      case GROUP_CONFLICT -> RefusalCode.GROUP_CONFLICT;
      case GROUP_DISSOLVED -> RefusalCode.GROUP_DISSOLVED;
      case MESSAGE_RECALLED -> RefusalCode.MESSAGE_RECALLED;
      case TOO_LARGE -> RefusalCode.TOO_LARGE;
      case READ_AHEAD -> RefusalCode.READ_AHEAD;
      case INTERNAL -> RefusalCode.INTERNAL;
      case RETRY_LATER -> RefusalCode.RETRY_LATER;
    };
  }

  /// Returns the answer to a request that ended with an exception. An invalid id is the client's
  /// error; every other exception is the server's.
  ///
  /// @param failures receives the exceptions that the operator must know about
  public static Answer.Refused of(RuntimeException exception, Consumer<Throwable> failures) {
    if (exception instanceof InvalidIdException badId) {
      return new Answer.Refused(Refusal.MALFORMED, badId.detail());
    }
    failures.accept(exception);
    return exception instanceof EngineException
        ? new Answer.Refused(Refusal.RETRY_LATER, "the store is unavailable: retry")
        : new Answer.Refused(Refusal.INTERNAL, "internal server error");
  }
}
