package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.PushToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Push tokens: which devices have one, and when they lose it (ADR 28).
class PushTokensTest {

  private static final UserId ALICE = World.user("alice");
  private static final UserId BOB = World.user("bob");
  private static final DeviceId PHONE = new DeviceId(DeviceKind.IOS, "phone");
  private static final DeviceId TABLET = new DeviceId(DeviceKind.ANDROID, "tablet");

  private final World world = new World();

  private Asked registers(UserId user, DeviceId device, String token) {
    return world.ask(reply -> new Command.SetPushToken(user, device, "apns", token, reply));
  }

  private Asked removes(UserId user, Optional<DeviceId> device) {
    return world.ask(reply -> new Command.RemovePushToken(user, device, reply));
  }

  private Asked forgets(PushToken dead) {
    return world.ask(reply -> new Command.ForgetPushToken(dead, reply));
  }

  private List<PushToken> tokens(UserId user) {
    return world.engine.pushTokens().pushTokens(user);
  }

  private List<String> names(UserId user) {
    return tokens(user).stream().map(PushToken::token).toList();
  }

  @Test
  @DisplayName("each device has one token, the newest that it registered")
  void onePerDevice() {
    registers(ALICE, PHONE, "a").done();
    registers(ALICE, PHONE, "b").done();
    registers(ALICE, TABLET, "c").done();
    assertThat(names(ALICE)).containsExactly("c", "b");
    registers(BOB, PHONE, "a").done();
    assertThat(names(ALICE)).containsExactly("c", "b");
  }

  @Test
  @DisplayName("a token is taken from the user and the device that had it")
  void isTaken() {
    registers(ALICE, PHONE, "a").done();
    registers(BOB, PHONE, "a").done();
    assertThat(names(ALICE)).isEmpty();
    assertThat(names(BOB)).containsExactly("a");
    registers(BOB, TABLET, "a").done();
    assertThat(tokens(BOB)).extracting(PushToken::device).containsExactly(TABLET);
  }

  @Test
  @DisplayName("the same token of another service or app is another one")
  void isOfOneServiceAndApp() {
    UserId elsewhere = new UserId(ALICE.app() + 1, "alice");
    registers(ALICE, PHONE, "a").done();
    registers(elsewhere, PHONE, "a").done();
    world.ask(reply -> new Command.SetPushToken(BOB, PHONE, "fcm", "a", reply)).done();
    for (UserId user : List.of(ALICE, BOB, elsewhere)) {
      assertThat(names(user)).containsExactly("a");
    }
  }

  @Test
  @DisplayName(
      "a token that is registered again is newer, and a report of before does not remove it")
  void survivesAnOldReport() {
    registers(ALICE, PHONE, "a").done();
    PushToken before = tokens(ALICE).getFirst();
    registers(ALICE, PHONE, "a").done();
    PushToken after = tokens(ALICE).getFirst();
    assertThat(after.registeredAt()).isGreaterThan(before.registeredAt());
    forgets(before).done();
    assertThat(tokens(ALICE)).containsExactly(after);
    forgets(after).done();
    assertThat(tokens(ALICE)).isEmpty();
    forgets(after).done();
  }

  @Test
  @DisplayName("of too many devices the one that registered first has none any more")
  void isBounded() {
    for (int i = 0; i < PushToken.PER_USER_AT_MOST; i++) {
      registers(ALICE, new DeviceId(DeviceKind.IOS, "p" + i), "t" + i).done();
    }
    registers(ALICE, new DeviceId(DeviceKind.IOS, "p0"), "t0").done();
    assertThat(tokens(ALICE)).hasSize(PushToken.PER_USER_AT_MOST);
    registers(ALICE, TABLET, "one more").done();
    assertThat(tokens(ALICE)).hasSize(PushToken.PER_USER_AT_MOST);
    assertThat(names(ALICE)).contains("one more", "t0", "t2").doesNotContain("t1");
    registers(ALICE, new DeviceId(DeviceKind.IOS, "other"), "t2").done();
    assertThat(names(ALICE)).hasSize(PushToken.PER_USER_AT_MOST).contains("t2", "t3");
  }

  @Test
  @DisplayName("a device removes its own token, and all can be removed")
  void isRemoved() {
    registers(ALICE, PHONE, "a").done();
    registers(ALICE, TABLET, "b").done();
    registers(BOB, PHONE, "c").done();
    removes(ALICE, Optional.of(PHONE)).done();
    removes(ALICE, Optional.of(PHONE)).done();
    assertThat(names(ALICE)).containsExactly("b");
    registers(ALICE, PHONE, "a").done();
    removes(ALICE, Optional.empty()).done();
    assertThat(names(ALICE)).isEmpty();
    assertThat(names(BOB)).containsExactly("c");
  }

