package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The part of an [Examination] that looks at one conversation.
final class ConversationExamination {

  private final Faults faults;
  private final View view;
  private final ConversationId conversation;
  private final long newestEver;
  private final byte[] key;
  private final MessageRows rows;
  private final List<Membership> periods = new ArrayList<>();
  private final SortedLongs joins = new SortedLongs();
  private final SortedLongs lefts = new SortedLongs();
  private final Map<UserId, Long> sentBefore = new HashMap<>();
  private Rows.Floor floor = Rows.Floor.NONE;
  private long messages;
  private long newest;
  private long newestStamp;

  /// @param newestEver the newest stamp that was ever given
  ConversationExamination(Faults faults, View view, ConversationId conversation, long newestEver) {
    this.faults = faults;
    this.newestEver = newestEver;
    this.view = view;
    this.conversation = conversation;
    this.key = Keys.conversation(conversation);
    this.rows = new MessageRows(view);
  }

  long messages() {
    return messages;
  }

  long periods() {
    return periods.size();
  }

  void run() {
    floor = LogEnd.floor(view, key);
    readPeriods();
    log();
    Map<UserId, Long> leftAt = new HashMap<>();
    for (Membership period : periods) {
      expect(
          leftAt.getOrDefault(period.user(), 0L) <= period.joined(),
          "P8",
          period.user() + " joined at " + period.joined() + " without having left");
      attempt("P8", () -> period(period));
      leftAt.put(period.user(), period.left());
    }
    if (conversation instanceof ConversationId.Group group) {
      attempt("P9", () -> group(group));
    }
  }

  private void readPeriods() {
    Cursor members = view.cursor(Table.MEMBERS);
    for (boolean there = members.seek(key, key); there; there = members.next(key)) {
      attempt("P6", () -> periods.add(Periods.membership(conversation, key.length, members)));
    }
    joins.addAll(periods.stream().mapToLong(Membership::joined).toArray());
    lefts.addAll(periods.stream().filter(p -> !p.isOpen()).mapToLong(Membership::left).toArray());
  }

  // --- messages ---

  private void log() {
    newest = floor.sequence();
    newestStamp = floor.stamp();
    // What lies below is only still to be deleted.
    byte[] from = Keys.numbered(key, floor.sequence() + 1);
    Cursor log = view.cursor(Table.LOG);
    for (boolean there = log.seek(from, key); there; there = log.next(key)) {
      long sequence = log.number();
      expect(sequence == newest + 1, "P2", "message " + sequence + " follows " + newest);
      newest = sequence;
      messages++;
      attempt("P1", () -> message(MessageRow.message(conversation, sequence, log.value())));
    }
  }

  private long sentBeforeFloor(UserId sender) {
    return switch (conversation) {
      case ConversationId.Direct direct ->
          sender.equals(direct.low()) ? floor.lowSent() : floor.sequence() - floor.lowSent();
      case ConversationId.Group group -> rows.sentCount(group, sender, floor.sequence());
    };
  }

  private void message(Message message) {
    String name = "message " + message.sequence();
    expect(message.stamp() > newestStamp, "P2", name + " is older than the one before");
    newestStamp = message.stamp();
    long before = sentBefore.computeIfAbsent(message.sender(), this::sentBeforeFloor);
    expect(
        message.senderOrdinal() == before + 1,
        "P8",
        name + " is number " + message.senderOrdinal() + " of its sender");
    sentBefore.put(message.sender(), message.senderOrdinal());
    expect(message.inboxPosition() <= newestEver, "P4", name + " is newer than the newest stamp");
    byte[] sent = view.get(Table.SENT, Keys.sent(message.clientId()));
    expect(
        sent != null && Rows.place(sent).equals(new Rows.Place(conversation, message.sequence())),
        "P3",
        name + " is not known by its id");
    if (message.isReplaced()) {
      byte[] place = view.get(Table.MOVED, Keys.numbered(key, message.inboxPosition()));
      expect(
          place != null && Rows.number(place) == message.sequence(),
          "P4",
          name + " was replaced and stands in no inbox");
    }
    expect(
        message.audience() == audience(message),
        "P8",
        name + " has an audience of " + message.audience() + ", not " + audience(message));
    if (conversation instanceof ConversationId.Group) {
      byte[] own =
          view.get(
              Table.OWN,
              Keys.numbered(Keys.inConversation(key, message.sender()), message.sequence()));
      expect(
          own != null && Rows.number(own) == message.senderOrdinal(),
          "P8",
          name + " is not counted as its sender's");
    }
  }

  /// Who was a member when it was sent, the sender left out.
  private long audience(Message message) {
    return switch (conversation) {
      case ConversationId.Direct direct -> direct.isWithSelf() ? 0 : 1;
      case ConversationId.Group _ -> {
        long came = (long) periods.size() - joins.countAtLeast(message.sequence());
        long gone = (long) lefts.countAtLeast(0) - lefts.countAtLeast(message.sequence());
        yield came - gone - 1;
      }
    };
  }

  // --- members ---

  private void period(Membership period) {
    String name = period.user() + ", who joined at " + period.joined() + ",";
    boolean isInLog = period.received() <= newest;
    expect(isInLog, "P6", name + " has received " + period.received() + " of " + newest);
    if (isInLog && period.read() > floor.sequence()) {
      long own = sentUpTo(period.user(), period.read());
      expect(
          own == period.ownAtRead(),
          "P8",
          name + " has " + own + " own messages up to the last read, not " + period.ownAtRead());
    }
    byte[] listed = view.get(Table.LISTS, Keys.participation(period.user(), conversation));
    expect(listed != null, "P9", name + " does not have it in the conversation list");
    if (listed != null) {
      unshared(name, Rows.participation(period.user(), conversation, listed));
    }
  }

  private void unshared(String name, Participation listed) {
    Participation.Unshared unshared = listed.unshared();
    boolean isInLog = unshared.read() <= newest;
    expect(isInLog, "P6", name + " has read " + unshared.read() + " of " + newest);
    if (isInLog && unshared.read() > floor.sequence()) {
      long own = sentUpTo(listed.user(), unshared.read());
      expect(
          own == unshared.own(),
          "P8",
          name + " has " + own + " own messages up to there, not " + unshared.own());
    }
  }

  private long sentUpTo(UserId user, long sequence) {
    return switch (conversation) {
      case ConversationId.Direct direct -> {
        byte[] row = view.get(Table.LOG, Keys.numbered(key, sequence));
        long low = row == null ? 0 : MessageRow.lowSentOf(row, sequence);
        yield user.equals(direct.low()) ? low : sequence - low;
      }
      case ConversationId.Group group -> rows.sentCount(group, user, sequence);
    };
  }

  private void group(ConversationId.Group id) {
    byte[] row = view.get(Table.GROUPS, key);
    expect(row != null, "P9", "members, but no group");
    if (row != null) {
      Group group = Rows.group(id, row);
      long open = periods.stream().filter(Membership::isOpen).count();
      expect(
          group.memberCount() == open,
          "P8",
          "the group counts " + group.memberCount() + " members, there are " + open);
    }
  }

  private void expect(boolean holds, String promise, String otherwise) {
    faults.expect(holds, promise, conversation, otherwise);
  }

  private void attempt(String promise, Runnable step) {
    faults.attempt(promise, conversation, step);
  }
}
