package io.whaleshark.client.sdk;

/// Receives updates.
///
/// - **Thread:** calls never overlap, and each sees the effects of those before. The thread is one
///   of the client's, different ones at different times.
/// - **Blocking:** while a call blocks, no other update is delivered. A call may send, read, and
///   make requests through [SyncedClient#client]; it must not wait for the future of its own send.
/// - **Errors:** an exception stops the client for good and goes to the thread's uncaught-exception
///   handler.
@FunctionalInterface
public interface UpdateListener {
  void on(Update update);
}
