package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Whom;
import io.whaleshark.bench.whale.WhaleVoice;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.PageEvent.GroupReadCountsPage;
import io.whaleshark.protocol.PageEvent.GroupReadersPage;
import io.whaleshark.protocol.ProtocolException;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import io.whaleshark.protocol.ReadEvent.ReadNotify;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A device of a member who writes: receives receipts, and verifies each against the records.
/// Confined to its loop's thread.
final class StormAuthor extends StormMember {
  /// The meter of devices that have the final count, with the latency since the last read.
  static final String INFORMED = "informed devices";

  private static final int HEADER_BYTES = 8;

  private final WhaleVoice voice;
  private final Saying saying;
  private final CountQuestions questions;
  private final Meter acked;
  private final Meter informed;
  private final Map<Long, Long> told = new HashMap<>();
  private final long[] dueNanos;
  private final long firstNumber;
  private int sent;
  private int unacked;
  private long mismatched;
  private long frames;
  private long bytes;
  private long exceeded;
  private long decreased;
  private long wrong;
  private boolean isInformed;
  private boolean asking;

  /// The messages of a device.
  ///
  /// @param firstNumber of its messages: no two devices have the same
  record Part(WhaleVoice voice, String user, long firstNumber, int messages, int bodyBytes) {}

  StormAuthor(Loop loop, Part part, Storm storm, List<Step> steps) {
    super(loop, part.voice(), part.user(), storm, steps);
    this.voice = part.voice();
    this.saying = voice.sends(Whom.group(storm.group()), part.bodyBytes());
    this.questions = new CountQuestions(voice, part.user(), storm.group(), storm.book());
    this.acked = loop.meter(Sender.ACKED);
    this.informed = loop.meter(INFORMED);
    this.firstNumber = part.firstNumber();
    this.dueNanos = new long[part.messages()];
  }

  @Override
  protected void turn() throws IOException {
    if (!loop().isSending()) {
      return;
    }
    while (sent < dueNanos.length && connection().isWritable()) {
      ByteBuffer out = loop().output();
      for (; sent < dueNanos.length && out.remaining() >= saying.bytesAtMost(); sent++) {
        dueNanos[sent] = loop().nowNanos();
        saying.append(out, firstNumber + sent);
        unacked++;
      }
      connection().write(out.flip());
    }
  }

  @Override
  public void acked(long number, long sequence) {
    if (number < firstNumber || number >= firstNumber + sent) {
      super.acked(number, sequence);
      return;
    }
    unacked--;
    acked.record(dueNanos[(int) (number - firstNumber)]);
    if (book().written(user(), sequence)) {
      knows(sequence);
    } else {
      mismatched++;
    }
  }

  @Override
  public void other(int kind, byte[] frame, int from, int to) {
    try {
      switch (Event.decode(kind, Arrays.copyOfRange(frame, from, to))) {
        case GroupReadReceipt receipt -> {
          frames++;
          bytes += HEADER_BYTES + to - from;
          receipt(receipt);
        }
        case ReadNotify _ -> {
          // Another device of the author has read.
        }
        case GroupReadCountsPage page -> questions.counts(connection(), page);
        case GroupReadersPage page -> questions.readers(connection(), page);
        default -> super.other(kind, frame, from, to);
      }
    } catch (ProtocolException | IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private void receipt(GroupReadReceipt receipt) {
    long counted = receipt.countedSequence();
    if (!book().isBy(user(), counted) || receipt.memberCount() != book().audience()) {
      wrong++;
      return;
    }
    if (receipt.readCount() > book().readers(counted)) {
      exceeded++;
    }
    Long before = told.put(counted, receipt.readCount());
    if (before != null && before > receipt.readCount()) {
      decreased++;
    }
    if (!isInformed && isTold()) {
      isInformed = true;
      informed.record(book().lastReadNanos(counted));
    }
  }

  /// Returns whether the last received count of its newest message is the final one.
  private boolean isTold() {
    List<Long> own = book().by(user());
    if (own.isEmpty()) {
      return true;
    }
    long newest = own.getLast();
    return told.getOrDefault(newest, 0L) == book().plannedReaders(newest);
  }

  /// Queries all counts and the readers of its own messages.
  void ask() {
    asking = true;
    try {
      questions.begin(connection());
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean isDrained() {
    return super.isDrained()
        && sent == dueNanos.length
        && unacked == 0
        && (!book().isStorm() || isTold())
        && (!asking || questions.isDone());
  }

  /// The number of received receipts.
  long frames() {
    return frames;
  }

  /// The size of those receipts in bytes.
  long bytes() {
    return bytes;
  }

  @Override
  void verify(ResultBuilder builder) {
    super.verify(builder);
    builder.verified(frames);
    builder.check("unanswered", unacked);
    builder.check("with a wrong sequence", mismatched);
    builder.check("receipts for nothing", wrong);
    builder.check("counts above the truth", exceeded);
    builder.check("counts that went back", decreased);
    builder.check("devices not told the final count", isTold() ? 0 : 1);
    if (asking) {
      questions.verify(builder);
    }
  }
}
