/// From the socket to the core: bytes become frames, and frames become commands and queries.
///
/// The pipelines of both transports end in [Inbound], which passes frames to the [Dispatcher]. The
/// switch of the dispatcher has a line for each request.
@NullMarked
package io.whaleshark.server.gateway.inbound;

import org.jspecify.annotations.NullMarked;
