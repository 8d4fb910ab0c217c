/// The chat in the terminal.
///
/// Everything that happens, typed lines, updates and acknowledgements, goes through one queue to
/// one thread, the conductor's, which alone shows and decides:
///
/// ```
/// typed lines ──┐
/// updates ──────┼─► Conductor ─► OpenConversation, Lines ─► Screen (a terminal, or plain lines)
/// acks ─────────┘        └─────► SyncedClient
/// ```
///
/// What others have written is shown without control characters: a message can't move the cursor,
/// clear the screen or imitate a line of the program. What is shown in the open conversation counts
/// as read.
@NullMarked
package io.whaleshark.client.chat;

import org.jspecify.annotations.NullMarked;
