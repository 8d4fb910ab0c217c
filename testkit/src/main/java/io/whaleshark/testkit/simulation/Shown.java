package io.whaleshark.testkit.simulation;

import io.whaleshark.client.sync.InboxEffect;
import io.whaleshark.core.model.Message;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.translation.ToWire;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What the user of a device has seen, and what the device has acknowledged: a record of its own,
/// against which the parts of the SDK are held. Each message is shown once and in order, each edit
/// and each recall once, nothing is left out silently, and what has arrived is acknowledged once.
/// Confined to the simulation's thread.
final class Shown {

  private record Place(Peer in, long sequence) {}

  private record Range(long from, long to) {}

  /// @param body tells edits of one millisecond from one another
  private record Edit(long time, String body) {

    static Edit of(ChatMessage message) {
      return new Edit(Objects.requireNonNull(message.editedTime()), message.messageBody().text());
    }
  }

  /// By sequence, who wrote it.
  private final Map<Peer, TreeMap<Long, String>> messages = new HashMap<>();

  private final Set<Place> recalls = new HashSet<>();

  /// The newest edit of each message that was shown with one.
  private final Map<Place, Edit> edits = new HashMap<>();

  private final Map<Peer, Set<Range>> leftOut = new HashMap<>();
  private final Set<Place> own = new HashSet<>();

  /// What was acknowledged over the newest connection, and what the server is known to have got.
  private final Set<Place> acknowledged = new HashSet<>();

  private final Set<Place> arrived = new HashSet<>();

  private final BiPredicate<Peer, Long> isReplaced;
  private final Predicate<ChatMessage> isSentHere;

  /// @param isReplaced whether the server has an edit or the recall of a message
  /// @param isSentHere whether this device has sent it, answered or not
  Shown(BiPredicate<Peer, Long> isReplaced, Predicate<ChatMessage> isSentHere) {
    this.isReplaced = isReplaced;
    this.isSentHere = isSentHere;
  }

  /// Takes in what the device does.
  ///
  /// @return what is wrong with it; empty if nothing
  Optional<String> add(InboxEffect effect) {
    return switch (effect) {
      case InboxEffect.Show(Peer in, ChatMessage message, _, _) -> show(in, message);
      case InboxEffect.ShowEdit(Peer in, ChatMessage message) -> edit(in, message);
      case InboxEffect.ShowRecall(Peer in, long sequence) ->
          wrongUnless(
              recalls.add(new Place(in, sequence)), in, sequence, "is shown as recalled twice");
      case InboxEffect.ShowGap(Peer in, long from, long to) -> leaveOut(in, new Range(from, to));
      case InboxEffect.Acknowledge said -> {
        Place place = acknowledgedPlace(said);
        boolean isFirst = !arrived.contains(place) && acknowledged.add(place);
        yield wrongUnless(isFirst, place.in(), place.sequence(), "is acknowledged twice");
      }
    };
  }

  private Optional<String> show(Peer in, ChatMessage message) {
    long sequence = message.messageSequence();
    TreeMap<Long, String> shown = messages.computeIfAbsent(in, _ -> new TreeMap<>());
    if (shown.containsKey(sequence) || own.contains(new Place(in, sequence))) {
      return wrongUnless(false, in, sequence, "is shown twice");
    }
    boolean isNewest = shown.isEmpty() || shown.lastKey() < sequence;
    shown.put(sequence, message.fromId());
    if (message.isEdited()) {
      edits.put(new Place(in, sequence), Edit.of(message));
      return Optional.empty(); // it stands further on in the inbox
    }
    return wrongUnless(isNewest, in, sequence, "is shown after later ones");
  }

  private Optional<String> edit(Peer in, ChatMessage message) {
    Place place = new Place(in, message.messageSequence());
    Edit edit = Edit.of(message);
    Edit before = edits.put(place, edit);
    boolean isNew = before == null || (before.time() <= edit.time() && !before.equals(edit));
    boolean isKnown = isSettled(in, place.sequence()) || isSentHere.test(message);
    boolean isRight = isNew && isKnown && !recalls.contains(place);
    return wrongUnless(isRight, in, place.sequence(), "is shown as edited again, or too late");
  }

