package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Change;
import java.util.List;

/// What a command comes to: the changes to commit, and what happens once they are durable.
/// Immutable.
///
/// @param changes in the order in which they take effect; empty if nothing changes
/// @param effect what to tell whom after the commit
public record Decision(List<Change> changes, Effect effect) {

  public Decision {
    changes = List.copyOf(changes);
  }

  /// Changes nothing durable, has an effect all the same.
  public static Decision effect(Effect effect) {
    return new Decision(List.of(), effect);
  }

  /// Changes nothing, answers.
  public static Decision answer(Reply reply, Answer answer) {
    return effect(new Effect.Answered(reply, answer));
  }

  /// Changes nothing, says no.
  ///
  /// @param detail what was wrong and what was expected
  public static Decision refuse(Reply reply, Refusal refusal, String detail) {
    return answer(reply, new Answer.Refused(refusal, detail));
  }
}
