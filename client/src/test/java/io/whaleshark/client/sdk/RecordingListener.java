package io.whaleshark.client.sdk;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps updates for a test to wait for.
final class RecordingListener implements UpdateListener {
  private static final long SECONDS = 30;

  private final BlockingQueue<Update> updates = new LinkedBlockingQueue<>(100_000);

  @Override
  public void on(Update update) {
    updates.add(update);
  }

  /// Waits for the next update of a kind; others before it are dropped.
  <T extends Update> T next(Class<T> kind) throws InterruptedException {
    for (int i = 0; i < 100_000; i++) {
      var update = updates.poll(SECONDS, TimeUnit.SECONDS);
      if (update == null) {
        break;
      }
      if (kind.isInstance(update)) {
        return kind.cast(update);
      }
    }
    throw new AssertionError("no " + kind.getSimpleName() + " within " + SECONDS + " s");
  }

  /// Waits until everything has been told.
  void awaitOnline() throws InterruptedException {
    SyncState state;
    do {
      state = next(Update.StateChanged.class).state();
    } while (!(state instanceof SyncState.Online));
  }

  /// The sequences of the next messages.
  List<Long> arrived(int count) throws InterruptedException {
    Long[] sequences = new Long[count];
    for (int i = 0; i < count; i++) {
      sequences[i] = next(Update.Arrived.class).message().messageSequence();
    }
    return List.of(sequences);
  }

  /// What has come and was not waited for.
  List<Update> rest() {
    return List.copyOf(updates);
  }
}
