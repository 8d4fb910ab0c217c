package io.whaleshark.backend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of a webhook. */
final class EventReader {

  private EventReader() {}

  /**
   * An event of what the server has signed.
   *
   * @throws MalformedJsonException if it is no event
   */
  static AppEvent read(String id, byte[] body) {
    JsonFields fields =
        PlainJson.read(body).orElseThrow(() -> new MalformedJsonException("body", AppEvent.class));
    JsonFields data = fields.object("data");
    AppEvent.Head head =
        new AppEvent.Head(id, fields.text("type"), fields.instant("timestamp"), data.all());
    return switch (head.type()) {
      case "message.sent" -> new AppEvent.MessageSent(head, AppMessage.of(data));
      case "message.edited" -> new AppEvent.MessageEdited(head, AppMessage.of(data));
      case "message.pinned" -> pinned(head, data);
      case "message.reaction" -> reaction(head, data);
      case "message.recalled" -> new AppEvent.MessageRecalled(head, AppMessage.of(data));
      case "message.offline" ->
          new AppEvent.MessageOffline(
              head,
              AppMessage.of(data),
              data.text("receiverId"),
              data.number("unreadCount"),
              data.number("mutedUnreadCount"),
              data.flag("silent"));
      case "conversation.read" -> read(head, data);
      case "group.changed" -> group(head, data);
      case "user.online" -> presence(head, data, true);
      case "user.offline" -> presence(head, data, false);
      case "events.lost" ->
          new AppEvent.EventsLost(head, data.instant("after"), data.instant("upTo"));
      case "webhook.test" -> new AppEvent.WebhookTest(head, data.text("webhook"));
      default -> new AppEvent.Other(head);
    };
  }

  private static AppEvent pinned(AppEvent.Head head, JsonFields data) {
    return new AppEvent.MessagePinned(
        head,
        users(data),
        groupId(data),
        data.has("fromId") ? data.text("fromId") : null,
        PinState.of(data));
  }

  private static AppEvent reaction(AppEvent.Head head, JsonFields data) {
    return new AppEvent.MessageReaction(
        head, users(data), groupId(data), data.text("fromId"), ReactionState.of(data));
  }

  private static List<String> users(JsonFields data) {
    return data.has("groupId") ? List.of() : data.texts("users");
  }

  private static @Nullable String groupId(JsonFields data) {
    return data.has("groupId") ? data.text("groupId") : null;
  }

  private static AppEvent read(AppEvent.Head head, JsonFields data) {
    return new AppEvent.ConversationRead(
        head,
        data.text("readerId"),
        data.recipient(),
        data.number("messageSequence"),
        data.number("previousMessageSequence"),
        data.number("unreadCount"));
  }

  private static AppEvent group(AppEvent.Head head, JsonFields data) {
    return new AppEvent.GroupChanged(
        head,
        data.text("groupId"),
        data.text("change"),
        data.text("groupName"),
        data.text("ownerId"),
        data.number("memberCount"),
        data.texts("members"));
  }

  private static AppEvent presence(AppEvent.Head head, JsonFields data, boolean online) {
    return new AppEvent.PresenceChanged(
        head,
        data.text("userId"),
        online,
        data.count("clientType"),
        data.text("imei"),
        data.time("time"));
  }
}
