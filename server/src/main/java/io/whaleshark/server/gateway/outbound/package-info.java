/// From the core to the socket: what a turn of the lane tells becomes frames, each encoded once.
///
/// The lane fills the [FanOut]; a connection whose peer does not read keeps a bounded [Backlog];
/// the [FrameSink] writes, and ends a socket with a reason. Nothing here knows what a client asked.
@NullMarked
package io.whaleshark.server.gateway.outbound;

import org.jspecify.annotations.NullMarked;
