package io.whaleshark.server.fuzz;

import io.whaleshark.server.fuzz.Peer.Transport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A chat of three users over four connections, made of the input byte by byte, so that what is
/// tried comes behind the login: requests that are nearly right, in any order, with repeats, bodies
/// that are broken, groups that change, devices that come and go. Every input has an app of its
/// own.
///
/// At the end what was acknowledged must be in its sender's inbox, under the one key that was told.
public final class ChatFuzz {

  private static final int STEPS_AT_MOST = 60;
  private static final AtomicInteger NEXT_APP = new AtomicInteger(20_000);

  private ChatFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Cursor input = new Cursor(bytes);
    int app = NEXT_APP.getAndIncrement();
    try (Seat first = new Seat(app, "alice", "phone", Transport.TCP);
        Seat second = new Seat(app, "alice", "web", Transport.TEXT);
        Seat third = new Seat(app, "bob", "desktop", Transport.BINARY);
        Seat fourth = new Seat(app, "carol", "phone", Transport.TCP)) {
      List<Seat> seats = List.of(first, second, third, fourth);
      for (int step = 0; step < STEPS_AT_MOST && !input.isAtEnd(); step++) {
        int octet = input.octet();
        Requests.send(seats.get(octet >> 6), octet & 0x3F, input);
      }
      for (Seat seat : seats) {
        seat.checkAcknowledged();
      }
    }
    FuzzServer.check();
  }
}
