package io.whaleshark.server.push.service;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.push.port.PushMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// What an app on the phone is told beside what it shows, in the words of the wire. Stateless.
final class Facts {

  /// How long a service keeps a message for a phone that is off: as long as the journal does for a
  /// service that is down.
  static final long KEPT_SECONDS = 7L * 24 * 60 * 60;

  private Facts() {}

  /// Texts and numbers, by name.
  static Map<String, Object> of(PushMessage message) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("event", event(message));
    facts.put("appId", message.receiver().app());
    facts.put("userId", message.receiver().name());
    switch (message.conversation()) {
      case ConversationId.Direct direct ->
          facts.put("toId", direct.peerOf(message.receiver()).name());
      case ConversationId.Group group -> facts.put("groupId", group.name());
    }
    facts.put("messageSequence", message.sequence());
    if (message instanceof PushMessage.Alert alert) {
      facts.put("fromId", sender(alert));
      facts.put("conversationUnreadCount", alert.unreadHere());
    }
    facts.put("unreadCount", message.badge());
    facts.put("notification", slot(message));
    return facts;
  }

  /// Writes them as members of the current object.
  static void write(Map<String, Object> facts, JsonWriter json) {
    facts.forEach((name, fact) -> {
      json.name(name);
      switch (fact) {
        case Number number -> json.number(number.longValue());
        default -> json.text(fact.toString());
      }
    });
  }

  private static String event(PushMessage message) {
    return switch (message) {
      case PushMessage.Alert _ -> "message.sent";
      case PushMessage.Withdrawal withdrawal ->
          switch (withdrawal.reason()) {
            case READ -> "conversation.read";
            case RECALLED -> "message.recalled";
          };
    };
  }

  static String sender(PushMessage.Alert alert) {
    return alert.message().sender().name();
  }

  /// The place on the phone that all notifications of a conversation share: 43 letters and digits
  /// of base64url, which do not tell whose it is.
  static String slot(PushMessage message) {
    UserId receiver = message.receiver();
    String of =
        switch (message.conversation()) {
          case ConversationId.Direct direct -> "direct\n" + direct.peerOf(receiver).name();
          case ConversationId.Group group -> "group\n" + group.name();
        };
    byte[] digest = sha256(receiver.app() + "\n" + receiver.name() + "\n" + of);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  /// The same each time that the same is sent to the same phone.
  static String id(PushMessage message, String token) {
    ByteBuffer digest =
        ByteBuffer.wrap(
            sha256(
                event(message) + "\n" + slot(message) + "\n" + message.sequence() + "\n" + token));
    return new UUID(digest.getLong(), digest.getLong()).toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
