/// Sending, editing and recalling messages.
@NullMarked
package io.whaleshark.core.messaging;

import org.jspecify.annotations.NullMarked;
