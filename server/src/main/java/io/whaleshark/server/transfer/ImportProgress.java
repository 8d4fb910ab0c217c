package io.whaleshark.server.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How far the import of a file has got, kept beside it. An import without it begins at the first
/// line, and changes nothing either: it only takes longer.
final class ImportProgress {

  private static final int HEAD_BYTES = 64 << 10;

  private final Path place;
  private final ObjectNode of;

  /// A place in the file, and what has become of the lines before it.
  ///
  /// @param line how many lines there are before
  /// @param end how many bytes they have
  record Reached(long line, long end, Map<String, Long> counts) {}

  private ImportProgress(Path place, ObjectNode of) {
    this.place = place;
    this.of = of;
  }

  /// The progress of a file, for one app of one server.
  static ImportProgress of(Path file, String app) throws IOException {
    ObjectNode of = JsonMapper.shared().createObjectNode();
    of.put("app", app).put("bytes", Files.size(file)).put("head", head(file));
    Path place = file.resolveSibling(file.getFileName() + ".progress");
    return new ImportProgress(place, of);
  }

  /// Tells a file from another one of its name.
  private static String head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD_BYTES);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(head));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// What an earlier import of the same file has reached; empty if there is none.
  Optional<Reached> read() throws IOException {
    if (!Files.exists(place)) {
      return Optional.empty();
    }
    try {
      JsonNode read = JsonMapper.shared().readTree(place.toFile());
      if (!of.equals(read.path("of"))) {
        return Optional.empty();
      }
      Tally tally = new Tally();
      read.path("counts")
          .properties()
          .forEach(count -> tally.add(count.getKey(), count.getValue().asLong()));
      return Optional.of(
          new Reached(read.path("line").asLong(), read.path("end").asLong(), tally.counts()));
    } catch (JacksonException _) {
      return Optional.empty(); // something else has that name, or it was cut: begin anew
    }
  }

  /// Notes what is reached, whole or not at all.
  void note(Reached reached) throws IOException {
    ObjectNode noted = JsonMapper.shared().createObjectNode();
    noted.set("of", of);
    noted.put("line", reached.line()).put("end", reached.end());
    ObjectNode counts = noted.putObject("counts");
    reached.counts().forEach(counts::put);
    Path fresh = place.resolveSibling(place.getFileName() + ".new");
    Files.writeString(fresh, noted + "\n");
    Files.move(fresh, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The file is imported to its end.
  void end() throws IOException {
    Files.deleteIfExists(place);
  }
}
