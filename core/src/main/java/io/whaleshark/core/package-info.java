/// The domain of an instant-messaging server: who said what to whom, in which order, who has it,
/// who has read it.
///
/// ```
/// Node                    the assembled domain: commands in, answers and pushes out
/// ├── command             what can be asked, and what is answered
/// ├── lane                decide → append → apply, in batches
/// ├── messaging, receipt, conversation, group    decisions: pure functions of ledger and command
/// ├── delivery, session   after the commit: answers, pushes, who is connected
/// ├── inbox, history, conversation, receipt      questions: read committed state, change nothing
/// ├── move                everything from one engine to another
/// ├── engine              ports: where everything is kept
/// └── id, app             names of things, settings of apps
/// ```
///
/// Nothing here knows of sockets, JSON or a database; time, threads and storage are handed in.
@NullMarked
package io.whaleshark.core;

import org.jspecify.annotations.NullMarked;
