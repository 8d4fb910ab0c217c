package io.whaleshark.core.delivery;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.core.session.OnlineUser;
import io.whaleshark.core.session.Push;
import io.whaleshark.core.session.Sessions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Shows a user's other devices the item of a conversation of which the user has set something.
///
/// A device puts the item, with its counts, in place of what it knows. So it has to be in order
/// with all other pushes: an item is looked up beside the lane, and if anything of its conversation
/// was told meanwhile, it is looked up again. Of one user and conversation there is one question at
/// a time, whatever is set meanwhile.
///
/// Confined to the lane's thread.
final class ChangedItems {

  private final Engine engine;
  private final Lookups lookups;
  private final Sessions sessions;
  private final Function<UserId, ConversationList.Peers> peersOf;
  private final Map<ConversationId, Map<UserId, Changed>> asked = new HashMap<>();

  /// @param peersOf whether a user sees how far others get
  ChangedItems(
      Engine engine,
      Lookups lookups,
      Sessions sessions,
      Function<UserId, ConversationList.Peers> peersOf) {
    this.engine = engine;
    this.lookups = lookups;
    this.sessions = sessions;
    this.peersOf = peersOf;
  }

  private final class Changed implements Lookups.Question {

    private final UserId user;
    private final ConversationId conversation;

    /// The session that knows it already; none if several have set something.
    private Optional<SessionId> by;

    private boolean isStale;
    private ConversationList.Peers peers = ConversationList.Peers.SHOWN;

    Changed(UserId user, ConversationId conversation, SessionId by) {
      this.user = user;
      this.conversation = conversation;
      this.by = Optional.of(by);
    }

    @Override
    public void begins() {
      isStale = false;
      peers = peersOf.apply(user);
    }

    @Override
    public Runnable ask() {
      Optional<ConversationList.Item> item = engine.conversations().item(user, conversation, peers);
      return () -> found(item);
    }

    private void found(Optional<ConversationList.Item> item) {
      if (isStale) {
        lookups.askPatiently(this);
        return;
      }
      forget();
      if (item.isPresent()) {
        Push push = new Push.ConversationSet(item.get());
        sessions.of(user).ifPresent(online -> pushTo(online, push));
      }
    }

    private void pushTo(OnlineUser online, Push push) {
      by.ifPresentOrElse(knows -> online.pushToOthers(knows, push), () -> online.pushToAll(push));
    }

    @Override
    public void fails(RuntimeException failure) {
      forget();
    }

    private void forget() {
      asked.computeIfPresent(
          conversation,
          (_, ofUsers) -> {
            ofUsers.remove(user);
            return ofUsers.isEmpty() ? null : ofUsers;
          });
    }
  }

  /// Something is told: the items of its conversation are not what they were.
  void note(News news) {
    if (news instanceof News.ReceiptsSwitched switched) {
      asked.values().stream()
          .flatMap(items -> Optional.ofNullable(items.get(switched.user())).stream())
          .forEach(item -> item.isStale = true);
    } else if (!asked.isEmpty()) {
      conversationOf(news)
          .map(conversation -> asked.getOrDefault(conversation, Map.of()))
          .ifPresent(items -> items.values().forEach(item -> item.isStale = true));
    }
  }

  private static Optional<ConversationId> conversationOf(News news) {
    return switch (news) {
      case News.MessageSent sent -> Optional.of(sent.message().conversation());
      case News.MessageReplaced replaced -> Optional.of(replaced.message().conversation());
      case News.Superseded moved -> Optional.of(moved.message().conversation());
      case News.MessageImported imported -> Optional.of(imported.conversation());
      case News.ReceivedAdvanced received -> Optional.of(received.conversation());
      case News.ReadAdvanced read -> Optional.of(read.conversation());
      case News.ConversationSet set -> Optional.of(set.participation().conversation());
      case News.MembersAdded added -> Optional.of(added.group().id());
      case News.MemberRemoved removed -> Optional.of(removed.group().id());
      case News.GroupUpdated updated -> Optional.of(updated.group().id());
      case News.GroupDissolved dissolved -> Optional.of(dissolved.group().id());
      case News.MessagePinned _,
          News.MessageReacted _,
          News.ReceiptsSwitched _,
          News.OfSession _,
          News.Unknown _ ->
          Optional.empty();
    };
  }

  /// A user has set something, which was [noted][#note].
  void set(News.ConversationSet set) {
    UserId user = set.participation().user();
    ConversationId conversation = set.participation().conversation();
    Changed before = asked.getOrDefault(conversation, Map.of()).get(user);
    if (before != null) {
      before.by = before.by.filter(set.by()::equals);
    } else if (sessions.of(user).filter(online -> online.hasOthers(set.by())).isPresent()) {
      Changed changed = new Changed(user, conversation, set.by());
      asked.computeIfAbsent(conversation, _ -> new HashMap<>()).put(user, changed);
      lookups.askPatiently(changed);
    }
  }
}
