package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Directory.Place;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Profile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P1, P9: what apps say of their users.
abstract class DirectoryContract extends PortContract {

  private static final UserId ALICE_ELSEWHERE = new UserId(APP + 1, "alice");
  private static final int MANY = 9;

  private Profile put(UserId user, String name) {
    List<Profile> put = new ArrayList<>();
    scribe.change(stamp -> {
      put.add(new Profile(user, name, "https://a.example/" + user.name(), "{\"é\":1}", stamp));
      return new Change.ProfilePut(put.getFirst());
    });
    return put.getFirst();
  }

  private void remove(Profile profile) {
    scribe.change(stamp -> new Change.ProfileRemoved(profile, stamp));
  }

  private List<Profile> startingWith(String prefix) {
    return engine.directory().startingWith(APP, prefix, Place.FIRST, MANY);
  }

  @Test
  @DisplayName("what was said of users is found by their ids, also once opened again")
  void isFoundById() {
    Profile alice = put(ALICE, "Alice 漢");
    Profile bob = put(BOB, "");
    Profile elsewhere = put(ALICE_ELSEWHERE, "Alice");
    for (int i = 0; i < 2; i++) {
      assertThat(engine.directory().of(List.of(BOB, CAROL, ALICE)))
          .containsExactlyInAnyOrder(alice, bob);
      assertThat(engine.directory().of(List.of(ALICE_ELSEWHERE))).containsExactly(elsewhere);
      assertThat(engine.directory().of(List.of())).isEmpty();
      assertThat(profile(ALICE)).contains(alice);
      assertThat(profile(CAROL)).isEmpty();
      reopen();
    }
  }

  @Test
  @DisplayName("a search finds by the beginning of a name, of an id where there is none, in order")
  void isFoundByName() {
    Profile two = put(ALICE, "Ann");
    Profile three = put(DAVE, "Anna");
    Profile one = put(CAROL, "Ann");
    remove(one);
    Profile first = put(BOB, "ＡＮＮ");
    Profile last = put(new UserId(APP, "an😀"), "");
    put(ALICE_ELSEWHERE, "Ann");
    Profile other = put(CAROL, "Bo");
    for (int i = 0; i < 2; i++) {
      assertThat(startingWith("an")).containsExactly(two, first, three, last);
      assertThat(startingWith("ann")).containsExactly(two, first, three);
      assertThat(startingWith("anna")).containsExactly(three);
      assertThat(startingWith("")).containsExactly(two, first, three, last, other);
      assertThat(startingWith("annab")).isEmpty();
      assertThat(startingWith("c")).isEmpty();
      reopen();
    }
  }

  @Test
  @DisplayName("pages of a search follow one another, wherever they begin")
  void pages() {
    List<Profile> all =
        List.of(put(ALICE, "a"), put(BOB, "a"), put(CAROL, "a\uE000"), put(DAVE, "a😀"));
    Place after = Place.FIRST;
    for (Profile expected : all) {
      List<Profile> page = engine.directory().startingWith(APP, "a", after, 1);
      assertThat(page).containsExactly(expected);
      after = Place.of(expected);
    }
    assertThat(engine.directory().startingWith(APP, "a", after, 1)).isEmpty();
    assertThat(engine.directory().startingWith(APP, "a", new Place("Z", "z"), MANY)).isEqualTo(all);
    assertThat(engine.directory().startingWith(APP, "a", new Place("b", ""), MANY)).isEmpty();
  }

  @Test
  @DisplayName("nothing is left of what was said before, or removed, in a batch too")
  void isReplaced() {
    Profile before = put(ALICE, "Ann");
    List<Profile> last = new ArrayList<>();
    scribe.batch(() -> {
      remove(before);
      Profile between = put(ALICE, "Bea");
      remove(between);
      last.add(put(ALICE, "Cleo"));
      Profile gone = put(BOB, "Bob");
      remove(gone);
    });
    for (int i = 0; i < 2; i++) {
      assertThat(startingWith("")).isEqualTo(last);
      assertThat(engine.directory().of(List.of(ALICE, BOB))).isEqualTo(last);
      assertThat(profile(BOB)).isEmpty();
      reopen();
    }
    assertThat(engine.newestStamp()).isEqualTo(scribe.now());
  }

  @Test
  @DisplayName("the longest that may be said is kept whole")
  void longest() {
    String name = "ﷺ".repeat(Profile.NAME_CHARS_AT_MOST);
    Profile put = put(ALICE, name);
    Profile large =
        new Profile(
            BOB,
            "😀".repeat(Profile.NAME_CHARS_AT_MOST / 2),
            "https://a.example/" + "x".repeat(Profile.AVATAR_CHARS_AT_MOST - 18),
            "漢".repeat(Profile.EXTRA_BYTES_AT_MOST / 3),
            scribe.now() + 1);
    scribe.change(_ -> new Change.ProfilePut(large));
    for (int i = 0; i < 2; i++) {
      assertThat(engine.directory().of(List.of(ALICE, BOB))).containsExactlyInAnyOrder(put, large);
      assertThat(startingWith(Profile.compared("ﷺ"))).containsExactly(put);
      assertThat(startingWith(Profile.compared(name))).containsExactly(put);
      reopen();
    }
  }

  @Test
  @DisplayName("they are the last facts, by user")
  void areFacts() {
    Profile elsewhere = put(ALICE_ELSEWHERE, "A");
    Profile bob = put(BOB, "A");
    Profile alice = put(ALICE, "B");
    remove(put(CAROL, "C"));
    scribe.switchReceipts(CAROL, false);
    assertThat(Readout.facts(engine))
        .endsWith(
            new Fact.OfReceiptsOff(CAROL),
            new Fact.OfProfile(alice),
            new Fact.OfProfile(bob),
            new Fact.OfProfile(elsewhere));
  }

  @Test
  @DisplayName("the periods of several users in a conversation are asked at once")
  void periodsOfSeveral() {
    scribe.send(ALICE_BOB, ALICE);
    List<Membership> both = engine.memberships().periods(ALICE_BOB, List.of(BOB, CAROL, ALICE));
    assertThat(both).extracting(Membership::user).containsExactlyInAnyOrder(ALICE, BOB);
    assertThat(engine.memberships().periods(ALICE_BOB, List.of())).isEmpty();
  }

  @Test
  @DisplayName("what concerns a user of several conversations is asked at once")
  void participationsInSeveral() {
    scribe.send(ALICE_BOB, ALICE);
    assertThat(engine.conversations().participations(ALICE, List.of(ALICE_CAROL, ALICE_BOB)))
        .isEqualTo(engine.conversations().of(ALICE));
    assertThat(engine.conversations().participations(ALICE, List.of())).isEmpty();
  }
}
