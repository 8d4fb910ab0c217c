package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.simulation.Online.Present;
import io.whaleshark.testkit.simulation.Online.Seat;
import io.whaleshark.translation.ToCore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is looked up before it is told: receipts of groups, and items of conversation lists. When
/// it is told cannot be foreseen; what it may say can, and that it is told before long. Confined to
/// the simulation's thread.
final class Owed {

  private final Model model;
  private final Online online;
  private final long interval;
  private final Consumer<String> violated;
  private final Map<OfUser, Item> items = new LinkedHashMap<>();
  private final Map<OfUser, List<Read>> reads = new LinkedHashMap<>();

  /// When an author was last told of a group.
  private final Map<Present, Map<ConversationId, Long>> toldAt = new HashMap<>();

  /// @param interval for how long an author hears nothing of a group after a receipt
  Owed(Model model, Online online, long interval, Consumer<String> violated) {
    this.model = model;
    this.online = online;
    this.interval = interval;
    this.violated = violated;
  }

  private record OfUser(UserId user, ConversationId conversation) {}

  /// An item of which its owner has set something.
  private static final class Item {
    final Present owner;

    /// Whether one was still to be told to an earlier session of its owner.
    final boolean isInherited;

    final Set<Connection> setters = new HashSet<>();

    /// The devices that were there when another one has set something.
    final Set<Seat> owedTo = new HashSet<>();

    /// What it was since: more than one only where messages have expired, which nobody is told.
    final List<Row> rows = new ArrayList<>();

    Item(Present owner, boolean isInherited) {
      this.owner = owner;
      this.isInherited = isInherited;
    }

    boolean mayBeToldTo(Seat seat) {
      return isInherited || setters.stream().anyMatch(setter -> setter != seat.connection);
    }
  }

  /// A read that an author has to learn of.
  private static final class Read {
    final UserId reader;
    final long upTo;

    /// The author's newest message at or below it.
    final @Nullable Line counted;

    /// Its count then.
    final long count;

    /// The session of the author that has to be told; null if none has.
    @Nullable Present owedTo;

    Read(UserId reader, long upTo, @Nullable Line counted, long count) {
      this.reader = reader;
      this.upTo = upTo;
      this.counted = counted;
      this.count = count;
    }
  }

  /// The interval after a receipt may end early, once.
  void clockSet() {
    toldAt.clear();
  }

  void clear() {
    items.clear();
    reads.clear();
    toldAt.clear();
  }

  // --- what comes to be owed ---

  /// A user has set something over a connection.
  void item(UserId user, ConversationId conversation, @Nullable Connection over) {
    Present owner = online.of(user);
    OfUser key = new OfUser(user, conversation);
    Item before = items.get(key);
    if (owner == null || over == null) {
      return;
    }
    List<Seat> others = owner.seats.stream().filter(seat -> seat.connection != over).toList();
    Item item = before != null && before.owner == owner ? before : new Item(owner, before != null);
    if (item != before && others.isEmpty()) {
      return;
    }
    items.put(key, item);
    item.setters.add(over);
    item.owedTo.addAll(others);
  }

  /// Messages of an author in a group became read.
  void receipt(Chat chat, UserId author, UserId reader, long upTo) {
    Optional<Line> counted = chat.newestBy(author, upTo);
    Read read =
        new Read(reader, upTo, counted.orElse(null), counted.map(chat::readCount).orElse(0L));
    read.owedTo = chat.isMember(author) ? online.of(author) : null;
    reads.computeIfAbsent(new OfUser(author, chat.id), _ -> new ArrayList<>()).add(read);
  }

  /// Who leaves hears no more of what was read before.
  void left(UserId user, ConversationId conversation) {
    reads.getOrDefault(new OfUser(user, conversation), List.of()).forEach(r -> r.owedTo = null);
  }

  /// A turn has told its news.
  ///
  /// @param concerned the conversations of which something was told
  void newsTold(Set<ConversationId> concerned) {
    items.forEach((key, item) -> {
      if (concerned.contains(key.conversation())) {
        item.rows.clear();
      }
      item.rows.add(model.row(key.user(), key.conversation()).orElseThrow());
    });
  }

  // --- what is told ---

  /// One user was told these things, at the end of a turn.
  ///
  /// @param told to each device, in order
  void told(Present present, Map<Connection, List<Object>> told, long now) {
    List<Object> receipts = null;
    for (Seat seat : present.seats) {
      List<Object> all = told.getOrDefault(seat.connection, List.of());
      List<Object> own = all.stream().filter(Push.GroupRead.class::isInstance).toList();
      if (receipts != null && !receipts.equals(own)) {
        violated.accept("P7 " + seat.connection + " is told " + own + ", others " + receipts);
      }
      receipts = own;
    }
    if (receipts != null) {
      receipts.forEach(each -> receipt(present, (Push.GroupRead) each, now));
    }
    items(present, told);
  }

