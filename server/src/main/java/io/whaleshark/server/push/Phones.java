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
    for (PushToken token : registry.tokens().pushTokens(user)) {
      if (token.service().equals(service.name()) && !tell(token, registry, source)) {
        return false;
      }
    }
    return true;
  }

  private boolean tell(PushToken token, Registry registry, Source source)
      throws InterruptedException {
    SendingPace.Result result = SendingPace.Result.TO_BE_TRIED_AGAIN;
    while (result == SendingPace.Result.TO_BE_TRIED_AGAIN) {
      result = pace.attempt(() -> attempt(token, registry, source));
    }
    return result == SendingPace.Result.DONE;
  }

  /// @return the pause that the service asks for, or zero, if it takes nothing now
  private Optional<Duration> attempt(PushToken token, Registry registry, Source source)
      throws InterruptedException {
    Optional<PushMessage> message = source.message();
    if (message.isEmpty()) {
      return Optional.empty();
    }
    PushService.Answer answer = service.send(message.get(), token.token());
    count(message.get(), answer);
    switch (answer) {
      case PushService.Accepted _ -> {}
      case PushService.Dead dead -> {
        if (token.registeredAt() < dead.since().orElse(Long.MAX_VALUE)) {
          registry.forget().accept(token);
        }
      }
      case PushService.Refused(String reason) -> {
        if (refusals.isDue()) {
          LOG.warn("{}: a notification is refused, and not sent: {}", title, reason);
        }
      }
      case PushService.Later(String reason, Duration after) -> {
        failed(reason);
        return Optional.of(after);
      }
    }
    return Optional.empty();
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
