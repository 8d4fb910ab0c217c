package io.whaleshark.client.sync;

import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;

/// What is to be said to the server: the own user has seen everything up to a message.
///
/// @param id of this report, which its refusal carries
/// @param upTo inclusive
public record ReadReport(String id, Peer in, long upTo) {

  /// How it is said.
  public Request.Read request(String user) {
    return new Request.Read(in, user, upTo, id);
  }
}
