/// Sending, editing, recalling and pinning messages.
@NullMarked
package io.whaleshark.core.messaging;

import org.jspecify.annotations.NullMarked;
