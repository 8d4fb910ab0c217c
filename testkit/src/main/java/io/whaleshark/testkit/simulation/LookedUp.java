package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import io.whaleshark.translation.ToCore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What the sessions of several nodes are told after it was looked up: receipts of groups, and
/// items of conversation lists. Each node does that at its own time. Confined to the simulation's
/// thread.
final class LookedUp {

  private record OfUser(UserId user, ConversationId conversation) {}

  /// A read that an author learns of.
  private record Read(UserId reader, long upTo, long counted, long count) {}

  private final Model model;
  private final long interval;
  private final Consumer<String> violated;

  /// What each item was since its owner first set something of it.
  private final Map<OfUser, List<Row>> rows = new LinkedHashMap<>();

  private final Map<OfUser, List<Read>> reads = new HashMap<>();

  /// The items of which a session has not been told since another one has set them.
  private final Map<Promised, Set<ConversationId>> owed = new IdentityHashMap<>();

  /// When a session was last told of a group.
  private final Map<Promised, Map<ConversationId, Long>> toldAt = new IdentityHashMap<>();

  /// @param interval for how long an author hears nothing of a group after a receipt
  LookedUp(Model model, long interval, Consumer<String> violated) {
    this.model = model;
    this.interval = interval;
    this.violated = violated;
  }

  /// A user has set something, and others of their sessions are there.
  void item(UserId user, ConversationId conversation, List<Promised> others) {
    rows.computeIfAbsent(new OfUser(user, conversation), _ -> new ArrayList<>());
    others.stream()
        .filter(Promised::isAnswered)
        .forEach(session -> owed.computeIfAbsent(session, _ -> new HashSet<>()).add(conversation));
  }

  /// Messages of an author in a group became read.
  void receipt(Chat chat, UserId author, UserId reader, long upTo) {
    Optional<Line> counted = chat.newestBy(author, upTo);
    reads
        .computeIfAbsent(new OfUser(author, chat.id), _ -> new ArrayList<>())
        .add(
            new Read(
                reader,
                upTo,
                counted.map(line -> line.sequence).orElse(0L),
                counted.map(chat::readCount).orElse(0L)));
  }

  /// The clock of a node was set: the interval after a receipt may end early there, once.
  void clockSet(NodeReferee at) {
    toldAt.keySet().removeIf(session -> session.at == at);
  }

  /// A batch was stored.
  void stored() {
    rows.forEach((key, all) -> all.add(model.row(key.user(), key.conversation()).orElseThrow()));
  }

  /// A session is told something.
  ///
  /// @return what is wrong with it; empty if nothing
  Optional<String> told(Promised session, Object what, long now) {
    return switch (what) {
      case Push.GroupRead receipt -> receipt(session, receipt, now);
      case Row row -> row(session, row);
      default -> throw new IllegalArgumentException("not looked up: " + what);
    };
  }

  private Optional<String> row(Promised session, Row row) {
    UserId owner = Scene.user(row.told().owner());
    ConversationId of = ToCore.conversation(owner, row.told().of());
    boolean _ = owed.getOrDefault(session, new HashSet<>()).remove(of);
    return rows.getOrDefault(new OfUser(owner, of), List.of()).contains(row)
        ? Optional.empty()
        : Optional.of("P7 " + session.connection + " is told " + row + ", which it never was");
  }

  private Optional<String> receipt(Promised session, Push.GroupRead told, long now) {
    Message counted = told.counted();
    Chat chat = model.chat(told.conversation());
    UserId author = counted.sender();
    List<Read> named =
        reads.getOrDefault(new OfUser(author, chat.id), List.of()).stream()
            .filter(read -> read.reader().equals(told.reader()) && read.upTo() <= told.sequence())
            .toList();
    Long before = toldAt.computeIfAbsent(session, _ -> new HashMap<>()).put(chat.id, now);
    if (before != null && now - before < interval) {
      violated.accept("P11 " + session.connection + " is told " + told + " too early");
    }
    return named.isEmpty()
        ? Optional.of("P7 " + session.connection + " is told " + told + ", which nobody has read")
        : whatIsWrong(author, chat, named, told)
            .map(wrong -> "P8 " + session.connection + " is told " + told + wrong);
  }

  private static Optional<String> whatIsWrong(
      UserId author, Chat chat, List<Read> named, Push.GroupRead told) {
    Optional<Line> newest =
        chat.said.stream()
            .filter(line -> line.isBy(author) && line.sequence <= told.sequence())
            .reduce((_, last) -> last);
    if (newest.isEmpty()) {
      return Optional.of(" (expected: a message of " + author + ")");
    }
    Line line = newest.get();
    long atLeast =
        named.stream()
            .filter(read -> read.counted() == line.sequence && read.upTo() == told.sequence())
            .mapToLong(Read::count)
            .min()
            .orElse(1);
    return chat.wrongIn(told, line, atLeast);
  }

  /// An item of which a session was not told and has to be; empty if none.
  Optional<String> missing(Promised session) {
    if (session.isUnforeseen()) {
      return Optional.empty();
    }
    return owed.getOrDefault(session, Set.of()).stream()
        .findFirst()
        .map(conversation -> "P7 " + session.connection + " is not told of " + conversation);
  }
}
