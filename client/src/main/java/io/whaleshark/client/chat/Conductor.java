package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.ClientException;
import io.whaleshark.client.sdk.DisconnectedException;
import io.whaleshark.client.sdk.Draft;
import io.whaleshark.client.sdk.RefusedException;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sdk.Update;
import io.whaleshark.client.sdk.UpdateListener;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ProtocolException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The main loop of a chat: handles typed lines and updates one after another, on the thread that
/// calls [#run]. The methods that enqueue are thread-safe.
final class Conductor implements UpdateListener, TypedCommands.Chat {
  private static final int UPDATES_AT_MOST = 10_000;

  /// Room for the updates, the acknowledgements (a synced client has at most 1000 unacknowledged
  /// messages) and the input, so that threads that must not block never do.
  private static final int QUEUE_AT_MOST = 4 * UPDATES_AT_MOST;

  private static final Duration ACK_PATIENCE = Duration.ofSeconds(30);
  private static final Duration QUIT_PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final BlockingQueue<Happening> queue = new LinkedBlockingQueue<>(QUEUE_AT_MOST);
  private final Semaphore updateRoom = new Semaphore(UPDATES_AT_MOST);
  private final Screen screen;
  private final Peer first;

  /// Volatile: the conductor sets it, the thread that reads lines shows it.
  private volatile String prompt = "> ";

  /// Volatile: the conductor sets it once, the threads that deliver updates read it.
  private volatile boolean over;

  private @Nullable Thread input;
  private int unacknowledged;
  private boolean failed;
  private boolean ended;
  private long deadlineNanos;

  /// @param first the conversation to open first
  Conductor(Screen screen, Peer first) {
    this.screen = screen;
    this.first = first;
  }

  /// Enqueues an update; blocks while too many wait.
  @Override
  public void on(Update update) {
    updateRoom.acquireUninterruptibly();
    if (!over) {
      queue.add(new Happening.Told(update));
    }
  }

  /// Runs the chat until the input ends or the client is stopped.
  ///
  /// @return whether everything typed has been executed
  boolean run(SyncedClient client, Lines lines, String user) throws InterruptedException {
    var told = new ToldUpdates(new ChatParts(client, screen, lines, user));
    var commands = new TypedCommands(told, this);
    try {
      while (!isOver(told)) {
        Happening happening = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (happening != null) {
          handle(happening, told, commands);
        }
        if (queue.isEmpty()) {
          told.showStatus();
        }
      }
    } finally {
      over = true;
      // Nobody dequeues updates any more, so no thread may block on a full queue: otherwise the
      // client couldn't be closed.
      updateRoom.release(UPDATES_AT_MOST);
      stopInput();
    }
    if (unacknowledged > 0) {
      failed = true;
      screen.printError(Lines.warning(unacknowledged + " messages were not acknowledged"));
    }
    return !failed && !told.isStopped();
  }

  private boolean isOver(ToldUpdates told) {
    return told.isStopped()
        || (ended && (unacknowledged == 0 || System.nanoTime() - deadlineNanos >= 0));
  }

  private void handle(Happening happening, ToldUpdates told, TypedCommands commands) {
    switch (happening) {
      case Happening.Told(Update update) -> {
        updateRoom.release();
        told.tell(update);
        if (told.isOnline() && input == null && !told.isStopped()) {
          begin(told);
        }
      }
      case Happening.Typed(String line, CountDownLatch handled) -> {
        try {
          commands.carryOut(Input.of(line));
        } catch (ClientException | ProtocolException e) {
          fail(String.valueOf(e.getMessage()));
        } finally {
          handled.countDown();
        }
      }
      case Happening.InputEnded _ -> end();
      case Happening.InputFailed(String why) -> giveUp(why);
      case Happening.Acknowledged(Peer to, String text, SendAck ack) -> {
        unacknowledged--;
        told.acknowledged(to, text, ack);
      }
      case Happening.NotSent(String text, String why) -> {
        unacknowledged--;
        fail("not sent: " + text + " (" + why + ")");
      }
    }
  }

  /// Opens the first conversation and starts reading lines. Without a conversation there is nothing
  /// to write to, so the chat ends; unless the connection broke, since there will be another one.
  private void begin(ToldUpdates told) {
    try {
      told.openFirst(first);
    } catch (DisconnectedException _) {
      return;
    } catch (ClientException e) {
      giveUp(
          e instanceof RefusedException refused && OpenConversation.isForeign(refused)
              ? Lines.name(first) + ": you are not a member of such a group"
              : String.valueOf(e.getMessage()));
      return;
    }
    showPrompt(told);
    input = Thread.ofPlatform().name("chat-input").daemon().start(this::readLines);
  }

  private void readLines() {
    try {
      for (var line = screen.readLine(prompt); line != null; line = screen.readLine(prompt)) {
        var handled = new CountDownLatch(1);
        queue.put(new Happening.Typed(line, handled));
        // The next prompt depends on the effect of this line.
        handled.await();
      }
      queue.put(new Happening.InputEnded());
    } catch (UncheckedIOException e) {
      queue.add(new Happening.InputFailed(String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      // The chat is over.
    }
  }

  private void stopInput() {
    var reading = input;
    if (reading != null) {
      reading.interrupt();
    }
  }

  @Override
  public void send(SyncedClient client, Draft message) {
    unacknowledged++;
    var text = MessageText.withContext(message.body());
    client
        .send(message)
        .whenComplete((ack, e) ->
            queue.add(
                ack != null
                    ? new Happening.Acknowledged(message.to(), text, ack)
                    : new Happening.NotSent(text, why(e))));
  }

  private static String why(@Nullable Throwable e) {
    return e == null ? "unknown" : String.valueOf(e.getMessage());
  }

  @Override
  public void showPrompt(ToldUpdates told) {
    if (told.hasOpen()) {
      var to = told.parts().client().conversation(told.openConversation().peer());
      prompt = Lines.prompt(told.parts().user(), to);
    }
  }

  @Override
  public void fail(String why) {
    failed |= !screen.isInteractive();
    screen.printError(Lines.warning(why));
  }

  /// Ends a chat that can't go on, which is a failure whoever uses it.
  private void giveUp(String why) {
    failed = true;
    fail(why);
    end();
  }

  @Override
  public void end() {
    ended = true;
    var patience = screen.isInteractive() ? QUIT_PATIENCE : ACK_PATIENCE;
    deadlineNanos = System.nanoTime() + patience.toNanos();
  }
}
