package io.whaleshark.testkit.usecase;

import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A user's device, with its connection: `alice.sends("hi").to(bob)`.
final class Device implements Connection {

  private final SessionId session = SessionId.random();
  private final World world;
  private final UserId user;
  private final DeviceId id;
  private final List<Push> pushes = new ArrayList<>();
  private boolean isSignedOut;
  private Optional<Ban> ban = Optional.empty();
  private final List<DeviceId> displacedBy = new ArrayList<>();
  private int messages;
  private boolean breaksOnce;
  private boolean isDisconnected;

  Device(World world, UserId user, DeviceId id) {
    this.world = world;
    this.user = user;
    this.id = id;
  }

  @Override
  public SessionId session() {
    return session;
  }

  /// The next push is a bug.
  void breaksOnce() {
    breaksOnce = true;
  }

  @Override
  public void push(Push push) {
    if (breaksOnce) {
      breaksOnce = false;
      throw new IllegalStateException("made to break by the test");
    }
    pushes.add(push);
  }

  @Override
  public void displace(DeviceId by) {
    displacedBy.add(by);
  }

  @Override
  public void signOut(DeviceId own, Optional<Ban> ban) {
    isSignedOut = own.equals(id);
    this.ban = ban;
  }

  @Override
  public void disconnect() {
    isDisconnected = true;
  }

  UserId user() {
    return user;
  }

  DeviceId id() {
    return id;
  }

  List<DeviceId> displacedBy() {
    return displacedBy;
  }

  /// Whether the backend has signed it out.
  boolean isSignedOut() {
    return isSignedOut;
  }

  /// Why the backend has signed it out for good; empty if it may come back.
  Optional<Ban> ban() {
    return ban;
  }

  /// Whether it should log in again.
  boolean isDisconnected() {
    return isDisconnected;
  }

  List<Push> pushes() {
    return pushes;
  }

  <T extends Push> List<T> pushes(Class<T> kind) {
    return pushes.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The messages that were pushed.
  List<Message> messages() {
    return pushes(Push.InboxEntry.class).stream().map(Push.InboxEntry::message).toList();
  }

  /// Forgets what was pushed so far.
  void forget() {
    pushes.clear();
  }

  Caller caller() {
    return new Caller(user, session);
  }

  ConversationId.Direct with(Device other) {
    return ConversationId.Direct.between(user, other.user);
  }

  Asked logsIn() {
    return logsIn(LoginPolicy.ALL);
  }

  Asked logsIn(LoginPolicy policy) {
    return world.ask(reply -> new Command.LogIn(user, id, this, policy, reply));
  }

  Asked logsOut() {
    return world.ask(reply -> new Command.LogOut(session, reply));
  }

  /// A message to be sent.
  final class Sending {

    private final String text;
    private final String messageId;

    private Sending(String text, String messageId) {
      this.text = text;
      this.messageId = messageId;
    }

    /// Sets the client message id.
    Sending as(String chosen) {
      return new Sending(text, chosen);
    }

    Asked to(Device receiver) {
      return to(with(receiver));
    }

    Asked to(String receiver) {
      return to(ConversationId.Direct.between(user, World.user(receiver)));
    }

    Asked to(ConversationId conversation) {
      return world.ask(reply ->
          new Command.Send(
              caller(),
              conversation,
              new ClientMessageId(user, messageId),
              new Message.Sent(Payload.ofText(text), Payload.NONE),
              reply));
    }
  }

  Sending sends(String text) {
    messages++;
    return new Sending(text, id.name() + messages);
  }

  Asked reads(ConversationId conversation, long upTo) {
    return world.ask(reply -> new Command.Read(caller(), conversation, upTo, reply));
  }

  Asked reads(Message message) {
    return reads(message.conversation(), message.sequence());
  }

  Asked received(Message message) {
    return world.ask(reply ->
        new Command.Receive(
            caller(),
            (ConversationId.Direct) message.conversation(),
            message.sequence(),
            message.stamp(),
            message.clientId().value(),
            reply));
  }

  Asked types(ConversationId conversation, boolean isOn) {
    return world.ask(reply -> new Command.ShowTyping(caller(), conversation, isOn, reply));
  }

  Asked switchesReceipts(boolean on) {
    return world.ask(reply -> new Command.SwitchReceipts(caller(), on, reply));
  }

  Asked recalls(Message message) {
    return recalls(message.conversation(), new Command.Named.BySequence(message.sequence()));
  }

  Asked recalls(ConversationId conversation, Command.Named named) {
    return world.ask(reply -> new Command.Recall(caller(), conversation, named, reply));
  }

  Asked edits(Message message, String text) {
    return edits(message.conversation(), new Command.Named.BySequence(message.sequence()), text);
  }

  Asked edits(ConversationId conversation, Command.Named named, String text) {
    var content = new Message.Sent(Payload.ofText(text), Payload.NONE);
    return world.ask(reply -> new Command.Edit(caller(), conversation, named, content, reply));
  }

  Asked reacts(Message message, String sign, boolean isSet) {
    var named = new Command.Named.BySequence(message.sequence());
    return reacts(message, named, sign, isSet);
  }

  Asked reacts(Message message, Command.Named named, String sign, boolean isSet) {
    return world.ask(
        reply -> new Command.React(caller(), message.conversation(), named, sign, isSet, reply));
  }

  Asked pins(Message message, boolean isPinned) {
    var named = new Command.Named.BySequence(message.sequence());
    return world.ask(
        reply -> new Command.PinMessage(caller(), message.conversation(), named, isPinned, reply));
  }

  Asked mutes(ConversationId conversation, boolean mute) {
    return sets(
        conversation, new Command.Settings(Optional.empty(), Optional.of(mute), Optional.empty()));
  }

  Asked hides(ConversationId conversation) {
    return sets(
        conversation, new Command.Settings(Optional.empty(), Optional.empty(), Optional.of(true)));
  }

  Asked sets(ConversationId conversation, Command.Settings settings) {
    return world.ask(reply -> new Command.SetConversation(caller(), conversation, settings, reply));
  }
}
