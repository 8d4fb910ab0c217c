package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The one place that knows how the journal's rows look. A row has the entries of one batch. It
/// names messages; their contents stand in the log.
final class JournalRows {

  private static final int SENT = 1;
  private static final int RECALLED = 2;
  private static final int READ = 3;
  private static final int GROUP = 4;
  private static final int ONLINE = 5;
  private static final int OFFLINE = 6;
  private static final int READ_UNSHARED = 7;
  private static final int EDITED = 8;
  private static final int PINNED = 9;
  private static final int REACTED = 10;

  /// Finds a message, if it is retained.
  @FunctionalInterface
  interface Messages {
    Optional<Message> find(ConversationId conversation, long sequence);
  }

  /// What a row says.
  ///
  /// @param entries with their places; what is told elsewhere, or cannot be told, is left out
  /// @param isWhole false if something cannot be told, since its message has expired
  record Row(List<Placed> entries, boolean isWhole) {}

  record Placed(int index, JournalEntry entry) {}

  private JournalRows() {}

  static void add(Encoder row, JournalEntry entry) {
    switch (entry) {
      case JournalEntry.MessageSent(Message message) -> named(row.int1(SENT), message);
      case JournalEntry.MessageReplaced(Message message) when message.isRecalled() ->
          named(row.int1(RECALLED), message);
      case JournalEntry.MessageReplaced(Message message) ->
          named(row.int1(EDITED), message).varint(message.inboxPosition());
      case JournalEntry.ReadAdvanced read ->
          row.int1(READ)
              .raw(Keys.conversation(read.conversation()))
              .name(read.reader().name())
              .varint(read.from())
              .varint(read.upTo())
              .varint(read.unread());
      case JournalEntry.ReadUnshared(UserId reader, ConversationId in, long from, long upTo) ->
          row.int1(READ_UNSHARED)
              .raw(Keys.conversation(in))
              .name(reader.name())
              .varint(from)
              .varint(upTo);
      case JournalEntry.MessagePinned(Pinning pinning) -> pinned(row, pinning);
      case JournalEntry.MessageReacted(Reacted reacted) -> reacted(row, reacted);
      case JournalEntry.GroupChanged(Group group, JournalEntry.Kind kind, List<UserId> members) -> {
        byte[] whole = Rows.group(group);
        row.int1(GROUP)
            .raw(Keys.conversation(group.id()))
            .varint(whole.length)
            .raw(whole)
            .int1(kind.ordinal())
            .varint(members.size());
        members.forEach(member -> row.name(member.name()));
      }
      case JournalEntry.CameOnline(UserId user, DeviceId device, long stamp) ->
          Rows.device(row.int1(ONLINE).name(user.name()), device).varint(stamp);
      case JournalEntry.WentOffline(UserId user, DeviceId device, long stamp) ->
          Rows.device(row.int1(OFFLINE).name(user.name()), device).varint(stamp);
    }
  }

  private static void pinned(Encoder row, Pinning pinning) {
    row.int1(PINNED)
        .raw(Keys.conversation(pinning.conversation()))
        .varint(pinning.sequence())
        .varint(pinning.stamp())
        .text(pinning.clientId())
        .text(pinning.by().map(UserId::name).orElse(""))
        .varint(pinning.pin().map(Pin::at).orElse(0L));
  }

  private static JournalEntry pinned(ConversationId conversation, Decoder row) {
    long sequence = row.varint();
    long stamp = row.varint();
    String clientId = row.text();
    String by = row.text();
    long at = row.varint();
    try {
      return new JournalEntry.MessagePinned(
          new Pinning(
              conversation,
              sequence,
              stamp,
              clientId,
              by.isEmpty() ? Optional.empty() : Optional.of(new UserId(conversation.app(), by)),
              at == 0 ? Optional.empty() : Optional.of(new Pin(sequence, at))));
    } catch (IllegalArgumentException | InvalidIdException e) {
      throw Decoder.impossible("a pin", e);
    }
  }

  private static void reacted(Encoder row, Reacted reacted) {
    row.int1(REACTED)
        .raw(Keys.conversation(reacted.conversation()))
        .varint(reacted.reaction().sequence())
        .varint(reacted.stamp())
        .text(reacted.clientId())
        .name(reacted.reaction().user().name())
        .text(reacted.reaction().sign())
        .int1(reacted.isSet() ? 1 : 0)
        .varint(reacted.count());
  }

