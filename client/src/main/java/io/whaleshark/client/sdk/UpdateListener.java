package io.whaleshark.client.sdk;

/// Hears what changes.
///
/// - **Thread:** never two calls at once; each sees what the ones before did. The thread is one of
///   the client's, different ones at different times.
/// - **Blocking:** nothing else is told meanwhile. It may send, read, and make requests through
///   [SyncedClient#client]; it must not wait for the future of its own send.
/// - **Errors:** an exception stops the client for good and goes to the thread's uncaught-exception
///   handler.
@FunctionalInterface
public interface UpdateListener {
  void on(Update update);
}
