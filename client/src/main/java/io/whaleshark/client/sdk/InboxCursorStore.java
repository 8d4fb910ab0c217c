package io.whaleshark.client.sdk;

/// Where one device of one user keeps the newest inbox sequence it has handled.
///
/// Called by one thread at a time. May block. A failure is thrown as an
/// [java.io.UncheckedIOException].
public interface InboxCursorStore {

  /// The stored cursor, or 0 if none was stored.
  long load();

  /// Stores the cursor in place of the one before. An older cursor left by a crash is harmless:
  /// messages are told again; a newer one would lose some.
  void store(long cursor);

  /// A cursor that is forgotten with the process, so each start pulls the whole inbox.
  static InboxCursorStore inMemory() {
    return new InboxCursorStore() {
      private long kept;

      @Override
      public long load() {
        return kept;
      }

      @Override
      public void store(long cursor) {
        kept = cursor;
      }
    };
  }
}
