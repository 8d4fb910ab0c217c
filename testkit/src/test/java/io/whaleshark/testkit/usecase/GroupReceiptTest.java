package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.FaultyEngine.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P7 and P11: the authors in a group are told that their messages were read, in a bounded number
/// of frames.
class GroupReceiptTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");
  private final Device carol = world.phone("carol");
  private final ConversationId.Group group = world.group("g", "alice", "bob", "carol");

  private static List<Push.GroupRead> receipts(Device device) {
    return device.pushes(Push.GroupRead.class);
  }

  @Test
  @DisplayName("P7 every author whose message became read learns of it once, at once")
  void everyAuthorIsToldOnce() {
    Device alicesDesktop = world.desktop("alice");
    alice.sends("1").to(group).done();
    Message newestOfAlice = alice.sends("2").to(group).message();
    Message bobs = bob.sends("3").to(group).message();
    carol.reads(group, 3).done();
    var toAlice = new Push.GroupRead(carol.user(), group, 3, newestOfAlice, 1);
    assertThat(receipts(alice)).containsExactly(toAlice);
    assertThat(receipts(alicesDesktop)).containsExactly(toAlice);
    assertThat(receipts(bob)).containsExactly(new Push.GroupRead(carol.user(), group, 3, bobs, 1));
    assertThat(receipts(carol)).isEmpty();
    world.passes(Duration.ofSeconds(1));
    carol.reads(group, 3).done();
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice)).hasSize(1);
  }

  @Test
  @DisplayName("P7 who wrote nothing that became read is told nothing")
  void othersAreNotTold() {
    alice.sends("1").to(group).done();
    carol.reads(group, 1).done();
    bob.sends("2").to(group).done();
    world.passes(Duration.ofSeconds(1));
    alice.forget();
    carol.reads(group, 2).done();
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice)).isEmpty();
    assertThat(receipts(bob)).hasSize(1);
  }

  @Test
  void readingOneselfTellsOneselfNothing() {
    alice.sends("1").to(group).done();
    alice.reads(group, 1).done();
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice)).isEmpty();
  }

  @Test
  @DisplayName("P7 a read within the interval is told at its end, although the clock was set back")
  void theClockIsSetBack() {
    Message message = alice.sends("1").to(group).message();
    bob.reads(message).done();
    world.passes(Duration.ofMillis(100));
    carol.reads(message).done();
    world.clock.advance(Duration.ofHours(-1));
    assertThat(receipts(alice)).hasSize(1);
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice)).extracting(Push.GroupRead::readCount).containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("P7 a read within the interval waits for its end, and carries the count of then")
  void secondReadWaits() {
    Message message = alice.sends("1").to(group).message();
    world.clock.advance(Duration.ofSeconds(1));
    bob.reads(message).done();
    world.passes(Duration.ofMillis(100));
    carol.reads(message).done();
    assertThat(receipts(alice)).extracting(Push.GroupRead::readCount).containsExactly(1L);
    world.passes(Duration.ofMillis(90));
    assertThat(receipts(alice)).hasSize(1);
    world.passes(Duration.ofMillis(10));
    assertThat(receipts(alice)).extracting(Push.GroupRead::readCount).containsExactly(1L, 2L);
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice)).hasSize(2);
  }

  @Test
  @DisplayName(
      "P11 a thousand readers in five seconds cost an author 26 frames, the last one exact")
  void thousandReadersAreCoalesced() {
    var crowd = new ConversationId.Group(World.APP, "crowd");
    String[] names =
        IntStream.rangeClosed(0, 1000)
            .mapToObj(i -> i == 0 ? "alice" : "member" + i)
            .toArray(String[]::new);
    assertThat(world.group(crowd.name(), names)).isEqualTo(crowd);
    Message message = alice.sends("hi all").to(crowd).message();
    Message newest = alice.sends("and more").to(crowd).message();
    List<Device> readers = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      readers.add(world.device("member" + i, DeviceKind.IOS, "phone"));
    }
    for (int i = 0; i < 1000; i++) {
      Device reader = readers.get(i);
      world.withoutTurn(() -> {
        reader.reads(message);
        reader.reads(newest);
      });
      if (i % 2 == 1) {
        world.clock.advance(Duration.ofMillis(10));
        world.turns();
      }
    }
    world.passes(Duration.ofMillis(200));
    assertThat(receipts(alice)).hasSizeBetween(2, 27);
    assertThat(receipts(alice).getLast().readCount()).isEqualTo(1000);
    assertThat(receipts(alice).getLast().counted()).isEqualTo(newest);
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice)).hasSizeBetween(2, 27);
  }

  @Test
  @DisplayName("P7 the last frame names the farthest read of its interval")
  void farthestReadIsNamed() {
    Message first = alice.sends("1").to(group).message();
    Message second = alice.sends("2").to(group).message();
    world.joins(group, "dave").done();
    world.together(() -> {
      bob.reads(first);
      carol.reads(second);
      bob.reads(first);
    });
    world.passes(Duration.ofMillis(300));
    assertThat(receipts(alice)).hasSize(2);
    assertThat(receipts(alice).getLast().counted()).isEqualTo(second);
    assertThat(receipts(alice).getLast().sequence()).isEqualTo(2);
  }

  @Test
  @DisplayName("P9 an author who leaves before the interval ends is not told any more")
  void authorWhoLeftIsNotTold() {
    Message message = bob.sends("1").to(group).message();
    alice.reads(message).done();
    carol.reads(message).done();
    assertThat(receipts(bob)).hasSize(1);
    world.leaves(group, "bob").done();
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(bob)).hasSize(1);
  }

  @Test
  @DisplayName("P7 a receipt that could not be made is made when the interval ends")
  void receiptSurvivesAnEngineThatFails() {
    Message message = alice.sends("1").to(group).message();
    bob.reads(message).done();
    carol.reads(message).done();
    world.engine.failBy(Fault.READS);
    int ended = world.turnsEnded;
    world.passes(Duration.ofMillis(200));
    assertThat(world.turnsEnded - ended).as("it does not try all the time").isBetween(20, 22);
    world.engine.failBy(Fault.NONE);
    assertThat(receipts(alice)).hasSize(1);
    world.passes(Duration.ofMillis(400));
    assertThat(receipts(alice)).extracting(Push.GroupRead::readCount).containsExactly(1L, 2L);
    assertThat(world.bugs).isEmpty();
    assertThat(world.failedBatches).isPositive();
  }

  @Test
  @DisplayName("P7 many messages read at once: all their authors are told")
  void longReadFindsItsAuthors() {
    bob.sends("early").to(group).done();
    for (int i = 0; i < 1100; i++) {
      alice.sends("x").to(group).done();
    }
    carol.reads(group, 1101).done();
    assertThat(receipts(alice)).hasSize(1);
    assertThat(receipts(bob)).hasSize(1);
  }

  @Test
  @DisplayName("a receipt that waits for somebody who has gone is for nobody")
  void whoHasGoneIsToldNothing() {
    alice.sends("x").to(group).done();
    alice.sends("x").to(group).done();
    bob.reads(group, 1).done();
    bob.reads(group, 2).done();
    alice.logsOut().done();
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice)).hasSize(1);
    assertThat(world.bugs).isEmpty();
  }

  @Test
  @DisplayName("P7 of the reads that wait the furthest is told, and of equals the last")
  void theFurthestOfTheReadsThatWaitIsTold() {
    for (int i = 0; i < 5; i++) {
      alice.sends("x").to(group).done();
    }
    bob.reads(group, 1).done();
    carol.reads(group, 5).done();
    bob.reads(group, 3).done();
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice)).extracting(Push.GroupRead::sequence).containsExactly(1L, 5L);
    assertThat(receipts(alice).getLast().reader()).isEqualTo(carol.user());
    alice.sends("x").to(group).done();
    alice.sends("x").to(group).done();
    carol.reads(group, 6).done();
    carol.reads(group, 7).done();
    bob.reads(group, 7).done();
    world.passes(Duration.ofSeconds(1));
    assertThat(receipts(alice).getLast().reader()).isEqualTo(bob.user());
  }

  @Test
  @DisplayName("P7 many messages read at once: whose were read before is not told again")
  void longReadTellsNobodyTwice() {
    bob.sends("early").to(group).done();
    carol.reads(group, 1).done();
    for (int i = 0; i < 1100; i++) {
      alice.sends("x").to(group).done();
    }
    world.passes(Duration.ofSeconds(3));
    carol.reads(group, 1101).done();
    assertThat(receipts(alice)).hasSize(1);
    assertThat(receipts(bob)).hasSize(1);
  }

  @Test
  @DisplayName("P7 of reads that follow while authors are looked up, all authors are told, once")
  void readsWhileAuthorsAreLookedUp() {
    alice.sends("1").to(group).done();
    bob.sends("2").to(group).done();
    world.joins(group, "dave").done();
    Device dave = world.phone("dave");
    dave.sends("3").to(group).done();
    world.holdsQuestions();
    for (int sequence = 1; sequence <= 3; sequence++) {
      carol.reads(group, sequence).done();
    }
    world.asks();
    for (int i = 0; i < 3; i++) {
      world.passes(Duration.ofSeconds(1));
      world.asks();
    }
    assertThat(receipts(alice)).hasSize(1);
    assertThat(receipts(bob)).hasSize(1);
    assertThat(receipts(dave)).hasSize(1);
  }

  @Test
  @DisplayName("P7 an author whose messages could not be read once is told of later reads")
  void receiptThatFailed() {
    Message message = alice.sends("1").to(group).message();
    world.engine.beforeRead(
        () -> // who wrote what became read
        world.engine.beforeRead(() -> {
          world.engine.beforeRead(() -> {});
          throw new EngineException(EngineException.Kind.CORRUPT, "a damaged row");
        }));
    bob.reads(message).done();
    assertThat(receipts(alice)).isEmpty();
    world.passes(Duration.ofSeconds(1));
    carol.reads(message).done();
    assertThat(receipts(alice)).extracting(Push.GroupRead::readCount).containsExactly(2L);
  }
}
