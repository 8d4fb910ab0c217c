package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.news.News;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/// Bugs to plant in how it is decided, stored and told who comes online and goes.
final class PresenceBugs {

  private static final Bug OTHERS_UNSEEN =
      new Bug(
          "other sessions of a user are not looked at",
          () -> Plant.transaction("sessions", (_, _) -> List.of()));

  private static final Bug STAYS_ONLINE =
      new Bug("who was online at a node that is gone stays online", StaysOnline::new);

  /// Where one node commits.
  static final List<Bug> ALONE =
      List.of(
          OTHERS_UNSEEN,
          STAYS_ONLINE,
          new Bug("a logout is not stored", LogoutUnstored::new),
          new Bug("a session that could not be stored is not tried again", NotTriedAgain::new));

  /// Where several do.
  static final List<Bug> OF_NODES =
      List.of(
          OTHERS_UNSEEN,
          STAYS_ONLINE,
          new Bug(
              "sessions at one node alone are looked at",
              () -> Plant.transaction("sessions", (call, a) -> atOneNode((List<?>) call.call(a)))));

  private PresenceBugs() {}

  private static List<?> atOneNode(List<?> sessions) {
    return sessions.stream().filter(each -> node(each) == node(sessions.getLast())).toList();
  }

  private static long node(Object session) {
    return ((News.LoggedIn) session).node();
  }

  private static final class StaysOnline extends Sabotage {
    @Override
    protected boolean endsSessionsOfGone() {
      return false;
    }
  }

  /// What the node has stored of its sessions lacks their ends.
  private static final class LogoutUnstored extends Sabotage {
    @Override
    protected void node(Node node) {
      Object lane = Inside.read(node, "lane");
      Consumer<Command> all =
          command -> {
            if (!(command instanceof Command.TellLogout)) {
              node.lane().submitAlways(command);
            }
          };
      Inside.replace(Inside.read(lane, "teller"), "lane", all);
    }
  }

  private static final class NotTriedAgain extends Sabotage {
    @Override
    protected void node(Node node) {
      Object lane = Inside.read(node, "lane");
      Inside.replace(Inside.read(lane, "teller"), "untold", new SeemsToWaitForNothing());
    }
  }

  private static final class SeemsToWaitForNothing extends LinkedHashSet<Object> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean isEmpty() {
      return true;
    }
  }
}
