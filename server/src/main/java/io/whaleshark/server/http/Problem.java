package io.whaleshark.server.http;

import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import java.util.Locale;

/// A refusal of an HTTP request: becomes a problem document (RFC 9457). It carries no stack trace:
/// it is no failure.
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int CODES_PER_STATUS = 100;

  private final RefusalCode code;
  private final String detail;

  /// @param detail what was wrong and what was expected, no contents
  Problem(RefusalCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
    this.detail = detail;
  }

  RefusalCode code() {
    return code;
  }

  String detail() {
    return detail;
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
