package io.whaleshark.core.delivery;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// Asks the engine, beside the lane, what telling needs to know: the lane itself never waits for a
/// read.
///
/// A few questions are asked at once, the others wait here in their order. What follows from an
/// answer is done on the lane's thread: for that, the answer takes a turn in the lane like a
/// command. Whoever asks sees to it that of one matter there is one question at a time; so answers
/// cannot overtake one another.
///
/// Confined to the lane's thread, except [Question#ask] and [#inTurn].
public final class Lookups {

  /// Something to find out.
  interface Question {

    /// It is asked now: the answer will hold at least what was committed before. On the lane's
    /// thread.
    void begins();

    /// Asks the engine. Beside the lane, so it touches nothing that belongs to the lane.
    ///
    /// @return what follows from the answer; runs on the lane's thread
    Runnable ask();

    /// There will be no answer. On the lane's thread.
    void fails(RuntimeException failure);
  }

  /// @param failures how often it failed though the engine answers
  private record Asked(Question question, boolean isPatient, int failures) {

    Asked failed() {
      return new Asked(question, isPatient, failures + 1);
    }
  }

  /// How many are asked at once.
  public static final int AT_ONCE = 16;

  /// How many patient questions wait. Whoever misses an answer finds out at the next login.
  private static final int PATIENT_AT_MOST = 16_384;

  /// How often a patient question may fail though the engine answers.
  private static final int FAILURES_AT_MOST = 3;

  private static final long TRY_AGAIN_MICROS = 100_000;

  private final Executor beside;
  private final Consumer<Command> lane;
  private final Runnable probe;
  private final Deque<Asked> waiting = new ArrayDeque<>();
  private final Deque<Asked> patient = new ArrayDeque<>();
  private final Deque<Runnable> answered = new ArrayDeque<>(); // of the patient ones
  private int running;
  private boolean isEngineAway; // as the patient ones found
  private long tryAgainAt = Long.MAX_VALUE;

  /// @param beside where questions are asked
  /// @param lane takes a command in any case
  /// @param probe asks the engine for next to nothing, and fails if it is away
  public Lookups(Executor beside, Consumer<Command> lane, Runnable probe) {
    this.beside = beside;
    this.lane = lane;
    this.probe = probe;
  }

  /// Asks something that somebody waits for: it fails when the engine does, and its answer takes
  /// effect in its turn.
  void ask(Question question) {
    waiting.add(new Asked(question, false, 0));
    beginWaiting();
  }

  /// Asks something that can wait: while the engine is away it is asked again, and its answer takes
  /// effect at the next [#tick]. So nobody is told anything while it is unknown what was stored. A
  /// question that fails again and again though the engine answers fails for good.
  void askPatiently(Question question) {
    if (patient.size() >= PATIENT_AT_MOST) {
      question.fails(
          new EngineException(
              EngineException.Kind.UNAVAILABLE, "more than " + PATIENT_AT_MOST + " look-ups wait"));
      return;
    }
    askPatientlyAlways(question);
  }

  /// The same, for an asker who sees to it that only a few of its questions wait.
  void askPatientlyAlways(Question question) {
    patient.add(new Asked(question, true, 0));
    beginWaiting();
  }

  /// Does something on the lane's thread, in a turn of its own. Called by any thread.
  void inTurn(Runnable then) {
    lane.accept(new Command.Turn(_ -> then.run()));
  }

  /// Does what follows from patient questions, and asks again what failed.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] if nothing waits for a time
  long tick(long now) {
    while (!answered.isEmpty()) {
      answered.removeFirst().run();
    }
    if (isEngineAway && tryAgainAt == Long.MAX_VALUE) {
      tryAgainAt = now + TRY_AGAIN_MICROS;
    }
    if (now >= tryAgainAt) {
      isEngineAway = false;
      tryAgainAt = Long.MAX_VALUE;
      beginWaiting();
    }
    return tryAgainAt;
  }

  private void beginWaiting() {
    while (running < AT_ONCE) {
      Asked next = waiting.poll();
      if (next == null && !isEngineAway) {
        next = patient.poll();
      }
      if (next == null) {
        return;
      }
      begin(next);
    }
  }

  private void begin(Asked asked) {
    running++;
    asked.question().begins();
    FutureTask<Runnable> asking = new FutureTask<>(asked.question()::ask);
    FutureTask<Boolean> probing = new FutureTask<>(probe, true);
    beside.execute(() -> {
      asking.run();
      if (asked.isPatient() && asking.state() == Future.State.FAILED) {
        probing.run();
      }
      boolean isAway = probing.state() == Future.State.FAILED;
      inTurn(() -> ended(asked, asking, isAway));
    });
  }

  private void ended(Asked asked, FutureTask<Runnable> asking, boolean isAway) {
    running--;
    try {
      if (asking.state() == Future.State.SUCCESS) {
        answered(asked, asking.resultNow());
      } else {
        failed(asked, asking.exceptionNow(), isAway);
      }
    } finally {
      beginWaiting();
    }
  }

  private void answered(Asked asked, Runnable then) {
    if (asked.isPatient()) {
      answered.add(then);
    } else {
      then.run();
    }
  }

  /// @throws RuntimeException that failure in any case: the lane tells its listener. An error ends
  ///   the lane, as if the lane itself had asked
  private void failed(Asked asked, Throwable cause, boolean isAway) {
    if (cause instanceof Error error) {
      throw error;
    }
    RuntimeException failure = (RuntimeException) cause; // questions declare no other
    boolean mayPass =
        failure instanceof EngineException e && e.kind() != EngineException.Kind.CORRUPT;
    if (mayPass && isAway) {
      patient.addFirst(asked);
      isEngineAway = true;
    } else if (mayPass && asked.isPatient() && asked.failures() + 1 < FAILURES_AT_MOST) {
      patient.addLast(asked.failed());
    } else {
      asked.question().fails(failure);
    }
    throw failure;
  }
}
