package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.ClientException;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.Tick;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.ReadCount;
import io.whaleshark.protocol.Peer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;

/// The lines of a conversation's messages, with the delivery state of own ones. Confined to the
/// conductor's thread.
final class MessageLines {
  private static final int COUNTED_AT_MOST = 200;

  private final SyncedClient client;
  private final Lines lines;
  private final String user;
  private final Peer peer;

  MessageLines(ChatParts parts, Peer peer) {
    this.client = parts.client();
    this.lines = parts.lines();
    this.user = parts.user();
    this.peer = peer;
  }

  /// The read counts of the user's own messages among these, in a group, as far as the server tells
  /// them.
  private Map<Long, ReadCount> counts(List<ChatMessage> messages) {
    Map<Long, ReadCount> counts = new HashMap<>();
    boolean anyOwn = messages.stream().anyMatch(this::isOwn);
    if (peer.type() != ConversationType.GROUP || !anyOwn) {
      return counts;
    }
    long to = messages.getLast().messageSequence();
    long from = Math.max(messages.getFirst().messageSequence(), to - COUNTED_AT_MOST + 1);
    try {
      client
          .client()
          .readCounts(peer.id(), from, to)
          .dataList()
          .forEach(count -> counts.put(count.messageSequence(), count));
    } catch (ClientException _) {
      // A message without its count is better than none; receipts that come later bring newer ones.
    }
    return counts;
  }

  /// The lines of messages, ascending.
  List<AttributedString> of(List<ChatMessage> messages) {
    ConversationState state = client.conversation(peer);
    Map<Long, ReadCount> counts = counts(messages);
    return messages.stream().map(message -> line(message, state, counts)).toList();
  }

  private AttributedString line(
      ChatMessage message, ConversationState state, Map<Long, ReadCount> counts) {
    if (!isOwn(message) || message.recalled()) {
      return lines.message(message);
    }
    if (peer.type() == ConversationType.DIRECT) {
      return lines.message(message, state.tick(message.messageSequence()));
    }
    var count = counts.get(message.messageSequence());
    return count == null ? lines.message(message) : lines.message(message, count);
  }

  private boolean isOwn(ChatMessage message) {
    return message.fromId().equals(user);
  }

  /// The line of an own message that was acknowledged just now.
  AttributedString sent(String text, SendAck ack) {
    return lines.sent(text, ack);
  }

  /// The delivery state of the newest own message: `#12 ✓✓ read`.
  String ticks(long newestOwn) {
    ConversationState state = client.conversation(peer);
    if (peer.type() == ConversationType.DIRECT) {
      return "#" + newestOwn + " " + Lines.ticks(state.tick(newestOwn));
    }
    var receipt = state.groupRead();
    var counts =
        receipt == null || receipt.countedSequence() < newestOwn
            ? Lines.ticks(Tick.SENT)
            : Lines.readBy(receipt.readCount(), receipt.memberCount());
    return "#" + newestOwn + " " + counts;
  }
}
