package io.whaleshark.testkit.simulation;

import io.whaleshark.client.sync.ConversationState;
import io.whaleshark.core.Node;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.history.History;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.protocol.Peer;
import io.whaleshark.translation.ToWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Compares what a device at rest has shown, knows and has acknowledged with the server's state.
final class DeviceAudit {

  private static final PageLimit PAGE = PageLimit.of(PageLimit.ENTRIES_AT_MOST);

  private final Node node;
  private final Referee referee;
  private final SimulatedDevice device;
  private final UserId user;

  DeviceAudit(SimulatedServer server, SimulatedDevice device) {
    this.node = server.requireNode();
    this.referee = server.referee();
    this.device = device;
    this.user = device.user();
  }

  /// The first difference; empty if there is none.
  Optional<String> difference() {
    return unseen().or(() -> first(this::book));
  }

  /// The first message that was not seen, or that its sender is not told of.
  Optional<String> unseen() {
    return first(conversation -> missing(conversation).or(() -> unacknowledged(conversation)));
  }

  private Optional<String> first(Function<ConversationId, Optional<String>> difference) {
    return Scene.conversations(user).stream()
        .flatMap(c -> difference.apply(c).stream())
        .findFirst();
  }

  /// Finds messages that the user could read in history, but neither saw nor was told of as a gap.
  private Optional<String> missing(ConversationId conversation) {
    List<Message> visible = new ArrayList<>();
    long after = 0;
    boolean completed = false;
    while (!completed) {
      switch (node.history().after(user, conversation, after, PAGE)) {
        case Outcome.Granted<History.Page>(History.Page page) -> {
          page.messages().stream().filter(m -> !isSentAgain(m)).forEach(visible::add);
          completed = page.completed() || page.messages().isEmpty();
          after = completed ? after : page.messages().getLast().sequence();
        }
        case Outcome.Refused<History.Page> _ -> completed = true;
      }
    }
    return device.shown().missingOf(ToWire.peer(conversation, user), visible);
  }

  /// This device sent it again after it had expired: its user has seen it, at its old sequence.
  private boolean isSentAgain(Message message) {
    return message.sender().equals(user)
        && device.isSentHere(message.clientId().value())
        && !message.isRecalled()
        && chat(message.conversation()).isSaidAgain(message.clientId(), message.sequence());
  }

  private Chat chat(ConversationId conversation) {
    return referee.chat(conversation);
  }

  /// What was shown of a direct conversation, and its sender is not told that it has arrived.
  private Optional<String> unacknowledged(ConversationId conversation) {
    if (!(conversation instanceof ConversationId.Direct direct)) {
      return Optional.empty();
    }
    UserId peer = direct.peerOf(user);
    long shown = device.shown().newestBy(Peer.direct(peer.name()));
    long received =
        node.engine()
            .conversations()
            .item(peer, direct)
            .map(
                item -> item.counterpart() instanceof ConversationList.Peer of ? of.received() : 0L)
            .orElse(0L);
    return shown <= received
        ? Optional.empty()
        : Optional.of(peer.name() + " " + shown + " is not acknowledged, but " + received + " is");
  }

  /// Counts and positions, but of those groups that somebody leaves: who left is refused.
  private Optional<String> book(ConversationId conversation) {
    boolean mayBeRefused =
        conversation instanceof ConversationId.Group && user.name().equals(Scene.MOVER);
    if (mayBeRefused) {
      return Optional.empty();
    }
    return node.engine()
        .conversations()
        .item(user, conversation)
        .flatMap(item -> differenceFrom(item, device.book().state(peerOf(item))));
  }

  private Peer peerOf(ConversationList.Item item) {
    return ToWire.peer(item.participation().conversation(), user);
  }

  private Optional<String> differenceFrom(ConversationList.Item item, ConversationState known) {
    List<String> wrong = new ArrayList<>();
    Chat chat = chat(item.participation().conversation());
    // Nobody is told when messages expire: the next pull of the list brings the count without them.
    boolean isToldLater = chat.floorRaisedUpTo > device.listedUpTo();
    long atMost = isToldLater ? chat.unreadOfAll(user, item.read()) : item.unread();
    if (known.unread() < item.unread() || known.unread() > atMost) {
      wrong.add("counts " + known.unread() + " unread, not " + item.unread());
    }
    // Its user has seen what expired before the server heard of it.
    boolean isReadTooLate = known.read() > item.read() && chat.isExpired(known.read());
    if (known.read() != item.read() && !isReadTooLate) {
      wrong.add("has read " + known.read() + ", not " + item.read());
    }
    return wrong.stream()
        .findFirst()
        .map(what -> "in " + Scene.name(item.participation().conversation()) + " " + what);
  }
}
