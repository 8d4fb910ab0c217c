package io.whaleshark.testkit.usecase;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.news.News;
import io.whaleshark.testkit.ForwardingEngine;
import io.whaleshark.testkit.ForwardingTransaction;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The store of several nodes, and what the others commit to it. Confined to its test's thread.
final class OtherNodes extends ForwardingEngine implements Feed {

  /// Between the stamps of two batches is room for a position that nobody has.
  private static final long STEP = 10;

  private final List<Listener> listeners = new ArrayList<>();
  private final List<Consumer<Typing>> typingListeners = new ArrayList<>();
  private final List<Typing> typing = new ArrayList<>();
  private final List<Page> pages = new ArrayList<>();
  private final Set<UserId> unreadable = new HashSet<>();
  private final List<News.LoggedIn> online = new ArrayList<>();
  private boolean isWhole = true;

  OtherNodes() {
    super(new ReferenceEngine());
  }

  @Override
  public Optional<Feed> feed() {
    return Optional.of(this);
  }

  @Override
  public Online online(int app) {
    return new Online(online, newestStamp());
  }

  /// From now on, these are online, whatever was told of that.
  void areOnline(List<News.LoggedIn> sessions) {
    online.clear();
    online.addAll(sessions);
  }

  /// Keeps the news of all batches, those of the node that is tested among them.
  @Override
  public Transaction begin(Announcement announcement) {
    return new ForwardingTransaction(super.begin(announcement)) {
      @Override
      public void commit(List<Change> changes, List<News> news, long stamp) {
        long before = OtherNodes.this.newestStamp();
        super.commit(changes, news, stamp);
        if (stamp > before) {
          pages.add(new Page(news, before, stamp, isWhole));
          news.forEach(OtherNodes.this::note);
        }
      }
    };
  }

  private void note(News news) {
    if (news instanceof News.LoggedIn in) {
      online.add(in);
    } else if (news instanceof News.LoggedOut out) {
      online.removeIf(session -> session.session().equals(out.session()));
    }
  }

  @Override
  public Page after(int app, long stamp, int limit) {
    return pages.stream()
        .filter(page -> page.from() == stamp)
        .findFirst()
        .orElse(new Page(List.of(), stamp, stamp, true));
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public void tell(Typing told) {
    typing.add(told);
  }

  @Override
  public void hear(Consumer<Typing> listener) {
    typingListeners.add(listener);
  }

  /// What they were told of who is writing.
  List<Typing> typing() {
    return typing;
  }

  /// Another node says that somebody is writing.
  void types(Typing told) {
    typingListeners.forEach(each -> each.accept(told));
  }

  /// Says how far the app has got.
  void poke() {
    listeners.forEach(listener -> listener.reached(World.APP, newestStamp()));
  }

  /// Commits news of what changed nothing that is stored here, and says so.
  ///
  /// @param isTold false if the news is lost
  void commit(List<News> news, boolean isTold) {
    commit(List.of(), news, isTold);
    poke();
  }

  /// Commits, and says nothing yet.
  ///
  /// @param isTold false if the news is lost
  void commit(List<Change> changes, List<News> news, boolean isTold) {
    isWhole = isTold;
    try (Transaction transaction = begin(Announcement.NOTHING)) {
      transaction.commit(changes, news, newestStamp() + STEP);
    }
    isWhole = true;
  }

  /// The next message that another node may commit.
  private Message next(UserId sender, ConversationId conversation) {
    List<Message> before = messages().after(conversation, 0, Long.MAX_VALUE, PageLimit.of(500));
    return new Message(
        conversation,
        before.size() + 1,
        newestStamp() + STEP,
        new ClientMessageId(sender, "elsewhere" + before.size()),
        new Message.Sent(Payload.ofText("text"), Payload.NONE),
        1 + before.stream().filter(message -> message.sender().equals(sender)).count(),
        before.size() + 1);
  }

  /// Commits a message, and says nothing yet.
  Message send(UserId sender, ConversationId conversation) {
    Message message = next(sender, conversation);
    var news = new News.MessageSent(message, SessionId.random(), false);
    commit(List.of(new Change.MessageAppended(message)), List.of(news), true);
    return message;
  }

  /// Commits a message of which the nodes here cannot be told.
  ///
  /// @param isTold false if nothing at all is known of its news
  Message sendUnreadably(UserId sender, ConversationId conversation, boolean isTold) {
    Message message = next(sender, conversation);
    List<News> news = isTold ? List.of(new News.Unknown(World.APP)) : List.of();
    commit(List.of(new Change.MessageAppended(message)), news, isTold);
    return message;
  }

  /// Commits a recall of which the nodes here cannot be told, but that there was something.
  Message recallUnreadably(Message message) {
    Message tombstone = message.recalledAt(newestStamp() + STEP);
    List<News> news = List.of(new News.Unknown(World.APP));
    commit(List.of(Change.MessageReplaced.of(message, tombstone)), news, true);
    return tombstone;
  }

  /// From now on, where a user's inbox ends cannot be read, whatever else can.
  void cannotRead(UserId user) {
    unreadable.add(user);
  }

  /// From now on, it can be read again.
  void canRead(UserId user) {
    unreadable.remove(user);
  }

  @Override
  public Inboxes inboxes() {
    Inboxes all = super.inboxes();
    return new Inboxes() {
      @Override
      public long newest(UserId user) {
        if (unreadable.contains(user)) {
          throw new EngineException(EngineException.Kind.UNAVAILABLE, "cannot be read");
        }
        return all.newest(user);
      }

      @Override
      public Slice pull(UserId user, long after, PageLimit limit, Bound bound) {
        return all.pull(user, after, limit, bound);
      }
    };
  }
}
