package io.whaleshark.translation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.model.Message;
import io.whaleshark.protocol.ReplaceRequest;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.Written;
import java.util.Optional;

/// What came of asking an app's hook about a message, or about another content of one. Immutable.
///
/// @param written what is said, as it was written
/// @param wanted what is to be said in its place; empty if the hook has not changed it
/// @param refused why it must not be said; empty if it may
/// @param hasFailed whether the hook said nothing, so that the settings of the app decided
public record Verdict(
    Written written,
    Optional<Message.Sent> wanted,
    Optional<Answer.Refused> refused,
    boolean hasFailed) {

  /// It may be said as it was written.
  public static Verdict allowed(Written written) {
    return new Verdict(written, Optional.empty(), Optional.empty(), false);
  }

  /// The hook said nothing.
  ///
  /// @param refused what the settings of the app say then; empty if it may be said
  public static Verdict unsaid(Written written, Optional<Answer.Refused> refused) {
    return new Verdict(written, Optional.empty(), refused, true);
  }

  /// The command with which the lane carries it out.
  public Command command(Caller caller, Reply reply) {
    return switch (written) {
      case Request.Send send ->
          new Command.Vetted(ToCore.send(send, caller, reply), wanted, refused);
      case ReplaceRequest.Edit edit ->
          refused
              .<Command>map(why -> new Command.Turn(_ -> reply.answer(why)))
              .orElseGet(() -> {
                Message.Sent content = wanted.orElseGet(() -> ToCore.content(edit));
                return ToCore.edit(edit, content, caller, reply);
              });
    };
  }
}
