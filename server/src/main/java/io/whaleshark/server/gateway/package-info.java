/// The gateway: sockets, frames, back-pressure. It translates between the wire and the core, and
/// makes no decisions of its own.
///
/// ```
/// TCP        FrameDecoder ──────────────────────┐
/// WebSocket  handshake → WebSocketFrameDecoder ─┴→ FlowControlHandler → Inbound → Dispatcher → core
/// core → FanOut (a list per event loop and turn of the lane) → ClientConnection → FrameSink: one write, one flush
/// ```
///
/// A package for each part, and each may use those below it alone:
///
/// | package | contains |
/// |---|---|
/// | [inbound][io.whaleshark.server.gateway.inbound] | from the socket to the core |
/// | [connection][io.whaleshark.server.gateway.connection] | one socket, and the login of its device |
/// | [shared][io.whaleshark.server.gateway.shared] | what all connections share |
/// | [outbound][io.whaleshark.server.gateway.outbound] | from the core to the socket |
///
/// An event loop decodes, enqueues, encodes and flushes. It never blocks and never calls an engine.
/// Commands go to the commit lane. Queries run on virtual threads, one at a time per connection,
/// which keeps their answers in order. If changes of the same connection are unanswered, a query
/// takes a turn in the lane first (`ClientConnection.afterOwnChanges`), so that it sees them (P12).
///
/// **Back-pressure (P10).** A connection stops reading while the lane is full, while one of its
/// queries is in progress, or while its peer does not read what the server sends. It may have
/// several reasons at once (`Pause`). While the peer does not read, pushes go to a bounded
/// `Backlog`, never to an unbounded buffer.
@NullMarked
package io.whaleshark.server.gateway;

import org.jspecify.annotations.NullMarked;
