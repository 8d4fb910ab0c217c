package io.whaleshark.server.http;

import io.javalin.http.Context;
import io.whaleshark.core.command.Answer;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.server.translation.Refusals;
import java.util.Locale;

/// A refusal of an HTTP request: becomes a problem document (RFC 9457). It carries no stack trace:
/// it is no failure.
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int CODES_PER_STATUS = 100;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final RefusalCode code;
  private final String detail;
  private final long retryAfterMillis;

  /// @param detail what was wrong and what was expected, no contents
  Problem(RefusalCode code, String detail) {
    this(code, detail, code == RefusalCode.RETRY_LATER ? Refused.RETRY_LATER_MILLIS : 0);
  }

  private Problem(RefusalCode code, String detail, long retryAfterMillis) {
    super(detail, null, false, false);
    this.code = code;
    this.detail = detail;
    this.retryAfterMillis = retryAfterMillis;
  }

  /// What the core refused.
  static Problem of(Answer.Refused refused) {
    return new Problem(Refusals.code(refused.refusal()), refused.detail());
  }

  /// The refusal of what came too often.
  ///
  /// @param waitMillis when it may come again
  static Problem tooMany(String what, long waitMillis) {
    String detail = what + ", try again in " + waitMillis + " ms";
    return new Problem(RefusalCode.TOO_MANY, detail, waitMillis);
  }

  RefusalCode code() {
    return code;
  }

  String detail() {
    return detail;
  }

  /// In how many milliseconds the same may succeed; 0 if nobody knows.
  long retryAfterMillis() {
    return retryAfterMillis;
  }

  /// The same in whole seconds, as `Retry-After` says it.
  long retryAfterSeconds() {
    return Math.ceilDiv(retryAfterMillis, MILLIS_PER_SECOND);
  }

  /// Sets the status of the answer, and `Retry-After` where it is known.
  void applyTo(Context context) {
    context.status(status());
    if (retryAfterMillis > 0) {
      context.header("Retry-After", Long.toString(retryAfterSeconds()));
    }
  }

  int status() {
    return code.number() / CODES_PER_STATUS;
  }

  /// The document.
  byte[] document() {
    JsonWriter json = start(status(), code.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    json.name("detail").text(detail);
    json.name("code").number(code.number());
    return json.endObject().toBytes();
  }

  /// The document of what has no code of its own, such as a path that leads nowhere.
  static byte[] document(int status, String title) {
    return start(status, title).endObject().toBytes();
  }

  private static JsonWriter start(int status, String title) {
    JsonWriter json = new JsonWriter(256).startObject();
    json.name("type").text("about:blank");
    json.name("title").text(title);
    json.name("status").number(status);
    return json;
  }
}
