package io.whaleshark.archives.tables;

import io.whaleshark.core.command.Command;
import java.util.Optional;

/// What a user has of a conversation. Immutable.
///
/// @param read the sequence up to which they have read; 0 for none
record OwnView(long read, boolean top, boolean mute) {

  static final OwnView NONE = new OwnView(0, false, false);

  /// What they have set; empty if nothing is.
  Optional<Command.Settings> settings() {
    return top || mute
        ? Optional.of(new Command.Settings(set(top), set(mute), Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Boolean> set(boolean flag) {
    return flag ? Optional.of(true) : Optional.empty();
  }
}
