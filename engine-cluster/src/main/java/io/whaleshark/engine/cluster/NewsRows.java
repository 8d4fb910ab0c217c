package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The one place that knows how news becomes text, and, with [NewsFields], text news. Messages are
/// not in it: a message is written once, and named here.
final class NewsRows {

  /// A piece of news as a row has it.
  sealed interface Item {}

  /// All of it.
  record Whole(News news) implements Item {}

  /// News of a message, which stands in a table of its own.
  sealed interface OfMessage extends Item {

    ConversationId conversation();

    long sequence();

    SessionId by();
  }

  /// A message was sent.
  ///
  /// @param toPrivate see [News.MessageSent#toPrivate]
  record Sent(ConversationId conversation, long sequence, SessionId by, boolean toPrivate)
      implements OfMessage {}

  /// A message was edited.
  ///
  /// @param position where that has moved it in inboxes
  record Edited(ConversationId conversation, long sequence, SessionId by, long position)
      implements OfMessage {}

  /// A message was recalled.
  record Recalled(ConversationId conversation, long sequence, SessionId by) implements OfMessage {}

  /// What this node cannot tell, since a newer one wrote it. A new kind of news may say nothing
  /// that changes who is in a group or online: a version that has to say such a thing says it as
  /// the older ones do, too.
  ///
  /// @param isWhole false if it may change that nevertheless
  /// @param what is not known, and why
  record Unreadable(boolean isWhole, String what, String why) implements Item {}

  private static final JsonMapper JSON = JsonMapper.shared();

  private NewsRows() {}

  static String write(Collection<News> news) {
    ArrayNode items = JSON.createArrayNode();
    news.forEach(each -> write(each, items.addObject()));
    return JSON.writeValueAsString(items);
  }

  private static void write(News news, ObjectNode item) {
    switch (news) {
      case News.MessageSent(Message message, SessionId by, boolean toPrivate) -> {
        named(item, "sent", message, by);
        if (toPrivate) {
          item.put("toPrivate", true);
        }
      }
      case News.MessageReplaced(Message message, SessionId by) when message.isRecalled() ->
          named(item, "recalled", message, by);
      case News.MessageReplaced(Message message, SessionId by) -> {
        named(item, "edited", message, by);
        item.put("position", message.inboxPosition());
      }
      case News.MessagePinned(Pinning pinning, SessionId by) -> write(pinning, by, item);
      case News.MessageReacted(Reacted reacted, boolean isPushed, SessionId by) ->
          write(reacted, item).put("pushed", isPushed).put("by", by.value());
      case News.MessageImported(ConversationId conversation, long sequence) ->
          of(item, "imported", conversation).put("sequence", sequence);
      case News.ReceivedAdvanced received ->
          of(item, "received", received.conversation())
              .put("user", received.receiver().name())
              .put("sequence", received.sequence())
              .put("stamp", received.stamp())
              .put("clientId", received.clientId());
      case News.ReadAdvanced read -> write(read, item);
      case News.ConversationSet(Participation set, SessionId by) ->
          of(item, "set", set.conversation())
              .put("user", set.user().name())
              .put("top", set.top())
              .put("mute", set.mute())
              .put("hiddenUpTo", set.hiddenUpTo())
              .put("leftName", set.left().groupName())
              .put("leftRead", set.left().read())
              .put("unsharedRead", set.unshared().read())
              .put("unsharedOwn", set.unshared().own())
              .put("erasedUpTo", set.erased().upTo())
              .put("erasedOwn", set.erased().own())
              .put("erasedAt", set.erased().at())
              .put("changedAt", set.changedAt())
              .put("by", by.value());
      case News.MembersAdded(Group group, List<Membership> added) -> {
        ArrayNode members = group(item, "added", group).putArray("members");
        added.forEach(membership -> write(membership, members.addObject()));
      }
      case News.MemberRemoved(Group group, Membership closed) ->
          write(closed, group(item, "removed", group).putObject("member"));
      case News.GroupUpdated(Group group) -> group(item, "renamed", group);
      case News.GroupDissolved(Group group) -> group(item, "dissolved", group);
      case News.ReceiptsSwitched(UserId user, boolean on, SessionId by) ->
          item.put("kind", "receipts").put("user", user.name()).put("on", on).put("by", by.value());
      case News.OfSession session -> writeSession(session, item);
      // Neither is ever committed.
      case News.Superseded _, News.Unknown _ -> item.put("kind", "unknown");
    }
  }

