package io.whaleshark.server.push.service;

import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.config.PushConfig;
import io.whaleshark.server.outgoing.Calls;
import io.whaleshark.server.push.port.PushMessage;
import io.whaleshark.server.push.port.PushService;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Apple's Push Notification service, with a token of the provider ([the
/// API](https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns)).
/// Thread-safe.
final class Apns implements PushService {

  private static final int PAYLOAD_BYTES = 4_096;
  private static final int GONE = 410;
  private static final int FORBIDDEN = 403;
  private static final Pattern DEVICE = Pattern.compile("[0-9A-Fa-f]{2,400}");

  private final PushConfig.Apns config;
  private final PushConfig.Content content;
  private final Clock clock;
  private final ProviderToken token;
  private final Link link;

  /// @throws io.whaleshark.server.config.ConfigException if a file cannot be used
  Apns(PushConfig.Apns config, PushConfig.Content content, Clock clock) {
    this.config = config;
    this.content = content;
    this.clock = clock;
    this.token = new ProviderToken(config, clock);
    this.link = new Link(config.link());
  }

  @Override
  public String name() {
    return PushConfig.APNS;
  }

  @Override
  public Answer send(PushMessage message, String device) throws InterruptedException {
    if (!DEVICE.matcher(device).matches()) {
      return new Dead(OptionalLong.empty()); // it would be another address
    }
    String provider = token.current();
    boolean isAlert = message instanceof PushMessage.Alert;
    HttpRequest.Builder request =
        link.request("/3/device/" + device)
            .header("authorization", "bearer " + provider)
            .header("apns-id", Facts.id(message, device))
            .header("apns-topic", config.topic())
            // A background push may have no badge. This one shows and sounds nothing else.
            .header("apns-push-type", "alert")
            .header("apns-priority", isAlert ? "10" : "5")
            .header(
                "apns-expiration",
                Long.toString(clock.instant().getEpochSecond() + Facts.KEPT_SECONDS))
            .header("apns-collapse-id", Facts.slot(message));
    try {
      return answer(link.send(request, payload(message)), provider);
    } catch (Calls.Unanswered e) {
      return new Later(e.reason(), Duration.ZERO);
    }
  }

  private Answer answer(Link.Reply reply, String provider) {
    String reason = reply.body().path("reason").asString("");
    if (reply.isSuccess()) {
      return new Accepted();
    }
    if (reply.status() == GONE) {
      return new Dead(since(reply.body()));
    }
    if (reason.equals("BadDeviceToken")) {
      return new Dead(OptionalLong.empty());
    }
    if (reply.status() == FORBIDDEN) { // the key, not the message, is wrong or its token too old
      token.expired(provider);
      return reply.later(reason);
    }
    return reply.isBusy()
        ? reply.later(reason)
        : new Refused("status " + reply.status() + " " + reason);
  }

  private static OptionalLong since(JsonNode body) {
    JsonNode millis = body.path("timestamp");
    return millis.isIntegralNumber()
        ? OptionalLong.of(TimeUnit.MILLISECONDS.toMicros(millis.asLong()))
        : OptionalLong.empty();
  }

  private byte[] payload(PushMessage message) {
    return switch (message) {
      case PushMessage.Alert alert ->
          Preview.fit(Preview.of(alert, content), PAYLOAD_BYTES, text -> payload(alert, text));
      case PushMessage.Withdrawal withdrawal -> payload(withdrawal);
    };
  }

  private static byte[] payload(PushMessage.Alert alert, Optional<String> text) {
    JsonWriter json = new JsonWriter(PAYLOAD_BYTES).startObject().name("aps").startObject();
    json.name("alert").startObject().name("title").text(Facts.sender(alert));
    if (text.isPresent()) {
      json.name("body").text(text.get());
    } else {
      json.name("loc-key").text(Preview.KEY);
      json.name("loc-args").startArray().text(Facts.sender(alert)).endArray();
    }
    json.endObject();
    json.name("badge").number(alert.badge());
    json.name("sound").text("default");
    json.name("thread-id").text(Facts.slot(alert));
    json.name("mutable-content").number(1).endObject();
    return end(json, alert);
  }

  private static byte[] payload(PushMessage.Withdrawal withdrawal) {
    JsonWriter json = new JsonWriter(PAYLOAD_BYTES).startObject().name("aps").startObject();
    json.name("content-available").number(1);
    json.name("badge").number(withdrawal.badge()).endObject();
    return end(json, withdrawal);
  }

  private static byte[] end(JsonWriter json, PushMessage message) {
    json.name("whaleshark").startObject();
    Facts.write(Facts.of(message), json);
    return json.endObject().endObject().toBytes();
  }

  @Override
  public void close() {
    link.close();
  }
}
