package io.whaleshark.server.transfer;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Tally;
import io.whaleshark.testkit.Readout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the users of an app see in an engine, in words that an import keeps: messages are named by
/// their senders, and a position by how many retained messages lie up to it. Small stores alone.
final class SeenContents {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final int ALL = 500;
  private static final Bound WHOLE = new Bound(ALL, ALL);

  private final Engine engine;
  private final Map<ConversationId, List<Message>> messages = new HashMap<>();
  private final Set<UserId> users = new LinkedHashSet<>();
  private final Map<String, Object> seen = new TreeMap<>();

  private SeenContents(Engine engine) {
    this.engine = engine;
  }

  /// By what it is that is seen.
  static Map<String, Object> of(Engine engine, int app) {
    SeenContents contents = new SeenContents(engine);
    for (Fact fact : Readout.facts(engine)) {
      if (fact.app() == app) {
        contents.take(fact);
      }
    }
    contents.messages.forEach(contents::conversation);
    contents.users.forEach(contents::user);
    return contents.seen;
  }

  private void take(Fact fact) {
    switch (fact) {
      case Fact.OfConversation of -> {
        List<Message> _ = messages.computeIfAbsent(of.conversation(), _ -> new ArrayList<>());
      }
      case Fact.OfMember(Membership period) -> users.add(period.user());
      case Fact.OfMessage(Message message) ->
          messages.computeIfAbsent(message.conversation(), _ -> new ArrayList<>()).add(message);
      case Fact.OfList(var participation) -> users.add(participation.user());
      case Fact.OfBlock(var block) ->
          seen.put(block.blocker() + " blocks " + block.blocked(), true);
      case Fact.OfReceiptsOff(UserId user) -> seen.put("receipts of " + user, "off");
      case Fact.OfSender _,
          Fact.OfPin _,
          Fact.OfReaction _,
          Fact.OfBan _,
          Fact.OfPushToken _,
          Fact.OfProfile _ -> {
        // not seen, not kept, asked for, or compared with the lines
      }
    }
  }

  /// An import tells nothing of a direct conversation of which all has expired.
  private boolean isGone(ConversationId id) {
    return id instanceof ConversationId.Direct && messages.getOrDefault(id, List.of()).isEmpty();
  }

  private void conversation(ConversationId id, List<Message> all) {
    if (isGone(id)) {
      return;
    }
    seen.put("history of " + id, all.stream().map(SeenContents::told).toList());
    for (Pin pin : engine.pins().of(id)) {
      String name = "pin of message " + position(id, pin.sequence()) + " of " + id;
      seen.put(name, pin.at() / MICROS_PER_MILLI);
    }
    for (Message message : all) {
      String name = id + " " + message.clientId();
      Tally tally = engine.reactions().tally(id, message.sequence());
      seen.put("reactions to " + name, tally.counts());
      for (Tally.Count count : tally.counts()) {
        seen.put(
            count.sign() + " at " + name,
            engine.reactions().reactors(id, message.sequence(), count.sign(), "", ALL));
      }
      seen.put("read count of " + name, engine.memberships().readCount(message));
      seen.put("audience of " + name, message.audience());
      if (id instanceof ConversationId.Group) {
        seen.put("readers of " + name, engine.memberships().audience(message, "", ALL));
      }
    }
    if (id instanceof ConversationId.Group group) {
      Optional<Group> known = engine.memberships().group(group);
      seen.put("name of " + id, known.map(Group::name));
      seen.put("owner of " + id, known.map(Group::owner));
      seen.put("end of " + id, known.map(Group::dissolved));
      seen.put(
          "members of " + id,
          engine.memberships().present(group, "", ALL).stream()
              .map(member -> List.of(member.user(), member.standing(), position(id, member.read())))
              .toList());
    }
  }

  private static List<Object> told(Message message) {
    long edited =
        message.content() instanceof Message.Edited edit ? edit.time() / MICROS_PER_MILLI : 0;
    return List.of(message.clientId(), message.time() / MICROS_PER_MILLI, message.newest(), edited);
  }

  /// How many retained messages lie up to a sequence.
  private long position(ConversationId of, long sequence) {
    return messages.getOrDefault(of, List.of()).stream()
        .filter(message -> message.sequence() <= sequence)
        .count();
  }

  private void user(UserId user) {
    List<ConversationList.Item> items = engine.conversations().changedAfter(user, 0, ALL);
    for (ConversationList.Item item : items) {
      item(user, item);
    }
    ConversationList.Unread unread = engine.conversations().unread(user);
    if (!unread.equals(ConversationList.Unread.NONE)) {
      seen.put("unread of " + user, unread);
    }
    for (Message message : engine.inboxes().pull(user, 0, PageLimit.of(ALL), WHOLE).messages()) {
      String name = message.conversation() + " " + message.clientId();
      seen.put("in the inbox of " + user + ": " + name, told(message));
    }
  }

  private void item(UserId user, ConversationList.Item item) {
    ConversationId id = item.participation().conversation();
    if (isGone(id)) {
      return;
    }
    Object other =
        switch (item.counterpart()) {
          case ConversationList.Peer(long read, long received) ->
              List.of(position(id, read), position(id, received));
          // A file has only the present name, and not the one that it had for who left.
          case ConversationList.OfGroup(Group group) ->
              item.membership().isOpen() ? group.name() : "";
        };
    String name = user + " in " + id;
    seen.put("newest of " + name, item.newest().map(SeenContents::told));
    seen.put("unread of " + name, item.unread());
    seen.put("read of " + name, position(id, item.read()));
    seen.put("other side of " + name, other);
    seen.put(
        "settings of " + name,
        Stream.of(
                item.participation().top() ? "top" : "",
                item.participation().mute() ? "muted" : "",
                item.isDeleted() ? "deleted" : "",
                item.membership().isOpen() ? "" : "left")
            .filter(word -> !word.isEmpty())
            .toList());
  }

  /// What is seen otherwise, with both; empty if nothing is.
  static Optional<String> difference(Map<String, Object> before, Map<String, Object> after) {
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    return all.stream()
        .filter(what -> !Objects.equals(before.get(what), after.get(what)))
        .map(what -> what + "\n  was: " + before.get(what) + "\n   is: " + after.get(what))
        .reduce((one, other) -> one + "\n" + other);
  }
}
