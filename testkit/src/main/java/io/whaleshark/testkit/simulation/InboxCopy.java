package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.InboxPage;
import io.whaleshark.core.Node;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Message;
import io.whaleshark.core.engine.PageLimit;
import java.util.ArrayList;
import java.util.List;

/// What a device has of its user's inbox: it trusts a push that follows what it has, and pulls
/// otherwise. Confined to the simulation's thread.
final class InboxCopy {

  private static final int PAGE = 5;

  private final Simulation simulation;
  private final SimulatedDevice device;

  /// The end of what it has without a hole, and the newest that it heard of.
  private long cursor;

  private long newestHeard;
  private boolean isPulling;

  InboxCopy(Simulation simulation, SimulatedDevice device) {
    this.simulation = simulation;
    this.device = device;
  }

  /// Whether it has everything that it heard of.
  boolean isSettled() {
    return !isPulling && newestHeard <= cursor;
  }

  @Override
  public String toString() {
    return cursor + " of " + newestHeard + (isPulling ? ", pulls" : "");
  }

  /// A login told where the inbox ends.
  void heard(long newest) {
    newestHeard = Math.max(newestHeard, newest);
    pullIfBehind();
  }

  /// An entry was pushed, and the position of the one before it.
  void pushed(long previous, long position) {
    if (previous == cursor) {
      cursor = position;
    }
    heard(position);
  }

  /// The connection is gone, and with it what was asked for.
  void lost() {
    isPulling = false;
  }

  private void pullIfBehind() {
    if (newestHeard > cursor) {
      pull();
    }
  }

  /// Pulls what is new, to the end.
  void pull() {
    Wire over = device.loggedInWire();
    if (isPulling || over == null) {
      return;
    }
    isPulling = true;
    long asked = simulation.checker().moment();
    long after = cursor;
    over.ask(
        node -> page(node, after),
        page -> {
          if (device.loggedInWire() == over) {
            isPulling = false;
            pulled(page, asked, after);
          }
        });
  }

  private record Page(Inboxes.Slice slice, long next) {}

  private Page page(Node node, long after) {
    Inboxes.Slice slice = node.inbox().pull(device.user(), after, PageLimit.of(PAGE));
    long newest = node.engine().inboxes().newest(device.user());
    return new Page(slice, simulation.server().sabotage().cursor(slice, after, newest));
  }

  private void pulled(Page page, long asked, long after) {
    Inboxes.Slice slice = page.slice();
    slice.messages().forEach(device::display);
    if (!slice.gaps().isEmpty() && !slice.truncated()) {
      simulation.violated("P5 " + device + " is told of gaps, but not that the pull is cut short");
    }
    if (slice.messages().size() > PAGE) {
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
    cursor = Math.max(cursor, page.next());
    if (slice.completed()) {
      pullIfBehind();
    } else {
      pull();
    }
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
