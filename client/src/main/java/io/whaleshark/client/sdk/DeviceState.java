package io.whaleshark.client.sdk;

import io.whaleshark.client.sync.Backoff;
import io.whaleshark.client.sync.ConversationBook;
import io.whaleshark.client.sync.Inbox;
import io.whaleshark.client.sync.Outbox;
import io.whaleshark.client.sync.OwnTyping;
import io.whaleshark.client.sync.TypingBook;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// The state of the device, behind one lock. Thread-safe.
///
/// The lock is held only briefly: never during requests, socket writes or listener calls. So the
/// thread that reads a socket may take it.
final class DeviceState {

  /// The parts; use them only under the lock.
  record Parts(
      Inbox inbox,
      Outbox<Draft> outbox,
      ConversationBook book,
      OwnTyping ownTyping,
      TypingBook typing) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Parts parts;

  /// @throws java.io.UncheckedIOException if the cursor can't be read
  DeviceState(ClientConfig config, SyncConfig sync) {
    var pauses = new Backoff(sync.firstPause(), sync.longestPause(), sync.random());
    var outbox = new Outbox<Draft>(config.timing().answer(), pauses);
    long cursor = sync.cursors().load();
    this.parts =
        new Parts(
            new Inbox(config.user(), cursor, sync.gapMessagesAtMost(), outbox::isSentHere, pauses),
            outbox,
            new ConversationBook(config.user(), pauses),
            new OwnTyping(),
            new TypingBook());
  }

  /// Runs a function on the parts under the lock and returns its result.
  <T> T ask(Function<Parts, T> question) {
    lock.lock();
    try {
      return question.apply(parts);
    } finally {
      lock.unlock();
    }
  }

  /// Runs an action on the parts under the lock.
  void tell(Consumer<Parts> news) {
    lock.lock();
    try {
      news.accept(parts);
    } finally {
      lock.unlock();
    }
  }
}
