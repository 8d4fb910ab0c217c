package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.Device;
import io.whaleshark.checker.InboxPage;
import io.whaleshark.client.sync.Backoff;
import io.whaleshark.client.sync.Inbox;
import io.whaleshark.client.sync.InboxEffect;
import io.whaleshark.client.sync.InboxQuestion;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.translation.ToCore;
import io.whaleshark.translation.ToWire;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// Drives the SDK's inbox of a device: passes in what arrives, runs the requests that it wants, and
/// carries out its decisions. Confined to the simulation's thread.
final class DeviceInbox {

  private static final PageLimit PAGE = PageLimit.of(5);

  /// Less than a gap can have, so that some of one is left out.
  private static final int FETCHED_OF_GAP = 4;

  private final Simulation simulation;
  private final SimulatedDevice device;
  private final Inbox inbox;

  DeviceInbox(
      Simulation simulation, SimulatedDevice device, Predicate<String> sentHere, Backoff pauses) {
    this.simulation = simulation;
    this.device = device;
    this.inbox = new Inbox(device.user().name(), 0, FETCHED_OF_GAP, sentHere, pauses);
  }

  /// Whether it has everything that it was told of.
  boolean isSettled() {
    return inbox.isComplete();
  }

  @Override
  public String toString() {
    return "its inbox up to " + inbox.cursor() + (isSettled() ? "" : ", and is behind");
  }

  /// A login told where the inbox ends.
  void loggedIn(long newest) {
    carryOut(inbox.loggedIn(newest));
  }

  /// An entry was pushed.
  void pushed(Push.InboxEntry entry) {
    Message message = entry.message();
    simulation
        .checker()
        .pushed(
            device.name(),
            new InboxPage.Entry(message.inboxPosition(), Scene.sighting(ToWire.message(message))));
    carryOut(
        switch (ToWire.entry(entry)) {
          case MessageEvent.MessagePush push -> inbox.pushed(push);
          case MessageEvent.RecallNotify notice -> inbox.recalled(notice);
          case MessageEvent.SendAck _,
              MessageEvent.EditAck _,
              MessageEvent.PinAck _,
              MessageEvent.PinNotify _,
              MessageEvent.ReactAck _,
              MessageEvent.ReactionNotify _,
              MessageEvent.RecallAck _,
              MessageEvent.ReceiveAckPush _ ->
              throw new IllegalStateException("no entry of an inbox: " + entry);
        });
    goOn();
  }

  /// A message of the device was answered.
  void sent(Peer to, long sequence) {
    inbox.sent(to, sequence);
  }

  /// The device has edited a message, so its user sees that.
  void editedHere(Message edited) {
    Peer in = ToWire.peer(edited.conversation(), device.user());
    ChatMessage message = ToWire.message(edited);
    device.shown().editedHere(in, message);
    inbox.editedHere(
        in,
        message.messageSequence(),
        Objects.requireNonNull(message.editedTime()),
        message.messageBody(),
        message.extra());
    device.book().edited(in, message);
  }

  /// The device has recalled a message, so its user knows.
  void recalledHere(Message tombstone) {
    Peer in = ToWire.peer(tombstone.conversation(), device.user());
    device.shown().recalledHere(in, tombstone.sequence());
    inbox.recalledHere(in, tombstone.sequence());
    device.book().recalled(in, tombstone.sequence());
  }

  /// Repeats refused acknowledgements.
  void sayAgain(long nowNanos) {
    carryOut(inbox.dueAcknowledgements(nowNanos));
  }

  // --- what it asks ---

  /// Sends its next request, if none is in progress.
  void goOn() {
    Wire over = device.loggedInWire();
    if (over != null) {
      inbox
          .question()
          .ifPresent(question -> {
            switch (question) {
              case InboxQuestion.Pull(long after) -> pull(over, after);
              case InboxQuestion.History(Peer of, long after) ->
                  fetch(over, ToCore.conversation(device.user(), of), after);
            }
          });
    }
  }

  /// An answer of the node, and where the inbox ended then.
  private record Pulled(Inboxes.Slice slice, long newest) {}

