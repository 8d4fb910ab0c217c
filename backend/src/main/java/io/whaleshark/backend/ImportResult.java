package io.whaleshark.backend;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one line of an import: it was taken, or there is a problem. Immutable. */
public final class ImportResult {

  private final String taken;
  private final @Nullable BackendProblem problem;

  private ImportResult(String taken, @Nullable BackendProblem problem) {
    this.taken = taken;
    this.problem = problem;
  }

  static ImportResult of(JsonFields fields) {
    return fields.has("code")
        ? new ImportResult("", BackendProblem.of(fields.count("status"), fields))
        : new ImportResult(fields.text("taken"), null);
  }

  /**
   * {@code new} if it was carried out, {@code known} if it was there already, {@code passed} if the
   * conversation has got further, {@code expired} if the app no longer keeps such a message; empty
   * if it was refused.
   */
  public String taken() {
    return taken;
  }

  /** Why it was refused; empty if it was taken. */
  public Optional<BackendProblem> problem() {
    return Optional.ofNullable(problem);
  }
}
