package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.ClientException;
import io.whaleshark.client.sdk.ConversationPins;
import io.whaleshark.client.sdk.ConversationReactions;
import io.whaleshark.client.sdk.ConversationReactions.Page;
import io.whaleshark.client.sdk.Draft;
import io.whaleshark.client.sdk.RefusedException;
import io.whaleshark.client.sdk.Revision;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sync.ConversationChange;
import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageBody;
import io.whaleshark.protocol.MessageBody.ReplyTo;
import io.whaleshark.protocol.PageEvent.GroupReadersPage;
import io.whaleshark.protocol.PageEvent.MessageReactions;
import io.whaleshark.protocol.PageEvent.PinnedMessage;
import io.whaleshark.protocol.PageEvent.ReactionCount;
import io.whaleshark.protocol.PageEvent.Reader;
import io.whaleshark.protocol.Peer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Executes typed lines. Confined to the conductor's thread.
final class TypedCommands {
  private static final int READERS_SHOWN = 100;
  private static final List<String> HELP =
      List.of(
          "/help              this",
          "/history [n]       earlier messages",
          "Enter, /more       the next screenful, where not all unread messages fit",
          "/read              mark everything here as read, shown or not",
          "/conversations     all conversations, with unread counts",
          "/to USER           chat with a user",
          "/group ID          chat in a group",
          "/readers SEQ       who has read message #SEQ of this group",
          "/recall SEQ        take back your message #SEQ",
          "/edit SEQ text     give your message #SEQ another text",
          "/reply SEQ text    answer message #SEQ",
          "/pin SEQ           pin message #SEQ for all here",
          "/unpin SEQ         pin it no more",
          "/pins              the pinned messages",
          "/react SEQ SIGN    set a sign, such as an emoji, at message #SEQ",
          "/unreact SEQ SIGN  take it back",
          "/reactions SEQ     who has reacted to message #SEQ",
          "/mute              mute this conversation, or unmute it",
          "/top               pin this conversation to the top, or unpin it",
          "/block USER        take no more messages of a user, who is not told",
          "/unblock USER      take them again",
          "/blocks            whom you block",
          "/receipts on, off  let others see what you read, or not",
          "/quit              end (as Ctrl-D)",
          "//text             send a text that starts with /",
          "✓ sent: the server has it.  ✓✓ delivered: on their device.  ✓✓ read: shown to them.");

  /// What a typed line can want of the chat that it is typed into. On the conductor's thread.
  interface Chat {

    /// Sends a message; what becomes of it is shown when it is known.
    void send(SyncedClient client, Draft message);

    /// Shows the prompt, which names the user and the open conversation that typed text goes to.
    void showPrompt(ToldUpdates told);

    /// Shows what went wrong.
    void fail(String why);

    /// The input has ended; pending messages may still be acknowledged.
    void end();
  }

  private final ToldUpdates told;
  private final Chat chat;
  private final ChatParts parts;

  TypedCommands(ToldUpdates told, Chat chat) {
    this.told = told;
    this.chat = chat;
    this.parts = told.parts();
  }

  /// Executes a parsed line.
  ///
  /// @throws ClientException if the server refuses it, or there is no connection
  void carryOut(Input input) {
    open().typed();
    try {
      doWhatIsAsked(input);
    } catch (RefusedException e) {
      if (!OpenConversation.isForeign(e)) {
        throw e;
      }
      Peer peer = open().peer();
      chat.fail(
          peer.type() == ConversationType.DIRECT // it begins with its first message
              ? "nothing has changed: there are no messages with " + Lines.name(peer) + " yet"
              : "you are not a member of this group, or were not when that message was sent");
    }
  }

