package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.engine.JournalEntry;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An app with a journal, a follower of it, and what users do there.
abstract class JournalScene {

  static final int APP = 1;
  static final String NAME = "backend";
  static final UserId ALICE = new UserId(APP, "alice");
  static final UserId BOB = new UserId(APP, "bob");
  static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);
  static final ConversationId.Group GROUP = new ConversationId.Group(APP, "g");
  static final DeviceId PHONE = new DeviceId(DeviceKind.IOS, "phone");
  static final DeviceId DESKTOP = new DeviceId(DeviceKind.MAC, "desktop");
  static final int ALL = 1_000;

  private final TestClock clock = new TestClock();
  private Path folder;
  Engine engine;
  Journal journal;
  Node node;
  private int sent;

  /// Opens the engine in a folder that is empty or was used by the same engine, which is closed.
  protected abstract Engine open(Path folder);

  /// The journal of an engine that [#open] returned.
  protected abstract Journal journal(Engine opened);

  @BeforeEach
  void openEngine(@TempDir Path emptyFolder) {
    folder = emptyFolder;
    start(Map.of(APP, Set.of(NAME)));
  }

  final void start(Map<Integer, Set<String>> followers) {
    engine = open(folder);
    journal = journal(engine);
    journal.follow(followers);
    node = TestNode.over(engine, AppPolicy.DEFAULT.withPresenceTold(), clock);
  }

  @AfterEach
  void closeEngine() {
    node.close();
    engine.close();
  }

  Answer ask(Function<Reply, Command> command) {
    List<Answer> answers = new ArrayList<>();
    assertThat(node.lane().submit(command.apply(answers::add))).isTrue();
    while (answers.isEmpty()) {
      node.lane().turn();
    }
    return answers.getFirst();
  }

  static Caller caller(UserId user) {
    return new Caller(user, new SessionId(1));
  }

  Message send(UserId sender, ConversationId conversation) {
    sent++;
    var id = new ClientMessageId(sender, "m" + sent);
    var content = new Message.Sent(Payload.ofText("text " + sent), Payload.NONE);
    return said(reply -> new Command.Send(caller(sender), conversation, id, content, reply));
  }

  Message recall(Message message) {
    var named = new Command.Named.BySequence(message.sequence());
    Caller by = caller(message.sender());
    return said(reply -> new Command.Recall(by, message.conversation(), named, reply));
  }

  Message edit(Message message, String text) {
    var named = new Command.Named.BySequence(message.sequence());
    var content = new Message.Sent(Payload.ofText(text), Payload.NONE);
    Caller by = caller(message.sender());
    return said(reply -> new Command.Edit(by, message.conversation(), named, content, reply));
  }

  private Message said(Function<Reply, Command> command) {
    return switch (ask(command)) {
      case Answer.Sent(Message message) -> message;
      case Answer.Edited(Message message) -> message;
      case Answer.Recalled(Message tombstone) -> tombstone;
      case Answer other -> throw new AssertionError("answered " + other);
    };
  }

  SessionId logIn(UserId user, DeviceId device, LoginPolicy policy) {
    var line = new DeafConnection(SessionId.random());
    Answer answer = ask(reply -> new Command.LogIn(user, device, line, policy, reply));
    assertThat(answer).isInstanceOf(Answer.LoggedIn.class);
    settle();
    return line.session();
  }

  void logOut(SessionId session) {
    ask(reply -> new Command.LogOut(session, reply));
    settle();
  }

  /// What follows from a login or a logout is stored as well.
  private void settle() {
    while (node.lane().depth() > 0) {
      node.lane().turn();
    }
  }

  /// Who came and went, and with which device.
  List<String> presence(long after) {
    return told(after).stream()
        .map(entry ->
            switch (entry) {
              case JournalEntry.CameOnline(UserId user, DeviceId device, long _) ->
                  user.name() + " by " + device.name();
              case JournalEntry.WentOffline(UserId user, DeviceId device, long _) ->
                  user.name() + " off " + device.name();
              case JournalEntry.OfConversation of -> of.toString();
            })
        .toList();
  }

  long position() {
    return journal.position(APP, NAME);
  }

  List<JournalEntry> told(long after) {
    Journal.Page page = journal.after(APP, after, ALL);
    assertThat(page.isWhole()).isTrue();
    return page.entries().stream().map(Recorded::entry).toList();
  }
}
