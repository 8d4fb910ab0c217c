/// The Java SDK, in two layers.
///
/// ```
/// SyncedClient   reconnects, resends, catches up, de-duplicates, follows ticks and unread counts
///   ├─ sync      what it decides, without sockets, threads and clocks
///   └─ Client    one logged-in connection: requests with answers, and pushes to a listener
///        └─ protocol   frames and events
/// ```
///
/// Use [Client][io.whaleshark.client.sdk.Client] to speak the protocol, and
/// [SyncedClient][io.whaleshark.client.sdk.SyncedClient] to write an application. Invariants, cited
/// by number in the tests:
///
/// - **C1** A request ends in its answer, a [RefusedException], or an exception that says its
///   outcome is unknown; never in silence.
/// - **C2** A message handed to [SyncedClient#send] is sent with the same message id until it is
///   acknowledged or refused for good, so it becomes one message.
/// - **C3** A synced listener gets every message of its inbox once per (conversation, sequence),
///   and those of one conversation in ascending order, whatever is lost on the way; messages that
///   are fetched from history after the inbox has dropped them come in front of those that follow.
/// - **C4** The stored inbox cursor never runs ahead of what the listener has been told.
/// - **C5** Whatever the server or the listener does, memory is bounded.
@NullMarked
package io.whaleshark.client.sdk;

import org.jspecify.annotations.NullMarked;
