package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.session.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command on its way through the lane, and what it was answered.
final class Asked {

  final Command command;

  /// Over which it came; null for the administration.
  final @Nullable Connection over;

  final List<Answer> answers = new ArrayList<>();

  Asked(Command command, @Nullable Connection over) {
    this.command = command;
    this.over = over;
  }

  @Override
  public String toString() {
    return command.getClass().getSimpleName() + " answered " + answers;
  }
}
