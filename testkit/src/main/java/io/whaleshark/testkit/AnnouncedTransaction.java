package io.whaleshark.testkit;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.ReadSet;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.news.News;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A transaction that rejects reads that were not announced. On a remote engine, each missing
/// announcement costs a round trip. Confined to its test's thread.
final class AnnouncedTransaction extends ForwardingTransaction {

  private record Member(ConversationId conversation, UserId user) {}

  private record Place(ConversationId conversation, long number) {}

  private record Own(ClientMessageId upTo, UserId user) {}

  /// A user's sign at a message, which a sequence, a stamp or an id names.
  private record Sign(Object message, String sign, UserId user) {}

  private final Set<ConversationId> conversations = new HashSet<>();
  private final Set<Member> members = new HashSet<>();
  private final Set<ClientMessageId> sends = new HashSet<>();
  private final Set<Own> owns = new HashSet<>();
  private final Set<Place> sequences = new HashSet<>();
  private final Set<Place> stamps = new HashSet<>();
  private final Set<ConversationId> pins = new HashSet<>();
  private final Set<Sign> signs = new HashSet<>();
  private final Set<Sign> signsAt = new HashSet<>();
  private final Set<UserId> bans = new HashSet<>();
  private final Set<UserId> sessions = new HashSet<>();
  private final Set<Block> blocks = new HashSet<>();
  private final Set<UserId> blockCounts = new HashSet<>();
  private final Set<UserId> receiptSwitches = new HashSet<>();
  private final Set<UserId> profiles = new HashSet<>();
  private final Set<UserId> pushTokens = new HashSet<>();
  private final Set<PushToken.Address> pushAddresses = new HashSet<>();

  AnnouncedTransaction(Transaction transaction, Announcement announcement) {
    super(transaction);
    announcement.to(new Noted());
  }

  /// Takes down what is announced.
  private final class Noted implements ReadSet {

    @Override
    public void ban(UserId user) {
      bans.add(user);
    }

    @Override
    public void sessions(UserId user) {
      sessions.add(user);
    }

    @Override
    public void block(Block block) {
      blocks.add(block);
    }

    @Override
    public void blockCount(UserId blocker) {
      blockCounts.add(blocker);
    }

    @Override
    public void receiptSwitch(UserId user) {
      receiptSwitches.add(user);
    }

    @Override
    public void profile(UserId user) {
      profiles.add(user);
    }

    @Override
    public void pushTokens(UserId user) {
      pushTokens.add(user);
    }

    @Override
    public void pushToken(PushToken.Address address) {
      pushAddresses.add(address);
    }

    @Override
    public void conversation(ConversationId conversation) {
      conversations.add(conversation);
    }

    @Override
    public void member(ConversationId conversation, UserId user) {
      members.add(new Member(conversation, user));
    }

    @Override
    public void sent(ClientMessageId id) {
      sends.add(id);
    }

    @Override
    public void ownUpTo(ClientMessageId id, UserId member) {
      owns.add(new Own(id, member));
    }

    @Override
    public void message(ConversationId conversation, long sequence) {
      sequences.add(new Place(conversation, sequence));
    }

    @Override
    public void pins(ConversationId conversation) {
      pins.add(conversation);
    }

    @Override
    public void reaction(ConversationId conversation, long sequence, String sign, UserId user) {
      signs.add(new Sign(new Place(conversation, sequence), sign, user));
    }

    @Override
    public void reactionAt(ConversationId conversation, long stamp, String sign, UserId user) {
      signsAt.add(new Sign(new Place(conversation, stamp), sign, user));
    }

    @Override
    public void reactionTo(ClientMessageId id, String sign, UserId user) {
      signs.add(new Sign(id, sign, user));
    }

    @Override
    public void messageAt(ConversationId conversation, long stamp) {
      stamps.add(new Place(conversation, stamp));
    }
  }

  private static void require(boolean announced, String what) {
    if (!announced) {
      throw new IllegalStateException(what + " was read without being announced");
    }
  }

  @Override
  public Head head(ConversationId conversation) {
    require(conversations.contains(conversation), "the head of a conversation");
    return super.head(conversation);
  }

  @Override
  public long floor(ConversationId conversation) {
    require(conversations.contains(conversation), "the floor of a conversation");
    return super.floor(conversation);
  }

  @Override
  public Optional<Message> sent(ClientMessageId id) {
    require(sends.contains(id), "the message of an id");
    return super.sent(id);
  }

