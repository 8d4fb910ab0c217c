package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import java.util.Optional;

/// A submitted command and its answer.
final class Asked implements Reply {

  /// A command without its reply.
  @FunctionalInterface
  interface Question {
    Command with(Reply reply);
  }

  private Optional<Answer> answer = Optional.empty();
  private boolean turnedAway;
  private Runnable whenAnswered = () -> {};

  @Override
  public void answer(Answer given) {
    assertThat(answer).as("a command is answered once").isEmpty();
    answer = Optional.of(given);
    whenAnswered.run();
  }

  void whenAnswered(Runnable action) {
    whenAnswered = action;
  }

  void wasTurnedAway() {
    turnedAway = true;
  }

  /// Whether the lane was full.
  boolean isTurnedAway() {
    return turnedAway;
  }

  boolean isAnswered() {
    return answer.isPresent();
  }

  Answer answer() {
    return answer.orElseThrow(() -> new AssertionError("no answer came"));
  }

  /// The message that was sent.
  Message message() {
    assertThat(answer()).isInstanceOf(Answer.Sent.class);
    return ((Answer.Sent) answer()).message();
  }

  Message tombstone() {
    assertThat(answer()).isInstanceOf(Answer.Recalled.class);
    return ((Answer.Recalled) answer()).tombstone();
  }

  /// The message as an edit left it.
  Message edited() {
    assertThat(answer()).isInstanceOf(Answer.Edited.class);
    return ((Answer.Edited) answer()).message();
  }

  /// What has become of the sign.
  Reacted reacted() {
    assertThat(answer()).isInstanceOf(Answer.ReactionSet.class);
    return ((Answer.ReactionSet) answer()).reacted();
  }

  /// What is pinned since then, or is not.
  Pinning pinning() {
    assertThat(answer()).isInstanceOf(Answer.Pinned.class);
    return ((Answer.Pinned) answer()).pinning();
  }

  Group group() {
    assertThat(answer()).isInstanceOf(Answer.GroupIs.class);
    return ((Answer.GroupIs) answer()).group();
  }

  Refusal refusal() {
    assertThat(answer()).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer()).refusal();
  }

  /// Checks that the command was not refused.
  Asked done() {
    assertThat(answer()).isNotInstanceOf(Answer.Refused.class);
    return this;
  }
}
