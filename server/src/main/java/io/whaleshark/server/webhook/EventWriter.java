package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.notification.Notifications.Notification;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.MessageName;
import io.whaleshark.protocol.ReplaceRequest;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.Written;
import io.whaleshark.server.config.WebhookConfig.EventType;
import io.whaleshark.translation.ToWire;
import io.whaleshark.translation.WireReactions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Writes events as JSON: `{type, timestamp, data}`, as the Standard Webhooks specification
/// proposes. What `data` has is called as on the wire. Stateless.
final class EventWriter {

  private static final int BODY_BYTES = 1 << 10;

  private EventWriter() {}

  /// What it is called; empty if no program outside may hear of it.
  static Optional<EventType> type(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.MessageSent _ -> Optional.of(EventType.MESSAGE_SENT);
      case JournalEntry.MessageReplaced(Message message) ->
          Optional.of(message.isRecalled() ? EventType.MESSAGE_RECALLED : EventType.MESSAGE_EDITED);
      case JournalEntry.MessagePinned _ -> Optional.of(EventType.MESSAGE_PINNED);
      case JournalEntry.MessageReacted _ -> Optional.of(EventType.MESSAGE_REACTION);
      case JournalEntry.ReadAdvanced _ -> Optional.of(EventType.CONVERSATION_READ);
      case JournalEntry.GroupChanged _ -> Optional.of(EventType.GROUP_CHANGED);
      case JournalEntry.CameOnline _ -> Optional.of(EventType.USER_ONLINE);
      case JournalEntry.WentOffline _ -> Optional.of(EventType.USER_OFFLINE);
      case JournalEntry.ReadUnshared _ -> Optional.empty();
    };
  }

  /// @param recorded an entry that has a [#type]
  static WebhookEvent event(int app, Recorded recorded) {
    JsonWriter json = begin(type(recorded.entry()).orElseThrow().word(), at(recorded));
    switch (recorded.entry()) {
      case JournalEntry.MessageSent(Message message) -> ToWire.message(message).writeShared(json);
      case JournalEntry.MessageReplaced(Message message) ->
          ToWire.message(message).writeShared(json);
      case JournalEntry.MessagePinned(Pinning pinning) -> pinned(json, app, pinning);
      case JournalEntry.MessageReacted(Reacted reacted) -> reacted(json, app, reacted);
      case JournalEntry.ReadAdvanced read -> read(json, app, read);
      case JournalEntry.GroupChanged(Group group, JournalEntry.Kind kind, List<UserId> members) ->
          group(json, group, kind, members);
      case JournalEntry.CameOnline(UserId user, DeviceId device, long stamp) ->
          presence(json, user, device, stamp);
      case JournalEntry.WentOffline(UserId user, DeviceId device, long stamp) ->
          presence(json, user, device, stamp);
      case JournalEntry.ReadUnshared _ -> throw new IllegalArgumentException("it has no type");
    }
    return new WebhookEvent(id(app, recorded), Bytes.of(json.endObject().endObject().toBytes()));
  }

  /// When it happened.
  private static long at(Recorded recorded) {
    return switch (recorded.entry()) {
      case JournalEntry.MessageSent(Message message) -> message.stamp();
      case JournalEntry.MessageReplaced(Message message) -> message.inboxPosition();
      case JournalEntry.MessagePinned(Pinning pinning) ->
          pinning.pin().map(Pin::at).orElse(recorded.stamp());
      case JournalEntry.GroupChanged(Group group, _, _) -> group.changedAt();
      case JournalEntry.CameOnline came -> came.stamp();
      case JournalEntry.WentOffline went -> went.stamp();
      case JournalEntry.MessageReacted _,
          JournalEntry.ReadAdvanced _,
          JournalEntry.ReadUnshared _ ->
          recorded.stamp();
    };
  }

  /// What a receiver of a message is told whom no device tells.
  ///
  /// @param recorded the entry of the message
  static WebhookEvent offline(
      int app, Recorded recorded, Message message, Notification notification) {
    JsonWriter json = begin(EventType.MESSAGE_OFFLINE.word(), message.stamp());
    ToWire.message(message).writeShared(json);
    String receiver = notification.receiver().name();
    json.name("receiverId").text(receiver);
    json.name("unreadCount").number(notification.unread().ringing());
    json.name("mutedUnreadCount").number(notification.unread().muted());
    json.name("silent").flag(notification.silent());
    String id = id(app, recorded) + "_" + headerSafe(receiver);
    return new WebhookEvent(id, Bytes.of(json.endObject().endObject().toBytes()));
  }

  private static String id(int app, Recorded recorded) {
    return "evt_" + app + "_" + recorded.stamp() + "_" + recorded.index();
  }

  /// A name has any characters, and a header few.
  private static String headerSafe(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void read(JsonWriter json, int app, JournalEntry.ReadAdvanced read) {
    json.name("appId").number(app);
    json.name("readerId").text(read.reader().name());
    switch (read.conversation()) {
      case ConversationId.Direct direct ->
          json.name("toId").text(direct.peerOf(read.reader()).name());
      case ConversationId.Group group -> json.name("groupId").text(group.name());
    }
    json.name("messageSequence").number(read.upTo());
    json.name("previousMessageSequence").number(read.from());
    json.name("unreadCount").number(read.unread());
  }

  private static void pinned(JsonWriter json, int app, Pinning pinning) {
    conversation(json, app, pinning.conversation());
    pinning.by().ifPresent(user -> json.name("fromId").text(user.name()));
    ToWire.pinAck(pinning, null).writeFields(json);
  }

  private static void reacted(JsonWriter json, int app, Reacted reacted) {
    conversation(json, app, reacted.conversation());
    json.name("fromId").text(reacted.reaction().user().name());
    WireReactions.ack(reacted, null).writeFields(json);
  }

  /// Both users of a direct conversation are named: who pins may be neither.
  private static void conversation(JsonWriter json, int app, ConversationId conversation) {
    json.name("appId").number(app);
    switch (conversation) {
      case ConversationId.Direct(UserId low, UserId high) ->
          json.name("users").startArray().text(low.name()).text(high.name()).endArray();
      case ConversationId.Group group -> json.name("groupId").text(group.name());
    }
  }

  private static void presence(JsonWriter json, UserId user, DeviceId device, long stamp) {
    json.name("appId").number(user.app());
    json.name("userId").text(user.name());
    json.name("clientType").number(ToWire.clientType(device.kind()).number());
    json.name("imei").text(device.name());
    json.name("time").number(ToWire.millis(stamp));
  }

  private static void group(
      JsonWriter json, Group group, JournalEntry.Kind kind, List<UserId> members) {
    json.name("appId").number(group.id().app());
    json.name("groupId").text(group.id().name());
    json.name("change").text(change(kind));
    json.name("groupName").text(group.name());
    json.name("ownerId").text(group.owner().name());
    json.name("memberCount").number(group.memberCount());
    json.name("members").startArray();
    members.forEach(member -> json.text(member.name()));
    json.endArray();
  }

  private static String change(JournalEntry.Kind kind) {
    return switch (kind) {
      case MEMBERS_ADDED -> "members-added";
      case MEMBER_REMOVED -> "member-removed";
      case UPDATED -> "renamed"; // receivers know it by this
      case DISSOLVED -> "dissolved";
    };
  }

  /// What a receiver is told in place of events that are gone.
  ///
  /// @param after the stamp after which they were
  /// @param upTo the stamp up to which they were
  static WebhookEvent lost(int app, long after, long upTo) {
    JsonWriter json = begin("events.lost", upTo);
    json.name("appId").number(app);
    json.name("after").text(time(after));
    json.name("upTo").text(time(upTo));
    String id = "evt_" + app + "_" + after + "_lost";
    return new WebhookEvent(id, Bytes.of(json.endObject().endObject().toBytes()));
  }

  /// What the operator sends to see whether it arrives. Each has an id of its own.
  ///
  /// @param stamp the time
  static WebhookEvent test(int app, String webhook, long stamp) {
    JsonWriter json = begin("webhook.test", stamp);
    json.name("appId").number(app);
    json.name("webhook").text(webhook);
    String id = "test_" + UUID.randomUUID();
    return new WebhookEvent(id, Bytes.of(json.endObject().endObject().toBytes()));
  }

  /// What a hook is asked before a message is sent or edited. Each question has an id of its own.
  ///
  /// @param stamp the time
  static WebhookEvent beforeSend(int app, Written written, long stamp) {
    JsonWriter json = begin("message.before-send", stamp);
    json.name("appId").number(app);
    switch (written) {
      case Request.Send send -> json.name("messageId").text(send.messageId());
      case ReplaceRequest.Edit edit -> edited(json, edit.of());
    }
    json.name("fromId").text(written.fromId());
    json.name(written.to().type() == ConversationType.DIRECT ? "toId" : "groupId");
    json.text(written.to().id());
    json.name("messageBody").raw(written.messageBody().array());
    Bytes extra = written.extra();
    if (extra != null) {
      json.name("extra").raw(extra.array());
    }
    String id = "ask_" + UUID.randomUUID();
    return new WebhookEvent(id, Bytes.of(json.endObject().endObject().toBytes()));
  }

  /// Which message is edited, as its author says. Programs that know no edits read a `messageId`:
  /// it is there, if only as an empty text.
  private static void edited(JsonWriter json, MessageName of) {
    json.name("edit").flag(true);
    json.name("messageId").text(Objects.requireNonNullElse(of.messageId(), ""));
    if (of.messageKey() != null) {
      json.name("messageKey").number(of.messageKey());
    }
    if (of.messageSequence() != null) {
      json.name("messageSequence").number(of.messageSequence());
    }
  }

  private static JsonWriter begin(String type, long stamp) {
    JsonWriter json = new JsonWriter(BODY_BYTES).startObject();
    json.name("type").text(type);
    json.name("timestamp").text(time(stamp));
    return json.name("data").startObject();
  }

  private static String time(long stamp) {
    return StampClock.timeOf(stamp).toString();
  }
}
