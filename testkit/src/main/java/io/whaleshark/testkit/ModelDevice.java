package io.whaleshark.testkit;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.conversation.Conversations;
import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.engine.ConversationList.Peer;
import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind.DeviceClass;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// A client that follows the wire contract: it keeps what it was told, pulls when the chain of
/// pushes is broken, and fills gaps from history. It knows nothing else. Confined to its test's
/// thread.
///
/// Devices of the browser class lose pushes at random. The others lose none, so their pushes must
/// suffice.
final class ModelDevice {

  private static final int LOSES_ONE_IN = 4;
  private static final int PAGE_AT_MOST = 4;

  /// Whoever has a list pulls from here: a pull from 0 may leave out what is hidden since.
  private static final long LIST_BEGIN = 1;

  private final Stage stage;
  private final UserId user;
  private final DeviceId id;
  private final String name;
  private final RandomGenerator random;
  private @Nullable Line line;
  private boolean loggedIn;
  private boolean mustPull;
  private boolean mustList;
  private boolean mayMiss = true;
  private boolean seesReceipts = true;

  private long cursor;
  private long listCursor;
  private final Map<ConversationId, NavigableMap<Long, Message>> messages = new LinkedHashMap<>();
  private final Map<ConversationId, Item> items = new LinkedHashMap<>();
  private final Map<ConversationId, Long> ownReads = new LinkedHashMap<>();
  private final Map<ConversationId, Long> peerReads = new LinkedHashMap<>();
  private final Map<ConversationId, Long> peerReceived = new LinkedHashMap<>();

