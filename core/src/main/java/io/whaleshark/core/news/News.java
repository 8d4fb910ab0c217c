package io.whaleshark.core.news;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import java.util.List;
import java.util.Optional;

/// What everybody whom it concerns is told once it is durable: on this node, and on any other.
/// Immutable values that name users, conversations and sequences, never a connection: whoever has
/// them can tell them.
///
/// `by` is the session that caused it, which has its answer instead.
public sealed interface News {

  /// The app of those whom it concerns.
  default int app() {
    return switch (this) {
      case MessageSent(Message message, SessionId _, boolean _) -> message.conversation().app();
      case MessageReplaced(Message message, SessionId _) -> message.conversation().app();
      case MessagePinned(Pinning pinning, SessionId _) -> pinning.conversation().app();
      case MessageReacted(Reacted reacted, boolean _, SessionId _) -> reacted.conversation().app();
      case Superseded(Message message, long _) -> message.conversation().app();
      case MessageImported(ConversationId conversation, long _) -> conversation.app();
      case ReceivedAdvanced received -> received.conversation().app();
      case ReadAdvanced read -> read.conversation().app();
      case ConversationSet(Participation participation, SessionId _) ->
          participation.conversation().app();
      case MembersAdded(Group group, List<Membership> _) -> group.id().app();
      case MemberRemoved(Group group, Membership _) -> group.id().app();
      case GroupUpdated(Group group) -> group.id().app();
      case GroupDissolved(Group group) -> group.id().app();
      case ReceiptsSwitched switched -> switched.user().app();
      case LoggedIn in -> in.user().app();
      case LoggedOut out -> out.user().app();
      case SignedOut out -> out.user().app();
      case NodeGone gone -> gone.app();
      case Unknown unknown -> unknown.app();
    };
  }

  /// A message was sent.
  ///
  /// @param toPrivate whether it went to a user whose receipts others do not see: they are treated
  ///   as if no device of theirs were online, whether or not that is so
  record MessageSent(Message message, SessionId by, boolean toPrivate) implements News {}

  /// A message was edited or recalled, as its content says.
  record MessageReplaced(Message message, SessionId by) implements News {}

  /// A message was pinned, or is pinned no more. That a recall or its age took a pin away is not
  /// told: the message is gone.
  record MessagePinned(Pinning pinning, SessionId by) implements News {}

  /// A user has set a sign at a message, or has taken it back. That a recall or its age took
  /// reactions away is not told: the message is gone.
  ///
  /// @param isPushed whether the others are told; in a large group they ask
  record MessageReacted(Reacted reacted, boolean isPushed, SessionId by) implements News {}

  /// A message was sent or edited, and was replaced again by now: the news of that, which comes
  /// later, says it all. Only the ends of inboxes go on. A node alone never tells it; others do
  /// that hear of the message late.
  ///
  /// @param message as it is now
  /// @param position where it stood in inboxes
  record Superseded(Message message, long position) implements News {

    /// Whether it is the sending of a message that was edited since, and not recalled.
    public boolean isSendOfEdited() {
      return position == message.stamp() && message.isEdited();
    }
  }

  /// A message was taken over from another server. Many come at once, so none is pushed: devices
  /// that are connected are made to pull, as soon as their inboxes were looked at.
  record MessageImported(ConversationId conversation, long sequence) implements News {}

  /// A device received a message of the peer, and so all before it.
  ///
  /// @param stamp as the device got it
  /// @param clientId as the device got it
  record ReceivedAdvanced(
      UserId receiver,
      ConversationId.Direct conversation,
      long sequence,
      long stamp,
      String clientId)
      implements News {}

  /// A read marker moved: the one that others see, the one of the reader's own devices, or both.
  ///
  /// @param audience who may learn of it
  /// @param from the marker before (exclusive lower bound of what became read)
  /// @param upTo the marker now
  /// @param unread what the reader had not read at that moment; exact there, whatever came later
  /// @param readOthers whether a message by somebody else became read
  record ReadAdvanced(
      UserId reader,
      ConversationId conversation,
      Audience audience,
      long from,
      long upTo,
      long unread,
      boolean readOthers,
      SessionId by)
      implements News {}

