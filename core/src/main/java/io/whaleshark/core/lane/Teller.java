package io.whaleshark.core.lane;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.news.News;
import java.util.List;

/// Answers commands and tells news, on the lane's thread.
public interface Teller {

  /// Answers a command.
  ///
  /// @param decided what was decided, and is durable
  void answer(Command command, Decision decided);

  /// Tells everybody whom it concerns what was stored.
  void tell(News news);

  /// Not everybody in an app could be told something, because of a bug: devices have to pull.
  void interrupted(int app);

  /// Something of an app cannot be told, see [NewsOrder.Listener#missed].
  void missed(int app, Runnable then);

  /// Who is online in an app, see [NewsOrder.Listener#online].
  void online(int app, List<News.LoggedIn> sessions);

  /// Tells what has waited for its time. Called when all news of a turn were told and nothing is
  /// unsettled, and when the time that it last returned has come.
  ///
  /// @return the stamp at which to call again; [Long#MAX_VALUE] for never
  long tick();

  /// All that the turn tells was handed over.
  void endTurn();
}
