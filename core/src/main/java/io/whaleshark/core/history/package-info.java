/// Reading a conversation: all that a participant may see of it, for as long as the app keeps it.
@NullMarked
package io.whaleshark.core.history;

import org.jspecify.annotations.NullMarked;
