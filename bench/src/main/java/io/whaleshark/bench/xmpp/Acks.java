package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.LoadConnection;
import io.whaleshark.bench.load.Saying;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Stream management (XEP-0198) of one device: both sides count the other's stanzas, and answer
/// with the count on request. Confined to one thread.
///
/// One request is in flight at a time: the next one covers all stanzas sent meanwhile. A request
/// after each message costs ejabberd a third more.
final class Acks {
  private static final long NO_MESSAGE = -1;
  private static final int SLOTS_AT_FIRST = 64;
  private static final byte[] ASK = XmlBytes.of(Words.ASK_FOR_ACK);

  private final Saying answer = NumberedStanza.of(Words.ACK);
  private boolean wanted;
  private boolean counting;
  private boolean asked;
  private long heard;

  /// The numbers of unacknowledged messages, by the index of their stanzas.
  private long[] numbers = new long[SLOTS_AT_FIRST];

  private long sent;
  private long handled;

  /// Enables stream management from the next login on.
  void want() {
    wanted = true;
  }

  boolean areWanted() {
    return wanted;
  }

  /// A new stream begins, without stream management.
  void clear() {
    counting = false;
    asked = false;
    heard = 0;
    sent = 0;
    handled = 0;
  }

  /// The server has started counting; the client counts the server's stanzas from here on.
  void begin() {
    counting = true;
  }

  /// A stanza arrived.
  void heard() {
    if (counting) {
      heard++;
    }
  }

  /// The server requests the count.
  void answer(LoadConnection connection) throws IOException {
    connection.write(answer, heard);
  }

  /// A message was appended; a request follows if none is in flight.
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

  /// A stanza was appended whose acknowledgement is not needed.
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
  /// @param count the number of stanzas that it has handled
  void answered(LoadConnection connection, long count, Ear ear) throws IOException {
    asked = false;
    tell(count, ear);
    if (handled < sent) {
      connection.write(ASK);
      asked = true;
    }
  }

  /// Reports the messages among this many stanzas as acknowledged.
  void tell(long count, Ear ear) {
    if (count < handled || count > sent) {
      ear.refused("the server reports as handled " + count + " of " + sent + " stanzas");
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
