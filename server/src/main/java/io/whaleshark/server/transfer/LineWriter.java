package io.whaleshark.server.transfer;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Message;
import io.whaleshark.protocol.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes lines as [LineReader] reads them. Equal lines have equal bytes. Stateless.
public final class LineWriter {

  private static final long MICROS_PER_MILLI = 1_000;

  private LineWriter() {}

  /// Writes a line as one JSON object, without its end.
  public static void write(JsonWriter json, ImportLine line) {
    json.startObject();
    switch (line) {
      case ImportLine.Created created -> {
        type(json, "group").name("groupId").text(created.conversation().name());
        if (!created.name().isEmpty()) {
          json.name("groupName").text(created.name());
        }
        json.name("ownerId").text(created.owner().name());
        users(json, "members", created.members());
      }
      case ImportLine.Joined joined -> {
        type(json, "join").name("groupId").text(joined.conversation().name());
        users(json, "members", joined.members());
      }
      case ImportLine.Left left -> {
        type(json, "leave").name("groupId").text(left.conversation().name());
        json.name("userId").text(left.user().name());
      }
      case ImportLine.RoleSet set -> {
        type(json, "role").name("groupId").text(set.conversation().name());
        json.name("userId").text(set.user().name());
        json.name("role").text(set.role().name().toLowerCase(Locale.ROOT));
        flag(json, "muted", set.muted());
      }
      case ImportLine.Dissolved dissolved ->
          type(json, "dissolve").name("groupId").text(dissolved.conversation().name());
      case ImportLine.Said said -> said(json, said);
      case ImportLine.Pinned pinned -> {
        to(type(json, "pin"), pinned.message().sender(), pinned.conversation());
        message(json, "message", pinned.message());
        json.name("pinnedTime").number(pinned.timeMillis());
      }
      case ImportLine.Reacted reacted -> {
        user(type(json, "reaction"), reacted.user(), reacted.conversation());
        message(json, "message", reacted.message());
        json.name("reaction").text(reacted.sign());
      }
      case ImportLine.Read read -> {
        user(type(json, "read"), read.user(), read.conversation());
        message(json, "message", read.upTo());
      }
      case ImportLine.Received received -> {
        user(type(json, "received"), received.user(), received.conversation());
        message(json, "message", received.upTo());
      }
      case ImportLine.Settings settings -> {
        user(type(json, "settings"), settings.user(), settings.conversation());
        settings(json, settings.set());
      }
      case ImportLine.Erased erased ->
          user(type(json, "erase"), erased.user(), erased.conversation());
      case ImportLine.OfUser of -> ofUser(json, of);
    }
    if (line instanceof ImportLine.InPlace placed) {
      placed.after().ifPresent(after -> message(json, "after", after));
    }
    json.endObject();
  }

  private static JsonWriter type(JsonWriter json, String type) {
    return json.name("type").text(type);
  }

  private static void said(JsonWriter json, ImportLine.Said said) {
    UserId sender = said.id().sender();
    type(json, "message").name("fromId").text(sender.name());
    to(json, sender, said.conversation());
    json.name("messageId").text(said.id().value());
    json.name("messageTime").number(said.timeMillis());
    if (said.content().isEmpty()) {
      json.name("recalled").flag(true);
      return;
    }
    Message.Sent content = said.content().get();
    json.name("messageBody").raw(content.body().bytes());
    if (!content.extra().isNone()) {
      json.name("extra").raw(content.extra().bytes());
    }
    said.editedMillis().ifPresent(millis -> json.name("editedTime").number(millis));
  }

  private static void settings(JsonWriter json, Command.Settings set) {
    flag(json, "isTop", set.top());
    flag(json, "isMute", set.mute());
    flag(json, "isDeleted", set.deleted());
  }

  private static void ofUser(JsonWriter json, ImportLine.OfUser of) {
    type(json, "user").name("userId").text(of.user().name());
    if (of.ban().isPresent()) {
      ImportLine.Banned ban = of.ban().get();
      json.name("ban").startObject();
      if (!ban.reason().isEmpty()) {
        json.name("reason").text(ban.reason());
      }
      if (ban.until() != Ban.FOR_EVER) {
        json.name("until").number(ban.until() / MICROS_PER_MILLI);
      }
      json.endObject();
    }
    flag(json, "receipts", of.receipts());
    users(json, "blocks", of.blocked());
  }

  private static void user(JsonWriter json, UserId user, ConversationId conversation) {
    json.name("userId").text(user.name());
    to(json, user, conversation);
  }

  private static void to(JsonWriter json, UserId user, ConversationId conversation) {
    switch (conversation) {
      case ConversationId.Direct direct -> json.name("toId").text(direct.peerOf(user).name());
      case ConversationId.Group group -> json.name("groupId").text(group.name());
    }
  }

  private static void message(JsonWriter json, String name, ClientMessageId id) {
    json.name(name).startObject();
    json.name("fromId").text(id.sender().name());
    json.name("messageId").text(id.value());
    json.endObject();
  }

  private static void users(JsonWriter json, String name, List<UserId> users) {
    if (!users.isEmpty()) {
      json.name(name).startArray();
      users.forEach(user -> json.text(user.name()));
      json.endArray();
    }
  }

  private static void flag(JsonWriter json, String name, Optional<Boolean> flag) {
    flag.ifPresent(value -> json.name(name).flag(value));
  }
}
