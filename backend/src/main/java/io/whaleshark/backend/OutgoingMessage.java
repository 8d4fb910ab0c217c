package io.whaleshark.backend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that is to be sent in the name of a user. Immutable. */
public final class OutgoingMessage {

  private final String messageId;
  private final String fromId;
  private final Recipient to;
  private final Object body;
  private final @Nullable Object extra;

  private OutgoingMessage(
      String messageId, String fromId, Recipient to, Object body, @Nullable Object extra) {
    this.messageId = messageId;
    this.fromId = fromId;
    this.to = to;
    this.body = body;
    this.extra = extra;
  }

  /**
   * A message with an id of your choice. Derive it from what the message is about, such as {@code
   * order-17-paid}: however often your program sends it, it is stored once.
   *
   * @param body any JSON value but null; most clients show texts
   */
  public static OutgoingMessage of(String messageId, String fromId, Recipient to, Object body) {
    return new OutgoingMessage(messageId, fromId, to, body, null);
  }

  /** A message with a random id, which {@link BackendClient#send} repeats safely. */
  public static OutgoingMessage of(String fromId, Recipient to, Object body) {
    return of(UUID.randomUUID().toString(), fromId, to, body);
  }

  /** With another JSON value beside the body, for clients; the server does not look at it. */
  public OutgoingMessage withExtra(Object value) {
    return new OutgoingMessage(messageId, fromId, to, body, value);
  }

  /** What it is recognised by when it is sent again. */
  public String messageId() {
    return messageId;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("messageId", messageId);
    json.put("fromId", fromId);
    json.put(to.field(), to.id());
    json.put("messageBody", body);
    if (extra != null) {
      json.put("extra", extra);
    }
    return json;
  }
}
