/// The gateway: sockets, frames, back-pressure. It translates between the wire and the core, and
/// decides nothing.
///
/// ```
/// TCP        FrameDecoder ──────────────────────┐
/// WebSocket  handshake → WebSocketFrameDecoder ─┴→ FlowControlHandler → Inbound → Dispatcher → core
/// core → FanOut (a list per event loop and turn of the lane) → ClientConnection → FrameSink: one write, one flush
/// ```
///
/// [Inbound] and [Dispatcher] are the way in, [ClientConnection] is the way out. The way in knows
/// the way out, never the other way round; the build refuses a circle among these classes.
///
/// An event loop decodes, enqueues, encodes, flushes; it never blocks and never calls an engine.
/// Commands go to the commit lane, pulls to virtual threads, one at a time per connection, which
/// keeps their answers in order. A pull behind changes of its own connection that are not answered
/// takes a turn in the lane first ([ClientConnection#afterOwnChanges]), and so sees them (P12).
///
/// **Back-pressure (P10).** A connection stops reading while the lane is full, while a pull of its
/// own is under way, or while its peer does not read what it is sent; it may have several reasons
/// at once ([Pause]). Meanwhile its pushes go to a bounded [Backlog], never to an unbounded buffer.
@NullMarked
package io.whaleshark.server.gateway;

import org.jspecify.annotations.NullMarked;
