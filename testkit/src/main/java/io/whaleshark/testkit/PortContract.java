package io.whaleshark.testkit;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.retention.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The common part of all contract classes: an engine in its own folder, and users.
abstract class PortContract {

  static final int APP = 1;
  static final UserId ALICE = new UserId(APP, "alice");
  static final UserId BOB = new UserId(APP, "bob");
  static final UserId CAROL = new UserId(APP, "carol");
  static final UserId DAVE = new UserId(APP, "dave");
  static final ConversationId.Direct ALICE_BOB = ConversationId.Direct.between(ALICE, BOB);
  static final ConversationId.Direct ALICE_CAROL = ConversationId.Direct.between(ALICE, CAROL);
  static final PageLimit PAGE = PageLimit.of(PageLimit.ENTRIES_AT_MOST);

  private Path folder;
  Engine engine;
  Scribe scribe;

  abstract Engine open(Path folder);

  @BeforeEach
  void openEngine(@TempDir Path emptyFolder) {
    folder = emptyFolder;
    engine = open(folder);
    scribe = new Scribe(engine);
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  /// Closes and reopens the engine, as a restart of the server does.
  void reopen() {
    engine.close();
    engine = open(folder);
    scribe = new Scribe(engine);
  }

  /// Reads in a transaction that writes nothing.
  private <T> T ask(Function<Transaction, T> question) {
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      return question.apply(transaction);
    }
  }

  Head head(ConversationId conversation) {
    return ask(transaction -> transaction.head(conversation));
  }

  Optional<Message> sent(ClientMessageId id) {
    return ask(transaction -> transaction.sent(id));
  }

  Optional<Message> message(ConversationId conversation, long sequence) {
    return ask(transaction -> transaction.message(conversation, sequence));
  }

  Optional<Message> messageByStamp(ConversationId conversation, long stamp) {
    return ask(transaction -> transaction.messageByStamp(conversation, stamp));
  }

  long sentCount(ConversationId conversation, UserId user, long upToSequence) {
    return ask(transaction -> transaction.sentCount(conversation, user, upToSequence));
  }

  Optional<Group> group(ConversationId.Group group) {
    return ask(transaction -> transaction.group(group));
  }

  Optional<Membership> membership(ConversationId conversation, UserId user) {
    return ask(transaction -> transaction.membership(conversation, user));
  }

  Optional<Participation> participation(UserId user, ConversationId conversation) {
    return ask(transaction -> transaction.participation(user, conversation));
  }

  Optional<Ban> ban(UserId user) {
    return ask(transaction -> transaction.ban(user));
  }

  boolean isInForce(UserId blocker, UserId blocked) {
    return ask(transaction -> transaction.isInForce(new Block(blocker, blocked)));
  }

  int blockCount(UserId blocker) {
    return ask(transaction -> transaction.blockCount(blocker));
  }

  boolean hasReceiptsOff(UserId user) {
    return ask(transaction -> transaction.hasReceiptsOff(user));
  }

  Optional<Profile> profile(UserId user) {
    return ask(transaction -> transaction.profile(user));
  }

  List<PushToken> pushTokens(UserId user) {
    return ask(transaction -> transaction.pushTokens(user));
  }

  Optional<PushToken> pushToken(PushToken.Address address) {
    return ask(transaction -> transaction.pushToken(address));
  }

  List<Pin> pins(ConversationId conversation) {
    return ask(transaction -> transaction.pins(conversation));
  }

  Tally tally(ConversationId conversation, long sequence) {
    return ask(transaction -> transaction.tally(conversation, sequence));
  }

  boolean isSet(ConversationId conversation, Reaction reaction) {
    return ask(transaction -> transaction.isSet(conversation, reaction));
  }

  /// A conversation of the user's list.
  ConversationList.Item item(UserId user, ConversationId conversation) {
    return engine.conversations().item(user, conversation).orElseThrow();
  }

  /// Stores one message of each sender, in this order.
  List<Message> send(ConversationId conversation, UserId... senders) {
    List<Message> sent = new ArrayList<>();
    for (UserId sender : senders) {
      sent.add(scribe.send(conversation, sender));
    }
    return sent;
  }

  /// All retained messages.
  List<Message> history(ConversationId conversation) {
    return engine.messages().after(conversation, 0, Long.MAX_VALUE, PAGE);
  }

  /// Expires and deletes everything that was sent before the message.
  long expireBefore(Message message) {
    return sweep(message.stamp());
  }

  long expireAll() {
    return sweep(scribe.now() + 1);
  }

  /// Raises floors without deleting anything yet: the state that a crash may leave.
  void raiseFloors(long keepFrom) {
    scribe.expire(engine.retention().due(_ -> keepFrom, Optional.empty(), 100));
  }

  /// Expires and deletes everything that was sent before a stamp.
  long sweep(long keepFrom) {
    return sweep(_ -> keepFrom);
  }

  long sweep(IntToLongFunction keepFrom) {
    return new Sweep(engine)
        .run(
            keepFrom,
            command -> {
              if (command.apply(Reply.NONE) instanceof Command.RaiseFloors raise) {
                scribe.expire(raise.due());
              }
              return Answer.DONE;
            });
  }

  static List<Long> sequences(List<Message> messages) {
    return messages.stream().map(Message::sequence).toList();
  }
}
