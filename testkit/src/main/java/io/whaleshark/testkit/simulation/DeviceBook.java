package io.whaleshark.testkit.simulation;

import io.whaleshark.client.sync.Backoff;
import io.whaleshark.client.sync.ConversationBook;
import io.whaleshark.client.sync.ReadReport;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.Peer;
import io.whaleshark.translation.ToCore;
import io.whaleshark.translation.ToWire;
import org.jspecify.annotations.Nullable;

/// Drives the SDK's book of a device's conversations: pulls the list, and reports what its user has
/// read. Confined to the simulation's thread.
final class DeviceBook {

  /// As the SDKs do: a pull from 0 may leave out hidden conversations, whose messages are pulled.
  private static final long FIRST = 1;

  private static final int PAGE = 3;

  private final Simulation simulation;
  private final SimulatedDevice device;
  private final ConversationBook book;
  private long listedUpTo = FIRST;

  /// Over which connection a pull is under way; another one than the newest if that was lost.
  private @Nullable Wire listing;

  DeviceBook(Simulation simulation, SimulatedDevice device, Backoff pauses) {
    this.simulation = simulation;
    this.device = device;
    this.book = new ConversationBook(device.user().name(), pauses);
  }

  ConversationBook book() {
    return book;
  }

  /// The stamp up to which the list was taken over.
  long listedUpTo() {
    return listedUpTo;
  }

  /// Whether it knows all that the server knows.
  boolean isSettled() {
    return !isListing() && !book.needsList();
  }

  private boolean isListing() {
    return listing != null && listing == device.loggedInWire();
  }

  /// The device has logged in.
  void loggedIn() {
    book.loggedIn();
    list();
  }

  /// Runs the actions that are due.
  void lookAfter() {
    if (book.needsList()) {
      list();
    }
    report();
  }

  /// Takes over what has changed in the conversation list, to the end; then what was missed of the
  /// inbox is pulled.
  void list() {
    Wire over = device.loggedInWire();
    if (over != null && !isListing()) {
      listing = over;
      pull(over);
    }
  }

  private void pull(Wire over) {
    long after = listedUpTo;
    over.ask(
        new Question.Changed(device.user(), after, PAGE),
        page -> {
          if (device.loggedInWire() == over) {
            ToWire.conversationPage(page, null).dataList().forEach(book::listed);
            listedUpTo = Math.max(listedUpTo, page.next());
            if (page.completed()) {
              listing = null;
              book.listComplete();
              report();
              device.catchUp();
            } else {
              pull(over);
            }
          }
        });
  }

  /// A device of the peer has a message; or none is there, and the server says so.
  void received(Push.Received received) {
    if (!received.byServer()) {
      Peer peer = Peer.direct(received.receiver().name());
      boolean _ = book.peerReceived(peer, received.message().sequence());
    }
  }

  /// The user looks at all that was shown of a conversation.
  void read(Peer in) {
    if (book.read(in, device.shown().upTo(in))) {
      report();
    }
  }

  private void report() {
    Wire over = device.loggedInWire();
    if (over != null) {
      book.dueReports(simulation.nowNanos()).forEach(report -> report(over, report));
    }
  }

  private void report(Wire over, ReadReport report) {
    ConversationId conversation = ToCore.conversation(device.user(), report.in());
    simulation.checker().reading(Scene.part(conversation, device.user()), report.upTo());
    over.tell(
        reply ->
            new Command.Read(
                new Caller(device.user(), over.session()), conversation, report.upTo(), reply),
        answer -> {
          if (answer instanceof Answer.Refused(Refusal refusal, String detail)) {
            boolean isGone =
                refusal == Refusal.NO_SUCH_MESSAGE
                    && simulation.hasExpired(conversation, report.upTo());
            if (!isGone) {
              simulation.expectRefusal(device.user(), refusal, detail);
            }
            if (refusal != Refusal.RETRY_LATER && refusal != Refusal.INTERNAL) {
              book.reportRefused(report.id());
            }
          }
        });
  }
}
