package io.whaleshark.core.model;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.util.Optional;

/// That a user takes no direct messages of another one of the same app. Immutable.
///
/// @param blocker who takes none
/// @param blocked whose are refused
public record Block(UserId blocker, UserId blocked) {

  /// How many users one user blocks at most.
  public static final int PER_USER_AT_MOST = 1_000;

  public Block {
    if (blocker.app() != blocked.app()) {
      throw new IllegalArgumentException("block: users of two apps (expected: of one)");
    }
  }

  /// The block that would refuse what a user writes in a direct conversation; empty if they write
  /// to themselves.
  public static Optional<Block> against(UserId sender, ConversationId.Direct direct) {
    return direct.isWithSelf()
        ? Optional.empty()
        : Optional.of(new Block(direct.peerOf(sender), sender));
  }
}
