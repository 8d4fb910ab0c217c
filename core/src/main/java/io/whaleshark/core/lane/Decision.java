package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;

/// What a command comes to. An immutable value: nothing has happened yet.
///
/// @param changes in the order in which they take effect; empty if nothing changes
/// @param answer to whoever sent the command, once the changes are durable
/// @param news what all others are told then, if anything
public record Decision(List<Change> changes, Answer answer, Optional<News> news) {

  public Decision {
    changes = List.copyOf(changes);
  }

  /// Changes something, and tells of it.
  public Decision(List<Change> changes, Answer answer, News news) {
    this(changes, answer, Optional.of(news));
  }

  /// Changes nothing, answers.
  public static Decision answer(Answer answer) {
    return new Decision(List.of(), answer, Optional.empty());
  }

  /// Changes nothing, says no.
  ///
  /// @param detail what was wrong and what was expected
  public static Decision refuse(Refusal refusal, String detail) {
    return answer(new Answer.Refused(refusal, detail));
  }
}
