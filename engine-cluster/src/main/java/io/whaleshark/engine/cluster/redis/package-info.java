/// Inboxes in Redis, as the source document stores them: a sorted set for each user.
///
/// ```
/// 10001:OfflineMessage:alice            sorted set   member: a message as JSON, score: its position
/// {10001:OfflineMessage:alice}:state    hash         what the set holds, see below
/// ```
///
/// **Redis promises nothing.** It may lose a key or half of one, come back with an older copy, or
/// be away. So a set never says by itself that it is complete: PostgreSQL says how many messages
/// its owner was ever to see, and the set says how many of them it has counted (ADR 19).
///
/// | field of the state | meaning |
/// |---|---|
/// | `format` | of the members, and which database they come from |
/// | `total` | how many of the messages that its owner was ever to see have been counted, each at most once |
/// | `upTo` | a stamp. All up to it are counted, and all edits and recalls up to it are applied |
/// | `trimmedUpTo` | a position. What stands up to it may be missing, since the set is bounded |
/// | `size`, `oldest`, `last`, `lastTag` | how many entries the set has, the first score, the score that was written last, and the tag of that write: this shows whether the set is the one that the state speaks of |
///
/// Each script touches the two keys of one user. JSON passes through scripts as text. Of all that
/// was counted, the set holds what stands after `trimmedUpTo`, each entry once.
@NullMarked
package io.whaleshark.engine.cluster.redis;

import org.jspecify.annotations.NullMarked;