  /// What others are not to learn is of a kind of its own: an older node that knows it not tells
  /// nobody.
  private static void write(News.ReadAdvanced read, ObjectNode item) {
    of(item, read.audience().hasOthers() ? "read" : "unsharedRead", read.conversation())
        .put("user", read.reader().name())
        .put("from", read.from())
        .put("upTo", read.upTo())
        .put("unread", read.unread())
        .put("readOthers", read.readOthers())
        .put("by", read.by().value());
    if (read.audience() == News.Audience.OTHERS) {
      item.put("ownDevicesKnow", true);
    }
  }

  private static void write(Pinning pinning, SessionId by, ObjectNode item) {
    of(item, "pinned", pinning.conversation())
        .put("sequence", pinning.sequence())
        .put("stamp", pinning.stamp())
        .put("clientId", pinning.clientId())
        .put("by", by.value());
    pinning.by().ifPresent(user -> item.put("user", user.name()));
    pinning.pin().ifPresent(pin -> item.put("pinnedAt", pin.at()));
  }

  private static ObjectNode write(Reacted reacted, ObjectNode item) {
    Reaction reaction = reacted.reaction();
    return of(item, "reacted", reacted.conversation())
        .put("sequence", reaction.sequence())
        .put("stamp", reacted.stamp())
        .put("clientId", reacted.clientId())
        .put("sign", reaction.sign())
        .put("user", reaction.user().name())
        .put("set", reacted.isSet())
        .put("count", reacted.count());
  }

  private static void writeSession(News.OfSession news, ObjectNode item) {
    switch (news) {
      case News.LoggedIn in ->
          write(in.device(), item.put("kind", "in").put("user", in.user().name()))
              .put("session", in.session().value())
              .put("policy", in.policy().number())
              .put("node", in.node())
              .put("stamp", in.stamp())
              .put("first", in.isFirst());
      case News.LoggedOut(UserId user, SessionId session, long stamp, Optional<DeviceId> last) -> {
        item.put("kind", "out")
            .put("user", user.name())
            .put("session", session.value())
            .put("stamp", stamp);
        last.ifPresent(device -> write(device, item.putObject("last")));
      }
      case News.SignedOut out -> {
        item.put("kind", "signedOut").put("user", out.user().name()).put("stamp", out.stamp());
        out.device().ifPresent(device -> write(device, item));
        out.last().ifPresent(device -> write(device, item.putObject("last")));
        out.ban().ifPresent(ban -> write(ban, item.putObject("ban")));
      }
      case News.NodeGone gone -> item.put("kind", "gone").put("node", gone.node());
    }
  }

  private static ObjectNode write(DeviceId device, ObjectNode into) {
    return into.put("deviceKind", device.kind().name()).put("device", device.name());
  }

  private static void write(Ban ban, ObjectNode into) {
    into.put("reason", ban.reason()).put("until", ban.until()).put("changedAt", ban.changedAt());
  }

  private static ObjectNode of(ObjectNode item, String kind, ConversationId conversation) {
    return item.put("kind", kind).put("conversation", ConversationNames.of(conversation));
  }

  private static void named(ObjectNode item, String kind, Message message, SessionId by) {
    of(item, kind, message.conversation())
        .put("sequence", message.sequence())
        .put("by", by.value());
  }

  private static ObjectNode group(ObjectNode item, String kind, Group group) {
    return of(item, kind, group.id())
        .put("name", group.name())
        .put("owner", group.owner().name())
        .put("count", group.memberCount())
        .put("dissolved", group.dissolved())
        .put("groupChangedAt", group.changedAt());
  }

  private static void write(Membership membership, ObjectNode into) {
    into.put("user", membership.user().name())
        .put("joined", membership.joined())
        .put("left", membership.left())
        .put("read", membership.read())
        .put("received", membership.received())
        .put("ownAtRead", membership.ownAtRead())
        .put("admin", membership.standing().admin())
        .put("muted", membership.standing().muted())
        .put("changedAt", membership.changedAt());
  }

  static List<Item> read(int app, String body) {
    List<Item> items = new ArrayList<>();
    try {
      for (JsonNode item : JSON.readTree(body)) {
        items.add(itemOrWhyNot(new NewsFields(app, item)));
      }
    } catch (JacksonException e) {
      throw Failures.impossible("news", e);
    }
    return items;
  }

