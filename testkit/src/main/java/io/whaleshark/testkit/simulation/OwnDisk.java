package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.testkit.ForwardingEngine;
import io.whaleshark.testkit.ForwardingTransaction;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The site of a server that is alone: a disk of its own. Confined to the simulation's thread.
final class OwnDisk implements Site {

  private final Referee referee;
  private final WrongClock clock;
  private final Sabotage sabotage;
  private final PresenceFollower follower;
  private ReferenceEngine.Disk disk = new ReferenceEngine.Disk();

  OwnDisk(Referee referee, WrongClock clock, Sabotage sabotage, PresenceFollower follower) {
    this.referee = referee;
    this.clock = clock;
    this.sabotage = sabotage;
    this.follower = follower;
  }

  @Override
  public Referee referee() {
    return referee;
  }

  @Override
  public WrongClock clock() {
    return clock;
  }

  @Override
  public ReferenceEngine.Disk disk() {
    return disk;
  }

  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public boolean mayGoOn(UserId user, SessionId session) {
    return true;
  }

  @Override
  public void serve(Runnable gone, Runnable heard) {
    // Nobody else is there.
  }

  /// Who was online by the run before is not any more.
  @Override
  public boolean begins() {
    Map<UserId, News> last = new LinkedHashMap<>();
    for (News.LoggedIn ended : disk.endSessions()) {
      last.put(
          ended.user(),
          new News.LoggedOut(
              ended.user(), ended.session(), ended.stamp(), Optional.of(ended.device())));
    }
    if (sabotage.endsSessionsOfGone()) {
      follower.hear(List.copyOf(last.values()));
    }
    return true;
  }

  @Override
  public Engine engine() {
    return new ForwardingEngine(new ReferenceEngine(disk)) {
      @Override
      public Transaction begin(Announcement announcement) {
        return new FollowedTransaction(super.begin(announcement));
      }
    };
  }

  private final class FollowedTransaction extends ForwardingTransaction {

    private FollowedTransaction(Transaction transaction) {
      super(transaction);
    }

    @Override
    public void commit(List<Change> changes, List<News> news, long newestStamp) {
      super.commit(changes, news, newestStamp);
      referee.stores(changes);
      follower.hear(news);
    }
  }

  @Override
  public void lives(boolean isStoreAway) {
    // Nobody watches.
  }

  @Override
  public void ends() {
    disk = sabotage.afterCrash(disk);
  }
}
