package io.whaleshark.translation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.protocol.ReplaceRequest;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.Written;
import java.util.Optional;

/// What came of asking an app's hook about a message, or about another content of one. Immutable.
///
/// @param written what is said, as the hook wants it
/// @param refused why it must not be said; empty if it may
/// @param hasFailed whether the hook said nothing, so that the settings of the app decided
public record Verdict(Written written, Optional<Answer.Refused> refused, boolean hasFailed) {

  /// The command with which the lane carries it out.
  public Command command(Caller caller, Reply reply) {
    return switch (written) {
      case Request.Send send -> new Command.Vetted(ToCore.send(send, caller, reply), refused);
      case ReplaceRequest.Edit edit ->
          refused
              .<Command>map(why -> new Command.Turn(_ -> reply.answer(why)))
              .orElseGet(() -> ToCore.edit(edit, caller, reply));
    };
  }
}