  private void doWhatIsAsked(Input input) {
    switch (input) {
      case Input.Say(String text) -> say(MessageBody.ofText(text));
      case Input.Reply(long sequence, String text) -> reply(sequence, text);
      case Input.Help _ -> HELP.forEach(line -> parts.screen().print(Lines.notice(line)));
      case Input.Earlier(int count) -> open().earlier(count);
      case Input.Later _ -> open().later();
      case Input.ReadAll _ -> open().readAll();
      case Input.Conversations _ -> list();
      case Input.Open(Peer peer) -> open(peer);
      case Input.Readers(long sequence) -> readers(sequence);
      case Input.Recall(long sequence) -> {
        var _ = parts.client().recall(open().peer(), sequence);
        parts.screen().print(Lines.notice("#" + sequence + " is recalled"));
      }
      case Input.Edit(long sequence, String text) -> edit(sequence, text);
      case Input.Pin(long sequence, boolean isPinned) -> pin(sequence, isPinned);
      case Input.Pins _ -> pins();
      case Input.React(long sequence, String sign, boolean isSet) -> {
        var ack = reactions().set(open().peer(), sequence, sign, isSet);
        parts.screen().print(Lines.reacted(sequence, sign, ack.count()));
      }
      case Input.Reactions(long sequence) -> reactions(sequence);
      case Input.Mute _ -> {
        boolean mute = !state().muted();
        change(ConversationChange.mute(mute), mute ? "muted" : "no longer muted");
      }
      case Input.Top _ -> {
        boolean top = !state().pinned();
        change(ConversationChange.top(top), top ? "pinned to the top" : "no longer pinned");
      }
      case Input.Block(String user, boolean isBlocked) -> block(user, isBlocked);
      case Input.Blocks _ -> blocks();
      case Input.Receipts(boolean on) -> {
        parts.client().setReceipts(on);
        parts.screen().print(Lines.receipts(on));
      }
      case Input.Quit _ -> chat.end();
      case Input.Nothing _ -> {
        // Empty lines are not sent. In a pipe they belong to a text: nobody pages with them.
        if (parts.screen().isInteractive() && open().hasMore()) {
          open().later();
        }
      }
      case Input.Wrong(String why) -> chat.fail(why);
    }
  }

  private void reply(long sequence, String text) {
    message(sequence).ifPresent(to -> say(MessageBody.ofText(text).replyingTo(ReplyTo.of(to))));
  }

  /// What else the message says stays, such as what it answers.
  private void edit(long sequence, String text) {
    message(sequence)
        .ifPresent(message -> {
          MessageBody old = MessageBody.read(message.messageBody());
          if (old.content() instanceof MessageBody.PlainText) {
            edit(message, saying(old, text));
          } else {
            chat.fail("#" + sequence + " is more than a text");
          }
        });
  }

  private void edit(ChatMessage message, MessageBody body) {
    Revision revision =
        new Revision(open().peer(), message.messageSequence(), body.toJson(), message.extra());
    open().edited(message, parts.client().edit(revision), revision);
  }

  private static MessageBody saying(MessageBody old, String text) {
    List<String> mentions =
        old.mentions().stream().filter(user -> text.contains("@" + user)).toList();
    return new MessageBody(old.content(), text, old.replyTo(), mentions, old.forwardedFrom());
  }

  /// A message here; says so if there is none.
  private Optional<ChatMessage> message(long sequence) {
    var page = parts.client().client().historyBefore(open().peer(), sequence + 1, 1).dataList();
    if (page.isEmpty() || page.getLast().messageSequence() != sequence) {
      chat.fail("#" + sequence + ": there is no such message here");
    } else if (page.getLast().recalled()) {
      chat.fail("#" + sequence + " is recalled");
    } else {
      return Optional.of(page.getLast());
    }
    return Optional.empty();
  }

  private void say(MessageBody body) {
    Peer to = open().peer();
    var text = body.text();
    if (told.hasLeft(to)) {
      chat.fail("not sent: " + text + " (you are no longer a member of this group)");
      return;
    }
    if (!told.isOnline()) {
      parts.screen().print(Lines.notice("waiting for a connection: " + text));
    }
    chat.send(parts.client(), Draft.of(to, body));
  }

  private OpenConversation open() {
    return told.openConversation();
  }

  private ConversationState state() {
    return parts.client().conversation(open().peer());
  }

