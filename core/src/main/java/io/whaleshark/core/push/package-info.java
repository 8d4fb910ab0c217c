/// Which devices have registered with a push service (ADR 28).
@NullMarked
package io.whaleshark.core.push;

import org.jspecify.annotations.NullMarked;
