package io.whaleshark.core.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: where other nodes commit too, they hear of every session that begins here, and of its end.
/// Method: a feed that says what the test wants, and a lane whose commands the test answers.
class LoginsTest {

  private static final int APP = 1;
  private static final UserId ALICE = new UserId(APP, "alice");
  private static final Answer.Refused AWAY = new Answer.Refused(Refusal.RETRY_LATER, "away");

  private final Deque<Runnable> beside = new ArrayDeque<>();
  private final Deque<Command> lane = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private final Others others = new Others();
  private long now = 1_000;
  private Answer goesOn = new Answer.LoggedIn(0);
  private final NewsOrder order =
      new NewsOrder(Optional.of(others), beside::add, lane::add, new Heard());
  private final Logins logins = new Logins(order, lane::add, this::next);

  private void next(Command.LogIn login) {
    log.add(nameOf(login) + " goes on");
    login.reply().answer(goesOn);
  }

  /// What other nodes commit.
  private final class Others implements Feed {

    private boolean isAway;

    @Override
    public Online online(int app) {
      if (isAway) {
        throw new EngineException(EngineException.Kind.UNAVAILABLE, "away");
      }
      log.add("asked");
      return new Online(List.of(), 7);
    }

    @Override
    public Page after(int app, long stamp, int limit) {
      return new Page(List.of(), stamp, stamp, true);
    }

    @Override
    public void listen(Listener listener) {}
  }

  private final class Heard implements NewsOrder.Listener {

    @Override
    public void tell(News news) {}

    @Override
    public void missed(int app, Runnable then) {}

    @Override
    public void online(int app, List<News.LoggedIn> sessions, long told) {
      log.add("follows");
    }
  }

  private record Line(String name, SessionId session) implements Connection {

    @Override
    public void push(Push push) {}

    @Override
    public void displace(DeviceId by) {}

    @Override
    public void signOut(DeviceId own, Optional<Ban> ban) {}

    @Override
    public void disconnect() {}
  }

  private static String nameOf(Command.LogIn login) {
    return ((Line) login.connection()).name();
  }

  private Line logIn(String name) {
    return logIn(new Line(name, SessionId.random()));
  }

  private Line logIn(Line line) {
    logins.logIn(
        new Command.LogIn(
            ALICE,
            new DeviceId(DeviceKind.IOS, line.name()),
            line,
            LoginPolicy.ALL,
            answer ->
                log.add(
                    line.name() + (answer instanceof Answer.LoggedIn ? " is in" : " is refused"))),
        now);
    return line;
  }

  /// The next command of the lane, in a batch of its own.
  private <T extends Command> T taken(Class<T> kind) {
    Command next = lane.remove();
    assertThat(logins.withoutCancelled(List.of(next), now)).containsExactly(next);
    return kind.cast(next);
  }

  private void follow() {
    logIn("first");
    beside.remove().run();
    taken(Command.Turn.class).reply().answer(Answer.DONE);
    hear(taken(Command.TellLogin.class));
    log.clear();
  }

  /// The command is committed, and this node hears of the session.
  private void hear(Command.TellLogin told) {
    told.reply().answer(new Answer.Announced(8));
    hear(told, 8);
  }

  private void hear(Command.TellLogin told, long stamp) {
    logins.told(
        new News.LoggedIn(told.user(), told.device(), told.session(), told.policy(), 1, stamp));
  }

  @Test
  @DisplayName("the first login of an app begins to follow it, once for all who come meanwhile")
  void follows() {
    logIn("first");
    logIn("second");
    assertThat(beside).hasSize(1);
    assertThat(lane).isEmpty();
    beside.remove().run();
    taken(Command.Turn.class).reply().answer(Answer.DONE);
    assertThat(log).containsExactly("asked", "follows");
    assertThat(lane).hasSize(2);
    hear(taken(Command.TellLogin.class));
    hear(taken(Command.TellLogin.class));
    logIn("third");
    hear(taken(Command.TellLogin.class));
    assertThat(log.subList(2, log.size()))
        .containsExactly(
            "first goes on",
            "first is in",
            "second goes on",
            "second is in",
            "third goes on",
            "third is in");
  }

  @Test
  @DisplayName("P4 a login goes on when this node hears of it, not when it is committed")
  void waitsForItsNews() {
    follow();
    logIn("second");
    Command.TellLogin told = taken(Command.TellLogin.class);
    told.reply().answer(new Answer.Announced(8));
    assertThat(log).isEmpty();
    hear(told, 8);
    hear(told, 8);
    assertThat(log).containsExactly("second goes on", "second is in");
  }

  @Test
  @DisplayName("a login that could not be told is refused and taken back: it may be known")
  void outcomeUnknown() {
    follow();
    Line line = logIn("second");
    taken(Command.TellLogin.class).reply().answer(AWAY);
    assertThat(log).containsExactly("second is refused");
    Command.TellLogout back = taken(Command.TellLogout.class);
    assertThat(back.session()).isEqualTo(line.session());
    logIn(line);
    assertThat(log).containsExactly("second is refused", "second is refused");
    back.reply().answer(Answer.DONE);
    logIn(line);
    hear(taken(Command.TellLogin.class));
    assertThat(log).last().isEqualTo("second is in");
    assertThat(lane).isEmpty();
  }

