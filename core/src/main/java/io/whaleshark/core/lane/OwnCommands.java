package io.whaleshark.core.lane;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The commands of one connection that are not answered yet. A question of the same connection has
/// to see what they do (P12): behind them it takes a turn in the lane first, and without any it
/// waits for nothing. Thread-safe: commands are counted by the connection, answers by the lane.
public final class OwnCommands {

  private final AtomicInteger unanswered = new AtomicInteger();

  /// Counts a command from now on until it is answered.
  ///
  /// @param reply where its answer goes
  /// @return what to hand to the command instead
  public Reply counted(Reply reply) {
    unanswered.incrementAndGet();
    return answer -> {
      // Whoever sees no command under way sees what this one did: it was committed before.
      unanswered.decrementAndGet();
      reply.answer(answer);
    };
  }

  /// What a question has to send into the lane. It is counted like any other command: a later
  /// question does not overtake it.
  ///
  /// @param question runs on the lane's thread when all earlier commands are answered: it must not
  ///   block
  /// @return empty if the question may be asked at once
  public Optional<Command> turnBefore(Runnable question) {
    return unanswered.get() == 0
        ? Optional.empty()
        : Optional.of(new Command.Turn(counted(_ -> question.run())));
  }
}
