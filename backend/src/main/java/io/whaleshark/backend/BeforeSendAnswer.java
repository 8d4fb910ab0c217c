package io.whaleshark.backend;

import java.util.LinkedHashMap;
import java.util.Map;

/** What becomes of a message about which the server has asked. Immutable, as its values are. */
public final class BeforeSendAnswer {

  private static final BeforeSendAnswer ALLOW = new BeforeSendAnswer(Map.of("allow", true));

  private final Map<String, ?> json;

  private BeforeSendAnswer(Map<String, ?> json) {
    this.json = json;
  }

  /** It is sent as it is. */
  public static BeforeSendAnswer allow() {
    return ALLOW;
  }

  /**
   * It is refused, and its sender gets the reason.
   *
   * @param reason for people; the server passes on its first 256 characters
   */
  public static BeforeSendAnswer deny(String reason) {
    return new BeforeSendAnswer(Map.of("deny", true, "reason", reason));
  }

  /**
   * It is sent with another body.
   *
   * @param messageBody any value that JSON can hold, but null
   */
  public static BeforeSendAnswer replace(Object messageBody) {
    return new BeforeSendAnswer(Map.of("messageBody", messageBody));
  }

  /**
   * The same answer, and the message has another extra.
   *
   * @param extra any value that JSON can hold, but null
   * @throws IllegalStateException if the message is refused
   */
  public BeforeSendAnswer withExtra(Object extra) {
    if (json.containsKey("deny")) {
      throw new IllegalStateException("a message that is denied has no extra");
    }
    Map<String, Object> more = new LinkedHashMap<>(json);
    more.remove("allow");
    more.put("extra", extra);
    return new BeforeSendAnswer(more);
  }

  byte[] body() {
    return PlainJson.write(json);
  }

  /** For logs; it may have what users wrote. */
  @Override
  public String toString() {
    return json.toString();
  }
}
