/// Pulling an inbox: a user's new messages from all conversations.
@NullMarked
package io.whaleshark.core.inbox;

import org.jspecify.annotations.NullMarked;
