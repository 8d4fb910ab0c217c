package io.whaleshark.server.transfer;

import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Reaction;

/// Tells what happened in one conversation, in its order: first it hears of the periods, then of
/// the pins, then of the messages, and after each of the reactions to it. Memory: the periods and
/// the pins. Confined to one thread.
sealed interface Replay permits DirectReplay, GroupReplay {

  void add(Membership period);

  void pin(Pin pin);

  void say(Message message);

  /// Somebody has reacted to the message that was said last.
  void react(Reaction reaction);

  /// There is nothing more.
  void end();
}
