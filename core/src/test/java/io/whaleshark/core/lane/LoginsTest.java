package io.whaleshark.core.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.app.LoginPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: where other nodes commit too, a login waits for what they committed before it. Method: a
/// feed that says what the test wants, asked when the test wants.
class LoginsTest {

  private static final int APP = 1;
  private static final UserId ALICE = new UserId(APP, "alice");
  private static final int PAGE = 10;

  private final Deque<Runnable> beside = new ArrayDeque<>();
  private final Deque<Command> lane = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private final Others others = new Others();
  private final NewsOrder order =
      new NewsOrder(
          Optional.of(others),
          beside::add,
          lane::add,
          news -> log.add("told " + news),
          (_, stamp) -> log.add("told up to " + stamp));
  private final Logins logins = order.logins(login -> log.add(nameOf(login) + " goes on"));

  /// What other nodes commit; a page holds so much.
  private final class Others implements Feed {

    private long newest;
    private boolean isAway;

    @Override
    public long newest(int app) {
      fail();
      log.add("asked");
      return newest;
    }

    @Override
    public Page after(int app, long stamp, int limit) {
      fail();
      long upTo = Math.max(stamp, Math.min(newest, stamp + PAGE));
      return new Page(List.of(), stamp, upTo, upTo == stamp);
    }

    private void fail() {
      if (isAway) {
        throw new EngineException(EngineException.Kind.UNAVAILABLE, "away");
      }
    }

    @Override
    public void listen(Listener listener) {}
  }

  private record Line(String name, SessionId session) implements Connection {

    @Override
    public void push(Push push) {}

    @Override
    public void displace(DeviceId by) {}
  }

  private static String nameOf(Command.LogIn login) {
    return ((Line) login.connection()).name();
  }

  private Line logIn(String name) {
    Line line = new Line(name, SessionId.random());
    logins.logIn(
        new Command.LogIn(
            ALICE,
            new DeviceId(DeviceKind.IOS, name),
            line,
            LoginPolicy.ALL,
            answer -> log.add(name + " is refused: " + ((Answer.Refused) answer).detail())));
    return line;
  }

  /// What waits beside the lane is asked, once, and the lane takes its turns.
  private void happens() {
    int now = beside.size();
    for (int i = 0; i < now; i++) {
      beside.remove().run();
    }
    while (!lane.isEmpty()) {
      lane.remove().reply().answer(Answer.DONE);
    }
  }

  private void happensAll() {
    while (!beside.isEmpty()) {
      happens();
    }
  }

  @Test
  @DisplayName(
      "P4 the first login of an app begins to follow it; later ones wait until all is told")
  void waitsUntilTold() {
    others.newest = 7;
    logIn("first");
    happensAll();
    assertThat(log).containsExactly("asked", "first goes on");
    log.clear();
    others.newest = 7 + 2 * PAGE;
    logIn("second");
    happensAll();
    assertThat(log).containsExactly("asked", "told up to 17", "told up to 27", "second goes on");
  }

  @Test
  @DisplayName(
      "P4 who comes while the feed is asked waits for the next question, asked once for all")
  void askedAfterItCame() {
    logIn("first");
    logIn("second");
    logIn("third");
    assertThat(beside).hasSize(1);
    happens();
    assertThat(log).containsExactly("asked", "first goes on");
    others.newest = 5;
    happensAll();
    assertThat(log)
        .containsExactly(
            "asked", "first goes on", "asked", "told up to 5", "second goes on", "third goes on");
  }

  @Test
  @DisplayName("P4 who comes while news is read waits for news that is read later")
  void readAfterItCame() {
    logIn("first");
    happensAll();
    others.newest = 5;
    logIn("second");
    happens();
    logIn("third");
    others.newest = 8;
    happensAll();
    assertThat(log).last().isEqualTo("third goes on");
    assertThat(log).containsSubsequence("told up to 8", "third goes on");
  }

  @Test
  @DisplayName("who waits for what the store has lost since goes on when there is no more")
  void lostSince() {
    others.newest = 5;
    logIn("first");
    happensAll();
    others.newest = 9;
    logIn("second");
    happens();
    others.newest = 5;
    happensAll();
    assertThat(log).last().isEqualTo("second goes on");
  }

  @Test
  @DisplayName("a session that ends while its login waits does not begin")
  void cancelled() {
    Line line = logIn("gone");
    logins.logOut(line.session());
    happensAll();
    assertThat(log).containsExactly("gone is refused: login: the connection has ended", "asked");
  }

  @Test
  @DisplayName("while the feed cannot be read, logins are refused")
  void refused() {
    others.isAway = true;
    logIn("first");
    assertThatThrownBy(this::happens).isInstanceOf(EngineException.class);
    assertThat(log).containsExactly("first is refused: login: the store is unavailable: retry");
    others.isAway = false;
    logIn("second");
    happensAll();
    others.newest = 3;
    logIn("third");
    happens();
    others.isAway = true;
    assertThatThrownBy(this::happens).isInstanceOf(EngineException.class);
    assertThat(log).last().isEqualTo("third is refused: login: the store is unavailable: retry");
  }

  @Test
  @DisplayName("P4 an own batch may come between: nobody waits for ever")
  void ownBatchBetween() {
    logIn("first");
    happensAll();
    others.newest = 5;
    logIn("second");
    happens();
    // The page is being read; meanwhile this node commits what follows at once.
    Decision own =
        new Decision(
            List.of(),
            Answer.DONE,
            Optional.of(
                new News.GroupRenamed(
                    new Group(new ConversationId.Group(APP, "g"), "g", ALICE, 1, false, 5))));
    List<Decision> told = order.committed(List.of(own), Map.of(APP, 0L), 5);
    assertThat(told.getFirst().news()).isPresent();
    happensAll();
    assertThat(log).last().isEqualTo("second goes on");
    assertThat(beside).isEmpty();
  }
}
