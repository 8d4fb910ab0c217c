package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Watches a lane turn by turn: its commands, whether they were stored, and every answer and push.
/// Each field of these must be what the [Model] predicts. Confined to the simulation's thread.
abstract class Referee {

  final Model model;
  final Decisions decisions;
  final Consumer<String> violated;
  final Deque<Asked> submitted = new ArrayDeque<>();
  final WrongClock clock;
  private final Answers answers;

  Referee(Model model, AppPolicy policy, WrongClock clock, Consumer<String> violated) {
    this.model = model;
    this.clock = clock;
    this.violated = violated;
    this.decisions = new Decisions(model, policy);
    this.answers = new Answers(model, policy);
  }

  // --- what happens ---

  void submitted(Asked asked) {
    submitted.add(asked);
  }

  /// What is in the lane.
  Stream<Asked> submitted() {
    return submitted.stream();
  }

  /// A look-up was asked for the lane, and its answer takes a turn.
  ///
  /// @param failed whether it may have failed
  abstract void lookedUp(boolean failed);

  /// The clock of the node was set: what lasts for a while may have ended early by that.
  abstract void clockSet();

  abstract void turnBegins();

  abstract void batchBegins(List<Command> commands);

  /// A transaction has begun: the lane can see what became of the commit before.
  abstract void begun();

  abstract void commitBegins();

  abstract void stored();

  /// A batch was stored that consists of these changes.
  void stores(List<Change> changes) {
    model.stores(changes);
  }

  /// A batch was committed, if there was anything to commit.
  abstract void committed();

  abstract void answered(Asked asked, Answer answer);

  abstract void pushed(Connection connection, Push push);

  abstract void displaced(Connection connection, DeviceId by);

  /// What a device is told that the backend signed out: as if that were a device of a kind of its
  /// own, which displaces it.
  static final DeviceId SIGNED_OUT = new DeviceId(DeviceKind.API, "the backend");

  /// The same of a device whose user the backend has banned.
  static final DeviceId BANNED = new DeviceId(DeviceKind.API, "the backend, for good");

  /// The node died: what it knew is gone, what it stored is not.
  abstract void died(long now, ReferenceEngine store);

  /// A turn ended: all it told is compared with all it had to tell.
  abstract void turnEnded(long now, ReferenceEngine store);

  /// All that was owed to anybody was told.
  abstract void atRest();

  /// The answer to a question has to be what the model says.
  void answered(Question<?> question, Object answer) {
    answers.difference(question, answer).ifPresent(violated);
  }

  /// A sweep begins.
  ///
  /// @param keepFrom the stamp of the oldest message to keep
  void sweepBegins(long keepFrom) {
    model.mayExpire(keepFrom);
  }

  boolean mayHaveExpired(long stamp) {
    return model.mayHaveExpired(stamp);
  }

  /// A sweep went through all that was due.
  void swept(long keepFrom) {
    model
        .outlived(keepFrom)
        .ifPresent(
            message -> violated.accept("P10 " + message.id + " is kept beyond its retention"));
  }

  /// Whether a user may not log in, as stored.
  boolean isBanned(UserId user) {
    return model.isBanned(user);
  }

  /// Whom a user blocks, as stored.
  List<UserId> blockedBy(UserId blocker) {
    return model.blockedBy(blocker);
  }

  /// What the model knows of a conversation.
  Chat chat(ConversationId conversation) {
    return model.chat(conversation);
  }

  /// Whether a message was edited or recalled.
  boolean isReplaced(ConversationId conversation, long sequence) {
    return model.chat(conversation).retained().stream()
        .anyMatch(message -> message.sequence == sequence && message.isReplaced());
  }

  /// What the model knows of all conversations.
  Iterable<Chat> chats() {
    return model.chats();
  }

  // --- what has to come of it ---

  /// What follows from a batch that was stored.
  List<Decisions.Consequence> decide(List<Asked> batch, ReferenceEngine store) {
    long now = Math.max(clock.stamp(), model.newestStamp());
    List<Decisions.Consequence> decided =
        batch.stream().map(asked -> decisions.decide(asked, now)).toList();
    long before = model.newestStamp();
    long newest = store.newestStamp();
    Optional<String> wrong =
        model
            .stored(newest, said -> stored(store, said))
            .or(() -> model.marks().stored(before, model.chats(), store));
    wrong.ifPresent(violated);
    // If the store lacks a write, it does not determine what must be told.
    return wrong.isPresent() ? Collections.nCopies(batch.size(), _ -> {}) : decided;
  }

  private static Optional<Message> stored(ReferenceEngine store, Line said) {
    return store.messages().message(said.chat.id, said.sequence);
  }

  static boolean isSame(Answer expected, Answer given) {
    return switch (given) {
      case Answer.Refused(Refusal refusal, _) ->
          expected instanceof Answer.Refused(Refusal other, _) && refusal == other;
      case Answer.Pinned(var pinning) ->
          expected.equals(new Answer.Pinned(PinBook.withoutTime(pinning)));
      case Answer.GroupIs(var group, boolean created) ->
          expected.equals(new Answer.GroupIs(Row.withoutTime(group), created));
      case Answer.Sent _,
          Answer.Recalled _,
          Answer.Edited _,
          Answer.LoggedIn _,
          Answer.Announced _,
          Answer.ReactionSet _,
          Answer.ViewsErased _,
          Answer.Imported _,
          Answer.Passed _,
          Answer.Done _ ->
          expected.equals(given);
    };
  }

  /// What is looked up is told behind all else.
  static boolean isLookedUp(Object what) {
    return what instanceof Push.GroupRead || what instanceof Row;
  }

  /// Removes the stamps of changes, which cannot be predicted.
  static Object plain(Object what) {
    return switch (what) {
      case Push.ConversationSet(var item) -> Row.of(item);
      case Push.MessagePinned(var pinning, var owner) ->
          new Push.MessagePinned(PinBook.withoutTime(pinning), owner);
      case Push.MembersAdded(var group, var members) ->
          new Push.MembersAdded(Row.withoutTime(group), members);
      case Push.MemberRemoved(var group, var member) ->
          new Push.MemberRemoved(Row.withoutTime(group), member);
      case Push.GroupRenamed(var group) -> new Push.GroupRenamed(Row.withoutTime(group));
      case Push.GroupDissolved(var group) -> new Push.GroupDissolved(Row.withoutTime(group));
      default -> what;
    };
  }
}
