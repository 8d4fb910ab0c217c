package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.RefusedException;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.ReadCount;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.RefusalCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;

/// The conversation on the screen: what of it is shown, and that what is shown is read. Confined to
/// the conductor's thread.
final class OpenConversation {
  private static final int CONTEXT = 10;
  private static final int SHOWN_AT_MOST = 200;

  private final SyncedClient client;
  private final Screen screen;
  private final Lines lines;
  private final String user;
  private final Peer peer;

  /// Everything up to here is shown or can be had by [#earlier].
  private long newestShown;

  private long oldestShown = Long.MAX_VALUE;

  /// What history had when the conversation was opened: own messages up to here are on the screen.
  private long openedAt;

  private long newestOwn;

  private OpenConversation(Conductor.Parts parts, Peer peer) {
    this.client = parts.client();
    this.screen = parts.screen();
    this.lines = parts.lines();
    this.user = parts.user();
    this.peer = peer;
  }

  /// Shows what is unread, and for a person some of what was before.
  ///
  /// @throws RefusedException if the user has no part in it
  static OpenConversation open(Conductor.Parts parts, Peer peer) {
    var conversation = new OpenConversation(parts, peer);
    conversation.show();
    return conversation;
  }

  Peer peer() {
    return peer;
  }

  private void show() {
    ConversationState state = client.conversation(peer);
    List<ChatMessage> messages = newest(state);
    Map<Long, ReadCount> counts = counts(messages);
    boolean dividerShown = false;
    for (ChatMessage message : messages) {
      boolean unread = message.messageSequence() > state.read() && isByOther(message);
      if (unread && !dividerShown) {
        dividerShown = true;
        screen.print(Lines.away(state.unread()));
      }
      screen.print(line(message, state, counts));
      shown(message);
    }
    newestShown = Math.max(newestShown, state.newest());
    openedAt = newestShown;
    readShown(messages);
  }

  private List<ChatMessage> newest(ConversationState state) {
    long sinceRead = state.unread() == 0 ? 0 : state.newest() - state.read();
    long wanted = Math.min(sinceRead, SHOWN_AT_MOST) + (screen.isInteractive() ? CONTEXT : 0);
    if (peer.type() == ConversationType.DIRECT && (state.newest() == 0 || wanted == 0)) {
      return List.of();
    }
    // Of a group one message is asked for in any case: a refusal tells who isn't a member.
    HistoryPage page = client.client().history(peer, (int) Math.max(wanted, 1));
    List<ChatMessage> all = page.dataList();
    var shown = all.subList((int) Math.max(0, all.size() - wanted), all.size());
    if (sinceRead > SHOWN_AT_MOST) {
      screen.print(Lines.notice("… and more before: /history " + Input.EARLIER_AT_MOST));
    }
    return shown;
  }

  /// How many have read the own messages among these, in a group.
  private Map<Long, ReadCount> counts(List<ChatMessage> messages) {
    Map<Long, ReadCount> counts = new HashMap<>();
    boolean anyOwn = messages.stream().anyMatch(message -> !isByOther(message));
    if (peer.type() != ConversationType.GROUP || !anyOwn) {
      return counts;
    }
    long to = messages.getLast().messageSequence();
    long from = Math.max(messages.getFirst().messageSequence(), to - SHOWN_AT_MOST + 1);
    client
        .client()
        .readCounts(peer.id(), from, to)
        .dataList()
        .forEach(count -> counts.put(count.messageSequence(), count));
    return counts;
  }

  private AttributedString line(
      ChatMessage message, ConversationState state, Map<Long, ReadCount> counts) {
    if (isByOther(message) || message.recalled()) {
      return lines.message(message);
    }
    if (peer.type() == ConversationType.DIRECT) {
      return lines.message(message, state.tick(message.messageSequence()));
    }
    var count = counts.get(message.messageSequence());
    return count == null ? lines.message(message) : lines.message(message, count);
  }

  private void shown(ChatMessage message) {
    newestShown = Math.max(newestShown, message.messageSequence());
    oldestShown = Math.min(oldestShown, message.messageSequence());
    if (!isByOther(message)) {
      newestOwn = Math.max(newestOwn, message.messageSequence());
    }
  }

  private void readShown(List<ChatMessage> messages) {
    messages.stream()
        .filter(this::isByOther)
        .mapToLong(ChatMessage::messageSequence)
        .max()
        .ifPresent(newest -> client.read(peer, newest));
  }

  private boolean isByOther(ChatMessage message) {
    return !message.fromId().equals(user);
  }

  /// Shows messages from before the oldest on the screen.
  void earlier(int count) {
    Client connection = client.client();
    HistoryPage page =
        oldestShown == Long.MAX_VALUE
            ? connection.history(peer, count)
            : connection.historyBefore(peer, oldestShown, count);
    List<ChatMessage> messages = page.dataList();
    if (messages.isEmpty()) {
      screen.print(Lines.notice("nothing earlier"));
      return;
    }
    screen.print(Lines.divider("earlier messages"));
    ConversationState state = client.conversation(peer);
    Map<Long, ReadCount> counts = counts(messages);
    for (ChatMessage message : messages) {
      screen.print(line(message, state, counts));
      shown(message);
    }
    screen.print(Lines.divider(page.completed() ? "the beginning was shown" : "up to here"));
    readShown(messages);
  }

  /// Shows a message that has come, unless it is on the screen already.
  ///
  /// @return whether it was shown
  boolean arrived(ChatMessage message) {
    if (message.messageSequence() <= newestShown) {
      return false;
    }
    screen.print(line(message, client.conversation(peer), Map.of()));
    shown(message);
    if (isByOther(message)) {
      client.read(peer, message.messageSequence());
    }
    return true;
  }

  /// Shows an own message that was acknowledged, unless history has shown it.
  void acknowledged(String text, SendAck ack) {
    if (ack.messageSequence() > openedAt) {
      screen.print(lines.sent(text, ack));
      newestOwn = Math.max(newestOwn, ack.messageSequence());
      oldestShown = Math.min(oldestShown, ack.messageSequence());
    }
  }

  /// How far the newest own message has come: `#12 ✓✓ read`; empty if there is none.
  String ticks() {
    if (newestOwn == 0) {
      return "";
    }
    ConversationState state = client.conversation(peer);
    if (peer.type() == ConversationType.DIRECT) {
      return "#" + newestOwn + " " + Lines.ticks(state.tick(newestOwn));
    }
    var receipt = state.groupRead();
    return receipt == null || receipt.countedSequence() < newestOwn
        ? "#" + newestOwn + " ✓ sent"
        : "#" + newestOwn + " ✓✓ read " + receipt.readCount() + "/" + receipt.memberCount();
  }

  /// Whether a refusal means that the user has no part in the conversation.
  static boolean isForeign(RefusedException e) {
    return e.code() == RefusalCode.NOT_A_PARTICIPANT.number()
        || e.code() == RefusalCode.NO_SUCH_GROUP.number();
  }
}