  private void pull(Wire over, long after) {
    long asked = simulation.checker().moment();
    over.ask(
        () -> pull(over.server(), after),
        pulled -> {
          if (device.loggedInWire() == over) {
            pulled(pulled, asked, after);
            goOn();
          }
        });
  }

  private Pulled pull(SimulatedServer server, long after) {
    Inboxes.Slice slice = server.ask(new Question.Inbox(device.user(), after, PAGE));
    long newest = server.requireNode().engine().inboxes().newest(device.user());
    return new Pulled(slice, newest);
  }

  private void pulled(Pulled pulled, long asked, long after) {
    PageEvent.InboxPage told = ToWire.inboxPage(device.user(), after, pulled.slice(), null);
    PageEvent.InboxPage page = simulation.server().sabotage().page(told, pulled.newest());
    if (page.dataList().size() > PAGE.entries()) {
      simulation.violated("P10 " + device + " gets a page of " + page.dataList().size());
    }
    simulation.checker().pulled(asChecked(page, device.name(), asked, after));
    carryOut(inbox.pulled(page));
  }

  private void fetch(Wire over, ConversationId conversation, long after) {
    over.ask(
        new Question.HistoryAfter(device.user(), conversation, after, PAGE),
        page -> {
          if (device.loggedInWire() == over) {
            carryOut(fetched(page));
            goOn();
          }
        });
  }

  private List<InboxEffect> fetched(Outcome<History.Page> page) {
    return switch (page) {
      case Outcome.Granted<History.Page>(History.Page granted) ->
          inbox.fetched(ToWire.historyPage(granted, null));
      case Outcome.Refused<History.Page> _ -> inbox.notFetched();
    };
  }

  // --- what it decides ---

  private void carryOut(List<? extends InboxEffect> decided) {
    for (InboxEffect effect : simulation.server().sabotage().device(decided)) {
      Optional<String> wrong = device.shown().add(effect);
      wrong.ifPresent(what -> simulation.violated("C3 " + device + ": " + what));
      switch (effect) {
        case InboxEffect.Show(Peer in, ChatMessage message, var origin, _) ->
            device.book().arrived(in, message, origin);
        case InboxEffect.ShowEdit(Peer in, ChatMessage message) ->
            device.book().edited(in, message);
        case InboxEffect.ShowRecall(Peer in, long sequence) -> device.book().recalled(in, sequence);
        case InboxEffect.ShowGap(Peer in, long from, long to) ->
            device.book().leftOut(in, from, to);
        case InboxEffect.Acknowledge said -> acknowledge(said);
      }
    }
  }

  private void acknowledge(InboxEffect.Acknowledge said) {
    Wire over = device.loggedInWire();
    if (over == null) {
      return;
    }
    ChatMessage message = said.message();
    over.tell(
        reply ->
            new Command.Receive(
                new Caller(device.user(), over.session()),
                ConversationId.Direct.between(device.user(), Scene.user(message.fromId())),
                message.messageSequence(),
                message.messageKey(),
                message.messageId(),
                reply),
        answer -> {
          if (answer instanceof Answer.Refused(Refusal refusal, String detail)) {
            simulation.expectRefusal(device.user(), refusal, detail);
            device.shown().mayBeMadeAgain(said);
            inbox.acknowledgementRefusedForNow(said.id(), simulation.nowNanos());
          } else if (device.loggedInWire() == over) {
            device.shown().arrived(said);
            inbox.acknowledgementsArrived(said.number());
          }
        });
  }

  /// A page that a device got, as the checker knows it.
  static InboxPage asChecked(PageEvent.InboxPage page, Device device, long asked, long after) {
    UserId owner = Scene.user(device.user());
    return new InboxPage(
        device,
        asked,
        after,
        page.dataList().stream()
            .map(entry ->
                new InboxPage.Entry(entry.inboxSequence(), Scene.sighting(entry.message())))
            .toList(),
        page.maxSequence(),
        page.completed(),
        page.gaps().stream()
            .map(gap ->
                new InboxPage.Gap(
                    Scene.name(ToCore.conversation(owner, gap.of())),
                    gap.fromSequence(),
                    gap.toSequence()))
            .toList());
  }
}