  /// Whoever sees a message takes it that everything before it was shown or is left out. An edit or
  /// a recall stands further on in the inbox, so it may be left out later.
  private Optional<String> leaveOut(Peer in, Range range) {
    boolean isLast = messages.getOrDefault(in, new TreeMap<>()).higherKey(range.to()) == null;
    boolean isKnown =
        LongStream.rangeClosed(range.from(), range.to())
            .allMatch(sequence -> isReplaced.test(in, sequence) || isSettled(in, sequence));
    leftOut.computeIfAbsent(in, _ -> new HashSet<>()).add(range);
    return wrongUnless(isLast || isKnown, in, range.to(), "is left out after later ones are shown");
  }

  private static Optional<String> wrongUnless(boolean right, Peer in, long sequence, String what) {
    return right ? Optional.empty() : Optional.of(in.id() + " " + sequence + " " + what);
  }

  private static Place acknowledgedPlace(InboxEffect.Acknowledge said) {
    return new Place(Peer.direct(said.message().fromId()), said.message().messageSequence());
  }

  /// A message of the device itself was answered: its user sees it.
  ///
  /// @return whether that is new
  boolean sent(Peer to, long sequence) {
    return own.add(new Place(to, sequence));
  }

  /// The device has recalled a message itself.
  void recalledHere(Peer in, long sequence) {
    recalls.add(new Place(in, sequence));
  }

  /// The device has edited a message itself. Its answer may come twice.
  void editedHere(Peer in, ChatMessage message) {
    edits.merge(
        new Place(in, message.messageSequence()),
        Edit.of(message),
        (before, now) -> before.time() > now.time() ? before : now);
  }

  /// The server says that it has got an acknowledgement; it counts unless a copy of it, which the
  /// network made, was refused before, or is refused later.
  void arrived(InboxEffect.Acknowledge said) {
    Place place = acknowledgedPlace(said);
    if (acknowledged.contains(place)) {
      arrived.add(place);
    }
  }

  /// The server has refused one for the moment, or the connection is gone: it may be made again.
  void mayBeMadeAgain(InboxEffect.Acknowledge said) {
    Place place = acknowledgedPlace(said);
    acknowledged.remove(place);
    arrived.remove(place);
  }

  /// The connection is gone: what was acknowledged over it may be lost.
  void lost() {
    acknowledged.clear();
  }

  /// How far its user has seen a conversation.
  long upTo(Peer in) {
    TreeMap<Long, String> shown = messages.getOrDefault(in, new TreeMap<>());
    long newest = shown.isEmpty() ? 0 : shown.lastKey();
    return Stream.concat(own.stream(), recalls.stream())
        .filter(place -> place.in().equals(in))
        .mapToLong(Place::sequence)
        .reduce(newest, Math::max);
  }

  /// The newest message of the peer that was shown; 0 if none.
  long newestBy(Peer peer) {
    return messages.getOrDefault(peer, new TreeMap<>()).entrySet().stream()
        .filter(message -> message.getValue().equals(peer.id()))
        .mapToLong(Map.Entry::getKey)
        .reduce(0, Math::max);
  }

  /// The first message that the user could see, and neither saw nor was told of as left out.
  Optional<String> missingOf(Peer in, List<Message> visible) {
    return visible.stream()
        .filter(message -> !isAccountedFor(in, message))
        .findFirst()
        .map(message -> in.id() + " " + message.sequence() + " was never shown");
  }

  private boolean isAccountedFor(Peer in, Message message) {
    long sequence = message.sequence();
    return switch (message.content()) {
      case Message.Sent _, Message.Vetted _ -> isSettled(in, sequence);
      case Message.Edited _ ->
          isLeftOut(in, sequence)
              || Edit.of(ToWire.message(message)).equals(edits.get(new Place(in, sequence)));
      case Message.Recalled _ ->
          recalls.contains(new Place(in, sequence)) || isLeftOut(in, sequence);
    };
  }

  private boolean isSettled(Peer in, long sequence) {
    return own.contains(new Place(in, sequence))
        || messages.getOrDefault(in, new TreeMap<>()).containsKey(sequence)
        || isLeftOut(in, sequence);
  }

  private boolean isLeftOut(Peer in, long sequence) {
    return leftOut.getOrDefault(in, Set.of()).stream()
        .anyMatch(range -> range.from() <= sequence && sequence <= range.to());
  }
}
