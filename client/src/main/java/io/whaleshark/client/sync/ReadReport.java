package io.whaleshark.client.sync;

import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;

/// A read report to the server: the user has seen everything up to a message.
///
/// @param id the request id, which a refusal repeats
/// @param upTo inclusive
public record ReadReport(String id, Peer in, long upTo) {

  /// The request to send.
  public Request.Read request(String user) {
    return new Request.Read(in, user, upTo, id);
  }
}
