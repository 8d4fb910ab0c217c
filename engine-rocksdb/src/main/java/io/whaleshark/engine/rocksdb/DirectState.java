package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of one direct conversation that decisions read, in memory. Confined to the lane's
/// thread.
final class DirectState {

  private final ConversationId.Direct conversation;
  private Head head;
  private long lowSent;
  private @Nullable Membership low;
  private @Nullable Membership high;
  private boolean lowBlocks;
  private boolean highBlocks;

  DirectState(ConversationId.Direct conversation, Head head, long lowSent) {
    this.conversation = conversation;
    this.head = head;
    this.lowSent = lowSent;
  }

  Head head() {
    return head;
  }

  /// The number of messages that the user has sent so far, including expired ones.
  long sentCount(UserId user) {
    return user.equals(conversation.low()) ? lowSent : head.sequence() - lowSent;
  }

  Optional<Membership> membership(UserId user) {
    return Optional.ofNullable(user.equals(conversation.low()) ? low : high);
  }

  void put(Membership membership) {
    if (membership.user().equals(conversation.low())) {
      low = membership;
    } else {
      high = membership;
    }
  }

  /// Whether a block of one of the two is in force.
  boolean isInForce(Block block) {
    return block.blocker().equals(conversation.low()) ? lowBlocks : highBlocks;
  }

  void put(Block block, boolean isInForce) {
    if (block.blocker().equals(conversation.low())) {
      lowBlocks = isInForce;
    } else {
      highBlocks = isInForce;
    }
  }

  void append(Message message) {
    head = Head.of(message);
    if (message.sender().equals(conversation.low())) {
      lowSent++;
    }
  }
}
