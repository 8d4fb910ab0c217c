package io.whaleshark.local.cluster.load;

import io.whaleshark.checker.InboxPage;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.MessageId;
import io.whaleshark.checker.Part;
import io.whaleshark.checker.Sighting;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.MessageEvent.RecallNotify;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Who talks to whom, and how the checker calls it.
final class World {

  /// They stay in their groups.
  static final List<String> STEADY = List.of("ann", "ben", "cho", "dev", "eva", "fay");

  /// They join and leave.
  static final List<String> MOVERS = List.of("mia", "max");

  static final List<String> USERS = Stream.concat(STEADY.stream(), MOVERS.stream()).toList();

  /// Who talks to one another directly.
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("ann", "ben"),
          List.of("ben", "cho"),
          List.of("dev", "cho"),
          List.of("fay", "eva"),
          List.of("ann", "mia"),
          List.of("max", "mia"));

  /// The groups and their members of the beginning; the first one owns it.
  static final Map<String, List<String>> GROUPS =
      Map.of("all", USERS, "few", List.of("ben", "dev", "fay", "max"));

  private World() {}

  static String direct(String one, String other) {
    return one.compareTo(other) < 0 ? one + "+" + other : other + "+" + one;
  }

  static String group(String name) {
    return "#" + name;
  }

  /// The checker's name of a conversation that a user calls by its peer.
  static String name(String user, Peer peer) {
    return peer.type() == ConversationType.DIRECT ? direct(user, peer.id()) : group(peer.id());
  }

  /// A user's conversations, as that user names them.
  static List<Peer> peers(String user) {
    List<Peer> peers = new ArrayList<>();
    for (List<String> pair : PAIRS) {
      if (pair.contains(user)) {
        peers.add(Peer.direct(pair.get(pair.getFirst().equals(user) ? 1 : 0)));
      }
    }
    GROUPS.forEach((group, members) -> {
      if (members.contains(user)) {
        peers.add(Peer.group(group));
      }
    });
    return peers;
  }

  static Sighting sighting(ChatMessage message) {
    return new Sighting(
        name(message.fromId(), message.to()),
        message.messageSequence(),
        message.messageKey(),
        new MessageId(message.fromId(), message.messageId()),
        message.messageBody().text(),
        Objects.requireNonNullElse(message.editedTime(), 0L),
        message.recalled());
  }

  /// What a recall leaves of a message.
  static Sighting sighting(RecallNotify recall) {
    return new Sighting(
        name(recall.fromId(), recall.to()),
        recall.messageSequence(),
        recall.messageKey(),
        new MessageId(recall.fromId(), recall.messageId()),
        "",
        true);
  }

  /// Messages of a user's inbox that cannot be had any more.
  static InboxPage.Gap gap(String user, PageEvent.Gap gap) {
    return new InboxPage.Gap(name(user, gap.of()), gap.fromSequence(), gap.toSequence());
  }

  /// Tells the checker who takes part in direct conversations.
  static void tellPairs(LogChecker checker) {
    for (List<String> pair : PAIRS) {
      for (String user : pair) {
        Part part = new Part(direct(pair.getFirst(), pair.getLast()), user);
        checker.joining(part);
        checker.joined(part);
      }
    }
  }
}
