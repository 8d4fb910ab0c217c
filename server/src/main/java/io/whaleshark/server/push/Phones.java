package io.whaleshark.server.push;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.PushTokens;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.server.follower.Follower;
import io.whaleshark.server.outgoing.OncePerMinute;
import io.whaleshark.server.push.port.PushMessage;
import io.whaleshark.server.push.port.PushService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has one service bring messages to the phones of users, to a few users at once. Each message is
/// tried until the service has it, or says that it never will. Thread-safe.
final class Phones {

  /// Makes a message, anew for each attempt.
  @FunctionalInterface
  interface Source {

    /// The message as it is now; empty if there is none any more.
    ///
    /// @throws EngineException if it cannot be made
    Optional<PushMessage> message();
  }

  /// What is counted: of how many messages what became.
  @FunctionalInterface
  interface Counting {

    /// Counts one message.
    ///
    /// @param kind alert or withdrawal
    /// @param result accepted, dead, refused or later
    void count(String kind, String result);
  }

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final int TURNS = 256;

  /// So often a message fails after another one was answered, until it is given up: by then it was
  /// tried alone many times.
  private static final int FAILURES_AMONG_OTHERS = 50;

  private final String title;
  private final PushService service;
  private final Counting counting;
  private final Semaphore places;
  private final SendingPace pace;
  private final OncePerMinute warnings;
  private final OncePerMinute refusals;

  /// One after another of each user: a badge must not be overtaken by an older one.
  private final List<Lock> turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).map(Lock.class::cast).toList();

  /// @param title of the follower, for the operator
  /// @param inFlight to how many users at once
  Phones(
      String title,
      PushService service,
      int inFlight,
      Follower follower,
      Counting counting,
      Clock clock) {
    this.title = title;
    this.service = service;
    this.counting = counting;
    this.places = new Semaphore(inFlight, true);
    this.pace = new SendingPace(follower);
    this.warnings = new OncePerMinute(clock);
    this.refusals = new OncePerMinute(clock);
  }

  /// Whose tokens there are, and who forgets one that is dead.
  record Registry(PushTokens tokens, Consumer<PushToken> forget) {}

  /// Waits until a user may be told. [#tellInPlace] follows, in any thread.
  void takePlace() throws InterruptedException {
    places.acquire();
  }

  /// Tells all phones of a user that have this service, after [#takePlace].
  ///
  /// @return false if another node tells them now
  boolean tellInPlace(UserId user, Registry registry, Source source) throws InterruptedException {
    Lock turn = turns.get(Math.floorMod(user.hashCode(), TURNS));
    try {
      turn.lockInterruptibly();
      try {
        return tellEach(user, registry, source);
      } finally {
        turn.unlock();
      }
    } finally {
      places.release();
    }
  }

  private boolean tellEach(UserId user, Registry registry, Source source)
      throws InterruptedException {
    for (PushToken token : reading(() -> registry.tokens().pushTokens(user))) {
      if (token.service().equals(service.name()) && !tell(token, registry, source)) {
        return false;
      }
    }
    return true;
  }

  private boolean tell(PushToken listed, Registry registry, Source source)
      throws InterruptedException {
    int failures = 0;
    long answered = pace.answered();
    SendingPace.Result result = tryOnce(listed, registry, source);
    while (result == SendingPace.Result.TO_BE_TRIED_AGAIN) {
      if (pace.answered() > answered) {
        answered = pace.answered();
        failures++;
      }
      if (failures == FAILURES_AMONG_OTHERS) {
        refused("it fails while others are taken");
        return true;
      }
      result = tryOnce(listed, registry, source);
    }
    return result == SendingPace.Result.DONE;
  }

  private SendingPace.Result tryOnce(PushToken listed, Registry registry, Source source)
      throws InterruptedException {
    try {
      return pace.attempt(() -> attempt(listed, registry, source));
    } catch (EngineException e) {
      awaitEngine(e);
      return SendingPace.Result.TO_BE_TRIED_AGAIN;
    }
  }

  /// Asks the engine until it answers. To begin anew would tell again those who were told.
  <T> T reading(Supplier<T> question) throws InterruptedException {
    while (true) {
      try {
        return question.get();
      } catch (EngineException e) {
        awaitEngine(e);
      }
    }
  }

  private void awaitEngine(EngineException e) throws InterruptedException {
    failed("what to send cannot be read: " + e.getMessage());
    pace.awaitEngine();
  }

  /// @param listed names the device. Its token is read anew: since then the phone may be somebody
  ///   else's
  private SendingPace.Outcome attempt(PushToken listed, Registry registry, Source source)
      throws InterruptedException {
    Optional<PushToken> token =
        registry.tokens().pushTokens(listed.user()).stream()
            .filter(now -> now.device().equals(listed.device()))
            .filter(now -> now.service().equals(listed.service()))
            .findFirst();
    Optional<PushMessage> message = token.isEmpty() ? Optional.empty() : source.message();
    if (message.isEmpty()) {
      return new SendingPace.Outcome.NothingToSend();
    }
    PushService.Answer answer = service.send(message.get(), token.get().token());
    count(message.get(), answer);
    switch (answer) {
      case PushService.Accepted _ -> {}
      case PushService.Dead dead -> {
        if (token.get().registeredAt() < dead.since().orElse(Long.MAX_VALUE)) {
          registry.forget().accept(token.get());
        }
      }
      case PushService.Refused(String reason) -> refused(reason);
      case PushService.Later(String reason, Duration after) -> {
        failed(reason);
        return new SendingPace.Outcome.Busy(after);
      }
    }
    return new SendingPace.Outcome.Answered();
  }

  private void refused(String reason) {
    if (refusals.isDue()) {
      LOG.warn("{}: a notification is refused, and not sent: {}", title, reason);
    }
  }

  private void count(PushMessage message, PushService.Answer answer) {
    String kind =
        switch (message) {
          case PushMessage.Alert _ -> "alert";
          case PushMessage.Withdrawal _ -> "withdrawal";
        };
    counting.count(kind, answer.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  /// Tells the operator that something failed and is tried again.
  void failed(String reason) {
    if (warnings.isDue()) {
      LOG.warn("{} fails, and is tried again: {}", title, reason);
    }
  }
}
