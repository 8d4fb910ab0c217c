/// The server: one process that keeps an engine, a node, a gateway and an HTTP port together.
///
/// [Main] reads the command line, [io.whaleshark.server.config] the settings, and [Server] opens
/// the parts in the order in which they need one another and closes them in the reverse order.
@NullMarked
package io.whaleshark.server;

import org.jspecify.annotations.NullMarked;
