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
  public record Notification(UserId receiver, boolean silent, Unread unread) {}

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
    ConversationId conversation = message.conversation();
    return switch (conversation) {
      case ConversationId.Direct direct ->
          direct.isWithSelf()
              ? new Page(List.of(), Optional.empty())
              : new Page(List.of(direct.peerOf(message.sender())), Optional.empty());
      case ConversationId.Group group -> {
        List<Membership> members = engine.memberships().present(group, after, limit);
        List<UserId> receivers =
            members.stream()
                .filter(member -> isNewTo(member, message))
                .map(Membership::user)
                .toList();
        yield new Page(
            unreached(conversation, receivers),
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
    return member.isOpen()
        && !member.user().equals(message.sender())
        && member.sees(message.sequence())
        && member.received() < message.sequence();
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
        new Notification(receiver, isMuted, engine.conversations().unread(receiver)));
  }
}
