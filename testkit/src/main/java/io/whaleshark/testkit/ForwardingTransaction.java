package io.whaleshark.testkit;

import io.whaleshark.core.engine.Change;
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
import java.util.List;
import java.util.Optional;

/// Passes everything on to another transaction. A subclass overrides what it changes. Confined to
/// the commit lane.
public class ForwardingTransaction implements Transaction {

  private final Transaction transaction;

  /// @param transaction closed by [#close]
  public ForwardingTransaction(Transaction transaction) {
    this.transaction = transaction;
  }

  @Override
  public Head head(ConversationId conversation) {
    return transaction.head(conversation);
  }

  @Override
  public long floor(ConversationId conversation) {
    return transaction.floor(conversation);
  }

  @Override
  public Optional<Message> sent(ClientMessageId id) {
    return transaction.sent(id);
  }

  @Override
  public Optional<Message> message(ConversationId conversation, long sequence) {
    return transaction.message(conversation, sequence);
  }

  @Override
  public Optional<Message> messageByStamp(ConversationId conversation, long stamp) {
    return transaction.messageByStamp(conversation, stamp);
  }

  @Override
  public long sentCount(ConversationId conversation, UserId user, long upToSequence) {
    return transaction.sentCount(conversation, user, upToSequence);
  }

  @Override
  public Optional<Group> group(ConversationId.Group group) {
    return transaction.group(group);
  }

  @Override
  public Optional<Membership> membership(ConversationId conversation, UserId user) {
    return transaction.membership(conversation, user);
  }

  @Override
  public Optional<Participation> participation(UserId user, ConversationId conversation) {
    return transaction.participation(user, conversation);
  }

  @Override
  public Optional<Ban> ban(UserId user) {
    return transaction.ban(user);
  }

  @Override
  public List<News.LoggedIn> sessions(UserId user) {
    return transaction.sessions(user);
  }

  @Override
  public boolean isInForce(Block block) {
    return transaction.isInForce(block);
  }

  @Override
  public int blockCount(UserId blocker) {
    return transaction.blockCount(blocker);
  }

  @Override
  public boolean hasReceiptsOff(UserId user) {
    return transaction.hasReceiptsOff(user);
  }

  @Override
  public Optional<Profile> profile(UserId user) {
    return transaction.profile(user);
  }

  @Override
  public List<PushToken> pushTokens(UserId user) {
    return transaction.pushTokens(user);
  }

  @Override
  public Optional<PushToken> pushToken(PushToken.Address address) {
    return transaction.pushToken(address);
  }

  @Override
  public List<Pin> pins(ConversationId conversation) {
    return transaction.pins(conversation);
  }

  @Override
  public Tally tally(ConversationId conversation, long sequence) {
    return transaction.tally(conversation, sequence);
  }

  @Override
  public boolean isSet(ConversationId conversation, Reaction reaction) {
    return transaction.isSet(conversation, reaction);
  }

  @Override
  public long newestStamp() {
    return transaction.newestStamp();
  }

  @Override
  public long newestStamp(int app) {
    return transaction.newestStamp(app);
  }

  @Override
  public long node() {
    return transaction.node();
  }

  @Override
  public void commit(List<Change> changes, List<News> news, long newestStamp) {
    transaction.commit(changes, news, newestStamp);
  }

  @Override
  public void close() {
    transaction.close();
  }
}
