package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.news.News;
import io.whaleshark.testkit.FaultyEngine.Fault;
import io.whaleshark.testkit.ForwardingEngine;
import io.whaleshark.testkit.ForwardingTransaction;
import io.whaleshark.testkit.ReferenceEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: who follows from outside hears of the first device of a user that comes, and of the last
/// one that goes, and no login waits for that. Method: a node alone, whose engine fails on demand;
/// what its commits say is what a follower hears.
class PresenceToldTest {

  private static final Duration SOON = Duration.ofMillis(300);

  private final List<String> heard = new ArrayList<>();
  private final World world = world(AppPolicy.DEFAULT.withPresenceTold());

  private World world(AppPolicy policy) {
    return new World(policy, LaneLimits.DEFAULT, new Followed());
  }

  /// An engine with somebody who hears what it commits.
  private final class Followed extends ForwardingEngine {

    private Followed() {
      super(new ReferenceEngine());
    }

    @Override
    public Transaction begin(Announcement announcement) {
      return new ForwardingTransaction(super.begin(announcement)) {
        @Override
        public void commit(List<Change> changes, List<News> news, long newestStamp) {
          super.commit(changes, news, newestStamp);
          news.forEach(each -> JournalEntry.of(each).ifPresent(PresenceToldTest.this::hear));
        }
      };
    }
  }

  private void hear(JournalEntry entry) {
    switch (entry) {
      case JournalEntry.CameOnline came ->
          heard.add(came.user().name() + " by " + came.device().name());
      case JournalEntry.WentOffline went ->
          heard.add(went.user().name() + " off " + went.device().name());
      case JournalEntry.OfConversation _ -> {
        // It is about messages.
      }
    }
  }

  private Device comes(String user, String device) {
    Device coming = world.device(user, DeviceKind.MAC, device);
    assertThat(coming.logsIn().answer()).isInstanceOf(Answer.LoggedIn.class);
    return coming;
  }

  @Test
  @DisplayName("P13 a second device of a user neither comes nor goes")
  void onceForAllDevices() {
    Device desk = comes("alice", "desk");
    Device other = comes("alice", "other");
    desk.logsOut();
    assertThat(heard).containsExactly("alice by desk");
    other.logsOut();
    assertThat(heard).containsExactly("alice by desk", "alice off other");
  }

  @Test
  @DisplayName("P13 of a batch with many, each user comes and goes in turn")
  void oneBatch() {
    Device desk = comes("alice", "desk");
    world.together(() -> {
      desk.logsOut();
      comesLater("alice", "two");
      comesLater("bob", "three");
    });
    assertThat(heard)
        .startsWith("alice by desk", "alice off desk")
        .containsOnlyOnce("alice by two", "bob by three")
        .hasSize(4);
  }

  private void comesLater(String user, String device) {
    world.device(user, DeviceKind.MAC, device).logsIn();
  }

  @Test
  @DisplayName("a full disk refuses no login, and who came is told when there is room")
  void fullDisk() {
    Device gone = comes("gone", "desk");
    world.engine.failBy(Fault.FULL);
    comes("alice", "desk");
    comes("bob", "desk").logsOut();
    gone.logsOut();
    world.passes(SOON);
    assertThat(heard).containsExactly("gone by desk");
    world.engine.failBy(Fault.NONE);
    world.passes(SOON);
    assertThat(heard)
        .as("whoever came and went meanwhile is not told")
        .containsExactlyInAnyOrder("gone by desk", "gone off desk", "alice by desk");
  }

  @Test
  @DisplayName("P13 sessions of a user are stored in their order, also if the first had to wait")
  void inOrder() {
    world.engine.failBy(Fault.FULL);
    Device first = comes("alice", "desk");
    world.engine.failBy(Fault.NONE);
    Device second = comes("alice", "desk");
    world.passes(SOON);
    first.logsOut();
    assertThat(heard).as("the second one took its place").containsExactly("alice by desk");
    second.logsOut();
    assertThat(heard).containsExactly("alice by desk", "alice off desk");
  }

  @Test
  @DisplayName("P13 what is stored although its commit failed is told once, and its end as well")
  void unknownOutcome() {
    world.engine.failBy(Fault.COMMIT_STORED);
    Device desk = comes("alice", "desk");
    world.engine.failBy(Fault.NONE);
    world.passes(SOON);
    assertThat(heard).containsExactly("alice by desk");
    desk.logsOut();
    assertThat(heard).containsExactly("alice by desk", "alice off desk");
  }

  @Test
  @DisplayName("P13 who has gone before it is known that their coming was stored goes all the same")
  void goneBeforeItIsKnown() {
    world.engine.failBy(Fault.COMMIT_STORED);
    Device desk = comes("alice", "desk");
    world.engine.failBy(Fault.AWAY);
    desk.logsOut();
    world.passes(SOON);
    world.engine.failBy(Fault.NONE);
    world.passes(SOON);
    assertThat(heard).containsExactly("alice by desk", "alice off desk");
  }

  @Test
  @DisplayName("P13 who is banned goes, and does not come while that lasts")
  void banned() {
    Device desk = comes("alice", "desk");
    world.ask(reply -> new Command.Ban(World.user("alice"), "", Ban.FOR_EVER, reply)).done();
    desk.logsOut();
    world.device("alice", DeviceKind.MAC, "desk").logsIn();
    assertThat(heard).containsExactly("alice by desk", "alice off desk");
    world.ask(reply -> new Command.LiftBan(World.user("alice"), reply)).done();
    comes("alice", "again");
    assertThat(heard).endsWith("alice by again").hasSize(3);
  }

  @Test
  @DisplayName("where nobody follows, a login and a logout write nothing")
  void unfollowed() {
    World other = world(AppPolicy.DEFAULT);
    long before = other.engine.newestStamp();
    Device desk = other.device("alice", DeviceKind.MAC, "desk");
    desk.logsIn();
    desk.logsOut();
    assertThat(other.engine.newestStamp()).isEqualTo(before);
    assertThat(heard).isEmpty();
  }
}
