/// The server: one process with an engine, a node, a gateway and an HTTP port.
///
/// [Main] reads the command line and [io.whaleshark.server.config] the settings. [Server] opens the
/// parts in the order of their dependencies and closes them in the reverse order.
@NullMarked
package io.whaleshark.server;

import org.jspecify.annotations.NullMarked;
