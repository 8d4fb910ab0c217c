package io.whaleshark.server.http;

import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A refusal of an HTTP request, which becomes a problem document (RFC 9457). It has no stack
/// trace, because a refusal is not a failure.
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final String TYPE = "application/problem+json";
  private static final int CODES_PER_STATUS = 100;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final RefusalCode code;
  private final String detail;
  private final long retryAfterMillis;
  private final transient List<Header> headers;

  /// @param detail what was wrong and what was expected; must not contain content
  public Problem(RefusalCode code, String detail) {
    this(code, detail, code == RefusalCode.RETRY_LATER ? Refused.RETRY_LATER_MILLIS : 0, List.of());
  }

  private Problem(RefusalCode code, String detail, long retryAfterMillis, List<Header> headers) {
    super(detail, null, false, false);
    this.code = code;
    this.detail = detail;
    this.retryAfterMillis = retryAfterMillis;
    this.headers = headers;
  }

  /// The refusal of a value that a client sent.
  ///
  /// @param field the name that the client knows it by
  public static Problem wrong(String field, String what, String expected) {
    return new Problem(
        RefusalCode.MALFORMED, field + ": " + what + " (expected: " + expected + ")");
  }

  /// The refusal of a request that exceeds a rate limit.
  ///
  /// @param waitMillis when the request may be repeated
  public static Problem tooMany(String what, long waitMillis) {
    String detail = what + ", retry in " + waitMillis + " ms";
    return new Problem(RefusalCode.TOO_MANY, detail, waitMillis, List.of());
  }

  /// The refusal of a request for which there is no room at the moment.
  ///
  /// @param waitMillis when the request may be repeated
  public static Problem tooBusy(String what, long waitMillis) {
    return new Problem(
        RefusalCode.RETRY_LATER, what + ", retry in " + waitMillis + " ms", waitMillis, List.of());
  }

  /// Returns the same problem with one more response header.
  public Problem with(String name, String value) {
    List<Header> more =
        Stream.concat(headers.stream(), Stream.of(new Header(name, value))).toList();
    return new Problem(code, detail, retryAfterMillis, more);
  }

  public RefusalCode code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  /// The milliseconds after which the same request may succeed; 0 if unknown.
  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /// The response, as a problem document.
  public Response response() {
    return response(TYPE, document());
  }

  /// The response in another format.
  public Response response(String contentType, byte[] body) {
    Response response = Response.of(status(), contentType, body);
    for (Header header : headers) {
      response = response.with(header.name(), header.value());
    }
    return retryAfterMillis > 0
        ? response.with(
            "Retry-After", Long.toString(Math.ceilDiv(retryAfterMillis, MILLIS_PER_SECOND)))
        : response;
  }

  private int status() {
    return code.number() / CODES_PER_STATUS;
  }

  private byte[] document() {
    JsonWriter json = new JsonWriter(256);
    write(json);
    return json.toBytes();
  }

  /// Writes the problem document.
  public void write(JsonWriter json) {
    json.startObject();
    json.name("type").text("about:blank");
    json.name("title").text(code.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    json.name("status").number(status());
    json.name("detail").text(detail);
    json.name("code").number(code.number());
    json.endObject();
  }
}
