package io.whaleshark.server.api;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.server.http.Problem;
import io.whaleshark.server.http.Query;
import io.whaleshark.translation.ToCore;
import java.util.Optional;

/// How a call names a device: by `clientType` and `imei`, as the wire does.
final class NamedDevice {

  private NamedDevice() {}

  /// The device that a query names; empty if it names none.
  static Optional<DeviceId> in(Query query) {
    Optional<Long> type = query.number("clientType");
    Optional<String> imei = query.text("imei");
    if (type.isPresent() != imei.isPresent()) {
      throw Problem.wrong("clientType, imei", "one of them", "both, or none for all devices");
    }
    return type.map(number -> of(number, imei.orElseThrow()));
  }

  static DeviceId of(long clientType, String imei) {
    if (ClientType.of(clientType) == null) {
      throw Problem.wrong("clientType", "out of range", "0..5");
    }
    DeviceKind kind = ToCore.deviceKind((int) clientType);
    return CoreProblem.id("imei", () -> new DeviceId(kind, imei));
  }
}
