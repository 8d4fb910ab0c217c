package io.whaleshark.server.tour;

import io.whaleshark.server.CommandLines;
import io.whaleshark.server.CommandLines.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Files of conversations for tests, and the commands that take them.
final class ImportFiles {

  private ImportFiles() {}

  /// Writes lines, in which a quotation mark may be a single one.
  static Path write(Path to, List<String> lines) throws IOException {
    return Files.write(to, lines.stream().map(line -> line.replace('\'', '"')).toList());
  }

  static Said run(TourServer server, String command, Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, file.toString()));
    arguments.addAll(List.of("--app", "10001"));
    arguments.addAll(List.of("--server", "http://127.0.0.1:" + server.httpPort()));
    arguments.addAll(List.of(more));
    return CommandLines.run(arguments.toArray(String[]::new));
  }

  static String says(String from, String to, String id, long time) {
    return "{'type':'message','fromId':'%s',%s,'messageId':'%s','messageTime':%d,'messageBody':'%s'}"
        .formatted(from, to, id, time, id);
  }

  private static String edited(String line, long time) {
    return line.replaceFirst("'messageBody'", "'editedTime':" + time + ",'messageBody'");
  }

  private static String recalled(String line) {
    return line.replaceFirst("'messageBody'.*", "'recalled':true}");
  }

  static String behind(String from, String id) {
    return "'after':{'fromId':'%s','messageId':'%s'}".formatted(from, id);
  }

  static long daysAgo(int days) {
    return Instant.now().minus(Duration.ofDays(days)).toEpochMilli();
  }

  /// A message of the team is pinned at once.
  private static String pinned(String from, String id, long time) {
    return "{'type':'pin','groupId':'team','message':{'fromId':'%s','messageId':'%s'},"
            .formatted(from, id)
        + "'pinnedTime':%d,%s}".formatted(time, behind(from, id));
  }

  /// Somebody reacts to a message of the team, by one sign or several.
  private static List<String> reacted(String user, String from, int i) {
    return List.of("👍", "❤️", "😂").subList(i % 3, 3).stream()
        .map(sign ->
            "{'type':'reaction','userId':'%s','groupId':'team',".formatted(user)
                + "'message':{'fromId':'%s','messageId':'m%d'},".formatted(from, i)
                + "'reaction':'%s'}".formatted(sign))
        .toList();
  }

  /// A file in which everything happens to everyone.
  static Path random(Path target, Random random) throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> people = List.of("alice", "bob", "carol", "dave");
    lines.add("{'type':'group','groupId':'team','ownerId':'alice','members':['bob','carol']}");
    String last = "";
    long time = daysAgo(5);
    for (int i = 0; i < 300; i++) {
      time += random.nextInt(1_000);
      String from = people.get(random.nextInt(2));
      String to = people.get(random.nextInt(people.size()));
      String after =
          last.isEmpty() ? "" : "," + behind(last.split(" ", 2)[0], last.split(" ", 2)[1]);
      switch (random.nextInt(12)) {
        case 0 ->
            lines.add("{'type':'join','groupId':'team','members':['dave','carol']" + after + "}");
        case 1 -> lines.add("{'type':'leave','groupId':'team','userId':'carol'" + after + "}");
        case 2 ->
            lines.add(
                "{'type':'role','groupId':'team','userId':'bob','role':'admin','muted':%s%s}"
                    .formatted(random.nextBoolean(), after));
        case 3 -> {
          lines.add(says(from, "'toId':'" + to + "'", "d" + i, time));
          lines.add(
              "{'type':'%s','userId':'%s','toId':'%s','message':{'fromId':'%s','messageId':'d%d'}}"
                  .formatted(random.nextBoolean() ? "read" : "received", to, from, from, i));
          lines.add(
              "{'type':'settings','userId':'%s','toId':'%s','isMute':%s,%s}"
                  .formatted(to, from, random.nextBoolean(), behind(from, "d" + i)));
        }
        case 4 ->
            lines.add(
                "{'type':'user','userId':'%s','blocks':['mallory'],'receipts':%s}"
                    .formatted(to, random.nextBoolean()));
        case 5 ->
            lines.add(
                "{'type':'user','userId':'%s','ban':{'reason':'r','until':%d}}"
                    .formatted(to, Instant.now().plusSeconds(3_600 + i).toEpochMilli()));
        case 6 -> {
          lines.add(recalled(says(from, "'groupId':'team'", "m" + i, time)));
          last = from + " m" + i;
        }
        case 7 -> {
          lines.add(edited(says(from, "'groupId':'team'", "m" + i, time), time + i));
          last = from + " m" + i;
          lines.add(pinned(from, "m" + i, time + i));
        }
        default -> {
          lines.add(says(from, "'groupId':'team'", "m" + i, time));
          lines.add(
              "{'type':'read','userId':'%s','groupId':'team','message':"
                      .formatted(people.get(random.nextInt(2)))
                  + "{'fromId':'%s','messageId':'m%d'}}".formatted(from, i));
          last = from + " m" + i;
          lines.addAll(reacted(people.get(random.nextInt(2)), from, i));
        }
      }
    }
    return write(target, lines);
  }
}
