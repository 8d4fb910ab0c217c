package io.whaleshark.server.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.whaleshark.protocol.RefusalCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Reads the bodies of requests. Thread-safe; blocks while it reads.
///
/// A body that is too large is refused before it is read, one that does not come in time is given
/// up, and few large ones are under way at once: so they take a bounded part of memory, whoever
/// sends them (P10).
final class Bodies {

  /// What anybody may send, before it is known who it is.
  static final int SMALL_BYTES = 64 << 10;

  /// What may be sent by those who are let in: a group's members.
  static final int LARGE_BYTES = 4 << 20;

  /// Who sends more than twice what anybody may send is not listened to.
  private static final int DISCARDED_BYTES = 2 * LARGE_BYTES;

  /// The worst that fits into one, a million empty objects, takes a hundred MiB once it is read.
  static final int LARGE_AT_ONCE = 2;

  private static final int PART_BYTES = 8 << 10;

  private final Semaphore large = new Semaphore(LARGE_AT_ONCE);
  private final Duration within;
  private final Clock clock;

  /// @param within how long a body may take to come
  Bodies(Duration within, Clock clock) {
    this.within = within;
    this.clock = clock;
  }

  /// Reads a small body.
  ///
  /// @throws Problem if it is larger, or no JSON object
  /// @throws HttpResponseException if it does not come in time
  /// @throws IOException if the client goes away
  JsonBody small(Context context) throws IOException {
    return new JsonBody(read(context, SMALL_BYTES));
  }

  /// Reads a body that may be large, and has something done with it. Until that is done the body
  /// counts as under way: what was made of it takes more memory than its bytes did.
  ///
  /// @throws Problem if it is larger still, no JSON object, or others are large at the moment; and
  ///   what `use` throws
  /// @throws HttpResponseException if it does not come in time
  /// @throws IOException if the client goes away
  <T> T large(Context context, Function<JsonBody, T> use) throws IOException {
    long length = context.req().getContentLengthLong(); // below 0 if nobody knows
    if (length >= 0 && length <= SMALL_BYTES) {
      return use.apply(small(context));
    }
    if (!large.tryAcquire()) {
      throw new Problem(RefusalCode.RETRY_LATER, "body: too many large ones, try again");
    }
    try {
      return use.apply(new JsonBody(read(context, LARGE_BYTES)));
    } finally {
      large.release();
    }
  }

  /// Reads what a client that was answered before its body ended still sends, and forgets it. A
  /// connection that is closed while its client sends is reset, and the answer may be lost with it.
  /// Bounded like every body, in bytes and in time.
  void discardRest(Context context) throws IOException {
    boolean asksFirst = context.header("Expect") != null; // and sends nothing once it is refused
    boolean wasTooSlow = context.statusCode() == HttpStatus.REQUEST_TIMEOUT.getCode();
    if (asksFirst || wasTooSlow || context.req().getContentLengthLong() > DISCARDED_BYTES) {
      return;
    }
    long until = clock.millis() + within.toMillis();
    InputStream in = context.req().getInputStream();
    byte[] part = new byte[PART_BYTES];
    long discarded = 0;
    int count;
    do {
      count = in.read(part);
      discarded += count;
    } while (count >= 0 && discarded <= DISCARDED_BYTES && clock.millis() <= until);
  }

  private byte[] read(Context context, int atMost) throws IOException {
    if (context.req().getContentLengthLong() > atMost) {
      throw tooLarge(atMost);
    }
    long until = clock.millis() + within.toMillis();
    InputStream in = context.req().getInputStream();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[PART_BYTES];
    for (int count = in.read(part); count >= 0; count = in.read(part)) {
      body.write(part, 0, count);
      if (body.size() > atMost) {
        throw tooLarge(atMost);
      }
      if (clock.millis() > until) {
        throw new HttpResponseException(HttpStatus.REQUEST_TIMEOUT.getCode(), "body: too slow");
      }
    }
    return body.toByteArray();
  }

  private static Problem tooLarge(int atMost) {
    return new Problem(
        RefusalCode.TOO_LARGE, "body: too large (expected: at most " + atMost + " bytes)");
  }
}
