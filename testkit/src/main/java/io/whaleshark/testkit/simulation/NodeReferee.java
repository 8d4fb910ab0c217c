package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Readings;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The referee of one node of several. Its lane's batches are decided by the common model when they
/// are stored, and what they come to is promised to the sessions of all nodes then. What this node
/// tells is held against that. Confined to the simulation's thread.
final class NodeReferee extends Referee {

  /// Something that was told in a turn: an answer, a push, or a displacement.
  private record Told(Connection to, Object what) {}

  private final Gathering gathering;
  private final Timeline timeline;

  /// The reads that the batch of this turn has announced, in its order.
  private List<List<Object>> announced = List.of();

  /// What the news of sessions in the batch of this turn says, in its order.
  private final Deque<News.OfSession> ofSessions = new ArrayDeque<>();

  private final boolean haveSwitches; // of receipts, of users
  private final List<Told> told = new ArrayList<>();
  private final List<Asked> answered = new ArrayList<>();
  private boolean isInTurn;
  private boolean isStored;
  private boolean isKnown;
  private long looseUntil;
  private long hearsFrom;

  NodeReferee(Gathering gathering, AppPolicy policy, WrongClock clock, Timeline timeline) {
    super(gathering.model, policy, clock, gathering.violated);
    this.gathering = gathering;
    this.timeline = timeline;
    this.haveSwitches = policy.receipts().isByUser();
  }

  // --- what happens ---

  @Override
  void submitted(Asked asked) {
    super.submitted(asked);
    if (asked.command instanceof Command.LogIn login) {
      gathering.comes(login, this);
    }
  }

  @Override
  void lookedUp(boolean failed) {
    // When that is told is open anyway.
  }

  @Override
  void clockSet() {
    hearsFrom = timeline.now();
    gathering.clockSet(this);
  }

  @Override
  void turnBegins() {
    announced = List.of();
    ofSessions.clear();
    told.clear();
    answered.clear();
    isInTurn = true;
    isStored = false;
    isKnown = false;
  }

  @Override
  void batchBegins(List<Command> commands) {
    // Its announcement says which.
  }

  /// A transaction begins.
  void announced(Announcement announcement) {
    List<List<Object>> reads = new ArrayList<>();
    announcement.to(new AnnouncedReads(reads));
    announced = reads;
  }

  @Override
  void begun() {}

  @Override
  void commitBegins() {}

  @Override
  void stored() {}

  /// A batch is stored that comes to this.
  void tells(List<News> news) {
    isStored = true;
    for (News each : news) {
      // A ban is a command of the batch like all others, and so is an erasure.
      boolean isOfBatch =
          each instanceof News.SignedOut out
              && (out.ban().isPresent() || Quiet.USERS.contains(out.user()));
      if (each instanceof News.OfSession ofSession && !isOfBatch) {
        ofSessions.add(ofSession);
      }
    }
  }

  @Override
  void committed() {
    isStored = true; // also if there was nothing to store
    isKnown = true;
  }

  /// It looks who is online: of what they did before it knows nothing.
  void looks() {
    hearsFrom = timeline.now();
  }

  /// From when on the node knows of all that is done, and how long ago.
  long hearsFrom() {
    return hearsFrom;
  }

  /// Some news cannot be told.
  void missed() {
    hearsFrom = timeline.now();
    looseUntil = timeline.now() + Simulation.REST_MICROS;
    gathering.missed(this);
  }

  /// Whether some news could not be told, and the node does not know yet who is online.
  boolean isLoose() {
    return timeline.now() < looseUntil;
  }

  @Override
  void answered(Asked asked, Answer answer) {
    asked.answers.add(answer);
    answered.add(asked);
    if (asked.command instanceof Command.LogIn login) {
      told(login.connection(), asked);
    }
  }

  @Override
  void pushed(Connection connection, Push push) {
    told(connection, plain(push));
  }

  @Override
  void displaced(Connection connection, DeviceId by) {
    told(connection, by);
  }

  private void told(Connection connection, Object what) {
    if (!isInTurn) {
      violated.accept("P1 told outside of a turn: " + what);
    }
    told.add(new Told(connection, what));
  }

  @Override
  void died(long now, ReferenceEngine store) {
    if (isInTurn && isStored) {
      boolean _ = decided(batch(), store).isEmpty();
    }
    isInTurn = false;
    submitted.clear();
    gathering.crashed(this);
  }

  // --- what has to come of it ---

