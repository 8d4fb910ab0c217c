package io.whaleshark.testkit;

import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Memberships, as specified. Thread-safe.
record ReferenceMemberships(Supplier<ReferenceState> now) implements Memberships {

  @Override
  public Optional<Group> group(ConversationId.Group group) {
    return now.get().group(group);
  }

  @Override
  public List<Group> groups(int app, String after, int limit) {
    ReferenceState state = now.get();
    return state.everKnown().stream()
        .filter(id -> id.app() == app)
        .sorted(ReferenceEngine.ORDER)
        .flatMap(id -> id instanceof ConversationId.Group group ? Stream.of(group) : Stream.empty())
        .filter(id -> isAfter(new UserId(app, id.name()), after))
        .flatMap(id -> state.group(id).stream())
        .limit(limit)
        .toList();
  }

  @Override
  public List<Membership> periods(ConversationId conversation, UserId user) {
    return List.copyOf(now.get().periods(conversation, user));
  }

  @Override
  public List<Membership> present(ConversationId.Group group, String after, int limit) {
    return now.get().periods(group).stream()
        .filter(Membership::isOpen)
        .filter(period -> isAfter(period.user(), after))
        .limit(limit)
        .toList();
  }

  @Override
  public long readCount(Message message) {
    return audience(message).filter(Reader::read).count();
  }

  @Override
  public List<Reader> audience(Message message, String after, int limit) {
    return audience(message).filter(reader -> isAfter(reader.user(), after)).limit(limit).toList();
  }

  private Stream<Reader> audience(Message message) {
    return now.get().periods(message.conversation()).stream()
        .filter(period -> period.sees(message.sequence()))
        .filter(period -> !period.user().equals(message.sender()))
        .map(period -> new Reader(period.user(), period.read() >= message.sequence()));
  }

  private static boolean isAfter(UserId user, String after) {
    return after.isEmpty() || user.compareTo(new UserId(user.app(), after)) > 0;
  }
}
