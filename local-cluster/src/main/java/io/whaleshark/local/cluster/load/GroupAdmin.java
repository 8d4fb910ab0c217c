package io.whaleshark.local.cluster.load;

import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes the groups, and lets movers join and leave, over HTTP. Used by one thread at a time.
///
/// A change whose answer did not come is unknown, and is asked for again after the restart: both
/// changes are idempotent.
final class GroupAdmin {

  private record Move(String group, String user) {
    Part part() {
      return new Part(World.group(group), user);
    }
  }

  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
  private static final Pattern MEMBERS = Pattern.compile("\"members\":\\[([^\\]]*)\\]");

  private final LogChecker checker;
  private final Random random;
  private final HttpClient http;
  private final Map<Move, Boolean> wanted = new HashMap<>();
  private final Map<Move, Boolean> unknown = new HashMap<>();
  private final List<Move> moves;

  GroupAdmin(LogChecker checker, Random random) {
    this.checker = checker;
    this.random = random;
    this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    this.moves =
        new TreeMap<>(World.GROUPS)
            .entrySet().stream()
                .flatMap(group ->
                    group.getValue().stream()
                        .filter(World.MOVERS::contains)
                        .map(user -> new Move(group.getKey(), user)))
                .toList();
  }

  void createGroups(Door door) throws IOException, InterruptedException {
    for (Map.Entry<String, List<String>> group : World.GROUPS.entrySet()) {
      String members =
          group.getValue().stream().map(u -> '"' + u + '"').collect(Collectors.joining(","));
      List<Part> parts =
          group.getValue().stream()
              .map(user -> new Part(World.group(group.getKey()), user))
              .toList();
      parts.forEach(checker::joining);
      String body =
          "{\"ownerId\":\"" + group.getValue().getFirst() + "\",\"members\":[" + members + "]}";
      ask(door, "PUT", group.getKey(), body);
      parts.forEach(checker::joined);
    }
    moves.forEach(move -> wanted.put(move, true));
  }

  /// Somebody joins or leaves.
  ///
  /// @throws IOException if the answer did not come; then it is unknown whether it was done, and
  ///   the same has to be asked for again before anything else
  void moveSomebody(Door door) throws IOException, InterruptedException {
    settle(door);
    Move move = moves.get(random.nextInt(moves.size()));
    boolean join = !wanted.getOrDefault(move, false);
    if (join) {
      checker.joining(move.part());
    } else {
      checker.leaving(move.part());
    }
    wanted.put(move, join);
    unknown.put(move, join);
    make(door, move, join);
  }

  private void make(Door door, Move move, boolean join) throws IOException, InterruptedException {
    if (join) {
      ask(door, "POST", move.group() + "/members", "{\"members\":[\"" + move.user() + "\"]}");
      checker.joined(move.part());
    } else {
      ask(door, "DELETE", move.group() + "/members/" + move.user(), "");
      checker.left(move.part());
    }
    unknown.remove(move);
  }

  /// Asks again for what was not answered.
  void settle(Door door) throws IOException, InterruptedException {
    for (Map.Entry<Move, Boolean> open : List.copyOf(unknown.entrySet())) {
      make(door, open.getKey(), open.getValue());
    }
  }

  /// Shows the checker who the members are.
  void audit(Door door) throws IOException, InterruptedException {
    for (String group : World.GROUPS.keySet()) {
      long asked = checker.moment();
      var found = MEMBERS.matcher(ask(door, "GET", group, ""));
      if (!found.find()) {
        throw new IllegalStateException("a group without members: " + group);
      }
      Set<String> members = Set.of(found.group(1).replace("\"", "").split(","));
      checker.membersListed(World.group(group), members, asked);
    }
  }

  private String ask(Door door, String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + door.http()
                + "/v1/apps/"
                + DeviceConnection.APP
                + "/groups/"
                + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWERED_WITHIN)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 500) {
      throw new IOException("no answer: " + response.statusCode() + " " + response.body());
    }
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }
}
