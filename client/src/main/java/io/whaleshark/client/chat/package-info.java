/// The chat in the terminal.
///
/// All events (typed lines, updates and acknowledgements) go through one queue to one thread, the
/// conductor's. Only that thread shows and decides:
///
/// ```
/// typed lines ──┐
/// updates ──────┼─► Conductor ─► OpenConversation, Lines ─► Screen (a terminal, or plain lines)
/// acks ─────────┘        └─────► SyncedClient
/// ```
///
/// Text of other users is shown without control characters: a message can't move the cursor, clear
/// the screen or imitate a line of the program. Messages shown in the open conversation count as
/// read; of those that were missed, no more than a screenful is shown at once.
@NullMarked
package io.whaleshark.client.chat;

import org.jspecify.annotations.NullMarked;
