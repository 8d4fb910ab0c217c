/// History: pages of a conversation's retained messages that the participant may see, and those of
/// them that are pinned, or have reactions.
@NullMarked
package io.whaleshark.core.history;

import org.jspecify.annotations.NullMarked;
