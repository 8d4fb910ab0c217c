/// The wire contract of Whale Shark: the frames that clients and the server exchange, byte for
/// byte.
///
/// Encoding and decoding of both directions, shared by the server, the Java client and the tests.
/// It contains no domain logic, and the names of the wire (`imei`, `messageKey`, `inboxSequence` …)
/// are used nowhere else.
///
/// ```
/// client → server   RequestFrame ── CommandNumber, Request (one record a command)
/// server → client   EventFrame   ── CommandNumber, Event   (one record a kind of frame)
/// ```
///
/// Invariants, cited by number in the tests:
///
/// - **W1** Reading arbitrary bytes ends in a value, in "not complete yet", or in a
///   [ProtocolException]. Nothing else is thrown, and memory is allocated for a length only after
///   that length has been checked.
/// - **W2** A [Request] that exists is valid: its constructor checks every bound. In an [Event]
///   only the numbers are checked; its texts come from the server's own state.
/// - **W3** `decode(write(x))` equals `x` for every request and every event, on every transport.
/// - **W4** Two encodings of the same text in a message body become the same bytes
///   ([CanonicalJson]).
/// - **W5** A refusal names what was wrong and what was expected, and never repeats text of the
///   client's body.
/// - **W6** Every integer on the wire that is not a header field is in 0..2^53-1.
@NullMarked
package io.whaleshark.protocol;

import org.jspecify.annotations.NullMarked;
