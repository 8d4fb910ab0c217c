package io.whaleshark.server.http;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.RefusalCode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Passes the body of a request from the event loop, which reads it, to the thread that answers the
/// request. Thread-safe. At most one part is in transit, and only after the answering thread asked
/// for it; but the first part of a small body comes unasked, since nearly everybody wants it.
public final class RequestBody {

  private static final byte[] END = new byte[0];

  /// What arrived.
  private sealed interface Arrival {}

  private record Part(Bytes bytes, boolean isLast) implements Arrival {}

  private record Broken() implements Arrival {}

  private record Gone() implements Arrival {}

  /// Room for the part that was asked for, and for the end of the connection behind it.
  private final BlockingQueue<Arrival> arrived = new ArrayBlockingQueue<>(2);

  private final long length;
  private final Runnable ask;
  private final Duration within;
  private final Clock clock;
  private long until; // of the answering thread
  private boolean isComing; // the part that nobody asks for
  private boolean wasAsked; // for its first part, by the answering thread
  private boolean wasRead; // to its end, by the answering thread
  private volatile boolean hasArrived; // to its end, said by the event loop
  private volatile boolean failed;

  /// @param length in bytes, as the head says; negative if it does not
  /// @param isComing whether the event loop reads the first part unasked
  /// @param ask makes the event loop read the next part
  /// @param within the timeout for the whole body, starting when its first part is asked for
  RequestBody(long length, boolean isComing, Runnable ask, Duration within, Clock clock) {
    this.length = length;
    this.isComing = isComing;
    this.ask = ask;
    this.within = within;
    this.clock = clock;
  }

  /// The length in bytes, as the head says; negative if it does not.
  public long length() {
    return length;
  }

  /// Waits for the next part; an empty part is the end.
  ///
  /// @throws Problem if the body is malformed, or does not arrive in time
  /// @throws IOException if the client disconnects
  public byte[] next() throws IOException {
    if (wasRead) {
      return END;
    }
    if (!wasAsked) {
      wasAsked = true;
      until = clock.millis() + within.toMillis();
    }
    Part part = take();
    wasRead = part.isLast();
    byte[] bytes = part.bytes().array();
    return bytes.length == 0 && !wasRead ? next() : bytes;
  }

  private Part take() throws IOException {
    try {
      Arrival arrival = arrived.poll();
      if (arrival == null) {
        if (!isComing) {
          ask.run();
        }
        arrival = arrived.poll(until - clock.millis(), TimeUnit.MILLISECONDS);
      }
      isComing = false;
      return switch (arrival) {
        case Part part when !part.isLast() && clock.millis() > until -> throw tooSlow();
        case Part part -> part;
        case Broken() ->
            throw new Problem(RefusalCode.MALFORMED, "body: malformed chunked encoding");
        case Gone() -> throw new IOException("the client disconnected");
        case null -> throw tooSlow();
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Problem tooSlow() {
    failed = true;
    return new Problem(RefusalCode.TOO_SLOW, "body: arrives too slowly");
  }

  /// Returns whether the answering thread asked for the body; a client with `Expect: 100-continue`
  /// may have waited for that.
  boolean wasAsked() {
    return wasAsked;
  }

  // --- the event loop's side ---

  void arrived(byte[] bytes, boolean isLast) {
    hasArrived = isLast;
    arrived.add(new Part(Bytes.of(bytes), isLast));
  }

  void broke() {
    failed = true;
    arrived.add(new Broken());
  }

  void clientWentAway() {
    failed = true;
    arrived.offer(new Gone());
  }

  /// Returns whether the whole body has arrived, so that the next bytes on the connection are
  /// another request.
  boolean hasArrived() {
    return hasArrived;
  }

  /// Returns whether the end of the body is unknown, or is not waited for.
  boolean hasFailed() {
    return failed;
  }
}
