/// Rate limits and connection limits, for all ports, and how long a caller must wait.
@NullMarked
package io.whaleshark.server.limits;

import org.jspecify.annotations.NullMarked;
