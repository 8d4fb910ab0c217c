package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Role;
import io.whaleshark.translation.ToWire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Random requests besides the usual ones: queries with arbitrary bounds, settings, changes of
/// groups, and forbidden requests.
final class Wishes {

  /// Few conversations get longer.
  private static final int SEQUENCES = 14;

  private static final int ENTRIES = 6;
  private static final int BYTES = 3_000;

  private Wishes() {}

  /// Any question, about that conversation if it is about one.
  static Question<?> question(RandomGenerator random, UserId user, ConversationId conversation) {
    long sequence = random.nextInt(SEQUENCES);
    int entries = 1 + random.nextInt(ENTRIES);
    PageLimit limit = new PageLimit(entries, 1 + random.nextInt(BYTES));
    ConversationId.Group group =
        conversation instanceof ConversationId.Group own ? own : anyGroup(random);
    String after = random.nextBoolean() ? "" : anyone(random).name();
    return switch (random.nextInt(6)) {
      case 0 -> new Question.Inbox(user, 0, limit);
      case 1 -> new Question.Changed(user, 0, entries);
      case 2 -> new Question.HistoryAfter(user, conversation, sequence, limit);
      case 3 -> {
        long before = random.nextInt(3) == 0 ? Long.MAX_VALUE : sequence;
        yield new Question.HistoryBefore(user, conversation, before, limit);
      }
      case 4 -> new Question.Counts(user, group, sequence, sequence + random.nextInt(ENTRIES));
      default -> new Question.Audience(user, group, sequence, after, entries);
    };
  }

  private static ConversationId.Group anyGroup(RandomGenerator random) {
    List<String> groups = Scene.GROUPS.keySet().stream().sorted().toList();
    return Scene.group(groups.get(random.nextInt(groups.size())));
  }

  private static UserId anyone(RandomGenerator random) {
    return Scene.user(Scene.USERS.get(random.nextInt(Scene.USERS.size())));
  }

  static Mischief.Dare settings(RandomGenerator random, ConversationId conversation) {
    var settings = new Command.Settings(maybe(random), maybe(random), maybe(random));
    return (caller, reply) -> new Command.SetConversation(caller, conversation, settings, reply);
  }

  /// Blocks a user, or no more.
  static Mischief.Dare block(RandomGenerator random, Block block) {
    return random.nextBoolean()
        ? (_, reply) -> new Command.PutBlock(block, reply)
        : (_, reply) -> new Command.LiftBlock(block, reply);
  }

  private static Optional<Boolean> maybe(RandomGenerator random) {
    return random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty();
  }

  /// A change that moves no member, by somebody who may or may not make it.
  static Function<Reply, Command> groupChange(RandomGenerator random) {
    ConversationId.Group group = anyGroup(random);
    Actor actor = random.nextBoolean() ? Actor.ADMINISTRATION : Actor.of(anyone(random));
    UserId steady = Scene.user(Scene.STEADY.get(random.nextInt(Scene.STEADY.size())));
    String name = random.nextInt(3) == 0 ? "" : "name" + random.nextInt(3);
    Actor mover = Actor.of(Scene.user(Scene.MOVER));
    List<UserId> strangers = List.of(Scene.user("eve"), Scene.user("fay"));
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> reply -> new Command.PutGroup(actor, group, name, steady, List.of(), reply);
      case 3 -> reply -> new Command.DissolveGroup(actor, Scene.group(Scene.ENDING), reply);
      case 4 -> reply -> new Command.RemoveMember(mover, group, steady, reply);
      case 5 ->
          reply ->
              new Command.AddMembers(Actor.ADMINISTRATION, Scene.group("all"), strangers, reply);
      case 6 -> reply -> new Command.AddMembers(mover, group, strangers, reply);
      default -> memberChange(random, actor, group, steady);
    };
  }

  /// The one who moves stays plain: an admin of theirs could move others.
  private static Function<Reply, Command> memberChange(
      RandomGenerator random, Actor actor, ConversationId.Group group, UserId steady) {
    boolean isMover = random.nextInt(3) == 0;
    UserId member = isMover ? Scene.user(Scene.MOVER) : steady;
    Role role = isMover ? Role.MEMBER : Role.values()[random.nextInt(Role.values().length)];
    Optional<Boolean> muted = maybe(random);
    return reply -> new Command.SetMember(actor, group, member, role, muted, reply);
  }

  /// A request that its sender may not make, or that is too large.
  static Mischief.Dare dare(RandomGenerator random, UserId user) {
    ConversationId.Group group = anyGroup(random);
    UserId other = anyone(random);
    ConversationId.Direct direct = ConversationId.Direct.between(user, other);
    long far = random.nextLong(1_000, 1_000 + SEQUENCES);
    long old = random.nextInt(2);
    var content = new Message.Sent(Payload.ofText("\"dare\""), Payload.NONE);
    var id = new ClientMessageId(user, "dare");
    return switch (random.nextInt(6)) {
      case 0 -> (caller, reply) -> new Command.Read(caller, group, far, reply);
      case 1 -> (caller, reply) -> new Command.Read(caller, group, old * far, reply);
      case 2 -> (caller, reply) -> new Command.Receive(caller, direct, far, 1, "far", reply);
      case 3 -> (caller, reply) -> new Command.Receive(caller, direct, 0, 1, "old", reply);
      case 4 ->
          (caller, reply) -> new Command.Send(caller, Scene.group("none"), id, content, reply);
      default ->
          (caller, reply) ->
              new Command.Recall(caller, group, new Command.Named.BySequence(far), reply);
    };
  }

  /// A content of one text.
  static Message.Sent text(String text) {
    return new Message.Sent(Payload.ofText('"' + text + '"'), Payload.NONE);
  }

  /// What a content says, as the checker knows it.
  static String text(Message.Sent content) {
    return new String(content.body().bytes(), StandardCharsets.UTF_8);
  }

  /// When a message was edited, as the checker knows it.
  static long editedMillis(Message edited) {
    return ToWire.millis(edited.inboxPosition());
  }

  /// The recall of that message, named in one of three ways.
  static Mischief.Dare recall(Message message, int which) {
    Command.Named named = name(message, which);
    return (caller, reply) -> new Command.Recall(caller, message.conversation(), named, reply);
  }

  static Command.Named name(Message message, int which) {
    return switch (which % 3) {
      case 0 -> new Command.Named.BySequence(message.sequence());
      case 1 -> new Command.Named.ByStamp(message.stamp());
      default -> new Command.Named.ByClientId(message.clientId());
    };
  }

  /// Another message under the id of that one, unless that may have expired: then its id is free.
  static Mischief.Dare sameId(
      Message message, ConversationId conversation, Predicate<Message> mayHaveExpired) {
    var other = new Message.Sent(Payload.ofText("\"other\""), Payload.NONE);
    return (caller, reply) ->
        mayHaveExpired.test(message)
            ? new Command.Turn(reply)
            : new Command.Send(caller, conversation, message.clientId(), other, reply);
  }
}
