package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.retention.Sweep;
import org.junit.jupiter.api.Test;

/// Expired messages are deleted once, and only after their floor was raised.
class SweepTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");

  @Test
  void itCountsWhatItDeletes() {
    alice.sends("one").to(bob).done();
    alice.sends("two").to(bob).done();
    alice.sends("note").to(alice).done();
    assertThat(world.everythingExpires()).isEqualTo(3);
    assertThat(world.everythingExpires()).isZero();
  }

  @Test
  void nothingIsDeletedWhoseFloorIsNotRaised() {
    alice.sends("one").to(bob).done();
    Answer refused = new Answer.Refused(Refusal.RETRY_LATER, "busy");
    assertThatThrownBy(() -> new Sweep(world.engine).run(_ -> Long.MAX_VALUE, _ -> refused))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("busy");
    assertThat(world.history(alice.with(bob))).hasSize(1);
  }

  @Test
  void aFloorIsRaisedOnce() {
    alice.sends("one").to(bob).done();
    world.floorsRise();
    long newest = world.engine.newestStamp();
    world.floorsRise();
    assertThat(world.engine.newestStamp()).isEqualTo(newest);
  }
}
