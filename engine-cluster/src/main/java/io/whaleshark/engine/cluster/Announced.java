package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.ReadSet;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.PushToken;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/// What a batch is going to read. Confined to the lane's thread.
final class Announced implements ReadSet {

  /// A user in a conversation.
  record Member(ConversationId conversation, UserId user) {}

  /// The messages of a user, up to that of an id.
  record Own(ClientMessageId upTo, UserId user) {}

  /// A message, by its sequence or its stamp.
  record Place(ConversationId conversation, long number) {}

  /// A user's sign.
  record Sign(String text, UserId user) {}

  /// A sign at a message, by its sequence or its stamp.
  record AtPlace(Place place, Sign sign) {}

  /// A sign at a message, by its id.
  record ToId(ClientMessageId id, Sign sign) {}

  private final Set<ConversationId> conversations = new LinkedHashSet<>();
  private final Set<Member> members = new LinkedHashSet<>();
  private final Set<ClientMessageId> sends = new LinkedHashSet<>();
  private final Set<Own> owns = new LinkedHashSet<>();
  private final Set<Place> sequences = new LinkedHashSet<>();
  private final Set<Place> stamps = new LinkedHashSet<>();
  private final Set<ConversationId> pins = new LinkedHashSet<>();
  private final Set<AtPlace> reactions = new LinkedHashSet<>();
  private final Set<AtPlace> reactionsAt = new LinkedHashSet<>();
  private final Set<ToId> reactionsTo = new LinkedHashSet<>();
  private final Set<Integer> apps = new LinkedHashSet<>();
  private final Set<UserId> bans = new LinkedHashSet<>();
  private final Set<UserId> sessions = new LinkedHashSet<>();
  private final Set<Block> blocks = new LinkedHashSet<>();
  private final Set<UserId> blockCounts = new LinkedHashSet<>();
  private final Set<UserId> receiptSwitches = new LinkedHashSet<>();
  private final Set<UserId> profiles = new LinkedHashSet<>();
  private final Set<UserId> pushTokens = new LinkedHashSet<>();
  private final Set<PushToken.Address> pushAddresses = new LinkedHashSet<>();

  @Override
  public void app(int app) {
    apps.add(app);
  }

  @Override
  public void ban(UserId user) {
    apps.add(user.app());
    bans.add(user);
  }

  @Override
  public void sessions(UserId user) {
    apps.add(user.app());
    sessions.add(user);
  }

  @Override
  public void block(Block block) {
    apps.add(block.blocker().app());
    blocks.add(block);
  }

  @Override
  public void blockCount(UserId blocker) {
    apps.add(blocker.app());
    blockCounts.add(blocker);
  }

  @Override
  public void receiptSwitch(UserId user) {
    apps.add(user.app());
    receiptSwitches.add(user);
  }

  @Override
  public void profile(UserId user) {
    apps.add(user.app());
    profiles.add(user);
  }

  @Override
  public void pushTokens(UserId user) {
    apps.add(user.app());
    pushTokens.add(user);
  }

  @Override
  public void pushToken(PushToken.Address address) {
    apps.add(address.app());
    pushAddresses.add(address);
  }

  @Override
  public void conversation(ConversationId conversation) {
    apps.add(conversation.app());
    conversations.add(conversation);
  }

  @Override
  public void member(ConversationId conversation, UserId user) {
    conversation(conversation);
    members.add(new Member(conversation, user));
  }

  @Override
  public void sent(ClientMessageId id) {
    apps.add(id.sender().app());
    sends.add(id);
  }

  @Override
  public void ownUpTo(ClientMessageId id, UserId member) {
    sent(id);
    owns.add(new Own(id, member));
  }

  /// Whether it is retained the conversation tells.
  @Override
  public void message(ConversationId conversation, long sequence) {
    conversation(conversation);
    sequences.add(new Place(conversation, sequence));
  }

  @Override
  public void messageAt(ConversationId conversation, long stamp) {
    conversation(conversation);
    stamps.add(new Place(conversation, stamp));
  }

  @Override
  public void pins(ConversationId conversation) {
    apps.add(conversation.app());
    pins.add(conversation);
  }

  @Override
  public void reaction(ConversationId conversation, long sequence, String sign, UserId user) {
    apps.add(conversation.app());
    reactions.add(new AtPlace(new Place(conversation, sequence), new Sign(sign, user)));
  }

  @Override
  public void reactionAt(ConversationId conversation, long stamp, String sign, UserId user) {
    apps.add(conversation.app());
    reactionsAt.add(new AtPlace(new Place(conversation, stamp), new Sign(sign, user)));
  }

  @Override
  public void reactionTo(ClientMessageId id, String sign, UserId user) {
    apps.add(id.sender().app());
    reactionsTo.add(new ToId(id, new Sign(sign, user)));
  }

  Set<Integer> apps() {
    return apps;
  }

  private static <T> List<T> of(Set<T> all, int app, ToIntFunction<T> whose) {
    return all.stream().filter(one -> whose.applyAsInt(one) == app).toList();
  }

  List<ConversationId> conversations(int app) {
    return of(conversations, app, ConversationId::app);
  }

  List<ConversationId> pins(int app) {
    return of(pins, app, ConversationId::app);
  }

  List<AtPlace> reactions(int app) {
    return of(reactions, app, at -> at.place().conversation().app());
  }

  List<AtPlace> reactionsAt(int app) {
    return of(reactionsAt, app, at -> at.place().conversation().app());
  }

  List<ToId> reactionsTo(int app) {
    return of(reactionsTo, app, to -> to.id().sender().app());
  }

  List<Member> members(int app) {
    return of(members, app, member -> member.conversation().app());
  }

  List<ClientMessageId> sends(int app) {
    return of(sends, app, id -> id.sender().app());
  }

  List<Own> owns(int app) {
    return of(owns, app, own -> own.user().app());
  }

  List<Place> sequences(int app) {
    return of(sequences, app, place -> place.conversation().app());
  }

  List<UserId> bans(int app) {
    return of(bans, app, UserId::app);
  }

  List<UserId> sessions(int app) {
    return of(sessions, app, UserId::app);
  }

  List<Block> blocks(int app) {
    return of(blocks, app, block -> block.blocker().app());
  }

  List<UserId> blockCounts(int app) {
    return of(blockCounts, app, UserId::app);
  }

  List<UserId> receiptSwitches(int app) {
    return of(receiptSwitches, app, UserId::app);
  }

  List<UserId> profiles(int app) {
    return of(profiles, app, UserId::app);
  }

  List<UserId> pushTokens(int app) {
    return of(pushTokens, app, UserId::app);
  }

  List<PushToken.Address> pushAddresses(int app) {
    return of(pushAddresses, app, PushToken.Address::app);
  }

  List<Place> stamps(int app) {
    return of(stamps, app, place -> place.conversation().app());
  }
}
