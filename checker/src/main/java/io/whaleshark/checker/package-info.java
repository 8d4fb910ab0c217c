/// Checks whether the observations of a chat server's clients are consistent with one history in
/// which nothing is lost, duplicated, reordered or undone (P1 to P6, P8).
///
/// [io.whaleshark.checker.LogChecker] receives facts in the order in which they happened: attempts,
/// answers, pushes and pulls. It is independent of any server; a time-out is simply a fact that
/// never comes. Its anomalies ([io.whaleshark.checker.Anomaly.Kind]) are named as in checkers of
/// replicated logs.
///
/// [io.whaleshark.checker.StreamChecker] checks one stream at full speed. Both checkers share the
/// rules in [io.whaleshark.checker.Invariants], and the names of anomalies.
///
/// ```
/// LogChecker ── LogFacts         one log per conversation: attempts, acks, every sighting
///            ├─ MembershipFacts  who surely sees a message, who surely does not
///            ├─ InboxCheck       pushes and pulls of each device
///            ├─ HistoryCheck     what history shows to each user
///            └─ ReadCheck        positions, unread counts, readers of group messages
/// ```
///
/// **Moments** number the facts. One fact certainly precedes another if it was reported after it
/// happened and the other was reported before it was requested. So attempts are reported before the
/// bytes are sent and answers after they arrive, and a pull states the moment of its request.
@NullMarked
package io.whaleshark.checker;

import org.jspecify.annotations.NullMarked;
