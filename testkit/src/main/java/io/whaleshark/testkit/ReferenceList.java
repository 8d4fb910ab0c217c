package io.whaleshark.testkit;

import static java.util.Comparator.comparingLong;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Conversation lists, as specified. Thread-safe.
record ReferenceList(Supplier<ReferenceState> now) implements ConversationList {

  @Override
  public List<Item> changedAfter(UserId user, long after, int limit, Peers peers) {
    ReferenceState state = now.get();
    return state.conversationsOf(user).stream()
        .flatMap(conversation -> item(state, user, conversation, peers).stream())
        .filter(item -> item.changedAt() > after)
        .sorted(comparingLong(Item::changedAt))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Item> item(UserId user, ConversationId conversation, Peers peers) {
    return item(now.get(), user, conversation, peers);
  }

  @Override
  public Unread unread(UserId user) {
    List<Item> shown =
        changedAfter(user, 0, Integer.MAX_VALUE).stream()
            .filter(item -> !item.isDeleted())
            .toList();
    return new Unread(unread(shown, false), unread(shown, true));
  }

  private static long unread(List<Item> items, boolean muted) {
    return items.stream()
        .filter(item -> item.participation().mute() == muted)
        .mapToLong(Item::unread)
        .sum();
  }

  @Override
  public Set<UserId> muted(ConversationId conversation, List<UserId> users) {
    ReferenceState state = now.get();
    return users.stream()
        .filter(
            user -> state.participation(user, conversation).filter(Participation::mute).isPresent())
        .collect(Collectors.toSet());
  }

  @Override
  public List<Participation> of(UserId user) {
    ReferenceState state = now.get();
    return state.conversationsOf(user).stream()
        .flatMap(conversation -> state.participation(user, conversation).stream())
        .toList();
  }

  @Override
  public Optional<Participation> participation(UserId user, ConversationId conversation) {
    return now.get().participation(user, conversation);
  }

  private static Optional<Item> item(
      ReferenceState state, UserId user, ConversationId conversation, Peers peers) {
    Optional<Participation> found = state.participation(user, conversation);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Participation participation = found.get();
    Membership membership = state.periods(conversation, user).getLast();
    if (participation.isForgotten(membership, state.head(conversation).sequence())) {
      return Optional.empty();
    }
    Optional<Message> newestEver =
        state.ever(conversation).reversed().stream()
            .filter(message -> state.sees(user, message))
            .findFirst();
    Optional<Message> newest = newestEver.flatMap(m -> state.message(conversation, m.sequence()));
    long read = read(participation, membership);
    Counterpart counterpart;
    long otherSideAt;
    switch (conversation) {
      case ConversationId.Direct direct -> {
        Membership peer = state.periods(direct, direct.peerOf(user)).getLast();
        boolean isShown = peers == Peers.SHOWN;
        counterpart = isShown ? new Peer(peer.read(), peer.received()) : new Peer(0, 0);
        otherSideAt = isShown ? peer.changedAt() : 0;
      }
      case ConversationId.Group id -> {
        Group group = state.group(id).orElseThrow();
        counterpart = new OfGroup(group);
        otherSideAt = membership.isOpen() ? group.changedAt() : 0;
      }
    }
    boolean floorShows =
        state.expired(conversation).stream()
            .anyMatch(m ->
                newestEver.filter(m::equals).isPresent()
                    || (m.sequence() > read && membership.sees(m.sequence())));
    long changedAt =
        LongStream.of(
                participation.changedAt(),
                membership.changedAt(),
                newestEver.map(Message::stamp).orElse(0L),
                newest.map(Message::inboxPosition).orElse(0L),
                floorShows ? state.floorRaisedAt(conversation) : 0,
                otherSideAt)
            .max()
            .getAsLong();
    return Optional.of(
        new Item(
            participation,
            membership,
            newest,
            newestEver.map(Message::sequence).orElse(0L),
            unread(state, membership, read),
            counterpart,
            changedAt));
  }

  private static long read(Participation own, Membership membership) {
    return LongStream.of(
            membership.read(), own.left().read(), own.unshared().read(), own.erased().upTo())
        .max()
        .getAsLong();
  }

  private static long unread(ReferenceState state, Membership membership, long read) {
    return state.retained(membership.conversation()).stream()
        .filter(m -> m.sequence() > read && membership.sees(m.sequence()))
        .filter(m -> !m.sender().equals(membership.user()))
        .count();
  }
}
