package io.whaleshark.core.reading;

import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import java.util.function.LongSupplier;

/// Tells cursors that this store has given from those that it never gave, such as one of another
/// server, or of this one before it was restored from an older copy. "Nothing is left" would be
/// wrong there: everything is.
public final class Cursors {

  /// No cursor was given up to here. Clients begin a list with it, for what a list from 0 leaves
  /// out.
  private static final long BEGINNING = 1;

  private Cursors() {}

  /// What a pull answers that found nothing after its cursor.
  ///
  /// @param newest beyond which no cursor was given; asked only here, where nothing was found
  public static <T> Outcome<T> nothingAfter(long cursor, LongSupplier newest, T nothing) {
    if (cursor <= BEGINNING || cursor <= newest.getAsLong()) {
      return new Outcome.Granted<>(nothing);
    }
    return new Outcome.Refused<>(
        Refusal.READ_AHEAD,
        "lastSequence: "
            + cursor
            + " was not given by this server (expected: a maxSequence, or 0)");
  }
}
