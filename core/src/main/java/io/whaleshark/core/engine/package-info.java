/// The ports behind which an engine keeps everything.
///
/// The domain decides, an engine stores. The commit lane reads through a [Transaction], decides,
/// and hands it one batch of [Change]s; pulls and other reads go through the four reading ports. An
/// engine is whatever passes the engine contract of the testkit, all of it.
///
/// ```
/// Engine
/// ├── begin → Transaction      what decisions read; commit(changes) makes a batch durable
/// ├── messages → MessageLog    history
/// ├── inboxes → Inboxes        what is new for a user, bounded
/// ├── conversations → ConversationList
/// ├── memberships → Memberships  who reads, who has read
/// └── retention → Retention    what is too old
/// ```
///
/// Two numbers order everything. A **sequence** counts the messages of one conversation: 1, 2, 3 …
/// A **stamp** counts everything a node commits: the time in microseconds, raised by one where two
/// would collide, so it is unique, grows, and says when. Both fit in 53 bits. A lower bound is
/// always exclusive, an upper bound says what it is.
@NullMarked
package io.whaleshark.core.engine;

import org.jspecify.annotations.NullMarked;
