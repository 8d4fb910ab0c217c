package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.PushToken;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P1, P9: where push services reach devices.
abstract class PushTokensContract extends PortContract {

  private static final UserId ALICE_ELSEWHERE = new UserId(APP + 1, "alice");

  /// Begins with the name of another user, in bytes too.
  private static final UserId ALICE_TOO = new UserId(APP, "alice2");

  private static final DeviceId PHONE = new DeviceId(DeviceKind.IOS, "phone");
  private static final DeviceId PHONE_TOO = new DeviceId(DeviceKind.IOS, "phone2");
  private static final DeviceId NAMELESS = new DeviceId(DeviceKind.IOS, "");
  private static final DeviceId TABLET = new DeviceId(DeviceKind.ANDROID, "漢");

  private void assertHasNone(UserId user) {
    assertThat(engine.pushTokens().pushTokens(user)).isEmpty();
    assertThat(pushTokens(user)).isEmpty();
  }

  @Test
  @DisplayName("the tokens of a user stand in the order of devices, also once opened again")
  void inTheOrderOfDevices() {
    PushToken third = scribe.register(ALICE, PHONE_TOO, "apns", "a");
    PushToken first = scribe.register(ALICE, TABLET, "fcm", "a");
    PushToken second = scribe.register(ALICE, PHONE, "apns", "b");
    PushToken nameless = scribe.register(ALICE, NAMELESS, "apns", "é 漢");
    PushToken others = scribe.register(ALICE_TOO, PHONE, "apns", "c");
    for (int i = 0; i < 2; i++) {
      assertThat(engine.pushTokens().pushTokens(ALICE))
          .containsExactly(first, nameless, second, third);
      assertThat(pushTokens(ALICE)).containsExactly(first, nameless, second, third);
      assertThat(pushTokens(ALICE_TOO)).containsExactly(others);
      assertHasNone(ALICE_ELSEWHERE);
      reopen();
    }
  }

  @Test
  @DisplayName("of a token is found who has it, by app, service and the whole of it")
  void isFound() {
    String longest = "x".repeat(PushToken.TOKEN_BYTES_AT_MOST);
    PushToken known = scribe.register(ALICE, PHONE, "apns", longest);
    PushToken elsewhere = scribe.register(ALICE_ELSEWHERE, PHONE, "apns", longest);
    for (int i = 0; i < 2; i++) {
      assertThat(pushToken(known.address())).contains(known);
      assertThat(pushToken(elsewhere.address())).contains(elsewhere);
      assertThat(pushToken(new PushToken.Address(APP, "fcm", longest))).isEmpty();
      assertThat(pushToken(new PushToken.Address(APP, "apns", longest.substring(1)))).isEmpty();
      assertThat(pushToken(new PushToken.Address(APP, "apn", "s" + longest))).isEmpty();
      reopen();
    }
  }

  @Test
  @DisplayName("a token that is registered again has the newer stamp, and is the only one")
  void again() {
    PushToken before = scribe.register(ALICE, PHONE, "apns", "a");
    PushToken after = scribe.register(ALICE, PHONE, "apns", "a");
    assertThat(after.registeredAt()).isGreaterThan(before.registeredAt());
    assertThat(engine.pushTokens().pushTokens(ALICE)).containsExactly(after);
    assertThat(pushToken(after.address())).contains(after);
  }

  @Test
  @DisplayName("nothing is left of a token that is removed")
  void isRemoved() {
    PushToken gone = scribe.register(ALICE, PHONE, "apns", "a");
    PushToken stays = scribe.register(ALICE, TABLET, "apns", "b");
    scribe.unregister(gone);
    for (int i = 0; i < 2; i++) {
      assertThat(engine.pushTokens().pushTokens(ALICE)).containsExactly(stays);
      assertThat(pushToken(gone.address())).isEmpty();
      reopen();
    }
  }

  @Test
  @DisplayName("a batch moves a token from user to user and device to device")
  void aBatchMoves() {
    PushToken alices = scribe.register(ALICE, PHONE, "apns", "a");
    scribe.register(CAROL, PHONE, "apns", "c");
    scribe.batch(() -> {
      scribe.unregister(alices);
      PushToken bobs = scribe.register(BOB, PHONE, "apns", "a");
      scribe.unregister(bobs);
      scribe.register(BOB, TABLET, "apns", "a");
      scribe.register(BOB, PHONE, "apns", "b");
      scribe.register(ALICE_ELSEWHERE, PHONE, "apns", "a");
    });
    assertHasNone(ALICE);
    assertThat(pushToken(alices.address()).map(PushToken::user)).contains(BOB);
    assertThat(pushToken(alices.address()).map(PushToken::device)).contains(TABLET);
    assertThat(pushTokens(BOB)).extracting(PushToken::token).containsExactly("a", "b");
    assertThat(pushTokens(CAROL)).extracting(PushToken::token).containsExactly("c");
    assertThat(pushTokens(ALICE_ELSEWHERE)).hasSize(1);
    assertThat(engine.newestStamp()).isEqualTo(scribe.now());
  }

  @Test
  @DisplayName("they are the last facts, by user, then by device")
  void areFacts() {
    PushToken elsewhere = scribe.register(ALICE_ELSEWHERE, PHONE, "apns", "e");
    PushToken bobs = scribe.register(BOB, PHONE, "apns", "d");
    PushToken phone = scribe.register(ALICE, PHONE, "apns", "a");
    PushToken tablet = scribe.register(ALICE, TABLET, "fcm", "b");
    PushToken too = scribe.register(ALICE_TOO, PHONE, "apns", "c");
    scribe.unregister(scribe.register(CAROL, PHONE, "apns", "f"));
    scribe.switchReceipts(CAROL, false);
    List<Fact> facts = Readout.facts(engine);
    assertThat(facts)
        .endsWith(
            new Fact.OfReceiptsOff(CAROL),
            new Fact.OfPushToken(tablet),
            new Fact.OfPushToken(phone),
            new Fact.OfPushToken(too),
            new Fact.OfPushToken(bobs),
            new Fact.OfPushToken(elsewhere));
  }
}
