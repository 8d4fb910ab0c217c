package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.HistoryRead;
import io.whaleshark.checker.ListedConversation;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.ReaderCount;
import io.whaleshark.checker.Sighting;
import io.whaleshark.core.Node;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.receipt.Readers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks at everything that everyone can see while nothing happens, and shows it to the checker.
final class Audit {

  private static final PageLimit PAGE = PageLimit.of(7);
  private static final int AUDIENCE_PAGE = 2;
  private static final int LIST_PAGE = 2;

  private final LogChecker checker;
  private final Node node;

  Audit(Simulation simulation) {
    this.checker = simulation.checker();
    this.node = Objects.requireNonNull(simulation.server().node());
  }

  void run() {
    for (String name : Scene.USERS) {
      UserId user = Scene.user(name);
      Scene.conversations(user).forEach(conversation -> history(user, conversation));
      list(user);
    }
    // Of those who stay: who left is told nothing more of who reads.
    for (String group : Scene.GROUPS.keySet()) {
      counts(Scene.user("bob"), Scene.group(group));
    }
  }

  private void history(UserId user, ConversationId conversation) {
    long asked = checker.moment();
    List<Sighting> seen = new ArrayList<>();
    long after = 0;
    boolean completed = false;
    while (!completed) {
      switch (node.history().after(user, conversation, after, PAGE)) {
        case Outcome.Granted<History.Page>(History.Page page) -> {
          for (Message message : page.messages()) {
            seen.add(Scene.sighting(message));
            after = message.sequence();
          }
          completed = page.completed();
        }
        case Outcome.Refused<History.Page> _ -> completed = true;
      }
    }
    checker.historyRead(new HistoryRead(Scene.part(conversation, user), asked, 0, seen));
  }

  private void list(UserId user) {
    long asked = checker.moment();
    long cursor = 0;
    boolean completed = false;
    while (!completed) {
      var page = node.conversations().changedAfter(user, cursor, LIST_PAGE);
      for (ConversationList.View view : page.views()) {
        checker.listed(
            new ListedConversation(
                Scene.part(view.participation().conversation(), user),
                asked,
                view.newestSequence(),
                view.membership().read(),
                view.unread(),
                peer(user, view)));
      }
      cursor = page.next();
      completed = page.completed();
    }
  }

  private static ListedConversation.@Nullable Peer peer(UserId user, ConversationList.View view) {
    return view.participation().conversation() instanceof ConversationId.Direct direct
            && view.counterpart() instanceof ConversationList.Peer(long read, long received)
        ? new ListedConversation.Peer(direct.peerOf(user).name(), read, received)
        : null;
  }

  private void counts(UserId asker, ConversationId.Group group) {
    long newest = checker.historyEnd(Scene.part(group, asker));
    for (long sequence = 1; sequence <= newest; sequence++) {
      audience(asker, group, sequence);
    }
  }

  private void audience(UserId asker, ConversationId.Group group, long sequence) {
    long asked = checker.moment();
    Map<String, Boolean> readers = new TreeMap<>();
    String after = "";
    boolean completed = false;
    while (!completed) {
      switch (node.readers().audience(asker, group, sequence, after, AUDIENCE_PAGE)) {
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
