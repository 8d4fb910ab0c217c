package io.whaleshark.engine.cluster.redis;

import java.util.List;

/// What Redis holds of one inbox, at one time. Immutable.
///
/// @param total how many messages it has counted, each at most once
/// @param upTo the stamp up to which it has counted all, and applied all edits and recalls
/// @param trimmedUpTo the position up to which entries may be missing
/// @param members the entries after the cursor, oldest first: those that were wanted, and of an
///   inbox that may have dropped some, the heads of all others
/// @param more whether there may be others
public record InboxCopy(
    long total, long upTo, long trimmedUpTo, List<InboxMember> members, boolean more) {

  /// Nothing is counted.
  static final InboxCopy NOTHING = new InboxCopy(0, 0, 0, List.of(), false);

  /// Somebody else's members: more than can be right, so it is begun anew.
  static final InboxCopy FOREIGN = new InboxCopy(Long.MAX_VALUE, 0, 0, List.of(), false);
}
