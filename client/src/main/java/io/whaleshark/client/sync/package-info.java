/// What a device knows, and what follows from each thing that it hears: without sockets, threads
/// and clocks. What happens is handed in, the time too; what is to be done comes back.
///
/// ```
/// Inbox              what has come: each message shown once, in order, and acknowledged once
/// Outbox             what was sent: each message sent under one id until it is answered
/// ConversationBook   ticks, unread counts, and the own read markers until the server has them
/// ```
///
/// [SyncedClient][io.whaleshark.client.sdk.SyncedClient] drives these parts over a socket. The
/// simulation drives the same ones in virtual time, so a rule of theirs is tested where everything
/// goes wrong.
@NullMarked
package io.whaleshark.client.sync;

import org.jspecify.annotations.NullMarked;
