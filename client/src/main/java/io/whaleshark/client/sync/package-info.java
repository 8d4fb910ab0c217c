/// The decisions of a device, without sockets, threads and clocks, and therefore deterministic.
/// Callers pass in events, the time included, and get back what to do.
///
/// ```
/// Inbox              incoming messages: each shown once, in order, and acknowledged once
/// Outbox             outgoing messages: each sent under one id until it is answered
/// ConversationBook   ticks, unread counts, and the own read markers until the server has them
/// ```
///
/// [SyncedClient][io.whaleshark.client.sdk.SyncedClient] drives these parts over a socket. The
/// simulation drives the same parts in virtual time, so their rules are tested under every kind of
/// failure.
@NullMarked
package io.whaleshark.client.sync;

import org.jspecify.annotations.NullMarked;
