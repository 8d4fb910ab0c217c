package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares all rows of a data folder with the promises, and with one another: each fact that is
/// written down twice must be the same twice. Used once, by one thread; works on one instant.
///
/// Cost: reads every row, and looks up three more for each message.
final class Examination {

  private static final byte[] ALL = new byte[0];

  private final View view;
  private final long newestStamp;
  private final List<String> named = new ArrayList<>();
  private long conversations;
  private long messages;
  private long periods;
  private long faults;

  private Examination(View view) {
    this.view = view;
    byte[] stamp = view.get(Table.DEFAULT, Keys.STAMP);
    this.newestStamp = stamp == null ? 0 : Rows.number(stamp);
  }

  /// Examines a store.
  static Diagnosis of(Store store) {
    try (View view = store.snapshot()) {
      Examination examination = new Examination(view);
      examination.run();
      return new Diagnosis(
          examination.conversations,
          examination.messages,
          examination.periods,
          examination.faults,
          examination.named);
    } catch (EngineException e) {
      if (e.kind() == EngineException.Kind.CORRUPT) {
        return new Diagnosis(0, 0, 0, 1, List.of("P1 " + e.getMessage()));
      }
      throw e;
    }
  }

  private void run() {
    byte[] from = ALL;
    Cursor members = view.cursor(Table.MEMBERS);
    while (members.seek(from, ALL)) {
      ConversationId conversation = Keys.conversation(new Decoder(members.key()));
      byte[] key = Keys.conversation(conversation);
      ConversationExamination one = new ConversationExamination(this, view, conversation);
      one.run();
      conversations++;
      messages += one.messages();
      periods += one.periods();
      from = Keys.behind(key);
    }
    logsHaveMembers();
    sendsAreInTheLog();
    recallsAreTombstones();
    listsAreOfMembers();
  }

  private void logsHaveMembers() {
    byte[] from = ALL;
    Cursor log = view.cursor(Table.LOG);
    while (log.seek(from, ALL)) {
      ConversationId conversation = Keys.conversation(new Decoder(log.key()));
      byte[] key = Keys.conversation(conversation);
      expect(
          view.cursor(Table.MEMBERS).seek(key, key), "P9", conversation, "messages, but no member");
      from = Keys.behind(key);
    }
  }

  private void sendsAreInTheLog() {
    Cursor sent = view.cursor(Table.SENT);
    for (boolean there = sent.seek(ALL, ALL); there; there = sent.next(ALL)) {
      Rows.Place place = Rows.place(sent.value());
      Decoder key = new Decoder(sent.key());
      UserId sender = new UserId(key.int4(), key.name());
      ClientMessageId id = new ClientMessageId(sender, key.name());
      Message message = message(place.conversation(), place.sequence());
      expect(
          message != null && message.clientId().equals(id),
          "P3",
          place.conversation(),
          "the id of message " + place.sequence() + " is known, but not that message");
    }
  }

  private void recallsAreTombstones() {
    Cursor recalls = view.cursor(Table.RECALLS);
    for (boolean there = recalls.seek(ALL, ALL); there; there = recalls.next(ALL)) {
      ConversationId conversation = Keys.conversation(new Decoder(recalls.key()));
      long sequence = Rows.number(recalls.value());
      Message message = message(conversation, sequence);
      // Of what has expired a recall may stay: it tells how far inboxes reached.
      boolean hasExpired =
          sequence <= LogEnd.floor(view, Keys.conversation(conversation)).sequence();
      expect(
          hasExpired
              || (message != null
                  && message.isRecalled()
                  && message.inboxPosition() == Keys.numberOf(recalls.key())),
          "P4",
          conversation,
          "message " + sequence + " was recalled, but is no tombstone");
    }
  }

  private void listsAreOfMembers() {
    Cursor lists = view.cursor(Table.LISTS);
    for (boolean there = lists.seek(ALL, ALL); there; there = lists.next(ALL)) {
      Decoder key = new Decoder(lists.key());
      UserId user = new UserId(key.int4(), key.name());
      ConversationId conversation = Keys.conversation(key);
      expect(
          !Periods.of(view, conversation, user).isEmpty(),
          "P9",
          conversation,
          "in the list of " + user + ", who never was a member");
    }
  }

  private @Nullable Message message(ConversationId conversation, long sequence) {
    byte[] row = view.get(Table.LOG, Keys.numbered(Keys.conversation(conversation), sequence));
    return row == null ? null : Rows.message(conversation, sequence, row);
  }

  /// Notes a fault unless it is as expected.
  void expect(boolean holds, String promise, ConversationId conversation, String otherwise) {
    if (!holds) {
      faults++;
      if (named.size() < Diagnosis.NAMED_AT_MOST) {
        named.add(promise + " " + conversation + ": " + otherwise);
      }
    }
  }

  /// The newest stamp that was ever given.
  long newestStamp() {
    return newestStamp;
  }
}
