package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.PushToken;

/// How rows of push tokens look: what stands in the key is not repeated in the value.
final class PushRows {

  private static final int FIXED_BYTES = 256;

  /// A device of a user.
  record Owner(UserId user, DeviceId device) {}

  private PushRows() {}

  static byte[] token(PushToken token) {
    return new Encoder(FIXED_BYTES)
        .text(token.service())
        .text(token.token())
        .varint(token.registeredAt())
        .toBytes();
  }

  static PushToken token(byte[] key, byte[] value) {
    Decoder from = new Decoder(key);
    Owner owner = new Owner(from.user(from.int4()), Keys.device(from));
    return token(owner, value);
  }

  static PushToken token(Owner owner, byte[] value) {
    Decoder row = new Decoder(value);
    return new PushToken(owner.user(), owner.device(), row.text(), row.text(), row.varint());
  }

  static byte[] owner(PushToken token) {
    Encoder row = new Encoder(FIXED_BYTES).name(token.user().name());
    return Keys.device(row, token.device()).toBytes();
  }

  static Owner owner(int app, byte[] value) {
    Decoder row = new Decoder(value);
    return new Owner(row.user(app), Keys.device(row));
  }
}
