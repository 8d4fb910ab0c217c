package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.Link;
import io.whaleshark.bench.load.Saying;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Stream management (XEP-0198) of one device: both sides count the other's stanzas, and answer
/// with the count when they are asked. Confined to one thread.
///
/// One question is under way at a time: whatever was sent meanwhile is asked for with the next one.
/// To ask after each message costs ejabberd a third more.
final class Acks {
  private static final long NO_MESSAGE = -1;
  private static final int SLOTS_AT_FIRST = 64;
  private static final byte[] ASK = Bytes.of(Words.ASK_FOR_ACK);

  private final Saying answer = NumberedStanza.of(Words.ACK);
  private boolean wanted;
  private boolean counting;
  private boolean asked;
  private long heard;

  /// The numbers of messages sent, by how-manyth stanza each was: those not acknowledged.
  private long[] numbers = new long[SLOTS_AT_FIRST];

  private long sent;
  private long handled;

  /// From the next login on.
  void want() {
    wanted = true;
  }

  boolean areWanted() {
    return wanted;
  }

  /// A new stream begins, without them.
  void clear() {
    counting = false;
    asked = false;
    heard = 0;
    sent = 0;
    handled = 0;
  }

  /// The server has begun to count, and what it sends from here on is to be counted.
  void begin() {
    counting = true;
  }

  /// A stanza was heard.
  void heard() {
    if (counting) {
      heard++;
    }
  }

  /// The server asks.
  void answer(Link link) throws IOException {
    link.write(answer, heard);
  }

  /// A message was appended; the question follows where none is under way.
  ///
  /// @param out has room for [#bytesAtMost] more
  void sent(ByteBuffer out, long number) {
    remember(number);
    if (!asked) {
      out.put(ASK);
      asked = true;
    }
  }

  int bytesAtMost() {
    return ASK.length;
  }

  /// A stanza was appended that nobody waits for.
  void sentOther() {
    if (wanted) {
      remember(NO_MESSAGE);
    }
  }

  private void remember(long number) {
    if (sent - handled == numbers.length) {
      grow();
    }
    numbers[slot(sent, numbers)] = number;
    sent++;
  }

  private void grow() {
    long[] more = new long[numbers.length * 2];
    for (long i = handled; i < sent; i++) {
      more[slot(i, more)] = numbers[slot(i, numbers)];
    }
    numbers = more;
  }

  private static int slot(long i, long[] of) {
    return (int) i & (of.length - 1);
  }

  /// The server has answered.
  ///
  /// @param count of the stanzas that it has handled
  void answered(Link link, long count, Ear ear) throws IOException {
    asked = false;
    tell(count, ear);
    if (handled < sent) {
      link.write(ASK);
      asked = true;
    }
  }

  /// Tells of the messages among so many stanzas.
  void tell(long count, Ear ear) {
    if (count < handled || count > sent) {
      ear.refused("the server says to have handled " + count + " of " + sent + " stanzas");
      return;
    }
    while (handled < count) {
      long number = numbers[slot(handled, numbers)];
      handled++;
      if (number != NO_MESSAGE) {
        ear.acked(number, Ear.NO_SEQUENCE);
      }
    }
  }
}
