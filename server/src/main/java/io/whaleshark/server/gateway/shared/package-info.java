/// What all connections of the gateway share: settings, the listener, the lane's fan-out, and the
/// places for queries.
@NullMarked
package io.whaleshark.server.gateway.shared;

import org.jspecify.annotations.NullMarked;
