/// The embedded engine: RocksDB in one data folder, nothing to install beside it.
///
/// One column family per kind of state. `C` is a conversation: app, kind, the two users or the
/// group. Numbers in keys are big-endian, so byte order is number order; names end with a zero
/// byte, which no name contains.
///
/// ```
/// default   "format"                   → version of this layout
///           "stamp"                    → newest stamp
/// log       C sequence                 → message                   history; its newest row is the head
/// sent      sender messageId           → C sequence                repeats (P3)
/// own       C user sequence            → ordinal                   groups: the how-manyth of its sender
/// recalls   C recallStamp              → sequence                  where tombstones stand in inboxes
/// members   C user joined              → left read received …      periods of membership, positions
/// lists     user C                     → top mute deleted left …   whose conversation lists C is in
/// groups    C                          → group
/// floors    C                          → the newest expired message's numbers, when it expired
/// ```
///
/// A direct message writes two rows, a group message three, however many will read it: **there is
/// no inbox row**. An inbox is the union of the logs that its owner sees, in order of stamp, and a
/// pull merges it from a snapshot; see [InboxSource]. Since the lane commits in order of stamps, a
/// snapshot holds all entries up to some stamp and none after it, which is what makes a cursor safe
/// (P4).
///
/// What lies at or below a floor has expired: nobody is shown it, whether [RocksRetention] has
/// deleted its rows already or not. Of a sender's expired ordinals the newest stays, and of a
/// conversation's expired recalls.
///
/// Every batch is one write to the write-ahead log, synced before the commit returns (P1); a log
/// that is damaged before its end is refused, see [WriteAheadLogs]. State that decisions ask for
/// again and again stands in [HotState], which the lane updates after the commit.
@NullMarked
package io.whaleshark.engine.rocksdb;

import org.jspecify.annotations.NullMarked;
