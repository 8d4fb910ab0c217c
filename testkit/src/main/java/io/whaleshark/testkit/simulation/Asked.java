package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.session.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A command on its way through the lane, and what it was answered.
final class Asked {

  final Command command;

  /// Over which it came; null for the administration.
  final @Nullable Connection over;

  final List<Answer> answers = new ArrayList<>();

  /// Whether it is the node's own: the answer to a look-up takes its turn.
  private final boolean isLookup;

  /// Whether a read failed since it was submitted.
  boolean mayBeRefused;

  /// Whether its user was banned at some time since it was submitted.
  boolean mayBeBanned;

  Asked(Command command, @Nullable Connection over) {
    this(command, over, false);
  }

  private Asked(Command command, @Nullable Connection over, boolean isLookup) {
    this.command = command;
    this.over = over;
    this.isLookup = isLookup;
  }

  /// A command whose answer its referee hears first.
  static Asked of(
      Function<Reply, Command> command,
      @Nullable Connection over,
      Referee referee,
      Consumer<Answer> answered) {
    var reply =
        new Reply() {
          private @Nullable Asked asked;

          @Override
          public void answer(Answer answer) {
            referee.answered(Objects.requireNonNull(asked), answer);
            answered.accept(answer);
          }
        };
    reply.asked = new Asked(command.apply(reply), over);
    return reply.asked;
  }

  /// The logout that the loss of a wire comes to.
  static Asked logout(Wire wire, Referee referee) {
    return of(
        reply -> new Command.LogOut(wire.session(), reply), wire.asSeenByNode(), referee, _ -> {});
  }

  /// What follows from a look-up.
  static Asked lookup() {
    return new Asked(new Command.Turn(Reply.NONE), null, true);
  }

  boolean isLookup() {
    return isLookup;
  }

  boolean isRefused() {
    return answers.stream().anyMatch(Answer.Refused.class::isInstance);
  }

  /// Whether it was refused because its user is banned.
  boolean isBanned() {
    return answers.stream()
        .anyMatch(answer ->
            answer instanceof Answer.Refused(Refusal refusal, _) && refusal == Refusal.BANNED);
  }

  @Override
  public String toString() {
    return command.getClass().getSimpleName() + " answered " + answers;
  }
}
