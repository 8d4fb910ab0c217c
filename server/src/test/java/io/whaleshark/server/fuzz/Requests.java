package io.whaleshark.server.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Makes requests of an input's bytes.
final class Requests {

  private static final List<String> NAMES =
      List.of("alice", "bob", "carol", "dan", "", "\\ud800", "0_alice_bob", "*");
  private static final List<String> GROUPS = List.of("team", "club", "none", "");
  private static final List<String> BODIES =
      List.of("1", "\"hi\"", "null", "{\"a\":[1,{}]}", "1.50", "\"\\ud83d\\udc0b\"", "[", "\"\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int MESSAGE_IDS = 16;
  private static final int INTERNAL_SERVER_ERROR = 500;

  private Requests() {}

  /// Sends the request of that kind, or hangs up, or changes a group.
  static void send(Seat seat, int kind, Cursor in) throws IOException {
    switch (kind) {
      case 51 ->
          object(seat, 1090, from(seat) + recalled(in) + sign(in) + set(in) + conversation(in));
      case 52 ->
          object(
              seat,
              1093,
              "\"fromSequence\":%d,\"toSequence\":%d,".formatted(in.number(), in.number())
                  + conversation(in));
      case 53 -> object(seat, 1095, sequence(in) + sign(in) + conversation(in) + limit(in));
      case 54 -> object(seat, 1080, from(seat) + recalled(in) + pinned(in) + conversation(in));
      case 55 -> object(seat, 1083, conversation(in));
      case 56 -> object(seat, 1060, from(seat) + recalled(in) + body(in) + conversation(in));
      case 62 -> object(seat, 5200, "\"blockedId\":\"" + name(in) + "\"" + blocked(in));
      case 63 -> object(seat, 5202, "");
      case 57 -> object(seat, 5500, conversation(in) + ",\"isTyping\":" + in.below(3));
      case 58 ->
          object(seat, 5400, "\"service\":\"" + name(in) + "\",\"token\":\"" + name(in) + "\"");
      case 59 -> object(seat, 5402, "");
      case 60 -> object(seat, 5300, "\"receiptsOn\":" + in.below(3));
      case 61 -> object(seat, 5302, "");
      default -> sendUsual(seat, kind, in);
    }
  }

  /// The kinds of inputs that are kept must not change.
  private static void sendUsual(Seat seat, int kind, Cursor in) throws IOException {
    switch (kind % 18) {
      case 0, 1 -> object(seat, 1103, from(seat) + message(in) + toUser(in));
      case 2, 3 -> object(seat, 2104, from(seat) + message(in) + toGroup(in));
      case 4 -> object(seat, 1106, from(seat) + sequence(in) + toUser(in));
      case 5 -> object(seat, 2106, from(seat) + sequence(in) + toGroup(in));
      case 6 ->
          object(
              seat,
              1107,
              from(seat) + sequence(in) + "\"messageKey\":1,\"messageId\":\"m\"," + toUser(in));
      case 7 -> object(seat, 1050, from(seat) + recalled(in) + conversation(in));
      case 8 -> object(seat, 1200, "\"lastSequence\":" + in.number() + limit(in));
      case 9 -> object(seat, 1210, conversation(in) + page(in) + limit(in));
      case 10 -> object(seat, 5100, "\"lastSequence\":" + in.number() + limit(in));
      case 11 -> object(seat, 5102, conversation(in) + setting(in));
      case 12 -> object(seat, 2110, sequence(in) + toGroup(in) + limit(in));
      case 13 ->
          object(
              seat,
              2112,
              toGroup(in) + ",\"fromSequence\":" + in.number() + ",\"toSequence\":" + in.number());
      case 14 -> seat.send(in.octet() << 8 | in.octet(), in.take(in.octet()));
      case 15 -> seat.hangUp();
      case 16 -> object(seat, 9000 + in.below(4), "\"userId\":\"" + name(in) + "\"");
      default -> group(seat, in);
    }
  }

  private static void object(Seat seat, int command, String members) throws IOException {
    seat.send(command, ("{" + members + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static String name(Cursor in) {
    return NAMES.get(in.below(NAMES.size()));
  }

  private static String from(Seat seat) {
    return "\"fromId\":\"" + seat.user() + "\",";
  }

  /// The id tells the conversation too: the same id with another one would be a conflict each time.
  private static String message(Cursor in) {
    return "\"messageId\":\"m" + in.below(MESSAGE_IDS) + "\"," + body(in);
  }

  private static String body(Cursor in) {
    return "\"messageBody\":" + BODIES.get(in.below(BODIES.size())) + ",";
  }

  private static String sequence(Cursor in) {
    return "\"messageSequence\":" + in.number() + ",";
  }

  private static String toUser(Cursor in) {
    return "\"toId\":\"" + name(in) + "\"";
  }

  private static String toGroup(Cursor in) {
    return "\"groupId\":\"" + GROUPS.get(in.below(GROUPS.size())) + "\"";
  }

  private static String conversation(Cursor in) {
    int type = in.below(5);
    String named = type % 2 == 0 ? toUser(in) : toGroup(in);
    return type > 2 ? named : "\"conversationType\":" + type + "," + named;
  }

  private static String sign(Cursor in) {
    return "\"reaction\":\"" + (in.below(2) == 0 ? "👍" : name(in)) + "\",";
  }

  private static String set(Cursor in) {
    return "\"isSet\":" + (in.below(2) == 0) + ",";
  }

  private static String pinned(Cursor in) {
    return "\"isPinned\":" + (in.below(2) == 0) + ",";
  }

  private static String recalled(Cursor in) {
    return in.below(2) == 0 ? "\"messageId\":\"m" + in.below(MESSAGE_IDS) + "\"," : sequence(in);
  }

  private static String limit(Cursor in) {
    int limit = in.octet();
    return limit == 0 ? "" : ",\"maxLimit\":" + (limit - 2);
  }

  private static String page(Cursor in) {
    return switch (in.below(4)) {
      case 0 -> "";
      case 1 -> ",\"afterSequence\":" + in.number();
      case 2 -> ",\"beforeSequence\":" + in.number();
      default -> ",\"afterSequence\":" + in.number() + ",\"beforeSequence\":" + in.number();
    };
  }

  private static String setting(Cursor in) {
    int flags = in.octet();
    return ",\"isTop\":%d,\"isMute\":%d,\"isDeleted\":%d"
        .formatted(flags & 3, flags >> 2 & 1, flags >> 3 & 1);
  }

  private static String blocked(Cursor in) {
    return ",\"isBlocked\":" + in.below(3);
  }

  private static void group(Seat seat, Cursor in) throws IOException {
    String path = "/v1/apps/" + seat.app() + "/groups/" + GROUPS.get(in.below(2));
    String name = name(in);
    switch (in.below(6)) {
      case 0, 1 ->
          http("PUT", path, "{\"ownerId\":\"" + seat.user() + "\",\"members\":[\"" + name + "\"]}");
      case 2 -> http("POST", path + "/members", "{\"members\":[\"" + name + "\"]}");
      case 3 -> http("DELETE", path + "/members/" + seat.user(), "");
      case 4 -> http("GET", path, "");
      default -> http("DELETE", path, "");
    }
  }

  private static void http(String method, String path, String body) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + FuzzServer.httpPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      int status = HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status == INTERNAL_SERVER_ERROR) {
        throw new AssertionError(method + " " + path + ": a bug");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
