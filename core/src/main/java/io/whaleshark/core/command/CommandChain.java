package io.whaleshark.core.command;

/// Commands that are to take effect in their order or not at all: behind one that has to be sent
/// again, none is done. They may be decided in several batches, and one batch may fail where the
/// next one does not.
///
/// Confined to the lane's thread, once a command of it is submitted.
public final class CommandChain {

  private boolean isBroken;

  /// Whether a command has to be sent again, and so all behind it.
  public boolean isBroken() {
    return isBroken;
  }

  /// A command is about to be decided. If that fails, the chain is broken.
  public void deciding() {
    isBroken = true;
  }

  /// The command was decided.
  public void decided() {
    isBroken = false;
  }

  /// Hears what becomes of a command behind its decision.
  Reply listeningTo(Reply reply) {
    return answer -> {
      if (answer instanceof Answer.Refused refused && refused.refusal().isForNow()) {
        isBroken = true;
      }
      reply.answer(answer);
    };
  }
}
