package io.whaleshark.engine.cluster;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Participation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The fields of a piece of news, or of a part of it, as [NewsRows] writes them. A field that is
/// missing fails the reader, but for those that nodes of older versions do not write.
///
/// @param app whose news it is
record NewsFields(int app, JsonNode json) {

  /// What it is about; empty if it does not say.
  String kind() {
    return json.path("kind").asString("");
  }

  boolean has(String field) {
    return json.has(field);
  }

  /// A part of it; empty if there is none.
  Optional<NewsFields> nested(String field) {
    return json.optional(field).map(part -> new NewsFields(app, part));
  }

  long number(String field) {
    return json.required(field).asLong();
  }

  String text(String field) {
    return json.required(field).asString();
  }

  boolean requiredFlag(String field) {
    return json.required(field).asBoolean();
  }

  /// False also if an older version wrote the news.
  boolean flag(String field) {
    return json.path(field).asBoolean(false);
  }

  UserId user(String field) {
    return new UserId(app, text(field));
  }

  SessionId by() {
    return new SessionId(number("by"));
  }

  SessionId session() {
    return new SessionId(number("session"));
  }

  DeviceId device() {
    return new DeviceId(DeviceKind.valueOf(text("deviceKind")), text("device"));
  }

  Ban ban(UserId user) {
    return new Ban(user, text("reason"), number("until"), number("changedAt"));
  }

  ConversationId conversation() {
    return ConversationNames.conversation(app, text("conversation"));
  }

  ConversationId.Direct direct() {
    if (conversation() instanceof ConversationId.Direct direct) {
      return direct;
    }
    throw new IllegalArgumentException("a group (expected: two users)");
  }

  private ConversationId.Group groupId() {
    if (conversation() instanceof ConversationId.Group group) {
      return group;
    }
    throw new IllegalArgumentException("two users (expected: a group)");
  }

  Group group() {
    return new Group(
        groupId(),
        text("name"),
        user("owner"),
        number("count"),
        requiredFlag("dissolved"),
        number("groupChangedAt"));
  }

  Participation participation() {
    return new Participation(
        user("user"),
        conversation(),
        requiredFlag("top"),
        requiredFlag("mute"),
        number("hiddenUpTo"),
        new Participation.Left(text("leftName"), number("leftRead")),
        has("unsharedRead")
            ? new Participation.Unshared(number("unsharedRead"), number("unsharedOwn"))
            : Participation.Unshared.NOTHING,
        has("erasedUpTo")
            ? new Participation.Erased(
                number("erasedUpTo"), number("erasedOwn"), number("erasedAt"))
            : Participation.Erased.NOTHING,
        number("changedAt"));
  }

  Membership membership(String field) {
    return membership(conversation(), new NewsFields(app, json.required(field)));
  }

  List<Membership> memberships(String field) {
    ConversationId conversation = conversation();
    return json.required(field)
        .valueStream()
        .map(member -> membership(conversation, new NewsFields(app, member)))
        .toList();
  }

  private static Membership membership(ConversationId conversation, NewsFields member) {
    return new Membership(
        conversation,
        member.user("user"),
        member.number("joined"),
        member.number("left"),
        member.number("read"),
        member.number("received"),
        member.number("ownAtRead"),
        new Membership.Standing(member.flag("admin"), member.flag("muted")),
        member.number("changedAt"));
  }
}
