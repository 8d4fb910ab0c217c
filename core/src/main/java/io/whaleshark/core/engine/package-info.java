/// The ports through which the domain uses a storage engine.
///
/// The domain decides; an engine stores. The commit lane reads through a [Transaction], decides,
/// and commits one batch of [Change]s with it. Pulls and other reads use the four reading ports. An
/// engine is valid if it passes the whole engine contract of the testkit.
///
/// ```
/// Engine
/// ├── begin → Transaction      what decisions read; commit(changes) makes a batch durable
/// ├── messages → MessageLog    history
/// ├── inboxes → Inboxes        what is new for a user, bounded
/// ├── conversations → ConversationList
/// ├── memberships → Memberships  who reads, who has read
/// ├── retention → Retention    what is too old
/// └── contents → Contents      everything, as [Fact]s, for an [Intake] of another engine
/// ```
///
/// Two numbers define the order. A **sequence** counts the messages of one conversation: 1, 2, 3 …
/// A **stamp** identifies each thing that a node commits: it is the time in microseconds, raised by
/// one on a collision. So stamps are unique, strictly increase, and tell the time. Both fit in 53
/// bits. A lower bound is always exclusive; an upper bound states whether it is inclusive.
@NullMarked
package io.whaleshark.core.engine;

import org.jspecify.annotations.NullMarked;