  private void items(Present present, Map<Connection, List<Object>> told) {
    Map<ConversationId, Set<Seat>> seats = new LinkedHashMap<>();
    for (Seat seat : present.seats) {
      for (Row row : rows(told.getOrDefault(seat.connection, List.of()))) {
        ConversationId of = ToCore.conversation(present.user, row.told().of());
        seats.computeIfAbsent(of, _ -> new HashSet<>()).add(seat);
        Item item = items.get(new OfUser(present.user, of));
        if (item == null || !item.rows.contains(row) || !item.mayBeToldTo(seat)) {
          List<Row> rows = item == null ? List.of() : item.rows;
          violated.accept(
              "P7 " + seat.connection + " is told " + row + " (expected: " + rows + ")");
        }
      }
    }
    seats.forEach((conversation, those) -> {
      Item item = items.remove(new OfUser(present.user, conversation));
      for (Seat seat : present.seats) {
        if (item != null && item.owedTo.contains(seat) && !those.contains(seat)) {
          violated.accept("P7 " + seat.connection + " is not told of " + conversation);
        }
      }
    });
  }

  private static List<Row> rows(List<Object> told) {
    return told.stream().filter(Row.class::isInstance).map(Row.class::cast).toList();
  }

  private void receipt(Present author, Push.GroupRead told, long now) {
    Chat chat = model.chat(told.conversation());
    List<Read> all = reads.getOrDefault(new OfUser(author.user, chat.id), new ArrayList<>());
    int named = all.size() - 1;
    while (named >= 0 && !isNamed(all.get(named), told)) {
      named--;
    }
    if (named < 0 || !chat.isMember(author.user)) {
      violated.accept("P7 " + author.user + " is told " + told + " (expected: no such receipt)");
      return;
    }
    whatIsWrong(author, chat, all.get(named), told)
        .ifPresent(wrong -> violated.accept("P8 a receipt says " + told + wrong));
    Long before = toldAt.computeIfAbsent(author, _ -> new HashMap<>()).put(chat.id, now);
    if (before != null && now - before < interval) {
      violated.accept("P11 " + author.user + " is told " + told + " too early");
    }
    // Those before it are told with it, or were told.
    all.subList(0, named + 1).clear();
    all.stream().filter(read -> isToldBy(read, told)).forEach(read -> read.owedTo = null);
  }

  /// Of one reader, reads that wait are told as one.
  private static boolean isNamed(Read read, Push.GroupRead told) {
    return read.reader.equals(told.reader()) && read.upTo <= told.sequence();
  }

  private static boolean isToldBy(Read read, Push.GroupRead told) {
    return told.sequence() >= read.upTo
        && (read.counted == null
            || read.counted.sequence != told.counted().sequence()
            || told.readCount() >= read.count);
  }

  private static Optional<String> whatIsWrong(
      Present author, Chat chat, Read named, Push.GroupRead told) {
    Line line =
        chat.said.stream()
            .filter(m -> m.isBy(author.user) && m.sequence <= told.sequence())
            .reduce((_, last) -> last)
            .orElseThrow();
    long atLeast = named.counted == line ? named.count : 1;
    boolean isRead =
        chat.newestStay(told.reader()).filter(stay -> stay.read >= told.sequence()).isPresent()
            || chat.isReadBy(told.reader(), chat.said.get((int) told.sequence() - 1));
    return isRead ? chat.wrongIn(told, line, atLeast) : Optional.of(chat.expected(line, atLeast));
  }

  /// Nothing happened for a while: all that was owed was told.
  void atRest() {
    items.forEach((key, item) -> {
      if (online.has(item.owner) && item.owner.seats.stream().anyMatch(item.owedTo::contains)) {
        violated.accept("P7 " + key.user() + " is not told of " + key.conversation());
      }
    });
    reads.forEach((key, all) -> {
      for (Read read : all) {
        Chat chat = model.chat(key.conversation());
        boolean isOwed = read.owedTo != null && online.has(read.owedTo);
        if (isOwed && chat.newestBy(key.user(), read.upTo).isPresent()) {
          violated.accept(
              "P7 %s is not told that %s has read %s up to %d"
                  .formatted(key.user(), read.reader, key.conversation(), read.upTo));
        }
      }
    });
  }
}
