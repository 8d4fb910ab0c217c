/// Says whether what clients of a chat server did and saw can be told as one history in which
/// nothing is lost, doubled, reordered or taken back (P1 to P6, P8).
///
/// [io.whaleshark.checker.LogChecker] is fed with facts in the order in which they happened: what
/// was attempted, answered, pushed, pulled. It knows no server; a time-out is simply a fact that
/// never comes. It names what it finds as checkers of replicated logs do
/// ([io.whaleshark.checker.Anomaly.Kind]).
///
/// [io.whaleshark.checker.StreamChecker] is the same checker for one stream at full speed. What
/// both decide is decided by the same [io.whaleshark.checker.Invariants], and has the same name.
///
/// ```
/// LogChecker ── LogFacts         one log per conversation: attempts, acks, every sighting
///            ├─ MembershipFacts  who surely sees a message, who surely does not
///            ├─ InboxCheck       pushes and pulls of each device
///            ├─ HistoryCheck     what history shows to each user
///            └─ ReadCheck        positions, unread counts, readers of group messages
/// ```
///
/// A **moment** numbers the facts. "Before" between two facts is then certain if the earlier one
/// was reported after it happened and the later one before it was asked for; so attempts are
/// reported before the bytes leave, answers after they came, and a pull names the moment of its
/// request.
@NullMarked
package io.whaleshark.checker;

import org.jspecify.annotations.NullMarked;
