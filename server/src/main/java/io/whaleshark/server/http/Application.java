package io.whaleshark.server.http;

import java.io.IOException;

/// What answers the requests of a port. Called on the request's own thread; may block. Thread-safe.
public interface Application {

  /// Answers a request. A refusal is an answer too, see [Problem#response].
  ///
  /// @throws IOException if the client went away while it sent its body
  Response answer(Request request) throws IOException;
}
