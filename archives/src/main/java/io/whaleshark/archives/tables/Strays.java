package io.whaleshark.archives.tables;

import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Messages that are not where they belong: copies of which the other user has none, and members of
/// inboxes that reached no table. They are few, unless the source was broken; all of them are in
/// memory. Confined to one thread.
final class Strays {

  private final SourceTables tables;
  private final SourceIds ids;
  private final ReasonReport losses;
  private final Map<ConversationId, TreeMap<Long, StoredMessage>> messages = new HashMap<>();

  Strays(SourceTables tables, SourceIds ids, ReasonReport losses) {
    this.tables = tables;
    this.ids = ids;
    this.losses = losses;
  }

  /// Finds the copies of which the other user has none.
  void findLonelyCopies() throws IOException {
    tables.lonelyCopies(row -> {
      losses.add(
          "message " + row.message().key(),
          row.isSound()
              ? "only " + row.owner() + " has a copy, not " + row.peer() + ": both get it"
              : "a copy of " + row.owner() + ", who neither sent nor got it: left out");
      if (row.isSound()) {
        add(row.from(), row.to(), false, row.message());
      }
    });
  }

  /// Finds the messages that are in inboxes alone.
  void findUnstored(SourceInboxes inboxes) throws IOException {
    for (String user : inboxes.users()) {
      long from = 0;
      List<String> members = inboxes.members(user, from);
      while (!members.isEmpty()) {
        findUnstored(user, members);
        from += members.size();
        members = inboxes.members(user, from);
      }
    }
  }

  private void findUnstored(String user, List<String> members) throws IOException {
    Map<Long, InboxMessage> direct = new TreeMap<>();
    Map<String, Map<Long, InboxMessage>> byGroup = new TreeMap<>();
    for (String member : members) {
      Optional<InboxMessage> read = SourceInboxes.read(member);
      if (read.isEmpty()) {
        losses.add("inbox of " + user, "a member that is no message: left out");
        continue;
      }
      InboxMessage entry = read.get();
      (entry.inGroup() ? byGroup.computeIfAbsent(entry.to(), _ -> new TreeMap<>()) : direct)
          .merge(entry.key(), entry, InboxMessage::with);
    }
    direct.keySet().removeAll(tables.withCopies(user, direct.keySet()));
    addUnstored(direct.values());
    for (Map.Entry<String, Map<Long, InboxMessage>> of : byGroup.entrySet()) {
      Map<Long, InboxMessage> entries = of.getValue();
      entries.keySet().removeAll(tables.inGroup(of.getKey(), entries.keySet()));
      addUnstored(entries.values());
    }
  }

  private void addUnstored(Collection<InboxMessage> entries) throws IOException {
    for (InboxMessage entry : entries) {
      boolean isNew = add(entry.from(), entry.to(), entry.inGroup(), StoredMessage.of(entry));
      if (isNew) {
        losses.add(
            "message " + entry.key(),
            "of " + entry.from() + " to " + entry.to() + ", in no table: taken from Redis");
      }
    }
  }

  /// @return false if it was there already, or cannot be
  private boolean add(String from, String to, boolean inGroup, StoredMessage message)
      throws IOException {
    Optional<? extends ConversationId> conversation = conversation(from, to, inGroup);
    if (conversation.isEmpty()) {
      return false;
    }
    TreeMap<Long, StoredMessage> known =
        messages.computeIfAbsent(conversation.get(), _ -> new TreeMap<>());
    boolean isNew = !known.containsKey(message.key());
    // The recall of a message may be in another inbox than the message, or pages behind it.
    known.merge(message.key(), message, StoredMessage::with);
    return isNew;
  }

  private Optional<? extends ConversationId> conversation(String from, String to, boolean inGroup)
      throws IOException {
    if (inGroup) {
      return ids.group(to);
    }
    Optional<UserId> one = ids.user(from);
    Optional<UserId> other = ids.user(to);
    return one.isPresent() && other.isPresent()
        ? Optional.of(ConversationId.Direct.between(one.get(), other.get()))
        : Optional.empty();
  }

  /// All messages of a conversation, each once.
  ///
  /// @param stored those that are where they belong
  MessageOrder with(ConversationId conversation, Collection<StoredMessage> stored) {
    TreeMap<Long, StoredMessage> more = messages.remove(conversation);
    if (more == null) {
      return MessageOrder.of(stored);
    }
    Set<Long> known = stored.stream().map(StoredMessage::key).collect(Collectors.toSet());
    List<StoredMessage> all = new ArrayList<>(stored);
    more.forEach((key, message) -> {
      if (!known.contains(key)) {
        all.add(message);
      }
    });
    return MessageOrder.of(all);
  }

  /// The conversations of which nobody has asked yet, in an order of their own.
  <C extends ConversationId> List<C> left(Class<C> kind) {
    return messages.keySet().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .sorted((one, other) -> one.toString().compareTo(other.toString()))
        .toList();
  }
}
