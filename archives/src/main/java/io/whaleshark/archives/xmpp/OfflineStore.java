package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.xmpp.LuaItems.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// What waits for the users of a Prosody, in the files of its storage `internal`. Its archives drop
/// the oldest messages, and this store refuses the newest ones: so neither has all of them. Reading
/// takes nothing out, and the server may run. Stateless.
final class OfflineStore {

  /// What came of a user's file.
  ///
  /// @param taken how many messages there were
  /// @param fault why there may be more; empty if all was read
  record Outcome(long taken, Optional<String> fault) {}

  private static final String CLIENT = "jabber:client";
  private static final String IDS = "urn:xmpp:sid:0";
  private static final String SUFFIX = ".list";
  private static final int MICROS_DIGITS = 6;

  private OfflineStore() {}

  /// The folder of a domain, in which all that it stores is.
  static Path folder(Path data, String domain) {
    return data.resolve(encoded(domain));
  }

  /// Prosody writes all but letters and digits as bytes.
  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain = each > 0 && Character.isLetterOrDigit(each);
      encoded.append(
          isPlain ? String.valueOf((char) each) : "%" + HexFormat.of().toHexDigits(each));
    }
    return encoded.toString();
  }

  private static String decoded(String name) {
    byte[] bytes = new byte[name.length()];
    int count = 0;
    for (int i = 0; i < name.length(); i++) {
      boolean isByte = name.startsWith("%", i) && name.substring(i).matches("%[0-9a-fA-F]{2}.*");
      bytes[count++] =
          (byte) (isByte ? HexFormat.fromHexDigits(name, i + 1, i + 3) : name.charAt(i));
      i += isByte ? 2 : 0;
    }
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }

  /// The files of all for whom something waits, by what stands before the @ of their address.
  static SortedMap<String, Path> files(Path data, String domain) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    Path folder = folder(data, domain).resolve("offline");
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : found) {
          String name = String.valueOf(file.getFileName());
          files.put(decoded(name.substring(0, name.length() - SUFFIX.length())), file);
        }
      }
    }
    return files;
  }

  /// Reads what waits for a user, the oldest first.
  ///
  /// @param address of the user
  /// @throws IOException if the file cannot be read, or from the taker
  static Outcome read(Path file, String address, ArchiveWalk.Taker taker) throws IOException {
    long taken = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      LuaItems items = new LuaItems(in);
      Optional<Value> next = items.next();
      while (next.isPresent()) {
        taker.take(stanza(next.get(), address));
        taken++;
        next = items.next();
      }
      return new Outcome(taken, Optional.empty());
    } catch (LuaItems.BrokenList e) {
      return new Outcome(taken, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /// Prosody adds the id that the user's archive gave it, if it did.
  private static ArchivedStanza stanza(Value item, String address) {
    if (!(item instanceof Value.Table table)) {
      XmlNode nothing = new XmlNode("", "", Map.of(), "", List.of());
      return waiting("", 0, nothing, Optional.of("no message"));
    }
    XmlNode message = node(table, CLIENT);
    Optional<String> archived =
        message.children().stream()
            .filter(node -> node.name().equals("stanza-id") && node.namespace().equals(IDS))
            .filter(node -> node.attribute("by").equals(address))
            .map(node -> node.attribute("id"))
            .findFirst();
    OptionalLong micros = micros(table);
    Optional<String> fault =
        micros.isPresent() ? Optional.empty() : Optional.of("a message without a time");
    ArchivedStanza alone = waiting(table.text("key"), micros.orElse(0), message, fault);
    return archived
        .map(
            id -> new ArchivedStanza(CopyStore.WAITING, id, alone.micros(), message, alone.fault()))
        .orElse(alone);
  }

  private static ArchivedStanza waiting(
      String id, long micros, XmlNode message, Optional<String> fault) {
    return new ArchivedStanza(CopyStore.WAITING_ALONE, id, micros, message, fault);
  }

  /// Older versions have written the text of the time alone.
  private static OptionalLong micros(Value.Table table) {
    if (table.fields().get("when") instanceof Value.Word(String when)) {
      try {
        return OptionalLong.of(new BigDecimal(when).movePointRight(MICROS_DIGITS).longValue());
      } catch (NumberFormatException _) {
        return OptionalLong.empty();
      }
    }
    return table.fields().get("attr") instanceof Value.Table attributes
        ? Stamps.micros(attributes.text("stamp"))
        : OptionalLong.empty();
  }

  /// An element without a namespace of its own has that of the one around it.
  private static XmlNode node(Value.Table table, String around) {
    Map<String, String> attributes = new HashMap<>();
    if (table.fields().get("attr") instanceof Value.Table named) {
      named.fields().keySet().forEach(name -> attributes.put(name, named.text(name)));
    }
    String namespace = attributes.getOrDefault("xmlns", around);
    StringBuilder text = new StringBuilder();
    table.elements().stream()
        .filter(Value.Text.class::isInstance)
        .map(Value.Text.class::cast)
        .forEach(part -> text.append(part.text()));
    List<XmlNode> children =
        table.elements().stream()
            .filter(Value.Table.class::isInstance)
            .map(child -> node((Value.Table) child, namespace))
            .toList();
    return new XmlNode(
        table.text("name"), namespace, Map.copyOf(attributes), text.toString(), children);
  }
}
