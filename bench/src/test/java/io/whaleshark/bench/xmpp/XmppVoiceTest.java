package io.whaleshark.bench.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Load;
import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: a device says what ejabberd was told when it was recorded, and understands what it
/// answered. Method: real sockets, to a tape that goes on only at the very same bytes.
@Timeout(60)
class XmppVoiceTest {
  private static final int BODY_BYTES = 10;
  private static final long FIRST_PAGE = 1795656784126557L;
  private static final long SECOND_PAGE = 1795656791136519L;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Load load = new Load(1, (_, _, _) -> {}, Map::of);
  private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(100);

  @AfterEach
  void close() {
    load.close();
  }

  /// Writes down what it hears.
  private final class Listener extends LoadDevice {
    Listener(Loop loop, Voice voice, String user) {
      super(loop, voice, user);
    }

    void say(Saying saying, long... numbers) {
      var out = loop().output();
      for (long number : numbers) {
        saying.append(out, number);
      }
      try {
        connection().write(out.flip());
      } catch (IOException e) {
        fail(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void ready(long cursor) {
      super.ready(cursor);
      heard.add("ready");
    }

    @Override
    public void acked(long number, long sequence) {
      heard.add("acked " + number);
    }

    @Override
    public void message(long number, long sequence) {
      heard.add("message " + number);
    }

    @Override
    public void read(long sequence) {
      heard.add("read " + sequence);
    }

    @Override
    public void page(long cursor, boolean completed) {
      heard.add("page " + cursor + (completed ? ", the last" : ""));
    }

    @Override
    public void sendRefused(long number, String why) {
      heard.add("refused " + number);
    }

    @Override
    public void refused(String why) {
      heard.add("refused " + why.replaceAll(".*(not-authorized).*", "$1"));
    }
  }

  private Listener connect(XmppVoice voice, String user, Tape tape) throws InterruptedException {
    Listener listener = load.make(0, loop -> loop.add(new Listener(loop, voice, user)));
    load.make(
        0,
        _ -> {
          listener.connect(tape.address());
          return listener;
        });
    return listener;
  }

  private void say(Listener listener, Saying saying, long... numbers) throws InterruptedException {
    load.make(
        0,
        _ -> {
          listener.say(saying, numbers);
          return listener;
        });
  }

  private void hears(String... expected) throws InterruptedException {
    for (String one : expected) {
      assertThat(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(one);
    }
  }

  @Test
  void authorIsAnsweredReadAndRefused() throws Exception {
    try (var tape = new Tape("author")) {
      var voice = new XmppVoice("ada", List.of("team"));
      Saying toBo = voice.sends(Whom.user("bo"), BODY_BYTES);
      Saying toTeam = voice.sends(Whom.group("team"), BODY_BYTES);
      Saying toNobody = voice.sends(Whom.user("nobody"), BODY_BYTES);
      Listener ada = connect(voice, "ada", tape);
      hears("ready");
      tape.awaits("<message to='bo@localhost' type='chat' id='m000000000000'");
      say(ada, toBo, 0);
      hears("acked 0");
      say(ada, toBo, 1, 2);
      hears("acked 1", "acked 2", "read 3", "message 4");
      tape.awaits("<message to='team@");
      say(ada, toTeam, 3);
      hears("acked 3");
      tape.awaits("<message to='nobody@");
      say(ada, toNobody, 5);
      hears("acked 5", "refused 5");
      assertThat(tape.mismatch()).isEmpty();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void readerHearsAndReportsWithoutAskingForAnything() throws Exception {
    try (var tape = new Tape("reader")) {
      var voice = new XmppVoice("bo", List.of("team"));
      Saying reads = voice.reads(Whom.user("ada"));
      Saying toTeam = voice.sends(Whom.group("team"), BODY_BYTES);
      Listener bo = connect(voice, "bo", tape);
      hears("ready");
      say(bo, reads, 3);
      hears("message 0", "message 1", "message 2");
      say(bo, toTeam, 4);
      hears("acked 4", "message 3");
      assertThat(tape.mismatch()).isEmpty();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void whoWasAwayPullsTheInboxAndTheHistory() throws Exception {
    try (var tape = new Tape("away")) {
      var voice = new XmppVoice("bo", List.of());
      Saying pullsInbox = voice.pullsInbox(100);
      Saying pullsHistory = voice.pullsHistory(Whom.user("ada"), 3);
      Listener bo = connect(voice, "bo", tape);
      hears("ready");
      say(bo, pullsInbox, 0);
      hears("message 6", "message 7", "page 0, the last");
      say(bo, pullsHistory, 0);
      hears("message 0", "message 1", "message 2", "page " + FIRST_PAGE);
      say(bo, pullsHistory, FIRST_PAGE);
      // A marker is archived too, and is no message.
      hears("message 6", "message 7", "page " + SECOND_PAGE + ", the last");
      say(bo, pullsHistory, SECOND_PAGE);
      hears("page " + SECOND_PAGE + ", the last");
      assertThat(tape.mismatch()).isEmpty();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void wrongPasswordIsRefused() throws Exception {
    try (var tape = new Tape("wrong-password")) {
      connect(new XmppVoice("ada", List.of()), "ada", tape);
      hears("refused not-authorized");
    }
  }

  @Test
  void usersAreMade() throws Exception {
    try (var tape = new Tape("registration")) {
      new XmppDialect(tape.address()).makeUsers(List.of("ada", "bo"));
      assertThat(tape.mismatch()).isEmpty();
    }
  }

  @Test
  void userWhoIsThereAlreadyIsNotMade() throws Exception {
    try (var tape = new Tape("taken-name")) {
      var dialect = new XmppDialect(tape.address());
      assertThatThrownBy(() -> dialect.makeUsers(List.of("ada")))
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("<conflict");
    }
  }
}
