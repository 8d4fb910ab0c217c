package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.retention.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [Journal] promises: a follower is told of everything that a node commits, in order,
/// and what is gone is said.
public abstract class JournalContract extends JournalScene {
  @Test
  void everythingIsToldInTheOrderOfCommits() {
    long begin = position();
    Message first = send(ALICE, BOTH);
    ask(reply -> new Command.Read(caller(BOB), BOTH, 1, reply));
    ask(reply ->
        new Command.PutGroup(Actor.ADMINISTRATION, GROUP, "Team", ALICE, List.of(BOB), reply));
    Message inGroup = send(BOB, GROUP);
    ask(reply -> new Command.PutGroup(Actor.ADMINISTRATION, GROUP, "New", ALICE, List.of(), reply));
    ask(reply -> new Command.RemoveMember(Actor.ADMINISTRATION, GROUP, BOB, reply));
    ask(reply -> new Command.DissolveGroup(Actor.ADMINISTRATION, GROUP, reply));
    for (int round = 0; round < 2; round++) {
      List<JournalEntry> told = told(begin);
      assertThat(told).hasSize(7);
      assertThat(told.get(0)).isEqualTo(new JournalEntry.MessageSent(first));
      assertThat(told.get(1)).isEqualTo(new JournalEntry.ReadAdvanced(BOB, BOTH, 0, 1, 0));
      assertThat(told.get(3)).isEqualTo(new JournalEntry.MessageSent(inGroup));
      assertGroup(told.get(2), JournalEntry.Kind.MEMBERS_ADDED, "Team", ALICE, BOB);
      assertGroup(told.get(4), JournalEntry.Kind.UPDATED, "New");
      assertGroup(told.get(5), JournalEntry.Kind.MEMBER_REMOVED, "New", BOB);
      assertGroup(told.get(6), JournalEntry.Kind.DISSOLVED, "New");
      reopen();
    }
    assertThat(journal.after(2, 0, ALL).entries()).as("another app").isEmpty();
  }

  @Test
  void whatIsPutAtMessagesIsToldWithWhoHasDoneIt() {
    long begin = position();
    var named = new Command.Named.BySequence(send(ALICE, BOTH).sequence());
    for (boolean on : List.of(true, false)) {
      Answer pin = ask(reply -> new Command.PinMessage(caller(BOB), BOTH, named, on, reply));
      var pinned = new JournalEntry.MessagePinned(((Answer.Pinned) pin).pinning());
      Answer set = ask(reply -> new Command.React(caller(BOB), BOTH, named, "👍", on, reply));
      var reacted = new JournalEntry.MessageReacted(((Answer.ReactionSet) set).reacted());
      assertThat(told(begin)).endsWith(pinned, reacted);
    }
  }

  private static void assertGroup(
      JournalEntry entry, JournalEntry.Kind kind, String name, UserId... members) {
    assertThat(entry).isInstanceOf(JournalEntry.GroupChanged.class);
    var changed = (JournalEntry.GroupChanged) entry;
    assertThat(changed.kind()).isEqualTo(kind);
    assertThat(changed.members()).containsExactly(members);
    assertThat(changed.group().name()).isEqualTo(name);
    assertThat(changed.group().id()).isEqualTo(GROUP);
  }

  private void reopen() {
    node.close();
    engine.close();
    start(Map.of(APP, Set.of(NAME)));
  }

  @Test
  void whatWasReplacedSinceIsToldAsItIsNow() {
    long begin = position();
    Message first = send(ALICE, BOTH);
    Message second = send(ALICE, BOTH);
    Message third = send(ALICE, BOTH);
    edit(first, "once");
    Message edited = edit(first, "twice");
    Message tombstone = recall(edit(second, "gone"));
    assertThat(told(begin))
        .containsExactly(
            new JournalEntry.MessageSent(edited),
            new JournalEntry.MessageSent(third),
            new JournalEntry.MessageReplaced(edited),
            new JournalEntry.MessageReplaced(tombstone));
  }

  @Test
  void sendsAreLeftOutAndAllElseKeepsItsPlace() {
    long begin = position();
    Message first = send(ALICE, BOTH);
    ask(reply -> new Command.Read(caller(BOB), BOTH, 1, reply));
    recall(first);
    send(ALICE, BOTH);
    Journal.Page all = journal.after(APP, begin, ALL);
    Journal.Page rest = journal.after(APP, begin, ALL, Journal.Sends.LEFT_OUT);
    assertThat(rest.entries())
        .hasSize(2)
        .isEqualTo(
            all.entries().stream()
                .filter(each -> !(each.entry() instanceof JournalEntry.MessageSent))
                .toList());
    assertThat(rest.upTo()).isEqualTo(all.upTo());
    assertThat(rest.isWhole()).isTrue();
  }