  private void open(Peer peer) {
    try {
      told.open(peer);
      chat.showPrompt(told);
    } catch (RefusedException e) {
      if (!OpenConversation.isForeign(e)) {
        throw e;
      }
      chat.fail(Lines.name(peer) + ": you are not a member of such a group");
    }
  }

  private void list() {
    var states = parts.client().conversations();
    if (states.isEmpty()) {
      parts.screen().print(Lines.notice("no conversations yet"));
    }
    states.stream()
        .sorted(
            Comparator.comparing(ConversationState::pinned)
                .thenComparingLong(TypedCommands::newestTime)
                .reversed())
        .forEach(state -> parts.screen().print(parts.lines().listed(state)));
  }

  private static long newestTime(ConversationState state) {
    var last = state.last();
    return last == null ? 0 : last.messageTime();
  }

  private void readers(long sequence) {
    Peer peer = open().peer();
    if (sequence > state().newest()) {
      chat.fail("#" + sequence + ": there is no such message here yet");
      return;
    }
    if (peer.type() == ConversationType.DIRECT) {
      var tick = Lines.ticks(state().tick(sequence));
      parts.screen().print(Lines.notice("#" + sequence + " " + tick));
      return;
    }
    GroupReadersPage page =
        parts.client().client().groupReaders(peer.id(), sequence, null, READERS_SHOWN);
    var counts = "read by " + page.readCount() + "/" + page.memberCount();
    parts.screen().print(Lines.notice("#" + sequence + " " + counts));
    var more = page.completed() ? "" : " …";
    parts.screen().print(Lines.notice("  read:     " + names(page, true) + more));
    parts.screen().print(Lines.notice("  not yet:  " + names(page, false) + more));
  }

  private static String names(GroupReadersPage page, boolean read) {
    return names(
        page.dataList().stream().filter(reader -> reader.read() == read).map(Reader::userId));
  }

  private static String names(Stream<String> users) {
    var names = users.map(MessageText::safeLine).collect(Collectors.joining(", "));
    return names.isEmpty() ? "nobody" : names;
  }

  private void pin(long sequence, boolean isPinned) {
    var _ = new ConversationPins(parts.client().client()).set(open().peer(), sequence, isPinned);
    parts.screen().print(Lines.pinned(sequence, isPinned));
  }

  private ConversationReactions reactions() {
    return new ConversationReactions(parts.client().client());
  }

  private void reactions(long sequence) {
    Peer in = open().peer();
    List<MessageReactions> found = reactions().of(in, sequence, sequence);
    if (found.isEmpty()) {
      parts.screen().print(Lines.notice("#" + sequence + " has no reactions"));
    }
    for (MessageReactions message : found) {
      for (ReactionCount count : message.reactions()) {
        String sign = count.reaction();
        var page = reactions().by(in, sequence, sign, new Page(null, READERS_SHOWN));
        String more = page.completed() ? "" : " …";
        parts.screen().print(Lines.reacted(sequence, sign, count.count()));
        parts.screen().print(Lines.notice("  " + names(page.dataList().stream()) + more));
      }
    }
  }

  private void pins() {
    Peer in = open().peer();
    List<PinnedMessage> pinned = new ConversationPins(parts.client().client()).of(in);
    if (pinned.isEmpty()) {
      parts.screen().print(Lines.notice("nothing is pinned here"));
    }
    pinned.forEach(each -> parts.screen().print(parts.lines().message(each.message())));
  }

  private void block(String user, boolean isBlocked) {
    var _ = parts.client().client().setBlocked(user, isBlocked);
    var done = isBlocked ? " is blocked" : " is not blocked";
    parts.screen().print(Lines.notice(MessageText.safeLine(user) + done));
  }

  private void blocks() {
    var blocked = parts.client().client().blocked().blockedIds();
    parts.screen().print(Lines.notice("blocked: " + names(blocked.stream())));
  }

  private void change(ConversationChange change, String done) {
    Peer peer = open().peer();
    parts.client().changeConversation(peer, change);
    parts.screen().print(Lines.notice(Lines.name(peer) + " is " + done));
  }
}
