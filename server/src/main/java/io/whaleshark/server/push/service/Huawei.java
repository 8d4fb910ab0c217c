package io.whaleshark.server.push.service;

import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.config.PushConfig;
import io.whaleshark.server.outgoing.Calls;
import io.whaleshark.server.push.port.PushMessage;
import io.whaleshark.server.push.port.PushService;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Huawei's Push Kit, for phones without Google's service ([the
/// API](https://developer.huawei.com/consumer/en/doc/HMSCore-References-V5/https-send-api-0000001050986197-V5)).
/// It says in the body what became of a message, with status 200 also where nobody gets it.
/// Thread-safe.
final class Huawei implements PushService {

  private static final int PAYLOAD_BYTES = 4_000;
  private static final int UNAUTHORIZED = 401;
  private static final int OPENS_THE_APP = 3;
  private static final String TOKENS = "/oauth2/v3/token";

  private final PushConfig.Huawei config;
  private final PushConfig.Content content;
  private final Link link;
  private final AccessToken token;

  /// @throws io.whaleshark.server.config.ConfigException if its certificates cannot be used
  Huawei(PushConfig.Huawei config, PushConfig.Content content, Clock clock) {
    this.config = config;
    this.content = content;
    this.link = new Link(config.link());
    this.token = new AccessToken(link, config.tokens().resolve(TOKENS), this::question, clock);
  }

  private Map<String, String> question() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", config.appId());
    form.put("client_secret", config.secret().value());
    return form;
  }

  @Override
  public String name() {
    return PushConfig.HUAWEI;
  }

  @Override
  public Answer send(PushMessage message, String device) throws InterruptedException {
    try {
      String access = token.current();
      Link.Reply reply =
          link.send(
              link.request("/v1/" + config.appId() + "/messages:send")
                  .header("Content-Type", "application/json; charset=UTF-8")
                  .header("Authorization", "Bearer " + access),
              payload(message, device));
      String code = reply.body().path("code").asString("");
      return switch (code) {
        case "80000000" -> new Accepted();
        // All tokens of the request are invalid, which was one.
        case "80300007" -> new Dead(OptionalLong.empty());
        // The access token is wrong, or has expired.
        case "80200001", "80200003" -> renewed(reply, access, code);
        default -> other(reply, access, code);
      };
    } catch (Calls.Unanswered e) {
      return new Later(e.reason(), Duration.ZERO);
    }
  }

  private Answer other(Link.Reply reply, String access, String code) {
    if (reply.status() == UNAUTHORIZED) {
      return renewed(reply, access, code);
    }
    // 81000001 is a failure inside the service.
    return reply.isBusy() || code.equals("81000001")
        ? reply.later(code)
        : new Refused("status " + reply.status() + " " + code);
  }

  private Answer renewed(Link.Reply reply, String access, String code) {
    token.refused(access);
    return reply.later(code);
  }

  private byte[] payload(PushMessage message, String device) {
    Optional<String> text =
        message instanceof PushMessage.Alert alert ? Preview.of(alert, content) : Optional.empty();
    return Preview.fit(text, PAYLOAD_BYTES, shown -> payload(message, device, shown));
  }

  private static byte[] payload(PushMessage message, String device, Optional<String> text) {
    JsonWriter json = new JsonWriter(PAYLOAD_BYTES).startObject();
    json.name("validate_only").flag(false).name("message").startObject();
    json.name("token").startArray().text(device).endArray();
    json.name("data").text(new String(data(message), StandardCharsets.UTF_8));
    json.name("android").startObject().name("ttl").text(Facts.KEPT_SECONDS + "s");
    switch (message) {
      case PushMessage.Alert alert -> {
        json.name("urgency").text("HIGH").name("notification").startObject();
        json.name("title").text(Facts.sender(alert));
        if (text.isPresent()) {
          json.name("body").text(text.get());
        } else {
          json.name("body").text(Facts.sender(alert)); // which the API wants in any case
          json.name("body_loc_key").text(Preview.KEY);
          json.name("body_loc_args").startArray().text(Facts.sender(alert)).endArray();
        }
        json.name("tag").text(Facts.slot(alert));
        json.name("click_action").startObject().name("type").number(OPENS_THE_APP).endObject();
        json.name("badge").startObject().name("set_num").number(alert.badge()).endObject();
        json.endObject();
      }
      case PushMessage.Withdrawal _ -> json.name("urgency").text("NORMAL");
    }
    return json.endObject().endObject().endObject().toBytes();
  }

  /// The API takes one text.
  private static byte[] data(PushMessage message) {
    JsonWriter json = new JsonWriter(PAYLOAD_BYTES).startObject();
    Facts.write(Facts.of(message), json);
    return json.endObject().toBytes();
  }

  @Override
  public void close() {
    link.close();
  }
}
