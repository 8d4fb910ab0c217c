/// Pulling an inbox: what is new for a user, from the conversation list, without opening a
/// conversation.
@NullMarked
package io.whaleshark.core.inbox;

import org.jspecify.annotations.NullMarked;
