/// The gateway: sockets, frames, back-pressure. It translates between the wire and the core, and
/// decides nothing.
///
/// ```
/// TCP        FrameDecoder ─────────────────────────────┐
/// WebSocket  handshake → WebSocketFrameDecoder ────────┴→ FlowControlHandler → ClientConnection → Dispatcher → core
/// core → Outbox (a list per event loop and turn of the lane) → ClientConnection → one write, one flush
/// ```
///
/// An event loop decodes, enqueues, encodes, flushes; it never blocks and never calls an engine.
/// Commands go to the commit lane, pulls to virtual threads, one at a time per connection, which
/// keeps their answers in order.
///
/// **Back-pressure (P10).** A connection stops reading while the lane is full, while a pull of its
/// own is under way, or while its peer does not read what it is sent; it may have several reasons
/// at once ([Pause]). Meanwhile its pushes go to a bounded [Backlog], never to an unbounded buffer.
@NullMarked
package io.whaleshark.server.gateway;

import org.jspecify.annotations.NullMarked;
