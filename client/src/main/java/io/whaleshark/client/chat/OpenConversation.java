package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.HistoryRange;
import io.whaleshark.client.sdk.RefusedException;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.Tick;
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

/// The conversation on the screen. Tracks which messages are shown, and reports shown messages as
/// read. It never reports a message that was not on the screen, so unread messages are shown from
/// the first one. Confined to the conductor's thread.
final class OpenConversation {
  private static final int CONTEXT = 10;
  private static final int SHOWN_AT_MOST = 200;

  private final SyncedClient client;
  private final Screen screen;
  private final Lines lines;
  private final String user;
  private final Peer peer;

  /// Every message up to here is shown or available through [#earlier].
  private long newestShown;

  private long oldestShown = Long.MAX_VALUE;

  /// Newer messages are available through [#later].
  private boolean hasMore;

  /// The newest sequence in history when the conversation was opened: own messages up to here are
  /// on the screen, or come with [#later].
  private long openedAt;

  private long newestOwn;

  private OpenConversation(ChatParts parts, Peer peer) {
    this.client = parts.client();
    this.screen = parts.screen();
    this.lines = parts.lines();
    this.user = parts.user();
    this.peer = peer;
  }

  /// Shows the unread messages from the first one, and on an interactive screen some earlier ones.
  /// If the conversation can't be opened, shows nothing.
  ///
  /// @throws RefusedException if the user is not a participant
  static OpenConversation open(ChatParts parts, Peer peer) {
    var conversation = new OpenConversation(parts, peer);
    conversation.show();
    return conversation;
  }

  Peer peer() {
    return peer;
  }

  private void show() {
    ConversationState state = client.conversation(peer);
    List<ChatMessage> seen = context(state);
    HistoryPage unread =
        state.unread() == 0
            ? new HistoryPage(List.of(), true, null)
            : client.history(peer, new HistoryRange.After(state.read(), SHOWN_AT_MOST));
    if (screen.isInteractive()) {
      screen.print(Lines.divider(Lines.title(client.conversation(peer))));
    }
    print(seen);
    if (state.unread() > 0) {
      screen.print(Lines.unread(state.unread()));
    }
    openedAt = state.newest();
    printLater(unread);
    if (!hasMore) {
      newestShown = Math.max(newestShown, openedAt);
    }
  }

  /// The messages before the unread ones, as context for a person.
  private List<ChatMessage> context(ConversationState state) {
    int wanted = screen.isInteractive() ? CONTEXT : 0;
    if (peer.type() == ConversationType.DIRECT && (state.newest() == 0 || wanted == 0)) {
      return List.of();
    }
    // For a group, always request one message: a refusal shows that the user isn't a member.
    int limit = Math.max(wanted, 1);
    HistoryPage page =
        state.unread() == 0
            ? client.history(peer, new HistoryRange.Newest(limit))
            : client.history(peer, new HistoryRange.Before(state.read() + 1, limit));
    List<ChatMessage> all = page.dataList();
    return all.subList(Math.max(0, all.size() - wanted), all.size());
  }

  private void print(List<ChatMessage> messages) {
    ConversationState state = client.conversation(peer);
    Map<Long, ReadCount> counts = counts(messages);
    for (ChatMessage message : messages) {
      screen.print(line(message, state, counts));
      shown(message);
    }
  }

  private void printLater(HistoryPage page) {
    print(page.dataList());
    hasMore = !page.completed();
    readShown(page.dataList());
    if (hasMore) {
      screen.print(Lines.notice("… and more after these: /more"));
    }
  }

  /// The read counts of the user's own messages among these, in a group.
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
    HistoryPage page =
        oldestShown == Long.MAX_VALUE
            ? client.history(peer, new HistoryRange.Newest(count))
            : client.history(peer, new HistoryRange.Before(oldestShown, count));
    List<ChatMessage> messages = page.dataList();
    if (messages.isEmpty()) {
      screen.print(Lines.notice("nothing earlier"));
      return;
    }
    screen.print(Lines.divider("earlier messages"));
    print(messages);
    screen.print(Lines.divider(page.completed() ? "the beginning was shown" : "up to here"));
  }

  /// Shows messages from after the newest on the screen.
  void later(int count) {
    if (hasMore) {
      printLater(client.history(peer, new HistoryRange.After(newestShown, count)));
    } else {
      screen.print(Lines.notice("nothing later"));
    }
  }

  /// Messages before the next ones were skipped: they are available through [#later].
  void leftOut() {
    hasMore = true;
    screen.print(Lines.notice("… and more after these: /more"));
  }

  /// Reports everything as read, on the screen or not, because the user asked for it.
  void readAll() {
    ConversationState state = client.conversation(peer);
    if (state.newest() == 0) {
      screen.print(Lines.notice("nothing to mark as read: there are no messages here yet"));
      return;
    }
    client.read(peer, state.newest());
    screen.print(Lines.notice("everything is marked as read, up to #" + state.newest()));
  }

  /// Shows a new message, unless it is already on the screen, or messages before it are not.
  void arrived(ChatMessage message) {
    if (!hasMore && message.messageSequence() > newestShown) {
      print(List.of(message));
      readShown(List.of(message));
    }
  }

  /// Reports that a message was recalled. The recall counts as read if its sequence is the next
  /// one.
  void recalled(long sequence) {
    screen.print(Lines.notice("#" + sequence + " was recalled"));
    if (!hasMore && sequence > newestShown) {
      newestShown = sequence;
      client.read(peer, sequence);
    }
  }

  /// Shows an own message that was acknowledged, unless it was already shown from history.
  void acknowledged(String text, SendAck ack) {
    if (ack.messageSequence() > openedAt) {
      screen.print(lines.sent(text, ack));
      newestOwn = Math.max(newestOwn, ack.messageSequence());
      oldestShown = Math.min(oldestShown, ack.messageSequence());
    }
  }

  /// The delivery state of the newest own message: `#12 ✓✓ read`; empty if there is none.
  String ticks() {
    if (newestOwn == 0) {
      return "";
    }
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

  /// Returns whether a refusal means that the user is not a participant of the conversation.
  static boolean isForeign(RefusedException e) {
    return e.code() == RefusalCode.NOT_A_PARTICIPANT.number()
        || e.code() == RefusalCode.NO_SUCH_GROUP.number();
  }
}
