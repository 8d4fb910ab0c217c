/// What a user sets of a conversation for themselves: top, mute, hidden.
@NullMarked
package io.whaleshark.core.conversation;

import org.jspecify.annotations.NullMarked;
