package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.ConversationItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The [Model]'s state of one conversation: all messages, and who was a member when. Counts are
/// computed by counting. Confined to the simulation's thread.
final class Chat {

  /// The end of a stay that has not ended.
  static final long LASTS = Long.MAX_VALUE;

  /// One stay of a user, from joining to leaving.
  static final class Stay {
    final long joined;
    long left = LASTS;
    long read;
    long received;

    boolean isAdmin;
    boolean isMuted;

    /// Of who has left: the group's name then, and how far they have read since, for themselves.
    String nameThen = "";

    long readSince;

    /// How far they have read while others were not to see it.
    long readUnseen;

    Stay(long joined) {
      this.joined = joined;
      this.read = joined;
      this.received = joined;
    }

    boolean sees(long sequence) {
      return sequence > joined && sequence <= left;
    }

    boolean lasts() {
      return left == LASTS;
    }

    /// Ends the stay after the newest message.
    void leave(Chat chat) {
      left = chat.newest();
      nameThen = chat.name;
    }

    /// How far they have read, as their own list shows it.
    long ownRead() {
      return Math.max(sharedRead(), readUnseen);
    }

    /// The same without what others were not to see.
    long sharedRead() {
      return Math.max(read, readSince);
    }
  }

  final ConversationId id;
  final List<Line> said = new ArrayList<>();
  final TreeMap<UserId, List<Stay>> stays = new TreeMap<>();

  /// Up to where it was erased, for those for whom it was.
  final Map<UserId, Long> erased = new HashMap<>();

  /// The newest sequence that has expired; 0 if none has.
  long floor;

  /// The last time it rose, its stamp was at most this.
  long floorRaisedUpTo;

  // Of a group:
  boolean isFounded;
  boolean isDissolved;
  String name = "";
  @Nullable UserId owner;

  Chat(ConversationId id) {
    this.id = id;
  }

  long newest() {
    return said.size();
  }

  boolean isExpired(long sequence) {
    return sequence <= floor;
  }

  /// The messages that have not expired.
  List<Line> retained() {
    return said.subList((int) floor, said.size());
  }

  /// The newest position of what has expired, if the user was there before all of it was said; else
  /// 0. A store knows no more of it, so who left before it was said is told too.
  long expiredUpTo(UserId user) {
    boolean isConcerned =
        floor > erasedUpTo(user)
            && stays.getOrDefault(user, List.of()).stream().anyMatch(stay -> stay.joined < floor);
    return isConcerned
        ? said.subList(0, (int) floor).stream().mapToLong(Line::position).max().orElse(0)
        : 0;
  }

  /// Whether a floor that rises can show in a user's list: unread messages have expired, or the
  /// newest one that the user ever saw.
  boolean isFloorShownTo(UserId user) {
    Stay stay = newestStay(user).orElseThrow();
    boolean isUnreadGone =
        said.subList(0, (int) floor).stream()
            .anyMatch(m -> m.sequence > stay.ownRead() && stay.sees(m.sequence));
    long newestSeen = newestSeenBy(user);
    return isUnreadGone || (newestSeen > 0 && isExpired(newestSeen));
  }

  /// Those who are there now.
  Set<UserId> members() {
    Set<UserId> now = new TreeSet<>();
    stays.forEach((user, all) -> {
      if (all.getLast().lasts()) {
        now.add(user);
      }
    });
    return now;
  }

  boolean isMember(UserId user) {
    return newestStay(user).filter(Stay::lasts).isPresent();
  }

  /// What a user is to the group; a member if they are none.
  Role role(UserId user) {
    if (user.equals(owner)) {
      return Role.OWNER;
    }
    boolean isAdmin = newestStay(user).filter(stay -> stay.lasts() && stay.isAdmin).isPresent();
    return isAdmin ? Role.ADMIN : Role.MEMBER;
  }

