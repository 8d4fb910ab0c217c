package io.whaleshark.server.push;

import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a page of the journal says of one conversation, taken together. Confined to a thread until
/// it is whole.
final class Stretch {

  /// How far somebody has read meanwhile.
  ///
  /// @param from exclusive lower bound of what became read
  record Reading(long from, long upTo) {

    private Reading with(Reading later) {
      return new Reading(Math.min(from, later.from), Math.max(upTo, later.upTo));
    }
  }

  private final ConversationId conversation;
  private final List<Message> sent = new ArrayList<>();
  private final List<Message> recalled = new ArrayList<>();
  private final Map<UserId, Reading> readings = new LinkedHashMap<>();

  Stretch(ConversationId conversation) {
    this.conversation = conversation;
  }

  /// Whether an entry concerns phones.
  static boolean concerns(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.MessageReplaced(Message message) -> message.isRecalled();
      case JournalEntry.MessageSent _, JournalEntry.ReadAdvanced _, JournalEntry.ReadUnshared _ ->
          true;
      case JournalEntry.MessagePinned _,
          JournalEntry.MessageReacted _,
          JournalEntry.GroupChanged _,
          JournalEntry.CameOnline _,
          JournalEntry.WentOffline _ ->
          false;
    };
  }

  /// Adds an entry of the conversation that [#concerns] phones.
  void add(JournalEntry.OfConversation entry) {
    switch (entry) {
      case JournalEntry.MessageSent(Message message) -> sent.add(message);
      case JournalEntry.MessageReplaced(Message tombstone) -> recalled.add(tombstone);
      case JournalEntry.ReadAdvanced read -> read(read.reader(), read.from(), read.upTo());
      case JournalEntry.ReadUnshared(UserId reader, var _, long from, long upTo) ->
          read(reader, from, upTo);
      case JournalEntry.MessagePinned _,
          JournalEntry.MessageReacted _,
          JournalEntry.GroupChanged _ -> {} // phones show messages
    }
  }

  private void read(UserId reader, long from, long upTo) {
    readings.merge(reader, new Reading(from, upTo), Reading::with);
  }

  ConversationId conversation() {
    return conversation;
  }

  /// The newest message.
  Optional<Message> newest() {
    return sent.isEmpty() ? Optional.empty() : Optional.of(sent.getLast());
  }

  /// What somebody may be notified of: the messages of others, the newest first.
  List<Message> newTo(UserId receiver) {
    return sent.reversed().stream().filter(message -> !message.sender().equals(receiver)).toList();
  }

  /// The messages that were recalled.
  List<Message> recalled() {
    return recalled;
  }

  /// By reader.
  Map<UserId, Reading> readings() {
    return readings;
  }
}
