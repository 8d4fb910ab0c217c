/// The HTTP API: groups, what an app's backend may do, the two sync calls, the web chat, documents,
/// health, metrics; and the handshakes of WebSockets.
@NullMarked
package io.whaleshark.server.api;

import org.jspecify.annotations.NullMarked;
