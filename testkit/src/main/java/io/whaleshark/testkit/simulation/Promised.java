package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What one session has to be told, in the order of the app, from the commit of its login on. When
/// its node tells that is open. Confined to the simulation's thread.
final class Promised {

  /// An entry of the inbox.
  ///
  /// @param isOwn whether this session has its answer instead
  private record Entry(Line line, int state, boolean isOwn, Silence.Foreseen silence) {

    long position() {
      return line.position(state);
    }

    /// Whether it may be told as what it has become since.
    boolean isMoved() {
      return line.state() > state;
    }

    Message message() {
      return line.message(state);
    }
  }

  /// The server has a message, and no device of its receiver is there.
  ///
  /// @param line who hears of it late may hear of its edit or recall alone
  private record Stored(Line line, Push push) {}

  /// One thing to be told: an [Entry], [Stored], another push, or the device that displaces this
  /// one.
  ///
  /// @param isOwed false if it need not be told: the session had not begun
  private record Item(Object what, boolean isOwed) {}

  final Connection connection;
  final NodeReferee at;
  final UserId user;
  final DeviceId device;

  /// The run of the node that has the connection.
  final long run;

  private final long newestAtLogin;
  private final Deque<Item> items = new ArrayDeque<>();
  private boolean isAnswered;
  private boolean isEnding;
  private boolean isOver;
  private boolean isLoose;
  private long position;

  /// @param at who watches the node that has the connection
  /// @param newestAtLogin where the inbox ended when the login was committed
  Promised(Connection connection, NodeReferee at, News.LoggedIn login, long newestAtLogin) {
    this.connection = connection;
    this.at = at;
    this.user = login.user();
    this.device = login.device();
    this.run = login.node();
    this.newestAtLogin = newestAtLogin;
  }

  /// Whether it has begun.
  boolean isAnswered() {
    return isAnswered;
  }

  /// Whether nobody can foresee what it is told.
  boolean isUnforeseen() {
    return isOver || isLoose;
  }

  /// The connection has ended, or its node: nothing is owed any more.
  void end() {
    isOver = true;
  }

  /// Something could not be told, so what it is told from now on is not foreseen.
  void missed() {
    isLoose = true;
  }

  /// An entry comes to the inbox.
  ///
  /// @param isOwn whether this session has its answer instead
  void entry(Line line, int state, boolean isOwn, Silence.Foreseen silence) {
    add(new Entry(line, state, isOwn, silence));
  }

  void push(Push push) {
    add(push);
  }

  /// The server has a message of which the receiver is not told.
  void stored(Line line, Push push) {
    add(new Stored(line, push));
  }

  /// Another device takes its place: that is the last that it is told.
  void displacedBy(DeviceId by) {
    add(by);
    isEnding = true;
  }

  private void add(Object what) {
    if (!isEnding && !isOver) {
      items.add(new Item(what, isAnswered));
    }
  }

  /// The login is answered.
  ///
  /// @param newest where the inbox ends, as the device is told
  /// @return what is wrong with it; empty if nothing
  Optional<String> answered(long newest, long newestNow) {
    isAnswered = true;
    position = newest;
    // What was committed meanwhile may have been read already, but entries behind that were not.
    Deque<Item> before = new ArrayDeque<>(items);
    items.clear();
    before.forEach(item -> items.add(new Item(item.what(), isOwedAfter(item.what()))));
    return newest < newestAtLogin || newest > newestNow
        ? Optional.of(
            "P4 " + connection + " logs in at " + newest + " (expected: " + newestAtLogin + "..)")
        : Optional.empty();
  }

  private boolean isOwedAfter(Object what) {
    return switch (what) {
      case Entry entry -> entry.position() > position;
      case DeviceId _ -> true;
      default -> false;
    };
  }

  /// It is told something.
  ///
  /// @return what is wrong with it; empty if nothing
  Optional<String> told(Object what, Silence silence) {
    if (isUnforeseen()) {
      return Optional.empty();
    }
    Iterator<Item> next = items.iterator();
    while (next.hasNext()) {
      Item item = next.next();
      if (isIt(item.what(), what)) {
        next.remove();
        if (!item.isOwed()) {
          mayHaveBeen(what);
        }
        return followed(what).or(() -> silent(item.what(), what, silence));
      }
      if (isOwed(item)) {
        return Optional.of(
            "P7 " + connection + " is told " + what + " (expected: " + said(item.what()) + ")");
      }
      passed(item.what());
      next.remove();
    }
    return Optional.of("P7 " + connection + " is told " + what + " (expected: nothing)");
  }

  private Optional<String> silent(Object expected, Object what, Silence silence) {
    return expected instanceof Entry entry && what instanceof Push.InboxEntry told
        ? silence.difference(this, entry.silence(), told)
        : Optional.empty();
  }

  private boolean isIt(Object expected, Object what) {
    return switch (expected) {
      case Entry entry ->
          !entry.isOwn()
              && what instanceof Push.InboxEntry(Message message, UserId owner, long _, boolean _)
              && owner.equals(user)
              && message.equals(entry.message());
      case Stored stored -> stored.push().equals(what);
      default -> expected.equals(what);
    };
  }

  /// What was told may have been one that need not be told, or an equal one that follows.
  private void mayHaveBeen(Object what) {
    List<Item> rest = new ArrayList<>(items);
    for (int i = 0; i < rest.size(); i++) {
      if (rest.get(i).isOwed() && isIt(rest.get(i).what(), what)) {
        rest.set(i, new Item(rest.get(i).what(), false));
        items.clear();
        items.addAll(rest);
        return;
      }
    }
  }

  /// Something is not told: the inbox goes on behind it all the same, if it is an own entry or
  /// stands further on by now.
  private void passed(Object what) {
    if (what instanceof Entry entry && (entry.isOwn() || entry.isMoved())) {
      position = Math.max(position, entry.position());
    }
  }

  private Optional<String> followed(Object what) {
    if (what instanceof Push.InboxEntry(Message message, var _, long previous, boolean _)) {
      long before = position;
      position = message.inboxPosition();
      if (previous != before || position <= before) {
        return Optional.of(
            "P4 " + connection + " is told " + what + " (expected: behind " + before + ")");
      }
    } else if (what instanceof DeviceId) {
      isOver = true;
    }
    return Optional.empty();
  }

  private boolean isOwed(Item item) {
    return item.isOwed()
        && switch (item.what()) {
          case Entry entry -> !entry.isOwn() && !entry.isMoved() && entry.position() > position;
          case Stored stored -> !stored.line().isReplaced();
          default -> true;
        };
  }

  /// What it was not told and has to be; empty if nothing.
  Optional<String> missing() {
    if (!isAnswered || isUnforeseen()) {
      return Optional.empty();
    }
    return items.stream()
        .filter(this::isOwed)
        .findFirst()
        .map(item -> "P7 " + connection + " is not told " + said(item.what()));
  }

  private static Object said(Object what) {
    return switch (what) {
      case Entry entry -> entry.message();
      case Stored stored -> stored.push();
      default -> what;
    };
  }
}
