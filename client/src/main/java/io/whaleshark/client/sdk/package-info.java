/// The Java SDK, in two layers.
///
/// ```
/// SyncedClient   reconnects, resends, catches up, de-duplicates, follows ticks and unread counts
///   ├─ sync      what it decides, without sockets, threads and clocks
///   └─ Client    one logged-in connection: requests with answers, and pushes to a listener
///        └─ protocol   frames and events
/// PeopleDirectory   who users are, over HTTP
/// ```
///
/// Use [Client][io.whaleshark.client.sdk.Client] for direct access to the protocol, and
/// [SyncedClient][io.whaleshark.client.sdk.SyncedClient] to write an application. Invariants, cited
/// by number in the tests:
///
/// - **C1** A request ends with its answer, with a [RefusedException], or with an exception that
///   says its outcome is unknown; never without notice.
/// - **C2** A message passed to [SyncedClient#send] is sent with the same message id until it is
///   acknowledged or refused for good, so it becomes exactly one message.
/// - **C3** A synced listener gets every message of its inbox once per (conversation, sequence),
///   and those of one conversation in ascending order, whatever frames are lost. Messages that are
///   fetched from history, because the inbox has dropped them, come before those that follow them.
/// - **C4** The stored inbox cursor never runs ahead of what was delivered to the listener.
/// - **C5** Whatever the server or the listener does, memory is bounded.
@NullMarked
package io.whaleshark.client.sdk;

import org.jspecify.annotations.NullMarked;
