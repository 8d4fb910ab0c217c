package io.whaleshark.backend;

import java.time.Instant;
import java.util.Map;

/**
 * Where a push service reaches a device. Who has a token may be able to send notifications to its
 * device. Immutable.
 *
 * @param clientType the kind of the device, a number of the protocol such as 3
 * @param imei its name
 * @param service the push service: apns, fcm, huawei or another
 * @param token what the service knows the device by
 * @param registeredAt when it was registered; of one that is to be, it says nothing
 */
public record DevicePushToken(
    int clientType, String imei, String service, String token, Instant registeredAt) {

  /** One that is to be registered. */
  public static DevicePushToken of(int clientType, String imei, String service, String token) {
    return new DevicePushToken(clientType, imei, service, token, Instant.EPOCH);
  }

  static DevicePushToken of(JsonFields fields) {
    return new DevicePushToken(
        fields.count("clientType"),
        fields.text("imei"),
        fields.text("service"),
        fields.text("token"),
        fields.time("registeredAt"));
  }

  Map<String, ?> json() {
    return Map.of("clientType", clientType, "imei", imei, "service", service, "token", token);
  }

  /** Shows no token. */
  @Override
  public String toString() {
    return service + " token of device " + clientType + " " + imei;
  }
}
