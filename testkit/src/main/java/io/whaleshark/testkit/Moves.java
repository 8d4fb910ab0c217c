package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.core.move.Move;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Moves for tests.
public final class Moves {

  private Moves() {}

  /// Moves everything, and expects that the copy is equal.
  public static void move(Contents from, Intake to) {
    assertThat(new Move(from, to, new Unwatched()).run().difference()).isEmpty();
  }

  /// Copies what is left to copy, and says what differs. The copy is not released.
  public static Optional<String> difference(Contents from, Intake to) {
    return new Move(from, new Unreleased(to), new Unwatched()).run().difference();
  }

  /// Copies the first facts, as a move does that is killed then.
  ///
  /// @param atMost so many
  public static void copySome(Contents from, Intake to, long atMost) {
    long there = to.begin(from.version(), from.newestStamp());
    Iterator<Fact> facts = from.facts();
    for (long i = 0; i < there; i++) {
      facts.next();
    }
    List<Fact> some = new ArrayList<>();
    while (some.size() < atMost && facts.hasNext()) {
      some.add(facts.next());
    }
    to.add(some);
  }

  /// Nobody watches.
  private static final class Unwatched implements Move.Progress {

    @Override
    public void copied(long messages) {}

    @Override
    public void compared(long messages) {}
  }

  /// Stays unfinished.
  private record Unreleased(Intake intake) implements Intake {

    @Override
    public long begin(String version, long newestStamp) {
      return intake.begin(version, newestStamp);
    }

    @Override
    public void add(List<Fact> facts) {
      intake.add(facts);
    }

    @Override
    public Contents contents() {
      return intake.contents();
    }

    @Override
    public List<String> faults() {
      return intake.faults();
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
      intake.close();
    }
  }
}
