/// A connection: one socket, the login of the device behind it, and when it is read from.
///
/// [ClientConnection] is what the lane knows of it. [LaneGate] lets its commands into the lane, and
/// [Reading] stops reading while there is a reason to ([Pause]).
@NullMarked
package io.whaleshark.server.gateway.connection;

import org.jspecify.annotations.NullMarked;
