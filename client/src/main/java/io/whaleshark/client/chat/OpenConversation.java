package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.HistoryRange;
import io.whaleshark.client.sdk.RefusedException;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.Origin;
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
/// read. It never reports a message that was not on the screen: unread messages are shown from the
/// first one, and a screenful at a time. Confined to the conductor's thread.
final class OpenConversation {
  private static final int CONTEXT = 10;
  private static final int PAGE_AT_MOST = 500;
  private static final int COUNTED_AT_MOST = 200;

  private final SyncedClient client;
  private final Screen screen;
  private final Lines lines;
  private final String user;
  private final Peer peer;
  private final Screenful screenful;

  /// Every message up to here is shown or available through [#earlier].
  private long newestShown;

  private long oldestShown = Long.MAX_VALUE;

  /// Newer messages are available through [#later]; what arrives is added to them.
  private boolean hasMore;

  /// How many of them are unread, as far as it is known here.
  private long unreadAhead;

  /// Whether the user has still to be told of them.
  private boolean isMoreUntold;

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
    this.screenful = new Screenful(screen);
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
        state.unread() == 0 ? new HistoryPage(List.of(), true, null) : after(state.read());
    if (screen.isInteractive()) {
      screen.print(Lines.divider(Lines.title(client.conversation(peer))));
    }
    print(seen);
    if (state.unread() > 0) {
      screen.print(Lines.unread(state.unread()));
    }
    openedAt = state.newest();
    unreadAhead = state.unread();
    showLater(unread);
    if (!hasMore) {
      newestShown = Math.max(newestShown, openedAt);
    }
  }

  private HistoryPage after(long sequence) {
    int limit = Math.min(screenful.messagesAtMost(), PAGE_AT_MOST);
    return client.history(peer, new HistoryRange.After(sequence, limit));
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
    List<AttributedString> text = lines(messages);
    for (int i = 0; i < text.size(); i++) {
      print(messages.get(i), text.get(i));
    }
  }

  private void print(ChatMessage message, AttributedString line) {
    screen.print(line);
    shown(message);
  }

  /// Shows as much of a page as fits on the screen at once, and reports that as read.
  private void showLater(HistoryPage page) {
    List<ChatMessage> messages = page.dataList();
    List<AttributedString> text = lines(messages);
    screenful.begin();
    int count = 0;
    while (count < text.size() && screenful.takes(text.get(count))) {
      print(messages.get(count), text.get(count));
      count++;
    }
    hasMore = !page.completed() || count < text.size();
    readShown(messages.subList(0, count));
    if (hasMore) {
      tellMore();
    } else {
      unreadAhead = 0;
    }
  }

  /// Tells of messages that arrived and did not fit, once all of them are here to be counted.
  void tellUntold() {
    if (isMoreUntold) {
      tellMore();
    }
  }

  private void tellMore() {
    isMoreUntold = false;
    String key = screen.isInteractive() ? "Enter" : "/more";
    screen.print(Lines.notice(Lines.more(unreadAhead) + ": " + key + " shows the next ones"));
  }

  /// The read counts of the user's own messages among these, in a group.
  private Map<Long, ReadCount> counts(List<ChatMessage> messages) {
    Map<Long, ReadCount> counts = new HashMap<>();
    boolean anyOwn = messages.stream().anyMatch(message -> !isByOther(message));
    if (peer.type() != ConversationType.GROUP || !anyOwn) {
      return counts;
    }
    long to = messages.getLast().messageSequence();
    long from = Math.max(messages.getFirst().messageSequence(), to - COUNTED_AT_MOST + 1);
    client
        .client()
        .readCounts(peer.id(), from, to)
        .dataList()
        .forEach(count -> counts.put(count.messageSequence(), count));
    return counts;
  }

  private List<AttributedString> lines(List<ChatMessage> messages) {
    ConversationState state = client.conversation(peer);
    Map<Long, ReadCount> counts = counts(messages);
    return messages.stream().map(message -> line(message, state, counts)).toList();
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
    List<Long> others =
        messages.stream().filter(this::isByOther).map(ChatMessage::messageSequence).toList();
    unreadAhead = Math.max(0, unreadAhead - others.size());
    others.stream().reduce(Math::max).ifPresent(newest -> client.read(peer, newest));
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

  /// Shows the next screenful of messages from after the newest on the screen.
  void later() {
    if (hasMore) {
      showLater(after(newestShown));
    } else {
      screen.print(Lines.notice("nothing later"));
    }
  }

  /// Returns whether [#later] has something to show.
  boolean hasMore() {
    return hasMore;
  }

  /// Messages before the next ones were skipped: they are available through [#later].
  void leftOut() {
    hasMore = true;
    unreadAhead = client.conversation(peer).unread();
    tellMore();
  }

  /// Reports everything as read, on the screen or not, because the user asked for it. The
  /// conversation goes on at its end; what was not on the screen is available through [#earlier].
  void readAll() {
    ConversationState state = client.conversation(peer);
    if (state.newest() == 0) {
      screen.print(Lines.notice("nothing to mark as read: there are no messages here yet"));
      return;
    }
    client.read(peer, state.newest());
    if (hasMore) {
      hasMore = false;
      unreadAhead = 0;
      newestShown = state.newest();
      oldestShown = state.newest() + 1;
    }
    screen.print(Lines.notice("everything is marked as read, up to #" + state.newest()));
  }

  /// The user has read on another device.
  void readElsewhere(long upTo, long unread) {
    if (hasMore && upTo >= newestShown) {
      unreadAhead = unread;
    }
  }

  /// The user is connected again: what was missed follows.
  void backAgain() {
    screenful.begin();
    screen.print(Lines.divider("while you were away"));
  }

  /// Shows a new message, unless it is already on the screen, or messages before it are not. People
  /// read as fast as people write; of what was missed, only a screenful is shown.
  void arrived(ChatMessage message, Origin origin) {
    if (message.messageSequence() <= newestShown) {
      return;
    }
    if (hasMore) {
      waits(message);
      return;
    }
    AttributedString line = lines(List.of(message)).getFirst();
    if (origin == Origin.LIVE) {
      screenful.begin();
    } else if (!screenful.takes(line)) {
      hasMore = true;
      isMoreUntold = true;
      waits(message);
      return;
    }
    print(message, line);
    readShown(List.of(message));
  }

  private void waits(ChatMessage message) {
    if (isByOther(message) && message.messageSequence() > openedAt) {
      unreadAhead++;
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
    screenful.begin();
    if (ack.messageSequence() > openedAt) {
      screen.print(lines.sent(text, ack));
      newestOwn = Math.max(newestOwn, ack.messageSequence());
      oldestShown = Math.min(oldestShown, ack.messageSequence());
    }
  }

  /// What there is to show with [#later]: `672 more unread messages`; empty if there is nothing.
  String ahead() {
    return hasMore ? Lines.more(unreadAhead) : "";
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
