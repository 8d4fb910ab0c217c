package io.whaleshark.core.reading;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;

/// A place in one user's inbox.
public interface InboxEntry {

  ConversationId conversation();

  /// Where it stands: [Message#inboxPosition].
  long position();

  /// How many entries of the same conversation are newer; told by [InboxRows#newest] alone.
  int rank();
}
