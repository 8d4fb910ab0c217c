package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Random batches of changes as the core would decide them: sends, recalls, joins, leaves, rejoins,
/// expiry. Users have every character in their names that a key could stumble over. Confined to its
/// test's thread.
final class RandomHistory {

  static final List<UserId> USERS =
      List.of(
          new UserId(7, "alice"),
          new UserId(7, "b{o}b:state"),
          new UserId(7, "}:c%7B,\"messageId\":\\鲸"));

  private static final List<ConversationId.Group> GROUPS =
      List.of(new ConversationId.Group(7, "crew"), new ConversationId.Group(7, "te{a}m"));

  private final RandomGenerator random;
  private final Map<ConversationId, List<Message>> logs = new HashMap<>();
  private final Map<ConversationId, Long> floors = new HashMap<>();
  private final Map<ConversationId, Map<UserId, Membership>> periods = new HashMap<>();
  private final Set<ConversationId> entered = new HashSet<>();
  private long stamp = 1_700_000_000_000_000L;
  private int ids;

  RandomHistory(RandomGenerator random) {
    this.random = random;
  }

  /// The newest stamp that was drawn.
  long stamp() {
    return stamp;
  }

  private long next() {
    stamp += 1 + random.nextInt(3);
    return stamp;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /// The groups, with a first member each.
  List<Change> beginning() {
    List<Change> changes = new ArrayList<>();
    for (ConversationId.Group group : GROUPS) {
      join(group, pick(USERS), changes);
    }
    return changes;
  }

  /// Some steps, committed together.
  List<Change> batch() {
    List<Change> changes = new ArrayList<>();
    int steps = 1 + random.nextInt(4);
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(12)) {
        case 0 -> join(pick(GROUPS), pick(USERS), changes);
        case 1 -> leave(pick(GROUPS), pick(USERS), changes);
        case 2, 3 -> replace(changes);
        default -> send(changes);
      }
    }
    return changes;
  }

  private List<Message> log(ConversationId conversation) {
    return logs.computeIfAbsent(conversation, _ -> new ArrayList<>());
  }

  private Map<UserId, Membership> members(ConversationId conversation) {
    return periods.computeIfAbsent(conversation, _ -> new HashMap<>());
  }

  private long memberCount(ConversationId.Group group) {
    return members(group).values().stream().filter(Membership::isOpen).count();
  }

  private long own(ConversationId conversation, UserId user) {
    return log(conversation).stream().filter(m -> m.sender().equals(user)).count();
  }

  private void send(List<Change> changes) {
    UserId sender = pick(USERS);
    if (random.nextBoolean()) {
      var direct = ConversationId.Direct.between(sender, pick(USERS));
      if (entered.add(direct)) {
        for (UserId user : new TreeSet<>(List.of(direct.low(), direct.high()))) {
          changes.add(new Change.ParticipationPut(Participation.entered(user, direct, next())));
          changes.add(new Change.MembershipPut(Membership.open(direct, user, 0, 0, next())));
        }
      }
      send(direct, sender, direct.isWithSelf() ? 0 : 1, changes);
    } else {
      ConversationId.Group group = pick(GROUPS);
      Membership period = members(group).get(sender);
      if (period != null && period.isOpen()) {
        send(group, sender, memberCount(group) - 1, changes);
      }
    }
  }

  private void send(
      ConversationId conversation, UserId sender, long audience, List<Change> changes) {
    List<Message> log = log(conversation);
    Message message =
        new Message(
            conversation,
            log.size() + 1L,
            next(),
            new ClientMessageId(sender, "m" + ids++),
            new Message.Sent(payload(), random.nextInt(4) == 0 ? payload() : Payload.NONE),
            own(conversation, sender) + 1,
            audience);
    log.add(message);
    changes.add(new Change.MessageAppended(message));
  }

  /// JSON of every kind, and what is none.
  private Payload payload() {
    return Payload.ofText(
        pick(
            List.of(
                "\"text\"",
                "\"\\\"鲸\\\\ \"",
                "{\"a\":[1,2.50,1e400],\"messageId\":\"x\"}",
                "-0.10",
                "[]",
                "null",
                "true",
                "no JSON",
                " \"space before\"",
                "\"two\" \"values\"",
                "{",
                "\"" + "x".repeat(random.nextInt(200)) + "\"")));
  }

  /// Edits or recalls.
  private void replace(List<Change> changes) {
    List<Message> replaceable =
        logs.values().stream()
            .flatMap(List::stream)
            .filter(m -> !m.isRecalled())
            .filter(m -> m.sequence() > floors.getOrDefault(m.conversation(), 0L))
            .toList();
    if (!replaceable.isEmpty()) {
      Message message = pick(replaceable);
      long at = next();
      Message now =
          random.nextBoolean()
              ? message.recalledAt(at)
              : message.edited(new Message.Sent(payload(), Payload.NONE), at, at);
      log(message.conversation()).set((int) message.sequence() - 1, now);
      changes.add(Change.MessageReplaced.of(message, now));
    }
  }

  private void join(ConversationId.Group group, UserId user, List<Change> changes) {
    Membership before = members(group).get(user);
    if (before != null && before.isOpen()) {
      return;
    }
    if (before == null) {
      changes.add(new Change.ParticipationPut(Participation.entered(user, group, next())));
    }
    Membership opened = Membership.open(group, user, log(group).size(), own(group, user), next());
    put(group, opened, changes);
  }

  private void leave(ConversationId.Group group, UserId user, List<Change> changes) {
    Membership period = members(group).get(user);
    if (period != null && period.isOpen() && memberCount(group) > 1) {
      put(group, period.close(log(group).size(), next()), changes);
    }
  }

  private void put(ConversationId.Group group, Membership period, List<Change> changes) {
    members(group).put(period.user(), period);
    changes.add(new Change.MembershipPut(period));
    changes.add(
        new Change.GroupPut(
            new Group(group, "name", USERS.getFirst(), memberCount(group), false, next())));
  }

  /// What expires of a conversation, if anything can.
  Optional<Change.FloorRaised> expiry() {
    ConversationId conversation = pick(new ArrayList<>(logs.keySet()));
    long floor = floors.getOrDefault(conversation, 0L);
    long newest = log(conversation).size();
    if (newest == floor) {
      return Optional.empty();
    }
    long raised = floor + 1 + random.nextLong(newest - floor);
    floors.put(conversation, raised);
    return Optional.of(new Change.FloorRaised(conversation, raised, next()));
  }
}
