package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Whom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A receiver who reads a whole conversation page by page, once for each given reading. Confined to
/// its loop's thread.
final class HistoryReader extends LoadDevice {
  /// The meter of received messages.
  static final String READ = "read";

  /// The meter of pages, with the latency of each request.
  static final String PAGES = "pages";

  private final int conversation;
  private final Saying pulls;
  private final Meter read;
  private final Meter pages;
  private final List<Streams> readings = new ArrayList<>();
  private int done;
  private long cursor;
  private long pulledNanos;
  private boolean underWay;

  /// @param streams names the participants of the conversation
  HistoryReader(Loop loop, Streams streams, int conversation, int page) {
    super(loop, streams.voice(receiver(streams, conversation)), receiver(streams, conversation));
    this.conversation = conversation;
    String sender = streams.sender(streams.spread().senderOf(conversation));
    this.pulls = voice().pullsHistory(Whom.user(sender), page);
    this.read = loop.meter(READ);
    this.pages = loop.meter(PAGES);
  }

  private static String receiver(Streams streams, int conversation) {
    return streams.receiver(streams.spread().receiverOf(conversation));
  }

  /// Reads the conversation once more for each of these, and reports the messages to it.
  void give(List<Streams> more) {
    readings.addAll(more);
  }

  @Override
  protected void turn() throws IOException {
    if (loop().isSending() && isReady() && !underWay && !isDrained()) {
      underWay = true;
      pulledNanos = loop().nowNanos();
      connection().write(pulls, cursor);
    }
  }

  @Override
  public void message(long number, long sequence) {
    if (!underWay || !readings.get(done).isOf(conversation, number)) {
      super.message(number, sequence);
      return;
    }
    readings.get(done).delivered(number, sequence);
    read.count(1);
  }

  @Override
  public void page(long next, boolean isLast) {
    if (!underWay || (!isLast && next <= cursor)) {
      fail("a page that leads nowhere: from " + cursor + " to " + next);
      return;
    }
    pages.record(pulledNanos);
    underWay = false;
    cursor = isLast ? 0 : next;
    done += isLast ? 1 : 0;
  }

  @Override
  public boolean isDrained() {
    return done == readings.size();
  }
}
