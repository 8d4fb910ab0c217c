/// The only place where core names and wire names meet: [ToCore], [ToWire] and [Refusals]. Both
/// transports, the gateway and HTTP, use it.
@NullMarked
package io.whaleshark.server.translation;

import org.jspecify.annotations.NullMarked;