  private static Item itemOrWhyNot(NewsFields item) {
    String kind = item.kind();
    try {
      return item(kind, item);
    } catch (JacksonException | IllegalArgumentException | InvalidIdException | EngineException e) {
      // A session that cannot be read here cannot be read where it is stored, either.
      boolean isWhole = kind.equals("in");
      return new Unreadable(isWhole, "news of the kind " + kind, String.valueOf(e.getMessage()));
    }
  }

  private static Item item(String kind, NewsFields item) {
    return switch (kind) {
      case "sent" ->
          new Sent(item.conversation(), item.number("sequence"), item.by(), item.flag("toPrivate"));
      case "edited" ->
          new Edited(
              item.conversation(), item.number("sequence"), item.by(), item.number("position"));
      case "recalled" -> new Recalled(item.conversation(), item.number("sequence"), item.by());
      case "pinned" -> new Whole(new News.MessagePinned(pinning(item), item.by()));
      case "reacted" ->
          new Whole(new News.MessageReacted(reacted(item), item.requiredFlag("pushed"), item.by()));
      case "imported" ->
          new Whole(new News.MessageImported(item.conversation(), item.number("sequence")));
      case "received" ->
          new Whole(
              new News.ReceivedAdvanced(
                  item.user("user"),
                  item.direct(),
                  item.number("sequence"),
                  item.number("stamp"),
                  item.text("clientId")));
      case "read" -> {
        boolean ownKnow = item.flag("ownDevicesKnow");
        yield new Whole(read(item, ownKnow ? News.Audience.OTHERS : News.Audience.ALL));
      }
      case "unsharedRead" -> new Whole(read(item, News.Audience.OWN_DEVICES));
      case "set" -> new Whole(new News.ConversationSet(item.participation(), item.by()));
      case "added" -> new Whole(new News.MembersAdded(item.group(), item.memberships("members")));
      case "removed" -> new Whole(new News.MemberRemoved(item.group(), item.membership("member")));
      case "renamed" -> new Whole(new News.GroupUpdated(item.group()));
      case "dissolved" -> new Whole(new News.GroupDissolved(item.group()));
      case "receipts" ->
          new Whole(
              new News.ReceiptsSwitched(item.user("user"), item.requiredFlag("on"), item.by()));
      case "in" -> new Whole(loggedIn(item));
      case "out" ->
          new Whole(
              new News.LoggedOut(
                  item.user("user"),
                  item.session(),
                  item.number("stamp"),
                  item.nested("last").map(NewsFields::device)));
      case "signedOut" -> new Whole(signedOut(item));
      case "gone" -> new Whole(new News.NodeGone(item.app(), item.number("node")));
      default -> new Unreadable(true, "news of the kind " + kind, "the kind is new");
    };
  }

  private static News read(NewsFields item, News.Audience audience) {
    return new News.ReadAdvanced(
        item.user("user"),
        item.conversation(),
        audience,
        item.number("from"),
        item.number("upTo"),
        item.number("unread"),
        item.requiredFlag("readOthers"),
        item.by());
  }

  private static Pinning pinning(NewsFields item) {
    long sequence = item.number("sequence");
    return new Pinning(
        item.conversation(),
        sequence,
        item.number("stamp"),
        item.text("clientId"),
        item.has("user") ? Optional.of(item.user("user")) : Optional.empty(),
        item.has("pinnedAt")
            ? Optional.of(new Pin(sequence, item.number("pinnedAt")))
            : Optional.empty());
  }

  private static Reacted reacted(NewsFields item) {
    return new Reacted(
        item.conversation(),
        item.number("stamp"),
        item.text("clientId"),
        new Reaction(item.number("sequence"), item.text("sign"), item.user("user")),
        item.requiredFlag("set"),
        item.number("count"));
  }

  private static News.LoggedIn loggedIn(NewsFields item) {
    return new News.LoggedIn(
        item.user("user"),
        item.device(),
        item.session(),
        LoginPolicy.of((int) item.number("policy")),
        item.number("node"),
        item.number("stamp"),
        item.flag("first"));
  }

  private static News.SignedOut signedOut(NewsFields item) {
    UserId user = item.user("user");
    return new News.SignedOut(
        user,
        item.has("device") ? Optional.of(item.device()) : Optional.empty(),
        item.nested("ban").map(ban -> ban.ban(user)),
        item.number("stamp"),
        item.nested("last").map(NewsFields::device));
  }
}
