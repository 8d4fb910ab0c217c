package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.reading.ListedConversation;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Conversation lists, computed on each request. Thread-safe. Cost of a page: three or four lookups
/// for each conversation of the user, and two more for each on the page.
final class RocksConversationList implements ConversationList {

  private final Store store;
  private final UnreadCounts unread;

  RocksConversationList(Store store, ConversationVersions versions) {
    this.store = store;
    this.unread = new UnreadCounts(store, versions);
  }

  @Override
  public List<Item> changedAfter(UserId user, long after, int limit, Peers peers) {
    try (var view = store.snapshot()) {
      return Participations.of(view, user).stream()
          .map(participation -> RocksListRows.listed(view, participation, peers))
          .filter(listed -> listed.changedAt() > after && !listed.isForgotten())
          .sorted(Comparator.comparingLong(ListedConversation::changedAt))
          .limit(limit)
          .map(ListedConversation::toItem)
          .toList();
    }
  }

  @Override
  public Optional<Item> item(UserId user, ConversationId conversation, Peers peers) {
    try (var view = store.snapshot()) {
      return Participations.of(view, user, conversation)
          .map(participation -> RocksListRows.listed(view, participation, peers))
          .filter(listed -> !listed.isForgotten())
          .map(ListedConversation::toItem);
    }
  }

  @Override
  public Unread unread(UserId user) {
    return unread.of(user);
  }

  @Override
  public Set<UserId> muted(ConversationId conversation, List<UserId> users) {
    try (var view = store.current()) {
      Set<UserId> muted = new HashSet<>();
      for (UserId user : users) {
        if (Participations.of(view, user, conversation).filter(Participation::mute).isPresent()) {
          muted.add(user);
        }
      }
      return muted;
    }
  }

  @Override
  public List<Participation> of(UserId user) {
    try (var view = store.current()) {
      return Participations.of(view, user);
    }
  }

  @Override
  public Optional<Participation> participation(UserId user, ConversationId conversation) {
    try (var view = store.current()) {
      return Participations.of(view, user, conversation);
    }
  }
}
