package io.whaleshark.core.reading;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Engine;
import java.util.concurrent.atomic.AtomicLong;

/// Tells cursors that this store has given from those that it never gave, such as one of another
/// server, or of this one before it was restored from an older copy. "Nothing is left" would be
/// wrong there: everything is. Thread-safe.
///
/// A cursor is a stamp. One beyond the newest stamp was given elsewhere. One below it may have been
/// as well, which nobody can see.
public final class Cursors {

  /// No cursor was given up to here. Clients begin a list with it, for what a list from 0 leaves
  /// out.
  private static final long BEGINNING = 1;

  private final Engine engine;

  /// The newest stamp when the engine was last asked: most cursors are below it, and cost nothing.
  private final AtomicLong known = new AtomicLong(BEGINNING);

  public Cursors(Engine engine) {
    this.engine = engine;
  }

  /// What a pull answers that found nothing after its cursor. May ask the engine, and blocks then.
  public <T> Outcome<T> nothingAfter(long cursor, T nothing) {
    if (cursor <= known.get()) {
      return new Outcome.Granted<>(nothing);
    }
    if (cursor <= known.accumulateAndGet(engine.newestStamp(), Math::max)) {
      return new Outcome.Granted<>(nothing);
    }
    return new Outcome.Refused<>(
        Refusal.READ_AHEAD,
        "lastSequence: "
            + cursor
            + " was not given by this server (expected: a maxSequence, or 0)");
  }
}
