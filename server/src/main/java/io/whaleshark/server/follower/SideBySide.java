package io.whaleshark.server.follower;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Tasks that go on side by side, each in a virtual thread of its own. Closing it interrupts those
/// that have not ended. Confined to the thread that starts them.
public final class SideBySide implements AutoCloseable {

  private final List<Thread> threads = new ArrayList<>();
  private final List<FutureTask<Boolean>> tasks = new ArrayList<>();

  /// Starts one more.
  public void start(Callable<Boolean> task) {
    FutureTask<Boolean> started = new FutureTask<>(task);
    tasks.add(started);
    threads.add(Thread.ofVirtual().start(started));
  }

  /// Waits until all have ended.
  ///
  /// @return whether all of them return true
  /// @throws RuntimeException if one of them throws it; the others are not waited for
  /// @throws InterruptedException if the caller or a task is interrupted
  public boolean areTrue() throws InterruptedException {
    boolean all = true;
    for (FutureTask<Boolean> task : tasks) {
      all &= result(task);
    }
    return all;
  }

  private static boolean result(FutureTask<Boolean> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw whatEnded(e.getCause());
    }
  }

  private static RuntimeException whatEnded(@Nullable Throwable cause) throws InterruptedException {
    if (cause instanceof InterruptedException) {
      throw new InterruptedException("closing");
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
