package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.ReadSet;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.PushToken;
import java.util.List;

/// Takes down what is announced.
record AnnouncedReads(List<List<Object>> reads) implements ReadSet {

  @Override
  public void app(int app) {
    reads.add(List.of("app", app));
  }

  @Override
  public void ban(UserId user) {
    reads.add(List.of("ban", user));
  }

  @Override
  public void block(Block block) {
    reads.add(List.of("block", block));
  }

  @Override
  public void blockCount(UserId blocker) {
    reads.add(List.of("blockCount", blocker));
  }

  @Override
  public void receiptSwitch(UserId user) {
    reads.add(List.of("receiptSwitch", user));
  }

  @Override
  public void pushTokens(UserId user) {
    reads.add(List.of("pushTokens", user));
  }

  @Override
  public void pushToken(PushToken.Address address) {
    reads.add(List.of("pushToken", address));
  }

  @Override
  public void signOut(UserId user) {
    sessions(user); // its push tokens are nobody's who is signed out
  }

  @Override
  public void login(UserId user) {
    reads.add(List.of("login", user));
  }

  @Override
  public void conversation(ConversationId conversation) {
    reads.add(List.of("conversation", conversation));
  }

  @Override
  public void member(ConversationId conversation, UserId user) {
    reads.add(List.of("member", conversation, user));
  }

  @Override
  public void sent(ClientMessageId id) {
    reads.add(List.of("sent", id));
  }

  @Override
  public void message(ConversationId conversation, long sequence) {
    reads.add(List.of("message", conversation, sequence));
  }

  @Override
  public void pins(ConversationId conversation) {
    reads.add(List.of("pins", conversation));
  }

  @Override
  public void reaction(ConversationId conversation, long sequence, String sign, UserId user) {
    reads.add(List.of("reaction", conversation, sequence, sign, user));
  }

  @Override
  public void reactionAt(ConversationId conversation, long stamp, String sign, UserId user) {
    reads.add(List.of("reactionAt", conversation, stamp, sign, user));
  }

  @Override
  public void reactionTo(ClientMessageId id, String sign, UserId user) {
    reads.add(List.of("reactionTo", id, sign, user));
  }

  @Override
  public void messageAt(ConversationId conversation, long stamp) {
    reads.add(List.of("messageAt", conversation, stamp));
  }
}
