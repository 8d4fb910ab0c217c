package io.whaleshark.translation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.protocol.Request;
import java.util.Optional;

/// What came of asking an app's hook about a message. Immutable.
///
/// @param send the message, as the hook wants it
/// @param refused why it must not be sent; empty if it may
/// @param hasFailed whether the hook said nothing, so that the settings of the app decided
public record Verdict(Request.Send send, Optional<Answer.Refused> refused, boolean hasFailed) {

  /// The command with which the lane carries it out.
  public Command command(Caller caller, Reply reply) {
    return new Command.Vetted(ToCore.send(send, caller, reply), refused);
  }
}