  /// Who may learn that a read marker moved. Rows have their order.
  enum Audience {
    /// Everybody whom a receipt concerns.
    ALL,
    /// The reader's own devices alone: others do not see the receipts of this reader.
    OWN_DEVICES,
    /// All but them: they know it since a time when others were not to.
    OTHERS;

    /// Whether others than the reader may.
    public boolean hasOthers() {
      return this != OWN_DEVICES;
    }
  }

  /// A user's own settings of a conversation changed.
  record ConversationSet(Participation participation, SessionId by) implements News {}

  /// Users became members, of a new group or of one that was there.
  record MembersAdded(Group group, List<Membership> added) implements News {

    public MembersAdded {
      added = List.copyOf(added);
    }
  }

  /// A member's period ended.
  record MemberRemoved(Group group, Membership closed) implements News {}

  /// Its name or its owner changed, or a member's role or mute.
  record GroupUpdated(Group group) implements News {}

  record GroupDissolved(Group group) implements News {}

  /// A user has switched their receipts.
  record ReceiptsSwitched(UserId user, boolean on, SessionId by) implements News {}

  /// News of which this node knows only that it was: a newer version wrote it, or its message has
  /// expired. Devices have to pull. Who is in a group, or online, is known all the same.
  record Unknown(int app) implements News {}

  /// Who comes and goes. Told where several nodes commit; it touches no conversation.
  sealed interface OfSession extends News {}

  /// What becomes of the sessions of one user.
  sealed interface OfUserSessions extends OfSession {
    UserId user();
  }

  /// A session begins.
  ///
  /// @param policy which of the user's other sessions it ends
  /// @param node the run of the node that has the connection
  /// @param stamp sessions begin in the order of their stamps
  /// @param isFirst whether the user comes online by that: no other session had begun
  record LoggedIn(
      UserId user,
      DeviceId device,
      SessionId session,
      LoginPolicy policy,
      long node,
      long stamp,
      boolean isFirst)
      implements OfUserSessions {

    /// One of which only the session matters, not whether it is the first.
    public LoggedIn(
        UserId user,
        DeviceId device,
        SessionId session,
        LoginPolicy policy,
        long node,
        long stamp) {
      this(user, device, session, policy, node, stamp, false);
    }
  }

  /// A session has ended: the device went, or did not come in.
  ///
  /// @param stamp what begins later goes on, over the same connection too
  /// @param last the device that went, if the user goes offline by that; empty if another session
  ///   stays, or this one had ended before
  record LoggedOut(UserId user, SessionId session, long stamp, Optional<DeviceId> last)
      implements OfUserSessions {

    /// One of which only the session matters, not whether it was the last.
    public LoggedOut(UserId user, SessionId session, long stamp) {
      this(user, session, stamp, Optional.empty());
    }
  }

  /// The app's backend ended sessions of a user, or banned the user.
  ///
  /// @param device the one whose session has ended; empty for all
  /// @param ban why none of them may begin again; empty if they may
  /// @param stamp what begins later goes on
  /// @param last the device that logged in last, if the user goes offline by that; empty otherwise
  record SignedOut(
      UserId user,
      Optional<DeviceId> device,
      Optional<Ban> ban,
      long stamp,
      Optional<DeviceId> last)
      implements OfUserSessions {

    /// One of which only the end of sessions matters, not whether any had begun.
    public SignedOut(UserId user, Optional<DeviceId> device, Optional<Ban> ban, long stamp) {
      this(user, device, ban, stamp, Optional.empty());
    }

    /// Whether it ended a session that had begun before.
    public boolean ends(UserId other, DeviceId otherDevice) {
      return user.equals(other) && (device.isEmpty() || device.get().equals(otherDevice));
    }
  }

  /// A run of a node has ended, and with it all sessions of the app that it had.
  record NodeGone(int app, long node) implements OfSession {}
}
