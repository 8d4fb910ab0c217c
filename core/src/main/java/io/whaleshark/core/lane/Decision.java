package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// What a command comes to. An immutable value: nothing has happened yet.
///
/// @param changes in the order in which they take effect; empty if nothing changes
/// @param answer to whoever sent the command, once the changes are durable
/// @param news what all others are told then, if anything
public record Decision(List<Change> changes, Answer answer, Optional<News> news) {

  public Decision {
    changes = List.copyOf(changes);
  }

  /// Of commands that need no decision.
  static final Decision DONE = answer(Answer.DONE);

  /// Changes something, and tells of it.
  public Decision(List<Change> changes, Answer answer, News news) {
    this(changes, answer, Optional.of(news));
  }

  /// Changes nothing, answers.
  public static Decision answer(Answer answer) {
    return new Decision(List.of(), answer, Optional.empty());
  }

  /// The same, with news of these apps alone.
  Decision telling(IntPredicate apps) {
    return news.isEmpty() || apps.test(news.get().app())
        ? this
        : new Decision(changes, answer, Optional.empty());
  }

  /// Changes nothing, says no.
  ///
  /// @param detail what was wrong and what was expected
  public static Decision refuse(Refusal refusal, String detail) {
    return answer(new Answer.Refused(refusal, detail));
  }

  /// What becomes of each command of a batch if nothing can be decided.
  static List<Decision> refuseAll(List<Command> batch, Refusal refusal, String detail) {
    Decision refused = refuse(refusal, detail);
    List<Decision> decided = new ArrayList<>(batch.size());
    for (Command command : batch) {
      decided.add(
          switch (command) {
            case Command.OfSession _ -> DONE;
            case Command.Decided _ -> refused;
          });
    }
    return decided;
  }

  /// What others are told of a batch, in order.
  static List<News> news(List<Decision> decided) {
    List<News> news = new ArrayList<>(decided.size());
    Consumer<News> told = news::add;
    for (Decision decision : decided) {
      decision.news().ifPresent(told);
    }
    return news;
  }
}