  private static JournalEntry reacted(ConversationId conversation, Decoder row) {
    long sequence = row.varint();
    long stamp = row.varint();
    String clientId = row.text();
    UserId user = row.user(conversation.app());
    try {
      return new JournalEntry.MessageReacted(
          new Reacted(
              conversation,
              stamp,
              clientId,
              new Reaction(sequence, row.text(), user),
              row.int1() == 1,
              row.varint()));
    } catch (IllegalArgumentException e) {
      throw Decoder.impossible("a reaction", e);
    }
  }

  private static Encoder named(Encoder row, Message message) {
    return Keys.conversation(row, message.conversation()).varint(message.sequence());
  }

  /// @param sends those that are left out cost no look-up
  static Row read(int app, byte[] value, Journal.Sends sends, Messages messages) {
    Decoder row = new Decoder(value);
    List<Placed> entries = new ArrayList<>();
    boolean isWhole = true;
    for (int index = 0; row.hasMore(); index++) {
      int kind = row.int1();
      if (kind == SENT && sends == Journal.Sends.LEFT_OUT) {
        Keys.skipConversation(row);
        long _ = row.varint(); // its sequence
        continue;
      }
      if (kind == ONLINE || kind == OFFLINE) {
        entries.add(new Placed(index, ofUser(kind, row.user(app), row)));
        continue;
      }
      ConversationId conversation = Keys.conversation(row);
      if (kind == SENT || kind == RECALLED || kind == EDITED) {
        Optional<Message> message = messages.find(conversation, row.varint());
        long position = kind == EDITED ? row.varint() : 0;
        Optional<JournalEntry> entry = message.flatMap(found -> ofMessage(kind, position, found));
        isWhole &= message.isPresent();
        if (entry.isPresent()) {
          entries.add(new Placed(index, entry.get()));
        }
      } else {
        entries.add(new Placed(index, other(kind, conversation, row)));
      }
    }
    return new Row(entries, isWhole);
  }

  /// @param position where an edit has moved it
  /// @return empty if what it is now comes later
  private static Optional<JournalEntry> ofMessage(int kind, long position, Message message) {
    boolean isTold =
        switch (kind) {
          case SENT -> !message.isRecalled();
          case EDITED -> message.inboxPosition() == position;
          default -> true;
        };
    JournalEntry entry =
        kind == SENT
            ? new JournalEntry.MessageSent(message)
            : new JournalEntry.MessageReplaced(message);
    return isTold ? Optional.of(entry) : Optional.empty();
  }

  private static JournalEntry ofUser(int kind, UserId user, Decoder row) {
    DeviceId device = Rows.device(row);
    return kind == ONLINE
        ? new JournalEntry.CameOnline(user, device, row.varint())
        : new JournalEntry.WentOffline(user, device, row.varint());
  }

  private static JournalEntry other(int kind, ConversationId conversation, Decoder row) {
    if (kind == READ) {
      return new JournalEntry.ReadAdvanced(
          row.user(conversation.app()), conversation, row.varint(), row.varint(), row.varint());
    }
    if (kind == READ_UNSHARED) {
      return new JournalEntry.ReadUnshared(
          row.user(conversation.app()), conversation, row.varint(), row.varint());
    }
    if (kind == PINNED) {
      return pinned(conversation, row);
    }
    if (kind == REACTED) {
      return reacted(conversation, row);
    }
    if (kind == GROUP && conversation instanceof ConversationId.Group id) {
      Group group = Rows.group(id, row.raw((int) row.varint()));
      JournalEntry.Kind change = change(row.int1());
      int count = (int) row.varint();
      List<UserId> members = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        members.add(row.user(id.app()));
      }
      return new JournalEntry.GroupChanged(group, change, members);
    }
    throw new EngineException(
        EngineException.Kind.CORRUPT, "a row of the journal has an entry of the kind " + kind);
  }

  private static JournalEntry.Kind change(int ordinal) {
    JournalEntry.Kind[] kinds = JournalEntry.Kind.values();
    if (ordinal >= kinds.length) {
      throw new EngineException(
          EngineException.Kind.CORRUPT, "a row of the journal has a change of the kind " + ordinal);
    }
    return kinds[ordinal];
  }
}
