/// Where the names of the core and those of the wire meet, and nowhere else: [ToCore], [ToWire] and
/// [Refusals]. Both transports, the gateway and HTTP, stand on it.
@NullMarked
package io.whaleshark.server.translation;

import org.jspecify.annotations.NullMarked;