  @Test
  @DisplayName(
      "P4 a login does not go on by the news of an earlier try, which was stored after all")
  void waitsForItsOwnNews() {
    follow();
    Line line = logIn("second");
    Command.TellLogin first = taken(Command.TellLogin.class);
    first.reply().answer(AWAY);
    taken(Command.TellLogout.class).reply().answer(Answer.DONE);
    logIn(line);
    Command.TellLogin again = taken(Command.TellLogin.class);
    hear(first, 8);
    again.reply().answer(new Answer.Announced(10));
    hear(first, 8);
    assertThat(log).containsExactly("second is refused");
    hear(again, 10);
    assertThat(log).containsExactly("second is refused", "second goes on", "second is in");
  }

  @Test
  @DisplayName("a login that is refused later is taken back before its client hears of it")
  void refusedLater() {
    follow();
    goesOn = AWAY;
    Line line = logIn("second");
    hear(taken(Command.TellLogin.class));
    assertThat(log).containsExactly("second goes on", "second is refused");
    assertThat(taken(Command.TellLogout.class).session()).isEqualTo(line.session());
  }

  @Test
  @DisplayName("an end is told once, and again until it is committed")
  void ends() {
    follow();
    Line line = logIn("second");
    hear(taken(Command.TellLogin.class));
    logins.logOut(line.session());
    logins.logOut(line.session());
    assertThat(lane).hasSize(1);
    assertThat(logins.tick(5)).isEqualTo(Long.MAX_VALUE);
    taken(Command.TellLogout.class).reply().answer(AWAY);
    long again = logins.tick(1_000);
    assertThat(again).isGreaterThan(1_000);
    assertThat(logins.tick(again - 1)).isEqualTo(again);
    assertThat(lane).isEmpty();
    assertThat(logins.tick(again)).isEqualTo(Long.MAX_VALUE);
    taken(Command.TellLogout.class).reply().answer(Answer.DONE);
    logins.logOut(line.session());
    assertThat(lane).isEmpty();
  }

  @Test
  @DisplayName("a session that ends while its login waits does not begin")
  void cancelled() {
    Line line = logIn("gone");
    logins.logOut(line.session());
    beside.remove().run();
    taken(Command.Turn.class).reply().answer(Answer.DONE);
    assertThat(log).containsExactly("gone is refused", "asked", "follows");
    assertThat(lane).isEmpty();
    Line next = logIn("gone too");
    Command.TellLogin told = taken(Command.TellLogin.class);
    logins.logOut(next.session());
    hear(told);
    assertThat(log).last().isEqualTo("gone too is refused");
    assertThat(taken(Command.TellLogout.class).session()).isEqualTo(next.session());
  }

  @Test
  @DisplayName("a cancelled login is not told any more: it would end newer sessions elsewhere")
  void cancelledBeforeItIsTold() {
    follow();
    Line gone = logIn("gone");
    logIn("stays");
    logins.logOut(gone.session());
    List<Command> batch = List.copyOf(lane);
    assertThat(batch).hasSize(2).hasOnlyElementsOfType(Command.TellLogin.class);
    assertThat(logins.withoutCancelled(batch, now)).containsExactly(batch.getLast());
    assertThat(lane).as("nobody has heard of it, nor needs to hear of its end").hasSize(2);
    assertThat(log).containsExactly("gone is refused");
  }

  @Test
  @DisplayName("so it is where its end comes in the same batch, behind it or before")
  void cancelledInTheSameBatch() {
    follow();
    Line gone = logIn("gone");
    Command told = lane.remove();
    Command end = new Command.LogOut(gone.session(), _ -> {});
    assertThat(logins.withoutCancelled(List.of(told, end), now)).containsExactly(end);
    assertThat(logins.withoutCancelled(List.of(end, told), now)).containsExactly(end);
    logins.logOut(gone.session());
    assertThat(log).containsExactly("gone is refused");
    assertThat(lane).isEmpty();
  }

  @Test
  @DisplayName("a login that waits for too long is refused, and is not told afterwards")
  void late() {
    follow();
    logIn("untold");
    Command.TellLogin late = (Command.TellLogin) lane.remove();
    now += 1;
    Line unheard = logIn("unheard");
    taken(Command.TellLogin.class).reply().answer(new Answer.Announced(8));
    long first = logins.refuseLate(now);
    assertThat(first).isEqualTo(now - 1 + Logins.WAITS_AT_MOST_MICROS);
    assertThat(log).isEmpty();
    assertThat(logins.refuseLate(first)).isEqualTo(first + 1);
    assertThat(log).containsExactly("untold is refused");
    assertThat(logins.withoutCancelled(List.of(late), first)).isEmpty();
    assertThat(logins.refuseLate(first + 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(log).containsExactly("untold is refused", "unheard is refused");
    assertThat(taken(Command.TellLogout.class).session()).isEqualTo(unheard.session());
    assertThat(lane).isEmpty();
  }

  @Test
  @DisplayName("a login that has waited for too long while its node hung is not told")
  void hung() {
    follow();
    logIn("hung");
    now += Logins.WAITS_AT_MOST_MICROS;
    assertThat(logins.withoutCancelled(List.of(lane.remove()), now)).isEmpty();
    assertThat(log).containsExactly("hung is refused");
    assertThat(lane).isEmpty();
  }

  @Test
  @DisplayName("while nobody knows who is online, logins are refused")
  void cannotFollow() {
    others.isAway = true;
    logIn("first");
    beside.remove().run();
    Command turn = taken(Command.Turn.class);
    assertThatThrownBy(() -> turn.reply().answer(Answer.DONE)).isInstanceOf(EngineException.class);
    assertThat(log).containsExactly("first is refused");
    others.isAway = false;
    log.clear();
    follow();
  }
}