  @Test
  void whoWantsNoSendsPassesThemAndMissesNothingBehindThem() {
    long begin = position();
    send(ALICE, BOTH);
    send(ALICE, BOTH);
    Journal.Page sends = journal.after(APP, begin, ALL, Journal.Sends.LEFT_OUT);
    assertThat(sends.entries()).isEmpty();
    assertThat(journal.after(APP, sends.upTo(), ALL).entries()).isEmpty();
    ask(reply -> new Command.Read(caller(BOB), BOTH, 1, reply));
    send(ALICE, BOTH);
    Journal.Page behind = journal.after(APP, sends.upTo(), ALL, Journal.Sends.LEFT_OUT);
    assertThat(behind.entries()).singleElement().matches(each -> isRead(each.entry()));
    send(ALICE, BOTH);
    assertThat(journal.after(APP, begin, ALL, Journal.Sends.LEFT_OUT).entries())
        .isEqualTo(behind.entries());
    assertThat(journal.after(APP, behind.upTo(), ALL, Journal.Sends.LEFT_OUT).entries()).isEmpty();
  }

  private static boolean isRead(JournalEntry entry) {
    return entry instanceof JournalEntry.ReadAdvanced;
  }

  @Test
  void pagesLeaveNothingOutAndNameEachEntryOnce() {
    long begin = position();
    for (int i = 0; i < 5; i++) {
      send(ALICE, BOTH);
    }
    List<Recorded> told = new ArrayList<>();
    long at = begin;
    Journal.Page page = journal.after(APP, at, 2);
    while (!page.entries().isEmpty()) {
      assertThat(page.isWhole()).isTrue();
      told.addAll(page.entries());
      at = page.upTo();
      page = journal.after(APP, at, 2);
    }
    assertThat(told).isEqualTo(journal.after(APP, begin, ALL).entries()).hasSize(5);
    assertThat(told.stream().map(each -> each.stamp() + "/" + each.index()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aFollowerGoesOnWhereItWas() {
    assertThat(journal.lead(APP, NAME)).isTrue();
    assertThat(journal.lead(APP, NAME)).as("asked again").isTrue();
    send(ALICE, BOTH);
    long first = journal.after(APP, position(), 1).upTo();
    long begin = position();
    assertThat(journal.advance(APP, NAME, begin, first)).isTrue();
    Message second = send(ALICE, BOTH);
    assertThat(journal.advance(APP, NAME, begin, first + 1)).as("it is elsewhere").isFalse();
    assertThat(position()).isEqualTo(first);
    reopen();
    assertThat(position()).isEqualTo(first);
    assertThat(told(position())).containsExactly(new JournalEntry.MessageSent(second));
  }

  @Test
  void aFollowerThatIsSentBackIsToldAgain() {
    assertThat(journal.lead(APP, NAME)).isTrue();
    long begin = position();
    Message first = send(ALICE, BOTH);
    Message second = send(BOB, BOTH);
    long end = journal.after(APP, begin, ALL).upTo();
    assertThat(journal.rewind(APP, NAME, end))
        .as("not so far yet")
        .isEqualTo(new Journal.Rewound(begin, 0));
    assertThat(journal.advance(APP, NAME, begin, end)).isTrue();
    for (int times = 0; times < 2; times++) {
      Journal.Rewound rewound = journal.rewind(APP, NAME, second.stamp() - 1);
      assertThat(rewound.goneUpTo()).isZero();
      assertThat(rewound.position()).isEqualTo(position()).isLessThan(second.stamp());
      assertThat(told(position())).containsExactly(new JournalEntry.MessageSent(second));
    }
    assertThat(journal.advance(APP, NAME, end, end)).as("who has not heard of it").isFalse();
    reopen();
    assertThat(told(position())).containsExactly(new JournalEntry.MessageSent(second));
    journal.rewind(APP, NAME, first.stamp() - 1);
    assertThat(told(position())).hasSize(2);
  }

  @Test
  void aNewFollowerBeginsBehindWhatWasCommitted() {
    send(ALICE, BOTH);
    node.close();
    engine.close();
    start(Map.of(APP, Set.of(NAME, "other")));
    long begin = journal.position(APP, "other");
    assertThat(told(begin)).isEmpty();
    Message next = send(ALICE, BOTH);
    assertThat(told(begin)).containsExactly(new JournalEntry.MessageSent(next));
    assertThat(told(position())).hasSize(2);
  }

  @Test
  void theFirstDeviceOfAUserComesAndTheLastOneGoes() {
    long begin = position();
    SessionId phone = logIn(ALICE, PHONE, LoginPolicy.ALL);
    SessionId desktop = logIn(ALICE, DESKTOP, LoginPolicy.ALL);
    SessionId bob = logIn(BOB, PHONE, LoginPolicy.ALL);
    logOut(phone);
    assertThat(presence(begin)).containsExactly("alice by phone", "bob by phone");
    logOut(desktop);
    logOut(desktop);
    logOut(bob);
    logIn(ALICE, DESKTOP, LoginPolicy.ALL);
    assertThat(presence(begin))
        .containsExactly(
            "alice by phone",
            "bob by phone",
            "alice off desktop",
            "bob off phone",
            "alice by desktop");
  }

  @Test
  void aDeviceThatTakesThePlaceOfAnotherOneNeitherComesNorGoes() {
    long begin = position();
    SessionId phone = logIn(ALICE, PHONE, LoginPolicy.ONE_DEVICE);
    SessionId desktop = logIn(ALICE, DESKTOP, LoginPolicy.ONE_DEVICE);
    logOut(phone);
    SessionId again = logIn(ALICE, DESKTOP, LoginPolicy.ONE_DEVICE);
    logOut(desktop);
    assertThat(presence(begin)).containsExactly("alice by phone");
    logOut(again);
    assertThat(presence(begin)).containsExactly("alice by phone", "alice off desktop");
  }

  @Test
  void whoIsSignedOutOrBannedGoesOnce() {
    long begin = position();
    SessionId phone = logIn(ALICE, PHONE, LoginPolicy.ALL);
    SessionId desktop = logIn(ALICE, DESKTOP, LoginPolicy.ALL);
    ask(reply -> new Command.SignOut(ALICE, Optional.of(PHONE), reply));
    assertThat(presence(begin)).containsExactly("alice by phone");
    ask(reply -> new Command.SignOut(ALICE, Optional.empty(), reply));
    logOut(phone);
    logOut(desktop);
    assertThat(presence(begin)).containsExactly("alice by phone", "alice off desktop");
    SessionId bob = logIn(BOB, PHONE, LoginPolicy.ALL);
    ask(reply -> new Command.Ban(BOB, "", Ban.FOR_EVER, reply));
    ask(reply -> new Command.Ban(BOB, "again", Ban.FOR_EVER, reply));
    logOut(bob);
    assertThat(presence(begin))
        .containsExactly("alice by phone", "alice off desktop", "bob by phone", "bob off phone");
  }

  @Test
  void whoWasOnlineGoesWithTheNode() {
    long begin = position();
    logIn(ALICE, PHONE, LoginPolicy.ALL);
    logIn(ALICE, DESKTOP, LoginPolicy.ALL);
    logIn(BOB, PHONE, LoginPolicy.ALL);
    SessionId carol = logIn(new UserId(APP, "carol"), PHONE, LoginPolicy.ALL);
    logOut(carol);
    for (int restarts = 0; restarts < 2; restarts++) {
      reopen();
      assertThat(presence(begin))
          .startsWith("alice by phone", "bob by phone", "carol by phone", "carol off phone")
          .contains("alice off desktop", "bob off phone")
          .hasSize(6);
    }
    logIn(BOB, DESKTOP, LoginPolicy.ALL);
    assertThat(presence(begin)).hasSize(7).endsWith("bob by desktop");
  }

  @Test
  void whatHasExpiredIsMissed() {
    long begin = position();
    Message expired = send(ALICE, BOTH);
    Message kept = send(ALICE, BOTH);
    new Sweep(engine).run(_ -> expired.stamp() + 1, this::ask);
    Journal.Page page = journal.after(APP, begin, ALL);
    assertThat(page.isWhole()).isFalse();
    assertThat(page.entries().stream().map(Recorded::entry))
        .containsExactly(new JournalEntry.MessageSent(kept));
    assertThat(told(page.upTo())).isEmpty();
  }
}
