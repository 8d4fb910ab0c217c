package io.whaleshark.backend;

import org.jspecify.annotations.Nullable;

/** The server refused a call, or gave no answer to any attempt. */
public final class BackendException extends RuntimeException {

  private final BackendProblem problem;

  BackendException(BackendProblem problem) {
    this(problem, null);
  }

  BackendException(BackendProblem problem, @Nullable Throwable cause) {
    super(problem.title() + ": " + problem.detail() + " (" + problem.code() + ")", cause);
    this.problem = problem;
  }

  /** Why. */
  public BackendProblem problem() {
    return problem;
  }

  /** The reason, a stable number of the protocol such as 40306; 0 if there was no answer. */
  public int code() {
    return problem.code();
  }

  /** Whether the same call may succeed later. */
  public boolean mayRetry() {
    return problem.mayRetry();
  }
}
