package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.Ack;
import io.whaleshark.checker.MessageId;
import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.translation.ToWire;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The app's backend: it sends in users' names, edits and recalls whatever was sent, and reports
/// reads for users. It has no connection, and asks until it is answered. Confined to the
/// simulation's thread.
final class Backend {

  /// What the ids of its messages begin with.
  static final String NAME = "backend-";

  private static final long TRY_AGAIN_MICROS = 150_000;
  private static final long MICROS_PER_MILLI = 1_000;

  private final Simulation simulation;
  private final List<Message> sent = new ArrayList<>();
  private final Set<UserId> banned = new LinkedHashSet<>();
  private int count;
  private int unanswered;
  private int edits;

  Backend(Simulation simulation) {
    this.simulation = simulation;
  }

  /// Whether it waits for nothing.
  boolean isSettled() {
    return unanswered == 0;
  }

  /// Writes a message in a user's name.
  ///
  /// @param times how often it is sent, at once
  void send(UserId sender, ConversationId conversation, int times) {
    String messageId = NAME + ++count;
    ClientMessageId id = new ClientMessageId(sender, messageId);
    String body = Wishes.text(wanted(id).orElse(written(id)));
    simulation
        .checker()
        .attempted(new MessageId(sender.name(), messageId), Scene.name(conversation), body);
    for (int i = 0; i < times; i++) {
      transmit(conversation, id);
    }
  }

  private static Message.Sent written(ClientMessageId id) {
    return Wishes.text(id.value());
  }

  /// What the app puts in the place of each third message.
  private static Optional<Message.Sent> wanted(ClientMessageId id) {
    int number = Integer.parseInt(id.value().substring(NAME.length()));
    return number % 3 == 0 ? Optional.of(Wishes.text(id.value() + "-wanted")) : Optional.empty();
  }

  /// Sends again what was answered before; each other time the app does not want it any more.
  void repeat(int which) {
    if (!sent.isEmpty()) {
      Message message = sent.get(which % sent.size());
      if (message.isReplaced()) {
        return;
      }
      if (which % 2 == 0) {
        transmit(message.conversation(), message.clientId());
      } else {
        repeatDenied(message);
      }
    }
  }

  /// It was sent, so the answer is the same, unless it has expired since.
  private void repeatDenied(Message message) {
    ClientMessageId id = message.clientId();
    Caller caller = Caller.backendFor(id.sender());
    var denied = Optional.of(new Answer.Refused(Refusal.DENIED, "not any more"));
    ask(
        reply ->
            new Command.Vetted(
                new Command.Send(caller, message.conversation(), id, written(id), reply),
                wanted(id),
                denied),
        answer -> {
          boolean isDenied =
              answer instanceof Answer.Refused(Refusal refusal, _) && refusal == Refusal.DENIED;
          if (!isDenied || !simulation.mayHaveExpired(message)) {
            answered(id, answer);
          }
        });
  }

  private void transmit(ConversationId conversation, ClientMessageId id) {
    Caller caller = Caller.backendFor(id.sender());
    ask(
        reply -> {
          var send = new Command.Send(caller, conversation, id, written(id), reply);
          return wanted(id).isEmpty()
              ? send
              : new Command.Vetted(send, wanted(id), Optional.empty());
        },
        answer -> answered(id, answer));
  }

  private void answered(ClientMessageId id, Answer answer) {
    MessageId named = new MessageId(id.sender().name(), id.value());
    switch (answer) {
      case Answer.Sent(Message message) -> {
        long millis = message.stamp() / MICROS_PER_MILLI;
        simulation.tellExpired();
        simulation.checker().acked(named, new Ack(message.sequence(), message.stamp(), millis));
        sent.add(message);
      }
      case Answer.Refused(Refusal refusal, String detail) -> {
        simulation.sendRefused(id.sender(), named, refusal, detail);
      }
      default -> simulation.violated("P3 a send was answered " + answer);
    }
  }

  /// Recalls a message, whoever sent it and whenever.
  void withdraw(Message message) {
    MessageId named = new MessageId(message.sender().name(), message.clientId().value());
    simulation.checker().recalling(named);
    ask(
        reply -> new Command.Withdraw(message.conversation(), message.stamp(), reply),
        answer -> {
          switch (answer) {
            case Answer.Recalled(Message tombstone) ->
                simulation.checker().recalled(named, tombstone.sequence());
            case Answer.Refused(Refusal refusal, _) when refusal == Refusal.NO_SUCH_MESSAGE ->
                simulation.denied(message, named);
            default -> simulation.violated("P2 a recall by the app was answered " + answer);
          }
        });
  }

