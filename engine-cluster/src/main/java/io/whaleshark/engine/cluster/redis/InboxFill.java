package io.whaleshark.engine.cluster.redis;

import io.whaleshark.core.model.Message;
import java.util.List;

/// What PostgreSQL holds of one inbox in one snapshot, for the set in Redis. Immutable.
///
/// @param from a stamp: all that was sent or replaced after it is here; [#ANEW] if the set is to
///   begin anew
/// @param stamp the newest of the app in the snapshot
/// @param total how many messages the owner was ever to see
/// @param trimmedUpTo a position: what stands up to it was left out
/// @param messages in any order
public record InboxFill(
    long from, long stamp, long total, long trimmedUpTo, List<Message> messages) {

  /// The value of `from` for a set that is to begin anew.
  public static final long ANEW = -1;
}
