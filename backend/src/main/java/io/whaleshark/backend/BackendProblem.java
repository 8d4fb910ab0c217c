package io.whaleshark.backend;

/**
 * Why the server refused something. Immutable.
 *
 * @param status the HTTP status; 0 if there was no answer
 * @param code the reason, a stable number of the protocol such as 40306; 0 if the answer named none
 * @param title the name of the code
 * @param detail what was wrong and what was expected, for people
 */
public record BackendProblem(int status, int code, String title, String detail) {

  private static final int TOO_SLOW = 408;
  private static final int TOO_MANY = 429;
  private static final int INTERNAL = 500;

  /**
   * Whether the same call may succeed later. Where the status is 0 or 5xx, it may even have been
   * carried out; to repeat it is safe.
   */
  public boolean mayRetry() {
    return status == 0 || status == TOO_SLOW || status == TOO_MANY || status >= INTERNAL;
  }

  /** The problem that a document describes. */
  static BackendProblem of(int status, JsonFields fields) {
    return new BackendProblem(
        status,
        (int) fields.number("code", 0),
        fields.text("title", "refused"),
        fields.text("detail", ""));
  }

  static BackendProblem noAnswer(String detail) {
    return new BackendProblem(0, 0, "no answer", detail);
  }
}
