package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.ClientException;
import io.whaleshark.client.sdk.HistoryRange;
import io.whaleshark.client.sdk.RefusedException;
import io.whaleshark.client.sdk.Revision;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.Origin;
import io.whaleshark.client.sync.SequenceSet;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.HistoryPage;
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

  private final SyncedClient client;
  private final Screen screen;
  private final MessageLines lines;
  private final String user;
  private final Peer peer;
  private final Screenful screenful;

  /// Every message up to here is shown or available through [#earlier].
  private long newestShown;

  private long oldestShown = Long.MAX_VALUE;

  /// Newer messages are available through [#later]; what arrives is added to them.
  private final Ahead ahead = new Ahead();

  /// The own messages that were shown when they were acknowledged.
  private final SequenceSet own = new SequenceSet();

  /// The newest sequence in history when the conversation was opened: own messages up to here are
  /// on the screen, or come with [#later].
  private long openedAt;

  private long newestOwn;

  /// The newest edit of each message that was shown with it.
  private final Map<Long, Long> edits = new HashMap<>();

  private OpenConversation(ChatParts parts, Peer peer) {
    this.client = parts.client();
    this.screen = parts.screen();
    this.lines = new MessageLines(parts, peer);
    this.user = parts.user();
    this.peer = peer;
    this.screenful = new Screenful(screen, System::nanoTime);
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
    ahead.counted(state.unread(), openedAt);
    showLater(unread);
    if (!ahead.isAny()) {
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
    List<AttributedString> text = lines.of(messages);
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
    screenful.begin();
    if (showNext(page.dataList()) && page.completed()) {
      ahead.none();
    } else {
      ahead.some();
      ahead.mention();
    }
    tellUntold();
  }

  /// Shows as many of the next messages as fit, and reports them as read.
  ///
  /// @return whether all did
  private boolean showNext(List<ChatMessage> next) {
    List<ChatMessage> missing =
        next.stream().filter(message -> !own.contains(message.messageSequence())).toList();
    List<AttributedString> text = lines.of(missing);
    int count = 0;
    while (count < text.size() && screenful.takes(text.get(count))) {
      print(missing.get(count), text.get(count));
      count++;
    }
    readShown(missing.subList(0, count));
    if (count < text.size()) {
      return false;
    }
    next.forEach(this::shown);
    return true;
  }

  /// Tells of messages that did not fit, once all of them are here to be counted.
  void tellUntold() {
    if (ahead.takeUntold()) {
      String key = screen.isInteractive() ? "Enter" : "/more";
      screen.print(Lines.notice(ahead.text() + ": " + key + " shows the next ones"));
    }
  }

  private void shown(ChatMessage message) {
    newestShown = Math.max(newestShown, message.messageSequence());
    oldestShown = Math.min(oldestShown, message.messageSequence());
    if (!isByOther(message)) {
      newestOwn = Math.max(newestOwn, message.messageSequence());
    }
    if (message.editedTime() != null) {
      edits.merge(message.messageSequence(), message.editedTime(), Math::max);
    }
  }

  private void readShown(List<ChatMessage> messages) {
    List<Long> others =
        messages.stream().filter(this::isByOther).map(ChatMessage::messageSequence).toList();
    others.forEach(ahead::shown);
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
    if (ahead.isAny()) {
      showLater(after(newestShown));
    } else {
      screen.print(Lines.notice("nothing later"));
    }
  }

  /// Returns whether [#later] has something to show.
  boolean hasMore() {
    return ahead.isAny();
  }

  /// Messages before the next ones were skipped: they are available through [#later].
  ///
  /// @param upTo the last of them
  void leftOut(long upTo) {
    if (upTo > newestShown) {
      ConversationState state = client.conversation(peer);
      ahead.some();
      ahead.mention();
      ahead.counted(state.unread(), state.newest());
    }
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
    if (ahead.isAny()) {
      ahead.none();
      newestShown = state.newest();
      oldestShown = state.newest() + 1;
    }
    screen.print(Lines.notice("everything is marked as read, up to #" + state.newest()));
  }

  /// The user has read on another device.
  void readElsewhere(long upTo, long unread) {
    if (ahead.isAny() && upTo >= newestShown) {
      ahead.counted(unread, upTo);
    }
  }

  /// The user has typed a line, so they have seen what was shown until then.
  void typed() {
    if (screen.isInteractive()) {
      screenful.begin();
    }
  }

  /// The user is connected again, and what was missed follows, unless earlier messages wait to be
  /// shown.
  ///
  /// @return whether the user was told so
  boolean backAgain() {
    if (ahead.isAny()) {
      return false;
    }
    screenful.begin();
    screen.print(Lines.divider("while you were away"));
    return true;
  }

  /// Shows a new message, unless it is already on the screen, or messages before it are not: then
  /// it waits. Only as much is shown as fits on the screen at once.
  void arrived(ChatMessage message, Origin origin) {
    if (message.messageSequence() <= newestShown) {
      edited(message);
      return;
    }
    boolean live = origin == Origin.LIVE;
    if (ahead.isAny()) {
      waits(message);
      if (live && !screen.isInteractive()) {
        ahead.mention(); // there is no status line that says so
      }
      return;
    }
    if (live && screen.isInteractive()) {
      screenful.readAlong();
    } else if (live) {
      screenful.begin(); // a pipe takes whatever comes
    }
    List<ChatMessage> next = follows(message.messageSequence()) ? List.of(message) : upTo(message);
    boolean allShown = showNext(next);
    if (!allShown || message.messageSequence() > newestShown) {
      ahead.some();
      next.forEach(this::waits);
      waits(message);
    }
  }

  /// Returns whether everything before a message is on the screen.
  private boolean follows(long sequence) {
    return own.missingBelow(sequence) <= newestShown;
  }

  /// The next messages, up to one that does not follow those on the screen. In between are messages
  /// that were recalled meanwhile, that this device has sent and not yet got an answer to, or that
  /// the user may not see.
  private List<ChatMessage> upTo(ChatMessage message) {
    try {
      HistoryPage page = after(newestShown);
      return page.dataList().stream()
          .filter(each -> each.messageSequence() <= message.messageSequence())
          .toList();
    } catch (ClientException _) {
      return List.of(); // it waits
    }
  }

  private void waits(ChatMessage message) {
    if (isByOther(message) && message.messageSequence() > newestShown) {
      ahead.waits(message.messageSequence());
    }
  }

  /// Shows a message that has another content, unless it is on the screen with that already, or
  /// waits to be shown.
  void edited(ChatMessage message) {
    Long editedTime = message.editedTime();
    boolean isShown =
        editedTime == null
            || edits.getOrDefault(message.messageSequence(), 0L) >= editedTime
            || (ahead.isAny() && message.messageSequence() > newestShown);
    if (!isShown) {
      print(List.of(message));
    }
  }

  /// The user has edited a message here.
  void edited(ChatMessage before, EditAck ack, Revision revision) {
    edited(before.edited(revision.body(), revision.extra(), ack.editedTime()));
  }

  /// Reports that a message was recalled. The recall counts as read if its sequence is the next
  /// one.
  void recalled(long sequence) {
    screen.print(Lines.notice("#" + sequence + " was recalled"));
    if (!ahead.isAny() && sequence > newestShown && follows(sequence)) {
      newestShown = sequence;
      client.read(peer, sequence);
    }
  }

  /// Shows an own message that was acknowledged, unless it was already shown from history.
  void acknowledged(String text, SendAck ack) {
    long sequence = ack.messageSequence();
    if (sequence > Math.max(openedAt, newestShown)) {
      AttributedString line = lines.sent(text, ack);
      screen.print(line);
      var _ = screenful.takes(line);
      var _ = own.add(sequence);
      newestOwn = Math.max(newestOwn, sequence);
      oldestShown = Math.min(oldestShown, sequence);
    }
  }

  /// What there is to show with [#later]: `672 more unread messages`; empty if there is nothing.
  String ahead() {
    return ahead.text();
  }

  /// The delivery state of the newest own message: `#12 ✓✓ read`; empty if there is none.
  String ticks() {
    return newestOwn == 0 ? "" : lines.ticks(newestOwn);
  }

  /// Returns whether a refusal means that the user is not a participant of the conversation.
  static boolean isForeign(RefusedException e) {
    return e.code() == RefusalCode.NOT_A_PARTICIPANT.number()
        || e.code() == RefusalCode.NO_SUCH_GROUP.number();
  }
}