  @Override
  public Optional<Message> message(ConversationId conversation, long sequence) {
    require(sequences.contains(new Place(conversation, sequence)), "a message");
    return super.message(conversation, sequence);
  }

  @Override
  public Optional<Message> messageByStamp(ConversationId conversation, long stamp) {
    require(stamps.contains(new Place(conversation, stamp)), "the message of a stamp");
    return super.messageByStamp(conversation, stamp);
  }

  @Override
  public long sentCount(ConversationId conversation, UserId user, long upToSequence) {
    require(members.contains(new Member(conversation, user)), "the messages of a member");
    require(
        upToSequence == 0
            || upToSequence == super.head(conversation).sequence()
            || sequences.contains(new Place(conversation, upToSequence))
            || isOfId(conversation, user, upToSequence)
            || isEndOfPeriod(conversation, user, upToSequence),
        "how many messages of a member stand below " + upToSequence);
    return super.sentCount(conversation, user, upToSequence);
  }

  private boolean isOfId(ConversationId conversation, UserId user, long sequence) {
    return super.message(conversation, sequence)
        .filter(message -> owns.contains(new Own(message.clientId(), user)))
        .isPresent();
  }

  private boolean isEndOfPeriod(ConversationId conversation, UserId user, long sequence) {
    return super.membership(conversation, user)
        .filter(membership -> membership.left() == sequence)
        .isPresent();
  }

  @Override
  public Optional<Group> group(ConversationId.Group group) {
    require(conversations.contains(group), "a group");
    return super.group(group);
  }

  @Override
  public Optional<Membership> membership(ConversationId conversation, UserId user) {
    require(members.contains(new Member(conversation, user)), "a membership");
    return super.membership(conversation, user);
  }

  @Override
  public Optional<Ban> ban(UserId user) {
    require(bans.contains(user), "a ban");
    return super.ban(user);
  }

  @Override
  public List<News.LoggedIn> sessions(UserId user) {
    require(sessions.contains(user), "the sessions of a user");
    return super.sessions(user);
  }

  @Override
  public boolean isInForce(Block block) {
    require(blocks.contains(block), "a block");
    return super.isInForce(block);
  }

  @Override
  public int blockCount(UserId blocker) {
    require(blockCounts.contains(blocker), "the number of blocks");
    return super.blockCount(blocker);
  }

  @Override
  public boolean hasReceiptsOff(UserId user) {
    require(receiptSwitches.contains(user), "a switch of receipts");
    return super.hasReceiptsOff(user);
  }

  @Override
  public Optional<Profile> profile(UserId user) {
    require(profiles.contains(user), "a profile");
    return super.profile(user);
  }

  @Override
  public List<PushToken> pushTokens(UserId user) {
    require(pushTokens.contains(user), "push tokens");
    return super.pushTokens(user);
  }

  @Override
  public Optional<PushToken> pushToken(PushToken.Address address) {
    require(pushAddresses.contains(address), "a push token");
    return super.pushToken(address);
  }

  @Override
  public List<Pin> pins(ConversationId conversation) {
    require(pins.contains(conversation), "the pins of a conversation");
    return super.pins(conversation);
  }

  @Override
  public Tally tally(ConversationId conversation, long sequence) {
    require(isAnnounced(conversation, sequence, _ -> true), "the tally of a message");
    return super.tally(conversation, sequence);
  }

  @Override
  public boolean isSet(ConversationId conversation, Reaction reaction) {
    Predicate<Sign> isOfReaction =
        sign -> sign.sign().equals(reaction.sign()) && sign.user().equals(reaction.user());
    require(isAnnounced(conversation, reaction.sequence(), isOfReaction), "a reaction");
    return super.isSet(conversation, reaction);
  }

  private boolean isAnnounced(
      ConversationId conversation, long sequence, Predicate<Sign> isOfReaction) {
    Optional<Message> message = super.message(conversation, sequence);
    Place place = new Place(conversation, sequence);
    return message.isPresent()
        && (signs.stream()
                .filter(isOfReaction)
                .map(Sign::message)
                .anyMatch(named -> named.equals(place) || named.equals(message.get().clientId()))
            || signsAt.stream()
                .filter(isOfReaction)
                .anyMatch(
                    sign -> sign.message().equals(new Place(conversation, message.get().stamp()))));
  }

  @Override
  public Optional<Participation> participation(UserId user, ConversationId conversation) {
    require(members.contains(new Member(conversation, user)), "a participation");
    return super.participation(user, conversation);
  }
}
