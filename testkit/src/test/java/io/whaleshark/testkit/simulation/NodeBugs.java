package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.lane.Decision;
import io.whaleshark.core.lane.Teller;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.Sessions;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Bugs to plant where several nodes work as one: in what they hear of each other, and in what each
/// believes to know alone.
final class NodeBugs {

  static final List<Bug> ALL =
      List.of(
          new Bug("a node that was declared gone commits on", Unfenced::new),
          new Bug("a login does not wait until all nodes know of it", HastyLogins::new),
          new Bug("news is told while users are loaded again", HastyNews::new),
          new Bug("nobody is pushed what was missed", SilentRenewals::new),
          pages("news is told twice", Repeats::new),
          pages("a piece of news is skipped", () -> NodeBugs::withoutFirst),
          pages(
              "a hole in the news is not noticed",
              () -> page -> new Feed.Page(page.news(), page.from(), page.upTo(), true)),
          new Bug("a page of news says that it reaches further", () -> feed(NodeBugs::tooFar)),
          news("reads on another node are not told", News.ReadAdvanced.class),
          news("edits and recalls on another node are not told", News.MessageReplaced.class),
          news("logins on another node are not heard", News.LoggedIn.class),
          news("logouts on another node are not heard", News.LoggedOut.class),
          news("the sessions of a node that is gone are kept", News.NodeGone.class),
          each("a login on another node displaces nobody", (news, _) -> tolerant(news)),
          each("who has caused news is forgotten", (news, _) -> byNobody(news)),
          each("an unread count is counted when it is told", NodeBugs::countedLate),
          new Bug("who is online is read before the stamp", () -> online(NodeBugs::withoutLast)),
          new Bug("a node's own last batch counts as the app's", () -> memory(OwnPrevious::new)),
          new Bug("a commit of unknown outcome counts as stored", TrustedOutcome::new),
          new Bug("a repeat is known where it was stored alone", () -> memory(OwnSent::new)),
          new Bug(
              "a node remembers how far somebody has read",
              () -> memory(() -> new OwnMemberships(ConversationId.Direct.class))),
          new Bug(
              "a node remembers who is in a group",
              () -> memory(() -> new OwnMemberships(ConversationId.Group.class))),
          new Bug("a node remembers where an inbox ends", RememberedEnds::new));

  private NodeBugs() {}

  // --- what a node hears ---

