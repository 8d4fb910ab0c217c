package io.whaleshark.core.notification;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Unread;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.presence.Banning;
import io.whaleshark.core.presence.WhoIsOnline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Answers who is to be notified of a message: the receivers who have no device online, or only
/// silent ones. Thread-safe; blocks while it asks. Every failure is an [EngineException].
///
/// A device that is online is silent if its user has muted the conversation. A phone that is silent
/// while a desktop is active has that desktop beside it, which rings.
///
/// No receiver is its author, who has left the group since or joined it later, or who has received
/// the message already: with a device of theirs, or by reading it or one behind it. Who is banned
/// is not notified: they cannot come to read it.
public final class Notifications {

  /// What a receiver is notified of, as it is now.
  ///
  /// @param silent whether it should make no sound: the receiver has muted the conversation
  /// @param unread what the receiver has not read, in all conversations
  /// @param unreadHere what the receiver has not read of the message's conversation
  public record Notification(UserId receiver, boolean silent, Unread unread, long unreadHere) {}

  /// A page of receivers.
  ///
  /// @param next where the next page begins; empty if this is the last one
  public record Page(List<UserId> receivers, Optional<String> next) {

    public Page {
      receivers = List.copyOf(receivers);
    }
  }

  private final Engine engine;
  private final WhoIsOnline online;
  private final Banning banning;

  public Notifications(Engine engine, WhoIsOnline online, Banning banning) {
    this.engine = engine;
    this.online = online;
    this.banning = banning;
  }

  /// The receivers who may have to be notified, in pages: a large group needs no memory. What
  /// becomes of each meanwhile, [#now] says. Cost: a look-up for each member on the page.
  ///
  /// @param after the next of the page before; empty text for the first
  /// @param limit looks at so many members at most, at least 1
  public Page receivers(Message message, String after, int limit) {
    Page page = page(message, after, limit, member -> isNewTo(member, message));
    return message.conversation() instanceof ConversationId.Direct
        ? page
        : new Page(unreached(message.conversation(), page.receivers()), page.next());
  }

  /// Those who may ever have been notified of a message, in pages as [#receivers]: also those who
  /// have received it since, unless others see that they have read it.
  public Page audience(Message message, String after, int limit) {
    return page(
        message,
        after,
        limit,
        member -> mayBeNotified(member, message) && member.read() < message.sequence());
  }

  private Page page(Message message, String after, int limit, Predicate<Membership> filter) {
    return switch (message.conversation()) {
      case ConversationId.Direct direct ->
          direct.isWithSelf()
              ? new Page(List.of(), Optional.empty())
              : new Page(List.of(direct.peerOf(message.sender())), Optional.empty());
      case ConversationId.Group group -> {
        List<Membership> members = engine.memberships().present(group, after, limit);
        yield new Page(
            members.stream().filter(filter).map(Membership::user).toList(),
            members.size() < limit
                ? Optional.empty()
                : Optional.of(members.getLast().user().name()));
      }
    };
  }

  /// Who of them is offline or has muted the conversation.
  private List<UserId> unreached(ConversationId conversation, List<UserId> receivers) {
    Set<UserId> here = online(receivers);
    List<UserId> reached = receivers.stream().filter(here::contains).toList();
    Set<UserId> muted = engine.conversations().muted(conversation, reached);
    List<UserId> unreached = new ArrayList<>(receivers);
    unreached.removeIf(user -> here.contains(user) && !muted.contains(user));
    return unreached;
  }

  private Set<UserId> online(List<UserId> users) {
    if (users.isEmpty()) {
      return Set.of();
    }
    return switch (online.among(users)) {
      case Outcome.Granted<Set<UserId>>(Set<UserId> found) -> found;
      case Outcome.Refused<Set<UserId>>(var _, String detail) ->
          throw new EngineException(
              EngineException.Kind.UNAVAILABLE, "nobody says who is online: " + detail);
    };
  }

  private static boolean isNewTo(Membership member, Message message) {
    return mayBeNotified(member, message) && member.received() < message.sequence();
  }

  private static boolean mayBeNotified(Membership member, Message message) {
    return member.isOpen()
        && !member.user().equals(message.sender())
        && member.sees(message.sequence());
  }

  /// What a user has not read; empty if they are banned, and so not told. Cost: that of
  /// [ConversationList#unread].
  public Optional<Unread> badge(UserId user) {
    return banning.ban(user).isPresent()
        ? Optional.empty()
        : Optional.of(engine.conversations().unread(user));
  }

  /// Whether a message was recalled since.
  public boolean isRecalled(Message message) {
    return engine
        .messages()
        .message(message.conversation(), message.sequence())
        .filter(Message::isRecalled)
        .isPresent();
  }

  /// The stamp of a message; 0 if it is not retained.
  public long stampOf(ConversationId conversation, long sequence) {
    return engine.messages().message(conversation, sequence).map(Message::stamp).orElse(0L);
  }

  /// What a receiver has to be notified of now; empty if of nothing, or nothing any more. Cost:
  /// that of [ConversationList#unread], and a few look-ups.
  public Optional<Notification> now(Message message, UserId receiver) {
    ConversationId conversation = message.conversation();
    Optional<ConversationList.Item> item = engine.conversations().item(receiver, conversation);
    boolean isNew =
        item.isPresent()
            && isNewTo(item.get().membership(), message)
            && item.get().read() < message.sequence()
            && engine
                .messages()
                .message(conversation, message.sequence())
                .filter(there -> !there.isRecalled())
                .isPresent();
    if (!isNew || banning.ban(receiver).isPresent()) {
      return Optional.empty();
    }
    boolean isMuted = item.get().participation().mute();
    if (!isMuted && online(List.of(receiver)).contains(receiver)) {
      return Optional.empty();
    }
    return Optional.of(
        new Notification(
            receiver, isMuted, engine.conversations().unread(receiver), item.get().unread()));
  }
}
