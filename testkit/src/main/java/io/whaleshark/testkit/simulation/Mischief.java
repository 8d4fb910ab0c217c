package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Sends requests over a device's connection without its client: queries with arbitrary bounds, and
/// invalid requests. Only the referee checks the answers. Confined to the simulation's thread.
final class Mischief {

  /// A request of a malicious client.
  interface Dare {
    Command with(Caller caller, Reply reply);
  }

  private final SimulatedDevice device;
  private final List<Message> own;
  private final List<Message> ofOthers = new ArrayList<>();

  /// @param own what the device has sent; it grows
  Mischief(SimulatedDevice device, List<Message> own) {
    this.device = device;
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
    Wire over = device.loggedInWire();
    if (over != null) {
      over.submit(reply -> dare.with(new Caller(device.user(), over.session()), reply), _ -> {});
    }
  }

  /// The same about one of the device's own messages.
  void submitOfOwn(int which, Function<Message, Dare> dare) {
    if (!own.isEmpty()) {
      submit(dare.apply(own.get(which % own.size())));
    }
  }

  /// The same about something that somebody else wrote.
  void submitOfOthers(int which, Function<Message, Dare> dare) {
    if (!ofOthers.isEmpty()) {
      submit(dare.apply(ofOthers.get(which % ofOthers.size())));
    }
  }
}
