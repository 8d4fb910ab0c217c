/// Load generators that verify what they measure.
///
/// The generator shares the machine with the server, so it must cost next to nothing: a few threads
/// with one selector each, frames encoded once of which only the digits of the message id are
/// written anew, answers understood by looking at the few bytes that matter, many messages to a
/// system call, and no object per message.
///
/// ```
/// P2pCommand ─ P2pBench ─┬─ Driver (a thread, a selector) ─┬─ Pair ─┬─ Wire (sender)
///                        ├─ Driver …                       ├─ Pair  └─ Wire (receiver)
///                        └─ P2pResult ─ P2pReport          └─ …
/// ```
@NullMarked
package io.whaleshark.client.bench;

import org.jspecify.annotations.NullMarked;
