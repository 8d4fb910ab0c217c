package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.bench.whale.WhaleVoice;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user who reads and answers in many conversations, and later logs in repeatedly to pull the
/// conversation list. Confined to its loop's thread.
final class Visitor extends LoadDevice {
  /// The meter of own acknowledged messages.
  static final String WRITTEN = "written";

  private final WhaleVoice voice;
  private final Lists lists;
  private final Bench bench;
  private final int page;
  private final Saying pulls;
  private final Meter written;
  private final List<byte[]> bodies = new ArrayList<>();
  private int kindOfPage;
  private long cursor;
  private boolean begun;
  private long unanswered;
  private @Nullable Visits visits;

  Visitor(Loop loop, Bench bench, Lists lists, int page) {
    this(loop, bench.whale().voice(lists.user()), bench, lists, page);
  }

  private Visitor(Loop loop, WhaleVoice voice, Bench bench, Lists lists, int page) {
    super(loop, voice, lists.user());
    this.voice = voice;
    this.lists = lists;
    this.bench = bench;
    this.page = page;
    this.pulls = voice.pullsConversations(page);
    this.written = loop.meter(WRITTEN);
  }

  /// Sets the next visits.
  void take(Visits next) {
    visits = next;
  }

  @Override
  protected void turn() throws IOException {
    if (!loop().isSending()) {
      return;
    }
    if (!begun) {
      begun = true;
      readAndAnswer();
    } else if (visits != null) {
      visits.begin();
    }
  }

  /// Sends the answers last: once they are acknowledged, the reads are done.
  private void readAndAnswer() throws IOException {
    for (var other : lists.others().entrySet()) {
      long sequence = lists.read(other.getValue());
      if (sequence > 0) {
        var peer = Peer.direct(other.getKey());
        connection().write(voice.frame(new Request.Read(peer, user(), sequence, null)));
      }
    }
    for (var other : lists.others().entrySet()) {
      if (Lists.isAnswered(other.getValue())) {
        unanswered++;
        Saying answers = voice.sends(Whom.user(other.getKey()), bench.bodyBytes());
        var frame = ByteBuffer.allocate(answers.bytesAtMost());
        answers.append(frame, other.getValue());
        connection().write(frame.flip());
      }
    }
  }

  @Override
  public void acked(long number, long sequence) {
    if (number < 0 || sequence != lists.newest((int) number)) {
      fail("the answer in conversation " + number + " is at sequence " + sequence);
      return;
    }
    unanswered--;
    written.count(1);
  }

  /// Logs in anew.
  void visit() {
    disconnect();
    bodies.clear();
    connect(bench.address());
  }

  @Override
  public void ready(long newest) {
    super.ready(newest);
    if (visits != null) {
      pull(0);
    }
  }

  private void pull(long after) {
    cursor = after;
    try {
      connection().write(pulls, after);
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /// Pages are checked later, because the client's work must not be measured.
  @Override
  public void other(int kind, byte[] bytes, int from, int to) {
    kindOfPage = kind;
    bodies.add(Arrays.copyOfRange(bytes, from, to));
  }

  @Override
  public void page(long next, boolean isLast) {
    if (!isReady()) {
      return;
    }
    Visits current = visits;
    if (current == null || (!isLast && next <= cursor)) {
      fail("a page that leads nowhere: from " + cursor + " to " + next);
      return;
    }
    if (!isLast) {
      pull(next);
      return;
    }
    current.done(loop(), page, beganNanos());
    check();
    current.next();
  }

  private void check() {
    var pages = new ArrayList<ConversationPage>();
    for (byte[] body : bodies) {
      if (Event.decode(kindOfPage, body) instanceof ConversationPage listed) {
        pages.add(listed);
      } else {
        fail("a frame that was not asked for: " + kindOfPage);
      }
    }
    lists.check(pages);
  }

  @Override
  public boolean isDrained() {
    return begun && unanswered == 0 && (visits == null || visits.undone() == 0);
  }

  Lists lists() {
    return lists;
  }
}
