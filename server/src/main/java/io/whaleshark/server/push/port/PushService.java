package io.whaleshark.server.push.port;

import java.time.Duration;
import java.util.OptionalLong;

/// A service that brings messages to phones: Apple's, Google's, or that of a maker of phones.
/// Thread-safe.
public interface PushService extends AutoCloseable {

  /// The longest time that [#send] takes.
  Duration ATTEMPT = Duration.ofSeconds(10);

  /// What became of a message.
  sealed interface Answer {}

  /// The service has it.
  record Accepted() implements Answer {}

  /// The service knows no phone by that token any more.
  ///
  /// @param since the stamp since when: a token that was registered later is another one; empty if
  ///   the service does not say
  record Dead(OptionalLong since) implements Answer {}

  /// The service takes nothing now, of nobody: it is to be tried again.
  ///
  /// @param reason for the operator
  /// @param after the pause that the service asks for; zero if it asks for none
  record Later(String reason, Duration after) implements Answer {}

  /// The service refuses this one, and would refuse it again.
  ///
  /// @param reason for the operator; nothing of the message or the token
  record Refused(String reason) implements Answer {}

  /// The name by which devices register tokens of this service.
  String name();

  /// Makes one attempt to send a message. The same message for the same token has the same id at
  /// each attempt, where the service knows ids, and takes the place of an earlier one about the
  /// same conversation. Blocks for at most [#ATTEMPT].
  ///
  /// @throws InterruptedException if the caller is interrupted; the attempt is abandoned
  Answer send(PushMessage message, String token) throws InterruptedException;

  /// Ends what is under way.
  @Override
  void close();
}