  ModelDevice(Stage stage, UserId user, DeviceId id, long seed) {
    this.stage = stage;
    this.user = user;
    this.id = id;
    this.name = user.name() + "'s " + id.name();
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// One socket of the device. Pushes to one that is not the newest are lost.
  private final class Line implements Connection {

    private final SessionId session = SessionId.random();

    @Override
    public SessionId session() {
      return session;
    }

    @Override
    public void push(Push push) {
      stage.told(name, push);
      if (line == this && !(losesPushes() && random.nextInt(LOSES_ONE_IN) == 0)) {
        pushed(push);
      }
    }

    @Override
    public void displace(DeviceId by) {
      stage.told(name, "displaced by " + by);
      if (line == this) {
        connectionLost();
      }
    }

    @Override
    public void signOut(DeviceId own, Optional<Ban> ban) {
      stage.told(name, ban.map(Ban::told).orElse("signed out"));
      if (line == this) {
        connectionLost();
      }
      if (ban.isEmpty()) {
        wipe(); // stories sign out whom they erase, and nobody else
      }
    }

    @Override
    public void disconnect() {
      throw new IllegalStateException("no other node is there");
    }
  }

  UserId user() {
    return user;
  }

  String name() {
    return name;
  }

  Map<ConversationId, NavigableMap<Long, Message>> messages() {
    return messages;
  }

  Map<ConversationId, Item> items() {
    return items;
  }

  long ownRead(ConversationId conversation) {
    return ownReads.getOrDefault(conversation, 0L);
  }

  long peerRead(ConversationId conversation) {
    return peerReads.getOrDefault(conversation, 0L);
  }

  long peerReceived(ConversationId conversation) {
    return peerReceived.getOrDefault(conversation, 0L);
  }

  boolean isLoggedIn() {
    return loggedIn;
  }

  /// Whether it has been told everything since its last login.
  boolean missesNothing() {
    return loggedIn && !mayMiss && !losesPushes();
  }

  private boolean losesPushes() {
    return id.kind().deviceClass() == DeviceClass.WEB;
  }

  /// Who this device is to the core.
  Optional<Caller> caller() {
    return loggedIn && line != null
        ? Optional.of(new Caller(user, line.session()))
        : Optional.empty();
  }

  /// Reports that it received a message. It must be logged in.
  Command receives(ConversationId.Direct conversation, long sequence, Reply reply) {
    return new Command.Receive(caller().orElseThrow(), conversation, sequence, 5, "id", reply);
  }

  void logIn(LoginPolicy policy) {
    Line opened = new Line();
    line = opened;
    loggedIn = false;
    Reply reply =
        answer -> {
          stage.told(name + " logs in", answer);
          if (line == opened && answer instanceof Answer.LoggedIn(long newestPosition)) {
            loggedIn = true;
            mayMiss = false;
            mustPull = newestPosition != cursor;
            mustList = true;
            seesReceipts(stage.node().receipts().of(user).shown());
          }
        };
    stage.submit(new Command.LogIn(user, id, opened, policy, reply));
  }

  void logOut() {
    if (line != null) {
      stage
          .node()
          .lane()
          .submitAlways(new Command.LogOut(line.session(), stage.reply(name + " logs out")));
      connectionLost();
    }
  }

  void connectionLost() {
    line = null;
    loggedIn = false;
  }

  /// It belongs to somebody else from now on, and begins with nothing.
  void wipe() {
    cursor = 0;
    listCursor = 0;
    messages.clear();
    items.clear();
    ownReads.clear();
    peerReads.clear();
    peerReceived.clear();
    mustPull = loggedIn;
    mustList = loggedIn;
    mayMiss = true;
  }

  /// The server has failed: until its next login, this device may have missed something.
  void mayMissSomething() {
    mayMiss = true;
  }

  /// Records that the server accepted the device's own read report.
  Reply readReported(ConversationId conversation, long sequence) {
    return answer -> {
      stage.told(name + " reads " + sequence, answer);
      if (answer.equals(Answer.DONE)) {
        ownReads.merge(conversation, sequence, Math::max);
      }
    };
  }

  /// Records the answer about an own message. The cursor stays: others may have sent before it.
  Reply messageAnswered(String question) {
    return answer -> {
      stage.told(name + " " + question, answer);
      switch (answer) {
        case Answer.Sent(Message message) -> store(message);
        case Answer.Recalled(Message tombstone) -> store(tombstone);
        case Answer.Edited(Message edited) -> store(edited);
        case Answer.LoggedIn _,
            Answer.Announced _,
            Answer.GroupIs _,
            Answer.ViewsErased _,
            Answer.Imported _,
            Answer.Passed _,
            Answer.Pinned _,
            Answer.ReactionSet _,
            Answer.Done _,
            Answer.Refused _ -> {} // no message came of it
      }
    };
  }

  private void pushed(Push push) {
    switch (push) {
      case Push.InboxEntry(Message message, _, long previous, _) -> {
        if (previous == cursor && !mustPull) {
          keep(message);
          Item item = items.get(message.conversation());
          mustList |= item == null || item.isDeleted();
        } else if (message.inboxPosition() > cursor) {
          mustPull = true;
        }
      }
      case Push.OwnRead(_, var conversation, long sequence, _) ->
          ownReads.merge(conversation, sequence, Math::max);
      case Push.PeerRead(_, var conversation, long sequence) -> {
        peerReads.merge(conversation, sequence, Math::max);
        peerReceived.merge(conversation, sequence, Math::max);
      }
      case Push.Received(var receiver, var sender, var message, boolean byServer) -> {
        if (!byServer) {
          peerReceived.merge(
              ConversationId.Direct.between(receiver, sender), message.sequence(), Math::max);
        }
      }
      case Push.ConversationSet(Item item) -> items.put(item.participation().conversation(), item);
      case Push.GroupRead _, Push.TypingShown _ -> {}
      case Push.MessagePinned _, Push.MessageReacted _ -> {}
      case Push.ReceiptsSwitched(_, _, boolean shown) -> seesReceipts(shown);
      case Push.MembersAdded _, Push.MemberRemoved _, Push.GroupRenamed _, Push.GroupDissolved _ ->
          mustList = true;
    }
  }

  /// Switches its user's receipts. It must be logged in.
  Command switchesReceipts(boolean on, String question) {
    return new Command.SwitchReceipts(
        caller().orElseThrow(),
        on,
        answer -> {
          stage.told(name + " " + question, answer);
          if (answer.equals(Answer.DONE)) {
            seesReceipts(stage.node().receipts().of(user).shown());
          }
        });
  }

  /// Whether it is shown how far others get: if that changes, it knows nothing and pulls its list.
  private void seesReceipts(boolean isShown) {
    if (isShown != seesReceipts) {
      seesReceipts = isShown;
      peerReads.clear();
      peerReceived.clear();
      listCursor = Math.min(listCursor, LIST_BEGIN);
      mustList = true;
    }
  }

  private void keep(Message message) {
    if (message.inboxPosition() <= cursor) {
      throw new AssertionError(
          name + " has position " + cursor + " and is given " + message.inboxPosition());
    }
    cursor = message.inboxPosition();
    store(message);
  }

  private void store(Message message) {
    messages
        .computeIfAbsent(message.conversation(), _ -> new TreeMap<>())
        .put(message.sequence(), message);
  }

  /// The client's reaction after it has read everything from the socket.
  void afterTurn() {
    if (loggedIn && mustPull) {
      pull();
    }
    if (loggedIn && mustList) {
      pullList();
    }
  }

  /// Pulls until nothing is left, and fills gaps from history.
  void pull() {
    mustPull = false;
    Slice slice;
    do {
      PageLimit page = PageLimit.of(1 + random.nextInt(PAGE_AT_MOST));
      long before = cursor;
      slice = stage.node().inbox().pull(user, cursor, page).granted();
      stage.told(name + " pulls", slice.messages());
      slice.messages().forEach(this::keep);
      slice.gaps().forEach(this::fill);
      if (!slice.gaps().isEmpty() && !slice.truncated()) {
        throw new AssertionError(name + " is told of gaps in a pull that is not truncated");
      }
      requireProgress(slice.completed() || cursor > before);
    } while (!slice.completed());
  }

  private void fill(Gap gap) {
    long after = gap.from() - 1;
    boolean more = true;
    while (more) {
      var asked =
          stage.node().history().after(user, gap.conversation(), after, PageLimit.of(PAGE_AT_MOST));
      History.Page page = asked.granted(); // whoever is told of a gap may read it
      page.messages().stream().filter(m -> m.sequence() <= gap.to()).forEach(this::store);
      long before = after;
      if (!page.messages().isEmpty()) {
        after = page.messages().getLast().sequence();
      }
      requireProgress(page.completed() || after > before);
      more = !page.completed() && after < gap.to();
    }
  }

  /// A page that is not the last must advance the cursor, or a client would pull forever.
  private void requireProgress(boolean progress) {
    if (!progress) {
      throw new AssertionError(name + " pulls and pulls, and gets no further");
    }
  }

  /// Pulls what changed of the conversation list.
  void pullList() {
    mustList = false;
    Conversations.Page page;
    do {
      int limit = 1 + random.nextInt(3);
      page = stage.node().conversations().changedAfter(user, listCursor, limit).granted();
      stage.told(name + " pulls its list", page);
      requireProgress(page.completed() || page.next() > listCursor);
      listCursor = page.next();
      for (Item item : page.items()) {
        ConversationId conversation = item.participation().conversation();
        items.put(conversation, item);
        ownReads.merge(conversation, item.read(), Math::max);
        if (item.counterpart() instanceof Peer(long read, long received)) {
          peerReads.merge(conversation, read, Math::max);
          peerReceived.merge(conversation, received, Math::max);
        }
      }
    } while (!page.completed());
  }
}