  @Override
  void turnEnded(long now, ReferenceEngine store) {
    isInTurn = false;
    List<Asked> batch = batch();
    Map<Asked, Answer> expected = isStored ? decided(batch, store) : new IdentityHashMap<>();
    Set<Asked> all = new LinkedHashSet<>(batch);
    all.addAll(answered);
    submitted.removeAll(all);
    all.forEach(asked -> compare(asked, expected.get(asked)));
    for (Told each : told) {
      if (each.what() instanceof Asked asked) {
        loggedIn((Command.LogIn) asked.command, asked.answers.getLast());
      } else {
        gathering.told(each.to(), each.what(), now);
      }
    }
    for (Asked asked : answered) {
      if (asked.command instanceof Command.LogOut && asked.over != null) {
        gathering.ended(asked.over);
      }
    }
  }

  private void loggedIn(Command.LogIn login, Answer answer) {
    if (answer instanceof Answer.LoggedIn(long newest)) {
      gathering.loggedIn(login, newest);
    } else if (answer instanceof Answer.Refused(Refusal refusal, _) && refusal == Refusal.BANNED) {
      gathering.refused(login);
    }
  }

  private void compare(Asked asked, @Nullable Answer decided) {
    Answer expected =
        Decisions.isOfConnection(asked)
            ? Answer.DONE
            : decided == null || !isKnown ? new Answer.Refused(Refusal.RETRY_LATER, "") : decided;
    boolean isAsExpected =
        asked.answers.size() == 1
            && (asked.command instanceof Command.LogIn
                || isSignOut(asked)
                || isSame(expected, asked.answers.getFirst()));
    if (!isAsExpected) {
      violated.accept("P2 " + asked + " (expected: " + expected + ")");
    }
  }

  /// A sign-out is done when it is news of sessions, or has to be tried again.
  private static boolean isSignOut(Asked asked) {
    return asked.command instanceof Command.SignOut
        && (asked.answers.contains(Answer.DONE) || asked.isRefused());
  }

  /// What was stored takes effect: command by command, and between them the news of sessions.
  private Map<Asked, Answer> decided(List<Asked> batch, ReferenceEngine store) {
    Map<Asked, Answer> answers = new IdentityHashMap<>();
    Telling telling = new Promising(gathering, answers);
    List<Decisions.Consequence> consequences = decide(batch, store);
    int next = 0;
    int read = 0;
    while (read < announced.size()) {
      if (next < batch.size() && isNext(batch.get(next), read)) {
        read += reads(batch.get(next)).size();
        consequences.get(next).tell(telling);
        next++;
      } else {
        boolean isRefused = isOfBanned(read);
        read++;
        if (!isRefused && !ofSessions.isEmpty()) {
          gathering.hear(ofSessions.removeFirst());
        }
      }
    }
    gathering.stored();
    return answers;
  }

  /// The commands of the batch of this turn, but those of the node itself, and those that are news
  /// of sessions and nothing else.
  private List<Asked> batch() {
    List<Asked> batch = new ArrayList<>();
    int read = 0;
    for (Asked asked : submitted) {
      if (asked.command instanceof Command.Decided && !(asked.command instanceof Command.SignOut)) {
        while (read < announced.size() && !isNext(asked, read) && isOfSession(read)) {
          read++;
        }
        if (!isNext(asked, read)) {
          return batch;
        }
        read += reads(asked).size();
        batch.add(asked);
      }
    }
    return batch;
  }

  private boolean isOfSession(int read) {
    Object what = announced.get(read).getFirst();
    return what.equals("app") || what.equals("login");
  }

  /// Whether it is read for a login that must be refused.
  private boolean isOfBanned(int read) {
    List<Object> entry = announced.get(read);
    return entry.getFirst().equals("login") && gathering.isBanned((UserId) entry.getLast());
  }

  private boolean isNext(Asked asked, int read) {
    List<List<Object>> reads = reads(asked);
    return read + reads.size() <= announced.size()
        && announced.subList(read, read + reads.size()).equals(reads);
  }

  private List<List<Object>> reads(Asked asked) {
    List<List<Object>> reads = new ArrayList<>();
    Readings.announce(
        List.of(asked.command), new AnnouncedReads(reads), _ -> haveSwitches, _ -> false);
    return reads;
  }

  /// Whether a session may go on.
  boolean isPresent(UserId user, SessionId session) {
    return gathering.isPresent(user, session);
  }

  @Override
  void atRest() {
    gathering.atRest();
  }
}
