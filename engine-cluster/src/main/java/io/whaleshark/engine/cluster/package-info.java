/// The engine of several nodes: PostgreSQL keeps everything, and any node may commit for any
/// conversation.
///
/// `C` is a conversation: app and name, see [ConversationNames]. All names sort by their UTF-8
/// bytes.
///
/// ```
/// apps              app               → newest stamp        the one order of an app
/// conversations     C                 → newest end, newest replacement, floor, how far rows were deleted;
///                                         the group
/// messages          C sequence        → message             history
///                   C stamp           → sequence            (index)
///                   C sender sequence → ordinal             (index, groups)
///                   C recalledAt      → sequence            (index, edited and tombstones)
/// sent              sender messageId  → C sequence          repeats (P3)
/// expired_ordinals  C sender          → sequence, ordinal   of what was deleted, the newest of each
/// memberships       C user joined     → left read received …
///                   C read            → joined, user        (index) who has read
/// participations    user C            → top mute hidden left unshared erased …
/// pins              C sequence        → pinned at
/// reactions         C sequence sign user →
/// tallies           C sequence        → signs counts
/// bans              user              → reason until
/// blocks            user blocked      →
/// receipts_off      user              →
/// push_tokens       user device       → service token, registered at
///                   service token     → user, device        (index) whose a token is
/// profiles          user              → name avatar extra, changed at
///                   name user         → user                (index) whom a search finds
/// sessions          node app session  → user, device, policy, stamp
///                   user stamp        → session             (index) who is online
/// news              app stamp         → previous stamp, node, what the batch came to
/// versions          version           → since when
/// ```
///
/// **One order per app.** A batch locks the rows of its apps, in order, before it reads anything
/// else, and writes the newest stamp back with its commit ([Locks]). So the batches of all nodes
/// stand in one order per app: stamps are unique there and grow, and no two decisions pass each
/// other (ADR 17). What a transaction reads is fetched by one statement for each kind of row
/// ([Lookup]); what it writes goes by one statement for each table, in one round trip ([Writes]).
///
/// **A commit** that ends with a warning or breaks is unknown, never taken for stored.
///
/// **Inboxes and lists** are computed from the rows of one snapshot by the rules of
/// [io.whaleshark.core.reading]; no statement is asked once for each message, member or
/// conversation. No plan depends on what the tables hold: each statement says which index serves it
/// ([Postgres], ADR 22).
@NullMarked
package io.whaleshark.engine.cluster;

import org.jspecify.annotations.NullMarked;
