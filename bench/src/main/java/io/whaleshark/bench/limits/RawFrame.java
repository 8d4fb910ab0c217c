package io.whaleshark.bench.limits;

/// The frames of the forwarder, in both directions: kind, payload length, payload.
///
/// ```
/// HELLO  name
/// READY
/// SEND   number (8)  sequence (8)  length of the receiver's name (1)  name  anything
/// ACK    number (8)  sequence (8)
/// ```
final class RawFrame {
  static final int HELLO = 1;
  static final int READY = 2;
  static final int SEND = 3;
  static final int ACK = 4;
  static final int NOTHING = 5;

  static final int HEADER_BYTES = 8;
  static final int LENGTH_AT = 4;
  static final int NUMBER_AT = HEADER_BYTES;
  static final int SEQUENCE_AT = NUMBER_AT + Long.BYTES;
  static final int NAME_AT = SEQUENCE_AT + Long.BYTES;
  static final int ACK_BYTES = NAME_AT;

  private RawFrame() {}
}
