package io.whaleshark.client.chat;

import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.client.sync.Tick;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageBody;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.ReadCount;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// The wording and colours of all output. Immutable, thread-safe.
final class Lines {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle DIM = PLAIN.faint();
  private static final AttributedStyle OTHER = PLAIN.bold().foreground(AttributedStyle.CYAN);
  private static final AttributedStyle OWN = PLAIN.bold();
  private static final AttributedStyle READ = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle WRONG = PLAIN.foreground(AttributedStyle.RED);
  private static final AttributedStyle UNREAD = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter EARLIER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final String INDENT = "    ";
  private static final int PREVIEW_CHARS = 40;

  private final String user;
  private final Clock clock;

  /// @param clock the current day and the time zone
  Lines(String user, Clock clock) {
    this.user = user;
    this.clock = clock;
  }

  /// A message of any user: `#12 14:03 bob: hi`.
  AttributedString message(ChatMessage message) {
    boolean own = message.fromId().equals(user);
    var line = head(message.messageSequence(), message.messageTime());
    line.styled(own ? OWN : OTHER, MessageText.safeLine(message.fromId())).append(": ");
    if (message.recalled()) {
      return line.styled(DIM, "(recalled)").toAttributedString();
    }
    line.append(indented(MessageText.withContext(message.messageBody())));
    if (message.isEdited()) {
      line.styled(DIM, "  (edited)");
    }
    boolean mentioned = !own && MessageBody.read(message.messageBody()).mentions().contains(user);
    return with(line.toAttributedString(), UNREAD, mentioned ? "  (mentions you)" : "");
  }

  /// An own direct message and its delivery state.
  AttributedString message(ChatMessage message, Tick tick) {
    return with(message(message), tickStyle(tick), "  " + ticks(tick));
  }

  /// An own group message and its read count.
  AttributedString message(ChatMessage message, ReadCount count) {
    return with(message(message), DIM, "  " + readBy(count.readCount(), count.memberCount()));
  }

  /// An own message that was acknowledged just now.
  AttributedString sent(String text, SendAck ack) {
    var line = head(ack.messageSequence(), ack.messageTime());
    line.styled(OWN, MessageText.safeLine(user)).append(": ").append(indented(text));
    return with(line.toAttributedString(), tickStyle(Tick.SENT), "  " + ticks(Tick.SENT));
  }

  private AttributedStringBuilder head(long sequence, long timeMillis) {
    return new AttributedStringBuilder().styled(DIM, "#" + sequence + " " + time(timeMillis) + " ");
  }

  private String time(long millis) {
    ZonedDateTime at = Instant.ofEpochMilli(millis).atZone(clock.getZone());
    return at.toLocalDate().equals(LocalDate.now(clock)) ? TODAY.format(at) : EARLIER.format(at);
  }

  private static String indented(String text) {
    return MessageText.safe(text).strip().replace("\n", "\n" + INDENT);
  }

  private static AttributedString with(AttributedString line, AttributedStyle style, String more) {
    return new AttributedStringBuilder().append(line).styled(style, more).toAttributedString();
  }

  /// `✓ sent`, `✓✓ delivered`, `✓✓ read`.
  static String ticks(Tick tick) {
    return switch (tick) {
      case SENT -> "✓ sent";
      case DELIVERED -> "✓✓ delivered";
      case READ -> "✓✓ read";
    };
  }

  private static AttributedStyle tickStyle(Tick tick) {
    return tick == Tick.READ ? READ : DIM;
  }

  /// `✓✓ read 2/5`, `✓✓ read by all 5`; with one possible reader, as in a direct conversation: `✓✓
  /// read`.
  static String readBy(long read, long members) {
    if (read == 0) {
      return ticks(Tick.SENT);
    }
    if (members == 1) {
      return ticks(Tick.READ);
    }
    return read >= members ? "✓✓ read by all " + members : "✓✓ read " + read + "/" + members;
  }

  /// `✓✓ read by bob up to #12`.
  static AttributedString readByPeer(Peer in, long upTo) {
    return notice(READ, "✓✓ read by " + name(in) + " up to #" + upTo);
  }

  /// `✓✓ delivered to bob up to #12`.
  static AttributedString delivered(Peer in, long upTo) {
    return notice(DIM, "✓✓ delivered to " + name(in) + " up to #" + upTo);
  }

  /// `#12 ✓✓ read 2/5`.
  static AttributedString readInGroup(GroupReadReceipt receipt) {
    var counts = readBy(receipt.readCount(), receipt.memberCount());
    return notice(READ, "#" + receipt.countedSequence() + " " + counts);
  }

  /// A notice on a line of its own.
  static AttributedString notice(String text) {
    return notice(DIM, text);
  }

  static AttributedString warning(String text) {
    return notice(WRONG, text);
  }

  private static AttributedString notice(AttributedStyle style, String text) {
    return new AttributedString(INDENT + MessageText.safe(text), style);
  }

