/// The embedded engine: RocksDB in one data folder; it needs no other software.
///
/// One column family per kind of state. `C` is a conversation: app, kind, the two users or the
/// group. Numbers in keys are big-endian, so byte order is number order; names end with a zero
/// byte, which no name contains.
///
/// ```
/// default   "format"                   → version of this layout
///           "stamp"                    → newest stamp
///           "intake"                   → facts stored, version    while contents are taken over
/// log       C sequence                 → message                   history; its newest row is the head
/// sent      sender messageId           → C sequence                repeats (P3)
/// own       C user sequence            → ordinal                   groups: the how-manyth of its sender
/// recalls   C replacedStamp            → sequence                  where edited messages and tombstones stand
/// members   C user joined              → left read … admin muted   periods of membership, positions
/// lists     user C                     → top mute hidden left erased unshared … whose conversation lists C is in
/// groups    C                          → group
/// floors    C                          → the newest expired message's numbers, when it expired
/// pins      C sequence                 → pinnedAt                  which messages are pinned
/// tallies   C sequence                 → sign count …              how many have each sign at a message
/// reactions C sequence sign user       →                          who has it
/// bans      user                       → reason until changedAt     who may not log in
/// blocks    user blocked               →                          who takes no direct messages of whom
/// receipts  user                       →                          who has switched their receipts off
/// push_tokens    user device           → service token since       where a push service reaches a device
/// push_addresses app service token     → user device              whose a token is
/// profiles  user                       → name avatar extra changedAt what the app says of a user
/// profile_names  app name user         →                          whom a search by the beginning of a name finds
/// journal   0 app stamp                → entries                   of apps that somebody follows
///           1 app                      → stamp                     from where on the entries are whole
///           2 app follower             → stamp                     up to where it has everything
///           3 user                     → sessions                  who is online, in apps that follow it
/// ```
///
/// A direct message writes two rows, a group message three, independent of the number of
/// recipients: **there is no inbox row**. An inbox is the union of the logs that its owner sees,
/// ordered by stamp. A pull merges it from a snapshot; see [InboxSource]. The lane commits in the
/// order of stamps, so a snapshot holds all entries up to some stamp and none after it. This makes
/// cursors safe (P4).
///
/// Messages at or below a floor have expired and are not shown, whether or not [RocksRetention] has
/// deleted their rows yet. The newest expired ordinal of each sender, and the newest place in
/// inboxes to which an expired message of each conversation had moved, are kept.
///
/// Every batch is one write to the write-ahead log, synced before the commit returns (P1). A log
/// that is damaged before its end is refused; see [WriteAheadLogs]. [HotState] caches state that
/// decisions read often; the lane updates it after the commit. [UnreadCounts] remembers badges, and
/// [ConversationVersions] tell it what has changed.
@NullMarked
package io.whaleshark.engine.rocksdb;

import org.jspecify.annotations.NullMarked;
