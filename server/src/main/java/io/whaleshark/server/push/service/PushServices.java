package io.whaleshark.server.push.service;

import io.whaleshark.server.config.PushConfig;
import io.whaleshark.server.push.port.PushService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Opens the push services that an app has. Stateless.
public final class PushServices {

  private PushServices() {}

  /// One of them, and to how many users it sends at once.
  public record Service(PushService service, int inFlight) {}

  /// Those that the settings of an app name.
  ///
  /// @throws io.whaleshark.server.config.ConfigException if a file of keys cannot be used
  public static List<Service> of(PushConfig config, Clock clock) {
    List<Service> services = new ArrayList<>();
    PushConfig.Content content = config.content();
    config
        .apns()
        .ifPresent(apns ->
            services.add(new Service(new Apns(apns, content, clock), apns.link().inFlight())));
    config
        .fcm()
        .ifPresent(
            fcm -> services.add(new Service(new Fcm(fcm, content, clock), fcm.link().inFlight())));
    config
        .huawei()
        .ifPresent(huawei ->
            services.add(
                new Service(new Huawei(huawei, content, clock), huawei.link().inFlight())));
    return services;
  }
}
