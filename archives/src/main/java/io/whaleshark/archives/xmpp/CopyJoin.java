package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.NewIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes one message of all its copies. Stateless.
///
/// - Copies of one sender with one id and one text are one message, however many there are: both
///   sides have one, and some servers store a second one when a session comes back.
/// - One id with two texts is two messages. The later one gets another id. So is one id with one
///   text more than an hour later in the same archive: some clients count their ids anew.
/// - Without an id, two copies in two archives are one message if they have one sender, one text,
///   and nearly one time. Two in one archive are two messages.
final class CopyJoin {

  /// How far the times of two copies may differ. A server stores both at once, unless it has to ask
  /// another one.
  private static final long APART_AT_MOST_MICROS = 60_000_000;

  /// How late a server stores a message a second time, at most: a session that was lost is given up
  /// within minutes.
  private static final long AGAIN_AT_MOST_MICROS = 3_600_000_000L;

  private static final Comparator<Copy> BY_TIME =
      Comparator.comparingLong(Copy::micros)
          .thenComparing(Copy::owner)
          .thenComparingLong(Copy::place);

  private CopyJoin() {}

  /// The messages of a conversation, in their order.
  ///
  /// @param copies of messages alone
  static List<JoinedMessage> join(List<Copy> copies) {
    List<JoinedMessage> messages = new ArrayList<>();
    List<Copy> inTime = copies.stream().sorted(BY_TIME).toList();
    List<Copy> named = inTime.stream().filter(copy -> !copy.clientId().isEmpty()).toList();
    List<Copy> nameless = inTime.stream().filter(copy -> copy.clientId().isEmpty()).toList();
    grouped(named, copy -> copy.sender() + '\n' + copy.clientId())
        .forEach(same -> messages.addAll(ofOneId(same)));
    grouped(nameless, copy -> copy.sender() + '\n' + copy.text())
        .forEach(same -> messages.addAll(withoutIds(same)));
    messages.sort(JoinedMessage.ORDER);
    return messages;
  }

  private static List<List<Copy>> grouped(List<Copy> copies, Function<Copy, String> by) {
    Map<String, List<Copy>> groups =
        copies.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.toList()));
    return List.copyOf(groups.values());
  }

  private static List<JoinedMessage> ofOneId(List<Copy> copies) {
    String id = NewIds.of(copies.getFirst().clientId());
    List<List<Copy>> texts = new ArrayList<>();
    grouped(copies.stream().filter(copy -> copy.kind() == CopyKind.SAID).toList(), Copy::text)
        .forEach(same -> texts.addAll(inHours(same)));
    List<Copy> gone = copies.stream().filter(copy -> copy.kind() != CopyKind.SAID).toList();
    if (texts.size() == 1 || (texts.isEmpty() && !gone.isEmpty())) {
      return List.of(new JoinedMessage(copies, id));
    }
    texts.sort(Comparator.comparing(List::getFirst, BY_TIME));
    if (!gone.isEmpty()) {
      texts.add(gone);
    }
    return texts.stream().map(same -> new JoinedMessage(same, id)).toList();
  }

  /// Parts what is too far apart in one archive to be one message.
  ///
  /// @param copies of one sender, id and text, in the order of time
  private static List<List<Copy>> inHours(List<Copy> copies) {
    List<List<Copy>> messages = new ArrayList<>();
    Map<String, Long> firsts = new HashMap<>(); // of each archive, of the last message
    for (Copy copy : copies) {
      long first = firsts.getOrDefault(copy.owner(), copy.micros());
      if (messages.isEmpty() || copy.micros() - first > AGAIN_AT_MOST_MICROS) {
        messages.add(new ArrayList<>());
        firsts.clear();
      }
      messages.getLast().add(copy);
      firsts.putIfAbsent(copy.owner(), copy.micros());
    }
    return messages;
  }

  /// @param copies of one sender and text, in the order of time
  private static List<JoinedMessage> withoutIds(List<Copy> copies) {
    List<List<Copy>> messages = new ArrayList<>();
    int near = 0; // the messages from here on are not too old for the copy
    for (Copy copy : copies) {
      while (near < messages.size() && isTooLate(copy, messages.get(near))) {
        near++;
      }
      messages.subList(near, messages.size()).stream()
          .filter(others -> isAnother(copy, others))
          .findFirst()
          .ifPresentOrElse(
              others -> others.add(copy), () -> messages.add(new ArrayList<>(List.of(copy))));
    }
    return messages.stream().map(same -> new JoinedMessage(same, archiveId(same))).toList();
  }

  private static boolean isTooLate(Copy copy, List<Copy> others) {
    return copy.micros() - others.getFirst().micros() > APART_AT_MOST_MICROS;
  }

  private static boolean isAnother(Copy copy, List<Copy> others) {
    return others.stream().noneMatch(other -> other.owner().equals(copy.owner()));
  }

  /// The sender's archive names it, as long as there is one.
  private static String archiveId(List<Copy> copies) {
    return NewIds.of(
        copies.stream()
            .filter(copy -> copy.owner().equals(copy.sender()))
            .findFirst()
            .orElse(copies.getFirst())
            .archiveId());
  }
}
