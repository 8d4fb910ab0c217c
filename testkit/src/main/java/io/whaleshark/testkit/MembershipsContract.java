package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Memberships.Reader;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Membership.Standing;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// P6 and P8: periods of membership, positions, and who has read what.
abstract class MembershipsContract extends PortContract {

  private List<Membership> periods(ConversationId conversation, UserId user) {
    return engine.memberships().periods(conversation, user);
  }

  private long readCount(Message message) {
    return engine.memberships().readCount(message);
  }

  private List<Reader> audience(Message message) {
    return engine.memberships().audience(message, "", 100);
  }

  @Test
  void groupThatNobodyMadeIsNotThere() {
    ConversationId.Group group = new ConversationId.Group(APP, "none");
    assertThat(engine.memberships().group(group)).isEmpty();
    assertThat(group(group)).isEmpty();
    assertThat(periods(group, ALICE)).isEmpty();
    assertThat(engine.memberships().members(group, "", 10)).isEmpty();
  }

  @Test
  void groupIsAsItWasPutLast() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    scribe.rename(group, "new name");
    Group found = engine.memberships().group(group).orElseThrow();
    assertThat(found.name()).isEqualTo("new name");
    assertThat(found.owner()).isEqualTo(ALICE);
    assertThat(found.memberCount()).isEqualTo(2);
    assertThat(group(group)).contains(found);
    assertThat(found.changedAt()).isEqualTo(engine.newestStamp());
  }

  @Test
  void groupsOfAnAppAreListedByNamePageByPage() {
    List<String> names = List.of("a", "ab", "b", "z", "é", "\uE000", "🦈");
    scribe.group("b", ALICE, BOB);
    scribe.group("🦈", ALICE);
    scribe.group("\uE000", ALICE);
    scribe.group("z", ALICE);
    ConversationId.Group over = scribe.group("é", ALICE, BOB);
    scribe.group("ab", ALICE);
    scribe.group("a", ALICE);
    scribe.send(ALICE_BOB, ALICE);
    scribe.dissolve(over);
    List<Group> all = engine.memberships().groups(APP, "", 100);
    assertThat(all).extracting(group -> group.id().name()).isEqualTo(names);
    assertThat(all).allSatisfy(group -> assertThat(group(group.id())).contains(group));
    List<Group> paged = new ArrayList<>();
    List<Group> page = engine.memberships().groups(APP, "", 2);
    while (!page.isEmpty()) {
      paged.addAll(page);
      assertThat(paged).hasSizeLessThanOrEqualTo(all.size());
      page = engine.memberships().groups(APP, page.getLast().id().name(), 2);
    }
    assertThat(paged).isEqualTo(all);
    assertThat(engine.memberships().groups(APP, "ac", 1)).containsExactly(all.get(2));
    assertThat(engine.memberships().groups(APP + 1, "", 9)).isEmpty();
    assertThat(engine.memberships().groups(APP - 1, "", 9)).isEmpty();
  }

  @Test
  @DisplayName("P8 each coming back is a period of its own; the closed ones stay as they were")
  void periodsOfAMember() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    scribe.send(group, ALICE);
    scribe.send(group, ALICE);
    scribe.read(group, BOB, 1);
    scribe.leave(group, BOB);
    Membership first = periods(group, BOB).getLast();
    scribe.send(group, ALICE);
    scribe.join(group, BOB);
    scribe.send(group, ALICE);
    scribe.read(group, BOB, 4);
    assertThat(first).extracting("joined", "left", "read").containsExactly(0L, 2L, 1L);
    assertThat(periods(group, BOB)).hasSize(2).startsWith(first);
    Membership second = periods(group, BOB).getLast();
    assertThat(second)
        .extracting("joined", "left", "read", "received")
        .containsExactly(3L, Membership.OPEN, 4L, 4L);
    assertThat(membership(group, BOB)).contains(second);
    assertThat(membership(group, CAROL)).isEmpty();
  }

  @Test
  @DisplayName("P8 the periods of several groups are those of each, in their order")
  void periodsOfSeveralGroups() {
    ConversationId.Group twice = scribe.group("twice", ALICE, BOB);
    ConversationId.Group once = scribe.group("once", ALICE, BOB);
    ConversationId.Group never = scribe.group("never", ALICE);
    scribe.leave(twice, BOB);
    scribe.send(twice, ALICE);
    scribe.join(twice, BOB);
    List<Membership> all = new ArrayList<>(periods(twice, BOB));
    all.addAll(periods(once, BOB));
    assertThat(engine.memberships().periods(List.of(twice, once, never), BOB))
        .hasSize(3)
        .isEqualTo(all);
    assertThat(engine.memberships().periods(List.of(), BOB)).isEmpty();
  }

  @Test
  void closedPeriodIsTheNewestUntilOneComesBack() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    scribe.leave(group, BOB);
    assertThat(membership(group, BOB).orElseThrow().isOpen()).isFalse();
    reopen();
    assertThat(membership(group, BOB).orElseThrow().isOpen()).isFalse();
    assertThat(engine.memberships().members(group, "", 9)).containsExactly(ALICE);
  }

  @Test
  void emptyPeriodIsReplacedByTheNextOneThatBeginsThere() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message message = scribe.send(group, ALICE);
    scribe.leave(group, BOB);
    scribe.join(group, BOB);
    scribe.leave(group, BOB);
    scribe.join(group, BOB);
    Message next = scribe.send(group, ALICE);
    scribe.read(group, BOB, 2);
    assertThat(periods(group, BOB)).hasSize(2);
    assertThat(readCount(message)).isZero();
    assertThat(readCount(next)).isEqualTo(1);
    reopen();
    assertThat(readCount(message)).isZero();
    assertThat(readCount(next)).isEqualTo(1);
  }

  @Test
  void positionsOfADirectConversation() {
    scribe.send(ALICE_BOB, ALICE);
    scribe.send(ALICE_BOB, ALICE);
    scribe.receive(ALICE_BOB, BOB, 2);
    scribe.read(ALICE_BOB, BOB, 1);
    assertThat(periods(ALICE_BOB, BOB)).hasSize(1);
    assertThat(membership(ALICE_BOB, BOB).orElseThrow())
        .extracting("joined", "left", "read", "received", "ownAtRead")
        .containsExactly(0L, Membership.OPEN, 1L, 2L, 0L);
    assertThat(membership(ALICE_BOB, CAROL)).isEmpty();
    assertThat(readCount(history(ALICE_BOB).get(0))).isEqualTo(1);
    assertThat(readCount(history(ALICE_BOB).get(1))).isZero();
  }

  @Test
  void whatMembersMayDoBelongsToTheirPeriod() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    scribe.stand(group, BOB, new Standing(true, false));
    scribe.stand(group, CAROL, new Standing(false, true));
    scribe.send(group, ALICE);
    scribe.read(group, CAROL, 1);
    assertThat(engine.memberships().present(group, "", 9))
        .extracting(Membership::standing)
        .containsExactly(Standing.PLAIN, new Standing(true, false), new Standing(false, true));
    assertThat(membership(group, CAROL).orElseThrow().standing())
        .isEqualTo(new Standing(false, true));
    scribe.leave(group, BOB);
    scribe.send(group, ALICE);
    scribe.join(group, BOB);
    assertThat(periods(group, BOB))
        .extracting(Membership::standing)
        .containsExactly(new Standing(true, false), Standing.PLAIN);
    assertThat(engine.memberships().present(group, "alice", 1))
        .containsExactly(periods(group, BOB).getLast());
  }

  @Test
  void membersAreListedByNamePageByPage() {
    UserId accented = new UserId(APP, "é");
    UserId private_ = new UserId(APP, "\uE000");
    UserId astral = new UserId(APP, "🦈");
    ConversationId.Group group =
        scribe.group("g", DAVE, astral, BOB, private_, ALICE, accented, CAROL);
    scribe.leave(group, CAROL);
    List<UserId> all = List.of(ALICE, BOB, DAVE, accented, private_, astral);
    assertThat(engine.memberships().members(group, "", 100)).isEqualTo(all);
    List<UserId> paged = new ArrayList<>();
    List<UserId> page = engine.memberships().members(group, "", 2);
    while (!page.isEmpty()) {
      paged.addAll(page);
      assertThat(paged).hasSizeLessThanOrEqualTo(all.size());
      page = engine.memberships().members(group, page.getLast().name(), 2);
    }
    assertThat(paged).isEqualTo(all);
    assertThat(engine.memberships().members(group, "carol", 1)).containsExactly(DAVE);
    assertThat(engine.memberships().members(group, "alic", 1)).containsExactly(ALICE);
  }

  @Test
  @DisplayName("P8 the audience is who was a member when it was sent, its author left out")
  void audienceIsFrozen() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    Message message = scribe.send(group, ALICE);
    scribe.read(group, CAROL, 1);
    scribe.leave(group, CAROL);
    scribe.join(group, DAVE);
    List<Reader> frozen = List.of(new Reader(BOB, false), new Reader(CAROL, true));
    assertThat(audience(message)).isEqualTo(frozen);
    assertThat(message.audience()).isEqualTo(2);
    Message next = scribe.send(group, BOB);
    scribe.join(group, CAROL);
    scribe.read(group, DAVE, 2);
    assertThat(audience(message)).isEqualTo(frozen);
    assertThat(readCount(message)).isEqualTo(1);
    assertThat(audience(next)).containsExactly(new Reader(ALICE, false), new Reader(DAVE, true));
    assertThat(readCount(next)).isEqualTo(1);
  }

  @Test
  @DisplayName("P8 an author who reads is not a reader of the own message, but of the others")
  void authorIsNoReader() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message own = scribe.send(group, ALICE);
    Message others = scribe.send(group, BOB);
    scribe.read(group, ALICE, 2);
    assertThat(readCount(own)).isZero();
    assertThat(readCount(others)).isEqualTo(1);
    scribe.leave(group, ALICE);
    scribe.join(group, ALICE);
    assertThat(readCount(own)).isZero();
    assertThat(readCount(others)).isEqualTo(1);
  }

  @Test
  @DisplayName("P8 joining is not reading: old messages keep their counts")
  void joiningReadsNothing() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message message = scribe.send(group, ALICE);
    scribe.join(group, CAROL);
    scribe.leave(group, BOB);
    scribe.join(group, BOB);
    assertThat(readCount(message)).isZero();
    Message next = scribe.send(group, ALICE);
    scribe.read(group, BOB, 2);
    assertThat(readCount(message)).isZero();
    assertThat(readCount(next)).isEqualTo(1);
  }

  @Test
  void audienceIsPagedByName() {
    ConversationId.Group group = scribe.group("g", ALICE, DAVE, BOB, CAROL);
    Message message = scribe.send(group, BOB);
    assertThat(engine.memberships().audience(message, "", 2))
        .containsExactly(new Reader(ALICE, false), new Reader(CAROL, false));
    assertThat(engine.memberships().audience(message, "carol", 2))
        .containsExactly(new Reader(DAVE, false));
    assertThat(engine.memberships().audience(message, "dave", 2)).isEmpty();
  }

  @Test
  void recallChangesNoCount() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    Message message = scribe.send(group, ALICE);
    scribe.read(group, BOB, 1);
    Message tombstone = scribe.recall(message);
    assertThat(readCount(tombstone)).isEqualTo(1);
    assertThat(audience(tombstone)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("P8 counts equal a count by hand, after any history of joins, leaves and reads")
  void countsEqualACountByHand(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<UserId> people = List.of(ALICE, BOB, CAROL, DAVE);
    ConversationId.Group group = scribe.group("g", ALICE);
    TreeSet<UserId> members = new TreeSet<>(List.of(ALICE));
    List<Message> messages = new ArrayList<>();
    List<TreeMap<UserId, Boolean>> readers = new ArrayList<>(); // by message: audience, has read
    for (int step = 0; step < 120; step++) {
      UserId user = people.get(random.nextInt(people.size()));
      int what = random.nextInt(10);
      if (!members.contains(user)) {
        scribe.join(group, user);
        members.add(user);
      } else if (what < 2 && !user.equals(ALICE)) {
        scribe.leave(group, user);
        members.remove(user);
      } else if (what < 6) {
        messages.add(scribe.send(group, user));
        TreeMap<UserId, Boolean> audience = new TreeMap<>();
        members.forEach(member -> audience.put(member, false));
        audience.remove(user);
        readers.add(audience);
      } else {
        Membership now = membership(group, user).orElseThrow();
        if (now.read() < messages.size()) {
          long upTo = random.nextLong(now.read() + 1, messages.size() + 1);
          scribe.read(group, user, upTo);
          readers.subList((int) now.joined(), (int) upTo).forEach(r -> r.replace(user, true));
        }
      }
      if (step == 60) {
        reopen();
      }
    }
    for (int i = 0; i < messages.size(); i++) {
      assertThat(audience(messages.get(i)))
          .as("audience of message %s, seed %s", i + 1, seed)
          .isEqualTo(
              readers.get(i).entrySet().stream()
                  .map(e -> new Reader(e.getKey(), e.getValue()))
                  .toList());
      assertThat(readCount(messages.get(i)))
          .isEqualTo(readers.get(i).values().stream().filter(read -> read).count());
      assertThat(messages.get(i).audience()).isEqualTo(readers.get(i).size());
    }
  }
}
