package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.archives.NewIds;
import io.whaleshark.archives.SeenIds;
import io.whaleshark.cli.ReasonReport;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.server.transfer.ImportLine;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One conversation: its messages, what was done to them, and how far each user got. Memory: the
/// messages. Confined to one thread.
final class ConversationLines {

  private static final long MICROS_PER_MILLI = 1_000;

  private final ConversationId id;
  private final List<JoinedMessage> messages;
  private final Map<String, Integer> read = new TreeMap<>();
  private final Map<String, Integer> received = new TreeMap<>();

  /// What is about messages that are not there; both sides have a copy of it.
  private final Set<String> lost = new HashSet<>();

  private long now = Long.MAX_VALUE;

  private ConversationLines(ConversationId id, List<JoinedMessage> messages) {
    this.id = id;
    this.messages = messages;
  }

  /// Makes messages of all copies of a conversation.
  static ConversationLines of(ConversationId id, List<Copy> copies) {
    List<Copy> told = whole(copies);
    ConversationLines made =
        new ConversationLines(
            id, CopyJoin.join(told.stream().filter(copy -> copy.kind().isMessage()).toList()));
    ChatNames names = new ChatNames(made.messages);
    told.stream().filter(copy -> !copy.kind().isMessage()).forEach(copy -> made.apply(copy, names));
    return made;
  }

  /// A correction of a message that is not there is a message: its text is all that is left. Of
  /// several ones the first becomes it, and the later ones correct it.
  private static List<Copy> whole(List<Copy> copies) {
    Set<String> there =
        copies.stream()
            .filter(copy -> copy.kind().isMessage())
            .flatMap(copy -> copy.names().map(name -> copy.sender() + '\n' + name))
            .collect(Collectors.toSet());
    Map<String, Copy> first =
        copies.stream()
            .filter(copy -> copy.kind() == CopyKind.CORRECTS && !there.contains(about(copy)))
            .collect(
                Collectors.toMap(
                    ConversationLines::about,
                    copy -> copy,
                    BinaryOperator.minBy(Comparator.comparingLong(Copy::micros))));
    return copies.stream()
        .map(copy ->
            copy.kind() == CopyKind.CORRECTS
                    && Optional.ofNullable(first.get(about(copy)))
                        .filter(found -> isOfOne(found, copy))
                        .isPresent()
                ? copy.asMessage()
                : copy)
        .toList();
  }

  private static String about(Copy copy) {
    return copy.sender() + '\n' + copy.target();
  }

  /// Whether two copies are of one correction, as far as their ids tell.
  private static boolean isOfOne(Copy one, Copy other) {
    return one.clientId().equals(other.clientId())
        && (!one.clientId().isEmpty() || one.text().equals(other.text()));
  }

  private void apply(Copy copy, ChatNames names) {
    boolean isOwn = copy.kind() == CopyKind.CORRECTS || copy.kind() == CopyKind.RETRACTS;
    boolean isWithSelf = id instanceof ConversationId.Direct direct && direct.isWithSelf();
    Predicate<JoinedMessage> fits =
        message -> isWithSelf || message.sender().equals(copy.sender()) == isOwn;
    Optional<Integer> target = names.find(copy.target(), copy.micros(), fits);
    if (target.isEmpty()) {
      lost.add(copy.kind() + " " + copy.sender() + " " + copy.target());
      return;
    }
    int place = target.get();
    switch (copy.kind()) {
      case CORRECTS -> messages.get(place).correct(copy.text(), copy.micros());
      case RETRACTS -> messages.get(place).recall();
      case READ -> read.merge(copy.sender(), place, Math::max);
      case RECEIVED -> received.merge(copy.sender(), place, Math::max);
      case SAID, RECALLED -> throw new IllegalStateException("a message is about no other one");
    }
  }

  ConversationId id() {
    return id;
  }

  /// The messages, in their order.
  List<JoinedMessage> messages() {
    return messages;
  }

  /// Gives those another id whose id is taken, leaves out what is too large, and reports what is
  /// not there.
  void settle(SeenIds seen, Clock clock, ReasonReport report) throws IOException {
    for (JoinedMessage message : messages) {
      if (!seen.add(message.sender(), message.id())) {
        String other = NewIds.besides(message.id(), where() + '\n' + message.text());
        while (!seen.add(message.sender(), other)) {
          other = NewIds.besides(message.id(), other);
        }
        report.add(
            where(),
            "the message "
                + message.id()
                + " of "
                + message.sender()
                + " is now "
                + other
                + ": the id is that of another message");
        message.rename(other);
      }
    }
    if (!lost.isEmpty()) {
      report.add(
          where(),
          lost.size() + " left out: receipts, markers or changes of messages that are not there");
    }
    leaveOutLarge(report);
    now = clock.millis();
    long early =
        messages.stream().filter(message -> message.micros() / MICROS_PER_MILLI > now).count();
    if (early > 0) {
      report.add(where(), early + " messages in the future: their time is that of the conversion");
    }
  }

  /// Leaves out the texts that no import takes as it is usually set. Whoever has read one of them
  /// has read what stands before it.
  private void leaveOutLarge(ReasonReport report) throws IOException {
    List<JoinedMessage> kept = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (JoinedMessage message : messages) {
      if (message.isRecalled()
          || ChatFile.fits(id, named(message), ChatFile.text(message.text()))) {
        kept.add(message);
      } else {
        report.add(
            where(),
            "the message "
                + message.id()
                + " of "
                + message.sender()
                + " is left out: it is larger than an import takes");
      }
      places.add(kept.size() - 1);
    }
    for (Map<String, Integer> positions : List.of(read, received)) {
      positions.replaceAll((_, place) -> places.get(place));
      positions.values().removeIf(place -> place < 0);
    }
    messages.clear();
    messages.addAll(kept);
  }

  /// The conversation, for people.
  String where() {
    return switch (id) {
      case ConversationId.Direct(UserId low, UserId high) -> low.name() + " and " + high.name();
      case ConversationId.Group(int _, String name) -> "room " + name;
    };
  }

  /// No server takes a message of the future.
  private long millis(JoinedMessage message) {
    return Math.min(message.micros() / MICROS_PER_MILLI, now);
  }

  /// Says a message.
  void say(JoinedMessage message, ChatFile file) throws IOException {
    Optional<Message.Sent> content =
        message.isRecalled()
            ? Optional.empty()
            : Optional.of(new Message.Sent(ChatFile.text(message.text()), Payload.NONE));
    file.write(new ImportLine.Said(id, named(message), millis(message), content));
  }

  static ClientMessageId named(JoinedMessage message) {
    return new ClientMessageId(user(message.sender()), message.id());
  }

  static UserId user(String name) {
    return new UserId(ChatFile.APP, name);
  }

  /// Says how far users got, behind all messages.
  ///
  /// @param knows who may have a position
  void mark(ChatFile file, Predicate<String> knows) throws IOException {
    for (var position : read.entrySet()) {
      if (knows.test(position.getKey())) {
        ClientMessageId upTo = named(messages.get(position.getValue()));
        file.write(new ImportLine.Read(user(position.getKey()), id, upTo));
      }
    }
    if (id instanceof ConversationId.Direct direct) {
      for (var position : received.entrySet()) {
        int place = position.getValue();
        if (place > read.getOrDefault(position.getKey(), -1)) {
          ClientMessageId upTo = named(messages.get(place));
          file.write(new ImportLine.Received(user(position.getKey()), direct, upTo));
        }
      }
    }
  }
}
