package io.whaleshark.server.transfer;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Membership.Standing;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A group. Its members come and go between its messages, as they did. What came and went before
/// the oldest message that is left has one place, the beginning.
///
/// Who owned the group in its past is not stored. Its present owner owns it as far as possible;
/// where that one was not there, or is to leave, somebody else does meanwhile.
final class GroupReplay implements Replay {

  private final Group group;
  private final long floor;
  private final long newest;
  private final OwnViews views;
  private final Consumer<ImportLine> lines;
  private final MessageIds ids = new MessageIds();
  private final PinLines pins;
  private final Map<UserId, List<Membership>> periods = new TreeMap<>();
  private final Comings comings;
  private boolean isBegun;

  /// The sequence of the newest message that was told.
  private long told;

  GroupReplay(
      Group group, Fact.OfConversation numbers, OwnViews views, Consumer<ImportLine> lines) {
    this.group = group;
    this.floor = numbers.expired().sequence();
    this.newest = numbers.head().sequence();
    this.views = views;
    this.lines = lines;
    this.comings = new Comings(group, ids, lines);
    this.pins = new PinLines(group.id(), ids);
  }

  @Override
  public void pin(Pin pin) {
    pins.add(pin);
  }

  @Override
  public void add(Membership period) {
    periods.computeIfAbsent(period.user(), _ -> new ArrayList<>(1)).add(period);
  }

  @Override
  public void say(Message message) {
    begin();
    goOn();
    lines.accept(ImportLine.Said.of(message));
    ids.note(message);
    told = message.sequence();
  }

  /// Who came and went behind the newest message comes and goes once its reactions are told: they
  /// are of those who were there.
  private void goOn() {
    comings.happen(told);
  }

  private void begin() {
    if (isBegun) {
      return;
    }
    isBegun = true;
    periods.values().removeIf(of -> !enter(of));
    comings.begin(floor);
  }

  /// @return false of who is not told at all: everything that they saw has expired, and they were
  ///   erased
  private boolean enter(List<Membership> of) {
    Membership last = of.getLast();
    Participation own = views.of(last.user(), group.id());
    long erased = views.erasedUpTo(own);
    boolean isErasedLast = views.isErasedAfter(own, last);
    if (isErasedLast && !last.isOpen() && erased <= floor) {
      return false;
    }
    int stays = 0;
    for (Membership period : of) {
      long from = Math.max(period.joined(), floor);
      long to = Math.max(period.left(), floor);
      if (from < to || period == last) {
        comings.add(new Comings.Stay(period, from, to));
        ids.want(period.read());
        stays++;
      }
    }
    ids.want(own.left().read());
    // Who was not told to have been there before has nothing that could be erased.
    boolean hasView = isErasedLast || stays > 1;
    if (erased > floor && hasView && !isErasedAtEnd(own, last)) {
      comings.addErasure(last.user(), erased, isErasedLast);
    }
    return true;
  }

  /// Whether an erasure took the group from a user who stays in it, since it is dissolved.
  private boolean isErasedAtEnd(Participation own, Membership last) {
    return group.dissolved() && last.isOpen() && views.isErasedAfter(own, last);
  }

  @Override
  public void react(Reaction reaction) {
    ids.newest()
        .ifPresent(message ->
            lines.accept(
                new ImportLine.Reacted(reaction.user(), group.id(), message, reaction.sign())));
  }

  @Override
  public void end() {
    begin();
    goOn();
    Collection<List<Membership>> all = periods.values();
    all.stream()
        .map(List::getLast)
        .filter(Membership::isOpen)
        .forEach(last ->
            comings.tellRead(
                new Comings.Stay(last, Math.max(last.joined(), floor), Membership.OPEN)));
    comings.handTo(group.owner());
    all.forEach(of -> tellRole(of.getLast()));
    pins.tell(lines);
    Optional<ClientMessageId> after = ids.newest();
    if (group.dissolved()) {
      lines.accept(new ImportLine.Dissolved(group.id(), after));
    }
    for (List<Membership> of : all) {
      Membership last = of.getLast();
      Participation own = views.of(last.user(), group.id());
      if (isErasedAtEnd(own, last)) {
        lines.accept(new ImportLine.Erased(last.user(), group.id(), after));
      }
      tellOwn(own, last, after);
    }
  }

  private void tellRole(Membership member) {
    Standing standing = member.standing();
    if (member.isOpen() && !standing.equals(Standing.PLAIN)) {
      lines.accept(
          new ImportLine.RoleSet(
              group.id(),
              member.user(),
              standing.admin() ? Role.ADMIN : Role.MEMBER,
              standing.muted() ? Optional.of(true) : Optional.empty(),
              ids.newest()));
    }
  }

  /// What the user alone knows: what they have read since they left, and what they have set.
  private void tellOwn(Participation own, Membership last, Optional<ClientMessageId> after) {
    long read = own.left().read();
    long known = Math.max(Math.max(last.read(), floor), views.erasedUpTo(own));
    if (!last.isOpen() && known < read && read <= last.left()) {
      ids.of(read)
          .ifPresent(
              message -> lines.accept(new ImportLine.Read(last.user(), group.id(), message)));
    }
    OwnViews.settings(own, last, newest)
        .ifPresent(
            set -> lines.accept(new ImportLine.Settings(last.user(), group.id(), set, after)));
  }
}
