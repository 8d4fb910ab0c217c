package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.testkit.TestNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The whole domain over an engine, driven turn by turn: what is submitted between two turns is one
/// batch. Confined to its test's thread.
final class Turns {

  private final Node node;
  private List<Answer> answers = new ArrayList<>();

  Turns(Engine engine, Clock clock) {
    this.node = TestNode.over(engine, clock);
  }

  void send(ConversationId conversation, UserId sender, String id) {
    send(conversation, sender, id, id);
  }

  void send(ConversationId conversation, UserId sender, String id, String text) {
    Payload body = Payload.ofText('"' + text + '"');
    submit(
        new Command.Send(
            new Caller(sender, SessionId.NONE),
            conversation,
            new ClientMessageId(sender, id),
            new Message.Sent(body, Payload.NONE),
            answer -> answers.add(answer)));
  }

  void read(ConversationId conversation, UserId reader, long sequence) {
    submit(
        new Command.Read(
            new Caller(reader, SessionId.NONE),
            conversation,
            sequence,
            answer -> answers.add(answer)));
  }

  void recall(ConversationId conversation, UserId author, long sequence) {
    submit(
        new Command.Recall(
            new Caller(author, SessionId.NONE),
            conversation,
            new Command.Named.BySequence(sequence),
            answer -> answers.add(answer)));
  }

  void edit(ConversationId conversation, UserId author, long sequence, String text) {
    submit(
        new Command.Edit(
            new Caller(author, SessionId.NONE),
            conversation,
            new Command.Named.BySequence(sequence),
            new Message.Sent(Payload.ofText(text), Payload.NONE),
            answer -> answers.add(answer)));
  }

  void create(ConversationId.Group group, List<UserId> members) {
    submit(
        new Command.PutGroup(
            Actor.ADMINISTRATION,
            group,
            "a group",
            members.getFirst(),
            members,
            answer -> answers.add(answer)));
  }

  void add(ConversationId.Group group, UserId member) {
    submit(
        new Command.AddMembers(
            Actor.ADMINISTRATION, group, List.of(member), answer -> answers.add(answer)));
  }

  void remove(ConversationId.Group group, UserId member) {
    submit(
        new Command.RemoveMember(
            Actor.ADMINISTRATION, group, member, answer -> answers.add(answer)));
  }

  private void submit(Command command) {
    if (!node.lane().submit(command)) {
      throw new IllegalStateException("the lane is full");
    }
  }

  /// Runs one turn with all commands submitted since the last one.
  ///
  /// @return the answers, in the order of submission
  List<Answer> turn() {
    answers = new ArrayList<>();
    node.lane().turn();
    return answers;
  }
}
