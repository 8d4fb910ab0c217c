package io.whaleshark.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is asked beside the lane: how much at once, in which order, and what a failure leads to.
class LookupsTest {

  private final Deque<Runnable> beside = new ArrayDeque<>();
  private final Deque<Command> lane = new ArrayDeque<>();
  private final Lookups lookups = new Lookups(beside::add, lane::add, this::read);
  private final List<String> log = new ArrayList<>();
  private boolean isAway;

  private void read() {
    if (isAway) {
      throw new EngineException(EngineException.Kind.UNAVAILABLE, "away");
    }
  }

  /// Asks the engine for a name.
  private final class Named implements Lookups.Question {

    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void begins() {
      log.add(name + " begins");
    }

    @Override
    public Runnable ask() {
      read();
      return () -> log.add(name);
    }

    @Override
    public void fails(RuntimeException failure) {
      log.add(name + " fails");
    }
  }

  /// Asks what waits beside the lane, and lets the lane take its turns.
  private void happens() {
    while (!beside.isEmpty()) {
      beside.remove().run();
    }
    while (!lane.isEmpty()) {
      lane.remove().reply().answer(Answer.DONE);
    }
  }

  @Test
  @DisplayName("a few are asked at once, the others wait in order")
  void askedAtOnce() {
    for (int i = 0; i < Lookups.AT_ONCE + 2; i++) {
      lookups.ask(new Named("q" + i));
    }
    assertThat(beside).hasSize(Lookups.AT_ONCE);
    assertThat(log).hasSize(Lookups.AT_ONCE).last().isEqualTo("q15 begins");
    happens();
    assertThat(beside).hasSize(2);
    happens();
    assertThat(log).last().isEqualTo("q17");
  }

  @Test
  @DisplayName("an answer that can wait takes effect at the next tick")
  void patientAnswersWaitForTheTick() {
    lookups.askPatiently(new Named("patient"));
    lookups.ask(new Named("urgent"));
    happens();
    assertThat(log).containsExactly("patient begins", "urgent begins", "urgent");
    assertThat(lookups.tick(1)).isEqualTo(Long.MAX_VALUE);
    assertThat(log).last().isEqualTo("patient");
  }

  @Test
  @DisplayName("P7 while the engine is away, who can wait is asked again, and all others fail")
  void failuresAreAskedAgain() {
    isAway = true;
    lookups.askPatiently(new Named("patient"));
    assertThatThrownBy(this::happens).isInstanceOf(EngineException.class);
    assertThat(lookups.tick(1_000)).isEqualTo(101_000);
    lookups.ask(new Named("urgent"));
    assertThatThrownBy(this::happens).isInstanceOf(EngineException.class);
    assertThat(log).last().isEqualTo("urgent fails");
    isAway = false;
    assertThat(lookups.tick(100_999)).isEqualTo(101_000);
    assertThat(beside).isEmpty();
    assertThat(lookups.tick(101_000)).isEqualTo(Long.MAX_VALUE);
    happens();
    long _ = lookups.tick(101_001);
    assertThat(log).last().isEqualTo("patient");
  }

  /// Asks for what cannot be read, whatever else can.
  private final class Unreadable implements Lookups.Question {

    private final EngineException.Kind kind;
    private int asked;

    Unreadable(EngineException.Kind kind) {
      this.kind = kind;
    }

    @Override
    public void begins() {}

    @Override
    public Runnable ask() {
      asked++;
      throw new EngineException(kind, "cannot be read");
    }

    @Override
    public void fails(RuntimeException failure) {
      log.add("fails after " + asked);
    }
  }

  @ParameterizedTest
  @EnumSource(EngineException.Kind.class)
  @DisplayName("what cannot be read while all else can fails, and holds up nobody")
  void failsForGood(EngineException.Kind kind) {
    lookups.askPatiently(new Unreadable(kind));
    lookups.askPatiently(new Named("patient"));
    int tries = kind == EngineException.Kind.CORRUPT ? 1 : 3;
    for (int i = 0; i < tries; i++) {
      assertThat(log).doesNotContain("fails after " + tries);
      assertThatThrownBy(this::happens).isInstanceOf(EngineException.class);
    }
    happens();
    assertThat(lookups.tick(1))
        .as("nothing waits until the engine answers")
        .isEqualTo(Long.MAX_VALUE);
    assertThat(log).contains("fails after " + tries, "patient");
  }

  @Test
  @DisplayName("P10 a bounded number of questions waits")
  void waitingIsBounded() {
    int atMost = 16_384;
    for (int i = 0; i < Lookups.AT_ONCE + atMost; i++) {
      lookups.askPatiently(new Named("q"));
    }
    assertThat(log).doesNotContain("q fails");
    lookups.askPatiently(new Named("one too many"));
    assertThat(log).last().isEqualTo("one too many fails");
  }
}