  /// `— earlier messages —`.
  static AttributedString divider(String text) {
    return new AttributedString("— " + MessageText.safeLine(text) + " —", UNREAD);
  }

  /// `— 3 unread messages —`, or with one.
  static AttributedString unread(long count) {
    return divider(
        count == 1 ? "1 unread message" : String.format(Locale.ROOT, "%,d unread messages", count));
  }

  /// `672 more unread messages`, or `more messages` if none of them is known to be unread.
  static String more(long unread) {
    String count = unread == 0 ? "" : String.format(Locale.ROOT, "%,d ", unread);
    return count
        + "more "
        + (unread == 0 ? "" : "unread ")
        + (unread == 1 ? "message" : "messages");
  }

  /// An item of the conversation list.
  AttributedString listed(ConversationState state) {
    var line = new AttributedStringBuilder().append(state.pinned() ? "▲ " : "  ");
    line.styled(OTHER, name(state.of()));
    if (state.of().type() == ConversationType.GROUP) {
      var title = MessageText.safeLine(state.title());
      line.styled(DIM, " (group" + (title.equals(name(state.of())) ? ")" : " " + title + ")"));
    }
    if (state.unread() > 0) {
      line.styled(UNREAD, "  " + state.unread() + " unread");
    }
    if (state.muted()) {
      line.styled(DIM, "  muted");
    }
    var last = state.last();
    if (last != null) {
      line.styled(DIM, "  " + time(last.messageTime()) + " " + preview(last));
    }
    return line.toAttributedString();
  }

  private static String preview(ChatMessage last) {
    var text = last.recalled() ? "(recalled)" : MessageText.of(last.messageBody());
    var line = text.replace('\n', ' ');
    int end = Math.min(line.length(), PREVIEW_CHARS);
    var shown = line.length() <= end ? line : line.substring(0, end) + "…";
    return MessageText.safeLine(last.fromId()) + ": " + shown;
  }

  /// Unread counts of other conversations: `unread: carol 2, team 5`; empty if there are none.
  /// Muted ones are left out.
  static String unread(List<ConversationState> all, Peer open) {
    var counts =
        all.stream()
            .filter(state -> state.unread() > 0 && !state.muted() && !state.of().equals(open))
            .sorted((a, b) -> Long.compare(b.unread(), a.unread()))
            .map(state -> title(state) + " " + state.unread())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "" : "unread: " + counts;
  }

  /// The status line at the bottom of the screen.
  ///
  /// @param ahead what is not shown yet of the open conversation
  /// @param typing who is writing there
  static AttributedString status(
      String connection, String ahead, String typing, String ticks, String unread) {
    var line = new AttributedStringBuilder().styled(DIM, connection);
    if (!ahead.isEmpty()) {
      line.styled(DIM, " | ").styled(UNREAD, ahead + ": Enter");
    }
    if (!typing.isEmpty()) {
      line.styled(DIM, " | ").styled(OTHER, typing);
    }
    if (!ticks.isEmpty()) {
      line.styled(DIM, " | ").styled(ticks.contains("read") ? READ : DIM, ticks);
    }
    if (!unread.isEmpty()) {
      line.styled(DIM, " | ").styled(UNREAD, unread);
    }
    return line.toAttributedString();
  }

  /// `bob is writing…`, `bob and carol are writing…`, `3 people are writing…`; empty if nobody is.
  static String typing(List<String> typists) {
    List<String> names = typists.stream().map(MessageText::safeLine).toList();
    return switch (names.size()) {
      case 0 -> "";
      case 1 -> names.getFirst() + " is writing…";
      case 2 -> names.getFirst() + " and " + names.getLast() + " are writing…";
      default -> names.size() + " people are writing…";
    };
  }

  /// The title of a conversation: the group's name, or the peer's id.
  static String title(ConversationState state) {
    return MessageText.safeLine(state.title());
  }

  /// `alice → bob> `: the user and the conversation that typed text goes to.
  static String prompt(String user, ConversationState to) {
    String group = to.of().type() == ConversationType.GROUP ? " (group)" : "";
    return MessageText.safeLine(user) + " → " + title(to) + group + "> ";
  }

  /// The id of a peer, safe for display.
  static String name(Peer peer) {
    return MessageText.safeLine(peer.id());
  }

  /// `#12 👍 3`: how many have a sign at a message.
  static AttributedString reacted(long sequence, String sign, long count) {
    return notice("#" + sequence + " " + MessageText.safeLine(sign) + " " + count);
  }

  /// `#12 is pinned`, `#12 is not pinned any more`.
  static AttributedString pinned(long sequence, boolean isPinned) {
    return notice("#" + sequence + (isPinned ? " is pinned" : " is not pinned any more"));
  }

  /// Whether others see how far the user gets.
  static AttributedString receipts(boolean on) {
    return notice(
        on
            ? "receipts are on: others see what you have read from now on"
            : "receipts are off: others do not see what you read");
  }
}
