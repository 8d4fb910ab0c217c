package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.receipt.Readers;
import io.whaleshark.translation.ToWire;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What an author's device knows of who has read: of each direct conversation how far the peer is,
/// as the SDK's book says, of each group how many have read the author's newest message. It learns
/// this at login, and from receipts after that; at rest it has to be what the server knows (P7).
/// Confined to the simulation's thread.
final class ReceiptBook {

  /// One fact, in an order in which it only grows.
  ///
  /// @param sequence of the peer's position, or of the message that was read
  /// @param readers how many have read it; 0 in a direct conversation
  record Receipt(long sequence, long readers) implements Comparable<Receipt> {
    static final Receipt NONE = new Receipt(0, 0);

    @Override
    public int compareTo(Receipt other) {
      int bySequence = Long.compare(sequence, other.sequence);
      return bySequence != 0 ? bySequence : Long.compare(readers, other.readers);
    }
  }

  private static final PageLimit ALL = PageLimit.of(PageLimit.ENTRIES_AT_MOST);

  private final Map<ConversationId, Receipt> receipts = new LinkedHashMap<>();

  void readBy(Message counted, long readers) {
    note(counted.conversation(), new Receipt(counted.sequence(), readers));
  }

  void take(Map<ConversationId, Receipt> known) {
    known.forEach(this::note);
  }

  private void note(ConversationId conversation, Receipt receipt) {
    receipts.merge(conversation, receipt, (a, b) -> a.compareTo(b) < 0 ? b : a);
  }

  /// What the server knows. A message that nobody has read is not in it.
  static Map<ConversationId, Receipt> known(Node node, UserId user) {
    Map<ConversationId, Receipt> known = new LinkedHashMap<>();
    for (ConversationId conversation : Scene.conversations(user)) {
      Optional<Receipt> receipt =
          switch (conversation) {
            case ConversationId.Direct direct -> peerRead(node, user, direct);
            // Who came back to a group may not know yet; when it does it opens the group and asks.
            case ConversationId.Group group ->
                user.name().equals(Scene.MOVER) ? Optional.empty() : newestRead(node, user, group);
          };
      receipt.ifPresent(found -> known.put(conversation, found));
    }
    return known;
  }

  /// The newest of the user's own messages that the peer has read: of others nobody needs to hear.
  private static Optional<Receipt> peerRead(
      Node node, UserId user, ConversationId.Direct conversation) {
    long read =
        node.engine()
            .conversations()
            .item(user, conversation)
            .map(ConversationList.Item::counterpart)
            .map(
                counterpart -> counterpart instanceof ConversationList.Peer peer ? peer.read() : 0L)
            .orElse(0L);
    return node.engine().messages().before(conversation, read + 1, 0, ALL).stream()
        .filter(message -> message.sender().equals(user))
        .map(Message::sequence)
        .max(Long::compare)
        .map(sequence -> new Receipt(sequence, 0));
  }

  private static Optional<Receipt> newestRead(Node node, UserId user, ConversationId.Group group) {
    long sequence = node.engine().messages().newestBy(group, user, Long.MAX_VALUE);
    if (sequence == 0) {
      return Optional.empty();
    }
    return switch (node.readers().counts(user, group, sequence, sequence)) {
      case Outcome.Granted<Readers.ReadCounts>(var counts) ->
          counts.counts().stream()
              .findFirst()
              .filter(count -> count.readCount() > 0)
              .map(count -> new Receipt(sequence, count.readCount()));
      case Outcome.Refused<Readers.ReadCounts> _ -> Optional.empty();
    };
  }

  /// Where a device with this and its book knows less than the server; empty if nowhere.
  Optional<String> differenceFrom(Map<ConversationId, Receipt> known, SimulatedDevice device) {
    for (var fact : known.entrySet()) {
      Receipt own =
          switch (fact.getKey()) {
            case ConversationId.Direct direct ->
                new Receipt(device.book().state(ToWire.peer(direct, device.user())).peerRead(), 0);
            case ConversationId.Group group -> receipts.getOrDefault(group, Receipt.NONE);
          };
      if (own.compareTo(fact.getValue()) < 0) {
        return Optional.of(
            Scene.name(fact.getKey()) + ": knows " + own + ", the server " + fact.getValue());
      }
    }
    return Optional.empty();
  }
}
