package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.MessageId;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.model.Message;
import java.util.List;

/// How a device edits and recalls what it has sent. Confined to the simulation's thread.
final class Rewriting {

  private final SimulatedDevice device;
  private final Simulation simulation;
  private final DeviceInbox inbox;
  private final List<Message> own;
  private int edits;

  /// @param own what the device has sent; more may be added
  Rewriting(SimulatedDevice device, Simulation simulation, DeviceInbox inbox, List<Message> own) {
    this.device = device;
    this.simulation = simulation;
    this.inbox = inbox;
    this.own = own;
  }

  /// Recalls one of its own messages.
  void recall(int which) {
    Wire over = device.loggedInWire();
    if (over == null || own.isEmpty()) {
      return;
    }
    Message message = own.get(which % own.size());
    MessageId messageId = new MessageId(device.user().name(), message.clientId().value());
    simulation.checker().recalling(messageId);
    over.tell(
        reply ->
            new Command.Recall(
                new Caller(device.user(), over.session()),
                message.conversation(),
                Wishes.name(message, which),
                reply),
        answer -> {
          switch (answer) {
            case Answer.Recalled(Message tombstone) -> {
              simulation.checker().recalled(messageId, tombstone.sequence());
              inbox.recalledHere(tombstone);
            }
            case Answer.Refused(Refusal refusal, _) when refusal == Refusal.NO_SUCH_MESSAGE ->
                simulation.denied(message, messageId);
            case Answer.Refused(Refusal refusal, String detail) ->
                simulation.expectRefusal(device.user(), refusal, detail);
            default -> simulation.violated("P2 a recall was answered " + answer);
          }
        });
  }

  /// Gives one of its own messages another content.
  void edit(int which) {
    Wire over = device.loggedInWire();
    if (over == null || own.isEmpty()) {
      return;
    }
    Message message = own.get(which % own.size());
    MessageId messageId = new MessageId(device.user().name(), message.clientId().value());
    Message.Sent content = Wishes.text(device.name().name() + "-edit-" + ++edits);
    simulation.checker().editing(messageId, Wishes.text(content));
    over.tell(
        reply ->
            new Command.Edit(
                new Caller(device.user(), over.session()),
                message.conversation(),
                Wishes.name(message, which),
                content,
                reply),
        answer -> edited(message, messageId, answer));
  }

  private void edited(Message message, MessageId messageId, Answer answer) {
    switch (answer) {
      case Answer.Edited(Message edited) -> {
        simulation.checker().edited(messageId, edited.sequence(), Wishes.editedMillis(edited));
        inbox.editedHere(edited);
      }
      case Answer.Refused(Refusal refusal, _) when refusal == Refusal.NO_SUCH_MESSAGE ->
          simulation.denied(message, messageId);
      case Answer.Refused(Refusal refusal, String detail) ->
          simulation.expectRefusal(device.user(), refusal, detail);
      default -> simulation.violated("P2 an edit was answered " + answer);
    }
  }
}
