package io.whaleshark.translation;

import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.history.SeenReactions;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.protocol.MessageEvent.ReactAck;
import io.whaleshark.protocol.MessageEvent.ReactionNotify;
import io.whaleshark.protocol.PageEvent.MessageReactions;
import io.whaleshark.protocol.PageEvent.ReactionCount;
import io.whaleshark.protocol.PageEvent.ReactionPage;
import io.whaleshark.protocol.PageEvent.ReactorsPage;
import io.whaleshark.protocol.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Converts what the core tells of reactions to wire objects. Stateless.
public final class WireReactions {

  private WireReactions() {}

  /// The answer to who sets a sign, or takes it back.
  public static ReactAck ack(Reacted reacted, @Nullable String requestId) {
    return new ReactAck(
        reacted.clientId(),
        reacted.stamp(),
        reacted.reaction().sequence(),
        reacted.reaction().sign(),
        reacted.isSet(),
        reacted.count(),
        requestId);
  }

  /// @param in the conversation as the receiver names it
  static ReactionNotify push(Reacted reacted, Peer in) {
    return new ReactionNotify(
        in,
        reacted.reaction().user().name(),
        reacted.clientId(),
        reacted.stamp(),
        reacted.reaction().sequence(),
        reacted.reaction().sign(),
        reacted.isSet(),
        reacted.count());
  }

  /// The reactions to the messages of a range.
  public static ReactionPage page(List<Reactions.Seen> seen, @Nullable String requestId) {
    return new ReactionPage(seen.stream().map(WireReactions::message).toList(), requestId);
  }

  private static MessageReactions message(Reactions.Seen seen) {
    return new MessageReactions(
        seen.tally().sequence(),
        seen.tally().counts().stream()
            .map(count ->
                new ReactionCount(count.sign(), count.users(), seen.mine().contains(count.sign())))
            .toList());
  }

  /// A page of who has a sign at a message.
  public static ReactorsPage reactors(SeenReactions.Reactors reactors, @Nullable String requestId) {
    return new ReactorsPage(
        reactors.count(),
        reactors.users().stream().map(UserId::name).toList(),
        reactors.completed(),
        requestId);
  }
}