  private static Sabotage ofFeed(String method, Supplier<Instead.Method> instead) {
    return new Sabotage() {
      @Override
      protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
        Feed feed = Instead.of(Feed.class, real.feed().orElseThrow(), method, instead.get());
        return Instead.of(Engine.class, real, "feed", (_, _) -> Optional.of(feed));
      }
    };
  }

  private static Sabotage feed(UnaryOperator<Feed.Page> change) {
    return ofFeed("after", () -> (call, a) -> change.apply((Feed.Page) call.call(a)));
  }

  private static Bug pages(String name, Supplier<UnaryOperator<Feed.Page>> change) {
    return new Bug(
        name,
        () ->
            ofFeed(
                "after",
                () -> {
                  UnaryOperator<Feed.Page> ofNode = change.get();
                  return (call, a) -> ofNode.apply((Feed.Page) call.call(a));
                }));
  }

  private static Sabotage online(UnaryOperator<Feed.Online> change) {
    return ofFeed("online", () -> (call, a) -> change.apply((Feed.Online) call.call(a)));
  }

  private static Feed.Page with(Feed.Page page, List<News> news) {
    return new Feed.Page(news, page.from(), page.upTo(), page.isWhole());
  }

  /// Such news does not arrive.
  static Bug news(String name, Class<? extends News> kind) {
    return pages(
        name,
        () -> page -> with(page, page.news().stream().filter(n -> !kind.isInstance(n)).toList()));
  }

  /// Each piece of news arrives changed.
  private static Bug each(String name, BiFunction<News, ReferenceEngine, News> change) {
    return new Bug(
        name,
        () ->
            new Sabotage() {
              @Override
              protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
                ReferenceEngine stored = new ReferenceEngine(disk);
                return feed(page ->
                        with(page, page.news().stream().map(n -> change.apply(n, stored)).toList()))
                    .engine(real, disk);
              }
            });
  }

  /// Brings the last piece of news again with the next one.
  private static final class Repeats implements UnaryOperator<Feed.Page> {
    private @Nullable News last;

    @Override
    public Feed.Page apply(Feed.Page page) {
      List<News> news = new ArrayList<>(page.news());
      if (last != null) {
        news.addFirst(last);
      }
      last = page.news().isEmpty() ? last : page.news().getLast();
      return with(page, news);
    }
  }

  private static Feed.Page withoutFirst(Feed.Page page) {
    return page.news().size() < 2 ? page : with(page, page.news().subList(1, page.news().size()));
  }

  private static Feed.Page tooFar(Feed.Page page) {
    return new Feed.Page(
        page.news(), page.from(), page.upTo() + (page.news().isEmpty() ? 0 : 20_000), true);
  }

  private static News tolerant(News news) {
    return news instanceof News.LoggedIn in
        ? new News.LoggedIn(
            in.user(), in.device(), in.session(), LoginPolicy.ALL, in.node(), in.stamp())
        : news;
  }

  private static News byNobody(News news) {
    return news instanceof News.MessageSent sent
        ? new News.MessageSent(sent.message(), SessionId.random(), sent.toPrivate())
        : news;
  }

  private static News countedLate(News news, ReferenceEngine stored) {
    if (!(news instanceof News.ReadAdvanced read)) {
      return news;
    }
    long unread =
        stored
            .conversations()
            .item(read.reader(), read.conversation())
            .map(ConversationList.Item::unread)
            .orElse(read.unread());
    return new News.ReadAdvanced(
        read.reader(),
        read.conversation(),
        read.audience(),
        read.from(),
        read.upTo(),
        unread,
        read.readOthers(),
        read.by());
  }

  private static Feed.Online withoutLast(Feed.Online online) {
    int size = online.sessions().size();
    return new Feed.Online(online.sessions().subList(0, Math.max(0, size - 1)), online.stamp());
  }

  // --- what a node does alone ---

  private static final class Unfenced extends Sabotage {
    @Override
    protected boolean isFenced() {
      return false;
    }
  }

  /// A login goes on as soon as it waits.
  private static final class HastyLogins extends Sabotage {
    @Override
    protected void node(Node node) {
      Object lane = Inside.read(node, "lane");
      Teller teller = (Teller) Inside.read(lane, "teller");
      Inside.replace(Inside.read(lane, "logins"), "waiting", new GoesOn(teller));
    }
  }

  /// Does not keep what waits, but goes on with it.
  private static final class GoesOn extends LinkedHashMap<SessionId, Object> {
    private static final long serialVersionUID = 1;
    private final transient Teller teller;

    GoesOn(Teller teller) {
      this.teller = teller;
    }

    @Override
    public @Nullable Object put(SessionId session, Object waiting) {
      var login = (Command.LogIn) Inside.read(waiting, "login");
      teller.answer(login, Decision.answer(Answer.DONE));
      return null;
    }

    @Override
    public boolean containsKey(Object session) {
      return true;
    }
  }

  /// After a hole, news is told on, and nothing of groups to those who are being loaded.
  private static final class HastyNews extends Sabotage {
    @Override
    protected void node(Node node) {
      Object lane = Inside.read(node, "lane");
      Teller real = (Teller) Inside.read(lane, "teller");
      Sessions sessions = (Sessions) Inside.read(real, "sessions");
      Runnable nothing = () -> {};
      Inside.replace(
          lane,
          "teller",
          Instead.of(
              Teller.class,
              real,
              "missed",
              (call, a) -> {
                sessions.forEach(sessions::forgetMemberships);
                Object returned = call.call(a[0], nothing);
                ((Runnable) a[1]).run();
                return returned;
              }));
    }
  }

  /// Who has missed something finds out with the next message.
  private static final class SilentRenewals extends Sabotage {
    @Override
    protected void node(Node node) {
      Object renewals = Inside.read(Inside.read(Inside.read(node, "lane"), "teller"), "renewals");
      BiConsumer<Object, Object> nobody = (_, _) -> {};
      Inside.replace(renewals, "missed", nobody);
    }
  }

  /// Takes part in each transaction of one run of a node.
  private interface Memory {

    /// @return what the transaction answers instead; empty for its own answer
    Optional<Object> instead(String method, Object[] arguments);

    void committed(List<?> changes, long stamp);
  }

  private static Sabotage memory(Supplier<Memory> remembers) {
    return new Sabotage() {
      @Override
      protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
        Memory memory = remembers.get();
        return Instead.of(
            Engine.class, real, "begin", (call, a) -> with(memory, (Transaction) call.call(a)));
      }
    };
  }

  private static Transaction with(Memory memory, Transaction real) {
    Transaction transaction = real;
    for (String method : List.of("membership", "sent", "newestStamp")) {
      transaction =
          Instead.of(
              Transaction.class,
              transaction,
              method,
              (call, a) -> {
                Optional<Object> instead = memory.instead(method, a);
                return instead.isPresent() ? instead.get() : call.call(a);
              });
    }
    return Instead.of(
        Transaction.class,
        transaction,
        "commit",
        (call, a) -> {
          Object result = call.call(a);
          memory.committed((List<?>) a[0], (long) a[2]);
          return result;
        });
  }

  private static final class OwnPrevious implements Memory {
    private long last;

    @Override
    public Optional<Object> instead(String method, Object[] arguments) {
      return method.equals("newestStamp") && arguments.length == 1 && last > 0
          ? Optional.of(last)
          : Optional.empty();
    }

    @Override
    public void committed(List<?> changes, long stamp) {
      last = stamp;
    }
  }

  private static final class OwnSent implements Memory {
    private final Set<Object> own = new HashSet<>();

    @Override
    public Optional<Object> instead(String method, Object[] arguments) {
      return method.equals("sent") && !own.contains(arguments[0])
          ? Optional.of(Optional.empty())
          : Optional.empty();
    }

    @Override
    public void committed(List<?> changes, long stamp) {
      for (Object change : changes) {
        if (change instanceof Change.MessageAppended appended) {
          own.add(appended.message().clientId());
        }
      }
    }
  }

  /// Remembers the memberships that it has written itself.
  private static final class OwnMemberships implements Memory {
    private final Class<? extends ConversationId> kind;
    private final Map<List<Object>, Object> known = new HashMap<>();

    OwnMemberships(Class<? extends ConversationId> kind) {
      this.kind = kind;
    }

    @Override
    public Optional<Object> instead(String method, Object[] arguments) {
      return method.equals("membership")
          ? Optional.ofNullable(known.get(Arrays.asList(arguments)))
          : Optional.empty();
    }

    @Override
    public void committed(List<?> changes, long stamp) {
      for (Object change : changes) {
        if (change instanceof Change.MembershipPut(Membership put)
            && kind.isInstance(put.conversation())) {
          known.put(List.of(put.conversation(), put.user()), Optional.of(put));
        }
      }
    }
  }

  /// The engine says that the last batch was stored, whatever became of it.
  private static final class TrustedOutcome extends Sabotage {
    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      long[] last = new long[1];
      Engine noted =
          Instead.ofTransaction(
              real,
              "commit",
              (commit, c) -> {
                last[0] = (long) c[2];
                return commit.call(c);
              });
      return Instead.of(Engine.class, noted, "newestOwnStamp", (_, _) -> last[0]);
    }
  }

  private static final class RememberedEnds extends Sabotage {
    @Override
    protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
      Map<Object, Object> ends = new HashMap<>();
      return Instead.ofPort(
          real,
          "inboxes",
          Inboxes.class,
          "newest",
          (call, a) -> {
            Object end = ends.containsKey(a[0]) ? ends.get(a[0]) : call.call(a);
            ends.put(a[0], end);
            return end;
          });
    }
  }
}
