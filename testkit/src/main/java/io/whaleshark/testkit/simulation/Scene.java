package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.MessageId;
import io.whaleshark.checker.Part;
import io.whaleshark.checker.Sighting;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.translation.ToCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The users and conversations of a simulation, and their names for the checker.
final class Scene {

  static final int APP = 1;

  /// These users stay in their groups.
  static final List<String> STEADY = List.of("ann", "bob", "cho");

  /// This user leaves groups and rejoins them.
  static final String MOVER = "dan";

  /// A group that may be dissolved.
  static final String ENDING = "old";

  static final List<String> USERS = List.of("ann", "bob", "cho", MOVER);

  /// The groups and their initial members; the first member is the owner.
  static final Map<String, List<String>> GROUPS =
      Map.of(
          "all", USERS, "few", List.of("bob", "cho", MOVER), ENDING, List.of("ann", "bob", MOVER));

  private Scene() {}

  static UserId user(String name) {
    return new UserId(APP, name);
  }

  /// Somebody else.
  static String other(String user) {
    return USERS.get((USERS.indexOf(user) + 1) % USERS.size());
  }

  static ConversationId.Group group(String name) {
    return new ConversationId.Group(APP, name);
  }

  static String name(ConversationId conversation) {
    return switch (conversation) {
      case ConversationId.Group group -> "#" + group.name();
      case ConversationId.Direct direct -> direct.low().name() + "+" + direct.high().name();
    };
  }

  /// A user's conversations.
  static List<ConversationId> conversations(UserId user) {
    List<ConversationId> all = new ArrayList<>();
    for (String other : USERS) {
      if (!other.equals(user.name())) {
        all.add(ConversationId.Direct.between(user, user(other)));
      }
    }
    GROUPS.keySet().stream()
        .sorted()
        .filter(group -> GROUPS.getOrDefault(group, List.of()).contains(user.name()))
        .forEach(group -> all.add(group(group)));
    return all;
  }

  static Part part(ConversationId conversation, UserId user) {
    return new Part(name(conversation), user.name());
  }

  static Sighting sighting(ChatMessage message) {
    UserId sender = user(message.fromId());
    return new Sighting(
        name(ToCore.conversation(sender, message.to())),
        message.messageSequence(),
        message.messageKey(),
        new MessageId(sender.name(), message.messageId()),
        message.messageBody().text(),
        Objects.requireNonNullElse(message.editedTime(), 0L),
        message.recalled());
  }

  /// Tells the checker who takes part in direct conversations.
  static void tellPairs(LogChecker checker) {
    for (String one : USERS) {
      for (ConversationId conversation : conversations(user(one))) {
        if (conversation instanceof ConversationId.Direct) {
          checker.joining(part(conversation, user(one)));
          checker.joined(part(conversation, user(one)));
        }
      }
    }
  }
}
