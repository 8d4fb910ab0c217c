/// Sending, editing, recalling and pinning messages, and reacting to them.
@NullMarked
package io.whaleshark.core.messaging;

import org.jspecify.annotations.NullMarked;
