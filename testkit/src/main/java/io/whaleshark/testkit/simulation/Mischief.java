package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.MessageId;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Sends requests over a device's connection without its client: queries with arbitrary bounds, and
/// invalid requests. The referee checks the answers. Confined to the simulation's thread.
final class Mischief {

  /// A request of a malicious client.
  interface Dare {
    Command with(Caller caller, Reply reply);
  }

  private final SimulatedDevice device;
  private final DeviceInbox inbox;
  private final List<Message> own;
  private final List<Message> ofOthers = new ArrayList<>();

  /// @param own what the device has sent; it grows
  Mischief(SimulatedDevice device, DeviceInbox inbox, List<Message> own) {
    this.device = device;
    this.inbox = inbox;
    this.own = own;
  }

  /// A message came.
  void saw(Message message) {
    if (!message.sender().equals(device.user())) {
      ofOthers.add(message);
    }
  }

  /// A message that the device has sent or got; empty if there is none.
  Optional<Message> known(int which) {
    List<Message> known = Stream.concat(own.stream(), ofOthers.stream()).toList();
    return known.isEmpty() ? Optional.empty() : Optional.of(known.get(which % known.size()));
  }

  void ask(Question<?> question) {
    Wire over = device.loggedInWire();
    if (over != null) {
      over.ask(question, _ -> {});
    }
  }

  void submit(Dare dare) {
    submit(dare, _ -> {});
  }

  private void submit(Dare dare, Consumer<Answer> onAnswer) {
    Wire over = device.loggedInWire();
    if (over != null) {
      over.submit(reply -> dare.with(new Caller(device.user(), over.session()), reply), onAnswer);
    }
  }

  /// The same about one of the device's own messages.
  void submitOfOwn(int which, Function<Message, Dare> dare) {
    if (!own.isEmpty()) {
      submit(dare.apply(own.get(which % own.size())));
    }
  }

  /// Edits what somebody else wrote, which nobody may.
  void editOfOthers(int which) {
    if (!ofOthers.isEmpty()) {
      Message message = ofOthers.get(which % ofOthers.size());
      submit((caller, reply) ->
          new Command.Edit(
              caller,
              message.conversation(),
              Wishes.name(message, which),
              Wishes.text("not mine"),
              reply));
    }
  }

  /// Recalls what somebody else wrote: whoever runs a group may do so there.
  void recallOfOthers(int which, LogChecker checker) {
    if (ofOthers.isEmpty()) {
      return;
    }
    Message message = ofOthers.get(which % ofOthers.size());
    if (message.conversation() instanceof ConversationId.Group) {
      checker.recalling(new MessageId(message.sender().name(), message.clientId().value()));
    }
    submit(
        Wishes.recall(message, which),
        answer -> {
          if (answer instanceof Answer.Recalled(Message tombstone)) {
            inbox.recalledHere(tombstone);
          }
        });
  }
}
