package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Role;
import io.whaleshark.testkit.FaultyEngine.Fault;
import io.whaleshark.testkit.Readout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: a refusal means that nothing happened. Method: each refusal, with everything that is
/// stored and told before and after it; and the same again, once what was in its way is gone.
class RefusalsTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");
  private final Device carol = world.phone("carol");
  private final ConversationId.Group team = world.group("team", "alice", "bob");
  private final Message hello = alice.sends("hello").as("hello").to(bob).message();
  private final Message inTeam = alice.sends("hello").as("in team").to(team).message();

  /// What is refused.
  ///
  /// @param attempt does the same each time
  /// @param cure takes away what is in its way; empty if that is the attempt itself
  private record Attempt(Supplier<Asked> attempt, Optional<Runnable> cure) {

    static Attempt hopeless(Supplier<Asked> attempt) {
      return new Attempt(attempt, Optional.empty());
    }

    static Attempt until(Runnable cure, Supplier<Asked> attempt) {
      return new Attempt(attempt, Optional.of(cure));
    }
  }

  /// Prepares what is in the way of an attempt.
  private Attempt attempt(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED -> Attempt.hopeless(() -> blocks(alice.user(), alice.user()));
      case NOT_A_PARTICIPANT ->
          Attempt.until(
              () -> world.joins(team, "carol").done(), () -> carol.sends("hi").as("m").to(team));
      case NOT_YOURSELF -> Attempt.hopeless(() -> bob.recalls(inTeam));
      case MUTED -> {
        mutesBob(true).done();
        yield Attempt.until(() -> mutesBob(false).done(), () -> bob.sends("hi").as("m").to(team));
      }
      case BANNED -> banned();
      case NOT_ACCEPTED -> {
        blocks(alice.user(), bob.user()).done();
        yield Attempt.until(
            () -> lifts(alice.user(), bob.user()).done(), () -> bob.sends("hi").as("m").to(alice));
      }
      case RECEIPTS_FIXED -> Attempt.hopeless(() -> alice.switchesReceipts(false));
      case DENIED -> {
        List<Answer.Refused> app =
            new ArrayList<>(List.of(new Answer.Refused(Refusal.DENIED, "rude")));
        yield Attempt.until(app::clear, () -> sendsVetted(app.stream().findFirst()));
      }
      case RECALL_TOO_LATE -> tooLate(() -> alice.recalls(hello));
      case EDIT_TOO_LATE -> tooLate(() -> alice.edits(hello, "hi"));
      case MESSAGE_RECALLED -> recalled();
      case PIN_NOT_ALLOWED -> Attempt.hopeless(() -> bob.pins(inTeam, true));
      case NO_SUCH_GROUP -> Attempt.hopeless(() -> removesAlice(Actor.of(carol.user())));
      case NO_SUCH_MESSAGE ->
          Attempt.hopeless(
              () -> alice.recalls(hello.conversation(), new Command.Named.BySequence(9)));
      case MESSAGE_ID_CONFLICT -> Attempt.hopeless(() -> alice.sends("other").as("hello").to(bob));
      case GROUP_CONFLICT ->
          Attempt.until(
              () -> world.joins(team, "carol").done(), () -> world.renames(team, "new", "carol"));
      case GROUP_DISSOLVED -> {
        world.dissolves(team).done();
        yield Attempt.hopeless(() -> alice.sends("hi").as("m").to(team));
      }
      case DIRECTORY_CLOSED, NO_SUCH_USER ->
          throw new IllegalStateException("of other policies (expected: see DirectoryTest)");
      case TOO_LARGE ->
          Attempt.hopeless(() -> bans(carol.user(), "x".repeat(Ban.REASON_CHARS_AT_MOST + 1)));
      case READ_AHEAD ->
          Attempt.until(
              () -> alice.sends("second").to(bob).done(), () -> bob.reads(alice.with(bob), 2));
      case INTERNAL -> {
        world.engine.beforeCommit(() -> {
          throw new IllegalStateException("made to break by the test");
        });
        yield Attempt.until(
            () -> world.engine.beforeCommit(() -> {}), () -> alice.sends("hi").as("m").to(bob));
      }
      case RETRY_LATER -> {
        world.engine.failBy(Fault.COMMIT_LOST);
        yield Attempt.until(
            () -> world.engine.failBy(Fault.NONE), () -> alice.sends("hi").as("m").to(bob));
      }
    };
  }

  private Attempt recalled() {
    alice.recalls(hello).done();
    return Attempt.hopeless(() -> alice.edits(hello, "hi"));
  }

  private Attempt tooLate(Supplier<Asked> attempt) {
    world.clock.advance(Duration.ofDays(1));
    return Attempt.hopeless(attempt);
  }

  private Attempt banned() {
    var dave = world.device("dave", DeviceKind.IOS, "phone");
    bans(dave.user(), "").done();
    return Attempt.until(
        () -> world.ask(reply -> new Command.LiftBan(dave.user(), reply)).done(), dave::logsIn);
  }

  private Asked blocks(UserId blocker, UserId blocked) {
    return world.ask(reply -> new Command.PutBlock(new Block(blocker, blocked), reply));
  }

  private Asked lifts(UserId blocker, UserId blocked) {
    return world.ask(reply -> new Command.LiftBlock(new Block(blocker, blocked), reply));
  }

  private Asked bans(UserId user, String reason) {
    return world.ask(reply -> new Command.Ban(user, reason, Ban.FOR_EVER, reply));
  }

  private Asked mutesBob(boolean muted) {
    return world.ask(reply ->
        new Command.SetMember(
            Actor.ADMINISTRATION, team, bob.user(), Role.MEMBER, Optional.of(muted), reply));
  }

  private Asked removesAlice(Actor actor) {
    return world.ask(reply -> new Command.RemoveMember(actor, team, alice.user(), reply));
  }

  private Asked sendsVetted(Optional<Answer.Refused> refused) {
    var id = new ClientMessageId(alice.user(), "m");
    var content = new Message.Sent(Payload.ofText("hi"), Payload.NONE);
    return world.ask(reply ->
        new Command.Vetted(
            new Command.Send(alice.caller(), alice.with(bob), id, content, reply),
            Optional.empty(),
            refused));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DIRECTORY_CLOSED", "NO_SUCH_USER"})
  @DisplayName("nothing is stored or told; without what was in its way it is done, and once")
  void nothingHappened(Refusal refusal) {
    Attempt prepared = attempt(refusal);
    List<Device> devices = List.of(alice, bob, carol);
    devices.forEach(Device::forget);
    List<Fact> before = Readout.facts(world.engine);
    for (int i = 0; i < 2; i++) {
      assertThat(prepared.attempt().get().refusal()).isEqualTo(refusal);
    }
    assertThat(Readout.facts(world.engine)).isEqualTo(before);
    assertThat(devices).allSatisfy(device -> assertThat(device.pushes()).isEmpty());
    prepared
        .cure()
        .ifPresent(cure -> {
          cure.run();
          Answer done = prepared.attempt().get().done().answer();
          List<Fact> after = Readout.facts(world.engine);
          assertThat(prepared.attempt().get().done().answer()).isEqualTo(done);
          assertThat(Readout.facts(world.engine)).as("done once").isEqualTo(after);
        });
  }
}
