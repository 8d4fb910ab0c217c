package io.whaleshark.server.gateway.outbound;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The pushes that a connection missed while its peer did not read. Bounded: only the newest push
/// of each kind is kept.
///
/// For messages it keeps the newest one. When that is sent later, its `previousInboxSequence` shows
/// the client that it missed others, and the client pulls. Receipts and settings are state: the
/// newest of each conversation replaces the older ones, of pins the newest of each message, and of
/// reactions the newest of each message and sign, of the user's own and of the others'. Who is
/// writing is worth nothing later, and is not kept. Confined to the connection's event loop.
public final class Backlog {

  /// The maximum number of other states that are kept; a client that misses more logs in again and
  /// pulls.
  static final int KEPT_AT_MOST = 1_024;

  /// The maximum number of reactions that are kept; of more the oldest are left out. Clients ask
  /// for reactions when they show messages.
  static final int REACTIONS_AT_MOST = 256;

  /// @param sequence of the message that the push is about; 0 if it is about the conversation
  private record Key(Class<? extends Push> kind, ConversationId conversation, long sequence) {}

  /// @param isOwn whether the receiving user has set the sign, or taken it back: that tells them
  ///   which signs are their own
  private record SignKey(ConversationId conversation, long sequence, String sign, boolean isOwn) {

    static SignKey of(Push.MessageReacted push) {
      Reaction reaction = push.reacted().reaction();
      return new SignKey(
          push.reacted().conversation(),
          reaction.sequence(),
          reaction.sign(),
          reaction.user().equals(push.owner()));
    }
  }

  private Push.@Nullable InboxEntry newest;
  private final Map<Key, Push> states = new LinkedHashMap<>();
  private final SequencedMap<SignKey, Push> reactions = new LinkedHashMap<>();

  /// Adds a push.
  ///
  /// @return false if the backlog is full; the connection must then be closed
  public boolean add(Push push) {
    if (push instanceof Push.InboxEntry entry) {
      newest = entry;
      return true;
    }
    if (push instanceof Push.TypingShown) {
      return true;
    }
    if (push instanceof Push.MessageReacted reacted) {
      keep(reacted);
      return true;
    }
    Key key = new Key(push.getClass(), conversationOf(push), sequenceOf(push));
    states.remove(key);
    states.put(key, push);
    return states.size() <= KEPT_AT_MOST;
  }

  private void keep(Push.MessageReacted push) {
    SignKey key = SignKey.of(push);
    reactions.remove(key);
    reactions.put(key, push);
    if (reactions.size() > REACTIONS_AT_MOST) {
      var _ = reactions.pollFirstEntry();
    }
  }

  /// Removes and returns all pushes.
  public List<Push> drain() {
    List<Push> kept = new ArrayList<>(states.values());
    states.clear();
    kept.addAll(reactions.values());
    reactions.clear();
    if (newest != null) {
      kept.add(newest);
      newest = null;
    }
    return kept;
  }

  private static long sequenceOf(Push push) {
    return push instanceof Push.MessagePinned pinned ? pinned.pinning().sequence() : 0;
  }

  private static ConversationId conversationOf(Push push) {
    return switch (push) {
      case Push.InboxEntry entry -> entry.message().conversation();
      case Push.Received received ->
          ConversationId.Direct.between(received.receiver(), received.sender());
      case Push.OwnRead read -> read.conversation();
      case Push.PeerRead read -> read.conversation();
      case Push.GroupRead read -> read.conversation();
      case Push.MessagePinned pinned -> pinned.pinning().conversation();
      case Push.MessageReacted told -> told.reacted().conversation();
      case Push.TypingShown shown -> shown.typing().conversation();
      case Push.ConversationSet set -> set.item().participation().conversation();
      // A user's settings are one state, whatever conversation.
      case Push.ReceiptsSwitched switched ->
          ConversationId.Direct.between(switched.owner(), switched.owner());
      case Push.MembersAdded added -> added.group().id();
      case Push.MemberRemoved removed -> removed.group().id();
      case Push.GroupRenamed renamed -> renamed.group().id();
      case Push.GroupDissolved dissolved -> dissolved.group().id();
    };
  }
}
