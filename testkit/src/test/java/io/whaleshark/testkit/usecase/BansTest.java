package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.testkit.FaultyEngine.Fault;
import io.whaleshark.testkit.ReferenceEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Bans: who is banned has no device that is logged in, from the moment at which the ban is
/// acknowledged until it ends or is lifted.
class BansTest {

  private static final UserId BOB = World.user("bob");

  private final ReferenceEngine.Disk disk = new ReferenceEngine.Disk();
  private final World world = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, disk);

  private Asked bans(String reason, long until) {
    return world.ask(reply -> new Command.Ban(BOB, reason, until, reply));
  }

  private Asked bans() {
    return bans("spam", Ban.FOR_EVER);
  }

  private Asked lifts() {
    return world.ask(reply -> new Command.LiftBan(BOB, reply));
  }

  private Device bobs(String name) {
    return world.device("bob", DeviceKind.IOS, name);
  }

  private long in(Duration time) {
    return StampClock.microsOf(world.clock.instant().plus(time));
  }

  private boolean isBanned() {
    return world.node.banning().ban(BOB).isPresent();
  }

  @Test
  @DisplayName("a ban ends the sessions of the user with its reason, and refuses logins with it")
  void endsSessionsAndRefusesLogins() {
    Device phone = world.phone("bob");
    Device desktop = world.desktop("bob");
    Device alice = world.phone("alice");
    bans().done();
    for (Device device : List.of(phone, desktop)) {
      assertThat(device.isSignedOut()).isTrue();
      assertThat(device.ban().orElseThrow().told()).isEqualTo("banned by the application: spam");
    }
    assertThat(alice.isSignedOut()).isFalse();
    assertThat(phone.logsIn().answer())
        .isEqualTo(new Answer.Refused(Refusal.BANNED, "banned by the application: spam"));
    assertThat(isBanned()).isTrue();
    alice.sends("hi").to("bob").done();
    assertThat(phone.pushes()).isEmpty();
  }

  @Test
  @DisplayName("a lifted ban lets the user in, who finds everything; lifting none changes nothing")
  void liftedBanLetsIn() {
    long before = world.engine.newestStamp();
    lifts().done();
    assertThat(world.engine.newestStamp()).isEqualTo(before);
    bans().done();
    world.phone("alice").sends("hi").to("bob").done();
    lifts().done();
    lifts().done();
    assertThat(isBanned()).isFalse();
    Device phone = bobs("phone");
    phone.logsIn().done();
    assertThat(world.inbox("bob", 0).messages()).hasSize(1);
  }

  @Test
  @DisplayName("a ban that has a time ends by itself")
  void endsByItself() {
    bans("", in(Duration.ofMinutes(1))).done();
    assertThat(bobs("phone").logsIn().refusal()).isEqualTo(Refusal.BANNED);
    world.clock.advance(Duration.ofSeconds(61));
    assertThat(isBanned()).isFalse();
    bobs("phone").logsIn().done();
  }

  @Test
  @DisplayName("a ban is durable: a node that starts knows it")
  void isDurable() {
    bans().done();
    World next = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, disk);
    assertThat(next.device("bob", DeviceKind.IOS, "phone").logsIn().refusal())
        .isEqualTo(Refusal.BANNED);
  }

  @Test
  @DisplayName("the same ban again writes nothing; another reason or time replaces it")
  void isIdempotent() {
    bans().done();
    long before = world.engine.newestStamp();
    bans().done();
    assertThat(world.engine.newestStamp()).isEqualTo(before);
    bans("rude", in(Duration.ofHours(1))).done();
    assertThat(world.node.banning().ban(BOB))
        .hasValueSatisfying(ban -> {
          assertThat(ban.reason()).isEqualTo("rude");
          assertThat(ban.until()).isEqualTo(in(Duration.ofHours(1)));
        });
  }

  @Test
  @DisplayName("another reason alone, and another end alone, replace a ban as well")
  void eitherReplaces() {
    bans("rude", Ban.FOR_EVER).done();
    bans("spam", Ban.FOR_EVER).done();
    assertThat(world.node.banning().ban(BOB)).map(Ban::reason).contains("spam");
    long soon = in(Duration.ofMinutes(1));
    bans("spam", soon).done();
    assertThat(world.node.banning().ban(BOB)).map(Ban::until).contains(soon);
  }

  @Test
  @DisplayName("to lift a ban that has ended by itself writes nothing")
  void liftsWhatHasEnded() {
    bans("", in(Duration.ofMinutes(1))).done();
    world.clock.advance(Duration.ofSeconds(61));
    long before = world.engine.newestStamp();
    lifts().done();
    assertThat(world.engine.newestStamp()).isEqualTo(before);
    assertThat(world.engine.bans().of(BOB)).map(Ban::until).isNotEqualTo(Optional.of(0L));
  }

  @Test
  @DisplayName("an end in the past, and a reason that is long or no text, are refused")
  void wrongBans() {
    assertThat(bans("", in(Duration.ofMillis(-1))).refusal()).isEqualTo(Refusal.MALFORMED);
    assertThat(bans("x".repeat(257), Ban.FOR_EVER).refusal()).isEqualTo(Refusal.TOO_LARGE);
    assertThat(bans("a\nb", Ban.FOR_EVER).refusal()).isEqualTo(Refusal.MALFORMED);
    assertThat(isBanned()).isFalse();
    bans("x".repeat(256), Ban.FOR_EVER).done();
  }

  @Test
  @DisplayName("a login that is being loaded is refused by a ban that comes first")
  void whileTheLoginIsLoaded() {
    world.holdsQuestions();
    Asked waiting = bobs("phone").logsIn();
    bans().done();
    assertThat(waiting.refusal()).isEqualTo(Refusal.BANNED);
    Asked later = bobs("desktop").logsIn();
    world.asks();
    assertThat(later.refusal()).isEqualTo(Refusal.BANNED);
  }

  @Test
  @DisplayName("what was loaded before a ban lets nobody in behind it, nor out after it was lifted")
  void whatWasLoadedIsTooOld() {
    List<Asked> logins = new ArrayList<>();
    world.holdsQuestions();
    logins.add(bobs("phone").logsIn());
    bans().done();
    lifts().done();
    logins.add(bobs("desktop").logsIn());
    world.asks();
    assertThat(logins.get(0).refusal()).isEqualTo(Refusal.BANNED);
    logins.get(1).done();
  }

  @Test
  @DisplayName("a ban in the batch of a login: whichever comes first, no device stays")
  void inOneBatch() {
    List<Asked> logins = new ArrayList<>();
    Device first = bobs("phone");
    world.together(() -> {
      logins.add(first.logsIn());
      bans();
      logins.add(bobs("desktop").logsIn());
    });
    assertThat(logins.get(1).refusal()).isEqualTo(Refusal.BANNED);
    assertThat(first.isSignedOut() || logins.get(0).refusal() == Refusal.BANNED).isTrue();
  }

  @Test
  @DisplayName("P1 a ban that was stored without anybody knowing is told when it is known")
  void storedUnknown() {
    Device phone = world.phone("bob");
    world.engine.failBy(Fault.COMMIT_STORED);
    assertThat(bans().refusal()).isEqualTo(Refusal.RETRY_LATER);
    assertThat(phone.isSignedOut()).isFalse();
    world.engine.failBy(Fault.NONE);
    bans().done();
    assertThat(phone.isSignedOut()).isTrue();
  }

  @Test
  @DisplayName("on a full disk, who is banned stays out, and others come in")
  void onAFullDisk() {
    bans().done();
    world.engine.failBy(Fault.FULL);
    assertThat(bobs("phone").logsIn().refusal()).isEqualTo(Refusal.BANNED);
    world.device("alice", DeviceKind.IOS, "phone").logsIn().done();
  }

  @Test
  @DisplayName("the backend goes on sending in the name of a banned user")
  void backendSends() {
    bans().done();
    Device alice = world.phone("alice");
    var conversation = ConversationId.Direct.between(BOB, alice.user());
    Asked sent =
        world.ask(reply ->
            new Command.Send(
                Caller.backendFor(BOB),
                conversation,
                new ClientMessageId(BOB, "m"),
                new Message.Sent(Payload.ofText("hi"), Payload.NONE),
                reply));
    assertThat(sent.message().sequence()).isEqualTo(1);
    assertThat(alice.messages()).hasSize(1);
  }
}
