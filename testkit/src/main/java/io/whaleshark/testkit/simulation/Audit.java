package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.Device;
import io.whaleshark.checker.HistoryRead;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.ReaderCount;
import io.whaleshark.checker.SeenItem;
import io.whaleshark.checker.Sighting;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.receipt.Readers;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.translation.ToWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks at what everyone can see at one instant, shows it to the checker and has it judged.
final class Audit {

  private static final PageLimit PAGE = PageLimit.of(7);
  private static final int AUDIENCE_PAGE = 2;
  private static final int LIST_PAGE = 2;
  private static final int LIST_PAGE_OF_ALL = 50;

  /// How much of what was seen before is looked at again each time.
  private static final int AGAIN = 2;

  private final Simulation simulation;
  private final LogChecker checker;
  private final SimulatedServer server;

  Audit(Simulation simulation) {
    this.simulation = simulation;
    this.checker = simulation.checker();
    this.server = simulation.server();
  }

  /// Looks at what has come, and at all positions and unread counts.
  void newest() {
    look(AGAIN, LIST_PAGE_OF_ALL);
  }

  /// Looks at everything, also with the eyes of a device that has nothing yet.
  void everything() {
    look(Integer.MAX_VALUE, LIST_PAGE);
    for (String name : Scene.USERS) {
      inbox(Scene.user(name));
    }
  }

  private void look(int again, int listPage) {
    for (String name : Scene.USERS) {
      UserId user = Scene.user(name);
      for (ConversationId conversation : Scene.conversations(user)) {
        long end = checker.historyEnd(Scene.part(conversation, user));
        history(user, conversation, Math.max(0, end - again));
      }
      list(user, listPage);
      banned(user);
      blocked(user);
    }
    Quiet.look(server);
    PushSteps.look(server);
    // Of those who stay: who left is told nothing more of who reads.
    for (String group : Scene.GROUPS.keySet()) {
      counts(Scene.user("bob"), Scene.group(group), again);
    }
    checker.check();
  }

  private void banned(UserId user) {
    boolean isBanned = server.requireNode().banning().ban(user).isPresent();
    if (isBanned != server.referee().isBanned(user)) {
      server.violated("P1 " + user + (isBanned ? " is banned" : " is not banned any more"));
    }
  }

  private void blocked(UserId user) {
    List<UserId> blocked = server.requireNode().engine().blocks().of(user);
    List<UserId> expected = server.referee().blockedBy(user);
    if (!blocked.equals(expected)) {
      server.violated("P1 " + user + " blocks " + blocked + " (expected: " + expected + ")");
    }
  }

  private void history(UserId user, ConversationId conversation, long from) {
    long asked = checker.moment();
    List<Sighting> seen = new ArrayList<>();
    long after = from;
    boolean completed = false;
    while (!completed) {
      switch (server.ask(new Question.HistoryAfter(user, conversation, after, PAGE))) {
        case Outcome.Granted<History.Page>(History.Page page) -> {
          for (ChatMessage message : ToWire.historyPage(page, null).dataList()) {
            seen.add(Scene.sighting(message));
            after = message.messageSequence();
          }
          completed = page.completed();
        }
        case Outcome.Refused<History.Page> _ -> completed = true;
      }
    }
    checker.historyRead(new HistoryRead(Scene.part(conversation, user), asked, from, seen));
  }

  /// P4, P5: a new device pulls all of an inbox.
  private void inbox(UserId user) {
    Device device = new Device(user.name(), "new");
    long cursor = 0;
    int count = 0;
    boolean completed = false;
    while (!completed) {
      long asked = checker.moment();
      Inboxes.Slice slice = server.ask(new Question.Inbox(user, cursor, PAGE));
      PageEvent.InboxPage page = ToWire.inboxPage(user, cursor, slice, null);
      count += page.dataList().size();
      checker.pulled(DeviceInbox.asChecked(page, device, asked, cursor));
      completed = page.completed() || page.maxSequence() == cursor;
      cursor = page.maxSequence();
    }
    checker.check();
    checker.forget(device);
    if (count > simulation.inboxBound()) {
      simulation.violated(
          "P5 an inbox holds " + count + " (bound: " + simulation.inboxBound() + ")");
    }
  }

  private void list(UserId user, int size) {
    long asked = checker.moment();
    long cursor = 0;
    boolean completed = false;
    while (!completed) {
      var page = server.ask(new Question.Changed(user, cursor, size));
      for (ConversationList.Item item : page.items()) {
        checker.listed(
            new SeenItem(
                Scene.part(item.participation().conversation(), user),
                asked,
                item.newestSequence(),
                item.read(),
                item.unread(),
                peer(user, item)));
      }
      cursor = page.next();
      completed = page.completed();
    }
  }

  private static SeenItem.@Nullable Peer peer(UserId user, ConversationList.Item item) {
    return item.participation().conversation() instanceof ConversationId.Direct direct
            && item.counterpart() instanceof ConversationList.Peer(long read, long received)
        ? new SeenItem.Peer(direct.peerOf(user).name(), read, received)
        : null;
  }

  private void counts(UserId asker, ConversationId.Group group, int again) {
    long newest = checker.historyEnd(Scene.part(group, asker));
    for (long sequence = Math.max(1, newest - again); sequence <= newest; sequence++) {
      audience(asker, group, sequence);
    }
  }

  private void audience(UserId asker, ConversationId.Group group, long sequence) {
    long asked = checker.moment();
    Map<String, Boolean> readers = new TreeMap<>();
    String after = "";
    boolean completed = false;
    while (!completed) {
      switch (server.ask(new Question.Audience(asker, group, sequence, after, AUDIENCE_PAGE))) {
        case Outcome.Granted<Readers.AudiencePage>(Readers.AudiencePage page) -> {
          for (Memberships.Reader reader : page.readers()) {
            readers.put(reader.user().name(), reader.read());
            after = reader.user().name();
          }
          completed = page.completed();
          if (completed) {
            checker.counted(
                new ReaderCount(
                    Scene.name(group),
                    sequence,
                    asked,
                    page.readCount(),
                    page.message().audience(),
                    Map.copyOf(readers)));
          }
        }
        case Outcome.Refused<Readers.AudiencePage> _ -> completed = true;
      }
    }
  }
}