  Optional<Stay> newestStay(UserId user) {
    List<Stay> all = stays.getOrDefault(user, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  void enter(UserId user) {
    List<Stay> all = stays.computeIfAbsent(user, _ -> new ArrayList<>());
    // A new stay replaces an empty one.
    all.removeIf(stay -> stay.joined == newest());
    all.add(new Stay(newest()));
  }

  long erasedUpTo(UserId user) {
    return erased.getOrDefault(user, 0L);
  }

  /// Whether the user was there when it was said, and was not erased since.
  boolean isSeenBy(UserId user, Line message) {
    return message.sequence > erasedUpTo(user)
        && stays.getOrDefault(user, List.of()).stream().anyMatch(s -> s.sees(message.sequence));
  }

  /// All that a user sees, in order.
  List<Line> seenBy(UserId user) {
    return retained().stream().filter(message -> isSeenBy(user, message)).toList();
  }

  /// The sequence of the newest message that a user ever saw, expired or not; 0 if there is none.
  long newestSeenBy(UserId user) {
    return said.reversed().stream()
        .filter(message -> isSeenBy(user, message))
        .findFirst()
        .map(message -> message.sequence)
        .orElse(0L);
  }

  /// How many messages by others the user's newest stay sees after a sequence.
  long unread(UserId user, long after) {
    return unread(user, retained(), after);
  }

  /// The same with what has expired.
  long unreadOfAll(UserId user, long after) {
    return unread(user, said, after);
  }

  private long unread(UserId user, List<Line> messages, long after) {
    Optional<Stay> stay = newestStay(user);
    return messages.stream()
        .filter(message -> message.sequence > after && !message.isBy(user))
        .filter(message -> stay.filter(s -> s.sees(message.sequence)).isPresent())
        .count();
  }

  /// Whether somebody of the audience has read a message.
  boolean isReadBy(UserId user, Line message) {
    return stays.getOrDefault(user, List.of()).stream()
        .anyMatch(stay -> stay.sees(message.sequence) && stay.read >= message.sequence);
  }

  long readCount(Line message) {
    return message.audience.stream().filter(user -> isReadBy(user, message)).count();
  }

  /// What is wrong with the message and the count of a receipt; empty if they may be told.
  ///
  /// @param counted the message that has to be counted
  /// @param atLeast the count that was owed
  Optional<String> wrongIn(Push.GroupRead told, Line counted, long atLeast) {
    boolean isThatMessage =
        IntStream.rangeClosed(0, counted.state())
            .anyMatch(state -> told.counted().equals(counted.message(state)));
    boolean isCounted = atLeast <= told.readCount() && told.readCount() <= readCount(counted);
    return isThatMessage && isCounted ? Optional.empty() : Optional.of(expected(counted, atLeast));
  }

  /// What a receipt should have said.
  String expected(Line counted, long atLeast) {
    return " (expected: %s and a count of %d..%d)"
        .formatted(counted.message(), atLeast, readCount(counted));
  }

  /// Whether a message was said before under the same id: it had expired by then.
  boolean isSaidAgain(ClientMessageId id, long sequence) {
    return said.stream().anyMatch(message -> message.id.equals(id) && message.sequence < sequence);
  }

  /// The newest message by a user at or below a sequence, unless it has expired.
  Optional<Line> newestBy(UserId user, long upTo) {
    return retained().reversed().stream()
        .filter(message -> message.sequence <= upTo && message.isBy(user))
        .findFirst();
  }

  /// Who wrote above one sequence, up to another one, expired or not.
  Set<UserId> authors(long after, long upTo) {
    Set<UserId> authors = new TreeSet<>();
    for (Line message : said) {
      if (message.sequence > after && message.sequence <= upTo) {
        authors.add(message.id.sender());
      }
    }
    return authors;
  }

  /// The group with all its fields but when it was changed.
  Group group() {
    return new Group(
        (ConversationId.Group) id,
        name,
        Objects.requireNonNull(owner),
        members().size(),
        isDissolved,
        0);
  }

  /// The other side, as somebody has it in their list: who left keeps the group's name of then, and
  /// is told of no members.
  ///
  /// @param seesReceipts whether they see how far others got
  ConversationItem.State stateFor(UserId user, boolean seesReceipts) {
    Stay stay = newestStay(user).orElseThrow();
    return switch (id) {
      case ConversationId.Direct direct -> {
        Stay theirs = newestStay(other(direct, user)).orElseThrow();
        yield seesReceipts
            ? new ConversationItem.DirectState(theirs.read, theirs.received)
            : new ConversationItem.DirectState(0, 0);
      }
      case ConversationId.Group _ when stay.lasts() ->
          new ConversationItem.GroupState(members().size(), name);
      case ConversationId.Group _ -> new ConversationItem.GroupState(0, stay.nameThen);
    };
  }

  /// The other one of two.
  static UserId other(ConversationId.Direct pair, UserId user) {
    return user.equals(pair.low()) ? pair.high() : pair.low();
  }

  /// Everyone but one.
  static Set<UserId> without(Collection<UserId> users, UserId one) {
    Set<UserId> others = new TreeSet<>(users);
    others.remove(one);
    return others;
  }
}
