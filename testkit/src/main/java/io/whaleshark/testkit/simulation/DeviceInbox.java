package io.whaleshark.testkit.simulation;

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
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import java.util.ArrayList;
import java.util.List;
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
            device.name(), new InboxPage.Entry(message.inboxPosition(), Scene.sighting(message)));
    carryOut(
        message.isRecalled() ? inbox.recalled(Said.recall(entry)) : inbox.pushed(Said.push(entry)));
    goOn();
  }

  /// A message of the device was answered.
  void sent(Peer to, long sequence) {
    inbox.sent(to, sequence);
  }

  /// The device has recalled one of its messages.
  void recalledHere(Peer in, long sequence) {
    inbox.recalledHere(in, sequence);
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
                  fetch(over, Said.conversation(of, device.user()), after);
            }
          });
    }
  }

  private record Page(Inboxes.Slice slice, long next) {}

  private void pull(Wire over, long after) {
    long asked = simulation.checker().moment();
    over.ask(
        () -> page(after),
        page -> {
          if (device.loggedInWire() == over) {
            pulled(page, asked, after);
            goOn();
          }
        });
  }

  private Page page(long after) {
    SimulatedServer server = simulation.server();
    Inboxes.Slice slice = server.ask(new Question.Inbox(device.user(), after, PAGE));
    long newest = server.requireNode().engine().inboxes().newest(device.user());
    return new Page(slice, server.sabotage().cursor(slice, after, newest));
  }

  private void pulled(Page page, long asked, long after) {
    Inboxes.Slice slice = page.slice();
    if (slice.messages().size() > PAGE.entries()) {
      simulation.violated("P10 " + device + " gets a page of " + slice.messages().size());
    }
    simulation
        .checker()
        .pulled(
            new InboxPage(
                device.name(),
                asked,
                after,
                entries(slice),
                page.next(),
                slice.completed(),
                gaps(slice)));
    if (!slice.gaps().isEmpty() && !slice.truncated()) {
      simulation.violated("P5 " + device + " is told of gaps, but not that the pull is cut short");
    } else {
      carryOut(inbox.pulled(Said.page(device.user(), slice, page.next())));
    }
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
          inbox.fetched(Said.history(granted));
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
        case InboxEffect.ShowRecall(Peer in, long sequence) -> device.book().recalled(in, sequence);
        case InboxEffect.ShowGap _ -> {
          // The user sees that something is left out.
        }
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

  /// The entries of a slice, as the checker knows them.
  static List<InboxPage.Entry> entries(Inboxes.Slice slice) {
    List<InboxPage.Entry> entries = new ArrayList<>();
    for (Message message : slice.messages()) {
      entries.add(new InboxPage.Entry(message.inboxPosition(), Scene.sighting(message)));
    }
    return entries;
  }

  static List<InboxPage.Gap> gaps(Inboxes.Slice slice) {
    return slice.gaps().stream()
        .map(gap -> new InboxPage.Gap(Scene.name(gap.conversation()), gap.from(), gap.to()))
        .toList();
  }
}
