package io.whaleshark.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;

/// Answers the requests of a port. Called on the request's own thread; may block. Thread-safe.
public interface Application {

  /// Answers a request. A refusal is an answer too, see [Problem#response].
  ///
  /// @throws IOException if the client disconnects while it sends its body
  Response answer(ServerRequest request) throws IOException;

  /// The answer to what is refused before it is a request.
  ///
  /// @param headers those that were read before the fault
  default Response refusal(HttpHeaders headers, Problem problem) {
    return problem.response();
  }
}
