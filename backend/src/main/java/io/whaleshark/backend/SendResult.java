package io.whaleshark.backend;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one message of a batch: it was sent, or there is a problem. Immutable. */
public final class SendResult {

  private final @Nullable SentMessage sent;
  private final @Nullable BackendProblem problem;

  private SendResult(@Nullable SentMessage sent, @Nullable BackendProblem problem) {
    this.sent = sent;
    this.problem = problem;
  }

  static SendResult of(JsonFields fields) {
    return fields.has("code")
        ? new SendResult(null, BackendProblem.of(fields.count("status"), fields))
        : new SendResult(SentMessage.of(fields), null);
  }

  /** The message as it was stored; empty if it was refused. */
  public Optional<SentMessage> sent() {
    return Optional.ofNullable(sent);
  }

  /** Why it was refused; empty if it was sent. */
  public Optional<BackendProblem> problem() {
    return Optional.ofNullable(problem);
  }
}