  @Test
  @DisplayName(
      "a device that goes, or is displaced, keeps its token; one that is signed out does not")
  void endsWithASignOut() {
    Device phone = world.phone("alice");
    Device desktop = world.desktop("alice");
    registers(ALICE, phone.id(), "a").done();
    registers(ALICE, desktop.id(), "b").done();
    phone.logsOut().done();
    assertThat(names(ALICE)).containsExactlyInAnyOrder("a", "b");
    world.ask(reply -> new Command.SignOut(ALICE, Optional.of(phone.id()), reply)).done();
    assertThat(names(ALICE)).containsExactly("b");
    registers(ALICE, phone.id(), "a").done();
    world.ask(reply -> new Command.SignOut(ALICE, Optional.empty(), reply)).done();
    assertThat(names(ALICE)).isEmpty();
  }

  @Test
  @DisplayName("who is banned has none and gets none, and registers again after the ban")
  void endsWithABan() {
    registers(ALICE, PHONE, "a").done();
    world.ask(reply -> new Command.Ban(ALICE, "spam", Ban.FOR_EVER, reply)).done();
    assertThat(names(ALICE)).isEmpty();
    assertThat(registers(ALICE, PHONE, "a").answer())
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.BANNED));
    world.ask(reply -> new Command.LiftBan(ALICE, reply)).done();
    assertThat(names(ALICE)).isEmpty();
    registers(ALICE, PHONE, "a").done();
    assertThat(names(ALICE)).containsExactly("a");
  }

  @Test
  @DisplayName("an erasure leaves none, also of who was in no conversation")
  void endsWithAnErasure() throws Exception {
    registers(ALICE, PHONE, "a").done();
    registers(BOB, PHONE, "b").done();
    assertThat(world.asksBeside(() -> world.node.erasure().erase(ALICE)))
        .isInstanceOf(Outcome.Granted.class);
    assertThat(names(ALICE)).isEmpty();
    registers(ALICE, PHONE, "a").done();
    world.ask(reply -> new Command.EraseViews(ALICE, List.of(), reply)).answer();
    assertThat(names(ALICE)).isEmpty();
    assertThat(names(BOB)).containsExactly("b");
  }

  @Test
  @DisplayName("one batch decides each command after the ones before it")
  void inOneBatch() {
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      asked.add(registers(ALICE, PHONE, "a"));
      asked.add(registers(BOB, PHONE, "a"));
      asked.add(registers(BOB, TABLET, "a"));
      asked.add(registers(ALICE, TABLET, "b"));
      asked.add(removes(ALICE, Optional.of(TABLET)));
    });
    asked.forEach(Asked::done);
    assertThat(tokens(ALICE)).isEmpty();
    assertThat(tokens(BOB)).extracting(PushToken::device).containsExactly(TABLET);
  }

  static List<String> faulty() {
    return List.of(
        "", "x".repeat(PushToken.TOKEN_BYTES_AT_MOST) + "x", "a\nb", "a\u0000", "\uD800", "\u007F");
  }

  @ParameterizedTest
  @MethodSource("faulty")
  @DisplayName("what is no token or no service is refused, and nothing of it is repeated")
  void isRefused(String token) {
    assertThat(registers(ALICE, PHONE, token).answer())
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED);
              assertThat(refused.detail()).startsWith("token: ").doesNotContain("xx");
            });
    assertThat(world.ask(reply -> new Command.SetPushToken(ALICE, PHONE, "", "t", reply)).answer())
        .isEqualTo(
            new Answer.Refused(Refusal.MALFORMED, "service: 0 characters (expected: 1..128)"));
    assertThat(tokens(ALICE)).isEmpty();
  }

  @Test
  @DisplayName("the longest token is taken, and no text of ours shows it")
  void isNotShown() {
    String longest = "s".repeat(PushToken.TOKEN_BYTES_AT_MOST);
    registers(ALICE, PHONE, longest).done();
    PushToken token = tokens(ALICE).getFirst();
    assertThat(token.token()).isEqualTo(longest);
    assertThat(List.of(token.toString(), token.address().toString())).noneMatch(longest::equals);
    assertThat(token + " " + token.address()).doesNotContain("sss");
    var set = new Command.SetPushToken(ALICE, PHONE, "apns", longest, _ -> {});
    assertThat(set.toString()).doesNotContain("sss");
    var forget = new Command.ForgetPushToken(token, _ -> {});
    assertThat(forget.toString()).doesNotContain("sss");
  }
}
