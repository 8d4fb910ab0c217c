package io.whaleshark.server.webhook;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Message;
import io.whaleshark.protocol.HookAnswer;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.Written;
import io.whaleshark.server.config.BeforeSendConfig;
import io.whaleshark.server.config.BeforeSendConfig.OnFailure;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.outgoing.Calls;
import io.whaleshark.server.outgoing.OncePerMinute;
import io.whaleshark.translation.ToCore;
import io.whaleshark.translation.Verdict;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hook of one app: asked about a message, it says within a time-out what becomes of it.
/// Thread-safe.
///
/// Each message that waits has a virtual thread, and at most [BeforeSendConfig#inFlight] wait. One
/// more is not asked about: for it the hook has failed, as if it had not answered.
final class BeforeSendHook implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);
  private static final int BATCHES_AT_ONCE = 2;
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;
  private static final int REASON_CHARS = 256;
  private static final int ENVELOPE_BYTES = 4 << 10;

  private final int app;
  private final BeforeSendConfig config;
  private final int messageBytesAtMost;
  private final Clock clock;
  private final Metrics metrics;
  private final SignedRequests requests;
  private final Semaphore inFlight;
  private final Semaphore batches = new Semaphore(BATCHES_AT_ONCE);
  private final Phaser waiting = new Phaser(1); // messages of which nobody is told yet, and this
  private final OncePerMinute warnings;
  private volatile boolean isClosing;

  /// That the hook said nothing of use.
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    /// @param reason for the operator
    Failure(String reason) {
      super(reason, null, false, false);
    }
  }

  BeforeSendHook(
      int app, BeforeSendConfig config, int messageBytesAtMost, Clock clock, Metrics metrics) {
    this.app = app;
    this.config = config;
    this.messageBytesAtMost = messageBytesAtMost;
    this.clock = clock;
    this.metrics = metrics;
    this.requests =
        new SignedRequests(
            config.url(), config.mayBePrivate(), config.key(), config.timeout(), clock);
    this.inFlight = new Semaphore(config.inFlight());
    this.warnings = new OncePerMinute(clock);
  }

  /// The settings that it was opened with.
  BeforeSendConfig config() {
    return config;
  }

  /// See [BeforeSend#beginBatch].
  Optional<WaitingBatch> beginBatch() {
    return batches.tryAcquire() ? Optional.of(batches::release) : Optional.empty();
  }

  /// See [BeforeSend#ask].
  ///
  /// @return empty if another hook has taken its place
  Optional<CompletableFuture<Verdict>> ask(Written written) {
    if (isClosing || !inFlight.tryAcquire()) {
      Verdict failed = failed(written, "more than " + config.inFlight() + " messages wait for it");
      metrics.beforeSend(app).stop(word(failed));
      return Optional.of(CompletableFuture.completedFuture(failed));
    }
    if (waiting.register() < 0) {
      inFlight.release();
      return Optional.empty();
    }
    return Optional.of(asked(written, metrics.beforeSend(app)));
  }

  private CompletableFuture<Verdict> asked(Written written, Metrics.Stopwatch time) {
    CompletableFuture<Verdict> told = new CompletableFuture<>();
    CompletableFuture.supplyAsync(
            () -> {
              try {
                return verdict(written);
              } finally {
                inFlight.release();
              }
            },
            task -> Thread.ofVirtual().name("before-send").start(task))
        .orTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((verdict, failure) -> {
          try {
            Verdict result = verdict == null ? failed(written, reason(failure)) : verdict;
            told.complete(result);
            time.stop(word(result));
          } finally {
            // Whatever went wrong: nobody waits for ever.
            told.complete(Verdict.unsaid(written, retryLater("internal server error: retry")));
            waiting.arriveAndDeregister();
          }
        });
    return told;
  }

  private String reason(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof TimeoutException) {
      return requests.tooLate();
    }
    if (cause instanceof RuntimeException bug) {
      metrics.bug(bug);
    }
    return "it could not be asked: " + cause;
  }

  private static String word(Verdict verdict) {
    if (verdict.hasFailed()) {
      return "failed";
    }
    return verdict.refused().isPresent() ? "denied" : "allowed";
  }

  private Verdict verdict(Written written) {
    try {
      return verdict(written, HookAnswer.read(answer(written)));
    } catch (ProtocolException e) {
      return failed(written, e.detail());
    } catch (Failure e) {
      return failed(written, String.valueOf(e.getMessage()));
    }
  }

  private Verdict verdict(Written written, HookAnswer answer) throws Failure {
    if (answer.isDenied()) {
      return new Verdict(written, Optional.empty(), Optional.of(denied(answer.reason())), false);
    }
    if (answer.messageBody() == null && answer.extra() == null) {
      return Verdict.allowed(written);
    }
    Written changed =
        written.saying(
            Objects.requireNonNullElse(answer.messageBody(), written.messageBody()),
            answer.extra() == null ? written.extra() : answer.extra());
    JsonWriter json = new JsonWriter(ENVELOPE_BYTES);
    changed.write(json);
    if (json.size() > messageBytesAtMost) {
      throw new Failure("a message of more than " + messageBytesAtMost + " bytes");
    }
    Message.Sent wanted = ToCore.content(changed.messageBody(), changed.extra());
    return new Verdict(written, Optional.of(wanted), Optional.empty(), false);
  }

  private static Answer.Refused denied(String reason) {
    String shown =
        reason.isBlank()
            ? "message: refused by the app"
            : reason.substring(0, reason.offsetByCodePoints(0, shownCodePoints(reason)));
    return new Answer.Refused(Refusal.DENIED, shown);
  }

  private static int shownCodePoints(String reason) {
    return Math.min(REASON_CHARS, reason.codePointCount(0, reason.length()));
  }

  /// Makes the request, and returns the body of its answer.
  private byte[] answer(Written written) throws Failure {
    WebhookEvent question =
        EventWriter.beforeSend(app, written, StampClock.microsOf(clock.instant()));
    try {
      HttpResponse<byte[]> response =
          requests.send(question, BodyHandlers.ofByteArray(), answerBytesAtMost());
      int status = response.statusCode();
      if (status < SUCCESS || status >= REDIRECT) {
        throw new Failure("status " + status);
      }
      return response.body();
    } catch (Calls.Unanswered e) {
      throw new Failure(e.reason());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    }
  }

  /// A program that writes JSON may escape every character, at six bytes for one.
  private long answerBytesAtMost() {
    return 6L * messageBytesAtMost + ENVELOPE_BYTES;
  }

  private Verdict failed(Written written, String reason) {
    if (isClosing) {
      return Verdict.unsaid(written, retryLater("the server is shutting down"));
    }
    warn(reason);
    return switch (config.onFailure()) {
      case OPEN -> Verdict.unsaid(written, Optional.empty());
      case CLOSED -> Verdict.unsaid(written, retryLater("the hook of the app says nothing: retry"));
    };
  }

  private static Optional<Answer.Refused> retryLater(String detail) {
    return Optional.of(new Answer.Refused(Refusal.RETRY_LATER, detail));
  }

  private void warn(String reason) {
    if (warnings.isDue()) {
      String then = config.onFailure() == OnFailure.OPEN ? "sent unseen" : "refused";
      LOG.warn("the before-send hook of app {} fails, and messages are {}: {}", app, then, reason);
    }
  }

  /// Closes once the messages that wait have their answers, of which each comes in time. Nobody
  /// asks any more.
  void leave() {
    awaitTold(config.timeout().plus(ENDS_WITHIN));
    requests.close();
  }

  /// Refuses the messages that wait, and all that come. Returns when those who asked are told.
  @Override
  public void close() {
    isClosing = true;
    requests.close();
    awaitTold(ENDS_WITHIN);
  }

  private void awaitTold(Duration within) {
    try {
      int phase = waiting.arriveAndDeregister();
      waiting.awaitAdvanceInterruptibly(phase, within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException _) {
      LOG.warn("the before-send hook of app {}: some messages are not answered", app);
    }
  }
}
