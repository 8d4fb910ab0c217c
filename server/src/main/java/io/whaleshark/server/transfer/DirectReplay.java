package io.whaleshark.server.transfer;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A conversation of two users. One of which everything has expired is not told at all: it begins
/// with a message.
final class DirectReplay implements Replay {

  private final ConversationId.Direct id;
  private final long floor;
  private final long newest;
  private final OwnViews views;
  private final Consumer<ImportLine> lines;
  private final MessageIds ids = new MessageIds();
  private final PinLines pins;
  private final List<Side> sides = new ArrayList<>(2);

  /// One of the two.
  ///
  /// @param erased up to where their view was erased
  private record Side(Membership period, Participation own, long erased) {

    UserId user() {
      return period.user();
    }
  }

  DirectReplay(
      ConversationId.Direct id,
      Fact.OfConversation numbers,
      OwnViews views,
      Consumer<ImportLine> lines) {
    this.id = id;
    this.floor = numbers.expired().sequence();
    this.newest = numbers.head().sequence();
    this.views = views;
    this.lines = lines;
    this.pins = new PinLines(id, ids);
  }

  @Override
  public void pin(Pin pin) {
    pins.add(pin);
  }

  @Override
  public void add(Membership period) {
    Participation own = views.of(period.user(), id);
    sides.add(new Side(period, own, views.erasedUpTo(own)));
    ids.want(period.read());
    ids.want(period.received());
  }

  @Override
  public void say(Message message) {
    lines.accept(ImportLine.Said.of(message));
    ids.note(message);
    for (Side side : sides) {
      if (side.erased() == message.sequence()) {
        marks(side, floor, side.erased());
        lines.accept(new ImportLine.Erased(side.user(), id, ids.newest()));
      }
    }
  }

  /// What the user has reported of a range.
  ///
  /// @param above exclusive
  /// @param upTo inclusive
  private void marks(Side side, long above, long upTo) {
    long read = side.period().read();
    long received = side.period().received();
    if (above < read && read <= upTo) {
      ids.of(read)
          .ifPresent(message -> lines.accept(new ImportLine.Read(side.user(), id, message)));
    }
    if (received > read && above < received && received <= upTo) {
      ids.of(received)
          .ifPresent(message -> lines.accept(new ImportLine.Received(side.user(), id, message)));
    }
  }

  @Override
  public void react(Reaction reaction) {
    ids.newest()
        .ifPresent(message ->
            lines.accept(new ImportLine.Reacted(reaction.user(), id, message, reaction.sign())));
  }

  @Override
  public void end() {
    if (ids.newest().isEmpty()) {
      return;
    }
    for (Side side : sides) {
      marks(side, Math.max(floor, side.erased()), newest);
    }
    pins.tell(lines);
    for (Side side : sides) {
      OwnViews.settings(side.own(), side.period(), newest)
          .ifPresent(
              set -> lines.accept(new ImportLine.Settings(side.user(), id, set, ids.newest())));
    }
  }
}
