package io.whaleshark.archives.tables;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.server.transfer.ImportLine;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// Makes lines of messages. Confined to one thread.
final class Speaker {

  /// How many bodies are in memory at once.
  private static final int BODIES = 500;

  private final SourceTables tables;
  private final Optional<SourceInboxes> inboxes;
  private final SourceIds ids;
  private final ReasonReport losses;
  private final Clock clock;
  private long bodies;
  private long newest; // time of the messages of the conversation so far; 1 before there is one

  Speaker(
      SourceTables tables,
      Optional<SourceInboxes> inboxes,
      SourceIds ids,
      ReasonReport losses,
      Clock clock) {
    this.tables = tables;
    this.inboxes = inboxes;
    this.ids = ids;
    this.losses = losses;
    this.clock = clock;
  }

  /// A message as it is told.
  ///
  /// @param place among the messages of its conversation, from 0
  /// @param takenAt when the source took it, as far as that is known
  /// @param recalled whether the sender has recalled it
  record Spoken(int place, long takenAt, UserId sender, boolean recalled, ImportLine.Said line) {}

  /// Hears of the messages of a conversation.
  interface Listener {
    /// The next message. What stands before it may be written first.
    void hear(Spoken spoken) throws IOException;
  }

  /// Tells all messages of a conversation in their order; what cannot be told is in the report.
  void tell(ConversationId conversation, MessageOrder order, Listener listener) throws IOException {
    newest = 1;
    List<StoredMessage> all = order.messages();
    for (int from = 0; from < all.size(); from += BODIES) {
      List<StoredMessage> some = all.subList(from, Math.min(all.size(), from + BODIES));
      Map<Long, StoredBody> found = bodiesOf(some);
      for (int i = 0; i < some.size(); i++) {
        StoredMessage message = some.get(i);
        Optional<Spoken> spoken =
            speak(conversation, from + i, message, Optional.ofNullable(found.get(message.key())));
        if (spoken.isPresent()) {
          listener.hear(spoken.get());
        }
      }
    }
  }

  private Map<Long, StoredBody> bodiesOf(List<StoredMessage> messages) {
    Map<Long, StoredBody> found =
        new HashMap<>(tables.bodies(messages.stream().map(StoredMessage::key).toList()));
    bodies += found.size();
    messages.forEach(message ->
        message.entry().ifPresent(entry -> found.putIfAbsent(entry.key(), StoredBody.of(entry))));
    return found;
  }

  private Optional<Spoken> speak(
      ConversationId conversation, int place, StoredMessage message, Optional<StoredBody> stored)
      throws IOException {
    Optional<UserId> sender = ids.user(message.from());
    if (sender.isEmpty()) {
      losses.add(where(message), "its sender may be no user here: left out");
      return Optional.empty();
    }
    Optional<StoredBody> body =
        stored.isPresent() ? stored : inInbox(conversation, sender.get(), message);
    boolean recalled = body.filter(StoredBody::recalled).isPresent();
    Optional<Message.Sent> content = recalled ? Optional.empty() : content(message, body);
    long created = body.map(StoredBody::created).filter(at -> at > 0).orElse(message.created());
    long time = time(message, body.map(StoredBody::time).orElse(0L), created);
    return Optional.of(
        new Spoken(
            place,
            created > 0 ? created : time,
            sender.get(),
            recalled,
            new ImportLine.Said(
                conversation,
                new ClientMessageId(sender.get(), String.valueOf(message.key())),
                time,
                content)));
  }

  private Optional<Message.Sent> content(StoredMessage message, Optional<StoredBody> body)
      throws IOException {
    Optional<String> text = body.flatMap(stored -> Optional.ofNullable(stored.text()));
    if (text.isEmpty()) {
      losses.add(where(message), "its body is missing: it stands as recalled");
      return Optional.empty();
    }
    Payload extra =
        body.flatMap(stored -> Optional.ofNullable(stored.extra()))
            .filter(given -> !given.isEmpty())
            .map(ChatFile::text)
            .orElse(Payload.NONE);
    return Optional.of(new Message.Sent(ChatFile.text(text.get()), extra));
  }

  /// The body of a message whose row has none, if one of those who got it still has it.
  private Optional<StoredBody> inInbox(
      ConversationId conversation, UserId sender, StoredMessage message) {
    if (inboxes.isEmpty()) {
      return Optional.empty();
    }
    Optional<InboxMessage> own = inboxes.get().find(sender.name(), message.key());
    return own.isEmpty() && conversation instanceof ConversationId.Direct direct
        ? inboxes.get().find(direct.peerOf(sender).name(), message.key()).map(StoredBody::of)
        : own.map(StoredBody::of);
  }

  /// The device's time of a message; where that cannot be, the source's own, or that of the message
  /// before. So a second conversion finds the same one.
  private long time(StoredMessage message, long ofBody, long created) throws IOException {
    long now = clock.millis();
    long given = message.time() > 0 ? message.time() : ofBody;
    if (given > 0 && given <= now) {
      newest = given;
      return given;
    }
    long time =
        LongStream.of(created, ofBody).filter(at -> at > 0 && at <= now).findFirst().orElse(newest);
    losses.add(
        where(message),
        given > now
            ? "its time " + given + " is in the future: it gets " + time
            : "it has no time: it gets " + time);
    return time;
  }

  static String where(StoredMessage message) {
    return "message " + message.key();
  }

  /// How many bodies of the table belong to messages.
  long bodies() {
    return bodies;
  }
}
