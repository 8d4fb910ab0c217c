package io.whaleshark.core.reading;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;

/// An entry of one user's inbox.
public interface InboxEntry {

  ConversationId conversation();

  /// Its position: [Message#inboxPosition].
  long position();

  /// How many entries of the same conversation are newer. Known only for entries from
  /// [InboxRows#newest].
  int rank();
}
