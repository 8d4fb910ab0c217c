package io.whaleshark.core.engine;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The news of all nodes that commit to one store, app by app, in the order of their commits.
///
/// Thread-safe. Questions block, so they are asked beside the lane. Every failure is an
/// [EngineException].
public interface Feed {

  /// A stretch of an app's news. Immutable.
  ///
  /// @param news in order
  /// @param from the stamp after which it begins (exclusive)
  /// @param upTo the stamp up to which it tells everything (inclusive); `from` if nothing is new
  /// @param isWhole false if a part of the stretch is gone: anything may have been in it
  record Page(List<News> news, long from, long upTo, boolean isWhole) {

    public Page {
      news = List.copyOf(news);
    }
  }

  /// Who is online at a moment. Immutable.
  ///
  /// @param sessions those that had begun, in order, and perhaps some that others have ended
  /// @param stamp the app's newest at that moment
  record Online(List<News.LoggedIn> sessions, long stamp) {

    public Online {
      sessions = List.copyOf(sessions);
    }
  }

  /// Hears how far an app has got. Called by any thread, often in vain: must be quick.
  @FunctionalInterface
  interface Listener {
    void reached(int app, long stamp);
  }

  /// Who is online in an app, on any node. From now on the listeners are told of this app.
  Online online(int app);

  /// The sessions of one user that have begun on any node, the oldest first.
  default List<News.LoggedIn> online(UserId user) {
    return online(user.app()).sessions().stream()
        .filter(session -> session.user().equals(user))
        .toList();
  }

  /// Which of these users, of one app, have a session on any node. An engine to which each question
  /// is a round trip asks all at once.
  default Set<UserId> onlineAmong(List<UserId> users) {
    return users.stream().filter(user -> !online(user).isEmpty()).collect(Collectors.toSet());
  }

  /// How many are online in an app, on any node.
  ///
  /// @param users who have a session
  /// @param sessions of all of them
  record Count(long users, long sessions) {}

  /// Cost: a walk over the index of the app's sessions.
  default Count count(int app) {
    List<News.LoggedIn> sessions = online(app).sessions();
    return new Count(
        sessions.stream().map(News.LoggedIn::user).distinct().count(), sessions.size());
  }

  /// The news of the batches after a stamp.
  ///
  /// @param stamp at which a batch ended (exclusive)
  /// @param limit at most so many batches, at least 1
  Page after(int app, long stamp, int limit);

  /// Tells the other nodes that somebody is writing. At most once and perhaps never, since it is
  /// stored nowhere; never blocks, never fails. Cost: that of a message to each node. An engine
  /// whose nodes hear of one another by the store alone tells nobody.
  default void tell(Typing typing) {}

  /// Hears what other nodes [tell][#tell] from now on. Called by any thread: must be quick.
  default void hear(Consumer<Typing> listener) {}

  /// Tells the listener from now on, within a second of any commit, and usually at once.
  void listen(Listener listener);
}