  /// Gives a message another content, whoever sent it and whenever.
  void rewrite(Message message) {
    MessageId named = new MessageId(message.sender().name(), message.clientId().value());
    Message.Sent content = Wishes.text(NAME + "-edit-" + ++edits);
    simulation.checker().editing(named, Wishes.text(content));
    ask(
        reply -> new Command.Rewrite(message.conversation(), message.stamp(), content, reply),
        answer -> {
          switch (answer) {
            case Answer.Edited(Message edited) ->
                simulation.checker().edited(named, edited.sequence(), Wishes.editedMillis(edited));
            case Answer.Refused(Refusal refusal, _) when refusal == Refusal.NO_SUCH_MESSAGE ->
                simulation.denied(message, named);
            case Answer.Refused(Refusal refusal, _) when refusal == Refusal.MESSAGE_RECALLED -> {}
            default -> simulation.violated("P2 an edit by the app was answered " + answer);
          }
        });
  }

  /// Pins a message of whichever conversation, or pins it no more.
  void pin(Message message, boolean isPinned) {
    ask(
        reply -> new Command.PinAny(message.conversation(), message.stamp(), isPinned, reply),
        answer -> {
          boolean isDenied =
              answer instanceof Answer.Refused(Refusal refusal, _)
                  && refusal == Refusal.NO_SUCH_MESSAGE;
          if (isDenied && !simulation.mayHaveExpired(message)) {
            simulation.violated("P2 a pin by the app was answered " + answer);
          }
        });
  }

  /// Takes back a sign that a user may have at a message, as an erasure does.
  void takeBack(Message message, String sign, UserId user) {
    Reaction reaction = new Reaction(message.sequence(), sign, user);
    ask(reply -> new Command.TakeBack(message.conversation(), reaction, reply), _ -> {});
  }

  /// Recalls one of its own messages.
  void withdrawOwn(int which) {
    if (!sent.isEmpty()) {
      withdraw(sent.get(which % sent.size()));
    }
  }

  /// Recalls what is not there: a message of another conversation.
  void withdrawElsewhere(int which, ConversationId conversation) {
    if (!sent.isEmpty()) {
      Message message = sent.get(which % sent.size());
      if (!message.conversation().equals(conversation)) {
        ask(reply -> new Command.Withdraw(conversation, message.stamp(), reply), _ -> {});
      }
    }
  }

  /// Reports for a user that they have read what one of their devices has shown.
  void read(SimulatedDevice device, ConversationId conversation) {
    UserId reader = device.user();
    long upTo = device.shown().upTo(ToWire.peer(conversation, reader));
    if (upTo == 0) {
      return;
    }
    simulation.checker().reading(Scene.part(conversation, reader), upTo);
    ask(
        reply -> new Command.Read(Caller.backendFor(reader), conversation, upTo, reply),
        answer -> {
          boolean isGone = simulation.hasExpired(conversation, upTo);
          if (answer instanceof Answer.Refused(Refusal refusal, String detail)
              && (refusal != Refusal.NO_SUCH_MESSAGE || !isGone)) {
            simulation.expectRefusal(reader, refusal, detail);
          }
        });
  }

  /// Bans a user for a while.
  void ban(UserId user, long micros) {
    banned.add(user);
    ask(reply -> new Command.Ban(user, "for a while", Ban.FOR_EVER, reply), this::done);
    simulation.in(micros, () -> liftBan(user));
  }

  private void liftBan(UserId user) {
    ask(reply -> new Command.LiftBan(user, reply), this::done);
  }

  private void done(Answer answer) {
    if (!answer.equals(Answer.DONE)) {
      simulation.violated("P2 a ban or a block was answered " + answer);
    }
  }

  /// Lets a user block another one for a while.
  void block(Block block, long micros) {
    ask(reply -> new Command.PutBlock(block, reply), this::done);
    simulation.in(micros, () -> ask(reply -> new Command.LiftBlock(block, reply), this::done));
  }

  /// Lets everybody in again, once nothing is under way that could ban them later.
  void letAllIn() {
    if (isSettled()) {
      banned.forEach(this::liftBan);
      banned.clear();
    }
  }

  // --- its answers ---

  /// Asks until it is answered for good.
  void ask(Function<Reply, Command> command, Consumer<Answer> done) {
    unanswered++;
    tryIt(
        command,
        answer -> {
          unanswered--;
          done.accept(answer);
        });
  }

  private void tryIt(Function<Reply, Command> command, Consumer<Answer> done) {
    SimulatedServer asked = simulation.server();
    Node node = asked.node();
    List<Answer> answers = new ArrayList<>();
    asked.submit(
        command,
        null,
        answer -> {
          answers.add(answer);
          if (!isForNow(answer)) {
            done.accept(answer);
          }
        });
    simulation.in(TRY_AGAIN_MICROS, () -> look(asked, node, answers, () -> tryIt(command, done)));
  }

  private static boolean isForNow(Answer answer) {
    return answer instanceof Answer.Refused refused && refused.refusal().isForNow();
  }

  /// Another server is asked only when this one has refused, or died: what it was asked it may do
  /// at any time until then.
  private void look(
      SimulatedServer asked, @Nullable Node node, List<Answer> answers, Runnable again) {
    if (answers.stream().anyMatch(answer -> !isForNow(answer))) {
      return;
    }
    if (node == null || asked.node() != node || !answers.isEmpty()) {
      again.run();
    } else {
      simulation.in(TRY_AGAIN_MICROS, () -> look(asked, node, answers, again));
    }
  }
}
