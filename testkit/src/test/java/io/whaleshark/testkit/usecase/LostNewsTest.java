package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: a node that cannot be told what other nodes commit loses nothing, and goes on. Method: one
/// node, and a feed that says what the test wants.
class LostNewsTest {

  private static final UserId ALICE = World.user("alice");
  private static final UserId BOB = World.user("bob");
  private static final UserId CAROL = World.user("carol");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Direct CAROL_AND_BOB =
      ConversationId.Direct.between(CAROL, BOB);
  private static final ConversationId.Direct ALICE_AND_CAROL =
      ConversationId.Direct.between(ALICE, CAROL);

  private final OtherNodes others = new OtherNodes();
  private final World world = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, others);
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");
  private final Message first = alice.sends("first").to("bob").message();

  private static void isPulledAt(Device device, Message message, long known) {
    List<Push.InboxEntry> pushed = device.pushes(Push.InboxEntry.class);
    assertThat(pushed).extracting(Push.InboxEntry::message).contains(message);
    assertThat(
            pushed.stream()
                .filter(entry -> entry.message().equals(message))
                .findFirst()
                .orElseThrow()
                .previousPosition())
        .isGreaterThan(known);
  }

  @Test
  @DisplayName("P4 what cannot be told makes devices pull now, not with the next message")
  void unknownEntry() {
    Message second = others.sendUnreadably(ALICE, BOTH, true);
    others.poke();
    world.turns();
    isPulledAt(bob, second, first.inboxPosition());
    Message third = others.send(ALICE, BOTH);
    others.poke();
    world.turns();
    assertThat(bob.pushes(Push.InboxEntry.class).getLast().previousPosition())
        .isEqualTo(second.inboxPosition());
    assertThat(bob.messages()).containsExactly(first, second, third);
  }

  @Test
  @DisplayName("P4 what cannot be told, and brings no entry, makes nobody pull")
  void unknownWithoutEntry() {
    others.commit(List.of(new News.Unknown(World.APP)), true);
    world.turns();
    Message second = others.send(ALICE, BOTH);
    others.poke();
    world.turns();
    assertThat(bob.messages()).containsExactly(first, second);
    assertThat(bob.pushes(Push.InboxEntry.class).getLast().previousPosition())
        .isEqualTo(first.inboxPosition());
  }

  @Test
  @DisplayName("P4 an entry that cannot be told, and has expired, makes nobody pull for it")
  void unknownAndExpired() {
    world.holdsQuestions();
    Message second = others.sendUnreadably(ALICE, BOTH, true);
    assertThat(world.everythingExpires()).isEqualTo(2);
    others.poke();
    world.turns();
    world.asks();
    assertThat(bob.messages()).containsExactly(first);
    Message third = others.send(CAROL, CAROL_AND_BOB);
    others.poke();
    world.turns();
    world.asks();
    assertThat(bob.messages()).containsExactly(first, third);
    assertThat(bob.pushes(Push.InboxEntry.class).getLast().previousPosition())
        .isEqualTo(second.inboxPosition());
  }

  @Test
  @DisplayName("P4 what cannot be told is pulled at once, though something newer has expired")
  void unknownBeforeExpired() {
    Message hi = world.phone("carol").sends("hi").to("bob").message();
    world.holdsQuestions();
    Message second = others.sendUnreadably(CAROL, CAROL_AND_BOB, true);
    Message recalled = others.recallUnreadably(first);
    assertThat(world.expires(hi.stamp())).isEqualTo(1);
    others.poke();
    world.turns();
    world.asks();
    assertThat(bob.messages()).containsExactly(first, hi, second);
    isPulledAt(bob, second, hi.inboxPosition());
    Message third = others.send(CAROL, CAROL_AND_BOB);
    others.poke();
    world.turns();
    world.asks();
    assertThat(bob.messages()).containsExactly(first, hi, second, third);
    assertThat(bob.pushes(Push.InboxEntry.class).getLast().previousPosition())
        .isEqualTo(recalled.inboxPosition());
  }

  @Test
  @DisplayName("P4 a second entry that cannot be told, while the first is looked up, is pulled too")
  void unknownTwice() {
    world.holdsQuestions();
    Message second = others.sendUnreadably(ALICE, BOTH, true);
    others.poke();
    world.turns();
    world.asksNewest(); // the news
    world.engine.beforeRead(() -> {
      world.engine.beforeRead(() -> {});
      world.turns();
    });
    Message third = others.sendUnreadably(ALICE, BOTH, true);
    others.poke();
    world.turns();
    world.asksNewest(); // the news, before the inbox
    world.asks();
    assertThat(bob.messages()).startsWith(first).endsWith(third);
    isPulledAt(bob, third, first.inboxPosition());
    assertThat(second.inboxPosition()).isLessThan(third.inboxPosition());
  }

  @Test
  @DisplayName("P4 who writes while what cannot be told is looked up pulls it now, too")
  void unknownBeforeOwn() {
    world.holdsQuestions();
    Message unknown = others.sendUnreadably(ALICE, BOTH, true);
    others.poke();
    world.turns();
    world.asksNewest(); // the news, before the inboxes
    Message own = bob.sends("own").to("alice").message();
    world.asks();
    assertThat(own.inboxPosition()).isGreaterThan(unknown.inboxPosition());
    isPulledAt(bob, own, first.inboxPosition());
  }

  @Test
  @DisplayName("P4 an entry that a second device's login has counted is not kept from the first")
  void countedByALogin() {
    others.cannotRead(BOB);
    others.commit(List.of(new News.Unknown(World.APP)), true);
    world.turns();
    others.canRead(BOB);
    Message[] second = new Message[1];
    world.engine.beforeRead(() -> {
      world.engine.beforeRead(() -> {});
      second[0] = others.send(ALICE, BOTH);
    });
    Device desktop = world.device("bob", DeviceKind.MAC, "desktop");
    Asked login = desktop.logsIn();
    others.poke();
    world.turns();
    assertThat(login.answer()).isEqualTo(new Answer.LoggedIn(second[0].inboxPosition()));
    isPulledAt(bob, second[0], first.inboxPosition());
  }

  @Test
  @DisplayName("what cannot be told does not make a load begin again")
  void unknownDuringALoad() {
    world.holdsQuestions();
    Device carol = world.device("carol", DeviceKind.IOS, "phone");
    Asked login = carol.logsIn();
    ConversationId.Direct theirs = ConversationId.Direct.between(ALICE, carol.user());
    assertThat(world.heldQuestions()).isEqualTo(1);
    others.commit(List.of(new News.Unknown(World.APP)), true);
    world.turns();
    world.asksNewest(); // the news; then alice and bob are looked at
    int waiting = world.heldQuestions();
    world.asks();
    assertThat(waiting).isEqualTo(3);
    assertThat(login.answer()).isInstanceOf(Answer.LoggedIn.class);
    Message hi = alice.sends("hi").to("carol").message();
    world.asks();
    assertThat(carol.messages()).containsExactly(hi);
    assertThat(theirs).isEqualTo(hi.conversation());
  }

  @Test
  @DisplayName("who is loaded for a login that was cancelled is not loaded again")
  void cancelledLoad() {
    world.holdsQuestions();
    Device carol = world.device("carol", DeviceKind.IOS, "phone");
    Asked login = carol.logsIn();
    others.commit(List.of(), false);
    world.turns();
    world.asksNewest(); // the news: alice and bob are loaded again
    assertThat(carol.logsOut().isAnswered()).isTrue();
    int reads = world.heldQuestions();
    assertThat(reads).isEqualTo(3);
    world.asks();
    assertThat(login.answer()).isInstanceOf(Answer.Refused.class);
  }

  @Test
  @DisplayName("P4 who cannot be loaded again has to log in, and holds up nobody")
  void unreadableUser() {
    Device carol = world.phone("carol");
    others.cannotRead(BOB);
    Message second = others.sendUnreadably(ALICE, BOTH, false);
    others.poke();
    world.passes(Duration.ofSeconds(1));
    assertThat(bob.isDisconnected()).isTrue();
    assertThat(bob.messages()).doesNotContain(second);
    Message hi = carol.sends("hi").to("alice").message();
    assertThat(alice.messages()).contains(second, hi);
  }

  @Test
  @DisplayName("a login is not told to all nodes while its own node tells nothing of the app")
  void loginWhileLoadedAgain() {
    world.holdsQuestions();
    others.commit(List.of(), false);
    world.turns();
    world.asksNewest(); // the news: alice and bob are loaded again
    long before = others.newestStamp();
    Device carol = world.device("carol", DeviceKind.IOS, "phone");
    Asked login = carol.logsIn();
    assertThat(others.newestStamp()).isEqualTo(before);
    assertThat(login.isAnswered()).isFalse();
    world.asks();
    assertThat(login.answer()).isInstanceOf(Answer.LoggedIn.class);
    assertThat(others.newestStamp()).isGreaterThan(before);
  }

  @Test
  @DisplayName("P4 a second device's login finds what the first one was not told")
  void foundByALogin() {
    others.cannotRead(BOB);
    Message second = others.sendUnreadably(ALICE, BOTH, true);
    others.poke();
    world.turns();
    assertThat(bob.messages()).doesNotContain(second);
    others.canRead(BOB);
    Device desktop = world.desktop("bob");
    isPulledAt(bob, second, first.inboxPosition());
    assertThat(desktop.messages()).as("its login has counted it").isEmpty();
  }

  @Test
  @DisplayName(
      "P4 what comes while a gap is looked at, and cannot be told either, is looked at too")
  void unknownBetweenReads() {
    alice.logsOut().done();
    world.holdsQuestions();
    Message second = others.sendUnreadably(ALICE, BOTH, true);
    others.poke();
    world.turns();
    world.asksNewest(); // the news
    List<Message> third = new ArrayList<>();
    world.engine.beforeRead(
        () -> // where the inbox ends
        world.engine.beforeRead(() -> { // what stands there
          world.engine.beforeRead(() -> {});
          third.add(others.sendUnreadably(ALICE, BOTH, true));
          others.poke();
          world.turns();
          world.asksNewest(); // the news
        }));
    world.asks();
    isPulledAt(bob, third.getFirst(), first.inboxPosition());
    assertThat(second.inboxPosition()).isLessThan(third.getFirst().inboxPosition());
  }

  @Test
  @DisplayName("P4 users whose inboxes cannot be read keep nobody from being told")
  void unreadableInboxes() {
    Device carol = world.phone("carol");
    alice.sends("hi").to(carol).done();
    for (String name : List.of("d", "e", "f", "g")) {
      others.cannotRead(world.phone(name).user());
    }
    for (int i = 0; i < 2; i++) {
      Message message = others.sendUnreadably(ALICE, ALICE_AND_CAROL, true);
      others.poke();
      world.turns();
      assertThat(carol.messages()).contains(message);
    }
  }

  private Change bobMutes() {
    Participation bobs = world.engine.conversations().item(BOB, BOTH).orElseThrow().participation();
    return new Change.ParticipationPut(
        bobs.set(false, true, Participation.SHOWN, others.newestStamp() + 1));
  }

  @Test
  @DisplayName("who has muted unheard is not rung, once another device has logged in")
  void mutedBeforeALogin() {
    others.cannotRead(BOB);
    others.commit(List.of(bobMutes()), List.of(new News.Unknown(World.APP)), true);
    others.poke();
    world.turns();
    others.canRead(BOB);
    assertThat(world.desktop("bob").pushes()).isEmpty();
    Message second = alice.sends("second").to(bob).message();
    assertThat(bob.messages()).contains(second);
    assertThat(bob.pushes(Push.InboxEntry.class).getLast().silent()).isTrue();
  }

  @Test
  @DisplayName("who has muted unheard is not rung, once they are loaded again")
  void mutedUnheard() {
    others.commit(List.of(bobMutes()), List.of(), false);
    others.poke();
    world.turns();
    Message second = others.send(ALICE, BOTH);
    others.poke();
    world.turns();
    assertThat(bob.messages()).contains(second);
    assertThat(bob.pushes(Push.InboxEntry.class).getLast().silent()).isTrue();
  }

  @Test
  @DisplayName("P9 who was removed unheard is told nothing, not even while they are loaded again")
  void removedUnheard() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    world.holdsQuestions();
    Membership removed = bobs(group).close(0, others.newestStamp() + 1);
    others.commit(List.of(new Change.MembershipPut(removed)), List.of(), false);
    others.poke();
    world.turns();
    world.asksNewest(); // the news: alice and bob are loaded again
    Message said = others.send(ALICE, group);
    others.poke();
    world.turns();
    while (world.heldQuestions() > 0) {
      world.asksNewest();
    }
    assertThat(alice.messages()).contains(said);
    assertThat(bob.messages()).doesNotContain(said);
  }

  private Membership bobs(ConversationId.Group group) {
    return world.engine.memberships().periods(group, BOB).getLast();
  }

  @Test
  @DisplayName("who was removed, has come back and is loaded again hears of the removal once")
  void removedAndBackAgain() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Group described = world.engine.memberships().group(group).orElseThrow();
    world.holdsQuestions();
    others.commit(List.of(), false);
    world.turns();
    world.asksNewest(); // the news: alice and bob are loaded again
    Membership removed = bobs(group).close(0, others.newestStamp() + 1);
    others.commit(
        List.of(new Change.MembershipPut(removed)),
        List.of(new News.MemberRemoved(described, removed)),
        true);
    Membership back = Membership.open(group, BOB, 0, 0, others.newestStamp() + 1);
    others.commit(
        List.of(new Change.MembershipPut(back)),
        List.of(new News.MembersAdded(described, List.of(back))),
        true);
    world.asks();
    others.poke();
    world.turns();
    world.asks();
    assertThat(bob.pushes(Push.MemberRemoved.class)).hasSize(1);
    assertThat(alice.pushes(Push.MemberRemoved.class)).hasSize(1);
  }

  /// A group in which Bob has read what Alice wrote. While she is to be told, news is lost, and all
  /// are to be loaded again.
  private void newsIsLostBeforeAReceipt(ConversationId.Group group, List<Change> unheard) {
    Message said = alice.sends("to all").to(group).message();
    world.holdsQuestions();
    bob.reads(said).done();
    world.asksNewest(); // who wrote what became read: then the receipt is to be looked up
    others.commit(unheard, List.of(), false);
    others.poke();
    world.turns();
    world.asksNewest(); // the news: alice and bob are to be loaded again
    assertThat(world.heldQuestions()).isEqualTo(3);
    assertThat(alice.pushes(Push.GroupRead.class)).isEmpty();
    for (int i = 0; i < 2; i++) {
      world.asks(); // the receipt first
      world.passes(Duration.ofSeconds(1));
    }
  }

  @Test
  @DisplayName("P7 a receipt for an author who is loaded again is told once it is known who is in")
  void receiptForWhoIsLoadedAgain() {
    newsIsLostBeforeAReceipt(world.group("g", "alice", "bob"), List.of());
    assertThat(alice.pushes(Push.GroupRead.class)).hasSize(1);
  }

  @Test
  @DisplayName("P9 a receipt for an author who was removed unheard is not told")
  void receiptForWhoWasRemovedUnheard() {
    ConversationId.Group group = world.group("g", "bob", "alice");
    Membership of = world.engine.memberships().periods(group, ALICE).getLast();
    newsIsLostBeforeAReceipt(
        group, List.of(new Change.MembershipPut(of.close(1, Long.MAX_VALUE >> 1))));
    assertThat(alice.pushes(Push.GroupRead.class)).isEmpty();
  }

  @Test
  @DisplayName("P4 who is loaded while something is not told is loaded again")
  void missedDuringALoad() {
    alice.sends("hi").to("carol").done();
    List<Message> unheard = new ArrayList<>();
    world.engine.beforeRead(
        () -> // where the inbox ends
        world.engine.beforeRead(() -> {
          world.engine.beforeRead(() -> {});
          unheard.add(others.sendUnreadably(ALICE, ALICE_AND_CAROL, false));
          others.poke();
          world.turns();
        }));
    Device carol = world.device("carol", DeviceKind.IOS, "phone");
    Asked login = carol.logsIn();
    assertThat(login.answer()).isEqualTo(new Answer.LoggedIn(unheard.getFirst().inboxPosition()));
  }

  @Test
  @DisplayName("a login that waits, and whose session counts as ended meanwhile, is refused")
  void endedWhileLoaded() {
    world.holdsQuestions();
    Device carol = world.device("carol", DeviceKind.IOS, "phone");
    Asked login = carol.logsIn();
    while (world.heldQuestions() > 1) {
      world.asksNewest(); // the news of the login
    }
    others.areOnline(List.of());
    others.commit(List.of(), false);
    world.turns();
    while (world.heldQuestions() > 1) {
      world.asksNewest();
    }
    assertThat(login.refusal()).isEqualTo(Refusal.RETRY_LATER);
    world.asks();
    assertThat(world.bugs).isEmpty();
  }
}
