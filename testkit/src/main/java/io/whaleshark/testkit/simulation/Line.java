package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One message. Its stamps are learned from the store once it is there. Its states have numbers: 0
/// is as it was sent. Confined to the simulation's thread.
final class Line {

  private static final long MICROS_PER_MILLI = 1_000;

  /// What a message was or is: as it was sent or as the app wanted it, as an edit left it, or a
  /// tombstone.
  private static final class State {
    private final Optional<Message.Sent> content;
    private long position;

    /// @param content empty of a tombstone
    State(Optional<Message.Sent> content) {
      this.content = content;
    }
  }

  final Chat chat;
  final ClientMessageId id;
  final Message.Sent content;
  final long sequence;
  final long ordinal;
  final Set<UserId> audience;
  long stamp;
  private final List<State> states = new ArrayList<>();

  /// @param content as it was sent
  /// @param wanted what it says: the same, or what the app has put in its place
  Line(
      Chat chat,
      ClientMessageId id,
      Message.Sent content,
      Message.Sent wanted,
      Set<UserId> audience) {
    this.chat = chat;
    this.id = id;
    this.content = content;
    this.sequence = chat.newest() + 1;
    this.ordinal = chat.said.stream().filter(m -> m.isBy(id.sender())).count() + 1;
    this.audience = audience;
    states.add(new State(Optional.of(wanted)));
  }

  boolean isBy(UserId user) {
    return id.sender().equals(user);
  }

  /// An edit or a recall takes its place.
  ///
  /// @param by empty for a tombstone
  void replace(Optional<Message.Sent> by) {
    states.add(new State(by));
  }

  /// The newest state.
  int state() {
    return states.size() - 1;
  }

  boolean isRecalled() {
    return newest().isEmpty();
  }

  /// Whether it was edited or recalled.
  boolean isReplaced() {
    return state() > 0;
  }

  /// The newest content; empty of a tombstone.
  Optional<Message.Sent> newest() {
    return states.getLast().content;
  }

  /// Its position in an inbox.
  long position() {
    return position(state());
  }

  /// The position that it had in a state; 0 as long as that is not known.
  long position(int state) {
    return state == 0 ? stamp : states.get(state).position;
  }

  /// Its position in a state is known.
  void stands(int state, long position) {
    states.get(state).position = position;
  }

  /// Every field of it in a state.
  Message message(int state) {
    return new Message(chat.id, sequence, stamp, id, carried(state), ordinal, audience.size());
  }

  private Message.Content carried(int state) {
    Optional<Message.Sent> then = states.get(state).content;
    long position = position(state) == 0 ? stamp + 1 : position(state); // not known yet
    if (then.isEmpty()) {
      return new Message.Recalled(position, ContentDigest.of(content));
    }
    if (state == 0) {
      return then.get().equals(content)
          ? content
          : new Message.Vetted(then.get(), ContentDigest.of(content));
    }
    return new Message.Edited(then.get(), position, position, ContentDigest.of(content));
  }

  Message message() {
    return message(state());
  }

  /// Every field of it that its readers are told.
  ChatMessage told() {
    String sender = id.sender().name();
    Peer to =
        switch (chat.id) {
          case ConversationId.Direct direct -> Peer.direct(Chat.other(direct, id.sender()).name());
          case ConversationId.Group group -> Peer.group(group.name());
        };
    Payload extra = newest().map(Message.Sent::extra).orElse(Payload.NONE);
    return new ChatMessage(
        Scene.APP,
        id.value(),
        sender,
        to,
        newest().map(now -> Bytes.of(now.body().bytes())).orElseGet(() -> Bytes.utf8("\"\"")),
        extra.bytes().length == 0 ? null : Bytes.of(extra.bytes()),
        stamp / MICROS_PER_MILLI,
        stamp,
        sequence,
        isReplaced() && !isRecalled() ? Long.valueOf(position() / MICROS_PER_MILLI) : null,
        isRecalled());
  }

  int bytes() {
    return 256
        + newest().map(now -> now.body().bytes().length + now.extra().bytes().length).orElse(0);
  }
}
