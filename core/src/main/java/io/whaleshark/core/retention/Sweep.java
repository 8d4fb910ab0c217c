package io.whaleshark.core.retention;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.id.ConversationId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToLongFunction;

/// Expires and deletes messages that apps no longer keep: it has the lane raise floors, a bounded
/// number in each turn, and then deletes the messages below them. Runs concurrently with the lane,
/// one sweep at a time.
///
/// An aborted sweep leaves nothing to repair: the next sweep raises the remaining floors and
/// deletes the remaining rows.
public final class Sweep {

  /// The maximum number of floors that one turn of the lane raises. Each costs a few lookups and
  /// one row.
  public static final int FLOORS_A_TURN = 100;

  /// Submits a command to the lane and waits for its answer.
  @FunctionalInterface
  public interface Lane {
    Answer ask(Function<Reply, Command> command);
  }

  private final Retention retention;

  public Sweep(Engine engine) {
    this.retention = engine.retention();
  }

  /// Expires and deletes all messages that are due now.
  ///
  /// @param keepFrom for each app, the time of the oldest message to keep (inclusive)
  /// @return how many messages were deleted
  /// @throws EngineException if the store fails, or the lane refuses
  public long run(IntToLongFunction keepFrom, Lane lane) {
    long deleted = 0;
    Optional<ConversationId> last = Optional.empty();
    while (true) {
      List<Due> due = retention.due(keepFrom, last, FLOORS_A_TURN);
      if (due.isEmpty()) {
        return deleted;
      }
      if (lane.ask(reply -> new Command.RaiseFloors(due, reply))
          instanceof Answer.Refused(var _, String detail)) {
        throw new EngineException(EngineException.Kind.UNAVAILABLE, detail);
      }
      for (Due one : due) {
        deleted += retention.delete(one.conversation());
      }
      last = Optional.of(due.getLast().conversation());
    }
  }
}
