package io.whaleshark.backend;

import java.time.Instant;

/**
 * A device of a user.
 *
 * @param clientType its kind, a number of the protocol such as 3
 * @param imei its name
 * @param since when it logged in
 */
public record UserDevice(int clientType, String imei, Instant since) {

  static UserDevice of(JsonFields fields) {
    return new UserDevice(fields.count("clientType"), fields.text("imei"), fields.time("since"));
  }
}
