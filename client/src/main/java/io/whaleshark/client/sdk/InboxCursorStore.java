package io.whaleshark.client.sdk;

/// Stores the inbox cursor of one device of one user: the newest inbox sequence that it has
/// handled.
///
/// Called by one thread at a time. May block. Failures are thrown as
/// [java.io.UncheckedIOException].
public interface InboxCursorStore {

  /// The stored cursor, or 0 if none was stored.
  long load();

  /// Stores the cursor and replaces the previous one. After a crash, an older cursor is harmless,
  /// because messages are delivered again; a newer one would lose some.
  void store(long cursor);

  /// An in-memory cursor: each start of the process pulls the whole inbox.
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
