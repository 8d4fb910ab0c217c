package io.whaleshark.server.push.service;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import io.whaleshark.protocol.JsonWriter;
import io.whaleshark.server.config.PushConfig;
import io.whaleshark.server.outgoing.Calls;
import io.whaleshark.server.push.port.PushMessage;
import io.whaleshark.server.push.port.PushService;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Google's Firebase Cloud Messaging, the HTTP API of version 1 ([the
/// API](https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages)). Thread-safe.
final class Fcm implements PushService {

  private static final int PAYLOAD_BYTES = 4_000;
  private static final int UNAUTHORIZED = 401;

  /// The account, the project or the address is wrong, not the message.
  private static final Set<Integer> OF_ALL = Set.of(UNAUTHORIZED, 403, 404);

  /// Codes under the same statuses that concern one phone: of another project, or one for which the
  /// project has no credentials.
  private static final Set<String> OF_ONE_PHONE =
      Set.of("SENDER_ID_MISMATCH", "THIRD_PARTY_AUTH_ERROR");

  private static final Duration SIGNED_FOR = Duration.ofMinutes(55);
  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final ServiceAccount account;
  private final PushConfig.Content content;
  private final Clock clock;
  private final JWSSigner signer;
  private final Link link;
  private final AccessToken token;

  /// @throws io.whaleshark.server.config.ConfigException if a file cannot be used
  Fcm(PushConfig.Fcm config, PushConfig.Content content, Clock clock) {
    this.account = ServiceAccount.read(config.account());
    this.content = content;
    this.clock = clock;
    this.signer = new RSASSASigner(account.key());
    this.link = new Link(config.link());
    this.token = new AccessToken(link, account.tokens(), this::question, clock);
  }

  private Map<String, String> question() {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(account.email())
            .claim("scope", SCOPE)
            .audience(account.tokens().toString())
            .issueTime(Date.from(clock.instant()))
            .expirationTime(Date.from(clock.instant().plus(SIGNED_FOR)))
            .build();
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(account.keyId()).build();
    return Map.of("grant_type", GRANT, "assertion", SignedTokens.sign(header, claims, signer));
  }

  @Override
  public String name() {
    return PushConfig.FCM;
  }

  @Override
  public Answer send(PushMessage message, String device) throws InterruptedException {
    try {
      String access = token.current();
      Link.Reply reply =
          link.send(
              link.request("/v1/projects/" + account.project() + "/messages:send")
                  .header("Content-Type", "application/json")
                  .header("Authorization", "Bearer " + access),
              payload(message, device));
      Answer answer = answer(reply);
      if (reply.status() == UNAUTHORIZED && answer instanceof Later) {
        token.refused(access);
      }
      return answer;
    } catch (Calls.Unanswered e) {
      return new Later(e.reason(), Duration.ZERO);
    }
  }

  private static Answer answer(Link.Reply reply) {
    if (reply.isSuccess()) {
      return new Accepted();
    }
    String code = code(reply.body().path("error"));
    if (code.equals("UNREGISTERED")) {
      return new Dead(OptionalLong.empty());
    }
    boolean isOfAll = OF_ALL.contains(reply.status()) && !OF_ONE_PHONE.contains(code);
    return isOfAll || reply.isBusy()
        ? reply.later(code)
        : new Refused("status " + reply.status() + " " + code);
  }

  /// What Google says beside the status: the code of the service, else that of all its APIs.
  private static String code(JsonNode error) {
    return error
        .path("details")
        .valueStream()
        .map(detail -> detail.path("errorCode").asString(""))
        .filter(code -> !code.isEmpty())
        .findFirst()
        .orElseGet(() -> error.path("status").asString(""));
  }

  private byte[] payload(PushMessage message, String device) {
    Optional<String> text =
        message instanceof PushMessage.Alert alert ? Preview.of(alert, content) : Optional.empty();
    return Preview.fit(text, PAYLOAD_BYTES, shown -> payload(message, device, shown));
  }

  private static byte[] payload(PushMessage message, String device, Optional<String> text) {
    JsonWriter json = new JsonWriter(PAYLOAD_BYTES).startObject().name("message").startObject();
    json.name("token").text(device);
    json.name("data").startObject();
    Facts.of(message).forEach((name, fact) -> json.name(name).text(fact.toString()));
    json.endObject().name("android").startObject();
    json.name("collapse_key").text(Facts.slot(message));
    json.name("ttl").text(Facts.KEPT_SECONDS + "s");
    switch (message) {
      case PushMessage.Alert alert -> {
        json.name("priority").text("HIGH").name("notification").startObject();
        json.name("title").text(Facts.sender(alert));
        if (text.isPresent()) {
          json.name("body").text(text.get());
        } else {
          json.name("body_loc_key").text(Preview.KEY);
          json.name("body_loc_args").startArray().text(Facts.sender(alert)).endArray();
        }
        json.name("tag").text(Facts.slot(alert));
        json.name("notification_count").number(alert.badge()).endObject();
      }
      case PushMessage.Withdrawal _ -> json.name("priority").text("NORMAL");
    }
    return json.endObject().endObject().endObject().toBytes();
  }

  @Override
  public void close() {
    link.close();
  }
}
